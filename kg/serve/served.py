"""What is served: the project, its files as bytes, and where its store lies; made once at start."""

import hashlib
import mmap
from collections.abc import Iterable, Iterator, Mapping
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
    """A file of the build: its bytes, which the system reads from a disk as they are asked for."""

    body: memoryview | bytes
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
    """Write all files and the store into an empty folder, which is to stay as it is."""
    files = {name: _write_file(folder / name, pieces) for name, pieces in _outputs(graph).items()}
    digest = hashlib.sha256()
    for path in sorted(graph.ontology.glob("*.ttl")):
        digest.update(path.read_bytes())
    store = folder / "store"
    triples = write_store(store, _counted(graph.to_ntriples(), digest), graph.ontology)
    return Served(graph, files, store, triples, digest.hexdigest()[:16], base)


def _outputs(graph: KnowledgeGraph) -> Mapping[str, Iterator[bytes]]:
    return all_files(graph, None)


def _write_file(path: Path, pieces: Iterable[bytes]) -> File:
    digest = hashlib.sha256()
    with open(path, "w+b") as file:
        file.writelines(_counted(pieces, digest))
        size = file.tell()
        file.flush()
        body = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if size else b""
    return File(body, _TYPES[path.suffix], f'"{digest.hexdigest()[:16]}"')


def _counted(pieces: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Pass pieces on, and take each into a digest."""
    for piece in pieces:
        digest.update(piece)
        yield piece
