"""The embedded store: what it loads, what it refuses, its words for faults, and its answers."""

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg import KnowledgeGraph
from kg.errors import QueryError, SchemaError
from kg.schema import packaged_ontology
from kg.store import Answer, Store, open_store
from kg.store.syntax import without_comments
from kg.store.tokens import tokens

FIXTURE = Path(__file__).parent / "fixture"
ONTOLOGY = packaged_ontology()
CITY = "https://w3id.org/sistercity/id/cities/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def triple(city: str, text: str) -> bytes:
    return f"<{CITY}{city}> <{RDFS}comment> {text} .\n".encode()


COMMENTS = [
    triple("bbb", '"ten"'),
    triple("aaa", '"10"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    triple("aaa", '"9"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    triple("ccc", '"tiga"@id'),
    triple("ccc", f"<{CITY}aaa>"),
]


@pytest.fixture(scope="module")
def store() -> Store:
    """Five triples of three cities, and the ontology."""
    return open_store(COMMENTS, ONTOLOGY)


@pytest.fixture(scope="module")
def fixture_store() -> Store:
    return KnowledgeGraph.load(FIXTURE).store


def rows(answer: Answer) -> list[list[str]]:
    return [line.split(",") for line in answer.to_csv().splitlines()[1:]]


# ---- loading


def test_rows_derived_tables_and_ontology_are_loaded(fixture_store: Store) -> None:
    for class_name, number in {"sisc:City": 5, "sisc:Relation": 5, "qb:DataSet": 1}.items():
        found = fixture_store.query(f"SELECT (COUNT(*) AS ?n) {{ ?x a {class_name} }}")
        assert rows(found) == [[str(number)]], class_name
    assert fixture_store.query("ASK { sisc:coverage a qb:DataStructureDefinition }").truth
    assert fixture_store.query('ASK { rung:agreed skos:prefLabel "disepakati"@id }').truth


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_pieces_may_be_cut_anywhere(size: int) -> None:
    whole = b"".join(COMMENTS)
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    loaded = open_store([b"", *pieces, b""], ONTOLOGY)
    assert len(loaded) == len(open_store([], ONTOLOGY)) + len(COMMENTS)


def test_an_ontology_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    (tmp_path / "terms.ttl").write_text("<a> a", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"terms\.ttl: not valid Turtle"):
        open_store([], tmp_path)


# ---- prefixes


def test_prefixes_of_the_schema_need_no_declaration(store: Store) -> None:
    assert store.query('ASK { cities:bbb rdfs:comment "ten" }').truth


def test_prefixes_may_be_declared_otherwise(store: Store) -> None:
    text = f'PREFIX cities: <{RDFS}> ASK {{ <{CITY}bbb> cities:comment "ten" }}'
    assert store.query(text).truth


# ---- what cannot be read: line and column are those of the query as typed

FAULTS = [
    ("", "The query is empty"),
    ("  # nothing\n", "The query is empty"),
    ("hello", 'line 1, column 1: the query cannot be read from "hello" on'),
    ("SELECT ?x WHERE {\n ?x ?y } }", 'line 2, column 8: the query cannot be read from "}" on'),
    ('SELECT ?x {\n "한국어" ?y }', 'line 2, column 11: the query cannot be read from "}" on'),
    ('SELECT ?x {\r\n "" ?y }', 'line 2, column 8: the query cannot be read from "}" on'),
    ("SELECT ?x { ?x a 1 FILTER(?x = ) }", 'line 1, column 32: the query cannot be read from ")"'),
    ("SELECT ?x { ?x a 1 FILTER(?x == 1) }", 'column 31: the query cannot be read from "="'),
    ("SELECT ?x { ?x ?y ?z } LIMIT ten", 'column 30: the query cannot be read from "ten" on'),
    ("SELECT ?x\n{ ?x ?y ?z", "line 2, column 11: the query ends too early"),
    ("SELECT ?x {\n ?x ?y 'it's' }", "line 2, column 13: a quotation mark is opened here"),
    ("SELECT ?x { ?x a <abc> }", "line 1, column 18: what stands between < and > is not a full"),
    ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "the SELECT contains a variable that is unbound"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not authorized with GROUP BY"),
    ("SELECT ?x {\n ?x a foo:Bar }", 'line 2, column 7: the prefix "foo:" is not known. Write'),
    ("ASK {\n ?x a citie:x }", '"citie:" is not known. Did you mean "cities:"?'),
    ("SELECT (COUNT(?x) AS ?n ?y { ?x ?y ?z }", 'column 25: the query cannot be read from "?y"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_fault_is_told_with_its_place(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(text)
    assert message in str(caught.value)


@pytest.mark.parametrize("bracket", "{([")
def test_what_nests_very_deeply_does_not_reach_the_engine(store: Store, bracket: str) -> None:
    with pytest.raises(QueryError, match=r"^line 1, column 255: more than 250 brackets are open"):
        store.query("ASK " + bracket * 100_000)
    assert store.query("ASK {" + "{" * 200 + "}" * 201).truth


def test_a_long_token_is_shown_in_part(store: Store) -> None:
    with pytest.raises(QueryError, match=r'from "x{39}…" on'):
        store.query("x" * 3000)


PARTS = [
    *("SELECT", "?x", "*", "WHERE", "{", "}", "(", ")", "FILTER", "OPTIONAL", "UNION", "VALUES"),
    *("ORDER BY", "GROUP BY", "cities:aaa", "rdfs:comment", "foo:bar", "a", ".", ";", "=", "<"),
    *(">", '"text"', '"', "'''", "<http://example.org/>", "<x", "5", "-", "@id", "^^", "_:b", "#"),
    *("ASK", "CONSTRUCT", "PREFIX", "SERVICE", "INSERT", "DATA", "EXISTS", "BIND", "AS", "\\"),
    *("한", "\n", "\0", "&&", "|", "?", "$y", "'it'", "UNDEF", "COUNT", "DESCRIBE", "true"),
]
SMALL = open_store(COMMENTS, ONTOLOGY)


@given(st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join))
def test_whatever_is_typed_is_answered_or_explained(text: str) -> None:
    assert outcome(text).endswith((".", "?", "answered"))


def outcome(text: str) -> str:
    try:
        SMALL.query(text)
    except QueryError as error:
        return str(error)
    return "answered"


@pytest.mark.parametrize(
    "text",
    ['"\\' * 50_000, "a." * 50_000, '"""a' * 25_000, ":." * 50_000, "<a" * 50_000],
    ids=["escapes", "words", "strings", "names", "iris"],
)
def test_a_malicious_text_is_refused_quickly(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        store.query("ASK { " + text)


# ---- what is refused


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "insert { ?s ?p ?o } where { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "DROP DEFAULT",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "BASE <http://example.org/> PREFIX a: <urn:a> # and then\n INSERT DATA { a:b a:c a:d }",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="would change data"):
        store.query(text)
    assert store.query("ASK { cities:bbb ?p ?o }").truth


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { OPTIONAL{}SERVICESILENT<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { VALUES ?h { <http://127.0.0.1:9/> } SERVICE?h{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> ASK { SERVICE:x { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> ASK { SERVICESILENT:x { ?s ?p ?o } }",
        "ASK { ?s ?p true SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p trueSERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p 1SERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p 1.SERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p 1e0SERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p <urn:a>;SERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p ?o FILTER(1<2)\nSERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p ?o FILTER(?s<?o)SERVICE<http://127.0.0.1:9/>{} }",
        "ASK { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { VALUES ?h { <urn:a> } FILTER(?h<2)service?h#>\n{ ?s ?p ?o } }",
        *(
            f"PREFIX a: <urn:a> ASK {{ ?s a:b{mark}\\# ?o . SERVICE <http://127.0.0.1:9/> {{}} }}"
            for mark in "\u00b7\u0301\u203f\u02c2\u2070\u3002\U0001f600"  # no \\w, but of a name
        ),
        "ASK { ?s ?p ?o # SERVICE\r SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { <http://a\\u0062#c> a <urn:b> . SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p '''a'b''' . SERVICE <http://127.0.0.1:9/> {} }",
        'ASK { ?s ?p "a\\"" . SERVICE <http://127.0.0.1:9/> {} }',
        "SELECT ?s { { SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "ASK { FILTER NOT EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    ],
)
def test_asking_another_server_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE would ask another server"):
        store.query(text)


def test_an_engine_sees_no_comments() -> None:
    text = "#a\nASK { ?s ?p '# b', <urn:c#d> # e\r # f\n }#g"
    bare = without_comments(text, list(tokens(text)))
    assert bare == "  \nASK { ?s ?p '# b', <urn:c#d>    \r    \n }  "


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("ASK { VALUES ?x { '''a' } SERVICE <http://127.0.0.1:9/> {} # \\x ''' }\n}", 62),
        ('ASK { VALUES ?x { """a" } SERVICE <http://127.0.0.1:9/> {} # \\uD800 """ }\n}', 62),
        ("ASK { ?s ?p 'a\\q' }", 15),
    ],
)
def test_a_string_has_no_escape_on_which_engines_differ(
    store: Store, text: str, column: int
) -> None:
    """An engine may take the start of such a string for an empty one, and read on behind it."""
    with pytest.raises(QueryError, match=rf"^line 1, column {column}: \\. stands for no character"):
        store.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service dcat:service ?o } # SERVICE",
        'ASK { ?s ?p "SERVICE" }',
        "ASK { ?s ?p '''SERVICE <http://127.0.0.1:9/> {}''' }",
        "ASK { ?s ?p <http://example.org/SERVICE> }",
        "ASK { ?s ?p <http://example.org/service_(a)#b> }",
        "ASK { fields:tax-service ?p ?o }",
    ],
)
def test_the_word_alone_is_no_fault(store: Store, text: str) -> None:
    assert store.query(text).truth is False


