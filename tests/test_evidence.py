"""What the page is given to compute coverage from, and which facts belong to which relation."""

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from kg import KnowledgeGraph
from kg.coverage import read_facts
from kg.coverage.days import NEVER
from kg.coverage.links import AGREED
from kg.views.evidence import EVIDENCE, LINKS, evidence_rows, link_rows, relation_facts
from kg.views.records import list_of, text_of, to_records
from tests.table_sets import Row, TableSet, quick, table_sets, to_tables

RELATION = "a--b"
WORLD: dict[str, list[Row]] = {
    "cities": [{"id": city} for city in "abc"],
    "fields": [{"id": "group"}, {"id": "roads", "broader": "group"}],
    "sources": [{"id": "paper", "kind": "press", "issued": "2001"}],
    "agreements": [{"id": "pact", "kind": "mou", "status": "signed", "signed": "2003-05"}],
    "parties": [{"id": f"pact-{c}", "agreement": "pact", "city": c} for c in "ab"],
    "commitments": [
        {"id": "one", "agreement": "pact", "field": "roads", "stage": "text", "sources": "paper"}
    ],
    "programs": [
        {"id": "plan", "agreements": "pact", "status": "planned"},
        {"id": "free", "cities": "a;b", "fields": "roads", "status": "completed", "ended": "2004"},
    ],
    "events": [
        {"id": "end", "kind": "expiry", "agreement": "pact", "on": "2020"},
        {"id": "else", "kind": "visit", "cities": "b;c", "agreement": "pact"},
    ],
    "studies": [
        {"id": "of-pact", "about": "agreements:pact"},
        {"id": "of-plan", "about": "programs:plan;agreements:pact"},
        {"id": "of-none", "cities": "a;c"},
    ],
    "searches": [
        {"id": "none", "on": "2021", "cities": "a;b", "found": "nothing"},
        {"id": "some", "on": "2022", "cities": "b; a", "fields": "roads", "found": "something"},
    ],
    "statements": [
        {"id": "no", "about": "agreements:pact", "property": "p", "stance": "disputes"},
        {"id": "nor", "about": "cities:c", "property": "p", "stance": "disputes"},
    ],
}


def given_rows(world: TableSet, relations: list[str], fields: list[str]) -> dict[str, Any]:
    return evidence_rows(read_facts(to_tables(world)), relations, fields)


def test_a_fact_is_a_row_of_numbers_with_places_for_relation_and_field() -> None:
    evidence = given_rows(WORLD, ["a--0", RELATION], ["group", "roads"])
    rows = {row[2]: row for row in evidence["rows"]}
    assert list(rows) == ["searches:none", "commitments:one", "programs:free"]
    named = dict(zip(EVIDENCE, rows["commitments:one"][2:], strict=True))
    assert rows["commitments:one"][:2] == [1, 1]
    assert rows["searches:none"][:2] == [1, -1]
    assert named["role"] == "named"
    assert (named["undated"], named["unframed"], named["due"]) == (0, 1, NEVER)
    assert all(type(cell) in (int, str) for row in evidence["rows"] for cell in row)


def test_only_what_the_page_has_is_said_to_be_disputed() -> None:
    evidence = given_rows(WORLD, [RELATION], ["group", "roads"])
    assert evidence["disputed"] == ["agreements:pact"]
    assert evidence["kinds"][str(evidence["strict"])] == "study"
    assert given_rows(WORLD, ["a--c"], ["group", "roads"])["disputed"] == []


def test_rows_of_other_relations_and_unknown_fields_stay_out() -> None:
    assert given_rows(WORLD, [], ["roads"])["rows"] == []
    assert [row[2] for row in given_rows(WORLD, [RELATION], [])["rows"]] == ["searches:none"]


def test_links_say_since_when_a_thing_ties_two_cities() -> None:
    links = read_facts(to_tables(WORLD)).links
    rows: Any = link_rows(links, [RELATION])["rows"]
    assert [row[1] for row in rows] == [
        "agreements:pact",
        "events:end",
        "programs:free",
        "programs:plan",
    ]
    pact = dict(zip(LINKS, rows[0][1:], strict=True))
    assert (pact["dated"], pact["typed"], pact["founds"]) == (1, "2003-05", AGREED)


def test_what_belongs_to_a_relation_need_not_reach_a_field() -> None:
    tables = to_tables(WORLD)
    belonging = relation_facts(read_facts(tables), tables.frames(), [RELATION, "b--c"])
    assert belonging[RELATION] == {
        "agreements": ["pact"],
        "programs": ["free", "plan"],
        "events": ["end"],
        "studies": ["of-pact", "of-plan"],
        "searches": ["none", "some"],
    }
    assert belonging["b--c"]["events"] == ["else"]
    assert belonging["b--c"]["agreements"] == []


def by_definition(frames: dict[str, pd.DataFrame], relation: str) -> dict[str, list[str]]:
    """List what belongs to a relation row by row, as the words of the definition say it."""
    pair = set(relation.split("--"))
    records = {table: to_records(frame) for table, frame in frames.items()}
    signers: dict[str, set[str]] = {}
    for party in records["parties"].values():
        signers.setdefault(text_of(party, "agreement"), set()).add(text_of(party, "city"))
    agreements = {key for key in records["agreements"] if pair <= signers.get(key, set())}

    def both(record: Any) -> bool:
        return pair <= set(list_of(record, "cities"))

    programs = {
        key
        for key, program in records["programs"].items()
        if (
            agreements.intersection(stated)
            if (stated := list_of(program, "agreements"))
            else both(program)
        )
    }
    about = {f"agreements:{key}" for key in agreements} | {f"programs:{key}" for key in programs}
    return {
        "agreements": sorted(agreements),
        "programs": sorted(programs),
        "events": sorted(
            key
            for key, event in records["events"].items()
            if both(event)
            or (len(list_of(event, "cities")) < 2 and text_of(event, "agreement") in agreements)
        ),
        "studies": sorted(
            key
            for key, study in records["studies"].items()
            if both(study) or about.intersection(list_of(study, "about"))
        ),
        "searches": sorted(key for key, search in records["searches"].items() if both(search)),
    }


@pytest.mark.engine
@quick
@given(table_sets())
def test_what_belongs_to_a_relation_is_what_its_definition_says(world: TableSet) -> None:
    tables = to_tables(world)
    facts, frames = read_facts(tables), tables.frames()
    relations = sorted(set(facts.links.rows["relation"]))
    belonging = relation_facts(facts, frames, relations)
    assert belonging == {relation: by_definition(frames, relation) for relation in relations}


@pytest.mark.engine
@quick
@given(table_sets())
def test_the_order_of_rows_in_the_tables_does_not_matter(world: TableSet) -> None:
    shuffled = {name: random.Random(1).sample(rows, len(rows)) for name, rows in world.items()}
    one, other = (read_facts(to_tables(rows)) for rows in (world, shuffled))
    relations = sorted(set(one.links.rows["relation"]))
    fields = sorted(row["id"] for row in world["fields"])
    assert evidence_rows(one, relations, fields) == evidence_rows(other, relations, fields)
    assert link_rows(one.links, relations) == link_rows(other.links, relations)


@pytest.mark.engine
def test_the_real_data_belong_to_relations_as_the_definition_says() -> None:
    graph = KnowledgeGraph.load()
    relations = sorted(set(graph.links.rows["relation"]))
    belonging = relation_facts(graph.facts, graph.tables, relations)
    assert belonging == {name: by_definition(graph.tables, name) for name in relations}
