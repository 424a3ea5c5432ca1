"""The citable package: what is in it, what it says of itself, and that it says the truth."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, VOID, XSD, Literal, Namespace, URIRef

from kg import KnowledgeGraph, __version__
from kg.api.release import describe
from kg.api.verify import check_contents
from kg.cli import main
from kg.errors import DataError, KgError
from kg.exports.files import replaced_folder
from kg.exports.release import parse_described, read_differences, render_dataset
from kg.exports.release.checksums import parse_checksums
from kg.exports.release.files import PackageFile
from kg.names import LANGUAGES, PREFIXES
from kg.problems import Problem, Sheet
from kg.schema import Schema
from kg.tables import TableData, render_csv
from kg.turtle import render_ntriples
from kg.turtle.count import count_graph
from kg.turtle.provenance import render_provenance
from tests import any_rows
from tests.any_rows import rows_of

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
DATASET = "https://w3id.org/sistercity/id/dataset/exampleton-partners"
DCAT, SPDX = Namespace(PREFIXES["dcat"]), Namespace("http://spdx.org/rdf/terms#")
CSVW = Namespace("http://www.w3.org/ns/csvw#")
EXPORTS = {
    "coverage.csv", "coverage.ttl", "explorer.html", "gaps.csv", "graph-with-coverage.jsonld",
    "graph.nt", "graph.ttl", "provenance.nq",
}  # fmt: skip
WORDS = {
    "CITATION.cff", "LICENSE", "LICENSE-APACHE", "LICENSE-UNICODE", "README.md", "checksums.txt",
    "dataset.ttl", "ro-crate-metadata.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def graph(small: KnowledgeGraph) -> KnowledgeGraph:
    return small


@pytest.fixture(scope="module")
def made(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release of the small project; tests copy it before they change it."""
    folder = tmp_path_factory.mktemp("release") / "small"
    graph.release(folder, provenance=True)
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture(scope="module")
def described(made: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(made / "dataset.ttl")


def kg(*words: str | Path) -> Result:
    """Run a command in this process; a traceback is a fault of the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def read(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden or not, by path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# ---- what is in it


def test_a_release_holds_tables_ontology_exports_and_words(
    made: Path, graph: KnowledgeGraph
) -> None:
    tables = {f"data/{name}.csv" for name in graph.tables}
    ontology = {f"ontology/{path}" for path in read(ROOT / "ontology")}
    assert len(tables) == 16
    assert len(ontology) > 40
    parquet = {f"parquet/{name}" for name in graph.export("parquet")}
    assert len(parquet) == 20
    told = {"data/csv-metadata.json", "data/mapping.rml.ttl", "ontology.html"}
    assert set(read(made)) == tables | told | parquet | ontology | EXPORTS | WORDS


def test_its_tables_are_those_of_the_project(made: Path, graph: KnowledgeGraph) -> None:
    for name, frame in graph.tables.items():
        text = (made / "data" / f"{name}.csv").read_text(encoding="utf-8")
        rows = [*csv.DictReader(io.StringIO(text))]
        assert rows == frame.sort_values("id").to_dict("records")
    assert sum(map(len, graph.tables.values())) > 60


@pytest.mark.engine
def test_a_build_of_a_release_makes_its_exports(made: Path, tmp_path: Path) -> None:
    assert kg("build", made, "--out", tmp_path).exit_code == 0
    built, released = read(tmp_path), read(made)
    assert set(built) == EXPORTS - {"graph-with-coverage.jsonld", "provenance.nq"}
    assert [name for name in built if built[name] != released[name]] == []


def test_the_words_on_files_are_in_three_languages_and_none_is_left_over(made: Path) -> None:
    text = resources("kg.exports.release").joinpath("words.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    entries = [*words["files"].values(), *words["readme"].values(), words["keywords"]]
    assert len(entries) > 25
    assert [entry for entry in entries if set(entry) != set(LANGUAGES)] == []
    readme = (made / "README.md").read_text(encoding="utf-8")
    listed = [*words["files"]]
    listed.remove("data/README.md")  # the small project has none
    for pattern in listed:
        assert readme.count(f"- `{pattern}`: ") == len(LANGUAGES)
    assert "data/README.md" not in readme


# ---- checksums


def test_sha256sum_accepts_the_checksums(made: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "checksums.txt"],
        cwd=made, capture_output=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.removesuffix(": OK") for line in done.stdout.splitlines()] == sorted(
        path for path in read(made) if path != "checksums.txt"
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("abc  graph.nt", "checksums.txt:2: not a checksum. Expected 64 hexadecimals, two blanks"),
        ("0" * 64 + "graph.nt", "checksums.txt:2: not a checksum"),
        ("", "checksums.txt:2: not a checksum"),
    ],
)
def test_a_line_that_is_no_checksum_is_told(line: str, says: str) -> None:
    with pytest.raises(KgError, match=re.escape(says)):
        parse_checksums(f"{'0' * 64}  one\n{line}\n{'0' * 64}  two\n")


# ---- dataset.ttl


def test_both_libraries_read_the_description_and_find_no_blank_node(
    made: Path, described: rdflib.Graph
) -> None:
    text = (made / "dataset.ttl").read_bytes()
    triples = {*ox.parse(text, ox.RdfFormat.TURTLE)}
    assert len(triples) == len(described) > 500
    terms = {term for quad in triples for term in (quad.subject, quad.object)}
    assert [term for term in terms if isinstance(term, ox.BlankNode)] == []
    assert not any(isinstance(term, rdflib.BNode) for triple in described for term in triple)


def test_the_description_says_what_the_table_says(described: rdflib.Graph) -> None:
    root = URIRef(DATASET)
    assert set(described[root : RDF.type]) == {DCAT.Dataset, VOID.Dataset}
    titles = {t.language: str(t) for t in described[root : DCTERMS.title]}
    assert titles["id"] == "Exampleton dan kota mitranya (rekaan)"
    assert set(titles) == {t.language for t in described[root : DCTERMS.description]}
    assert set(titles) == set(LANGUAGES)
    one = {
        DCAT.version: Literal("0.1.0"),
        DCTERMS.issued: Literal("2024-06-30", datatype=XSD.date),
        DCTERMS.valid: Literal("2024-06-30", datatype=XSD.date),
        DCTERMS.license: URIRef("https://creativecommons.org/licenses/by/4.0/"),
        DCTERMS.conformsTo: URIRef(f"https://w3id.org/sistercity/def/{__version__}"),
        PROV.wasGeneratedBy: URIRef(f"{DATASET}/build"),
    }
    assert {name: [*described[root:name]] for name in one} == {n: [v] for n, v in one.items()}


def test_what_is_not_known_is_left_out(made: Path, described: rdflib.Graph) -> None:
    root = URIRef(DATASET)
    unknown = (DCTERMS.creator, DCTERMS.publisher, DCAT.landingPage, DCAT.contactPoint)
    assert [name for name in unknown if (root, name, None) in described] == []
    crate = json.loads((made / "ro-crate-metadata.json").read_bytes())
    (stated,) = (entity for entity in crate["@graph"] if entity["@id"] == "./")
    assert {"author", "publisher", "url", "funder"} & set(stated) == set()
    assert '  - name: "anonymous"\n' in (made / "CITATION.cff").read_text(encoding="utf-8")


def test_a_homepage_is_where_the_files_are_to_be_had(graph: KnowledgeGraph) -> None:
    about, figures = describe(graph)
    known = replace(about, homepage="https://example.org/", author="They", ontology="")
    files = [PackageFile("graph.nt", 1, "0" * 64), PackageFile("explorer.html", 2, "1" * 64)]
    text = render_dataset(known, files, figures, graph.schema.prefixes)
    found = rdflib.Graph().parse(data=text, format="turtle")
    page = URIRef("https://example.org/")
    assert [*found.subjects(DCAT.landingPage, page)] == [URIRef(DATASET)]
    assert len([*found.subjects(DCAT.accessURL, page)]) == 2
    creator = found.value(URIRef(DATASET), DCTERMS.creator)
    assert found.value(creator, rdflib.FOAF.name) == Literal("They")
    assert {*found.objects(None, DCTERMS.conformsTo)} == {
        URIRef("https://www.w3.org/TR/2024/REC-rdf-canon-20240521/")
    }


def test_time_and_place_come_from_the_tables(
    described: rdflib.Graph, graph: KnowledgeGraph
) -> None:
    period = URIRef(f"{DATASET}/period")
    start, end = described.value(period, DCAT.startDate), described.value(period, DCAT.endDate)
    dates = [
        date
        for table, column in (("agreements", "signed"), ("programs", "began"), ("events", "on"))
        for date in graph.tables[table][column]
        if date
    ]
    assert len(dates) > 10
    assert str(start) == min(dates).rstrip("~?")
    assert str(end) >= max(date.rstrip("~?") for date in dates if date <= "2024-06-30")[:4]
    assert str(end) <= "2024-06-30"
    assert set(described[URIRef(DATASET) : DCTERMS.spatial]) == {
        URIRef("https://w3id.org/sistercity/id/cities/exampleton"),
        URIRef(f"{DATASET}/place"),
    }
    polygon = str(described.value(URIRef(f"{DATASET}/place"), DCAT.bbox))
    numbers = [*map(float, re.findall(r"-?[0-9.]+", polygon))]
    cities = graph.tables["cities"]
    assert (min(numbers[::2]), max(numbers[::2])) == bounds(cities["long"])
    assert (min(numbers[1::2]), max(numbers[1::2])) == bounds(cities["lat"])


def bounds(texts: Iterable[str]) -> tuple[float, float]:
    numbers = [float(text) for text in texts if text]
    return min(numbers), max(numbers)


def test_every_distribution_is_a_file_and_is_measured(made: Path, described: rdflib.Graph) -> None:
    found = read(made)
    names = {str(name) for name in described[URIRef(DATASET) : DCAT.distribution]}
    data = {path for path in found if path.startswith(("data/", "parquet/"))}
    files = EXPORTS | data - {"data/csv-metadata.json", "data/mapping.rml.ttl"}
    assert len(files) > 40
    assert names == {f"{DATASET}/{path}" for path in files}
    for path in sorted(files):
        name = URIRef(f"{DATASET}/{path}")
        size = described.value(name, DCAT.byteSize)
        assert size == Literal(len(found[path]), datatype=XSD.nonNegativeInteger)
        checksum = described.value(name, SPDX.checksum)
        assert described.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(described.value(checksum, SPDX.checksumValue)) == sha256(found[path])
        assert {t.language for t in described[name : DCTERMS.description]} == set(LANGUAGES)
        kind = described.value(name, DCAT.mediaType)
        assert str(kind).startswith("https://www.iana.org/assignments/media-types/")


# ---- figures


@pytest.fixture(scope="module")
def store(made: Path) -> ox.Store:
    """Load graph.nt alone into a store."""
    store = ox.Store()
    store.load(path=made / "graph.nt", format=ox.RdfFormat.N_TRIPLES)
    return store


def ask(store: ox.Store, query: str) -> dict[str, int]:
    """Return the numbers that a query of two columns finds, by the first column."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {str(row[0].value): int(row[1].value) for row in found}


def partitions(described: rdflib.Graph, kind: URIRef, term: URIRef, of: URIRef) -> dict[str, int]:
    parts = [*described[URIRef(DATASET) : kind]]
    return {str(described.value(p, term)): int(str(described.value(p, of))) for p in parts}


def test_counts_are_those_that_sparql_makes(store: ox.Store, described: rdflib.Graph) -> None:
    totals = ask(store, """
        SELECT ?what ?n WHERE {
          { SELECT ("triples" AS ?what) (COUNT(*) AS ?n) WHERE { ?s ?p ?o } } UNION
          { SELECT ("distinctSubjects" AS ?what) (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o } }
          UNION { SELECT ("properties" AS ?what) (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o } }
          UNION { SELECT ("classes" AS ?what) (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c } } }
    """)  # fmt: skip
    assert totals["triples"] > 500
    root = URIRef(DATASET)
    assert {what: int(str(described.value(root, VOID[what]))) for what in totals} == totals
    assert described.value(root, VOID.entities) == described.value(root, VOID.distinctSubjects)
    by_class = ask(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    assert len(by_class) > 10
    assert partitions(described, VOID.classPartition, VOID["class"], VOID.entities) == by_class
    by_property = ask(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
    assert len(by_property) > 40
    assert partitions(described, VOID.propertyPartition, VOID.property, VOID.triples) == by_property
    spaces = {re.sub(r"[^/#]*$", "", iri) for iri in (*by_class, *by_property)}
    assert {str(iri) for iri in described[root : VOID.vocabulary]} == spaces


def test_examples_and_links_are_in_the_graph(store: ox.Store, described: rdflib.Graph) -> None:
    examples = [*described[URIRef(DATASET) : VOID.exampleResource]]
    assert len(examples) == 2
    for example in examples:
        assert store.query(f"ASK {{ <{example}> ?p ?o }}")
    links = URIRef(f"{DATASET}/links/wikidata")
    query = """SELECT ("n" AS ?x) (COUNT(*) AS ?n) WHERE { ?s skos:exactMatch ?o
               FILTER STRSTARTS(STR(?o), "http://www.wikidata.org/entity/Q") }"""
    count = ask(store, f"PREFIX skos: <{PREFIXES['skos']}> {query}")["n"]
    stated = described.value(links, VOID.triples)
    assert int(str(stated or 0)) == count


def to_data(schema: Schema, name: str, rows: list[dict[str, str]]) -> TableData:
    return any_rows.to_data(schema.tables[name], rows, f"data/{name}.csv")


@settings(max_examples=4)
@given(data=st.data())
def test_any_rows_are_counted_as_their_triples(schema: Schema, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*schema.tables]))
    table = to_data(schema, name, data.draw(rows_of(schema.tables[name])))
    quads = {*ox.parse(b"".join(render_ntriples([table])), ox.RdfFormat.N_TRIPLES)}
    counts = count_graph([table])
    assert counts.triples == len(quads)
    assert counts.subjects == len({quad.subject for quad in quads})
    by_property = Counter(quad.predicate.value for quad in quads)
    assert {p: n for p, n in counts.properties.items() if n} == by_property


# ---- the crate


@pytest.fixture(scope="module")
def entities(made: Path) -> dict[str, dict[str, object]]:
    crate = json.loads((made / "ro-crate-metadata.json").read_bytes())
    assert crate["@context"] == "https://w3id.org/ro/crate/1.2/context"
    found = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(found) == len(crate["@graph"])
    return found


def test_the_crate_describes_every_file_and_nothing_else(
    made: Path, entities: dict[str, dict[str, object]]
) -> None:
    found = read(made)
    files = {name: entity for name, entity in entities.items() if entity["@type"] == "File"}
    assert set(files) | {"ro-crate-metadata.json"} == {quote(path) for path in found}
    assert entities["./"]["hasPart"] == [{"@id": name} for name in sorted(files)]
    for name, entity in files.items():
        assert entity["contentSize"] == str(len(found[name]))
        assert entity["encodingFormat"]
        assert entity["description"]
        if name != "checksums.txt":  # which is written after it
            assert entity["sha256"] == sha256(found[name])


def test_whatever_the_crate_refers_to_is_described(
    entities: dict[str, dict[str, object]],
) -> None:
    root = entities["./"]
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert entities["ro-crate-metadata.json"]["conformsTo"] == {
        "@id": "https://w3id.org/ro/crate/1.2"
    }
    assert (root["version"], root["datePublished"]) == ("0.1.0", "2024-06-30")
    values = [v for entity in entities.values() for value in entity.values() for v in listed(value)]
    named = {value["@id"] for value in values if isinstance(value, dict)}
    assert len(named) > 60
    assert named - set(entities) == {"https://w3id.org/ro/crate/1.2"}
    lone = [v for e in entities.values() for v in e.values() if isinstance(v, list) and len(v) < 2]
    assert lone == []


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def test_what_is_no_crate_is_told() -> None:
    for text in ("", "{}", '{"@graph": [1]}', '{"@graph": [{"@type": "File"}]}'):
        with pytest.raises(KgError, match=r"^ro-crate-metadata\.json: not the metadata of a crate"):
            parse_described(text)


# ---- licence and citation


def test_the_citation_names_version_date_and_licence(made: Path) -> None:
    text = (made / "CITATION.cff").read_text(encoding="utf-8")
    lines = text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines if re.match(r"[a-z-]+: ", line))
    assert {name: json.loads(value) for name, value in fields.items()} == {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": "Exampleton and its partners (made up)",
        "version": "0.1.0",
        "date-released": "2024-06-30",
        "license": "CC-BY-4.0",
        "abstract": "A made-up data set that is small enough to be counted by hand.",
    }


