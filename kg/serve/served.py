"""What is served: the project, its files as bytes, and where its store lies; made once at start."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.api import KnowledgeGraph
from kg.api.outputs import all_files
from kg.store.disk import write_store

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the build, whole in memory."""

    body: bytes
    media_type: str
    etag: str


@dataclass(frozen=True)
class Served:
    """All that the server answers from. Nothing of it changes while the server runs."""

    graph: KnowledgeGraph
    files: Mapping[str, File]  # by name, such as graph.ttl
    store: Path  # the folder that workers read
    triples: int  # in the store: rows, relations, coverage cube and ontology
    version: str  # changes with any byte of the graph or of the ontology
    base: str  # address at which the server is reached, with a slash at its end


def build_served(graph: KnowledgeGraph, folder: Path, base: str) -> Served:
    """Render all files into memory, and write the store into an empty folder."""
    files = {name: _to_file(name, b"".join(pieces)) for name, pieces in _outputs(graph).items()}
    digest = hashlib.sha256()
    for path in sorted(graph.ontology.glob("*.ttl")):
        digest.update(path.read_bytes())
    triples = write_store(folder, _counted(graph.to_ntriples(), digest), graph.ontology)
    return Served(graph, files, folder, triples, digest.hexdigest()[:16], base)


def _outputs(graph: KnowledgeGraph) -> Mapping[str, Iterator[bytes]]:
    return all_files(graph, None)


def _to_file(name: str, body: bytes) -> File:
    return File(body, _TYPES[Path(name).suffix], f'"{hashlib.sha256(body).hexdigest()[:16]}"')


def _counted(pieces: Iterator[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Pass pieces on, and take each into a digest."""
    for piece in pieces:
        digest.update(piece)
        yield piece
