"""Relations beside Wikidata's twinned bodies: a made-up project, and a made-up Wikidata."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from bench.pairs import make_pairs
from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError
from kg.imports.wikidata import (
    STATUSES,
    Comparison,
    build_query,
    match,
    read_results,
    to_comparison,
    to_statements,
)
from kg.imports.wikidata.ours import City, Relation
from kg.imports.wikidata.query import MOST_CITIES
from kg.names import LANGUAGES, relation_id
from kg.problems.catalogue import read_catalogue
from kg.problems.render import message, render_line
from kg.schema import packaged_ontology
from tests.table_sets import Row, TableSet, quick, to_tables

ROOT = Path(__file__).resolve().parents[1]
ENTITY = "http://www.wikidata.org/entity/"
JSON, CSV = ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.CSV
TSV, XML = ox.QueryResultsFormat.TSV, ox.QueryResultsFormat.XML

# Made up, the items too. Dummyville and Fargate were not asked about, Testhaven has no item here,
# and Levelton's item is that of another level than the one which is twinned there.
CITIES = (
    *(("exampleton", "Q90001", "ID"), ("sampleburg", "Q90002", "KR"), ("mockford", "Q90003", "JP")),
    *(("testhaven", "", "AU"), ("dummyville", "Q90005", "US"), ("fargate", "Q90006", "US")),
    *(("levelton", "Q90007", "JP"), ("silentham", "Q90008", "US")),
)
PACTS = (
    *(("exampleton", "sampleburg", "2014-10", ""), ("exampleton", "sampleburg", "2016-05-10", "")),
    *(("exampleton", "mockford", "2009", "2015"), ("exampleton", "testhaven", "1999-03-01", "")),
    *(("dummyville", "exampleton", "2001", ""), ("dummyville", "fargate", "2002", "")),
    ("exampleton", "levelton", "2003", ""),
)
THERE = """
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q90001 rdfs:label "Exampleton"@en, "Beispielstadt"@de ; wdt:P17 wd:Q252 ;
    wdt:P31 wd:Q515 , wd:Q1 ; p:P190 s:1 , s:2 , s:3 , s:4 , s:5 , s:6 , s:7 .
wd:Q90002 rdfs:label "Sampleburg"@en, "샘플버그"@ko ; wdt:P17 wd:Q884 ; p:P190 s:8 .
wd:Q90003 rdfs:label "Mockford"@en ; wdt:P17 wd:Q17 ; wdt:P625 "Point(137.5 35)" .
wd:Q90004 rdfs:label "Testhaven"@en ; wdt:P17 wd:Q408 ; p:P190 s:9 .
wd:Q90010 rdfs:label "Otherville, \\"the other\\""@en ; wdt:P17 wd:Q142 .
wd:Q90017 rdfs:label "Levelton"@en ; wdt:P17 wd:Q17 .
wd:Q252 wdt:P297 "ID" . wd:Q884 wdt:P297 "KR" . wd:Q17 wdt:P297 "JP" . wd:Q408 wdt:P297 "AU" .
wd:Q142 wdt:P297 "FR" .
s:1 ps:P190 wd:Q90002 ; wikibase:rank wikibase:NormalRank ;
    pq:P580 "2016-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 [ wikibase:timePrecision 9 ] .
s:2 ps:P190 wd:Q90003 ; pq:P580 "2010-04-01T00:00:00Z"^^xsd:dateTime .
s:3 ps:P190 wd:Q90017 ; pq:P582 "2012-06-30T00:00:00Z"^^xsd:dateTime .
s:4 ps:P190 wd:Q90010 ; prov:wasDerivedFrom s:r1 , s:r2 ;
    pq:P582 <http://www.wikidata.org/.well-known/genid/1> .