def test_the_name_of_the_data_set_is_told_as_a_name_and_no_web_address(made: Path) -> None:
    citation = (made / "CITATION.cff").read_text(encoding="utf-8")
    assert f'  - type: other\n    value: "{DATASET}"\n    description: "Name (IRI) of' in citation
    assert "type: url" not in citation
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert readme.count(f"`{DATASET}`") == len(LANGUAGES)
    assert f"<{DATASET}" not in readme
    assert "w3id.org" not in readme.replace(DATASET, "")


def test_the_licence_speaks_of_this_data_set_and_has_the_text_in_full(made: Path) -> None:
    text = (made / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("Exampleton and its partners (made up), version 0.1.0: licence of the")
    assert "Sister-city graph maintainers" not in text
    legal = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8").partition("=" * 78)[2]
    assert len(legal) > 15_000
    assert text.endswith("=" * 78 + legal)
    for theirs, ours in (("LICENSE-APACHE", "LICENSE"), ("LICENSE-UNICODE", "LICENSE-UNICODE")):
        assert (made / theirs).read_bytes() == (ROOT / ours).read_bytes()


# ---- provenance


def test_every_row_is_found_where_provenance_says(made: Path, graph: KnowledgeGraph) -> None:
    quads = [*ox.parse((made / "provenance.nq").read_bytes(), ox.RdfFormat.N_QUADS)]
    assert {str(quad.graph_name) for quad in quads} == {f"<{DATASET}/provenance>"}
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))
    places = {
        str(quad.object.value): str(quad.subject.value)
        for quad in quads
        if quad.predicate.value == str(CSVW.describes)
    }
    cited: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == str(PROV.hadPrimarySource):
            cited.setdefault(str(quad.subject.value), set()).add(str(quad.object.value))
    assert len(places) == sum(map(len, graph.tables.values()))
    tables = {name: rows_in(made / "data" / f"{name}.csv") for name in graph.tables}
    for thing, place in places.items():
        name, number = re.fullmatch(rf"{DATASET}/data/(\w+)\.csv#row=(\d+)", place).groups()  # type: ignore[union-attr]
        row = tables[name][int(number) - 1]
        assert thing == f"https://w3id.org/sistercity/id/{name}/{row['id']}"
        sources = row.get("sources") or row.get("source") or ""
        expected = {f"https://w3id.org/sistercity/id/sources/{s}" for s in sources.split(";") if s}
        assert cited.get(place, set()) == expected


