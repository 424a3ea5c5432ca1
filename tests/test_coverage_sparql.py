"""The same numbers reached in a second way: SPARQL over the graph against the package's joins."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, QuerySolutions, QueryTriples, RdfFormat, Store

from kg.coverage import RUNGS, build_cells, read_facts, to_day, to_text
from kg.coverage.clock import default_day
from kg.schema import packaged_data
from kg.tables import Tables, read_tables
from kg.turtle import render_ntriples
from tests.table_sets import DAYS, TableSet, quick, schema, table_sets, to_tables

pytestmark = pytest.mark.engine

TESTS = Path(__file__).parent
QUERIES = TESTS / "sparql_coverage"
STEPS = sorted(QUERIES.glob("[0-9]-*.rq"))
MARKS = ("agreed", "lapsed", "unagreed", "unrealised")

# (relation, field) -> what is said of it: rung:agreed, lapsed, studied:2
Said = dict[tuple[str, str], set[str]]


@cache
def query(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def said_by_sparql(tables: Tables, as_of: str) -> Said:
    """Add step by step what follows from the rows, then ask for rungs, marks and studies."""
    store = Store()
    store.load(b"".join(render_ntriples(list(tables.data.values()))), RdfFormat.N_TRIPLES)
    for step in STEPS:
        triples = store.query(query(step).replace("AS_OF", as_of))
        assert isinstance(triples, QueryTriples)
        store.extend([Quad(*triple) for triple in triples])
    said: Said = defaultdict(set)
    for relation, field, rank in answers(store, "rung.rq"):
        said[relation, field].add(f"rung:{RUNGS[int(rank)]}")
    for relation, field, mark in answers(store, "marks.rq"):
        said[relation, field].add(mark)
    for relation, field, number in answers(store, "studied.rq"):
        said[relation, field] |= {f"studied:{number}"}
    for facts in said.values():
        if not any(fact.startswith("rung:") for fact in facts):
            facts.add("rung:unrecorded")
    return dict(said)


def answers(store: Store, name: str) -> list[tuple[str, str, str]]:
    rows = store.query(query(QUERIES / name))
    assert isinstance(rows, QuerySolutions)
    return [(row[0].value, row[1].value, row[2].value) for row in rows]


def said_by_package(tables: Tables, as_of: str) -> Said:
    cells = build_cells(read_facts(tables), to_day(as_of))
    said: Said = {}
    for row in cells.to_dict("records"):
        facts = {mark for mark in MARKS if row[mark]} | {f"rung:{row['rung']}"}
        facts |= {f"studied:{row['studied']}"} if row["studied"] else set()
        said[str(row["relation"]), str(row["field"])] = facts
    return said


@pytest.mark.parametrize(
    "data", [TESTS / "fixture" / "data", packaged_data()], ids=["fixture", "data"]
)
def test_sparql_counts_the_same_cells(data: Path) -> None:
    tables, _ = read_tables(data, schema())
    as_of = to_text(default_day(tables))
    said = said_by_package(tables, as_of)
    assert len(said) > 30
    assert said_by_sparql(tables, as_of) == said


@pytest.mark.parametrize(
    "as_of", ["2009-12-31", "2014-12-31", "2016-12-31", "2018-12-31", "2022-01-31"]
)
@pytest.mark.parametrize(
    "data", [TESTS / "fixture" / "data", packaged_data()], ids=["fixture", "data"]
)
def test_sparql_counts_the_same_cells_at_other_dates(data: Path, as_of: str) -> None:
    tables, _ = read_tables(data, schema())
    assert said_by_sparql(tables, as_of) == said_by_package(tables, as_of)


@quick
@given(table_sets(), st.sampled_from(DAYS).map(lambda day: to_text(to_day(day))))
def test_sparql_counts_the_same_cells_of_any_data(rows: TableSet, as_of: str) -> None:
    tables = to_tables(rows)
    assert said_by_sparql(tables, as_of) == said_by_package(tables, as_of)


def test_no_step_asks_of_each_cell_whether_something_is_not_there() -> None:
    assert not [path.name for path in QUERIES.glob("*.rq") if "NOT EXISTS" in query(path).upper()]
    assert len(STEPS) == 7