s:5 ps:P190 <http://www.wikidata.org/.well-known/genid/2> .
s:6 ps:P190 wd:Q90011 ; wikibase:rank wikibase:DeprecatedRank .
s:7 ps:P190 wd:Q90012 ; pq:P580 "2030-05-01T00:00:00Z"^^xsd:dateTime .
s:8 ps:P190 wd:Q90001 . s:9 ps:P190 wd:Q90001 ; pq:P585 "1999-03-01T00:00:00Z"^^xsd:dateTime .
s:r1 pr:P854 <https://example.org/minutes> .
wd:Q90020 p:P190 s:10 . s:10 ps:P190 wd:Q90021 .
"""


def project() -> TableSet:
    names = {"sampleburg": "샘플버그"}
    agreements: list[Row] = []
    parties: list[Row] = []
    for number, (one, other, signed, end) in enumerate(PACTS):
        key = f"pact-{number}"
        agreements.append({"id": key, "kind": "mou", "status": "signed", "signed": signed}
                          | {"valid_until": end, "sources": "source"})  # fmt: skip
        parties += [{"id": f"{key}-{c}", "agreement": key, "city": c, "sources": "source"}
                    for c in (one, other)]  # fmt: skip
    return {
        "dataset": [{"id": "made-up", "focal_city": "exampleton", "as_of": "2024-06-30"}],
        "cities": [
            {"id": key, "name@en": key.title(), "name@ko": names.get(key, ""), "country": country}
            | {"wikidata": item}
            for key, item, country in CITIES
        ],
        "sources": [{"id": "source", "kind": "official-site"}],
        "agreements": agreements,
        "parties": parties,
    }


def to_graph(rows: TableSet) -> KnowledgeGraph:
    return KnowledgeGraph(to_tables(rows), [], packaged_ontology())


@cache
def made_up() -> KnowledgeGraph:
    return to_graph(project())


@pytest.fixture(scope="module")
def ours() -> KnowledgeGraph:
    return made_up()


@pytest.fixture(scope="module")
def there() -> ox.Store:
    store = ox.Store()
    store.load(THERE.encode(), ox.RdfFormat.TURTLE)
    return store


def answer_of(store: ox.Store, query: str, form: ox.QueryResultsFormat) -> bytes:
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=form) or b""


@pytest.fixture(scope="module")
def answer(ours: KnowledgeGraph, there: ox.Store) -> list[dict[str, str]]:
    """Return the rows of the query as its plain CSV has them."""
    raw = answer_of(there, ours.wikidata_query(), CSV)
    return list(csv.DictReader(io.StringIO(raw.decode())))


@pytest.fixture(scope="module")
def file(ours: KnowledgeGraph, there: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wikidata") / "example.json"
    path.write_bytes(answer_of(there, ours.wikidata_query(), JSON))
    return path


@pytest.fixture(scope="module")
def found(ours: KnowledgeGraph, file: Path) -> Comparison:
    return ours.compare_wikidata(file)


def row_of(found: Comparison, status: str) -> dict[str, object]:
    frame = found.to_frame()
    (row,) = frame[frame["status"] == status].to_dict("records")
    return {str(name): cell for name, cell in row.items() if cell not in ("", 0)}


# ---- the query


def test_the_query_asks_for_both_directions_and_marks_who_was_asked(
    answer: list[dict[str, str]],
) -> None:
    ends = [(row["partner"], row["statedBy"]) for row in answer]
    assert {row["city"] for row in answer} == {f"{ENTITY}Q90001"}
    short = [tuple(end.rpartition("/")[2] for end in pair) for pair in ends]
    assert sorted(short) == [
        ("", ""),
        ("2", "Q90001"),
        ("Q90002", "Q90001"),
        ("Q90002", "Q90002"),
        ("Q90003", "Q90001"),
        ("Q90004", "Q90004"),
        ("Q90010", "Q90001"),
        ("Q90011", "Q90001"),
        ("Q90012", "Q90001"),
        ("Q90017", "Q90001"),
    ]


def test_a_row_holds_dates_references_labels_and_country(answer: list[dict[str, str]]) -> None:
    rows = {row["statement"].rpartition("/")[2]: row for row in answer}
    assert {
        k: v.strip() for k, v in rows["4"].items() if v.strip() and k not in ("city", "statement")
    } == {
        "partner": f"{ENTITY}Q90010",
        "statedBy": f"{ENTITY}Q90001",
        "end": "http://www.wikidata.org/.well-known/genid/1",
        "references": "2",
        "referenceUrl": "https://example.org/minutes",
        "labelEn": 'Otherville, "the other"',
        "country": "FR",
    }
    assert (rows["1"]["start"], rows["1"]["startPrecision"]) == ("2016-01-01T00:00:00Z", "9")
    assert (rows["1"]["labelKo"], rows["1"]["labelEn"]) == ("샘플버그", "Sampleburg")
    assert set(rows[""]["class"].split()) == {"Q515", "Q1"}
    assert rows["2"]["coordinates"] == "Point(137.5 35)"


def test_a_query_names_the_cities_and_calls_no_service(ours: KnowledgeGraph) -> None:
    query = ours.wikidata_query("mockford", "샘플버그")
    assert query.count("VALUES ?city { wd:Q90002 wd:Q90003 }") == 3
    assert "SERVICE" not in query
    assert query.startswith("#")


def test_cities_without_an_item_cannot_be_asked_about(ours: KnowledgeGraph) -> None:
    with pytest.raises(KgError, match=r"^testhaven: no item in the column wikidata"):
        ours.wikidata_query("testhaven", "mockford")
    with pytest.raises(KgError, match="no city to ask about"):
        build_query([])
    with pytest.raises(KgError, match=r"too many for one query.*compare wikidata ONE TWO"):
        build_query([f"Q{n}" for n in range(1, MOST_CITIES + 2)])


# ---- the comparison, counted by hand


def test_each_relation_and_each_pair_there_has_one_status(found: Comparison) -> None:
    frame = found.to_frame()
    assert frame[["status", "relation", "item_b"]].to_numpy().tolist() == [
        ["both", "exampleton--mockford", "Q90003"],
        ["both", "exampleton--sampleburg", "Q90002"],
        ["here-only", "dummyville--exampleton", "Q90001"],
        ["there-only", "", "Q90010"],
        ["near", "exampleton--levelton", "Q90007"],
        ["near", "exampleton--testhaven", ""],
        ["not-asked", "dummyville--fargate", "Q90006"],
    ]
    rows = found.rows
    assert (rows.read, rows.stating, rows.marking, rows.deprecated, rows.unknown, rows.unread) == (
        *(10, 7, 1, 1, 1, 0),
    )
    assert (found.statements, found.later, found.strangers) == (7, 1, 0)


def test_dates_and_sides_stand_beside_each_other(found: Comparison) -> None:
    both = [pair for pair in found.pairs if pair.status == "both"]
    told = [(p.signed, p.start, p.stated_by, p.one_sided, p.differs) for p in both]
    assert told == [
        ("2009", "2010-04", "a", "true", "signed;ended-here"),
        ("2014-10;2016-05-10", "2016", "a;b", "false", ""),
    ]
    assert [(p.stage, p.ended) for p in both] == [("lapsed", "2015-12-31"), ("agreed", "")]


def test_a_pair_there_only_names_both_cities_and_its_end(found: Comparison) -> None:
    assert row_of(found, "there-only") == {
        "status": "there-only",
        "city_a": "exampleton",
        "label_a": "Exampleton",
        "item_a": "Q90001",
        "country_a": "ID",
        "label_b": 'Otherville, "the other"',
        "item_b": "Q90010",
        "country_b": "FR",
        "there": "ended",
        "stated_by": "a",
        "one_sided": "true",
        "references": 2,
        "reference_urls": "https://example.org/minutes",
    }


def test_of_two_cities_here_the_first_by_id_is_a_and_one_country_is_told(
    ours: KnowledgeGraph, tmp_path: Path
) -> None:
    rows = [{"city": "Q90002", "partner": "Q90005"}, {"city": "Q90008", "partner": "Q90003"}]
    rows += [{"city": "Q90002", "partner": "Q90030", "country": code} for code in ("DE", "FR")]
    path = tmp_path / "one.json"
    path.write_text(simple_json(rows), encoding="utf-8")
    frame = ours.compare_wikidata(path).to_frame()
    there = frame[frame["status"] == "there-only"]
    columns = ["city_a", "country_a", "city_b", "country_b"]
    assert there[columns].to_numpy().tolist() == [
        ["sampleburg", "KR", "", ""],
        ["dummyville", "US", "sampleburg", "KR"],
        ["mockford", "JP", "silentham", "US"],
    ]


def test_the_same_name_under_another_item_is_near_and_not_equal(found: Comparison) -> None:
    near = [pair for pair in found.pairs if pair.status == "near"]
    assert [(p.item_b, p.near_city, p.near_item, p.stated_by, p.there) for p in near] == [
        ("Q90007", "levelton", "Q90017", "a", "ended"),
        ("", "testhaven", "Q90004", "b", "stated"),
    ]
    assert near[0].differs == "ended-there"


def test_another_country_is_not_near(ours: KnowledgeGraph, tmp_path: Path) -> None:
    rows = "city,partner,labelEn,country\nQ90001,,,\nQ90004,Q90001,,\nQ90001,Q90004,Testhaven,GB\n"
    pairs = ours.compare_wikidata(write(tmp_path, rows)).pairs
    assert [p.status for p in pairs if "testhaven" in p.relation] == ["no-item"]
    (alone,) = [p for p in pairs if p.status == "there-only"]
    assert (alone.item_b, alone.near_city) == ("Q90004", "")


def test_an_item_is_suggested_by_name_and_country(found: Comparison) -> None:
    assert {c.city: c.suggestions for c in found.cities if c.suggestions} == {"testhaven": "Q90004"}
    assert [c.city for c in found.cities if c.asked == "true"] == ["exampleton"]


def test_a_day_leaves_out_what_comes_later(ours: KnowledgeGraph, file: Path) -> None:
    then = ours.compare_wikidata(file, as_of="2012-01")
    pairs = {pair.relation: pair for pair in then.pairs}
    assert pairs["exampleton--levelton"].there == "stated"  # its end is 2012-06-30
    assert pairs["exampleton--mockford"].stage == "agreed"
    assert (pairs["exampleton--sampleburg"].status, then.later) == ("there-only", 2)
    assert "exampleton--sampleburg" not in set(ours.relations(as_of="2012-01")["relation"])


def test_asked_and_silent_is_not_the_same_as_not_asked(
    ours: KnowledgeGraph, there: ox.Store, tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    path.write_bytes(answer_of(there, ours.wikidata_query("silentham", "fargate"), CSV))
    found = ours.compare_wikidata(path)
    asked = {city.city: (city.asked, city.stated) for city in found.cities}
    assert asked["silentham"] == asked["fargate"] == ("true", 0)
    assert (asked["dummyville"], asked["testhaven"]) == (("false", 0), ("", 0))
    statuses = {pair.relation: pair.status for pair in found.pairs}
    assert statuses["dummyville--fargate"] == "here-only"
    assert statuses["dummyville--exampleton"] == "not-asked"


def test_without_marks_only_who_states_something_was_asked(
    ours: KnowledgeGraph, tmp_path: Path
) -> None:
    rows = "city,partner\nQ90001,Q90002\nQ90001,Q90003\nQ90003,Q90001\nQ90030,Q90006\nQ1,Q2\n"
    found = ours.compare_wikidata(write(tmp_path, rows))
    told = {(p.status, p.relation): p.one_sided for p in found.pairs}
    assert told["both", "exampleton--sampleburg"] == ""  # Sampleburg's statements are not in it
    assert told["both", "exampleton--mockford"] == "false"
    assert told["there-only", ""] == ""
    assert ("not-asked", "dummyville--fargate") in told
    assert (found.marked, found.strangers) == (False, 1)


def test_a_query_of_ones_own_may_leave_the_partner_open(
    ours: KnowledgeGraph, tmp_path: Path
) -> None:
    rows = "city,partner\nQ90001,Q90002\nQ90003,\nQ90005,\n"
    found = ours.compare_wikidata(write(tmp_path, rows))
    assert [c.city for c in found.cities if c.asked == "true"] == [
        "dummyville",
        "exampleton",
        "mockford",
    ]
    assert row_of(found, "both")["stated_by"] == "a"
    assert "one_sided" not in row_of(found, "both")  # what Sampleburg states was not looked for


# ---- what query.wikidata.org saves


def simple_json(rows: list[dict[str, str]]) -> str:
    return json.dumps([{k: v for k, v in row.items() if v} for row in rows], ensure_ascii=False)


def simple_tsv(rows: list[dict[str, str]]) -> str:
    return "".join(
        "\t".join(cells) + "\n" for cells in [list(rows[0]), *(r.values() for r in rows)]
    )


def spreadsheet(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


@pytest.mark.parametrize("form", [JSON, CSV, TSV, XML], ids=["json", "csv", "tsv", "xml"])
def test_sparql_results_are_read_in_each_form(
    ours: KnowledgeGraph,
    there: ox.Store,
    found: Comparison,
    tmp_path: Path,
    form: ox.QueryResultsFormat,
) -> None:
    path = tmp_path / "wrong-name.txt"
    path.write_bytes(answer_of(there, ours.wikidata_query(), form))
    again = ours.compare_wikidata(path)
    assert again.to_frame().equals(found.to_frame())
    assert (again.rows, again.cities) == (found.rows, found.cities)


@pytest.mark.parametrize("form", [simple_json, simple_tsv, spreadsheet])
def test_simple_files_are_read_as_well(
    ours: KnowledgeGraph,
    answer: list[dict[str, str]],
    found: Comparison,
    tmp_path: Path,
    form: Callable[[list[dict[str, str]]], str],
) -> None:
    again = ours.compare_wikidata(write(tmp_path, form(answer)))
    assert again.to_frame().equals(found.to_frame())
    assert again.rows == found.rows


def test_several_files_are_compared_together(
    ours: KnowledgeGraph, answer: list[dict[str, str]], found: Comparison, tmp_path: Path
) -> None:
    one = write(tmp_path, simple_json(answer[:4]), "one.json")
    other = write(tmp_path, simple_tsv(answer[2:]), "other.tsv")  # two rows stand in both
    again = ours.compare_wikidata(one, other)
    assert again.to_frame().equals(found.to_frame())
    assert (again.rows.read, again.statements) == (12, found.statements)


@pytest.mark.parametrize("item", ["Q90002", "wd:Q90002", f"<{ENTITY}Q90002>",
                                  "https://www.wikidata.org/wiki/Q90002"])  # fmt: skip
def test_an_item_may_be_written_in_each_usual_way(
    ours: KnowledgeGraph, tmp_path: Path, item: str
) -> None:
    found = ours.compare_wikidata(write(tmp_path, f"?City,partner\nQ90001,{item}\n"))
    assert row_of(found, "both")["relation"] == "exampleton--sampleburg"


def test_a_bond_that_ended_and_began_again_has_not_ended(
    ours: KnowledgeGraph, tmp_path: Path
) -> None:
    rows = "city,partner,start,end\nQ90001,Q90002,1990,1995\nQ90001,Q90002,2016-05-10,\n"
    row = row_of(ours.compare_wikidata(write(tmp_path, rows)), "both")
    assert (row["there"], row["start"], "end" in row) == ("stated", "1990", False)


# ---- files that are no answer, and rows that cannot be read


def write(folder: Path, text: str | bytes, name: str = "example.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


BAD_FILES = {
    '{"head":{"vars":["city"]},\n "results": oops}': ":2:13: not valid JSON: Expecting value. Expe",
    '{"head": {}, "boolean": true}': ":1:1: is JSON, but not the rows of a query (head.vars",
    '{"type": "FeatureCollection"}': ":1:1: is JSON, but not the rows of a query",
    "[]": ":1:1: is JSON without any row. Expected is what query.wikidata.org saves",
    '[{"item": "Q1", "twin": "Q2"}]': ": has no column city and partner. Its columns: item, twin.",
    "city,partnr\nQ1,Q2\n": ':1: has no column partner. Its columns: city, partnr. "partner" may',
    'city,partner\nQ1,Q2\nQ1,"Q3\nQ4,Q5\n': ":3:1: not valid CSV from here: unexpected end of data",
    "<!DOCTYPE html>\n<p>Query": ":1:1: is a page or another XML file, not the rows of a query",
    "<sparql>\n<head></hed>": ": not valid XML of a query's rows: ",
    "  \n": ": is empty. Expected is what",
    "PK\x03\x04": ": is a workbook or another packed file.",
    "[" * 100_000: ": not the JSON of a query: maximum recursion depth",
    f'[{{"city": {"1" * 5000}}}]': ": not the JSON of a query: Exceeds the limit",
}


@pytest.mark.parametrize("text", BAD_FILES, ids=[said[:20] for said in BAD_FILES.values()])
def test_a_file_that_is_no_answer_is_refused_with_its_place(
    ours: KnowledgeGraph, tmp_path: Path, text: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(KgError) as refused:
        ours.compare_wikidata(path)
    assert str(refused.value).startswith(f"{path}{BAD_FILES[text]}")


BAD_ROWS = """\
city,partner,statedBy,start,labelEn
Q90001,Q90002,,around 1990,
Q90001,Testhaven,,,
Q90001,Q90001,,,
Q90001,Q90003,Q90002,,
Q90001,Q90003
P190,,,,

