"""Whose side attests what: counted by hand, by SPARQL, and for any data."""

import csv
import io
import json
import random
from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.cli import main
from kg.coverage import read_differences, read_facts, read_sides, to_day
from kg.names import LANGUAGES, PAIR, relation_cities
from kg.schema import Schema, packaged_data
from kg.tables import Tables
from tests.table_sets import CITIES, DAYS, SOURCES, TableSet, quick, table_sets, to_tables

FIXTURE = Path(__file__).parent / "fixture"
GRADE = {"third": 0, "one": 1, "both": 2}
SIDES_OF_FIELDS = """
PREFIX sisc: <https://w3id.org/sistercity/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://w3id.org/sistercity/scheme/agreement-status/>
PREFIX stage: <https://w3id.org/sistercity/scheme/commitment-stage/>
SELECT DISTINCT ?one ?other ?field ?speaker WHERE {
  ?agreement sisc:status status:signed .
  ?commitment a sisc:Commitment ; sisc:agreement ?agreement ; sisc:stage stage:text ;
              sisc:source ?source .
  { ?commitment sisc:field ?field }
  UNION { ?commitment sisc:field/skos:broader ?field . ?field skos:broader ?group }
  ?a a sisc:Party ; sisc:agreement ?agreement ; sisc:city ?one .
  ?b a sisc:Party ; sisc:agreement ?agreement ; sisc:city ?other .
  FILTER(STR(?one) < STR(?other))
  OPTIONAL { ?source sisc:speaksFor ?speaker FILTER(?speaker IN (?one, ?other)) }
}
"""


# ---- counted by hand


def test_relations_and_fields_of_the_fixture(small: KnowledgeGraph) -> None:
    rows = small.sides()
    told = rows[["relation", "what", "about", "by"]].to_numpy().tolist()
    fields = [(r, about, by) for r, what, about, by in told if what == "field"]
    assert [(r, by) for r, what, _, by in told if what == "relation"] == [
        ("dummyville--exampleton", "dummyville"),
        ("dummyville--mockford", "mockford"),
        ("exampleton--mockford", "mockford"),
        ("exampleton--sampleburg", "exampleton;sampleburg"),
        ("exampleton--testhaven", "exampleton;testhaven"),
    ]
    assert [(about, by) for r, about, by in fields if r == "exampleton--sampleburg"] == [
        ("buses", "exampleton;sampleburg"),
        ("composting", "exampleton;sampleburg"),
        ("education", ""),  # only a newspaper names what the chambers agreed
        ("trams", "exampleton;sampleburg"),
        ("transport", "exampleton;sampleburg"),
        ("waste", "exampleton;sampleburg"),
    ]
    # The plan of three cities is known by Mockford's record: no side of the other two.
    assert {by for r, _, by in fields if r == "dummyville--exampleton"} == {""}
    assert {by for r, _, by in fields if r == "exampleton--mockford"} == {"mockford"}


def test_the_agreed_fields_are_those_of_coverage(small: KnowledgeGraph) -> None:
    agreed = small.coverage(denominator="agreed")
    fields = small.sides().query("what == 'field'")
    keys = list(zip(agreed["relation"], agreed["field"], strict=True))
    assert list(zip(fields["relation"], fields["about"], strict=True)) == keys
    assert len(keys) == 17


def test_names_of_the_relation_rest_on_the_side_that_says_so(small: KnowledgeGraph) -> None:
    types = small.sides("exampleton", "mockford").query("what == 'type'")
    assert types[["about", "value", "attested", "by"]].to_numpy().tolist() == [
        ["parties:mockford-friendship-exampleton", "sister", "one", "mockford"],
        ["parties:mockford-friendship-mockford", "friendship", "one", "mockford"],
    ]


