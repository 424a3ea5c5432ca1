"""The same graph on a disk, which several processes read at once and none of them changes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.embedded import load_into
from kg.store.syntax import check_allowed, explain_fault, without_comments
from kg.store.tokens import place

_KINDS = {ox.QueryBoolean: "truth", ox.QueryTriples: "triples"}
_RESULTS = {form.media_type.partition(";")[0]: form for form in (
    ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV,
)}  # fmt: skip
_GRAPHS = {form.media_type.partition(";")[0]: form for form in (
    ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML,
    ox.RdfFormat.JSON_LD, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG,
)}  # fmt: skip


def write_store(folder: Path, ntriples: Iterable[bytes], ontology: Path) -> int:
    """Write a graph and the ontology into a folder, and return the number of triples."""
    engine = ox.Store(str(folder))
    load_into(engine, ntriples, ontology)
    engine.flush()
    return len(engine)


class DiskStore:
    """A graph in a folder that answers SPARQL 1.1 queries in the field's formats."""

    def __init__(self, folder: Path, prefixes: Mapping[str, str]) -> None:
        self._engine = ox.Store.read_only(str(folder))
        self._prefixes = dict(prefixes)

    def write_answer(self, text: str, choose: Callable[[str], str], sink: IO[bytes]) -> None:
        """Write what a query answers, as the engine gives it, into a sink.

        `choose` is asked for the media type: of `rows` (SELECT), of a `truth` (ASK) or of `triples`
        (CONSTRUCT, DESCRIBE). QueryError with line and column where the query cannot be read, would
        change data, or would ask another server or a graph that is not here.
        """
        text = _read_dataset(text)
        try:
            results = self._engine.query(text, prefixes=self._prefixes)
        except SyntaxError as error:
            raise explain_fault(text, error, self._prefixes) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query cannot be answered: {error}") from error
        media_type = choose(_KINDS.get(type(results), "rows"))
        try:
            if isinstance(results, ox.QueryTriples):
                results.serialize(sink, _GRAPHS[media_type])
            else:
                results.serialize(sink, _RESULTS[media_type])
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"The query cannot be answered: {error}") from error


def _read_dataset(text: str) -> str:
    """Return a query without comments; QueryError where it is not allowed, or has FROM.

    There is one graph, and it has no name.
    """
    found = check_allowed(text)
    for token in found:
        if token.is_word("FROM"):
            raise QueryError(
                f"{place(text, token.start)}: FROM names another graph. There is one graph here, "
                "it has no name, and nothing is fetched: leave FROM out."
            )
    return without_comments(text, found)