Q90001,_:b0,,,
"""


def test_each_row_that_cannot_be_read_is_told_with_its_place(
    ours: KnowledgeGraph, tmp_path: Path
) -> None:
    found = ours.compare_wikidata(write(tmp_path, BAD_ROWS))
    told = [(p.code, p.line, p.column, p.value, str(p.severity)) for p in found.problems]
    assert sorted(told, key=lambda row: row[1] or 0) == [
        ("wikidata-date", 2, "start", "around 1990", "note"),
        ("wikidata-item", 3, "partner", "Testhaven", "error"),
        ("wikidata-same", 4, "partner", "Q90001", "error"),
        ("wikidata-same", 5, "statedBy", "Q90002", "error"),
        ("ragged-row", 6, None, "Q90001,Q90003", "error"),
        ("wikidata-item", 7, "city", "P190", "error"),
        ("wikidata-unknown", 9, "partner", "_:b0", "note"),
    ]
    rows = found.rows
    assert (rows.read, rows.stating, rows.unknown, rows.unread) == (7, 1, 1, 5)
    assert found.count("both") == 1


def test_a_bad_row_of_json_is_told_by_its_path(ours: KnowledgeGraph, tmp_path: Path) -> None:
    bindings = [{"city": {"value": f"{ENTITY}Q90001"}, "partner": {"value": "Q0"}}, "row",
                {"city": {"value": ["Q90001"]}}]  # fmt: skip
    text = json.dumps({"head": {"vars": ["city", "partner"]}, "results": {"bindings": bindings}})
    found = ours.compare_wikidata(write(tmp_path, text))
    assert sorted((p.code, p.column, p.value) for p in found.problems) == [
        ("wikidata-item", "results.bindings[0] partner", "Q0"),
        ("wikidata-row", "results.bindings[1]", '"row"'),
        ("wikidata-row", "results.bindings[2]", '{"city": {"value": ["Q90001"]}}'),
    ]
    assert (found.rows.read, found.rows.unread) == (3, 3)


def test_a_bad_line_of_terms_leaves_the_others(ours: KnowledgeGraph, tmp_path: Path) -> None:
    text = f"?city\t?partner\n<{ENTITY}Q90001>\t<{ENTITY}Q90002>\n<{ENTITY}Q90001>\toops oops\n"
    found = ours.compare_wikidata(write(tmp_path, text))
    assert [(p.code, p.line) for p in found.problems] == [("wikidata-row", 3)]
    assert (found.rows.stating, found.rows.unread) == (1, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_are_told_in_each_language(
    ours: KnowledgeGraph, tmp_path: Path, lang: str
) -> None:
    bad = write(tmp_path, BAD_ROWS)
    path = write(tmp_path, '[{"city": "Q1", "partner": "Q2"}, 1]', "one.json")
    problems = ours.compare_wikidata(bad, path).problems
    codes = {p.code for p in problems} - {"ragged-row"}
    assert codes == {code for code in read_catalogue() if code.startswith("wikidata-")}
    for problem in problems:
        assert "{" not in message(problem, lang)
        assert render_line(problem, lang).isprintable()


def test_a_label_cannot_move_the_cursor(ours: KnowledgeGraph, tmp_path: Path) -> None:
    rows = [{"city": "Q90001", "partner": "Q90040", "labelEn": "Red\u001b[31m\u202e\nline\ud800",
             "referenceUrl": "https://example.org/\ud800 https://example.org/\u001b"}]  # fmt: skip
    found = ours.compare_wikidata(write(tmp_path, json.dumps(rows)))
    row = row_of(found, "there-only")
    assert row["label_b"] == "Red [31m  line?"
    assert row["reference_urls"] == "https://example.org/?"


# ---- for any data

ITEMS = (*(item for _, item, _ in CITIES if item), "Q90004", "Q90017", "Q90050")
PAIRS = st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from(ITEMS)), max_size=12)


@quick
@given(PAIRS, st.booleans(), st.integers(0, 9))
def test_nothing_is_lost_or_told_twice(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], marked: bool, seed: int
) -> None:
    ours, folder = made_up(), tmp_path_factory.mktemp("any")
    rows = [f"{a},{b},1990,,Levelton\n" for a, b in pairs] + ["Q90001,,,,\n"] * marked
    header = "city,partner,start,end,labelEn\n"
    found = ours.compare_wikidata(write(folder, header + "".join(rows)))
    random.Random(seed).shuffle(rows)
    again = ours.compare_wikidata(write(folder, header + "".join(rows)))
    assert again.to_frame().equals(found.to_frame())
    counts = found.rows
    assert counts.read == len(rows) == counts.stating + counts.marking + counts.unread
    of_ours = [pair.relation for pair in found.pairs if pair.stage]
    assert sorted(of_ours) == ours.relations()["relation"].tolist()
    stated = {frozenset(pair) for pair in pairs if len(set(pair)) == 2}
    owned = {item for _, item, _ in CITIES if item}
    assert len([p for p in found.pairs if p.there]) == len({p for p in stated if p & owned})
    assert {pair.status for pair in found.pairs} <= set(STATUSES)


# ---- the command


@pytest.fixture
def _opened(ours: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KnowledgeGraph, "load", lambda project=None: ours)
    monkeypatch.setenv("COLUMNS", "250")


def kg(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, ["compare", "wikidata", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.usefixtures("_opened")
def test_the_comparison_in_words(file: Path) -> None:
    result = kg(file)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:8] == [
        "Wikidata's twinned administrative bodies (P190) beside the relations here, as of "
        "2024-06-30:",
        "  rows read 10: with a partner 7, that name a city as asked 1, deprecated there and not "
        "compared 1, with a partner unknown there 1; statements 7",
        "  cities of this project asked 1: Exampleton",
        "  in both 2, here only 1, there only 1, same name under another item 2",
        "  stated there by one side only 4, ended there 2, another date of signing 1, lapsed here "
        "and not there 1, ended there and not here 1",
        "  relations here that were not compared: neither city was asked, as far as the file "
        "shows 1",
        "  statements that are not listed: beginning after 2024-06-30 1",
        "",
    ]
    said = [" ".join(line.split()) for line in lines]
    assert (
        "Exampleton (Q90001) – Mockford (Q90003) all agreements ended; 2009; until 2015-12-31 "
        "stated by Exampleton only; since 2010-04 0 date of signing, lapsed here, not there"
    ) in said
    assert lines[-1] == "  Testhaven (cities:testhaven) – perhaps Testhaven (Q90004)"
    assert "unknown value" in result.stderr


@pytest.mark.usefixtures("_opened")
def test_the_page_shows_what_the_command_prints(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    printed = [line.rstrip() for line in kg(file).stdout.splitlines()]
    page = (ROOT / "docs" / "wikidata.md").read_text(encoding="utf-8")
    assert "```\n" + "\n".join(printed) + "\n```\n" in page


@pytest.mark.usefixtures("_opened")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_absence_is_told_of_the_record_in_each_language(file: Path, lang: str) -> None:
    said = kg(file, "--lang", lang).stdout
    words = {
        "en": "no relation on record here",
        "id": "tidak ada hubungan yang tercatat di sini",
        "ko": "여기에는 관계 기록이 없습니다",
    }
    assert words[lang] in said
    assert "no cooperation" not in said


@pytest.mark.usefixtures("_opened")
def test_rows_for_programs(file: Path, found: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(kg(file, "--format", "csv").stdout)))
    frame = found.to_frame().astype(str)
    assert rows == frame.to_dict("records")
    assert len(json.loads(kg(file, "--format", "json").stdout)) == len(rows) == 7


SEEDED = """
import sys
from pathlib import Path
from kg.imports.wikidata import match, read_results, to_comparison, to_statements
from kg.imports.wikidata.ours import City

