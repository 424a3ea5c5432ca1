"""Triples as plain values, free of any RDF library."""

from typing import NamedTuple

from kg.names import XSD

STRING = XSD + "string"
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"))


class Triple(NamedTuple):
    """A triple and its place.

    Without a datatype `text` is an IRI, a blank node (`_:b1`) or a quoted triple (`<<( … )>>`);
    with one it is the lexical form as the file has it. `line` is known in N-Triples and N-Quads.
    """

    subject: str
    predicate: str
    text: str
    datatype: str
    language: str
    file: str
    line: int | None


def is_iri(text: str) -> bool:
    """Tell whether the text of a resource is an IRI."""
    return not text.startswith(("_:", "<<("))


def resource(text: str) -> str:
    """Return an IRI, blank node or quoted triple as N-Triples writes it."""
    return f"<{text}>" if is_iri(text) else text


def object_term(triple: Triple) -> str:
    """Return the object as N-Triples writes it."""
    if not triple.datatype:
        return resource(triple.text)
    text = triple.text
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    if triple.language:
        return f'"{text}"@{triple.language}'
    return f'"{text}"' if triple.datatype == STRING else f'"{text}"^^<{triple.datatype}>'


def to_ntriples(triple: Triple) -> str:
    """Return the triple as a line of N-Triples."""
    return f"{resource(triple.subject)} <{triple.predicate}> {object_term(triple)} .\n"
