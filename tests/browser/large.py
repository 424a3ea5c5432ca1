"""A made-up city with many partners and fields, to time the page and to see it full."""

from collections.abc import Iterator

from kg import KnowledgeGraph
from tests.browser.example import graph_of
from tests.table_sets import Row

FOCAL = "exampleton"
GROUPS = 8
# The rung that a partner is to have in a field, drawn from these by position.
RANKS = (0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6)
PLANNED, RUNNING, DONE, PROVEN = 3, 4, 5, 6
STATUS = {PLANNED: "planned", RUNNING: "under-way", DONE: "completed", PROVEN: "completed"}
# Kind, status and last valid day of the agreement with a partner.
AGREEMENTS = (
    ("mou", "signed", ""),
    ("mou", "signed", ""),
    ("loi", "signed", ""),
    ("mou", "unsigned", ""),
    ("mou", "signed", "2020-12-31"),
)
WORDS = (
    "Harbour",
    "Water",
    "Nursing",
    "Street markets",
    "Waste sorting",
    "Music schools",
    "Tram lines",
)


def large_graph(*, partners: int = 20, fields: int = 90) -> KnowledgeGraph:
    """Make a graph of one city: eight groups, fields, and topics below a third of the fields."""
    tree = _fields(fields)
    keys = [row["id"] for row in tree if "broader" in row]
    made: dict[str, list[Row]] = {
        "dataset": [_dataset()],
        "cities": [_city(FOCAL, "Exampleton", "Contohkota", "예시시", country="ID")],
        "fields": tree,
        "sources": [_named("press", "Cities sign", kind="press", issued="2004-01-01")],
    }
    for number in range(partners):
        for table, rows in _partner(number, keys):
            made.setdefault(table, []).extend(rows)
    return graph_of(made)


def _named(key: str, en: str, id_: str = "", ko: str = "", **cells: str) -> Row:
    """Give a row with a name in up to three languages and a source."""
    names = {"name@en": en, "name@id": id_, "name@ko": ko}
    return {"id": key, **names, "sources": "press", **cells}


def _city(key: str, *names: str, country: str) -> Row:
    return _named(key, *names, country=country, level="city")


def _dataset() -> Row:
    title = "A large made-up data set"
    return {"id": "large", "title@en": title, "version": "1", "as_of": "2026-01-31"} | {
        "focal_city": FOCAL,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }


def _fields(count: int) -> list[Row]:
    groups = [
        _named(f"group-{n}", f"Group {n}", f"Kelompok {n}", f"분야군 {n}") for n in range(GROUPS)
    ]
    rest = [
        _named(
            f"field-{n:03}",
            f"{WORDS[n % 7]} {n}",
            f"Bidang {n}",
            f"분야 {n}",
            broader=f"field-{n - 1:03}" if n % 3 == 2 else f"group-{n % GROUPS}",
        )
        for n in range(count - GROUPS)
    ]
    return groups + rest


def _partner(number: int, fields: list[str]) -> Iterator[tuple[str, list[Row]]]:
    """Give by table the rows of one partner; the date of its agreement says when it began."""
    city, agreement = f"partner-{number:03}", f"agreement-{number:03}"
    ranks = {
        field: RANKS[(number * 7 + index * 5 + number * index) % len(RANKS)]
        for index, field in enumerate(fields)
    }
    kind, status, until = AGREEMENTS[number % len(AGREEMENTS)]
    names = (f"Partner city {number}", f"Kota mitra {number}", f"협력 도시 {number}")
    yield "cities", [_city(city, *names, country="KR")]
    yield (
        "agreements",
        [
            _named(agreement, f"Agreement {number}", kind=kind, status=status, valid_until=until)
            | {"signed": f"{2005 + number % 15}-03-01" if status == "signed" else ""}
        ],
    )
    yield (
        "parties",
        [
            {
                "id": f"{agreement}-{party}",
                "agreement": agreement,
                "city": party,
                "sources": "press",
            }
            for party in (FOCAL, city)
        ],
    )
    yield (
        "commitments",
        [
            {
                "id": f"{agreement}-{field}",
                "agreement": agreement,
                "field": field,
                "sources": "press",
            }
            | {"stage": "text" if rank > 1 else "approval"}
            for field, rank in ranks.items()
            if rank
        ],
    )
    yield (
        "searches",
        [
            _named(f"search-{number:03}", f"Search {number}", on="2025-01-01", found="nothing")
            | {"cities": f"{FOCAL};{city}"}
            | {"fields": ";".join(f for i, f in enumerate(fields) if (number + i) % 4 == 0)}
        ],
    )
    yield from _programs(number, agreement, ranks)


def _began(number: int, rank: int) -> str:
    """Give a year; every other plan is still to come."""
    return "2030" if rank == PLANNED and number % 2 else str(2006 + number % 18)


def _programs(
    number: int, agreement: str, ranks: dict[str, int]
) -> Iterator[tuple[str, list[Row]]]:
    done = {field: rank for field, rank in ranks.items() if rank in STATUS}
    yield (
        "programs",
        [
            _named(f"{agreement}-in-{field}", f"Programme in {field}", kind="project", fields=field)
            | {"agreements": agreement, "status": STATUS[rank], "began": _began(number, rank)}
            for field, rank in done.items()
        ],
    )
    yield (
        "outcomes",
        [
            {
                "id": f"{agreement}-of-{field}",
                "program": f"{agreement}-in-{field}",
                "kind": "output",
            }
            | {"description@en": "Something was made.", "sources": "press"}
            for field, rank in done.items()
            if rank == PROVEN
        ],
    )
