"""Measures of each city of the network."""

from typing import Any

import networkx as nx
import pandas as pd

from kg.network.measures import EXACT

COLUMNS = ("city", "relations", "clustering", "core", "betweenness", "component", "community")


def city_measures(
    graph: "nx.Graph[str]", communities: list[list[str]], *, exact: int = EXACT
) -> pd.DataFrame:
    """Return a row for each city, sorted by id, in COLUMNS.

    `relations` is its degree; `clustering` the share of its pairs of partners that are partners
    themselves, missing for fewer than two; `core` the largest k of a k-core that holds it;
    `betweenness` the share of shortest paths of other cities that pass through it (Freeman 1977;
    missing where there are more than `exact` cities, or fewer than three); `component` and
    `community` number the groups of cities, the largest being 1.
    """
    degree = dict(graph.degree())
    between = nx.betweenness_centrality(graph) if 3 <= len(graph) <= exact else {}
    clustering: Any = nx.clustering(graph)
    core = nx.core_number(graph)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    component, community = _numbers(parts), _numbers(communities)
    rows = [
        {
            "city": city,
            "relations": degree[city],
            "clustering": clustering[city] if degree[city] > 1 else None,
            "core": core[city],
            "betweenness": between.get(city),
            "component": component[city],
            "community": community[city],
        }
        for city in sorted(graph)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"clustering": "float64", "betweenness": "float64"})


def _numbers(groups: "list[set[str]] | list[list[str]]") -> dict[str, int]:
    return {city: n for n, members in enumerate(groups, start=1) for city in members}
