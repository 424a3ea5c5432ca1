"""RDF back to tables: the same bytes whoever wrote the RDF, and no triple lost in silence."""

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.cli.back import LEFT_OVER_CSV, LEFT_OVER_NT, write_back
from kg.errors import KgError
from kg.imports import Imported, read_rdf, render_left_over, render_left_over_csv, to_problems
from kg.imports.read import CONTEXT, build_tables
from kg.imports.triples import Triple
from kg.names import EDTF, LANGUAGES, RDF_TYPE, TERMS, THINGS, XSD
from kg.problems import Problem, Severity, render_text
from kg.schema import Column, Kind, Schema, Table, load_schema, packaged_data, packaged_ontology
from kg.tables import TableData, read_tables, render_csv
from kg.turtle import render_ntriples, render_turtle
from tests.any_rows import read_rows, rows_of

ROOT = packaged_ontology().parent
FIXTURE = ROOT / "tests" / "fixture"
EXPORTS = ROOT / "exports"
SCHEMA = load_schema(packaged_ontology())
CITIES = f"{THINGS}cities/"
LABEL, NOTE = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#note",
)


def of_tables(*names: str) -> Schema:
    """Return the schema with some of its tables only, with which reading takes less time."""
    return replace(SCHEMA, tables={name: SCHEMA.tables[name] for name in names})


def ntriples(tables: Iterable[TableData]) -> bytes:
    return b"".join(render_ntriples([*tables]))


def turtle(tables: Iterable[TableData]) -> bytes:
    return b"".join(render_turtle(SCHEMA, [*tables]))


def to_bytes(found: Imported) -> dict[str, bytes]:
    return {name: b"".join(render_csv(data)) for name, data in found.tables.data.items()}


def of_folder(folder: Path) -> dict[str, bytes]:
    """Return all tables of a folder in canonical form."""
    tables, _ = read_tables(folder, SCHEMA)
    return {name: b"".join(render_csv(data)) for name, data in tables.data.items()}


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file and return its path."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Put = Callable[[str, bytes | str], Path]


def triples_of(text: bytes | str, schema: Schema = SCHEMA) -> Imported:
    """Read N-Triples (with our prefixes, if need be) without a file."""
    graph = ox.parse(text, ox.RdfFormat.TURTLE)
    return build_tables([to_triple(quad) for quad in graph], schema)


def to_triple(quad: ox.Quad) -> Triple:
    thing, about, said = quad.object, quad.subject, quad.predicate
    assert isinstance(about, ox.NamedNode)
    if isinstance(thing, ox.Literal):
        typed = thing.datatype.value
        return Triple(about.value, said.value, thing.value, typed, thing.language or "", "f", None)
    assert isinstance(thing, ox.NamedNode)
    return Triple(about.value, said.value, thing.value, "", "", "f", None)


def lines_of(text: bytes) -> set[str]:
    """Return N-Triples as a set of lines in one spelling."""
    return {str(quad.triple) for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)}


# ---- there and back again


@pytest.mark.parametrize("files", [["graph.ttl"], ["graph.nt"], ["coverage.ttl", "graph.ttl"]])
def test_the_graph_of_the_data_becomes_the_data_again(files: list[str]) -> None:
    found = read_rdf([EXPORTS / name for name in files], SCHEMA)
    written = {f.stem: f.read_bytes() for f in sorted(packaged_data().glob("*.csv"))}
    assert len(written) == len(SCHEMA.tables) == 16
    assert to_bytes(found) == written
    assert (found.problems, found.left_over, found.counts.repeated) == ([], [], 0)
    assert found.counts.held == len(ntriples(found.tables.data.values()).splitlines())
    assert found.counts.derived > 300


def test_coverage_alone_is_derived_and_makes_no_row() -> None:
    found = read_rdf(EXPORTS / "coverage.ttl", SCHEMA)
    counts = found.counts
    assert counts.derived == counts.read > 20_000
    assert {len(data) for data in found.tables.data.values()} == {0}


TABLES = st.sampled_from([*SCHEMA.tables]).flatmap(
    lambda name: st.tuples(st.just(name), rows_of(SCHEMA.tables[name]))
)


def to_data(table: Table, rows: Sequence[dict[str, str]]) -> TableData:
    return read_rows(table, rows)[0]


