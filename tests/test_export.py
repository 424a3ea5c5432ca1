"""Every format of `kg export`, read back by a second library and compared with the graph."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld
from rdflib.compare import to_canonical_graph

from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError
from kg.exports.formats import FORMATS
from kg.exports.jsonld import read_context, render_jsonld
from kg.exports.networks import (
    render_cytoscape,
    render_edges,
    render_gexf,
    render_graphml,
    render_nodes,
    to_export,
)
from kg.exports.rdf import canonical_hash, name_graphs, render_nquads, render_rdfxml, render_trig
from kg.exports.tables import plain, to_csv
from kg.names import LANGUAGES
from kg.schema import load_schema, packaged_ontology
from kg.tables import TableData, render_csv
from kg.tables.read import to_table
from kg.turtle import render_ntriples
from tests.any_rows import read_rows, rows_of

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
SCHEMA = load_schema(packaged_ontology())
CONTEXT = read_context(packaged_ontology())
DATASET = "https://w3id.org/sistercity/id/dataset/"
RDF = {"turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig",
       "jsonld": "json-ld", "rdfxml": "xml"}  # fmt: skip
NETWORKS = ("graphml", "gexf", "cytoscape", "nodes-edges")
TABLES = ("csv", "parquet")

Quad = tuple[str, str, tuple[str, str, str], str]


@pytest.fixture(scope="module", autouse=True)
def literals_as_they_stand() -> Iterator[None]:
    """Keep rdflib from rewriting 007 to 7: what was written is to be compared."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def files(graph: KnowledgeGraph, form: str, **choices: Any) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in graph.export(form, **choices).items()}


def only(graph: KnowledgeGraph, form: str, **choices: Any) -> bytes:
    (content,) = files(graph, form, **choices).values()
    return content


# ---- RDF


def by_rdflib(text: bytes, form: str) -> Counter[Quad]:
    graph = rdflib.Dataset(default_union=False)
    graph.parse(data=text, format=form)
    quads = Counter[Quad]()
    for s, p, o, name in graph.quads():
        assert isinstance(s, rdflib.URIRef)
        term = str(o), "", ""
        if isinstance(o, rdflib.Literal):
            term = str(o), str(o.datatype or ""), o.language or ""
        default = name is None or str(name) == "urn:x-rdflib:default"
        quads[str(s), str(p), term, "" if default else str(name)] += 1
    return quads


def by_oxigraph(text: bytes, form: ox.RdfFormat) -> Counter[Quad]:
    quads = Counter[Quad]()
    for quad in ox.parse(text, format=form):
        o, name = quad.object, quad.graph_name
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(o, ox.NamedNode | ox.Literal)
        if isinstance(o, ox.Literal):
            untyped = o.language or o.datatype.value.endswith("XMLSchema#string")
            term = o.value, "" if untyped else o.datatype.value, o.language or ""
        else:
            term = o.value, "", ""
        place = name.value if isinstance(name, ox.NamedNode) else ""
        quads[quad.subject.value, quad.predicate.value, term, place] += 1
    return quads


def expected(tables: Sequence[TableData], name: str = "") -> Counter[Quad]:
    """Return the triples that tables make, as they stand in one graph."""
    triples = by_oxigraph(b"".join(render_ntriples(tables)), ox.RdfFormat.N_TRIPLES)
    return Counter({(s, p, o, name): n for (s, p, o, _), n in triples.items()})


@pytest.mark.engine
@pytest.mark.parametrize("form", [form for form in RDF if form not in ("turtle", "ntriples")])
def test_rdflib_reads_the_same_triples_from_each_syntax(small: KnowledgeGraph, form: str) -> None:
    rows, cube = small.graph_tables(), small.cube_tables()
    if form in ("nquads", "trig"):
        above = f"{DATASET}exampleton-partners"
        wanted = expected(rows, f"{above}/graph") + expected(cube, f"{above}/coverage")
    else:
        wanted = expected([*rows, *cube])
    assert len(wanted) > 1_000
    assert by_rdflib(only(small, form), RDF[form]) == wanted


