"""Why a city of a list is in doubt, and which places it may be, in words. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.imports.places import Match, Place

NAMESAKES_SHOWN = 3


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("kg.imports.relations").joinpath("doubts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def why_doubtful(match: "Match") -> dict[str, str]:
    """Return in each language why a city is in doubt."""
    return {lang: text.format(km=_distance(match)) for lang, text in _words()[match.reason].items()}


def _distance(match: "Match") -> str:
    """Return how many kilometres the best candidate is away; "?" where that is not known."""
    from kg.imports.places.gazetteer import distance_km

    here, there = match.city, match.candidates[0].place if match.candidates else None
    if here.lat is None or here.long is None or there is None:
        return "?"
    if there.lat is None or there.long is None:
        return "?"
    return f"{distance_km(here.lat, here.long, there.lat, there.long):.0f}"


def best_places(match: "Match") -> str:
    """Return the best candidate in words; the first three where nothing tells namesakes apart."""
    count = NAMESAKES_SHOWN if match.reason == "several-places" else 1
    return "; ".join(describe_place(one.place) for one in match.candidates[:count])


def describe_place(place: "Place") -> str:
    """Return a place with its region and country."""
    where = ", ".join(filter(None, (place.region, place.country)))
    return f"{place.name} ({where})" if where else place.name
