"""Reads pairs of cities from a CSV, or makes up a world of them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

HEADERS = ("city1", "country1", "lat1", "lng1", "city2", "country2", "lat2", "lng2")
CITIES, RELATIONS = 14_000, 20_000  # of the made-up world
_SKEW = 0.8  # so that most cities have one or two partners, and one about a hundred


class PairsError(Exception):
    """Report a file of pairs that cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Place:
    """A city as a file of pairs names it; the country in words, the coordinates in degrees."""

    name: str
    country: str
    lat: float
    long: float


Pair: TypeAlias = tuple[Place, Place]


def read_pairs(path: Path) -> list[Pair]:
    """Read a CSV of pairs with the columns of HEADERS; PairsError with its line when it is not."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in HEADERS if name not in (rows.fieldnames or ())]:
                raise PairsError(f"{path}: the column {', '.join(missing)} is missing.")
            pairs = [
                (_place(path, rows.line_num, row, "1"), _place(path, rows.line_num, row, "2"))
                for row in rows
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise PairsError(f"{path} cannot be read: {reason}.") from failure
    if not pairs:
        raise PairsError(f"{path} has no pairs.")
    return pairs


def _place(path: Path, line: int, row: Mapping[str, str | None], end: str) -> Place:
    city, country = row[f"city{end}"], row[f"country{end}"]
    try:
        lat, long = (float(row[f"{name}{end}"] or "") for name in ("lat", "lng"))
    except ValueError:
        lat = long = float("nan")
    if not city or not (-90 <= lat <= 90 and -180 <= long <= 180):
        what = f"lat{end}, lng{end} are no coordinates" if city else f"city{end} is empty"
        raise PairsError(f"{path}, line {line}: {what}.")
    return Place(city, country or "", lat, long)


def make_pairs(countries: Sequence[str], seed: int = 1) -> list[Pair]:
    """Make up a world of pairs: few cities with many partners, each city near its country's middle.

    Every city has a partner; the same seed gives the same pairs.
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    weight = (np.arange(CITIES) + 20.0) ** -_SKEW
    more = draw.choice(CITIES, 2 * RELATIONS - CITIES, p=weight / weight.sum())
    ends = draw.permutation(np.concatenate([np.arange(CITIES), more]))
    pairs = {(min(a, b), max(a, b)) for a, b in ends.reshape(-1, 2).tolist() if a != b}
    while len(pairs) < RELATIONS:  # for those that came twice
        one, other = sorted(draw.choice(ends, 2).tolist())
        if one != other:
            pairs.add((one, other))
    places = _places(draw, countries)
    return [(places[one], places[other]) for one, other in sorted(pairs)]


def _places(draw: np.random.Generator, countries: Sequence[str]) -> list[Place]:
    middle = draw.uniform((-40, -120), (60, 140), (len(countries), 2))
    at = (draw.random(CITIES) ** 2 * len(countries)).astype(int)
    spots = middle[at] + draw.normal(0, 4, (CITIES, 2))
    return [
        Place(f"Made-up City {number}", countries[country], *map(float, spot.round(2)))
        for number, (country, spot) in enumerate(zip(at, spots, strict=True))
    ]
