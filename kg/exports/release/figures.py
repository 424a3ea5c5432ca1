"""What a graph holds in figures, for its description, and the hash by which it is known.

Source: VoID (W3C Interest Group Note, 3 March 2011); RDFC-1.0 (W3C Recommendation, 21 May 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import DCTERMS, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.names import thing_prefix
from kg.turtle.count import GraphCounts

SPDX = Namespace("http://spdx.org/rdf/terms#")
_RDFC = URIRef("https://www.w3.org/TR/2024/REC-rdf-canon-20240521/")
_WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted: the graph (rows and relations), its canonical hash, and the cube."""

    graph: GraphCounts
    sha256: str
    cube: GraphCounts


def hash_name(dataset: str) -> URIRef:
    """Return the name of the hash of a data set's graph."""
    return URIRef(f"{dataset}/rdfc-1.0")


def add_figures(graph: Graph, root: URIRef, figures: Figures, prefixes: Mapping[str, str]) -> None:
    """Say what the graph holds, by class and property, and the hash of its canonical form."""
    counts = figures.graph
    _total(graph, root, counts)
    for kind, count in counts.classes.items():
        part = _partition(graph, root, VOID.classPartition, kind, prefixes)
        graph.add((part, VOID["class"], URIRef(kind)))
        graph.add((part, VOID.entities, Literal(count)))
    for path, count in counts.properties.items():
        part = _partition(graph, root, VOID.propertyPartition, path, prefixes)
        graph.add((part, VOID.property, URIRef(path)))
        graph.add((part, VOID.triples, Literal(count)))
    for namespace in sorted({_namespace(iri) for iri in (*counts.classes, *counts.properties)}):
        graph.add((root, VOID.vocabulary, URIRef(namespace)))
    for link in counts.links:
        if link.namespace == _WIKIDATA:
            _link(graph, root, link.property, link.triples)
    digest = hash_name(str(root))
    add_checksum(graph, root, digest, figures.sha256)
    graph.add((digest, DCTERMS.conformsTo, _RDFC))
    cube = URIRef(thing_prefix("cubes") + "coverage")
    graph.add((root, DCTERMS.hasPart, cube))  # no subset: the figures above do not count it
    graph.add((cube, RDF.type, VOID.Dataset))
    graph.add((cube, VOID.dataDump, URIRef(f"{root}/coverage.ttl")))
    _total(graph, cube, figures.cube)


def _total(graph: Graph, subject: URIRef, counts: GraphCounts) -> None:
    for name, count in (
        (VOID.triples, counts.triples),
        (VOID.entities, counts.subjects),
        (VOID.distinctSubjects, counts.subjects),
        (VOID.classes, len(counts.classes)),
        (VOID.properties, len(counts.properties)),
    ):
        graph.add((subject, name, Literal(count)))


def _partition(
    graph: Graph, root: URIRef, name: URIRef, term: str, prefixes: Mapping[str, str]
) -> URIRef:
    """Name a partition after its term: <data set>/partition/sisc:Agreement."""
    prefix = next((p for p, iri in prefixes.items() if iri == _namespace(term)), "")
    short = f"{prefix}:{term.removeprefix(_namespace(term))}" if prefix else quote(term, safe="")
    part = URIRef(f"{root}/partition/{short}")
    graph.add((root, name, part))
    graph.add((part, RDF.type, VOID.Dataset))
    return part


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _link(graph: Graph, root: URIRef, path: str, triples: int) -> None:
    """Say how many things are linked to Wikidata, which has the item Q2013 for itself."""
    links, wikidata = URIRef(f"{root}/links/wikidata"), URIRef(_WIKIDATA + "Q2013")
    graph.add((root, VOID.subset, links))
    graph.add((links, RDF.type, VOID.Linkset))
    graph.add((links, VOID.linkPredicate, URIRef(path)))
    graph.add((links, VOID.subjectsTarget, root))
    graph.add((links, VOID.objectsTarget, wikidata))
    graph.add((links, VOID.triples, Literal(triples)))
    graph.add((wikidata, RDF.type, VOID.Dataset))
    graph.add((wikidata, DCTERMS.title, Literal("Wikidata")))
    graph.add((wikidata, VOID.uriSpace, Literal(_WIKIDATA)))


def add_checksum(graph: Graph, subject: URIRef, name: URIRef, sha256: str) -> None:
    """Add a SHA-256 of something, under a name of its own."""
    graph.add((subject, SPDX.checksum, name))
    graph.add((name, RDF.type, SPDX.Checksum))
    graph.add((name, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((name, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary)))