def test_sources_stand_on_the_side_for_which_they_speak(small: KnowledgeGraph) -> None:
    (row,) = small.sides("sampleburg").query("what == 'relation'").to_dict("records")
    assert row["sources_b"] == "loi-text;mou-text;renewal-text"
    own = "city-report;council-minutes;loi-text;mou-text;renewal-text;tram-site"
    assert row["sources_a"] == own
    assert row["sources_third"].split(";") == [
        *("bus-press", "ceremony-press", "chamber-press"),
        *("compost-article", "museum-press", "visit-press"),
    ]


def test_a_date_leaves_out_what_came_later(small: KnowledgeGraph) -> None:
    then = small.sides("exampleton", "sampleburg", as_of="2014-10")
    assert then["about"].tolist() == [
        "",
        "transport",
        "waste",
        "parties:sampleburg-loi-exampleton",
        "parties:sampleburg-loi-sampleburg",
    ]


def test_where_the_sides_differ(small: KnowledgeGraph) -> None:
    found = small.side_differences("exampleton")
    assert found[["what", "about", "value_a", "value_b"]].to_numpy().tolist() == [
        ["signed_on", "agreements:three-city-plan", "2013-02-10", "2013-02-12"],
        ["relation_type", "agreements:mockford-friendship", "sister", "friendship"],
    ]


def test_who_disputes_the_name_of_a_relation_does_not_attest_it() -> None:
    world: TableSet = {
        "cities": [{"id": "a"}, {"id": "b"}],
        "sources": [{"id": f"of-{c}", "kind": "official-site", "speaks_for": c} for c in "ab"],
        "agreements": [{"id": "mou", "kind": "mou", "status": "signed", "sources": "of-a"}],
        "parties": [
            {"id": "mou-a", "agreement": "mou", "city": "a", "relation_type": "sister"}
            | {"sources": "of-a"},
            {"id": "mou-b", "agreement": "mou", "city": "b", "sources": "of-a"},
        ],
        "statements": [
            _statement("one", "parties:mou-a", "relationType", "sister", "of-b", "disputes")
        ],
    }
    for stance, by in (("disputes", "a"), ("asserts", "a;b")):
        world["statements"][0]["stance"] = stance
        tables = to_tables(world)
        found = read_sides(tables, read_facts(tables), to_day("2020"))
        assert found.loc[found["what"] == "type", "by"].tolist() == [by]


def test_statements_of_both_sides_that_differ() -> None:
    world: TableSet = {
        "cities": [{"id": "a"}, {"id": "b"}],
        "sources": [{"id": f"of-{c}", "kind": "official-site", "speaks_for": c} for c in "ab"],
        "agreements": [{"id": "mou", "kind": "mou", "status": "signed", "sources": "of-a"}],
        "parties": [
            {"id": f"mou-{c}", "agreement": "mou", "city": c, "sources": "of-a"} for c in "ab"
        ],
        "statements": [
            _statement("one", "agreements:mou", "signed", "2001", "of-a", "asserts"),
            _statement("two", "agreements:mou", "signed", "2002", "of-b", "asserts"),
            _statement("three", "agreements:mou", "kind", "mou", "of-a", "asserts"),
            _statement("four", "agreements:mou", "kind", "mou", "of-b", "disputes"),
            _statement("five", "agreements:mou", "status", "signed", "of-a", "asserts"),
            _statement("six", "agreements:mou", "status", "signed", "of-b", "asserts"),
        ],
    }
    tables = to_tables(world)
    found = read_differences(tables, read_facts(tables), to_day("2020"))
    assert found[["what", "value_a", "value_b", "sources_b"]].to_numpy().tolist() == [
        ["kind", "mou", "≠ mou", "of-b"],
        ["signed", "2001", "2002", "of-b"],
    ]


def _statement(
    key: str, about: str, prop: str, value: str, source: str, stance: str
) -> dict[str, str]:
    row = {"id": key, "about": about, "property": prop, "value": value}
    return row | {"source": source, "stance": stance}


