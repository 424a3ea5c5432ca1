"""A made-up city with many partners and fields, to time the page and to see it full."""

import pandas as pd

from tests.browser.example import COLUMNS, FLAGS, RUNGS, frame
from tests.browser.example_rows import named

FOCAL = "exampleton"
STAGES = ("agreed", "agreed", "intent", "contact", "lapsed")
GAPS = ("open", "open", "paper-only", "stalled", "unproven", "unproven", "")
RANKS = (0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6)
WORDS = (
    "Harbour",
    "Water",
    "Nursing",
    "Street markets",
    "Waste sorting",
    "Music schools",
    "Tram lines",
)


def large_inputs(
    *, partners: int = 20, rows: int = 90
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, pd.DataFrame]:
    """Make tables, coverage and relations: eight groups, fields, and topics below some of them."""
    fields = _fields(rows)
    cities = [named(FOCAL, "Exampleton", country="ID", level="city")] + [
        named(
            f"partner-{n:02}",
            f"Partner city {n}",
            f"Kota mitra {n}",
            f"협력 도시 {n}",
            country="KR",
            level="city",
        )
        for n in range(partners)
    ]
    content: dict[str, list[dict[str, str]]] = {"cities": cities, "fields": fields}
    tables = {table: frame(table, content.get(table, [])) for table in COLUMNS}
    relations = [_relation(n) for n in range(partners)]
    cells = [
        _cell(relation["relation"], number, index, field)
        for number, relation in enumerate(relations)
        for index, field in enumerate(fields)
    ]
    return tables, pd.DataFrame(cells), pd.DataFrame(relations, dtype="str")


def _fields(rows: int) -> list[dict[str, str]]:
    groups = [named(f"group-{n}", f"Group {n}", f"Kelompok {n}", f"분야군 {n}") for n in range(8)]
    rest = [
        named(
            f"field-{n:02}",
            f"{WORDS[n % 7]} {n}",
            f"Bidang {n}",
            f"분야 {n}",
            broader=f"field-{n - 1:02}" if n % 3 == 2 else f"group-{n % 8}",
        )
        for n in range(rows - len(groups))
    ]
    return groups + rest


def _relation(number: int) -> dict[str, str]:
    city_a, city_b = sorted((FOCAL, f"partner-{number:02}"))
    return {
        "relation": f"{city_a}--{city_b}",
        "city_a": city_a,
        "city_b": city_b,
        "stage": STAGES[number % len(STAGES)],
        "last": f"20{10 + number % 15}-01-01",
    }


def _cell(relation: str, number: int, index: int, field: dict[str, str]) -> dict[str, object]:
    rank = RANKS[(number * 7 + index * 5 + number * index) % len(RANKS)]
    broader = field.get("broader", "")
    level = "group" if not broader else "topic" if broader.startswith("field") else "field"
    return {
        "relation": relation,
        "field": field["id"],
        "level": level,
        "rung": RUNGS[rank],
        "rank": rank,
        "gap": GAPS[rank],
        **dict.fromkeys(FLAGS, False),
        "agreed": rank > 1,
        "searched": "2025-01-01" if (number + index) % 4 == 0 else "",
        "studied": 0,
        "grade": "press" if rank else "",
        "topics": 0,
        "topics_covered": 0,
    }
