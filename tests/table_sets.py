"""Small made-up table sets for property tests: any mix of dates, statuses and links may occur."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from hypothesis import settings
from hypothesis import strategies as st

from kg.schema import Schema, load_schema, packaged_ontology
from kg.tables import TableData, Tables

# The same examples in each run; each is many worlds.
quick = settings(max_examples=3, deadline=None, derandomize=True)

Row = dict[str, str]
TableSet = dict[str, list[Row]]

# A world's own ids begin with @, which becomes the number of the world.
CITIES = ("@a", "@b", "@c")
SOURCES = ("@source-0", "@source-1", "@source-2")
FIELDS = {"group": "", "roads": "group", "buses": "roads", "trams": "roads", "water": "group"}
# Partial and uncertain dates, the ends of years and months, a leap day; few, so that they coincide.
DATES = (
    "2003",
    "2003-12-31",
    "2004",
    "2004-02",
    "2004-02-29",
    "2005-03-01~",
    "2006?",
    "2009-02-28",
)
DAYS = ("2003-12-31", "2004-02-28", "2004-02-29", "2009-02-28", "2010")


@cache
def schema() -> Schema:
    """Return the ontology that came with the package, read once."""
    return load_schema(packaged_ontology())


def to_tables(rows: Mapping[str, Sequence[Row]]) -> Tables:
    """Return tables with these rows in this order; what a row does not name is empty."""
    data = {}
    for name, table in schema().tables.items():
        of_table = rows.get(name, [])
        columns = {
            header: pa.array([row.get(header) or None for row in of_table], pa.string())
            for header in table.headers
        }
        lines = np.arange(len(of_table)) + 2
        data[name] = TableData(table, pa.table(columns), lines, f"{name}.csv")
    return Tables(schema(), data)


def _ids(name: str, most: int) -> st.SearchStrategy[list[str]]:
    """Draw how many rows a table has, as their ids."""
    return st.integers(0, most).map(lambda n: [f"@{name}-{i}" for i in range(n)])


def _some(values: Sequence[str], least: int = 0, most: int = 2) -> st.SearchStrategy[str]:
    """Draw a cell with many values."""
    if not values:
        return st.just("")
    chosen = st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)
    return chosen.map(lambda drawn: ";".join(sorted(drawn)))


def _maybe(values: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw one value or an empty cell."""
    return st.sampled_from(["", *values])


def _codes(scheme: str) -> st.SearchStrategy[str]:
    """Draw a code of a list."""
    return st.sampled_from(list(schema().code_lists[scheme].codes))


@st.composite
def table_sets(draw: st.DrawFn) -> TableSet:
    """Draw the rows of some worlds that share nothing but the fields.

    Reading many small worlds at once takes as long as reading one.
    """
    worlds = draw(st.lists(_worlds(), min_size=8, max_size=8))
    made: TableSet = {"fields": [{"id": f, "broader": above} for f, above in FIELDS.items()]}
    for number, world in enumerate(worlds):
        for name, rows in world.items():
            made.setdefault(name, []).extend(
                {header: cell.replace("@", f"w{number}-") for header, cell in row.items()}
                for row in rows
            )
    return made


@st.composite
def _worlds(draw: st.DrawFn) -> TableSet:
    agreements, programs = draw(_ids("agreement", 3)), draw(_ids("program", 4))
    commitments = draw(_ids("commitment", 4)) if agreements else []
    outcomes = draw(_ids("outcome", 3)) if programs else []
    sources = [
        {"id": key, "kind": draw(_codes("source-kind")), "issued": draw(_maybe(DATES))}
        for key in SOURCES
    ]
    return {
        "cities": [{"id": city} for city in CITIES],
        "sources": sources,
        "agreements": [_agreement(draw, k, agreements[:i]) for i, k in enumerate(agreements)],
        "parties": [row for key in agreements for row in _parties(draw, key)],
        "programs": [_program(draw, key, agreements) for key in programs],
        "commitments": [_commitment(draw, key, agreements) for key in commitments],
        "outcomes": [_outcome(draw, key, programs) for key in outcomes],
        "events": [_event(draw, key, agreements) for key in draw(_ids("event", 3))],
        "studies": [_study(draw, key, agreements, programs) for key in draw(_ids("study", 2))],
        "searches": [_search(draw, key) for key in draw(_ids("search", 2))],
    }


def _sources(draw: st.DrawFn) -> str:
    return draw(_some(SOURCES, least=1))


def _agreement(draw: st.DrawFn, key: str, earlier: Sequence[str]) -> Row:
    return {
        "id": key,
        "kind": draw(_codes("agreement-kind")),
        "status": draw(st.sampled_from(["signed", "signed", "unsigned"])),
        "signed": draw(_maybe(DATES)),
        "effective": draw(_maybe(DATES)),
        "valid_until": draw(_maybe(DATES)),
        "term_years": draw(_maybe(["1", "5"])),
        "renews": draw(_some(earlier, most=1)),
        "sources": _sources(draw),
    }


def _parties(draw: st.DrawFn, agreement: str) -> list[Row]:
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=2, max_size=3, unique=True))
    return [
        {
            "id": f"{agreement}-{city[1:]}",
            "agreement": agreement,
            "city": city,
            "signed_on": draw(_maybe(DATES)),
            "approved_on": draw(_maybe(DATES)),
            "sources": SOURCES[0],
        }
        for city in cities
    ]


def _commitment(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "agreement": draw(st.sampled_from(agreements)),
        "field": draw(st.sampled_from(list(FIELDS))),
        "budget": draw(_maybe(["some"])),
        "stage": draw(_codes("commitment-stage")),
        "sources": _sources(draw),
    }


def _program(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "agreements": draw(_some(agreements)),
        "cities": draw(_some(CITIES, least=2, most=3)),
        "fields": draw(_some(list(FIELDS), least=1)),
        "kind": "project",
        "status": draw(_codes("program-status")),
        "began": draw(_maybe(DATES)),
        "ended": draw(_maybe(DATES)),
        "sources": _sources(draw),
    }


def _outcome(draw: st.DrawFn, key: str, programs: Sequence[str]) -> Row:
    return {
        "id": key,
        "program": draw(st.sampled_from(programs)),
        "kind": "output",
        "on": draw(_maybe(DATES)),
        "sources": _sources(draw),
    }


def _event(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "kind": draw(_codes("event-kind")),
        "on": draw(_maybe(DATES)),
        "cities": draw(_some(CITIES, most=3)),
        "agreement": draw(_maybe(agreements)),
        "fields": draw(_some(list(FIELDS))),
        "sources": _sources(draw),
    }


def _study(draw: st.DrawFn, key: str, agreements: Sequence[str], programs: Sequence[str]) -> Row:
    about = [*(f"agreements:{a}" for a in agreements), *(f"programs:{p}" for p in programs)]
    return {
        "id": key,
        "issued": draw(_maybe(DATES)),
        "kind": "article",
        "about": draw(_some(about)),
        "cities": draw(_some(CITIES)),
        "fields": draw(_some(list(FIELDS))),
        "sources": _sources(draw),
    }


def _search(draw: st.DrawFn, key: str) -> Row:
    return {
        "id": key,
        "on": draw(st.sampled_from(DATES)),
        "cities": draw(_some(CITIES, least=1, most=3)),
        "fields": draw(_some(list(FIELDS))),
        "found": draw(_codes("search-result")),
    }
