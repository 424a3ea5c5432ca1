"""The graph for rdflib."""

from collections.abc import Iterable, Mapping

import rdflib

from kg.tables import TableData
from kg.turtle import render_ntriples


def to_rdflib(tables: Iterable[TableData], prefixes: Mapping[str, str]) -> rdflib.Graph:
    """Return tables as a graph that knows the prefixes."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in sorted(prefixes.items()):
        graph.bind(prefix, namespace)
    return graph.parse(data=b"".join(render_ntriples(tables)), format="nt")