# ---- the order of rows

ALL = "SELECT ?city ?said { ?city rdfs:comment ?said FILTER(STRSTARTS(STR(?city), STR(cities:))) }"
IN_ORDER = [
    ["cities:aaa", "9"],
    ["cities:aaa", "10"],
    ["cities:bbb", "ten"],
    ["cities:ccc", "cities:aaa"],
    ["cities:ccc", "tiga"],
]


@pytest.mark.parametrize("seed", range(4))
def test_rows_without_an_order_are_sorted_numbers_by_size(seed: int) -> None:
    shuffled = random.Random(seed).sample(COMMENTS, len(COMMENTS))
    assert rows(open_store(shuffled, ONTOLOGY).query(ALL)) == IN_ORDER


def test_an_order_that_is_asked_for_is_kept(store: Store) -> None:
    ordered = rows(store.query(ALL + " ORDER BY DESC(?city) ?said"))
    assert [row[0] for row in ordered] == [row[0] for row in reversed(IN_ORDER)]
    assert ordered[-2:] == [["cities:aaa", "9"], ["cities:aaa", "10"]]


def test_an_order_inside_the_query_is_not_its_own(store: Store) -> None:
    inner = f"SELECT ?city ?said {{ {{ {ALL} ORDER BY DESC(?city) }} }}"
    assert rows(store.query(inner)) == IN_ORDER


