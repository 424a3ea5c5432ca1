"""Makes the page of a network as pyvis ships it: its own template, and physics on."""

from collections.abc import Iterable
from itertools import islice

import networkx as nx
from pyvis.network import Network


def shipped_page(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pyvis's own page of cities and their relations, with vis-network inside."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(pairs))
    network = Network(cdn_resources="in_line")
    network.from_nx(graph)
    return str(network.generate_html())


def cut(pairs: Iterable[tuple[str, str]], hub: str, most: int) -> list[tuple[str, str]]:
    """Return the pairs among the cities nearest to one, so many at most, nearest first."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(pairs))
    reached = (city for _, city in nx.bfs_edges(graph, hub))
    kept = {hub, *islice(reached, most - 1)}
    return [pair for pair in graph.edges if kept.issuperset(pair)]
