"""Map: where the cities of all relations stand, by their coordinates, else by community.

Cities without coordinates stand in a strip below the map. When none has any there is no map, and
all stand by community.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

import numpy as np
import pandas as pd

from kg.network import find_communities
from kg.views.connections import facts_of, pairs_of
from kg.views.payload import Payload
from kg.views.projection import WIDTH, Frame, frame_around
from kg.views.records import Records, text_of
from kg.views.strip import Place, place_discs
from kg.views.world import country_places, world_dots

# Between two cities without coordinates, and the greatest height of all of them: below the map, and
# where there is no map.
STRIP = {"step": 22.0, "tallest": 300.0}
WHOLE = {"step": 36.0, "tallest": 700.0}


class Map(TypedDict):
    """The map as the page reads it; `strip` is where the map ends and the strip begins."""

    width: float
    height: float
    strip: float
    dots: list[int]
    cities: dict[str, list[float]]
    countries: dict[str, list[float]]
    community: dict[str, int]


def build_map(payload: Payload) -> Map:
    """Place each city that has a relation, and each country of which there is a city."""
    communities = find_communities(pairs_of(payload))
    community = {city: n for n, members in enumerate(communities) for city in members}
    records = facts_of(payload, "cities")
    known = _coordinates(records)
    if known.keys().isdisjoint(community):
        known = {}
    frame = frame_around(np.array([lat for lat, _ in known.values()]))
    on_map = _project(known, frame)
    unknown = [[city for city in members if city not in known] for members in communities]
    discs, height = place_discs(
        sorted(filter(None, unknown), key=len, reverse=True), **(STRIP if known else WHOLE)
    )
    top = frame.height if known else 0.0
    places = on_map | {city: (x, y + top) for city, (x, y) in discs.items()}
    return {
        "width": WIDTH,
        "height": round(top + height, 1),
        "strip": round(top, 1),
        "dots": world_dots(frame) if known else [],
        "cities": _rounded({city: places[city] for city in sorted(community)}),
        "countries": _rounded(_countries(records, on_map, places, frame if known else None)),
        "community": {city: community[city] for city in sorted(community)},
    }


def _coordinates(cities: Records) -> dict[str, tuple[float, float]]:
    """Read latitude and longitude of the cities that have both."""
    texts = [[text_of(city, "lat"), text_of(city, "long")] for city in cities.values()]
    frame = pd.DataFrame(texts, index=list(cities), columns=["lat", "long"])
    known = frame.apply(pd.to_numeric, errors="coerce").dropna()
    return {str(key): (lat, long) for key, lat, long in known.itertuples()}


def _project(known: Mapping[str, tuple[float, float]], frame: Frame) -> dict[str, Place]:
    """Place cities by their coordinates."""
    if not known:
        return {}
    lat, long = np.array(list(known.values())).T
    rows = frame.place(lat, long).tolist()
    return {city: (x, y) for city, (x, y) in zip(known, rows, strict=True)}


def _countries(
    records: Records,
    on_map: Mapping[str, Place],
    places: Mapping[str, Place],
    frame: Frame | None,
) -> dict[str, Place]:
    """Place countries amid their cities on the map, else where they lie, else amid the strip's."""
    codes = {text_of(records[city], "country") for city in places if city in records} - {""}
    found = _means(records, on_map)
    if frame and (missing := codes - found.keys()):
        found |= country_places(missing, frame)
    found = _means(records, places) | found
    return {code: found[code] for code in sorted(codes)}


def _means(records: Records, places: Mapping[str, Place]) -> dict[str, Place]:
    """Give the mean place of each country's cities, summed in order of id."""
    cities: dict[str, list[Place]] = {}
    for city in sorted(places.keys() & records.keys()):
        cities.setdefault(text_of(records[city], "country"), []).append(places[city])
    return {code: _mean(several) for code, several in cities.items()}


def _mean(places: Iterable[Place]) -> Place:
    x, y = zip(*places, strict=True)
    return sum(x) / len(x), sum(y) / len(y)


def _rounded(places: Mapping[str, Place]) -> dict[str, list[float]]:
    """Give places as the page reads them, in tenths."""
    return {name: [round(x, 1), round(y, 1)] for name, (x, y) in places.items()}
