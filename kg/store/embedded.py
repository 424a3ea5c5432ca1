"""The embedded Oxigraph: one graph in memory, loaded once, answering queries and nothing else."""

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError, SchemaError
from kg.schema import load_schema
from kg.store.answer import Answer, to_answer
from kg.store.syntax import check_allowed, explain_fault, is_ordered


class Store:
    """A graph that answers SPARQL 1.1 queries; the prefixes of the schema need not be declared."""

    def __init__(self, engine: ox.Store, prefixes: Mapping[str, str]) -> None:
        self._engine = engine
        self._prefixes = dict(prefixes)

    def __len__(self) -> int:
        """Return the number of triples, those of the ontology among them."""
        return len(self._engine)

    def query(self, text: str) -> Answer:
        """Answer SELECT, ASK, CONSTRUCT or DESCRIBE.

        QueryError with line and column where the query cannot be read, would change data or would
        ask another server.
        """
        ordered = is_ordered(check_allowed(text))
        try:
            results = self._engine.query(text, prefixes=self._prefixes)
            return to_answer(results, self._prefixes, ordered=ordered)
        except SyntaxError as error:
            raise explain_fault(text, error, self._prefixes) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query cannot be answered: {error}") from error


def open_store(ntriples: Iterable[bytes], ontology: Path) -> Store:
    """Load a graph and the ontology (terms, code lists, shapes) into memory.

    The N-Triples are our own, from cells that were checked: they are read leniently, which saves a
    fifth of the time. The ontology is written by people and is read strictly.
    """
    engine = ox.Store()
    stream = io.BufferedReader(_Stream(iter(ntriples)), 1 << 20)
    engine.bulk_load(stream, ox.RdfFormat.N_TRIPLES, lenient=True)
    for file in sorted(ontology.glob("*.ttl")):
        try:
            engine.load(file.read_bytes(), ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise SchemaError(f"{file}: not valid Turtle: {error}") from error
    return Store(engine, load_schema(ontology).prefixes)


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file, so that the largest graph never stands in memory as text."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
