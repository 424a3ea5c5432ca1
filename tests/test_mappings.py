"""CSV on the Web and RML: what two other programs make of the tables by what the shapes say."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from csvw import CSVW
from hypothesis import given, settings
from hypothesis import strategies as st
from uritemplate import expand

from kg.exports.csvw import render_csvw
from kg.exports.guide import render_project
from kg.exports.rml import render_rml
from kg.names import EDTF, PREFIXES, SCHEMES, SHAPES, TERMS, XSD
from kg.schema import Schema, load_schema, packaged_ontology
from kg.schema.load import compile_schema, read_graph
from kg.tables import TableData, Tables, read_tables, render_csv
from kg.tables.read import to_table
from kg.turtle import render_ntriples
from tests.any_rows import rows_of, to_data

ROOT = packaged_ontology().parent
FIXTURE = ROOT / "tests" / "fixture" / "data"
MORPH = ROOT / ".venv-engines" / "bin" / "python"
SCHEMA = load_schema(packaged_ontology())
RML = rdflib.Namespace("http://w3id.org/rml/")

Triple = tuple[str, str, str, str, str]  # of the object: text, language, datatype
Files = dict[str, bytes]


@cache
def tables_of(folder: Path) -> Tables:
    tables, _ = read_tables(folder, SCHEMA)
    return tables


def canonical(tables: Iterable[TableData]) -> Files:
    return {f"{data.table.name}.csv": b"".join(render_csv(data)) for data in tables}


def describe(tables: Tables) -> bytes:
    return render_csvw(tables.schema, [*tables.data.values()])


def mapping_of(tables: Tables) -> bytes:
    return render_rml(tables.schema, [*tables.data.values()])


def graph_of(tables: Iterable[TableData]) -> set[Triple]:
    return triples(b"".join(render_ntriples(tables)))


def triples(text: bytes) -> set[Triple]:
    found = set()
    for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
        assert isinstance(quad.subject, ox.NamedNode)
        found.add((quad.subject.value, quad.predicate.value, *term(quad.object)))
    return found


def term(found: object) -> tuple[str, str, str]:
    if isinstance(found, ox.Literal):
        return found.value, found.language or "", "" if found.language else found.datatype.value
    assert isinstance(found, ox.NamedNode)
    return f"<{found.value}>", "", ""


# ---- worlds: the packaged data, the fixture, blank tables, any rows with columns of more kinds

MORE_COLUMNS = """
shp:City sh:property shp:City-doi , shp:City-words , shp:City-scores , shp:City-steps ,
    shp:City-days , shp:City-pages , shp:City-motto .
shp:City-doi sh:path sisc:doi ; sh:codeIdentifier "doi" ; sh:order 20 ; sh:nodeKind sh:IRI ;
    csvw:valueUrl "https://doi.org/{doi}" ; sh:maxCount 1 .
shp:City-words sh:path sisc:words ; sh:codeIdentifier "words" ; sh:order 21 ;
    sh:nodeKind sh:IRI ; sh:in ( sisc:signed wgs:lat skos:note ) ; csvw:separator "|" .
shp:City-scores sh:path sisc:scores ; sh:codeIdentifier "scores" ; sh:order 22 ;
    sh:datatype xsd:decimal ; csvw:separator ";" .
shp:City-steps sh:path sisc:steps ; sh:codeIdentifier "steps" ; sh:order 23 ;
    sh:datatype xsd:integer ; csvw:separator ";" .
shp:City-days sh:path sisc:days ; sh:codeIdentifier "days" ; sh:order 24 ;
    sh:datatype xsd:date ; csvw:separator ";" .
shp:City-pages sh:path sisc:pages ; sh:codeIdentifier "pages" ; sh:order 25 ;
    sh:nodeKind sh:IRI ; csvw:separator ";" .
shp:City-motto sh:path sisc:motto ; sh:codeIdentifier "motto" ; sh:order 26 ;
    sh:datatype rdf:langString ; sh:languageIn ( "en" "zh-Hant" ) ; sh:uniqueLang true ;
    sh:pattern "[a-z]" ; sh:name "motto"@en .