@pytest.mark.engine
def test_the_same_bytes_come_of_every_run() -> None:
    program = f"""
import hashlib, random
from kg.schema import packaged_ontology
from kg.store import open_store
rows = {COMMENTS!r}
random.shuffle(rows)
store = open_store(rows, packaged_ontology())
for form in ("SELECT ?s ?p ?o", "CONSTRUCT"):
    answer = store.query(form + " WHERE {{ ?s ?p ?o }}")
    ways = ("turtle", "ntriples") if answer.triples is not None else ("csv", "json")
    text = "".join(getattr(answer, "to_" + way)() for way in ways)
    print(hashlib.sha256(text.encode()).hexdigest())
"""

    def run(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(FIXTURE.parents[1])},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    first = run("1")
    assert [len(line) for line in first.split()] == [64, 64]
    assert run("2") == first


# ---- the forms of an answer


def test_a_frame_has_text_numbers_and_truth_values(store: Store) -> None:
    text = """SELECT ?city ?n ?x ?yes ?mixed { VALUES (?city ?n ?x ?yes ?mixed) {
        (cities:aaa 3 1.5 true 1) (UNDEF UNDEF 2 UNDEF "one") } } ORDER BY DESC(?n)"""
    frame = store.query(text).to_frame()
    assert list(frame.columns) == ["city", "n", "x", "yes", "mixed"]
    assert frame["city"].tolist() == ["cities:aaa", ""]
    assert frame["n"].dtype == "Int64"
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["x"].dtype == "Float64"
    assert frame["x"].tolist() == [1.5, 2.0]
    assert frame["yes"].dtype == "boolean"
    assert frame["mixed"].tolist() == ["1", "one"]


@pytest.mark.parametrize("digits", [20, 400, 5000])
def test_a_number_beyond_64_bits_stays_text(store: Store, digits: int) -> None:
    long = "9" * digits
    answer = store.query(f'SELECT ?n {{ VALUES ?n {{ "{long}"^^xsd:integer 7 }} }}')
    assert sorted(answer.to_frame()["n"]) == ["7", long]
    assert digits > 1000 or rows(answer) == [["7"], [long]]


