"""Small made-up table sets for property tests: any mix of dates, statuses and links that may occur."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from kg.schema import Schema, load_schema, packaged_ontology
from kg.tables import TableData, Tables

Row = dict[str, str]
TableSet = dict[str, list[Row]]

CITIES = ("alpha", "beta", "gamma")
FIELDS = {"group": "", "roads": "group", "buses": "roads", "trams": "roads", "water": "group"}
# Partial and uncertain dates, the ends of years and months, a leap day; few, so that they coincide.
DATES = ("2003", "2003-12-31", "2004", "2004-02", "2004-02-29", "2005-03-01~", "2006?", "2009-02-28")
DAYS = ("2003-12-31", "2004-01-01", "2004-02-28", "2004-02-29", "2006-03-01", "2009-02-28", "2010")


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


def ids(name: str, most: int) -> st.SearchStrategy[list[str]]:
    """Draw how many rows a table has, as their ids."""
    return st.integers(0, most).map(lambda n: [f"{name}-{i}" for i in range(n)])


def some(values: Sequence[str], least: int = 0, most: int = 2) -> st.SearchStrategy[str]:
    """Draw a cell with many values."""
    if not values:
        return st.just("")
    chosen = st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)
    return chosen.map(lambda drawn: ";".join(sorted(drawn)))


def maybe(values: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw one value or an empty cell."""
    return st.sampled_from(["", *values])


def codes(scheme: str) -> st.SearchStrategy[str]:
    """Draw a code of a list."""
    return st.sampled_from(list(schema().code_lists[scheme].codes))


@st.composite
def table_sets(draw: st.DrawFn) -> TableSet:
    """Draw rows of all tables that coverage reads."""
    made: TableSet = {
        "cities": [{"id": city} for city in CITIES],
        "fields": [{"id": field, "broader": broader} for field, broader in FIELDS.items()],
    }
    made["sources"] = [
        {"id": key, "kind": draw(codes("source-kind")), "issued": draw(maybe(DATES))}
        for key in ("source-0", "source-1", "source-2")
    ]
    agreements, programs = draw(ids("agreement", 3)), draw(ids("program", 4))
    made["agreements"] = [_agreement(draw, key, agreements[:i]) for i, key in enumerate(agreements)]
    made["parties"] = [row for key in agreements for row in _parties(draw, key)]
    made["programs"] = [_program(draw, key, agreements) for key in programs]
    made["commitments"] = [_commitment(draw, k, agreements) for k in draw(ids("commitment", 4))] if agreements else []
    made["outcomes"] = [_outcome(draw, k, programs) for k in draw(ids("outcome", 3))] if programs else []
    made["events"] = [_event(draw, key, agreements) for key in draw(ids("event", 3))]
    made["studies"] = [_study(draw, key, agreements, programs) for key in draw(ids("study", 2))]
    made["searches"] = [_search(draw, key) for key in draw(ids("search", 2))]
    return made


def _sources(draw: st.DrawFn) -> str:
    return draw(some(("source-0", "source-1", "source-2"), least=1))


def _agreement(draw: st.DrawFn, key: str, earlier: Sequence[str]) -> Row:
    return {
        "id": key,
        "kind": draw(codes("agreement-kind")),
        "status": draw(st.sampled_from(["signed", "signed", "unsigned"])),
        "signed": draw(maybe(DATES)),
        "effective": draw(maybe(DATES)),
        "valid_until": draw(maybe(DATES)),
        "term_years": draw(maybe(["1", "5"])),
        "renews": draw(some(earlier, most=1)),
        "sources": _sources(draw),
    }


def _parties(draw: st.DrawFn, agreement: str) -> list[Row]:
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=2, max_size=3, unique=True))
    return [
        {
            "id": f"{agreement}-{city}",
            "agreement": agreement,
            "city": city,
            "signed_on": draw(maybe(DATES)),
            "approved_on": draw(maybe(DATES)),
            "sources": "source-0",
        }
        for city in cities
    ]


def _commitment(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "agreement": draw(st.sampled_from(agreements)),
        "field": draw(st.sampled_from(list(FIELDS))),
        "budget": draw(maybe(["some"])),
        "stage": draw(codes("commitment-stage")),
        "sources": _sources(draw),
    }


def _program(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "agreements": draw(some(agreements)),
        "cities": draw(some(CITIES, least=2, most=3)),
        "fields": draw(some(list(FIELDS), least=1)),
        "kind": "project",
        "status": draw(codes("program-status")),
        "began": draw(maybe(DATES)),
        "ended": draw(maybe(DATES)),
        "sources": _sources(draw),
    }


def _outcome(draw: st.DrawFn, key: str, programs: Sequence[str]) -> Row:
    return {
        "id": key,
        "program": draw(st.sampled_from(programs)),
        "kind": "output",
        "on": draw(maybe(DATES)),
        "sources": _sources(draw),
    }


def _event(draw: st.DrawFn, key: str, agreements: Sequence[str]) -> Row:
    return {
        "id": key,
        "kind": draw(codes("event-kind")),
        "on": draw(maybe(DATES)),
        "cities": draw(some(CITIES, most=3)),
        "agreement": draw(maybe(agreements)),
        "fields": draw(some(list(FIELDS))),
        "sources": _sources(draw),
    }


def _study(draw: st.DrawFn, key: str, agreements: Sequence[str], programs: Sequence[str]) -> Row:
    about = [*(f"agreements:{a}" for a in agreements), *(f"programs:{p}" for p in programs)]
    return {
        "id": key,
        "issued": draw(maybe(DATES)),
        "kind": "article",
        "about": draw(some(about)),
        "cities": draw(some(CITIES)),
        "fields": draw(some(list(FIELDS))),
        "sources": _sources(draw),
    }


def _search(draw: st.DrawFn, key: str) -> Row:
    return {
        "id": key,
        "on": draw(st.sampled_from(DATES)),
        "cities": draw(some(CITIES, least=1, most=3)),
        "fields": draw(some(list(FIELDS))),
        "found": draw(codes("search-result")),
    }
