"""One resource of a store: what is said of it, and what points to it; no query is run.

A lookup reads an index and costs what it finds, so that a server may do it beside its workers.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.names import RDF_TYPE

_FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_KNOWN = 20_000  # labels that are kept in mind


@dataclass(frozen=True, slots=True)
class Value:
    """What a property has: an IRI, or a text with its language or datatype; else a blank node."""

    text: str
    is_iri: bool = False
    is_blank: bool = False
    language: str = ""
    datatype: str = ""


class Lookup:
    """Looks up resources by their IRIs."""

    def __init__(self, engine: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._engine = engine
        self._prefixes = dict(prefixes)
        self.text = lru_cache(_KNOWN)(self._text)

    def knows(self, iri: str) -> bool:
        """Tell whether anything is said of a resource."""
        return next(self._quads(iri), None) is not None

    def outgoing(self, iri: str) -> dict[str, list[Value]]:
        """Return the values of all properties of a resource, both in the order of their texts."""
        found: dict[str, list[Value]] = {}
        for quad in self._quads(iri):
            found.setdefault(quad.predicate.value, []).append(_to_value(quad.object))
        return {p: sorted(found[p], key=lambda v: (v.language, v.text)) for p in sorted(found)}

    def objects(self, iri: str, predicate: str) -> list[str]:
        """Return the texts or IRIs of one property of a resource, sorted."""
        found = self._engine.quads_for_pattern(_node(iri), _node(predicate), None, None)
        return sorted(_to_value(quad.object).text for quad in found)

    def subjects(self, predicate: str, iri: str, most: int) -> list[str]:
        """Return which resources have this one as a value, sorted; at most so many of them."""
        found = self._engine.quads_for_pattern(None, _node(predicate), _node(iri), None)
        named = (quad.subject for quad in found)
        return sorted(s.value for s in islice(named, most) if isinstance(s, ox.NamedNode))

    def incoming(self, iri: str, most: int) -> list[tuple[str, str]] | None:
        """Return which resources point here, and by which property; None where it is too many."""
        found = self._engine.quads_for_pattern(None, None, _node(iri), None)
        quads = list(islice(found, most + 1))
        if len(quads) > most:
            return None
        pairs = ((q.subject, q.predicate.value) for q in quads)
        return sorted((s.value, p) for s, p in pairs if isinstance(s, ox.NamedNode))

    def _text(self, iri: str, predicate: str, lang: str) -> str:
        """Return a text in a language, or in English, or in any; "" where there is none."""
        found = self._engine.quads_for_pattern(_node(iri), _node(predicate), None, None)
        values = [_to_value(quad.object) for quad in found]
        said = {v.language: v.text for v in sorted(values, key=lambda v: (v.language, v.text))}
        return said.get(lang) or said.get("en") or next(iter(said.values()), "")

    def describe(self, iri: str, media_type: str) -> bytes:
        """Return all that is said of a resource: Turtle, N-Triples or JSON-LD, sorted.

        A blank node, as shapes have, is described with it.
        """
        triples = sorted({quad.triple for quad in self._closure(iri)}, key=_order)
        text = "\n".join(map(str, triples)).replace(f"<{RDF_TYPE}>", "a")
        used = {name: ns for name, ns in self._prefixes.items() if f"<{ns}" in text}
        out, form = io.BytesIO(), _FORMS[media_type]
        ox.serialize(triples, out, form, prefixes={} if form == ox.RdfFormat.N_TRIPLES else used)
        return _sort_prefixes(out.getvalue()) if form == ox.RdfFormat.TURTLE else out.getvalue()

    def _closure(self, iri: str) -> Iterator[ox.Quad]:
        dataset = ox.Dataset(self._follow(_node(iri)))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        yield from dataset

    def _follow(self, start: ox.NamedNode) -> Iterator[ox.Quad]:
        waiting: list[ox.NamedNode | ox.BlankNode] = [start]
        seen = set(waiting)
        while waiting:
            for quad in self._engine.quads_for_pattern(waiting.pop(), None, None, None):
                yield quad
                if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    waiting.append(quad.object)

    def _quads(self, iri: str) -> Iterator[ox.Quad]:
        return self._engine.quads_for_pattern(_node(iri), None, None, None)


def open_lookup(folder: Path, prefixes: Mapping[str, str]) -> Lookup:
    """Open a store on a disk, which stays there; others may read it at the same time."""
    return Lookup(ox.Store.read_only(str(folder)), prefixes)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _order(triple: ox.Triple) -> tuple[str, bool, str]:
    """Order triples by subject, what kind of thing it is first."""
    return str(triple.subject), triple.predicate.value != RDF_TYPE, str(triple)


def _to_value(term: object) -> Value:
    match term:
        case ox.NamedNode():
            return Value(term.value, is_iri=True)
        case ox.Literal():
            return Value(term.value, language=term.language or "", datatype=term.datatype.value)
        case _:
            return Value(str(term), is_blank=True)


def _sort_prefixes(turtle: bytes) -> bytes:
    """Put the prefixes in order, which the engine shuffles."""
    lines = turtle.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    return b"".join([*sorted(lines[:count]), b"\n" if count else b"", *lines[count:]])
