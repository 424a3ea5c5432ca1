"""Publishing: what the embedded store holds, as a release on a SPARQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from kg import publish as publishing
from kg.exports.release import dataset_iri
from kg.publish import Plan, Published, Server, Tell
from kg.publish.canonical import name_blank_nodes

if TYPE_CHECKING:
    from kg.api.graph import KnowledgeGraph


@contextmanager
def planned(graph: "KnowledgeGraph") -> Iterator[Plan]:
    """Give the plan for a project: its graph, its coverage cube and its ontology."""
    version = graph.data["dataset"].cells("version")[0].as_py() or ""
    ntriples = chain(graph.to_ntriples(), name_blank_nodes(graph.ontology))
    with publishing.planned(ntriples, dataset_iri(graph.data), version) as plan:
        yield plan


@contextmanager
def connected(
    url: str,
    *,
    sparql: str | None = None,
    update: str | None = None,
    graph_store: str | None = None,
) -> Iterator[Server]:
    """Give the server at a URL, which is asked what it is unless all addresses are named."""
    with publishing.connected(
        url, query=sparql or "", update=update or "", graphs=graph_store or ""
    ) as server:
        yield server


def publish(
    graph: "KnowledgeGraph",
    url: str,
    *,
    sparql: str | None = None,
    update: str | None = None,
    graph_store: str | None = None,
    tell: Tell = lambda *_: None,
) -> Published:
    """Publish on the server at a URL; `sparql`, `update`, `graph_store` are addresses it may need.

    `tell` is called with what is done, how far it is, and how much it is in all.
    """
    with (
        connected(url, sparql=sparql, update=update, graph_store=graph_store) as server,
        planned(graph) as plan,
    ):
        return publishing.publish(plan, server, tell)