"""
CITY = {
    "id": "here",
    "name@en": "nan",
    "name@id": "NA",
    "country": "NA",
    "level": "city",
    "wikidata": "Q1",
    "lat": "-6.90",
    "long": "+007.",
    "population": "00012345678901234567",
    "sources": "a;b;c-1",
    "note@en": 'null, "None"\n\\N; #1',
    "doi": "10.1000/(a);b",
    "words": "signed|lat|note",
    "scores": "1.50;-.5;3.",
    "steps": "007;0;-1",
    "days": "2020-02-29;2021-01-01",
    "pages": "https://example.org/a,b;https://example.org/서울",
    "motto@en": "a;b|c",
    "motto@zh-Hant": "z 城",
}


@cache
def wider_schema() -> Schema:
    """Return the packaged ontology with columns of every kind that it has none of."""
    names = {**PREFIXES, "csvw": "http://www.w3.org/ns/csvw#", "sh": "http://www.w3.org/ns/shacl#"}
    names["shp"] = SHAPES
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.items())
    graph = read_graph(packaged_ontology())
    return compile_schema(graph.parse(data=head + MORE_COLUMNS, format="turtle"))


def any_table(schema: Schema) -> st.SearchStrategy[tuple[str, list[dict[str, str]]]]:
    return st.sampled_from([*schema.tables]).flatmap(
        lambda name: st.tuples(st.just(name), rows_of(schema.tables[name]))
    )


def any_world() -> Tables:
    """Return many examples of rows put together, since Morph-KGC takes seconds for each world."""
    schema = load_schema(packaged_ontology())
    drawn: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)

    @settings(max_examples=120, database=None)
    @given(any_table(schema))
    def draw(example: tuple[str, list[dict[str, str]]]) -> None:
        drawn[example[0]].update({row["id"]: row for row in example[1]})

    draw()
    drawn["cities"]["here"] = CITY
    wider = wider_schema()
    return Tables(
        wider, {name: to_data(t, drawn[name].values()) for name, t in wider.tables.items()}
    )


def blank_world() -> Tables:
    files = render_project(SCHEMA, "Ghent")
    read = {
        name: to_table(files[f"{name}.csv"].encode(), t, "f") for name, t in SCHEMA.tables.items()
    }
    return Tables(SCHEMA, {name: data for name, (data, _) in read.items()})


WORLDS = {
    "data": lambda: tables_of(ROOT / "data"),
    "fixture": lambda: tables_of(FIXTURE),
    "blank": blank_world,
    "any": any_world,
}


# ---- CSV on the Web: a validator


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def complaints(folder: Path) -> list[str]:
    """Return what the library csvw says against a folder, in its strict way."""
    metadata = str(folder / "csv-metadata.json")
    try:
        with warnings.catch_warnings():
            told = CSVW(metadata, validate=True)
            return [] if told.is_valid else [str(w.message) for w in told.warnings]
    except ValueError as error:
        return [str(error)]


def described(tables: Tables) -> Files:
    return canonical(tables.data.values()) | {"csv-metadata.json": describe(tables)}


@pytest.mark.engine
@pytest.mark.parametrize("world", ["data", "fixture", "blank"])
def test_a_validator_accepts_the_tables(world: str, tmp_path: Path) -> None:
    assert complaints(write(tmp_path, described(WORLDS[world]()))) == []


@pytest.mark.engine
@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("cities.csv", "name@en", "name@eng", "name"),
        ("cities.csv", "dummyville,", "mockford,", "uplicate"),
        ("cities.csv", "dummyville,", "Dummy Ville,", "Dummy Ville"),
        ("cities.csv", ",JP,", ",Japan,", "Japan"),
        ("cities.csv", "-6.5", "-96.5", "-90"),
        ("cities.csv", "1200000", "1.2", "population"),
        ("agencies.csv", ",2011-12,", ",2011-13,", "2011-13"),
        ("agencies.csv", ",utility,", ",,", "required"),
        ("programs.csv", "buses,exampleton-transport;", "buses,unheard-of;", "unheard-of"),
        ("obstacles.csv", "programs:", "cities:", "cities:"),
    ],
)
def test_a_validator_refuses_a_planted_fault(
    file: str, before: str, after: str, complaint: str, tmp_path: Path
) -> None:
    files = described(tables_of(FIXTURE))
    assert before.encode() in files[file]
    files[file] = files[file].replace(before.encode(), after.encode(), 1)
    told = complaints(write(tmp_path, files))
    assert complaint in " ".join(told)


# ---- CSV on the Web: what is said

STANCES = {"base": "string", "format": "^(asserts|disputes)$"}


def columns_of(metadata: bytes) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the columns of each file by what stands in its header."""
    return {
        table["url"]: {column["titles"]: column for column in table["tableSchema"]["columns"]}
        for table in json.loads(metadata)["tables"]
    }


