"""A small made-up city with every kind of cell, as the frames that the page is built from.

Exampleton and its partners do not exist; nothing here says anything about a real agreement.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from tests.browser import example_rows as rows_of
from tests.browser.example_codes import CODES
from tests.browser.example_rows import FIELDS

__all__ = ["CODES", "COLUMNS", "FOCAL", "coverage", "frame", "relations", "tables"]

FOCAL = "exampleton"


def _columns(names: str, *, named: bool = True, sources: bool = True) -> list[str]:
    """Spell out the columns of a table: `x@l` stands for one column a language."""
    head = "id name@l" if named else "id"
    tail = "note@l sources" if sources else "note@l"
    expanded: list[str] = []
    for name in f"{head} {names} {tail}".split():
        plain = name.removesuffix("@l")
        expanded += [f"{plain}@{lang}" for lang in ("en", "id", "ko")] if "@l" in name else [name]
    return expanded


COLUMNS = {
    "dataset": _columns(
        "title@l version as_of focal_city scope@l licence citation homepage", named=False
    ),
    "cities": _columns("country level wikidata lat long population"),
    "agencies": _columns("city kind part_of replaces began ended"),
    "fields": _columns("broader notation definition@l close_match broad_match narrow_match"),
    "agreements": _columns(
        "kind status signed effective valid_until term_years renews carries_out"
    ),
    "parties": _columns(
        "agreement city signatory office signed_on relation_type approved_by approved_on",
        named=False,
    ),
    "commitments": _columns(
        "agreement field lead expected_result@l indicator budget due stage", named=False
    ),
    "programs": _columns(
        "agreements cities fields agencies kind status began ended participants funding budget"
    ),
    "outcomes": _columns(
        "program kind description@l indicator baseline value unit on", named=False
    ),
    "obstacles": _columns("about kind description@l", named=False),
    "events": _columns("kind on cities agreement fields people"),
    "studies": _columns("authors issued url kind about cities fields"),
    "sources": _columns("kind publisher issued url language accessed", sources=False),
    "statements": _columns("about property value source stance", named=False, sources=False),
    "searches": _columns("on by where cities fields found"),
}


def frame(table: str, rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Make a table's frame; cells not given are empty, unknown columns an error."""
    columns = COLUMNS[table]
    filled = [[row.get(column, "") for column in columns] for row in rows]
    assert all(set(row) <= set(columns) for row in rows), f"unknown column in {table}"
    return pd.DataFrame(filled, columns=columns, dtype="str")


def tables() -> dict[str, pd.DataFrame]:
    """Make the fifteen frames."""
    rows: dict[str, list[dict[str, str]]] = {
        table: getattr(rows_of, table.upper()) for table in COLUMNS
    }
    return {table: frame(table, rows[table]) for table in COLUMNS}


def relations() -> pd.DataFrame:
    """Make the relations: five of the focal city, one of others."""
    pairs = [
        ("demo-bay", "agreed", "2021"),
        ("mockford", "lapsed", "1996"),
        ("placeholder", "contact", "2023-02-06"),
        ("samplebourg", "agreed", "2017"),
        ("testopolis", "intent", "2022-03-01"),
    ]
    rows = [_pair(FOCAL, city, stage, last) for city, stage, last in pairs]
    rows.append(_pair("fixtureville", "mockford", "agreed", "2020"))
    return pd.DataFrame(rows, dtype="str")


def _pair(one: str, other: str, stage: str, last: str) -> dict[str, str]:
    city_a, city_b = sorted((one, other))
    return {
        "relation": f"{city_a}--{city_b}",
        "city_a": city_a,
        "city_b": city_b,
        "stage": stage,
        "last": last,
    }


RUNGS = ("unrecorded", "explored", "agreed", "planned", "under-way", "delivered", "evidenced")

# partner, field: rank, gap, and what else holds
RECORDED: dict[tuple[str, str], tuple[int, str, str]] = {
    ("samplebourg", "planning"): (3, "stalled", "agreed disputed"),
    ("samplebourg", "slums"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "riverside"): (3, "stalled", "agreed disputed unframed"),
    ("samplebourg", "transport"): (5, "unproven", "agreed disputed unframed"),
    ("samplebourg", "smart-bus"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "culture"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "festivals"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "education"): (4, "unproven", "agreed unframed"),
    ("mockford", "education"): (2, "paper-only", "agreed lapsed unframed unrealised"),
    ("mockford", "pupils"): (0, "open", "unrealised"),
    ("mockford", "culture"): (6, "", "agreed lapsed single_source unframed"),
    ("demo-bay", "culture"): (2, "paper-only", "agreed unframed single_source"),
    ("demo-bay", "tourism"): (2, "paper-only", "agreed unframed single_source"),
    ("demo-bay", "heritage"): (5, "unproven", "unagreed single_source undated"),
    ("testopolis", "health"): (2, "paper-only", "agreed unframed single_source"),
    ("placeholder", "health"): (1, "open", "single_source"),
}
FLAGS = (
    "agreed",
    "lapsed",
    "unrealised",
    "unagreed",
    "disputed",
    "undated",
    "single_source",
    "unframed",
)


def coverage() -> pd.DataFrame:
    """Make the cells: all of the focal city's relations, and the recorded ones of the others."""
    rows = [
        _cell(f"{a}--{b}", b if a == FOCAL else a, str(field["id"]))
        for a, b in (relation.split("--") for relation in relations()["relation"])
        if FOCAL in (a, b)
        for field in FIELDS
    ]
    rows.append(
        _cell("fixtureville--mockford", "", "culture")
        | {"rung": "delivered", "rank": 5, "gap": "unproven"}
    )
    return pd.DataFrame(rows)


def _cell(relation: str, partner: str, field: str) -> dict[str, object]:
    rank, gap, flags = RECORDED.get((partner, field), (0, "open", ""))
    below = [row["id"] for row in FIELDS if row.get("broader") == field]
    broader = next(row for row in FIELDS if row["id"] == field).get("broader")
    searched = {
        "samplebourg": "2025-11-02" if field == "festivals" else "",
        "mockford": "2025-11-03",
    }
    level = (
        "group"
        if not broader
        else "field"
        if "-group" in broader or broader in ("urban", "society")
        else "topic"
    )
    is_field = level == "field"
    covered = [topic for topic in below if RECORDED.get((partner, topic), (0,))[0] >= 4]
    return {
        "relation": relation,
        "field": field,
        "level": level,
        "rung": RUNGS[rank],
        "rank": rank,
        "gap": gap,
        **{flag: flag in flags.split() for flag in FLAGS},
        "searched": searched.get(partner, ""),
        "studied": int((partner, field) == ("samplebourg", "transport")),
        "grade": "press" if rank else "",
        "topics": len(below) if is_field else 0,
        "topics_covered": len(covered) if is_field else 0,
    }
