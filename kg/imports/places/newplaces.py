"""New places: cities that neither project nor gazetteer has, with what the input says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.imports.places.asked import Asked
from kg.imports.places.gazetteer import distance_km
from kg.imports.places.levels import read_levels
from kg.imports.places.model import CITIES, Match, Place
from kg.imports.places.names import fold_often
from kg.imports.places.weigh import NEAR_KM

_Spot = tuple[float, float]


def to_new_place(asked: Asked, level: str) -> Place:
    """Return a place of what the input says; its key is country, level, name and region."""
    city = asked.city
    own_level = level if level not in CITIES else city.level or level or "city"
    country = asked.countries[0] if len(asked.countries) == 1 else ""
    region = city.region or asked.forms[-1].beside
    parts = (country.lower(), own_level, _stem(asked, own_level), fold_often(region))
    key = "new:" + "/".join(part.replace(" ", "-") for part in parts if part)
    spot = city.lat, city.long
    return Place(key, city.name, country, own_level, *spot, None, city.wikidata, region)


def _stem(asked: Asked, level: str) -> str:
    """Return the folded name without its level word: Kabupaten Bandung and Bandung Regency."""
    name = asked.forms[-1].name if asked.forms[-1].beside else asked.forms[0].name
    return next((r.stem for r in read_levels(name) if r.level == level), name)


def with_own_keys(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, new places of one name that lie far apart told apart by their spot."""
    spots: dict[str, set[_Spot]] = {}
    for place in (match.place for match in matches):
        if place and place.key.startswith("new:") and (spot := _spot(place)):
            spots.setdefault(place.key, set()).add(spot)
    groups = {key: _cluster(sorted(found)) for key, found in spots.items()}
    return [_with_key(match, groups) for match in matches]


def _spot(place: Place) -> _Spot | None:
    return None if place.lat is None or place.long is None else (place.lat, place.long)


def _with_key(match: Match, groups: Mapping[str, Mapping[_Spot, _Spot]]) -> Match:
    place = match.place
    group = groups.get(place.key) if place else None
    if place is None or group is None or len(set(group.values())) < 2:
        return match
    if not (spot := _spot(place)):
        return replace(match, place=None, sure=False, score=0.0, reason="several-places")
    lat, long = group[spot]
    return replace(match, place=replace(place, key=f"{place.key}@{lat:.2f},{long:.2f}"))


def _cluster(spots: Sequence[_Spot]) -> dict[_Spot, _Spot]:
    """Map each spot to the first of those that it is near to, or near to by others."""
    first = {spot: spot for spot in spots}
    for i, one in enumerate(spots):
        for other in spots[i + 1 :]:
            if distance_km(*one, *other) <= NEAR_KM and first[one] != first[other]:
                low, high = sorted((first[one], first[other]))
                first = {spot: low if at == high else at for spot, at in first.items()}
    return first
