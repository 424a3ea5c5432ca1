"""Small readings of an RDF graph that shapes and codes share."""

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import SchemaError
from kg.schema.model import Text


def text(graph: Graph, subject: Node, predicate: URIRef) -> Text:
    """Return the literals of a property by language, in the order of the language tags."""
    found = (o for o in graph.objects(subject, predicate) if isinstance(o, Literal))
    return dict(sorted((o.language or "", str(o)) for o in found))


def number(graph: Graph, subject: Node, predicate: URIRef) -> float | None:
    """Return a number, or None; a 0 stays 0 (an rdflib Literal 0 is falsy)."""
    value = graph.value(subject, predicate)
    try:
        return None if value is None else float(str(value))
    except ValueError:
        raise SchemaError(f"shape {subject}: {predicate} is not a number: {value}") from None


def local_name(iri: str) -> str:
    """Return what stands behind the last `#` or `/`."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]
