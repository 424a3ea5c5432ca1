"""Rows as Turtle and N-Triples: what two other parsers read, and the same bytes each time."""

import csv
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import datatype
from kg.names import RDF_TYPE, XSD, thing_prefix
from kg.schema import Column, Kind, Table, load_schema, packaged_ontology
from kg.tables import TableData, read_tables
from kg.tables.read import to_table
from kg.turtle import document, render_ntriples, render_turtle
from kg.turtle.terms import Syntax, render_terms
from tests.any_rows import rows_of, to_data

Term = tuple[str, str, str]
Triple = tuple[str, str, Term]

ROOT = packaged_ontology().parent
FIXTURE = ROOT / "tests" / "fixture" / "data"
PACT = Path(__file__).parent / "bad_input" / "base" / "pact"
SCHEMA = load_schema(packaged_ontology())


@pytest.fixture(scope="module", autouse=True)
def literals_as_they_stand() -> Iterator[None]:
    """Keep rdflib from rewriting 007 to 7: what was written is to be compared."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def turtle(tables: Iterable[TableData]) -> bytes:
    return b"".join(render_turtle(SCHEMA, [*tables]))


def ntriples(tables: Iterable[TableData]) -> bytes:
    return b"".join(render_ntriples([*tables]))


def read_by_rdflib(text: bytes, form: str) -> set[Triple]:
    graph = rdflib.Graph().parse(data=text, format=form)
    triples = set()
    for s, p, o in graph:
        assert isinstance(s, rdflib.URIRef)
        triples.add((str(s), str(p), rdflib_term(o)))
    return triples


def rdflib_term(term: rdflib.term.Node) -> Term:
    if isinstance(term, rdflib.Literal):
        return str(term), str(term.datatype or ""), term.language or ""
    assert isinstance(term, rdflib.URIRef)
    return f"<{term}>", "", ""


def read_by_oxigraph(text: bytes, form: ox.RdfFormat) -> list[Triple]:
    triples = []
    for quad in ox.parse(text, format=form):
        assert isinstance(quad.subject, ox.NamedNode)
        triples.append((quad.subject.value, quad.predicate.value, oxigraph_term(quad.object)))
    return triples


def oxigraph_term(term: object) -> Term:
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == XSD + "string"
        return term.value, "" if plain else term.datatype.value, term.language or ""
    assert isinstance(term, ox.NamedNode)
    return f"<{term.value}>", "", ""


# ---- any rows

TABLES = st.sampled_from([*SCHEMA.tables]).flatmap(
    lambda name: st.tuples(st.just(name), rows_of(SCHEMA.tables[name]))
)


def expected(table: Table, rows: list[dict[str, str]]) -> Iterator[Triple]:
    """Yield the triples of rows, cell by cell, in the plainest way."""
    for row in rows:
        subject = table.prefix + row["id"]
        yield subject, RDF_TYPE, (f"<{table.classes[0]}>", "", "")
        for header, cell in row.items():
            column = table.of_header(header)
            for value in cell.split(column.separator) if column.separator else [cell]:
                if value:
                    yield subject, column.path, expected_term(column, header, value)


def expected_term(column: Column, header: str, value: str) -> Term:
    match column.kind:
        case Kind.TEXT:
            return value, "", header.partition("@")[2]
        case Kind.STRING:
            return value, "", ""
        case Kind.DATE:
            return value, datatype(value), ""
        case Kind.INTEGER | Kind.DECIMAL:
            return value, XSD + column.kind, ""
        case Kind.IRI:
            return f"<{column.value_template.split('{')[0]}{value}>", "", ""
        case Kind.CODE:
            assert column.code_list is not None
            return f"<{column.code_list.codes[value].iri}>", "", ""
        case Kind.REFERENCE:
            table, _, key = value.rpartition(":")
            return f"<{thing_prefix(table or column.targets[0])}{key}>", "", ""


@pytest.mark.engine
@settings(max_examples=60)
@given(TABLES)
def test_two_parsers_read_from_both_forms_what_the_cells_hold(
    drawn: tuple[str, list[dict[str, str]]],
) -> None:
    table, rows = SCHEMA.tables[drawn[0]], drawn[1]
    data = to_data(table, rows)
    wanted = set(expected(table, rows))
    for text, form, of_ox in (
        (turtle([data]), "turtle", ox.RdfFormat.TURTLE),
        (ntriples([data]), "nt", ox.RdfFormat.N_TRIPLES),
    ):
        by_oxigraph = read_by_oxigraph(text, of_ox)
        assert set(by_oxigraph) == wanted
        assert len(by_oxigraph) == len(wanted)  # no triple is written twice
        assert read_by_rdflib(text, form) == wanted


@settings(max_examples=30)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    drawn: tuple[str, list[dict[str, str]]], order: random.Random
) -> None:
    table, rows = SCHEMA.tables[drawn[0]], drawn[1]
    other = order.sample(rows, len(rows))
    assert turtle([to_data(table, rows)]) == turtle([to_data(table, other)])
    assert ntriples([to_data(table, rows)]) == ntriples([to_data(table, other)])


# ---- a few rows, by hand

CITIES = """\
id,name@en,name@ko,country,level,wikidata,lat,population,sources,note@en
seoul,Seoul,서울,KR,metropolitan-city,Q8684,37.57,9386000,paper;site,"a ""b"" \\
c"
"""
SEOUL = r"""@prefix cities: <https://w3id.org/sistercity/id/cities/> .
@prefix city-level: <https://w3id.org/sistercity/scheme/city-level/> .
@prefix country: <https://w3id.org/sistercity/scheme/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sisc: <https://w3id.org/sistercity/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sources: <https://w3id.org/sistercity/id/sources/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

