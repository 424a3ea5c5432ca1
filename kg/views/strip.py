"""Strip: places for cities of which no coordinates are known, those of one community together.

A community is a disc like the head of a sunflower, its best connected city in the middle; discs
stand in rows, largest first.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from kg.views.projection import WIDTH

Place: TypeAlias = tuple[float, float]

SHRINK = 0.85
GOLDEN = math.pi * (3 - math.sqrt(5))  # the angle at which a sunflower sets its next seed


def place_discs(
    communities: Sequence[Sequence[str]], *, step: float, tallest: float
) -> tuple[dict[str, Place], float]:
    """Give the place of each city, and the height of all rows: no more than `tallest`.

    `communities` come largest first; `step` is the distance within a disc where there is room.
    """
    sizes = [len(community) for community in communities]
    while not _fits(sizes, step, tallest):
        step *= SHRINK
    rows = list(_rows(sizes, step))
    places: dict[str, Place] = {}
    top, index = 0.0, 0
    for row in rows:
        left = (WIDTH - sum(2 * _radius(size, step) for size in row)) / 2
        for size in row:
            radius = _radius(size, step)
            for seed, city in enumerate(communities[index]):
                far, angle = step * math.sqrt(seed), seed * GOLDEN
                x, y = left + radius + far * math.cos(angle), far * math.sin(angle)
                places[city] = (x, top + _radius(row[0], step) + y)
            left, index = left + 2 * radius, index + 1
        top += 2 * _radius(row[0], step)
    return places, top


def _radius(size: int, step: float) -> float:
    """Give the radius of a disc, with the room around it."""
    return step * (math.sqrt(size - 1) + 0.7)


def _rows(sizes: Sequence[int], step: float) -> Iterator[list[int]]:
    """Break the discs into rows; the first of a row is its largest."""
    row: list[int] = []
    room = WIDTH
    for size in sizes:
        width = 2 * _radius(size, step)
        if row and width > room:
            yield row
            row, room = [], WIDTH
        row.append(size)
        room -= width
    if row:
        yield row


def _fits(sizes: Sequence[int], step: float, tallest: float) -> bool:
    """Say whether the discs with this step are neither too wide nor, in rows, too tall."""
    height = sum(2 * _radius(row[0], step) for row in _rows(sizes, step))
    return height <= tallest and all(2 * _radius(size, step) <= WIDTH for size in sizes[:1])