def test_an_ontology_without_sides_has_third_parties_only(
    small: KnowledgeGraph, schema: Schema
) -> None:
    sources = schema.tables["sources"]
    table = replace(sources, columns=tuple(c for c in sources.columns if c.name != "speaks_for"))
    data = {**small.data.data, "sources": replace(small.data["sources"], table=table)}
    found = read_sides(Tables(schema, data), small.facts, small.day())
    assert set(found["attested"]) == {"third"}
    assert len(found) == len(small.sides())


# ---- for any data


def with_speakers(rows: TableSet, seed: int, more: tuple[str, ...] = ()) -> TableSet:
    """Let some sources speak for cities of their world, and those named for one more."""
    chance = random.Random(seed)
    spoken = []
    for row in rows["sources"]:
        world = row["id"].removesuffix(next(s[1:] for s in SOURCES if row["id"].endswith(s[1:])))
        cities = [world + city[1:] for city in CITIES]
        chosen = {city for city in cities if chance.random() < 0.3}
        chosen |= {cities[0]} if row["id"].endswith(more) and more else set()
        spoken.append(row | {"speaks_for": ";".join(sorted(chosen))})
    return rows | {"sources": spoken}


def sides_of(rows: TableSet, day: str) -> pd.DataFrame:
    tables = to_tables(rows)
    return read_sides(tables, read_facts(tables), to_day(day))


@pytest.mark.engine
@quick
@given(table_sets(), st.integers(0, 99), st.sampled_from(DAYS))
def test_each_claim_has_one_class_and_another_voice_never_lowers_it(
    rows: TableSet, seed: int, day: str
) -> None:
    found = sides_of(with_speakers(rows, seed), day)
    key = ["relation", "what", "about", "value"]
    assert not found.duplicated(key).any()
    for row in found.to_dict("records"):
        cities = relation_cities(row["relation"])
        spoken = [c for c, s in zip(cities, ("sources_a", "sources_b"), strict=True) if row[s]]
        assert row["by"] == ";".join(spoken)
        assert GRADE[row["attested"]] == len(spoken)
        assert spoken or row["sources_third"]
    louder = sides_of(with_speakers(rows, seed, ("source-0",)), day)
    assert louder[key].equals(found[key])
    assert (louder["attested"].map(GRADE) >= found["attested"].map(GRADE)).all()


@pytest.mark.engine
@quick
@given(table_sets(), st.integers(0, 99), st.sampled_from(DAYS))
def test_cities_that_change_names_change_sides(rows: TableSet, seed: int, day: str) -> None:
    spoken = with_speakers(rows, seed)
    turned = json.loads(_turned(json.dumps(spoken)))
    found, other = sides_of(spoken, day), sides_of(turned, day)
    assert sorted(map(_turned_row, found.to_dict("records"))) == sorted(
        (*(row[k] for k in ("relation", "what", "about", "value", "attested")), set_of(row["by"]))
        for row in other.to_dict("records")
    )


def _turned(text: str) -> str:
    """Give city a the name of c and the other way round."""
    for world in range(8):
        one, other = f"w{world}-a", f"w{world}-c"
        for before, after in ((one, "@"), (other, one), ("@", other)):
            for end in ('"', ";"):
                text = text.replace(f"{before}{end}", f"{after}{end}")
    return text


def _turned_row(row: Mapping[Hashable, str]) -> tuple[str, ...]:
    cities = [_turned(f'{city}"')[:-1] for city in relation_cities(row["relation"])]
    relation = PAIR.join(sorted(cities))
    by = set_of(_turned(f'{row["by"]}"')[:-1])
    return (relation, row["what"], row["about"], row["value"], row["attested"], by)


def set_of(cities: str) -> str:
    return ";".join(sorted(cities.split(";")))


# ---- a second way: SPARQL over the graph


