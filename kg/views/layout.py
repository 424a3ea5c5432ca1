"""Layout: where each thing of the network stands, in layers from the cities to the groups.

Pure and the same on every run: no force, no chance. A thing keeps its place whatever is shown; the
page closes up what is not shown and keeps the order that is settled here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

LAYERS = ("city", "agency", "agreement", "program", "outcome", "field", "group")
WIDTH = 220.0  # from one layer to the next
HEIGHT = 1000.0  # of every layer

# The layers that keep the order given, and those ordered by what is placed before them.
GIVEN = ("city", "field")
ORDERED = ("agreement", "program", "outcome", "agency")

Edge: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the drawing: the layer's column `x`, and `y` downwards with 0 in the middle."""

    x: float
    y: float


def place_layers(layers: Mapping[str, Sequence[str]], edges: Iterable[Edge]) -> dict[str, Position]:
    """Place the nodes of each layer at even distances.

    Cities and fields keep the order given, and a group stands amid its fields; the rest are ordered
    by the mean height of what they connect, so that few edges cross.
    """
    neighbours = _neighbours(edges)
    height: dict[str, float] = {}
    for layer in GIVEN:
        height |= _spread(layers.get(layer, ()))
    height |= _means(layers.get("group", ()), neighbours, height)
    for layer in ORDERED:
        nodes = layers.get(layer, ())
        mean = _means(nodes, neighbours, height)
        height |= _spread(sorted(nodes, key=lambda node: (mean[node], node)))
    return {
        node: Position(LAYERS.index(layer) * WIDTH, round(height[node], 1))
        for layer, nodes in layers.items()
        for node in nodes
    }


def _neighbours(edges: Iterable[Edge]) -> dict[str, set[str]]:
    """Index the edges by either end."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in edges:
        found[one].add(other)
        found[other].add(one)
    return found


def _spread(nodes: Sequence[str]) -> dict[str, float]:
    """Give the nodes of a layer even heights, from top to bottom."""
    step = HEIGHT / max(len(nodes), 1)
    return {node: (index + 0.5) * step - HEIGHT / 2 for index, node in enumerate(nodes)}


def _means(
    nodes: Iterable[str], neighbours: Mapping[str, set[str]], height: Mapping[str, float]
) -> dict[str, float]:
    """Give for each node the mean height of those of its neighbours that are placed."""
    return {
        node: _mean(height[other] for other in neighbours.get(node, ()) if other in height)
        for node in nodes
    }


def _mean(heights: Iterable[float]) -> float:
    """Give the mean height, or the middle where there is none."""
    values = sorted(heights)  # summed in one order, so that the last digit is the same on every run
    return sum(values) / len(values) if values else 0.0