@settings(max_examples=15)
@given(TABLES, st.booleans())
def test_any_rows_come_back_to_the_byte(
    drawn: tuple[str, list[dict[str, str]]], as_turtle: bool
) -> None:
    data = to_data(SCHEMA.tables[drawn[0]], drawn[1])
    found = triples_of(turtle([data]) if as_turtle else ntriples([data]), of_tables(drawn[0]))
    assert found.left_over == []
    assert to_bytes(found) == {drawn[0]: b"".join(render_csv(data))}


# What people, programs and mischief put into RDF, for columns of each kind and for none.
HOSTILE = st.sampled_from(["a", "a ", "b", "b\t"]) | st.text(
    st.sampled_from("a;,\"'\\\n\r\t \u00a0\u2028\u200b\u202eאé\u0301😀\x00\x07=@"), max_size=5
)
VALUES = st.one_of(
    st.tuples(HOSTILE, st.sampled_from(["en", "id", "ko", "ja", "en-us"])).map(
        lambda drawn: ox.Literal(drawn[0], language=drawn[1])
    ),
    HOSTILE.map(ox.Literal),
    st.tuples(
        st.sampled_from(["1", "+01", "-6.90", ".5", "5.", "1e3", "2020", "2020-13", "2020-02-30",
                         "2020~", "2020-01?", "2020-01-01", "", " 1", "x"]),
        st.sampled_from([XSD + name for name in ("integer", "decimal", "date", "gYear",
                                                 "gYearMonth", "int", "double")] + [EDTF]),
    ).map(lambda drawn: ox.Literal(drawn[0], datatype=ox.NamedNode(drawn[1]))),
    st.sampled_from([CITIES + "a", CITIES + "b-1", CITIES + "A_b", f"{THINGS}sources/s",
                     f"{TERMS}City", f"{TERMS}Agency", "http://www.wikidata.org/entity/Q1",
                     "http://www.wikidata.org/entity/Q1;Q2", "https://example.org/e\u0301",
                     "https://w3id.org/sistercity/scheme/country/KR"]).map(ox.NamedNode),
)  # fmt: skip
SUBJECTS = st.sampled_from([CITIES + "a", CITIES + "b-1", CITIES + "B", f"{THINGS}relations/a--b",
                            f"{THINGS}citys/a", "https://example.org/a"])  # fmt: skip