cities:seoul a sisc:City ;
    dcterms:identifier "seoul" ;
    rdfs:label "Seoul"@en , "서울"@ko ;
    sisc:country country:KR ;
    sisc:level city-level:metropolitan-city ;
    skos:exactMatch wd:Q8684 ;
    wgs:lat "37.57"^^xsd:decimal ;
    sisc:population 9386000 ;
    sisc:source sources:paper , sources:site ;
    skos:note "a \"b\" \\\nc"@en .

"""


def read_one(text: str, table: str) -> TableData:
    return to_table(text.encode(), SCHEMA.tables[table], "f")[0]


def test_a_row_is_a_block_with_its_columns_in_their_order() -> None:
    assert turtle([read_one(CITIES, "cities")]).decode() == SEOUL


def test_a_value_is_a_line_in_ntriples() -> None:
    lines = ntriples([read_one(CITIES, "cities")]).decode().splitlines()
    subject = "<https://w3id.org/sistercity/id/cities/seoul>"
    assert len(lines) == 12
    assert all(line.startswith(f"{subject} <") and line.endswith(" .") for line in lines)
    assert lines[0] == f"{subject} <{RDF_TYPE}> <https://w3id.org/sistercity/def#City> ."
    assert (
        lines[-4]
        == f'{subject} <https://w3id.org/sistercity/def#population> "9386000"^^<{XSD}integer> .'
    )
    assert (
        lines[-1] == rf'{subject} <http://www.w3.org/2004/02/skos/core#note> "a \"b\" \\\nc"@en .'
    )


def test_numbers_stand_as_they_were_typed() -> None:
    rows = "id,lat,population\na,-6.90,007\nb,+.5,+1\n"
    triples = read_by_oxigraph(turtle([read_one(rows, "cities")]), ox.RdfFormat.TURTLE)
    assert {t[2][0] for t in triples if t[2][1]} == {"-6.90", "007", "+.5", "+1"}


def test_no_rows_are_no_triples() -> None:
    empty = read_one("id\n", "cities")
    assert turtle([empty]).decode() == "\n"
    assert ntriples([empty]) == b""
    assert turtle([]) == b"\n"


def test_triples_of_a_small_project_are_as_many_as_counted_by_hand() -> None:
    by_hand = {
        "dataset": 5,  # type, identifier, title, version, licence
        "cities": 14,  # two rows of 7
        "agencies": 7,
        "fields": 14,  # 4, and two with a broader field of 5
        "agreements": 16,  # the letter 7, the memorandum with a term and what it carries out 9
        "parties": 21,  # four rows of 5, and one approval
        "commitments": 12,
        "programs": 10,
        "outcomes": 6,
        "sources": 8,
    }
    tables, _ = read_tables(PACT, SCHEMA)
    counted = {name: len(ntriples([data]).splitlines()) for name, data in tables.data.items()}
    assert counted == dict.fromkeys(SCHEMA.tables, 0) | by_hand
    assert len(read_by_rdflib(turtle(tables.data.values()), "turtle")) == sum(by_hand.values())


def test_a_subject_stands_for_each_row_of_the_fixture() -> None:
    tables, _ = read_tables(FIXTURE, SCHEMA)
    triples = read_by_oxigraph(turtle(tables.data.values()), ox.RdfFormat.TURTLE)
    for name, data in tables.data.items():
        subjects = {s for s, _, _ in triples if s.startswith(thing_prefix(name))}
        assert subjects == {thing_prefix(name) + key for key in data.cells("id").to_pylist()}
    assert set(triples) == read_by_rdflib(ntriples(tables.data.values()), "nt")


def test_tables_longer_than_a_part_are_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    tables, _ = read_tables(FIXTURE, SCHEMA)
    whole = turtle(tables.data.values()), ntriples(tables.data.values())
    for size in (1, 2, 3):
        monkeypatch.setattr(document, "ROWS_AT_ONCE", size)
        assert (turtle(tables.data.values()), ntriples(tables.data.values())) == whole


def test_names_that_turtle_would_not_take_behind_a_prefix_are_written_in_full() -> None:
    column = Column("x", "p", Kind.IRI, 1, value_template="http://www.wikidata.org/entity/{x}")
    terms = render_terms(column, "", pa.array(["Q1", "Q1/a"]), Syntax(SCHEMA.prefixes))
    assert terms.to_pylist() == [
        "<http://www.wikidata.org/entity/Q1>",
        "<http://www.wikidata.org/entity/Q1/a>",
    ]
    assert (
        Syntax(SCHEMA.prefixes).iri("http://purl.org/dc/terms/a.")
        == "<http://purl.org/dc/terms/a.>"
    )
    assert Syntax(SCHEMA.prefixes).iri("http://purl.org/dc/terms/a.b") == "dcterms:a.b"
    assert Syntax({}).iri("http://purl.org/dc/terms/a") == "<http://purl.org/dc/terms/a>"


# ---- the same bytes

SCRIPT = """
import sys
from pathlib import Path
from kg.schema import load_schema, packaged_ontology
from kg.tables import read_tables
from kg.turtle import render_ntriples, render_turtle
schema = load_schema(packaged_ontology())
tables = [*read_tables(Path(sys.argv[1]), schema)[0].data.values()]
for part in [*render_turtle(schema, tables), *render_ntriples(tables)]:
    sys.stdout.buffer.write(part)
"""


def render_elsewhere(folder: Path, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def shuffle(folder: Path, target: Path) -> Path:
    """Write the tables of a folder with their rows in another order, after a fixed seed."""
    order = random.Random(7)
    target.mkdir()
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        order.shuffle(rows)
        with (target / file.name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])
    return target


@pytest.mark.engine
def test_bytes_hang_neither_on_row_order_nor_on_the_machine(tmp_path: Path) -> None:
    tables, _ = read_tables(FIXTURE, SCHEMA)
    here = turtle(tables.data.values()) + ntriples(tables.data.values())
    shuffled = shuffle(FIXTURE, tmp_path / "data")
    assert [f.read_bytes() for f in sorted(shuffled.iterdir())] != [
        f.read_bytes() for f in sorted(FIXTURE.iterdir())
    ]
    assert render_elsewhere(shuffled, PYTHONHASHSEED="0", TZ="Asia/Seoul", LC_ALL="C") == here
    assert render_elsewhere(FIXTURE, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8") == here
