"""Measures of the network of cities as a whole: a simple graph, each relation counted once.

A measure that is not defined (no city, no pair of neighbours, all degrees the same) is None.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

EXACT = 1000
"""The most cities of the largest component with which distances are taken from each of them."""

SAMPLE = 300
"""The number of cities from which distances are taken in a larger component."""

_SEED = 0
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Measures:
    """What is measured of a simple graph of cities.

    `transitivity` is closed triples of all triples; `clustering` the mean over all cities of the
    share of a city's pairs of partners that are partners themselves, 0 for a city with fewer than
    two (Watts and Strogatz 1998); `assortativity` Pearson's r of the degrees at both ends of each
    relation (Newman 2002). Distances are of the largest component, counted in relations between all
    pairs of its cities; `sources` is the number of cities from which they were taken, and where it
    is smaller than `largest_component` the mean is an estimate and the diameter a lower bound.
    `communities` are their sizes, largest first, of those that kg.network.communities finds.
    """

    cities: int
    relations: int
    mean_degree: float | None
    largest_degree: int | None
    most_related: tuple[str, ...]
    components: int
    largest_component: int
    triangles: int
    transitivity: float | None
    clustering: float | None
    assortativity: float | None
    mean_distance: float | None
    diameter: int | None
    sources: int
    communities: tuple[int, ...]
    modularity: float | None

    @property
    def is_exact(self) -> bool:
        """Tell whether distances were taken from each city of the largest component."""
        return self.sources == self.largest_component


def simple_graph(pairs: Pairs) -> "nx.Graph[str]":
    """Return the simple graph of pairs of cities, in the order of their ids."""
    graph: nx.Graph[str] = nx.Graph()
    related = sorted({(min(pair), max(pair)) for pair in pairs})
    graph.add_nodes_from(sorted({city for pair in related for city in pair}))
    graph.add_edges_from(related)
    return graph


def measure(
    graph: "nx.Graph[str]", communities: list[list[str]], *, exact: int = EXACT
) -> Measures:
    """Measure a simple graph without loops; `exact` is the size up to which all is counted."""
    degree = dict(graph.degree())
    largest = max(degree.values(), default=None)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    mean, diameter, sources = _distances(graph, sorted(parts[0]) if parts else [], exact)
    return Measures(
        cities=len(graph),
        relations=graph.number_of_edges(),
        mean_degree=2 * graph.number_of_edges() / len(graph) if degree else None,
        largest_degree=largest,
        most_related=tuple(sorted(city for city, d in degree.items() if d == largest)),
        components=len(parts),
        largest_component=len(parts[0]) if parts else 0,
        triangles=_triangles(graph),
        transitivity=float(nx.transitivity(graph)) if (largest or 0) > 1 else None,
        clustering=nx.average_clustering(graph) if degree else None,
        assortativity=_assortativity(graph, degree),
        mean_distance=mean,
        diameter=diameter,
        sources=sources,
        communities=tuple(len(members) for members in communities),
        modularity=_modularity(graph, communities),
    )


def _triangles(graph: "nx.Graph[str]") -> int:
    of_cities: Any = nx.triangles(graph)
    return int(sum(of_cities.values()) // 3)


def _assortativity(graph: "nx.Graph[str]", degree: dict[str, int]) -> float | None:
    ends = {degree[city] for edge in graph.edges() for city in edge}
    return float(nx.degree_assortativity_coefficient(graph)) if len(ends) > 1 else None


def _modularity(graph: "nx.Graph[str]", communities: list[list[str]]) -> float | None:
    if not graph.number_of_edges():
        return None
    sets: list[Any] = [set(members) for members in communities]
    return float(nx.community.modularity(graph, sets))


def _distances(
    graph: "nx.Graph[str]", cities: list[str], exact: int
) -> tuple[float | None, int | None, int]:
    """Return the mean and the largest distance, and the number of cities they were taken from."""
    if len(cities) < 2:
        return None, None, len(cities)
    sources = cities
    if len(cities) > exact:
        sources = sorted(random.Random(_SEED).sample(cities, min(SAMPLE, len(cities))))
    total, largest = 0, 0
    for source in sources:
        steps = nx.single_source_shortest_path_length(graph, source).values()
        total, largest = total + sum(steps), max(largest, *steps)
    return total / (len(sources) * (len(cities) - 1)), largest, len(sources)