def rows_in(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, its header too, so that the first is row 1 of RFC 7111."""
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
    return [dict(zip(header, row, strict=True)) for row in (header, *rows)]


def test_rows_are_counted_where_they_go_over_lines_and_stand_in_any_order(schema: Schema) -> None:
    rows = [
        {"id": "c", "name@en": "over\ntwo lines", "kind": "press"},
        {"id": "a", "name@en": "one", "kind": "press"},
        {"id": "b", "name@en": "one", "kind": "press"},
    ]
    text = b"".join(render_provenance([to_data(schema, "sources", rows)], "http://x/d")).decode()
    found = re.findall(r"<http://x/d/data/sources.csv#row=(\d)> <\S+describes> <\S+/(\w)>", text)
    assert found == [("3", "a"), ("4", "b"), ("2", "c")]


def test_rows_of_a_workbook_are_named_by_sheet_and_counted_as_its_program_does(
    schema: Schema,
) -> None:
    row = {"id": "b", "name@en": "two"}
    sources = replace(
        to_data(schema, "sources", [row | {"kind": "press"}]),
        file="my book.xlsx", sheet=Sheet("sources"), lines=np.array([7]),
    )  # fmt: skip
    row |= {"country": "KR", "level": "city", "sources": "b"}
    cities = replace(
        to_data(schema, "cities", [row]),
        file="my book.xlsx", sheet=Sheet("A/B"), lines=np.array([7]),
    )  # fmt: skip
    text = b"".join(render_provenance([cities, sources], "http://x/d")).decode()
    found = re.findall(r"<(\S+)> <\S+describes> <\S+/(\w+)/b>", text)
    assert found == [
        ("http://x/d/my%20book.xlsx/A%2FB#row=7", "cities"),
        ("http://x/d/my%20book.xlsx/sources#row=7", "sources"),
    ]
    used = re.findall(r"#used> <(\S+)>", text)
    assert used == ["http://x/d/my%20book.xlsx/A%2FB", "http://x/d/my%20book.xlsx/sources"]


def test_provenance_can_be_had_without_a_release(graph: KnowledgeGraph) -> None:
    text = b"".join(graph.provenance())
    assert b"".join(graph.export("provenance")["provenance.nq"]) == text
    assert text.count(b"#describes>") == sum(map(len, graph.tables.values()))
    assert f'"kg {__version__}"'.encode() in text


# ---- refused


def test_a_folder_with_other_files_is_left(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    result = kg("release", tmp_path, "-C", FIXTURE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == (
        f"error: {tmp_path} holds files that no release made, so it is left as it is. "
        "Name a new folder."
    )
    assert read(tmp_path) == {"letter.txt": b"dear"}


def test_a_file_is_no_place_for_a_release(graph: KnowledgeGraph, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("dear", encoding="utf-8")
    with pytest.raises(KgError, match=r"letter\.txt is a file, so it is left as it is\."):
        graph.release(file)
    assert read(tmp_path) == {"letter.txt": b"dear"}


def test_a_release_in_which_someone_worked_is_left(graph: KnowledgeGraph, copy: Path) -> None:
    with (copy / "data" / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("new-city,,,,,,,,,,,,,\n")
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    before = read(copy)
    with pytest.raises(KgError, match=r"changed since \(data/cities\.csv, notes\.txt\), so it is"):
        graph.release(copy)
    assert read(copy) == before


def test_the_folder_in_which_one_stands_is_not_replaced(
    graph: KnowledgeGraph, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(copy)
    monkeypatch.chdir(copy / "data")
    with pytest.raises(KgError, match=r"You stand in .*copy, which is to be replaced\."):
        graph.release(copy)
    assert read(copy) == before


def test_a_file_without_a_description_makes_no_release(graph: KnowledgeGraph, copy: Path) -> None:
    crate = json.loads((copy / "ro-crate-metadata.json").read_bytes())
    crate["@graph"] = [e for e in crate["@graph"] if e["@id"] != "gaps.csv"]
    (copy / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    with pytest.raises(KgError, match=r"files and descriptions differ: gaps\.csv\."):
        check_contents(copy, graph)


def test_data_with_errors_give_no_release(tmp_path: Path, graph: KnowledgeGraph) -> None:
    project = tmp_path / "mine"
    shutil.copytree(FIXTURE / "data", project / "data")
    file = project / "data" / "parties.csv"
    text = file.read_text(encoding="utf-8").replace(",mockford,", ",mokford,")
    file.write_text(text, encoding="utf-8")
    result = kg("release", tmp_path / "out", "-C", project)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        'data/parties.csv:11: city: "mokford" is not an id in cities; did you mean' in result.stderr
    )
    assert not (tmp_path / "out").exists()
    faulty = KnowledgeGraph(graph.data, [Problem("unknown-table", "f")], graph.ontology)
    with pytest.raises(DataError):
        faulty.release(tmp_path / "out")


@pytest.mark.engine
def test_what_a_citation_lacks_is_told(tmp_path: Path) -> None:
    assert kg("new", tmp_path / "mine").exit_code == 0
    result = kg("release", tmp_path / "out", "-C", tmp_path / "mine")
    assert result.exit_code == 0
    assert "fill in citation, as_of in the table dataset: " in result.stderr
    file = tmp_path / "mine" / "data" / "dataset.csv"
    header, row = file.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    cells |= {"citation": "They (2026). Mine.", "as_of": "2026-01-01"}
    file.write_text(f"{header}\n{','.join(cells.values())}\n", encoding="utf-8")
    result = kg("release", tmp_path / "out", "-C", tmp_path / "mine")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "version 0.1.0, as of 2026-01-01." in result.stdout


def test_verify_takes_no_other_option(made: Path) -> None:
    result = kg("release", made, "--verify", "--provenance")
    assert result.exit_code == 2
    assert "--verify looks at DIR alone" in result.stderr


# ---- whole or not at all


def fill_and_fail(folder: Path, failure: Exception) -> None:
    with replaced_folder(folder) as new:
        (new / "half").write_bytes(b"half")
        raise failure


def test_when_the_filling_fails_the_old_folder_stays(copy: Path) -> None:
    before = read(copy.parent)
    with pytest.raises(KgError, match="not true"):
        fill_and_fail(copy, KgError("not true"))
    with pytest.raises(KgError, match=r"cannot write .*copy: No space left on device\. Nothing"):
        fill_and_fail(copy, OSError(28, "No space left on device"))
    assert read(copy.parent) == before


def test_when_the_new_folder_cannot_be_moved_the_old_one_comes_back(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, move = read(copy.parent), os.replace

    def fail(one: Path, other: Path) -> None:
        if Path(one).name == "new":
            raise OSError(16, "Device or resource busy")
        move(one, other)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KgError, match="Device or resource busy"), replaced_folder(copy) as new:
        (new / "file").write_bytes(b"new")
    assert read(copy.parent) == before


def test_what_a_killed_program_put_aside_is_restored(tmp_path: Path) -> None:
    aside = tmp_path / ".replacing-dead" / "old" / "mine"
    aside.mkdir(parents=True)
    (aside / "file").write_bytes(b"old")
    place = tmp_path / "mine"
    with pytest.raises(KgError, match="stop"):
        fill_and_fail(place, KgError("stop"))
    assert read(tmp_path) == {"mine/file": b"old"}
    with replaced_folder(place) as new:
        (new / "deep" / "er").mkdir(parents=True)
        (new / "deep" / "er" / "file").write_bytes(b"new")
    assert read(tmp_path) == {"mine/deep/er/file": b"new"}


@pytest.mark.engine
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b",Dummyville,", b",Dumbville,", "data/cities.csv does not read back as the same table; "
         "checksums or hashes are not those of the files."),
        (b"exampleton,Exampleton,", b"examplton,Exampleton,", "error: data/"),
    ],
)  # fmt: skip
def test_what_does_not_read_back_is_not_put_there(
    graph: KnowledgeGraph, copy: Path, monkeypatch: pytest.MonkeyPatch,
    old: bytes, new: bytes, says: str,
) -> None:  # fmt: skip
    before = read(copy.parent)

    def render_falsely(data: TableData) -> list[bytes]:
        return [piece.replace(old, new) for piece in render_csv(data)]

    monkeypatch.setattr("kg.exports.documents.render_csv", render_falsely)
    with pytest.raises(KgError, match=re.escape(f"not written, since it is not true: {says}")):
        graph.release(copy)
    assert read(copy.parent) == before


# ---- verified


def test_changed_missing_and_added_files_are_listed(copy: Path) -> None:
    (copy / "data" / "cities.csv").write_bytes(b"id\n")
    (copy / "gaps.csv").unlink()
    (copy / "data" / ".hidden").write_bytes(b"")
    result = kg("release", copy, "--verify")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "changed: data/cities.csv", "missing: gaps.csv", "added: data/.hidden",
    ]  # fmt: skip
    assert result.stderr == f"{copy} is not what was published.\n"
    other = [kg("release", copy, "--verify", "--lang", lang) for lang in ("id", "ko")]
    assert "berubah: data/cities.csv\n" in other[0].stdout
    assert "누락됨: gaps.csv\n" in other[1].stdout


def test_a_folder_that_is_no_release_cannot_be_verified(tmp_path: Path) -> None:
    result = kg("release", tmp_path, "--verify")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: {tmp_path} is not a release: it has no checksums.txt.\n"


@pytest.mark.engine
def test_what_was_published_is_what_is_there_and_a_forged_table_is_found(copy: Path) -> None:
    result = kg("release", copy, "--verify")
    assert (result.exit_code, result.stderr) == (0, "")
    count, stated = len(read(copy)), sorted_hash(copy)
    assert f"is what was published: {count} files unchanged" in result.stdout
    assert stated in result.stdout
    file = copy / "data" / "cities.csv"
    file.write_bytes(file.read_bytes().replace(b"Exampleton", b"Forgedton"))
    sums = copy / "checksums.txt"
    lines = [line for line in sums.read_text().splitlines() if not line.endswith("cities.csv")]
    sums.write_text("\n".join([*lines, f"{sha256(file.read_bytes())}  data/cities.csv"]) + "\n")
    assert not read_differences(copy)
    result = kg("release", copy, "--verify")
    assert result.exit_code == 1
    assert re.search(
        rf"stated in dataset\.ttl +{stated}\n  of graph\.nt +{stated}\n", result.stdout
    )
    assert not re.search(rf"made from the tables +{stated}\n", result.stdout)


def sorted_hash(folder: Path) -> str:
    """Hash a graph as the README of a release says that one does without kg."""
    command = "LC_ALL=C sort -u graph.nt | sha256sum"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, encoding="utf-8")
    return done.stdout.split()[0]


# ---- the same bytes, from whatever it is made

RELEASE = "import sys; from kg.cli import main; main(['release', *sys.argv[1:]])"


def run(*words: str | Path, code: Path = ROOT, **settings: str) -> str:
    """Release in a process of its own, and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(code), "COLUMNS": "160", **settings}
    done = subprocess.run(
        [sys.executable, "-c", RELEASE, *map(str, words)],
        cwd=code, env=environment, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.engine
def test_a_release_of_a_release_has_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    said = run(one, "--provenance", "-C", ROOT, PYTHONHASHSEED="1", TZ="UTC")
    run(other, "--provenance", "-C", one, PYTHONHASHSEED="2", TZ="Asia/Seoul", LC_ALL="C")
    assert read(one) == read(other)
    assert "data/README.md" in read(one)
    stated = re.search(r"RDFC-1\.0 SHA-256 ([0-9a-f]{64})", said)
    assert stated
    assert stated[1] == sorted_hash(one)
    assert stated[1] in (one / "README.md").read_text(encoding="utf-8")


@pytest.mark.engine
def test_a_release_may_be_made_over_itself(copy: Path) -> None:
    before = read(copy.parent)
    KnowledgeGraph.load(copy).release(copy)
    after = read(copy.parent)
    assert set(before) - set(after) == {"copy/provenance.nq"}
    tables = [path for path in after if re.fullmatch(r"copy/data/\w+\.csv", path)]
    assert len(tables) == 16
    assert [path for path in tables if before[path] != after[path]] == []


@pytest.mark.engine
def test_a_release_as_of_an_earlier_day_says_so(graph: KnowledgeGraph, tmp_path: Path) -> None:
    written = graph.release(tmp_path / "then", as_of="2016", provenance=False)
    assert (written.as_of, written.files) == ("2016-12-31", len(read(tmp_path / "then")))
    assert graph.verify(tmp_path / "then").is_as_published
    readme = (tmp_path / "then" / "README.md").read_text(encoding="utf-8")
    assert readme.count("    kg release ../again --as-of 2016-12-31\n") == len(LANGUAGES)


# ---- the verdict of others


@pytest.mark.engine
def test_the_validator_of_crates_finds_only_what_is_not_known(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    file = tmp_path / "data" / "dataset.csv"
    title = "Exampleton and its partners (made up)"
    old, new = f"by/4.0/,{title},", f"by/4.0/,Makers (2024). {title}.,"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new), encoding="utf-8")
    KnowledgeGraph.load(tmp_path).release(tmp_path / "out")
    assert '  - name: "Makers"\n' in (tmp_path / "out" / "CITATION.cff").read_text(encoding="utf-8")
    report = tmp_path / "report.json"
    python = ROOT / ".venv-engines" / "bin" / "python"
    done = subprocess.run(
        [python, ROOT / "tests" / "rocrate.py", "validate", "--profile-identifier", "ro-crate-1.2",
         "--requirement-severity", "recommended", "--output-format", "json",
         "--output-file", report, tmp_path / "out"],
        cwd=tmp_path, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert report.exists(), done.stderr
    found = json.loads(report.read_bytes())
    assert found["statistics"]["total_checks_by_severity"]["REQUIRED"] > 60
    assert [i for i in found["issues"] if i["severity"] == "REQUIRED"] == []
    told = {issue["check"]["identifier"]: issue["message"] for issue in found["issues"]}
    unknown = {
        "51.1": "no network: ",  # whether the IRI of the data set leads to the crate
        "56.1": "SHOULD have a `publisher`",
        "86.2": "organization SHOULD have a URL",
        "89.0": "SHOULD have a ROR identifier",
        "90.1": "SHOULD reference a ContactPoint",
        "93.0": "SHOULD have a contactPoint",
    }
    assert set(told) == {f"ro-crate-1.2_{number}" for number in unknown}
    for number, words in unknown.items():
        assert words in told[f"ro-crate-1.2_{number}"]


SHAPES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
    sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:uniqueLang true ] ,
        [ sh:path dcterms:description ; sh:minCount 1 ; sh:uniqueLang true ] ,
        [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
        [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:keyword ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
        [ sh:path dcterms:creator ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcterms:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
        [ sh:path dcterms:temporal ; sh:class dcterms:PeriodOfTime ] ,
        [ sh:path dcat:distribution ; sh:minCount 20 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
    sh:property [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
        [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
    sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
"""


@pytest.mark.engine
def test_the_description_holds_what_catalogues_ask_for(made: Path) -> None:
    import pyshacl

    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    description = rdflib.Graph().parse(made / "dataset.ttl")
    (root,) = description.subjects(RDF.type, DCAT.Dataset)
    lacking = pyshacl.validate(description, shacl_graph=shapes)[1]
    assert [*lacking.objects(None, rdflib.SH.resultPath)] == [DCTERMS.creator]
    description.add((root, DCTERMS.creator, URIRef("http://x/them")))
    assert pyshacl.validate(description, shacl_graph=shapes)[0] is True


@pytest.mark.engine
def test_an_installed_package_makes_the_same_release(made: Path, tmp_path: Path) -> None:
    script = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    run(tmp_path / "out", "--provenance", "-C", FIXTURE, code=tmp_path / "site")
    assert read(tmp_path / "out") == read(made)