cities = {"b": City("b", "Q90001", "ID", frozenset(["b"])),
          "c": City("c", "", "AU", frozenset(["testhaven", "levelton"]))}
stated = to_statements(read_results(Path(sys.argv[1])))
found = to_comparison(cities, stated, match(cities, [], stated, 20_000), {})
print(found.to_frame("ko").to_json(), found.cities)
"""


@pytest.mark.engine
def test_the_rows_are_the_same_under_any_hash_seed(file: Path) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SEEDED, str(file)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "01"
    }
    assert len(said) == 1
    assert len(said.pop()) > 1000


@pytest.mark.usefixtures("_opened")
def test_a_label_is_no_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"city": "Q90001", "partner": "Q90040", "labelEn": "=1+1"}]')
    assert ",'=1+1,Q90040," in kg(path, "--format", "csv").stdout


@pytest.mark.usefixtures("_opened")
def test_rows_that_cannot_be_read_are_listed_and_the_exit_code_is_1(tmp_path: Path) -> None:
    path = write(tmp_path, BAD_ROWS)
    result = kg(path)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        f'error: {path}:3: partner: "Testhaven" is no item of Wikidata, such as '
        "http://www.wikidata.org/entity/Q1726. The row is not compared [wikidata-item]"
    )
    assert "  in both 1, " in result.stdout


@pytest.mark.usefixtures("_opened")
def test_a_wrong_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "not a table\n")
    result = kg(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {path}:1: has no column city and partner. Its columns")


@pytest.mark.usefixtures("_opened")
def test_the_command_prints_the_query_and_says_where_to_run_it(ours: KnowledgeGraph) -> None:
    result = kg("--query")
    assert result.stdout == ours.wikidata_query()
    assert result.stderr.startswith("Run this query at https://query.wikidata.org, save")
    items = sorted(item for _, item, _ in CITIES if item)
    every = f"{{ {' '.join(f'wd:{item}' for item in items)} }}"
    assert kg("--query", "--all").stdout.count(every) == 3
    assert "wd:Q90003" in kg("--query", "mockford").stdout


@pytest.mark.usefixtures("_opened")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the file that query.wikidata.org saved, or print the query for it"),
        (("--all", "x.json"), "Name the file that query.wikidata.org saved"),
        (("--query", "--as-of", "2020"), "--query takes neither --as-of nor --format."),
        (("--query", "--all", "mockford"), "--all asks about all cities: name none."),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], said: str) -> None:
    result = kg(*words)
    assert result.exit_code == 2
    assert said in result.stderr


# ---- a second parser, and size


@pytest.mark.engine
def test_a_second_parser_reads_the_query(ours: KnowledgeGraph) -> None:
    query = prepareQuery(ours.wikidata_query("mockford", "sampleburg"))
    names = [str(variable) for variable in query.algebra.PV]
    assert names[:4] == ["city", "partner", "statedBy", "statement"]
    assert len(names) == len(set(names)) == 19


@pytest.mark.engine
def test_a_world_is_compared_in_seconds(tmp_path: Path) -> None:
    pairs = make_pairs(["ID", "JP", "KR"])
    places = {place.name: place.country for pair in pairs for place in pair}
    items = {name: f"Q{number}" for number, name in enumerate(places, start=1)}
    cities = {
        name: City(name, items[name], country, frozenset({name.casefold()}))
        for name, country in places.items()
    }
    relations = [
        Relation(relation_id(a.name, b.name), a.name, b.name, "agreed", ("2001",), "")
        for a, b in pairs
    ]
    stated = [(items[a.name], items[b.name]) for a, b in [*pairs[::2], *pairs[::3]]]
    stated += [(f"Q{n % 14_000 + 1}", f"Q{10**6 + n}") for n in range(50_000 - len(stated))]
    lines = (f"{ENTITY}{a},{ENTITY}{b},2001-01-01T00:00:00Z\n" for a, b in stated)
    path = write(tmp_path, "city,partner,start\n" + "".join(lines))
    begin = time.process_time()
    told = to_statements(read_results(path))
    found = to_comparison(cities, told, match(cities, relations, told, 20_000), {})
    assert len(found.to_frame()) == len(found.pairs)
    assert time.process_time() - begin < 10
    assert (found.rows.read, found.rows.unread, len(relations)) == (50_000, 0, 20_000)
    assert found.count("both") + found.count("here-only") == len(relations)
