"""What publishing asks of a server: to take triples, to count, to give a graph back, to change it.

Sources: SPARQL 1.1 Graph Store HTTP Protocol, Update and Protocol, W3C Recommendations, 21 March
2013. Every request may be sent again, since a graph is a set of triples; those that do not reach
the server are, a few times, after a pause.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from kg.errors import KgError
from kg.publish.servers import Addresses, find_addresses
from kg.store.remote import RemoteStore
from kg.store.web import Reply, Unreachable, Web

PAUSES = (0.2, 0.8, 2.0)  # seconds before a request is sent again
_NTRIPLES = "application/n-triples"
_AGAIN = "deadlock"  # Virtuoso gives way to another transaction with status 500 and this word

Done = TypeVar("Done")


class Server:
    """A server at its addresses."""

    def __init__(self, web: Web, addresses: Addresses) -> None:
        self._web = web
        self._at = addresses

    @property
    def query_address(self) -> str:
        """Return where it takes queries."""
        return self._at.query

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add triples to a graph, which need not exist."""
        reply = _patiently(
            lambda: self._web.send(
                "POST",
                self._at.graphs,
                params={"graph": graph},
                content=ntriples,
                headers={"Content-Type": _NTRIPLES},
            )
        )
        _expect(reply, self._at.graphs, "take triples")

    def drop(self, graph: str) -> None:
        """Remove a graph, if there is one."""
        reply = _patiently(
            lambda: self._web.send("DELETE", self._at.graphs, params={"graph": graph})
        )
        if reply.status != 404:
            _expect(reply, self._at.graphs, "remove a graph")

    @contextmanager
    def read(self, graph: str) -> Iterator[Iterator[bytes]]:
        """Give a graph as N-Triples in pieces, none where there is no such graph."""
        with self._web.streamed(
            "GET", self._at.graphs, params={"graph": graph}, headers={"Accept": _NTRIPLES}
        ) as (reply, pieces):
            if reply.status == 404:
                yield iter(())
                return
            if reply.is_good:
                yield pieces
                return
            said = replace(reply, body=next(pieces, b""))
        if said.status != 500:
            _expect(said, self._at.graphs, "give a graph back")
        yield self._read_by_property(graph)  # Virtuoso gives no more than a million triples at once

    def _read_by_property(self, graph: str) -> Iterator[bytes]:
        """Yield a graph as N-Triples, asked for one property after another."""
        listed = f"SELECT DISTINCT ?p WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        for name in self._rows(listed):
            triples = f"?s <{name}> ?o"
            text = f"CONSTRUCT {{ {triples} }} WHERE {{ GRAPH <{graph}> {{ {triples} }} }}"
            with self._web.streamed(
                "POST", self._at.query, form={"query": text}, headers={"Accept": _NTRIPLES}
            ) as (reply, pieces):
                if not reply.is_good:
                    said = replace(reply, body=next(pieces, b""))
                    _expect(said, self._at.query, "give a graph back")
                yield from pieces

    def update(self, text: str) -> None:
        """Run a SPARQL update."""
        reply = _patiently(
            lambda: self._web.send(
                "POST",
                self._at.update,
                content=text.encode(),
                headers={"Content-Type": "application/sparql-update"},
            )
        )
        _expect(reply, self._at.update, "take an update")

    def values(self, graph: str, subject: str, property_: str) -> list[str]:
        """Return the values of a property in a graph, as text, sorted."""
        text = f"SELECT ?value WHERE {{ GRAPH <{graph}> {{ <{subject}> <{property_}> ?value }} }}"
        return [str(row) for row in self._rows(text)]

    def count(self, graph: str) -> int:
        """Count the triples of a graph."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return int(self._rows(text)[0])

    def _rows(self, text: str) -> list[str]:
        store = RemoteStore(self._at.query, {})
        answer = _patiently(lambda: store.query(text))
        return [str(value) for value in answer.to_frame(full_iris=True).iloc[:, 0]]


@contextmanager
def connected(url: str, *, query: str, update: str, graphs: str) -> Iterator[Server]:
    """Give the server at a URL; addresses that are named ("" for none) as in `find_addresses`."""
    with Web() as web:
        yield Server(web, find_addresses(web, url, query=query, update=update, graphs=graphs))


def _patiently(request: Callable[[], Done]) -> Done:
    """Send a request until it reaches the server, at most once more than there are pauses."""
    for pause in PAUSES:
        try:
            done = request()
        except Unreachable:
            time.sleep(pause)
            continue
        if not (isinstance(done, Reply) and done.status == 500 and _AGAIN in done.said.lower()):
            return done
        time.sleep(pause)
    return request()


def _expect(reply: Reply, url: str, what: str) -> None:
    if reply.is_good:
        return
    raise KgError(f"{url} does not {what} ({reply.said}).")
