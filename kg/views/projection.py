"""Projection: places on the globe as places on the map.

Natural Earth (Patterson 2008, with the polynomials of Šavrič and others 2011): continents look as
people know them, and crowded Europe has more room than where sizes are kept. It is turned to 11°
east, so that its edge runs through the Bering Strait and cuts no land.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH = 1000.0
TOP, BOTTOM = 80.0, -57.0  # latitudes; beyond them hardly anyone lives
MIDDLE = 11.0  # the longitude that stands upright

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """The part of the globe that the map shows: from one latitude down to another."""

    top: float = TOP
    bottom: float = BOTTOM

    @property
    def height(self) -> float:
        """Give the height of the map."""
        return float(self.place(np.array([self.bottom]), np.array([MIDDLE]))[0, 1])

    def place(self, lat: Floats, long: Floats) -> Floats:
        """Give x (rightwards) and y (downwards) of each place, as rows."""
        x, y = _natural_earth(lat, (long - MIDDLE + 180) % 360 - 180)
        right, _ = _natural_earth(np.zeros(1), np.full(1, 180.0))
        _, top = _natural_earth(np.full(1, self.top), np.zeros(1))
        scale = WIDTH / 2 / right
        return np.column_stack([WIDTH / 2 + x * scale, (top - y) * scale])


def frame_around(lat: Floats) -> Frame:
    """Make the usual frame, or one as large as places far in the north or south need."""
    return Frame(float(np.max(lat, initial=TOP)), float(np.min(lat, initial=BOTTOM)))


def _natural_earth(lat: Floats, long: Floats) -> tuple[Floats, Floats]:
    """Project degrees to a globe of radius 1, y upwards."""
    angle = np.radians(lat)
    width = _polynomial(angle, {0: 0.8707, 2: -0.131979, 4: -0.013791, 10: 0.003971, 12: -0.001529})
    y = _polynomial(angle, {1: 1.007226, 3: 0.015085, 7: -0.044475, 9: 0.028874, 11: -0.005916})
    return np.radians(long) * width, y


def _polynomial(angle: Floats, factors: Mapping[int, float]) -> Floats:
    """Sum up powers of the angle."""
    terms = (factor * angle**power for power, factor in factors.items())
    return sum(terms, np.zeros_like(angle))