@pytest.mark.engine
@pytest.mark.parametrize("folder", [FIXTURE, packaged_data().parent], ids=["fixture", "published"])
def test_sparql_finds_the_same_sides(folder: Path, small: KnowledgeGraph) -> None:
    graph = small if folder == FIXTURE else KnowledgeGraph.load(folder)
    fields: dict[tuple[str, str], set[str]] = {}
    for row in csv.DictReader(io.StringIO(graph.answer(SIDES_OF_FIELDS).to_csv())):
        one, other, field, speaker = (row[k].partition(":")[2] for k in row)
        fields.setdefault((f"{one}{PAIR}{other}", field), set()).update({speaker} - {""})
    rows = graph.sides().to_dict("records")
    assert len(fields) > 0
    assert {(r["relation"], r["about"]): r["by"] for r in rows if r["what"] == "field"} == {
        key: ";".join(sorted(speakers)) for key, speakers in fields.items()
    }
    city = graph.focal_city
    asked = graph.ask("sources-by-side").to_dict("records")
    assert len(asked) == len(graph.relations(city))
    relations = {r["relation"]: r for r in rows if r["what"] == "relation"}
    for row in asked:
        partner = row["partner"].partition(":")[2]
        own = relations[PAIR.join(sorted((city, partner)))]
        names = ("sources_a", "sources_b") if city < partner else ("sources_b", "sources_a")
        counts = [len([s for s in own[n].split(";") if s]) for n in (*names, "sources_third")]
        said = [row["own_sources"], row["partner_sources"], row["other_sources"]]
        assert list(map(int, said)) == counts, partner


# ---- the command


@pytest.fixture(autouse=True)
def _quick(read_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the small project once for all commands."""
    monkeypatch.setenv("COLUMNS", "160")


def kg(*words: str) -> Result:
    result = CliRunner().invoke(main, ["sides", "-C", str(FIXTURE), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_the_sides_in_words() -> None:
    lines = kg().stdout.splitlines()
    assert lines[:3] == [
        "Exampleton, as of 2024-06-30: whose side attests it.",
        "  relations 4: attested by both sides 2, by Exampleton's side only 0, by the partner's "
        "side only 2, by third parties only 0",
        "  agreed fields and topics 14: attested by both sides 5, by Exampleton's side only 0, by "
        "the partner's side only 4, by third parties only 5",
    ]
    assert [" ".join(line.split()) for line in lines if "Mockford's" in line] == [
        "Mockford Mockford's side only 0 0 4 0"
    ]
    assert lines[-1] == (
        "On record differently for each side: Friendship Declaration Exampleton-Mockford, name of "
        "the relation: Exampleton – sister city; Mockford – friendship city."
    )


def test_the_sources_of_a_claim_stand_by_side() -> None:
    said = " ".join(kg("exampleton", "sampleburg").stdout.split())
    assert "both sides Exampleton: " in said
    assert "; Sampleburg: loi-text" in said
    assert "; third parties: bus-press" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_passes_judgement(lang: str) -> None:
    said = kg("exampleton", "mockford", "--lang", lang).stdout
    only = {"en": "Mockford's side only", "id": "hanya pihak Mockford", "ko": "모크퍼드 측만"}
    assert only[lang] in said
    judging = {"en": "unconfirmed", "id": "tidak terbukti", "ko": "미확인"}
    assert judging[lang] not in said


def test_csv_and_json_hold_the_claims_themselves(small: KnowledgeGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("--format", "csv").stdout)))
    assert rows == small.sides("exampleton").to_dict("records")
    assert json.loads(kg("--format", "json").stdout) == rows
    assert len(rows) == 28


def test_a_date_before_all_relations_has_none() -> None:
    assert kg("sampleburg", "--as-of", "1990").stdout == (
        "No relation of Sampleburg with another city is on record as of 1990-12-31.\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("exampletown",), '"exampletown" is not in the table cities. Did you mean "exampleton"?'),
        (("sampleburg", "testhaven"), "No relation of sampleburg and testhaven is on record."),
        (("--as-of", "soon"), '"soon" is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.'),
    ],
)
def test_what_is_not_on_record_is_refused(words: tuple[str, ...], message: str) -> None:
    result = kg(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: {message}\n"