def test_the_titles_are_the_header_of_the_file() -> None:
    tables = tables_of(ROOT / "data")
    files = canonical(tables.data.values())
    found = columns_of(describe(tables))
    assert [*found] == [*files]
    for file, columns in found.items():
        assert ",".join([*columns][:-1]) == files[file].decode().partition("\n")[0]
        assert columns["rdf:type"]["virtual"] is True


def test_the_data_set_is_told_in_three_languages() -> None:
    told = json.loads(describe(tables_of(ROOT / "data")))
    for word in ("dc:title", "dc:description"):
        assert {text["@language"] for text in told[word]} == {"en", "id", "ko"}
        assert all(
            {t["@language"] for t in table[word]} == {"en", "id", "ko"} for table in told["tables"]
        )
    assert told["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}


@pytest.mark.parametrize(
    ("file", "header", "said"),
    [
        ("cities.csv", "lat", {"datatype": {"base": "decimal", "minimum": "-90", "maximum": "90"}}),
        ("cities.csv", "population", {"datatype": {"base": "integer", "minimum": "0"}}),
        ("cities.csv", "name@ko", {"name": "name%40ko", "lang": "ko", "datatype": "string"}),
        ("cities.csv", "sources", {"separator": ";", "required": True}),
        ("cities.csv", "wikidata", {"valueUrl": "http://www.wikidata.org/entity/{+wikidata}"}),
        ("cities.csv", "wikidata", {"datatype": {"base": "string", "format": "^Q[1-9][0-9]*$"}}),
        ("cities.csv", "level", {"dc:conformsTo": {"@id": SCHEMES + "city-level"}}),
        ("cities.csv", "level", {"valueUrl": SCHEMES + "city-level/{level}"}),
        ("parties.csv", "city", {"valueUrl": "https://w3id.org/sistercity/id/cities/{city}"}),
        ("statements.csv", "stance", {"datatype": STANCES}),
        ("dataset.csv", "as_of", {"datatype": "date"}),
        ("programs.csv", "fields", {"schema:propertyID": {"@id": TERMS + "field"}}),
    ],
)  # fmt: skip
def test_a_column_is_told(file: str, header: str, said: dict[str, object]) -> None:
    column = columns_of(describe(tables_of(FIXTURE)))[file][header]
    assert {word: column[word] for word in said} == said


def test_what_the_standard_cannot_say_makes_no_triple_of_our_property() -> None:
    columns = columns_of(describe(tables_of(FIXTURE)))
    silent = {
        (file, h) for file, of in columns.items() for h, c in of.items() if "propertyUrl" not in c
    }
    assert {("programs.csv", "fields"), ("statements.csv", "about")} <= silent
    for file, header in silent:
        column = SCHEMA.tables[file.removesuffix(".csv")].of_header(header)
        assert column.kind in ("reference", "code")
        assert column.separator or not column.namespace


def test_references_that_may_be_empty_or_name_their_table_are_no_foreign_keys() -> None:
    tables = json.loads(describe(tables_of(FIXTURE)))["tables"]
    keys = {
        t["url"]: [k["columnReference"] for k in t["tableSchema"]["foreignKeys"]] for t in tables
    }
    assert keys["agencies.csv"] == ["replaces", "sources"]  # neither city nor part_of
    assert keys["statements.csv"] == ["source"]  # not about
    assert keys["parties.csv"] == ["agreement", "city", "sources"]


def test_a_table_that_is_left_out_is_the_target_of_no_key() -> None:
    some = [data for name, data in tables_of(FIXTURE).data.items() if name != "sources"]
    assert b"sources.csv" not in render_csvw(SCHEMA, some)
    assert b"sources.csv" in describe(tables_of(FIXTURE))


# ---- CSV on the Web to RDF: by the rules of "Generating RDF from Tabular Data on the Web", minimal


def csv2rdf(metadata: bytes, files: Files) -> Iterator[Triple]:
    for table in json.loads(metadata)["tables"]:
        schema = table["tableSchema"]
        rows: Iterable[dict[str, Any]] = csv.DictReader(
            io.StringIO(files[table["url"]].decode(), newline="")
        )
        for row in rows:
            subject = expand(schema["aboutUrl"], row)
            for column in schema["columns"]:
                cell = row.get(column["titles"], "")
                if cell or column.get("virtual"):
                    predicate = column.get("propertyUrl", f"{table['url']}#{column['name']}")
                    for found in csv2rdf_objects(column, cell, row):
                        yield subject, predicate, *found


def csv2rdf_objects(
    column: dict[str, Any], cell: str, row: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    if "valueUrl" in column:
        yield f"<{expand(column['valueUrl'], row)}>", "", ""
        return
    datatype = column["datatype"]
    name = datatype if isinstance(datatype, str) else datatype.get("@id", datatype["base"])
    for value in cell.split(column["separator"]) if "separator" in column else [cell]:
        if "lang" in column:
            yield value, column["lang"], ""
        else:
            yield value, "", name if ":" in name else XSD + name


def as_far_as_it_goes(metadata: bytes, graph: Iterable[Triple], schema: Schema) -> set[Triple]:
    """Return a graph as the standard can say it: no lists of things, a partial date as EDTF."""
    silent = {
        (schema.tables[file.removesuffix(".csv")].prefix, column["schema:propertyID"]["@id"])
        for file, columns in columns_of(metadata).items()
        for column in columns.values()
        if "propertyUrl" not in column
    }
    partial = {XSD + "gYear", XSD + "gYearMonth", XSD + "date"}
    whole_days = {TERMS + "asOf"}
    return {
        (
            s,
            p,
            escaped(text),
            lang,
            EDTF if datatype in partial and p not in whole_days else datatype,
        )
        for s, p, text, lang, datatype in graph
        if (s[: s.rindex("/") + 1], p) not in silent
    }


def escaped(text: str) -> str:
    """Return an IRI as a URI template leaves it: with letters beyond ASCII in percent signs."""
    return quote(text, safe="<>:/?#[]@!$&'()*+,;=%~-._") if text.startswith("<http") else text


@pytest.mark.parametrize("world", ["data", "fixture"])
def test_rdf_by_the_rules_of_the_standard_is_in_the_graph(world: str) -> None:
    tables = WORLDS[world]()
    metadata, graph = describe(tables), graph_of(tables.data.values())
    made = {t for t in csv2rdf(metadata, canonical(tables.data.values())) if ":" in t[1]}
    assert made == as_far_as_it_goes(metadata, graph, tables.schema)
    assert len(made) > 0.7 * len(graph)


@settings(max_examples=15)
@given(any_table(SCHEMA))
def test_rdf_of_any_rows_is_in_the_graph(drawn: tuple[str, list[dict[str, str]]]) -> None:
    data = to_data(SCHEMA.tables[drawn[0]], drawn[1])
    metadata = render_csvw(SCHEMA, [data])
    made = {
        (*t[:2], escaped(t[2]), *t[3:]) for t in csv2rdf(metadata, canonical([data])) if ":" in t[1]
    }
    assert made == as_far_as_it_goes(metadata, graph_of([data]), SCHEMA)


# ---- RML


def rdf(mapping: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=mapping, format="turtle", publicID="https://example.org/m")


def test_the_mapping_has_a_rule_for_each_header() -> None:
    mapping = rdf(mapping_of(tables_of(ROOT / "data")))
    headers = sum(len(table.headers) for table in SCHEMA.tables.values())
    assert len(set(mapping.subjects(RML.objectMap))) == headers
    assert {str(p) for p in mapping.objects(None, RML.predicate)} == {
        column.path for table in SCHEMA.tables.values() for column in table.columns
    }


def test_files_are_named_without_a_folder() -> None:
    mapping = rdf(mapping_of(tables_of(ROOT / "data")))
    names = [f"{name}.csv" for name in SCHEMA.tables]
    assert sorted(map(str, mapping.objects(None, RML.source))) == sorted(names)
    queries = [str(q) for q in mapping.objects(None, RML.query)]
    assert len(queries) > 30
    assert all(any(f"read_csv('{name}'," in query for name in names) for query in queries)


def test_only_what_plain_rml_cannot_say_is_asked_from_a_view() -> None:
    mapping = rdf(mapping_of(tables_of(ROOT / "data")))
    views = {str(m).partition("#")[2] for m in mapping.subjects(RML.logicalSource) if "-" in str(m)}
    plain = {"name", "city", "country", "lat", "url", "as_of", "kind", "source", "property"}
    assert {"programs-fields", "agreements-signed", "cities-population", "cities-wikidata"} <= views
    assert not {f"{table}-{column}" for table in SCHEMA.tables for column in plain} & views


def run_morph(folder: Path) -> set[Triple]:
    """Return the triples that Morph-KGC makes in a folder, by the settings that the page names."""
    (folder / "settings.ini").write_text(
        "[CONFIGURATION]\noutput_file = graph.nt\nna_values = ,\nnumber_of_processes = 1\n"
        "logging_level = WARNING\n[tables]\nmappings = mapping.rml.ttl\n"
    )
    command = [str(MORPH), "-m", "morph_kgc", "settings.ini"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return triples((folder / "graph.nt").read_bytes())


@pytest.mark.engine
@pytest.mark.parametrize("world", [*WORLDS])
def test_morph_kgc_makes_the_same_graph(world: str, tmp_path: Path) -> None:
    tables = WORLDS[world]()
    files = canonical(tables.data.values())
    write(tmp_path, files | {"mapping.rml.ttl": mapping_of(tables)})
    expected = graph_of(tables.data.values())
    assert run_morph(tmp_path) == expected
    assert len(expected) >= {"data": 5000, "fixture": 500, "blank": 5, "any": 2000}[world]


# ---- both


def test_a_column_added_to_the_shapes_is_in_both() -> None:
    wider = wider_schema()
    tables = [to_data(wider.tables["cities"], [CITY])]
    columns = columns_of(render_csvw(wider, tables))["cities.csv"]
    assert columns["motto@zh-Hant"]["name"] == "motto%40zh%2DHant"
    assert columns["motto@en"]["datatype"] == {
        "base": "string",
        "format": "^[\\s\\S]*([a-z])[\\s\\S]*$",
    }
    assert columns["doi"]["valueUrl"] == "https://doi.org/{+doi}"
    assert columns["scores"]["propertyUrl"] == TERMS + "scores"
    assert "propertyUrl" not in columns["pages"]
    found = {str(p) for p in rdf(render_rml(wider, tables)).objects(None, RML.predicate)}
    assert {TERMS + word for word in ("doi", "words", "steps", "pages", "motto")} <= found


def test_a_column_added_to_the_shapes_is_validated(tmp_path: Path) -> None:
    wider = wider_schema()
    city = CITY | {"sources": "a"}
    source = {"id": "a", "name@en": "A", "kind": "blog"}
    rows = {"cities": [city], "sources": [source]}
    tables = Tables(wider, {n: to_data(t, rows.get(n, [])) for n, t in wider.tables.items()})
    files = described(tables)
    assert complaints(write(tmp_path, files)) == []
    files["cities.csv"] = files["cities.csv"].replace(b",lat|", b",late|")
    assert "late" in " ".join(complaints(write(tmp_path, files)))


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    for file in FIXTURE.glob("*.csv"):
        head, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        if all(row.count('"') % 2 == 0 for row in rows):
            random.Random(1).shuffle(rows)
        (tmp_path / file.name).write_text("".join([head, *rows]), encoding="utf-8")
    tables, _ = read_tables(tmp_path, SCHEMA)
    assert tables["cities"].lines.tolist() != tables_of(FIXTURE)["cities"].lines.tolist()
    assert describe(tables) == describe(tables_of(FIXTURE))
    assert mapping_of(tables) == mapping_of(tables_of(FIXTURE))


@pytest.mark.engine
def test_the_seed_of_hashes_changes_no_byte() -> None:
    code = (
        "import sys; from pathlib import Path; from kg.exports.csvw import render_csvw;"
        "from kg.exports.rml import render_rml; from kg.tables import read_tables;"
        "from kg.schema import load_schema, packaged_ontology;"
        "schema = load_schema(packaged_ontology());"
        "tables = [*read_tables(Path(sys.argv[1]), schema)[0].data.values()];"
        "sys.stdout.buffer.write(render_csvw(schema, tables) + render_rml(schema, tables))"
    )
    one, other = (
        subprocess.run(
            [sys.executable, "-c", code, str(FIXTURE)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "01"
    )
    assert one == other
    assert one == describe(tables_of(FIXTURE)) + mapping_of(tables_of(FIXTURE))
