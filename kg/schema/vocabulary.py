"""Vocabulary: the classes and properties that the ontology declares, and what it says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Node

from kg.names import BASE, TERMS
from kg.schema.load import read_graph
from kg.schema.model import Text
from kg.schema.terms import text

_ONTOLOGY = URIRef(BASE + "def")
_KINDS = {OWL.Class: "class", OWL.ObjectProperty: "property", OWL.DatatypeProperty: "property"}
_ABOUT = {
    "version": OWL.versionInfo,
    "creator": DCTERMS.creator,
    "created": DCTERMS.created,
    "licence": DCTERMS.license,
    "citation": DCTERMS.bibliographicCitation,
}


@dataclass(frozen=True)
class Term:
    """A class or property; terms that it names stand as IRIs, sorted."""

    iri: str
    kind: str
    labels: Text
    definitions: Text
    broader: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """What an ontology declares: its own terms by IRI, with title, description and other facts."""

    title: Text
    description: Text
    about: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the terms of an ontology folder: classes first, each kind by IRI."""
    return compile_vocabulary(read_graph(folder))


def compile_vocabulary(graph: Graph) -> Vocabulary:
    """Compile the terms of our namespace; pure."""
    found = {
        str(term): _to_term(graph, term, kind)
        for owl_class, kind in _KINDS.items()
        for term in sorted(graph.subjects(RDF.type, owl_class), key=str)
        if isinstance(term, URIRef) and str(term).startswith(TERMS)
    }
    terms = dict(sorted(found.items(), key=lambda item: (item[1].kind, item[0])))
    about = {
        name: str(value)
        for name, property_iri in _ABOUT.items()
        if (value := graph.value(_ONTOLOGY, property_iri)) is not None
    }
    title, description = text(graph, _ONTOLOGY, DCTERMS.title), DCTERMS.description
    return Vocabulary(title, text(graph, _ONTOLOGY, description), about, terms)


def _to_term(graph: Graph, term: URIRef, kind: str) -> Term:
    above = RDFS.subClassOf if kind == "class" else RDFS.subPropertyOf
    return Term(
        iri=str(term),
        kind=kind,
        labels=text(graph, term, RDFS.label),
        definitions=text(graph, term, SKOS.definition),
        broader=_named(graph, term, above),
        domain=_named(graph, term, RDFS.domain),
        range=_named(graph, term, RDFS.range),
        close=_named(graph, term, SKOS.closeMatch),
    )


def _named(graph: Graph, term: URIRef, predicate: URIRef) -> tuple[str, ...]:
    """Return the IRIs that a term names, those of a union one by one; restrictions are left out."""
    return tuple(
        sorted({iri for o in graph.objects(term, predicate) for iri in _members(graph, o)})
    )


def _members(graph: Graph, node: Node) -> Iterator[str]:
    union = graph.value(node, OWL.unionOf)
    if union is not None:
        yield from (str(member) for member in Collection(graph, union))
    elif not isinstance(node, BNode):
        yield str(node)
