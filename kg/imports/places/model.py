"""Places, what speaks for them, and the answer for each city: values only."""

from dataclasses import dataclass
from typing import NamedTuple

from kg.imports.pairs import ForeignCity

CITIES = ("", "city", "metropolitan-city")
"""Levels that mean a city; all others (regency, province, …) stay apart from it and each other."""
REGIONS = ("province", "state")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a city may be; `key` is data:, geonames:, wikidata: or new: and an id.

    `country` is a code of two letters or "", `level` a code of city-level, `lat` and `long` are
    degrees, `wikidata` is an item or "".
    """

    key: str
    name: str
    country: str = ""
    level: str = ""
    lat: float | None = None
    long: float | None = None
    population: int | None = None
    wikidata: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a city may be, from 0 to 1 how like it is, and what speaks for and against."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one city: sure with a place, or doubtful without one, best candidate first.

    Sure without a place is only a city that the user's review leaves out (reason `skipped`).
    """

    city: ForeignCity
    place: Place | None
    sure: bool
    score: float
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


class Found(NamedTuple):
    """A place under some name, before it is weighed: how it was named, its region, and its rank.

    `named` is the first of the reasons, `similarity` runs from 0 to 1, `admin1` is the code of the
    region in GeoNames. City and province of one government are the same place at both levels.
    """

    place: Place
    named: str
    similarity: float = 1.0
    admin1: str = ""
    is_one_government: bool = False
    is_capital: bool = False
