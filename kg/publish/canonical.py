"""What is sent to a server, and by what one tells that it arrived.

Two things must not depend on a server. Blank nodes have no name by which a part could be sent
again, so that the ontology's become IRIs (RDF 1.1 Concepts, section 3.5), named by RDFC-1.0.
Servers write numbers and truth values as they like (-79.00 comes back as -79, or as -79.0): graphs
are compared by values, all other terms by what is written.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from kg.errors import SchemaError
from kg.names import XSD
from kg.store.releases import HIDDEN
from kg.turtle.stream import open_pieces

Digests = npt.NDArray[np.bytes_]
"""SHA-256 of each triple of a graph, once each, sorted."""

_AT_ONCE = 20_000  # triples
_VALUE = re.compile(rb'"([^"\\]*)"\^\^<' + re.escape(XSD).encode() + rb"(\w+)> \.$")
_REALS = (b"double", b"float")
_WHOLE = re.compile(rb"(?i)int|long|short|byte|decimal")


def name_blank_nodes(folder: Path) -> Iterator[bytes]:
    """Read an ontology as N-Triples, with an IRI in place of each blank node, sorted.

    The IRIs hold a piece of the hash of the ontology: another one gives its nodes other names.
    """
    dataset = ox.Dataset()
    for file in sorted(folder.glob("*.ttl")):
        try:
            for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(quad)
        except SyntaxError as error:
            raise SchemaError(f"{file}: not valid Turtle: {error}") from error
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines())
    base = HIDDEN + hashlib.sha256(b"\n".join(lines)).hexdigest()[:12]
    named = (ox.Triple(_name(q[0], base), q[1], _name(q[2], base)) for q in dataset)
    text = ox.serialize(named, format=ox.RdfFormat.N_TRIPLES) or b""
    yield b"".join(sorted(text.splitlines(keepends=True)))


def _name(term: Any, base: str) -> Any:
    return ox.NamedNode(f"{base}/{term.value}") if isinstance(term, ox.BlankNode) else term


def digest_triples(ntriples: Iterable[bytes]) -> Digests:
    """Return the digests of a graph by its values; takes N-Triples in pieces, read once.

    SyntaxError where they cannot be read.
    """
    found = [np.empty(0, dtype="S32")]
    for lines in canonical_lines(ntriples):
        joined = b"".join(hashlib.sha256(line).digest() for line in lines)
        found.append(np.frombuffer(joined, dtype="S32"))
    return np.unique(np.concatenate(found))


def canonical_lines(ntriples: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the triples in blocks, each a line with its value in one form, in their order."""
    quads = ox.parse(open_pieces(ntriples), ox.RdfFormat.N_TRIPLES, lenient=True)
    while block := list(islice(quads, _AT_ONCE)):
        text = ox.serialize((quad.triple for quad in block), format=ox.RdfFormat.N_TRIPLES) or b""
        yield [_VALUE.sub(_in_one_form, line) for line in text.splitlines()]


def _in_one_form(match: re.Match[bytes]) -> bytes:
    """Write a number or truth value anew; whole numbers of all datatypes are alike."""
    text, kind = match[1], match[2]
    try:
        if kind == b"boolean":
            value = {b"1": "true", b"0": "false"}.get(text, text.decode())
            return f'"{value}"^^<{XSD}boolean> .'.encode()
        if kind in _REALS:
            return f'"{float(text)!r}"^^<{XSD}{kind.decode()}> .'.encode()
        if not _WHOLE.search(kind):
            return match[0]
        number = Decimal(text.decode())
    except (ValueError, ArithmeticError):
        return match[0]  # no number at all: to be kept as it is written
    plain = f"{number:f}"
    plain = (plain.rstrip("0").rstrip(".") if "." in plain else plain).lstrip("+")
    return f'"{"0" if plain == "-0" else plain}"^^<{XSD}decimal> .'.encode()


def sum_up(digests: Digests) -> str:
    """Return one SHA-256 for a graph, in hex: that of the sorted SHA-256 of its triples."""
    return hashlib.sha256(digests.tobytes()).hexdigest()
