"""World: the world's larger cities as the faint ground of the map, and where a country lies.

The places are those of GeoNames (CC BY 4.0), reduced by scripts/ground.py to one for each square of
a grid in which a city lies.
"""

import json
from collections.abc import Set
from functools import cache
from typing import TypedDict

import numpy as np

from kg.views.bundle import read_static
from kg.views.projection import Frame


class Ground(TypedDict):
    """`dots` holds latitude, longitude, … in tenths of a degree; a country has its mean place."""

    source: str
    dots: list[int]
    countries: dict[str, list[float]]


@cache
def _read_ground() -> Ground:
    ground: Ground = json.loads(read_static("ground.json"))
    return ground


def world_dots(frame: Frame) -> list[int]:
    """Give the ground of the map as x, y, x, y: a dot for each square in which a city lies."""
    lat, long = np.array(_read_ground()["dots"]).reshape(-1, 2).T / 10
    places = np.rint(frame.place(lat, long)).astype(int)
    inside = places[(places[:, 1] >= 0) & (places[:, 1] < frame.height)]
    return [int(number) for number in np.unique(inside, axis=0).ravel()]


def country_places(codes: Set[str], frame: Frame) -> dict[str, tuple[float, float]]:
    """Give the mean place of each country's larger cities; a country without any is left out."""
    countries = _read_ground()["countries"]
    found = {}
    for code in sorted(codes & countries.keys()):
        lat, long = countries[code]
        x, y = frame.place(np.array([lat]), np.array([long]))[0]
        found[code] = (float(x), float(y))
    return found
