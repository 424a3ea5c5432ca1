"""Every format of `kg export`, read back by a second library and compared with the graph."""

import hashlib
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import to_canonical_graph

from kg import KnowledgeGraph
from kg.exports.rdf import canonical_hash

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"


@pytest.fixture(scope="module")
def small() -> KnowledgeGraph:
    return KnowledgeGraph.load(FIXTURE)


@pytest.fixture(scope="module")
def packaged() -> KnowledgeGraph:
    return KnowledgeGraph.load(ROOT)


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


def test_the_hash_of_nothing_is_that_of_no_bytes() -> None:
    assert canonical_hash([]) == hashlib.sha256(b"").hexdigest()


@pytest.mark.engine
def test_another_library_has_the_same_hash(packaged: KnowledgeGraph) -> None:
    ntriples = b"".join(packaged.to_ntriples())
    canonical = to_canonical_graph(rdflib.Graph().parse(data=ntriples, format="nt"))
    other = canonical.serialize(format="nt", encoding="utf-8")
    assert ntriples.count(b"\n") > 30_000
    assert canonical_hash([ntriples]) == sorted_hash(other) == sorted_hash(ntriples)