def test_a_frame_without_rows_has_its_columns(store: Store) -> None:
    frame = store.query("SELECT ?a ?b { ?a sisc:none ?b }").to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert (list(frame.columns), len(frame)) == (["a", "b"], 0)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("cities:seoul", "cities:seoul"),
        ("classification:cofog-04.5", "classification:cofog-04.5"),
        ("relations:a--b", "relations:a--b"),
        ("<https://w3id.org/sistercity/id/ships/x>", "ships:x"),
        ("<https://w3id.org/sistercity/id/>", "https://w3id.org/sistercity/id/"),
        ("<https://example.org/a/b>", "https://example.org/a/b"),
        ("wd:Q1", "wd:Q1"),
    ],
)
def test_iris_are_shortened_unless_asked_for_in_full(store: Store, iri: str, short: str) -> None:
    answer = store.query(f"SELECT ?x {{ VALUES ?x {{ {iri} }} }}")
    assert answer.to_csv().splitlines()[1] == short
    assert answer.to_frame()["x"].tolist() == [short]
    full = answer.to_csv(full_iris=True).splitlines()[1]
    assert full.startswith("http")
    assert answer.to_frame(full_iris=True)["x"].tolist() == [full]


def test_csv_quotes_what_must_be_quoted(store: Store) -> None:
    answer = store.query("""SELECT ?x ?y { VALUES (?x ?y) { ("a,b" UNDEF) ('c"d' "e\\nf") } }""")
    assert answer.to_csv() == 'x,y\n"a,b",\n"c""d","e\nf"\n'


def test_json_is_that_of_the_standard(store: Store) -> None:
    text = """SELECT ?a ?b { VALUES (?a ?b) { (cities:aaa "teks"@id) ("text" 5) (UNDEF _:b) } }"""
    answer = store.query(text.replace("_:b", "UNDEF"))
    bindings = json.loads(answer.to_json())["results"]["bindings"]
    assert bindings == [
        {},
        {
            "a": {"type": "uri", "value": f"{CITY}aaa"},
            "b": {"type": "literal", "value": "teks", "xml:lang": "id"},
        },
        {
            "a": {"type": "literal", "value": "text"},
            "b": {
                "type": "literal",
                "value": "5",
                "datatype": "http://www.w3.org/2001/XMLSchema#integer",
            },
        },
    ]
    read = ox.parse_query_results(
        io.BytesIO(answer.to_json().encode()), format=ox.QueryResultsFormat.JSON
    )
    assert isinstance(read, ox.QuerySolutions)
    assert [tuple(solution) for solution in read] == list(answer.rows)


def test_an_ask_answers_yes_or_no(store: Store) -> None:
    yes, no = store.query("ASK { ?s ?p ?o }"), store.query("ASK { ?s sisc:none ?o }")
    assert (yes.truth, no.truth) == (True, False)
    assert (bool(yes), bool(no)) == (True, False)
    assert json.loads(no.to_json()) == {"head": {}, "boolean": False}


def test_triples_come_as_turtle_and_sorted_ntriples(store: Store) -> None:
    answer = store.query(
        "CONSTRUCT { ?o rdfs:seeAlso ?s } WHERE { ?s rdfs:comment ?o FILTER(ISIRI(?o)) }"
    )
    assert answer.to_ntriples() == f"<{CITY}aaa> <{RDFS}seeAlso> <{CITY}ccc> .\n"
    turtle = answer.to_turtle()
    assert turtle.splitlines()[:2] == [f"@prefix cities: <{CITY}> .", f"@prefix rdfs: <{RDFS}> ."]
    assert "cities:aaa rdfs:seeAlso cities:ccc ." in turtle


def test_a_description_keeps_its_blank_nodes(store: Store) -> None:
    answer = store.query("DESCRIBE sisc:Relation")
    turtle = rdflib.Graph().parse(data=answer.to_turtle(), format="turtle")
    lines = answer.to_ntriples().splitlines()
    assert isomorphic(turtle, rdflib.Graph().parse(data=answer.to_ntriples(), format="nt"))
    assert lines == sorted(lines)
    assert len(lines) == len(answer) == len(turtle)
    assert any("Restriction" in line for line in lines)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("ASK { ?s ?p ?o }", Answer.to_csv),
        ("ASK { ?s ?p ?o }", Answer.to_frame),
        ("CONSTRUCT WHERE { ?s rdfs:comment ?o }", Answer.to_csv),
        ("CONSTRUCT WHERE { ?s rdfs:comment ?o }", Answer.to_json),
        ("SELECT ?s { ?s rdfs:comment ?o }", Answer.to_turtle),
        ("ASK { ?s ?p ?o }", Answer.to_ntriples),
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    store: Store, query: str, form: Callable[[Answer], object]
) -> None:
    with pytest.raises(QueryError, match="answer"):
        form(store.query(query))


def test_blank_nodes_are_numbered_as_they_appear(store: Store) -> None:
    answer = store.query("SELECT ?x { sisc:Relation rdfs:subClassOf ?x }")
    assert answer.to_csv() == "x\n_:b0\n"


def test_an_answer_has_a_length(store: Store) -> None:
    assert len(store.query(ALL)) == 5
    assert len(store.query("CONSTRUCT WHERE { cities:aaa ?p ?o }")) == 2
