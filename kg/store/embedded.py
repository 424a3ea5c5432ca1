"""The embedded Oxigraph: one graph in memory, loaded once, answering queries and nothing else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError, SchemaError
from kg.store.answer import Answer, to_answer
from kg.store.syntax import check_allowed, explain_fault, is_ordered, without_comments


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
        found = check_allowed(text)
        ordered, text = is_ordered(found), without_comments(text, found)
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
    from kg.schema import load_schema

    engine = ox.Store()
    load_into(engine, ntriples, ontology)
    return Store(engine, load_schema(ontology).prefixes)


def load_into(engine: ox.Store, ntriples: Iterable[bytes], ontology: Path) -> None:
    """Load N-Triples and the Turtle files of a folder; SchemaError names a file that is none."""
    from kg.turtle.stream import open_pieces

    engine.bulk_load(open_pieces(ntriples), ox.RdfFormat.N_TRIPLES, lenient=True)
    for file in sorted(ontology.glob("*.ttl")):
        try:
            engine.load(file.read_bytes(), ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise SchemaError(f"{file}: not valid Turtle: {error}") from error