@pytest.mark.parametrize(
    ("form", "of_ox"),
    [
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
@pytest.mark.engine
def test_oxigraph_reads_what_it_did_not_write(
    packaged: KnowledgeGraph, form: str, of_ox: ox.RdfFormat
) -> None:
    quads = by_oxigraph(only(packaged, form), of_ox)
    triples = Counter({(s, p, o, ""): n for (s, p, o, _), n in quads.items()})
    assert triples == expected([*packaged.graph_tables(), *packaged.cube_tables()])
    assert max(triples.values()) == 1
    assert len({name for *_, name in quads}) == (1 if form == "jsonld" else 2)


@pytest.mark.engine
def test_the_graph_of_rows_is_the_turtle_of_a_build(packaged: KnowledgeGraph) -> None:
    built = (ROOT / "exports" / "graph.ttl").read_text(encoding="utf-8")
    prefixes, _, blocks = built.partition("\n\n")
    trig = only(packaged, "trig").decode()
    assert trig.startswith(
        f"{prefixes}\n\n<{DATASET}sister-cities-of-bandung/graph> {{\n\n{blocks}}}"
    )


@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_turtle_and_ntriples_hold_rows_relations_and_cube(small: KnowledgeGraph, form: str) -> None:
    of_ox = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}[form]
    wanted = expected([*small.graph_tables(), *small.cube_tables()])
    assert by_oxigraph(only(small, form), of_ox) == wanted


@pytest.mark.engine
@pytest.mark.parametrize("form", RDF)
def test_no_format_writes_over_what_a_build_wrote(tmp_path: Path, form: str) -> None:
    """The files of a build have no cube, so that one of the same name would be another graph."""
    names = ("graph.ttl", "graph.nt", "coverage.ttl")
    for name in names:
        (tmp_path / name).write_bytes(b"as built")
    result = CliRunner().invoke(main, ["export", form, "-C", str(FIXTURE), "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert [(tmp_path / name).read_bytes() for name in names] == [b"as built"] * 3
    (written,) = {path.name for path in tmp_path.iterdir()} - {*names}
    assert written.startswith("graph-with-coverage.")


@settings(max_examples=10)
@given(st.sampled_from([*SCHEMA.tables]).flatmap(
    lambda name: st.tuples(st.just(name), rows_of(SCHEMA.tables[name]))
))  # fmt: skip
def test_any_rows_survive_each_syntax(drawn: tuple[str, list[dict[str, str]]]) -> None:
    data = [to_data(*drawn)]
    graphs = name_graphs("x", data, [])
    name = f"{DATASET}x/graph"
    assert by_rdflib(b"".join(render_nquads(graphs)), "nquads") == expected(data, name)
    assert by_rdflib(b"".join(render_trig(SCHEMA, graphs)), "trig") == expected(data, name)
    assert by_rdflib(b"".join(render_rdfxml(data, SCHEMA.prefixes)), "xml") == expected(data)
    document = b"".join(render_jsonld(CONTEXT, data))
    assert by_rdflib(document, "json-ld") == expected(data)
    assert by_oxigraph(document, ox.RdfFormat.JSON_LD) == expected(data)


def to_data(table: str, rows: Sequence[Mapping[str, str]]) -> TableData:
    return read_rows(SCHEMA.tables[table], rows)[0]


CITY = {"id": "a", "name@en": "A", "lat": "-6.90", "long": "+.5", "population": "7"}
DEED = {"id": "b", "signed": "2015~", "effective": "2016", "valid_until": "2017-05"}


def test_numbers_and_dates_keep_their_form_in_each_syntax() -> None:
    data = [to_data("cities", [CITY]), to_data("agreements", [DEED])]
    graphs = name_graphs("x", data, [])
    written = {
        "nquads": render_nquads(graphs),
        "trig": render_trig(SCHEMA, graphs),
        "xml": render_rdfxml(data, SCHEMA.prefixes),
        "json-ld": render_jsonld(CONTEXT, data),
    }
    for form, pieces in written.items():
        found = {(value, kind.rpartition("/")[2]) for _, _, (value, kind, _), _ in
                 by_rdflib(b"".join(pieces), form) if kind}  # fmt: skip
        assert found == {
            ("-6.90", "XMLSchema#decimal"), ("+.5", "XMLSchema#decimal"),
            ("7", "XMLSchema#integer"), ("2015~", "EDTF"), ("2016", "XMLSchema#gYear"),
            ("2017-05", "XMLSchema#gYearMonth"),
        }, form  # fmt: skip


def test_rdf_xml_refuses_a_property_that_no_element_can_name() -> None:
    data = to_data("cities", [CITY])
    column = replace(data.table.columns[0], path="https://example.org/p/1")
    strange = replace(data, table=replace(data.table, columns=(column,)))
    with pytest.raises(KgError, match=r"RDF/XML cannot name the property https://example\.org/p/1"):
        next(render_rdfxml([strange], SCHEMA.prefixes))


# ---- JSON-LD


def test_json_ld_is_as_compact_as_its_context_allows(small: KnowledgeGraph) -> None:
    document = json.loads(only(small, "jsonld"))
    assert document["@context"] == CONTEXT
    again = jsonld.compact(jsonld.expand(document), {"@context": CONTEXT})
    assert again == document


def test_a_json_ld_node_reads_like_the_row() -> None:
    row = CITY | {"name@ko": "가", "country": "KR", "wikidata": "Q1", "sources": "s;t"}
    row |= {"population": "007"}
    lines = b"".join(render_jsonld(CONTEXT, [to_data("cities", [row])])).decode().splitlines()
    assert lines[-10:] == [
        '{"id": "row:cities/a", "type": "City",',
        ' "identifier": "a",',
        ' "label": {"en": "A", "ko": "가"},',
        ' "country": "sch:country/KR",',
        ' "exactMatch": "wd:Q1",',
        ' "lat": "-6.90",',
        ' "long": "+.5",',
        ' "population": {"type": "xsd:integer", "@value": "007"},',
        ' "source": ["row:sources/s", "row:sources/t"]}',
        "]}",
    ]


def test_what_the_context_lacks_is_written_in_full() -> None:
    row = CITY | {"country": "KR", "sources": "s"}
    data = [to_data("cities", [row]), to_data("agreements", [DEED])]
    strange = {
        "sisc": "https://w3id.org/sistercity/def#",
        "label": {"@id": "http://www.w3.org/2000/01/rdf-schema#label", "@type": "@id"},
        "country": {"@id": "sisc:country", "@type": "@vocab"},
        "source": {"@reverse": "sisc:source"},
        "identifier": {"@id": "http://purl.org/dc/terms/identifier", "@container": "@language"},
        "signed": {"@id": "sisc:signed", "@type": "http://id.loc.gov/datatypes/edtf/EDTF"},
        "lat": None,
        "@language": "en",
    }
    for context in ({}, strange):
        document = b"".join(render_jsonld(context, data))
        assert by_rdflib(document, "json-ld") == expected(data)
    city, deed = json.loads(document)["@graph"]
    assert city["country"] == {"@id": "https://w3id.org/sistercity/scheme/country/KR"}
    assert city["sisc:source"] == {"@id": "https://w3id.org/sistercity/id/sources/s"}
    assert city["http://purl.org/dc/terms/identifier"] == {"@value": "a"}
    assert deed["signed"] == "2015~"


def test_no_rows_are_an_empty_document_in_each_syntax() -> None:
    graphs = name_graphs("x", [], [])
    assert b"".join(render_nquads(graphs)) == b""
    assert not by_rdflib(b"".join(render_trig(SCHEMA, graphs)), "trig")
    assert not by_rdflib(b"".join(render_rdfxml([], SCHEMA.prefixes)), "xml")
    assert json.loads(b"".join(render_jsonld(CONTEXT, [])))["@graph"] == []


def test_a_context_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"context\.jsonld is missing: JSON-LD needs the context"):
        read_context(tmp_path)
    for text in ("{", "[]", "{}"):
        (tmp_path / "context.jsonld").write_text(text)
        with pytest.raises(KgError, match=r"context\.jsonld is not a JSON-LD context"):
            read_context(tmp_path)


# ---- networks


def network(graph: KnowledgeGraph, kind: str, about: str | None = None) -> "nx.MultiGraph[str]":
    found = graph.to_networkx(kind, about)  # type: ignore[arg-type]
    return to_export(found, graph.label, name=kind, description="of a test")


def facts_of(network: "nx.Graph[str]") -> dict[str, dict[str, Any]]:
    return {node: network.nodes[node] for node in network}


def labels_of(network: "nx.Graph[str]") -> dict[str, str]:
    return {node: facts["label"] for node, facts in facts_of(network).items()}


KINDS = [("relations", None), ("coverage", "exampleton"), ("chain", "sampleburg-loi")]


@pytest.mark.filterwarnings("ignore:Could not add edge ids:RuntimeWarning")
@pytest.mark.parametrize(("kind", "about"), KINDS)
def test_igraph_reads_graphml(
    small: KnowledgeGraph, tmp_path: Path, kind: str, about: str | None
) -> None:
    compare_by_igraph(small, tmp_path / "x.graphml", kind, about)


def compare_by_igraph(graph: KnowledgeGraph, file: Path, kind: str, about: str | None) -> None:
    wanted = network(graph, kind, about)
    file.write_bytes(only(graph, "graphml", network=kind, about=about))
    found = igraph.Graph.Read_GraphML(str(file))
    assert found.is_directed() == (kind == "chain")
    assert found["name"] == kind
    names = found.vs["id"]
    assert names == list(wanted)
    for vertex in found.vs:
        facts = {n: v for n, v in vertex.attributes().items() if n != "id" and is_known(v)}
        assert facts == wanted.nodes[vertex["id"]]
    edges = {edge["id"]: edge for edge in found.es}
    assert len(edges) == len(found.es) == wanted.number_of_edges() > 5
    for one, other, key, facts in wanted.edges(keys=True, data=True):
        edge = edges[key]
        ends = names[edge.source], names[edge.target]
        assert ends == (one, other) if kind == "chain" else set(ends) == {one, other}
        assert {n: v for n, v in edge.attributes().items() if is_known(v)} == facts


def is_known(value: object) -> bool:
    """Tell what igraph was told from how it fills gaps: "" in words, not-a-number in numbers."""
    return value != "" and value == value


@pytest.mark.parametrize(("kind", "about"), KINDS)
def test_networkx_reads_gexf(small: KnowledgeGraph, kind: str, about: str | None) -> None:
    compare_by_networkx(small, kind, about)


def compare_by_networkx(graph: KnowledgeGraph, kind: str, about: str | None) -> None:
    wanted = network(graph, kind, about)
    found = nx.read_gexf(io.BytesIO(only(graph, "gexf", network=kind, about=about)))
    assert found.is_directed() == (kind == "chain")
    assert facts_of(found) == facts_of(wanted)
    assert list(found) == list(wanted)
    read = {facts["id"]: ({one, other}, facts) for one, other, facts in found.edges(data=True)}
    assert read == {
        key: ({one, other}, facts) for one, other, key, facts in wanted.edges(keys=True, data=True)
    }


@pytest.mark.engine
@pytest.mark.filterwarnings("ignore:Could not add edge ids:RuntimeWarning")
@pytest.mark.parametrize(
    ("kind", "about"),
    [("relations", None), ("coverage", None), ("chain", "bandung-seoul-loi-2015")],
)
def test_the_networks_of_all_data_are_read_back(
    packaged: KnowledgeGraph, tmp_path: Path, kind: str, about: str | None
) -> None:
    compare_by_igraph(packaged, tmp_path / "x.graphml", kind, about)
    compare_by_networkx(packaged, kind, about)


GEXF = "{http://www.gexf.net/1.2draft}"


@pytest.mark.parametrize(("kind", "about"), KINDS)
def test_gexf_has_the_structure_that_its_schema_asks_for(
    small: KnowledgeGraph, kind: str, about: str | None
) -> None:
    root = ElementTree.fromstring(only(small, "gexf", network=kind, about=about))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.2")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert root[0].attrib == {}  # the day of writing would be another each day
    graph = root[1]
    assert [c.tag.removeprefix(GEXF) for c in graph] == ["attributes"] * 2 + ["nodes", "edges"]
    assert graph.attrib == {
        "mode": "static", "defaultedgetype": "directed" if kind == "chain" else "undirected",
    }  # fmt: skip
    assert {name for n in graph.iter(f"{GEXF}node") for name in n.attrib} == {"id", "label"}
    assert {name for e in graph.iter(f"{GEXF}edge") for name in e.attrib} == {
        "id", "source", "target",
    }  # fmt: skip
    declared: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for attributes in graph.iter(f"{GEXF}attributes"):
        declared[attributes.attrib["class"]] = {
            a.attrib["id"]: a.attrib["type"] for a in attributes
        }
    types = {t for of_class in declared.values() for t in of_class.values()}
    assert types <= {"string", "double", "long"}
    readers = {"string": str, "double": float, "long": int}
    for what, kinds in declared.items():
        elements = list(graph.iter(f"{GEXF}{what}"))
        ids = [element.attrib["id"] for element in elements]
        assert len(ids) == len(set(ids)) >= 5
        for value in (v for e in elements for v in e.iter(f"{GEXF}attvalue")):
            assert readers[kinds[value.attrib["for"]]](value.attrib["value"]) not in ("", "None")
    nodes = {n.attrib["id"] for n in graph.iter(f"{GEXF}node")}
    ends = {e.attrib[end] for e in graph.iter(f"{GEXF}edge") for end in ("source", "target")}
    assert ends <= nodes


@pytest.mark.parametrize(("kind", "about"), KINDS)
def test_cytoscape_gets_elements_with_ids(
    small: KnowledgeGraph, kind: str, about: str | None
) -> None:
    wanted = network(small, kind, about)
    found = json.loads(only(small, "cytoscape", network=kind, about=about))
    assert found["data"]["name"] == kind
    nodes = [element["data"] for element in found["elements"]["nodes"]]
    assert {n["id"]: n["name"] for n in nodes} == labels_of(wanted)
    edges = [element["data"] for element in found["elements"]["edges"]]
    assert edges == [
        {**facts, "source": one, "target": other} for one, other, facts in wanted.edges(data=True)
    ]


@pytest.mark.parametrize(("kind", "about"), KINDS)
def test_lists_of_nodes_and_edges_have_the_headers_that_programs_look_for(
    small: KnowledgeGraph, kind: str, about: str | None
) -> None:
    wanted = network(small, kind, about)
    found = files(small, "nodes-edges", network=kind, about=about)
    nodes, edges = (
        list(csv.DictReader(io.StringIO(found[f"{name}.csv"].decode())))
        for name in ("nodes", "edges")
    )
    assert list(nodes[0])[:2] == ["Id", "Label"]
    assert list(edges[0])[:5] == ["Source", "Target", "Type", "Id", "Label"]
    assert {n["Id"]: n["Label"] for n in nodes} == labels_of(wanted)
    assert [(e["Source"], e["Target"], e["Id"]) for e in edges] == list(wanted.edges(keys=True))
    assert {e["Type"] for e in edges} == {"Directed" if kind == "chain" else "Undirected"}


def test_parallel_agreements_are_edges_of_their_own_with_ids_of_their_own(
    small: KnowledgeGraph,
) -> None:
    found = network(small, "relations")
    between = found.get_edge_data("exampleton", "sampleburg")
    assert len(between) == 4
    assert between["exampleton--sampleburg:sampleburg-loi"] == {
        "id": "exampleton--sampleburg:sampleburg-loi", "agreement": "sampleburg-loi",
        "relation": "exampleton--sampleburg", "stage": "agreed",
        "kind": "loi", "status": "signed", "signed": "2014-10",
    }  # fmt: skip
    of_three = [key for *_, key in found.edges(keys=True) if key.endswith(":three-city-plan")]
    assert len(of_three) == len(set(of_three)) == 3
    assert found.nodes["sampleburg"]["label_ko"]
    assert found.nodes["exampleton"]["lat"] == -6.5


def test_a_contact_is_an_edge_without_an_agreement(packaged: KnowledgeGraph) -> None:
    edges = [facts for *_, facts in network(packaged, "relations").edges(data=True)]
    contacts = [facts for facts in edges if facts["kind"] == "contact"]
    assert 0 < len(contacts) < len(edges)
    assert [facts["id"] for facts in contacts if "agreement" in facts] == []
    assert all("agreement" in facts for facts in edges if facts["kind"] != "contact")


HOSTILE = st.text(
    st.sampled_from("ab\"'<>&]\n\t;,=+-@ \u2028\u202e서울é😀\x85") | st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=8,
).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=15)
@given(st.lists(HOSTILE, min_size=2, max_size=4))
def test_any_words_survive_each_form_of_a_network(words: list[str]) -> None:
    plain: nx.MultiGraph[str] = nx.MultiGraph()
    for number, word in enumerate(words):
        plain.add_node(f"n{number}", label=word, note=word)
    plain.add_edge("n0", "n1", key="k", kind=words[0])
    wanted = to_export(plain, lambda *_: words[-1], name="x", description=words[0])
    by_gexf = nx.read_gexf(io.BytesIO(render_gexf(wanted)))
    by_graphml = nx.read_graphml(io.BytesIO(render_graphml(wanted)))
    by_json = json.loads(render_cytoscape(wanted))["elements"]["nodes"]
    nodes = list(csv.DictReader(io.StringIO(render_nodes(wanted).decode(), newline="")))
    (edge,) = csv.DictReader(io.StringIO(render_edges(wanted).decode(), newline=""))
    assert facts_of(by_gexf) == facts_of(wanted)
    assert facts_of(by_graphml) == facts_of(wanted)
    assert [n["data"]["note"] for n in by_json] == words
    assert [n["Label"].removeprefix("'") for n in nodes] == [w.removeprefix("'") for w in words]
    assert edge["kind"].removeprefix("'") == words[0].removeprefix("'")
    assert not {n["Label"][0] for n in nodes} & set("=+-@")


# ---- tables


def test_a_frame_as_csv_keeps_numbers_numbers_and_empty_cells_empty() -> None:
    mixed = pd.Series([True, 1, 0, np.False_, "x", None], dtype=object)
    frame = pd.DataFrame({"mixed": mixed, "flag": [True, False] * 3})
    assert to_csv(frame) == (
        "mixed,flag\ntrue,true\n1,false\n0,true\nfalse,false\nx,true\n,false\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [("", ""), ("a=b", "a=b"), ("=1", "'=1"), ("＋1", "'＋1"), ("\t=1", "'\t=1")],
)
def test_a_text_is_no_formula_and_nothing_stays_nothing(text: str, written: str) -> None:
    assert plain(text) == written


def test_csv_is_each_table_in_its_one_form(small: KnowledgeGraph) -> None:
    found = files(small, "csv")
    assert list(found) == [f"{name}.csv" for name in SCHEMA.tables]
    for name, data in small.data.data.items():
        assert found[f"{name}.csv"] == b"".join(render_csv(data))
        again, problems = to_table(found[f"{name}.csv"], SCHEMA.tables[name], "f")
        assert (again.rows.equals(data.rows), problems) == (True, [])


def test_a_formula_stays_what_it_is_in_tables_and_is_defused_in_lists() -> None:
    (_, line) = b"".join(
        render_csv(to_data("cities", [{"id": "a", "name@en": "=1+1"}]))
    ).splitlines()
    assert line.startswith(b"a,=1+1,")
    plain: nx.Graph[str] = nx.Graph()
    plain.add_node("a", label="=1+1", lat=-6.5)
    ready = to_export(plain, lambda *_: "@b", name="x", description="")
    assert render_nodes(ready).decode() == (
        "Id,Label,lat,label_en,label_id,label_ko\na,'=1+1,-6.5,'@b,'@b,'@b\n"
    )


@pytest.mark.engine
def test_duckdb_reads_parquet(packaged: KnowledgeGraph, tmp_path: Path) -> None:
    tables = {d.table.name: d for d in [*packaged.graph_tables(), *packaged.cube_tables()]}
    found = files(packaged, "parquet")
    assert list(found) == [f"{name}.parquet" for name in tables]
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    base = duckdb.connect()
    for name, data in tables.items():
        read = base.execute(f"FROM '{tmp_path / name}.parquet'").fetchall()
        many = {h for c in data.table.columns if c.separator for h in c.headers}
        rows = [
            tuple(c.split(";") if c and h in many else c for h, c in row.items())
            for row in data.rows.to_pylist()
        ]
        assert read == rows
        assert len(rows) > 0
    base.execute(f"SELECT lat FROM '{tmp_path}/cities.parquet' WHERE id = 'ambon'")
    assert base.fetchall() == [("-3.70",)]


# ---- the hash


def sorted_hash(ntriples: bytes) -> str:
    return hashlib.sha256(b"".join(sorted(set(ntriples.splitlines(keepends=True))))).hexdigest()


def test_without_blank_nodes_the_canonical_form_is_the_sorted_lines(small: KnowledgeGraph) -> None:
    ntriples = b"".join(small.to_ntriples())
    lines = ntriples.splitlines(keepends=True)
    assert len(lines) > 500
    assert canonical_hash([ntriples]) == sorted_hash(ntriples)
    assert canonical_hash([*reversed(lines), lines[3]]) == sorted_hash(ntriples)
    assert canonical_hash(lines[1:]) != sorted_hash(ntriples)


def test_the_names_of_blank_nodes_do_not_matter() -> None:
    one = b'_:a <http://x/p> _:b .\n_:b <http://x/p> "1" .\n'
    other = b'_:q <http://x/p> "1" .\n_:p <http://x/p> _:q .\n'
    assert canonical_hash([one]) == canonical_hash([other]) != canonical_hash([one[:23]])
    literal = b'<http://x/s> <http://x/p> "_:a \\u0007" .\n'  # looks like one, and is none
    assert canonical_hash([literal, literal]) == sorted_hash(literal)


def test_the_hash_of_nothing_is_that_of_no_bytes() -> None:
    assert canonical_hash([]) == hashlib.sha256(b"").hexdigest()


@pytest.mark.engine
def test_another_library_has_the_same_hash(packaged: KnowledgeGraph) -> None:
    ntriples = b"".join(packaged.to_ntriples())
    canonical = to_canonical_graph(rdflib.Graph().parse(data=ntriples, format="nt"))
    other = canonical.serialize(format="nt", encoding="utf-8")
    assert ntriples.count(b"\n") > 30_000
    assert canonical_hash([ntriples]) == sorted_hash(other) == sorted_hash(ntriples)


# ---- the command


def kg(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def here(small: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Stand in an empty folder, and name the small project, which is read once."""
    load = KnowledgeGraph.load
    monkeypatch.setattr(
        KnowledgeGraph, "load", lambda folder=None: small if folder == FIXTURE else load(folder)
    )
    monkeypatch.chdir(tmp_path)
    return "-C", str(FIXTURE)


def test_one_file_goes_to_stdout_or_to_a_place(
    small: KnowledgeGraph, here: tuple[str, str], tmp_path: Path
) -> None:
    gexf = only(small, "gexf")
    assert kg("export", "gexf", *here).stdout_bytes == gexf
    assert kg("export", "gexf", "--out", "-", *here).stdout_bytes == gexf
    assert list(tmp_path.iterdir()) == []
    assert kg("export", "gexf", "--out", "my.gexf", *here).output == "Wrote my.gexf.\n"
    assert (
        kg("export", "gexf", "--out", tmp_path, *here).output
        == f"Wrote {tmp_path}/relations.gexf.\n"
    )
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {
        "my.gexf": gexf, "relations.gexf": gexf,
    }  # fmt: skip


def test_several_files_go_into_a_folder(
    small: KnowledgeGraph, here: tuple[str, str], tmp_path: Path
) -> None:
    said = kg("export", "nodes-edges", *here).output
    assert said == "Wrote 2 files to nodes-edges: nodes.csv, edges.csv\n"
    kg("export", "nodes-edges", "--out", "a/b", *here)
    for folder in ("nodes-edges", "a/b"):
        found = {f.name: f.read_bytes() for f in (tmp_path / folder).iterdir()}
        assert found == files(small, "nodes-edges")


def test_the_choices_are_those_of_python(small: KnowledgeGraph, here: tuple[str, str]) -> None:
    dated = kg("export", "ntriples", "--as-of", "2016", "--strict", *here).stdout_bytes
    assert dated == only(small, "ntriples", as_of="2016", evidence="strict")
    assert dated != only(small, "ntriples", as_of="2016")
    early = kg("export", "gexf", "--as-of", "2014", *here).stdout_bytes
    assert early == only(small, "gexf", as_of="2014") != only(small, "gexf")
    of_city = ("--network", "coverage", "--about", "Sampleburg", "--strict", "--as-of", "2020")
    assert kg("export", "gexf", *of_city, *here).stdout_bytes == only(
        small, "gexf", network="coverage", about="sampleburg", evidence="strict", as_of="2020"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_format_they_are_listed(lang: str) -> None:
    lines = kg("export", "--lang", lang).output.splitlines()
    rows = [line.split()[0] for line in lines if line.startswith(" ") and line.strip()]
    assert rows[2:] == list(FORMATS)  # behind the header and its line
    assert {*RDF, *NETWORKS, *TABLES} <= set(FORMATS)


def test_a_format_has_one_file_with_its_suffix_or_several(small: KnowledgeGraph) -> None:
    for name, form in FORMATS.items():
        suffixes = [Path(file).suffix for file in small.export(name)]
        assert suffixes == [form.suffix] if form.suffix else len(suffixes) > 1, name


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("turtel", 'Unknown format "turtel". Did you mean "turtle"?'),
        ("ttl", 'Unknown format "ttl". Did you mean "turtle"?'),
        ("nq", 'Unknown format "nq". Did you mean "nquads"?'),
        ("nonsense", 'Unknown format "nonsense". It is one of: turtle, ntriples, nquads, trig,'),
        ("csv --out -", "csv is several files: name a folder with --out."),
        ("csv --as-of 2020", "The format csv takes no as-of date."),
        ("turtle --network chain", "The format turtle takes no network."),
        ("gexf --strict", "The network relations takes no strict evidence."),
        ("gexf --about sampleburg", "The network relations takes no city or agreement to be about"),
        ("gexf --network chain", "The network chain is about one agreement: name it."),
        ("gexf --network chain --about sampleburg-lo", 'Did you mean "sampleburg-loi"?'),
        ("gexf --network coverage --about Samplebrg", 'Did you mean "sampleburg"?'),
        ("gexf --network tree", "Invalid value for '--network'"),
        ("turtle --as-of soon", '"soon" is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.'),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(
    here: tuple[str, str], tmp_path: Path, words: str, says: str
) -> None:
    result = kg("export", *words.split(), *here)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(here: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    result = kg("export", "csv", "--out", "taken", *here)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: cannot write into taken: ")
    assert (tmp_path / "taken").read_text() == "mine"


def test_what_xml_cannot_hold_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for file in (FIXTURE / "data").glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace(",Dummyville,", ",Dummy\x0bville,")
        (tmp_path / "data" / file.name).write_text(text, encoding="utf-8")
    result = kg("export", "rdfxml", "-C", tmp_path, "--out", tmp_path / "x.rdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cities.csv:6: The cell holds a control character that cannot be shown or exported" in (
        result.stderr
    )
    assert not (tmp_path / "x.rdf").exists()


# ---- the same bytes

SCRIPT = """
import sys
from kg import KnowledgeGraph
from kg.exports.formats import FORMATS
graph = KnowledgeGraph.load(sys.argv[1])
for form in sorted(FORMATS.keys() - {"provenance"}):  # which says in what order rows stand
    for name, pieces in graph.export(form).items():
        sys.stdout.buffer.write(f"{form} {name}\\n".encode() + b"".join(pieces))
"""


@pytest.mark.engine
def test_bytes_hang_neither_on_row_order_nor_on_the_machine(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for file in (FIXTURE / "data").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            header, *rows = csv.reader(text)
        with (tmp_path / "data" / file.name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *reversed(rows)])
    first, other = (
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, check=True, timeout=120,
        ).stdout
        for folder, seed, zone in ((FIXTURE, "0", "UTC"), (tmp_path, "1", "Asia/Seoul"))
    )  # fmt: skip
    assert len(first) > 100_000
    assert first == other


# ---- csv and xlsx


def test_rows_stand_by_id_whatever_their_order_was() -> None:
    rows = [{"id": key, "name@en": key.upper()} for key in ("b", "c", "a")]
    data = to_data("cities", rows)
    turned = TableData(data.table, data.rows.take([2, 0, 1]), data.lines, data.file)
    lines = b"".join(render_csv(turned)).splitlines()
    assert [line[:1] for line in lines[1:]] == [b"a", b"b", b"c"]


def test_a_workbook_goes_into_a_file_and_not_onto_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["export", "xlsx", "-C", str(FIXTURE), "--lang", "id"])
    assert (result.exit_code, result.stdout) == (0, "Ditulis: tables.xlsx.\n")
    assert (tmp_path / "tables.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("words", [["turtle", "--out", "made"], ["csv"]])
def test_tables_of_rdf_are_csv_in_a_folder_that_is_named(words: list[str]) -> None:
    result = CliRunner().invoke(main, ["export", *words, "--from", "graph.ttl"])
    assert result.exit_code == 2
    assert "kg export csv --from FILE --out FOLDER" in result.stderr
