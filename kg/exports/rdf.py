"""The graph in the other syntaxes of RDF, and the hash that all of them share.

Sources: RDF 1.1 N-Quads, TriG and RDF/XML, W3C Recommendations, 25 February 2014; RDF Dataset
Canonicalization (RDFC-1.0), W3C Recommendation, 21 May 2024.
"""

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from kg.turtle.stream import open_pieces


def canonical_hash(ntriples: Iterable[bytes]) -> str:
    """Return the RDFC-1.0 hash of a graph: SHA-256 of its canonical N-Quads, in hex.

    It is the same whatever the order of triples, the syntax and the program that wrote them, and
    whatever blank nodes are called. Takes N-Triples or N-Quads in pieces; ValueError (SyntaxError)
    where they cannot be read.
    """
    quads = ox.parse(open_pieces(ntriples), ox.RdfFormat.N_QUADS)
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest()