PATHS = sorted({c.path for name in ("cities", "studies") for c in SCHEMA.tables[name].columns})
PREDICATES = st.sampled_from([RDF_TYPE, "https://example.org/p", f"{TERMS}twinnedWith", *PATHS])
FACTS = st.lists(
    st.tuples(SUBJECTS, PREDICATES, VALUES).map(
        lambda t: ox.Quad(ox.NamedNode(t[0]), ox.NamedNode(t[1]), t[2])
    ),
    max_size=12,
)
ROWS_OF_CITIES = [
    ox.Quad(ox.NamedNode(CITIES + key), ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{TERMS}City"))
    for key in ("a", "b-1")
]


@settings(max_examples=30)
@given(FACTS, st.randoms(use_true_random=False))
def test_what_was_read_is_in_tables_or_left_over(
    facts: list[ox.Quad], order: random.Random
) -> None:
    everything = [*ROWS_OF_CITIES, *facts]
    order.shuffle(everything)
    found = build_tables(map(to_triple, everything), of_tables("cities", "studies"))
    counts = found.counts
    assert counts.read == len(everything)
    assert counts.read == counts.held + counts.repeated + counts.derived + counts.left_over
    given_ = {str(quad.triple) for quad in everything}
    written = lines_of(ntriples(found.tables.data.values()))
    told = lines_of(b"".join(render_left_over(found.left_over)))
    lost = given_ - written - told
    assert all("relations/" in line or "twinnedWith" in line for line in lost)
    # What tables say beyond the file: the id in each address, and words that were tidied.
    made = [line for line in written - given_ if "terms/identifier" not in line]
    tidied = [left for left in found.left_over if left.is_tidied]
    assert len(made) <= len(tidied)
    again = build_tables(map(to_triple, reversed(everything)), of_tables("cities"))
    assert to_bytes(again)["cities"] == to_bytes(found)["cities"]


def test_a_column_that_is_new_in_the_shapes_comes_back_by_itself() -> None:
    cities = SCHEMA.tables["cities"]
    path = "https://example.org/def#twin_towns"
    towns = Column("twin_towns", path, Kind.REFERENCE, 99, separator="|",
                   targets=("cities", "agencies"))  # fmt: skip
    table = replace(cities, columns=(*cities.columns, towns))
    schema = replace(SCHEMA, tables={"cities": table})
    data = to_data(table, [{"id": "a", "twin_towns": "agencies:x|cities:b"}])
    found = triples_of(ntriples([data]), schema)
    assert found.left_over == []
    assert to_bytes(found)["cities"] == b"".join(render_csv(data))


# ---- other writers


@pytest.fixture(scope="module")
def fixture_graph() -> bytes:
    return ntriples(read_tables(FIXTURE / "data", SCHEMA)[0].data.values())


Rows = dict[str, list[dict[str, str]]]


def in_order(tables: dict[str, bytes], form: str = "") -> Rows:
    """Return rows with the values of cells in order where the order is free in RDF.

    People and authors stand in a cell as they were typed, and RDF has no order to keep that in.
    rdflib's Turtle has another fault: it writes the decimal number 1 as 1.0.
    """
    found = {}
    for name, raw in tables.items():
        rows = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
        for column in SCHEMA.tables[name].columns:
            for row in rows if column.separator else ():
                row[column.name] = ";".join(sorted(row[column.name].split(";")))
            for row in rows if column.kind is Kind.DECIMAL and form == "turtle" else ():
                row[column.name] += ".0" if row[column.name].isdigit() else ""
        found[name] = rows
    return found


@pytest.fixture
def _literals_as_they_stand() -> Iterator[None]:
    """Keep rdflib from rewriting 007 to 7."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def by_oxigraph(text: bytes, name: str) -> bytes:
    """Return the same triples as another program writes them, last ones first."""
    form = ox.RdfFormat.from_extension(name.rpartition(".")[2])
    assert form is not None
    triples = [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
    written = ox.serialize(triples[::-1], format=form, prefixes={"c": CITIES, "x": TERMS})
    assert written is not None
    return written


def by_rdflib(text: bytes, form: str) -> bytes:
    graph = rdflib.Graph().parse(data=text, format="nt")
    graph.bind("town", CITIES)
    return graph.serialize(format=form, encoding="utf-8")


@pytest.mark.engine
@pytest.mark.parametrize("name", ["x.trig", "x.jsonld", "x.rdf", "x.ttl", "x.nq"])
def test_what_oxigraph_writes_becomes_the_same_tables(
    fixture_graph: bytes, put: Put, name: str
) -> None:
    path = put(
        name, by_oxigraph(fixture_graph, name.replace(".json", ".jsonld").replace("ldld", "ld"))
    )
    found = read_rdf(path, SCHEMA)
    assert found.left_over == []
    assert in_order(to_bytes(found)) == in_order(of_folder(FIXTURE / "data"))


@pytest.mark.engine
@pytest.mark.usefixtures("_literals_as_they_stand")
@pytest.mark.parametrize(("form", "name"), [("turtle", "x.ttl"), ("json-ld", "x.jsonld")])
def test_what_rdflib_writes_becomes_the_same_tables(
    fixture_graph: bytes, put: Put, form: str, name: str
) -> None:
    found = read_rdf(put(name, by_rdflib(fixture_graph, form)), SCHEMA)
    assert found.left_over == []
    assert in_order(to_bytes(found)) == in_order(of_folder(FIXTURE / "data"), form)


@pytest.mark.engine
@pytest.mark.usefixtures("_literals_as_they_stand")
def test_rdflib_reads_from_all_data_the_same_tables() -> None:
    """The second way: another parser, whose triples come in no order at all."""
    graph = rdflib.Graph().parse(EXPORTS / "graph.ttl")
    found = build_tables([of_rdflib(*triple) for triple in graph], SCHEMA)
    ours = read_rdf(EXPORTS / "graph.ttl", SCHEMA)
    assert found.left_over == []
    assert found.counts == ours.counts
    assert in_order(to_bytes(found)) == in_order(to_bytes(ours))


def of_rdflib(about: rdflib.term.Node, said: rdflib.term.Node, thing: rdflib.term.Node) -> Triple:
    datatype = language = ""
    if isinstance(thing, rdflib.Literal):
        language = thing.language or ""
        datatype = str(thing.datatype or (rdflib.RDF.langString if language else XSD + "string"))
    return Triple(str(about), str(said), str(thing), datatype, language, "f", None)


@pytest.mark.engine
@pytest.mark.usefixtures("_literals_as_they_stand")
@pytest.mark.parametrize(("form", "name"), [("turtle", "x.ttl"), ("json-ld", "x.jsonld"),
                                            ("pretty-xml", "x.rdf"), ("nt11", "x.nt")])  # fmt: skip
def test_all_data_written_by_rdflib_become_the_data_again(put: Put, form: str, name: str) -> None:
    text = ntriples(read_tables(packaged_data(), SCHEMA)[0].data.values())
    found = read_rdf(put(name, by_rdflib(text, form)), SCHEMA)
    assert found.left_over == []
    assert in_order(to_bytes(found)) == in_order(of_folder(packaged_data()), form)


def test_lines_of_windows_marks_and_notes_are_no_triples(fixture_graph: bytes, put: Put) -> None:
    text = b"\xef\xbb\xbf# from elsewhere\n\n" + fixture_graph + b"<a:b> <a:c> <a:d> . # a note\n"
    found = read_rdf(put("x.NT", text.replace(b"\n", b"\r\n")), SCHEMA)
    assert to_bytes(found) == of_folder(FIXTURE / "data")
    (left,) = found.left_over
    assert (left.triple.subject, left.triple.line) == ("a:b", 3 + fixture_graph.count(b"\n"))


def test_triples_of_several_files_and_graphs_are_taken_together(
    fixture_graph: bytes, put: Put
) -> None:
    lines = fixture_graph.splitlines(keepends=True)
    one = put("one.nt", b"".join(lines[::2]))
    in_graphs = b"".join(lines[1::2] + lines[:7]).replace(b" .\n", b" <https://example.org/g> .\n")
    found = read_rdf([one, put("other.nq", in_graphs)], SCHEMA)
    assert in_order(to_bytes(found)) == in_order(of_folder(FIXTURE / "data"))
    assert (found.counts.repeated, found.counts.graphs, found.left_over) == (7, 1, [])


# ---- what has no place

SEOUL = f'<{CITIES}seoul> a <{TERMS}City> ; <{LABEL}> "Seoul"@en ; '


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ('sisc:populaton 5', "rdf-unknown-property", 'did you mean "sisc:population"?'),
        ('sisc:population "5 million"', "rdf-other-datatype", "holds xsd:integer, and"),
        ('sisc:population 5.0', "rdf-other-datatype", '"5.0"^^xsd:decimal is xsd:decimal'),
        ('wgs:lat "37,5"^^xsd:decimal', "rdf-bad-form", '"37,5"^^xsd:decimal is not written as'),
        ('rdfs:label "Seoel"@nl', "rdf-no-language", 'language "nl", only for en, id, ko'),
        ('rdfs:label "Seoul"@en-GB', "rdf-no-language", 'did you mean "en"?'),
        ('rdfs:label "Seoul"', "rdf-other-datatype", "holds @en, @id, @ko, and"),
        ('rdfs:label "Séoul"@en', "rdf-second-value", 'has "Seoul"; "Séoul"@en has no place'),
        ('rdfs:label ""@ko', "rdf-empty", "Empty text cannot stand in a table"),
        ('skos:note "\\u0007"@en', "rdf-control-character", "The character U+0007 cannot stand"),
        ('skos:note "\\u0000"@en', "rdf-control-character", "The character U+0000 cannot stand"),
        ('sisc:country country:KX', "rdf-unknown-code", 'in the list "Countries"'),
        ('sisc:level <https://w3id.org/sistercity/scheme/city-level/citty>', "rdf-unknown-code",
         'did you mean "city-level:city"?'),
        ('sisc:country "KR"', "rdf-other-datatype", 'holds IRI, and "KR" is xsd:string'),
        ('sisc:source agreements:a', "rdf-other-reference", "agreements:a is not a row of sources"),
        ('sisc:source [ a sisc:Source ]', "rdf-blank-node", "without an address"),
        ('skos:exactMatch <https://www.wikidata.org/wiki/Q1>', "rdf-other-address",
         "is not an address of the form <http://www.wikidata.org/entity/{wikidata}>"),
        ('skos:exactMatch <http://www.wikidata.org/entity/e\u0301>', "rdf-not-in-a-cell", "(NFC)"),
        ('dcterms:identifier "soul"', "rdf-other-id", 'did you mean "seoul"?'),
        ('a sisc:Agency', "rdf-other-class", "rows of that table are not sisc:Agency"),
        ('a sisc:City . <https://example.org/s> a sisc:City', "rdf-foreign-subject", THINGS),
        ('a sisc:City . cities:busan rdfs:label "Busan"@en', "rdf-no-class", "is a sisc:City, so"),
        ('a sisc:City . cities:Bu_san a sisc:City', "rdf-bad-id", 'did you mean "bu-san"?'),
        (f'a sisc:City . <{THINGS}citie/x> a sisc:City', "rdf-unknown-table", '"cities"?'),
        ('a sisc:City . <x> a sisc:City', "rdf-relative", 'the address "x" only in part'),
        ('a sisc:City . studies:a a sisc:Study ; sisc:author "A;B"', "rdf-holds-separator", '";"'),
        (f'skos:note "{"a" * 65537}"@en', "rdf-too-long", "at most 65536 bytes"),
    ],
)  # fmt: skip
def test_a_triple_without_a_place_is_told(said: str, code: str, told: str, put: Put) -> None:
    prefixes = "".join(f"@prefix {p}: <{iri}> . " for p, iri in SCHEMA.prefixes.items())
    path = put("x.ttl", f"{prefixes}{SEOUL}{said} .")
    found = read_rdf(path, of_tables("cities", "studies"))
    problems = to_problems(found.left_over, SCHEMA.prefixes)
    assert code in {p.code for p in problems}
    assert {p.file for p in problems} == {str(path)}
    text = render_text(problems, "en")
    assert told in text, text
    assert all(render_text(problems, lang) != text for lang in ("id", "ko"))
    assert found.counts.left_over == len(problems) == (2 if "blank" in code else 1)


def test_words_are_tidied_as_the_reader_of_tables_does_and_that_is_told() -> None:
    found = triples_of(SEOUL + f'<{NOTE}> "\\u00a0e\u0301\\r\\nb \\t"@en .', of_tables("cities"))
    assert found.tables["cities"].cells("note@en").to_pylist() == ["é\nb"]
    (left,) = found.left_over
    (problem,) = to_problems(found.left_over, SCHEMA.prefixes)
    assert left.is_tidied
    assert (problem.code, problem.severity) == ("rdf-tidied", "note")
    assert found.counts.left_over == 0


def test_words_that_only_differ_in_white_space_are_one_value_and_that_is_told() -> None:
    city = f'<{CITIES}a> a <{TERMS}City> ; <{LABEL}> "A"@en , "A "@en .'
    other = f'<{CITIES}b> <{LABEL}> "B"@en , "B "@en .'  # is no row: it has no class
    found = triples_of(city + other, of_tables("cities"))
    told = [(left.triple.text, left.why.code) for left in found.left_over]
    assert told == [("A ", "rdf-tidied"), ("B", "rdf-no-class"), ("B ", "rdf-no-class")]
    assert (found.counts.repeated, found.counts.left_over) == (1, 2)
    found = triples_of(city + f'<{CITIES}a> <{LABEL}> "AA"@en , "AA "@en .', of_tables("cities"))
    told = [(left.triple.text, left.why.code) for left in found.left_over]
    assert told == [("A ", "rdf-tidied"), ("AA", "rdf-second-value"), ("AA ", "rdf-second-value")]


def test_of_two_values_the_first_in_order_stays_whatever_file_has_it(put: Put) -> None:
    one, two = (
        put("1.ttl", SEOUL + f"<{TERMS}population> 9 ."),
        put("2.ttl", SEOUL + f"<{TERMS}population> 10 ."),
    )
    for files in ([one, two], [two, one]):
        found = read_rdf(files, of_tables("cities"))
        assert found.tables["cities"].cells("population").to_pylist() == ["10"]
        assert [(left.triple.file, left.triple.text) for left in found.left_over] == [
            (str(one), "9")
        ]


def test_left_over_triples_are_listed_by_line_in_three_languages(put: Put) -> None:
    path = put("x.nt", f'# cities\n<{CITIES}a> <{RDF_TYPE}> <{TERMS}City> .\n\n'
                       f'<{CITIES}a> <https://example.org/p> "say \\"=1\\""@en .\n')  # fmt: skip
    found = read_rdf(path, of_tables("cities"))
    listed = b"".join(render_left_over_csv(found.left_over, SCHEMA.prefixes)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(listed))
    said = '"say \\"=1\\""@en'
    assert row == {
        "file": str(path),
        "line": "4",
        "subject": f"<{CITIES}a>",
        "predicate": "<https://example.org/p>",
        "object": said,
        "code": "rdf-unknown-property",
        "reason@en": f"No table has a column for this property; it says {said}",
        "reason@id": f"Tidak ada tabel yang memiliki kolom untuk properti ini; isinya {said}",
        "reason@ko": f"이 속성에 해당하는 열이 어느 표에도 없습니다. 값: {said}",
    }
    assert (
        b"".join(render_left_over(found.left_over)).decode()
        == path.read_text().splitlines(keepends=True)[-1]
    )


# ---- JSON-LD without the network

IN_JSON = {"id": CITIES + "a", "type": "City", "label": {"en": "A"}, "lat": "-6.90"}


@pytest.mark.parametrize(
    "context",
    ["context.jsonld", "./context.jsonld", "https://w3id.org/sistercity/context.jsonld",
     ["context.jsonld", {"x": "https://example.org/x"}], None],
)  # fmt: skip
def test_our_context_may_be_named_or_be_there(context: object, put: Put) -> None:
    own = json.loads((packaged_ontology() / CONTEXT).read_text(encoding="utf-8"))["@context"]
    document = {"@context": context or own, "@graph": [IN_JSON]}
    found = read_rdf(put("x.jsonld", json.dumps(document)), of_tables("cities"))
    assert found.left_over == []
    assert found.tables["cities"].frame("id", "name@en", "lat").to_numpy().tolist() == [
        ["a", "A", "-6.90"]
    ]


def test_words_that_no_context_names_are_told(put: Put) -> None:
    document = {"@context": "context.jsonld", **IN_JSON, "colour": "red", "id": "a"}
    found = read_rdf(put("x.json", json.dumps(document)), of_tables("cities"))
    assert {left.why.code for left in found.left_over} == {"rdf-relative"}
    document["id"] = CITIES + "a"
    found = read_rdf(put("x.json", json.dumps(document)), of_tables("cities"))
    (problem,) = to_problems(found.left_over, SCHEMA.prefixes)
    assert (problem.code, problem.details) == ("rdf-unnamed", {"word": "colour"})


@pytest.mark.parametrize(
    "context",
    ["https://example.org/context.jsonld", "https://schema.org/", "other.jsonld", "file:///etc/passwd",
     {"@import": "https://example.org/c"}, {"x": {"@id": "a:b", "@context": "https://example.org/"}}],
)  # fmt: skip
def test_no_other_context_is_fetched(context: object, put: Put) -> None:
    path = put("x.jsonld", json.dumps({"@context": context, "@graph": [IN_JSON]}))
    with pytest.raises(KgError, match=r"x\.jsonld: the context .* is not fetched"):
        read_rdf(path, SCHEMA)


# ---- files that cannot be read

ENTITY = """<!DOCTYPE r [
<!ENTITY a "aaaaaaaaaa"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>
"""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.csv", "id\n", "the end of its name says no syntax of RDF. Expected: .ttl, .nt, "),
        ("x", "id\n", "x: the end of its name says no syntax of RDF."),
        ("x.ttl", "id,name\na,b\n", "x.ttl:1:1: not valid Turtle: id is not a valid subject"),
        ("x.ttl", "<a:b> <a:c> 1 ;\n <a:d> .\n", "x.ttl:2:8: not valid Turtle: "),
        ("x.nt", "<a:b> <a:c> 1 .\n", "x.nt:1:13: not valid N-Triples: The object of a triple"),
        ("x.nq", '<a:b> <a:c> "1" .\n<a:b> <a:c> .\n', "x.nq:2:13: not valid N-Quads: The object"),
        ("x.nt", b'<a:b> <a:c> "\xff" .', "x.nt:1:14: not valid N-Triples: Invalid UTF-8"),
        ("x.ttl", "<a:b> <a:c> 1".encode("utf-16"), "x.ttl:1:1: not valid Turtle: Invalid UTF-8"),
        ("x.rdf", "<html><p></html>", "x.rdf: not valid RDF/XML: XML namespaces are required"),
        ("x.owl", ENTITY, "x.owl:2: entities (<!ENTITY …>) are not read"),
        ("x.jsonld", '{\n "a": }', "x.jsonld:2:7: not valid JSON: Expecting value"),
        ("x.jsonld", b'{\n "a": "\xff"}', "x.jsonld:2: not valid UTF-8"),
        ("x.jsonld", '{"@id": "a:b", "a:c": 1, "a:c": 2}', '"a:c" stands twice in one object'),
        ("x.jsonld", "[" * 100_000, "x.jsonld: nested too deeply"),
        ("x.jsonld", '{"@id": 1}', "x.jsonld: not valid JSON-LD: "),
        ("x.ttl", "", "No triple stands in "),
        ("x.ttl", "<a:b> <a:c> \u001b[2J" + "x" * 5_000, "x.ttl:1:13: not valid Turtle: "),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_with_its_place(
    name: str, content: str | bytes, told: str, put: Put
) -> None:
    with pytest.raises(KgError) as raised:
        read_rdf(put(name, content), SCHEMA)
    said = str(raised.value)
    assert told in said
    assert said.isprintable()
    assert len(said) < 500


def test_all_files_that_cannot_be_read_are_told_at_once(put: Put, tmp_path: Path) -> None:
    files = [put("1.ttl", "a"), tmp_path / "2.ttl", put("3.nt", "b"), EXPORTS / "graph.ttl"]
    with pytest.raises(KgError) as raised:
        read_rdf(files, SCHEMA)
    one, two, three = str(raised.value).splitlines()
    assert "1.ttl:1:1: not valid Turtle" in one
    assert two.endswith("2.ttl: No such file or directory")
    assert "3.nt:1:1: not valid N-Triples" in three


# ---- the command


@click.command()
@click.option("--from", "files", multiple=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--lang", default="en")
def back(files: tuple[Path, ...], out: Path, lang: str) -> None:
    raise SystemExit(write_back(files, out, None, lang))


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(back, [str(word) for word in words], standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit | KgError)
    return result


def test_tables_are_written_into_a_project_that_can_be_checked(
    fixture_graph: bytes, put: Put, tmp_path: Path
) -> None:
    out = tmp_path / "again"
    result = run("--from", put("x.nt", fixture_graph), "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = sum(len(data) for data in read_tables(FIXTURE / "data", SCHEMA)[0].data.values())
    count = fixture_graph.count(b"\n")
    assert result.stdout.splitlines() == [
        f"Triples read: {count}, from 1 file(s).",
        f"  {count} stand in {rows} rows of 16 tables in {out / 'data'}.",
        f"Next: kg check {out}",
    ]
    assert [f.name for f in out.iterdir()] == ["data"]
    written = {f.stem: f.read_bytes() for f in sorted((out / "data").iterdir())}
    assert written == of_folder(FIXTURE / "data")
    assert {p.severity for p in read_tables(out / "data", SCHEMA)[1]} <= {Severity.NOTE}


def test_what_is_left_over_is_told_and_written_beside_the_tables(put: Put, tmp_path: Path) -> None:
    out, path = tmp_path / "again", put("x.ttl", SEOUL + '<a:b> 1 ; <a:c> "2" .')
    result = run("--from", path, "--from", EXPORTS / "coverage.ttl", "--out", out)
    assert result.exit_code == 1
    what = "No table has a column for this property; it says"
    assert result.stderr.splitlines() == [
        f'warning: {path}: cities:seoul <a:b>: {what} "1"^^xsd:integer [rdf-unknown-property]',
        f'warning: {path}: cities:seoul <a:c>: {what} "2" [rdf-unknown-property]',
        "errors: 0, warnings: 2, notes: 0",
    ]
    assert f"  2 have no place in a table: see {out / LEFT_OVER_CSV}\n" in result.stdout
    assert "kg build makes them anew.\n" in result.stdout
    assert (out / LEFT_OVER_NT).read_bytes().count(b"\n") == 2
    assert (out / LEFT_OVER_CSV).read_bytes().count(b"\n") == 3
    assert (
        (out / "data" / "cities.csv")
        .read_text(encoding="utf-8")
        .splitlines()[1]
        .startswith("seoul,Seoul,")
    )
    problems = read_tables(out / "data", SCHEMA)[1]
    assert ("missing-value", "data/cities.csv", 2, "country") in {
        (p.code, p.file, p.line, p.column) for p in problems
    }


def test_nothing_is_written_over_or_after_a_failure(put: Put, tmp_path: Path) -> None:
    good, bad = put("x.ttl", SEOUL + "."), put("y.ttl", "a")
    assert isinstance(
        run("--from", good, "--from", bad, "--out", tmp_path / "o").exception, KgError
    )
    assert not (tmp_path / "o").exists()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.csv").write_text("mine")
    refused = run("--from", good, "--out", tmp_path)
    assert str(refused.exception) == (
        f"{tmp_path / 'data'} is there already. Choose another folder; nothing was changed."
    )
    assert [f.name for f in (tmp_path / "data").iterdir()] == ["mine.csv"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_speaks_three_languages(lang: str, put: Put, tmp_path: Path) -> None:
    text = (
        SEOUL + f'<{LABEL}> "Seoul"@en, "Seoul"@en ; <a:b> 1 ; <{TERMS}twinnedWith> <{CITIES}a> .'
    )
    path = put("x.trig", f"<a:g> {{ {text} }} {SEOUL} .")
    result = run("--from", path, "--out", tmp_path / lang, "--lang", lang)
    assert len(result.stdout.splitlines()) == 7
    expected = {"en": "Next: kg check", "id": "Selanjutnya: kg check", "ko": "다음 단계: kg check"}
    assert expected[lang] in result.stdout
    assert result.exit_code == 1


# ---- from Python


def test_a_graph_is_read_from_rdf(fixture_graph: bytes, put: Put) -> None:
    other = put("x.ttl", f'<{CITIES}mockford> <https://example.org/motto> "Mock on" .')
    graph = KnowledgeGraph.from_rdf(put("x.nt", fixture_graph), other)
    assert graph.focal_city == "exampleton"
    assert len(graph.relations()) == 5
    (told,) = [p for p in graph.problems if p.code.startswith("rdf-")]
    assert told == Problem(
        "rdf-unknown-property",
        str(other),
        None,
        "cities:mockford <https://example.org/motto>",
        '"Mock on"',
        severity=told.severity,
    )
    assert told.severity == "warning"


SCRIPT = """
import sys
from kg.imports import read_rdf, render_left_over, render_left_over_csv
from kg.schema import load_schema, packaged_ontology
from kg.tables import render_csv
schema = load_schema(packaged_ontology())
found = read_rdf(sys.argv[1:], schema)
for data in found.tables.data.values():
    sys.stdout.buffer.writelines(render_csv(data))
sys.stdout.buffer.writelines(render_left_over_csv(found.left_over, schema.prefixes))
sys.stdout.buffer.writelines(render_left_over(found.left_over))
"""


@pytest.mark.engine
def test_bytes_hang_on_no_hash_seed(put: Put, fixture_graph: bytes) -> None:
    left = put("x.ttl", SEOUL + '<a:b> [ <a:c> 1 ], [ <a:d> "2"@en ] ; <a:e> ( 1 2 ) .')
    files = [str(put("x.nt", fixture_graph)), str(left)]
    said = set()
    for seed, zone in (("0", "Asia/Seoul"), ("1", "UTC")):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", SCRIPT, *files], env=environment,
                              capture_output=True, check=True, timeout=120)  # fmt: skip
        said.add(done.stdout)
    (text,) = said
    assert b"_:b1 <a:c>" in text
