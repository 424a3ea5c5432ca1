"""Matches cities of the input to places: known ones of the project, GeoNames, Wikidata, or new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.imports.pairs import ForeignCity
from kg.imports.places.asked import Asked, to_asked
from kg.imports.places.decide import decide
from kg.imports.places.decisions import NEW, SKIP, Decision, Decisions
from kg.imports.places.gazetteer import Gazetteer
from kg.imports.places.items import agree_on_items, to_one_place_a_key
from kg.imports.places.known import Known, to_known
from kg.imports.places.model import CITIES, Match, Place
from kg.imports.places.newplaces import to_new_place, with_own_keys
from kg.imports.places.search import Search
from kg.tables import TableData


def match_cities(
    cities: Sequence[ForeignCity],
    known: Sequence[Place] | TableData,
    gazetteer: Gazetteer | None,
    decisions: Decisions | None = None,
) -> list[Match]:
    """Return a match for each city, in their order; equal cities are matched once.

    A decision of the user overrules all else. Without gazetteer a city that the project does not
    have is new, with what the input itself says.
    """
    places = to_known(known)
    search = Search(places, gazetteer, _links(places, gazetteer))
    distinct = list(dict.fromkeys(cities))
    matches = [_match(city, search, (decisions or Decisions()).get(city)) for city in distinct]
    settled = to_one_place_a_key(with_own_keys(agree_on_items(matches)))
    by_city = dict(zip(distinct, settled, strict=True))
    return [by_city[city] for city in cities]


def _match(city: ForeignCity, search: Search, decision: Decision | None) -> Match:
    asked = to_asked(city)
    weighed, level = search.find(asked) if city.name else ([], "")
    match = decide(asked, weighed, level, search.gazetteer is not None)
    if decision:
        return _decided(match, asked, level, decision, search)
    if item := _by_item(match, asked, search.known):
        return item
    if not city.name:
        return replace(match, reason="no-name")
    if match.place or match.reason:
        return _with_said(match, level, search.known)
    reason = "not-in-gazetteer" if search.gazetteer else "not-in-data"
    place = to_new_place(asked, level)
    return replace(match, place=place, sure=True, score=1.0, reason=reason)


def _by_item(match: Match, asked: Asked, known: Known) -> Match | None:
    """Return the match by the Wikidata item: a known place's, or else a place of its own.

    The item says which place is meant where names leave doubt; not, where the project may have
    the place without its item.
    """
    item = match.city.wikidata
    if not item:
        return None
    if place := known.by_item.get(item):
        is_odd = asked.countries and place.country and place.country not in asked.countries
        if is_odd:
            return replace(match, place=None, sure=False, reason="country-differs")
        return replace(match, place=place, sure=True, score=1.0, reason="wikidata-item")
    is_ours = any(c.place.key.startswith("data:") for c in match.candidates)
    if match.sure or is_ours or not match.city.name or len(asked.countries) != 1:
        return None
    place = replace(to_new_place(asked, ""), key=f"wikidata:{item}")
    return replace(match, place=place, sure=True, score=1.0, reason="wikidata-item")


def _with_said(match: Match, level: str, known: Known) -> Match:
    """Return the match with the project's own place, or with what the input adds to another."""
    place = match.place
    if place is None:
        return match
    if ours := known.by_key.get(place.key):
        return replace(match, place=ours)
    said = match.city.level or level
    own_level = said if said == "metropolitan-city" else place.level
    place = replace(place, level=own_level, wikidata=place.wikidata or match.city.wikidata)
    return replace(match, place=place)


def _decided(match: Match, asked: Asked, level: str, decision: Decision, search: Search) -> Match:
    choice = decision.choice
    if choice == SKIP:
        return replace(match, place=None, sure=True, score=1.0, reason="skipped")
    place = to_new_place(asked, level) if choice == NEW else _chosen(choice, asked, level, search)
    if place is None:
        return replace(match, place=None, sure=False, reason="unknown-choice")
    decided = replace(match, place=place, sure=True, score=1.0, reason="decided")
    return _with_said(decided, level, search.known)


def _chosen(choice: str, asked: Asked, level: str, search: Search) -> Place | None:
    """Return the place of a key, None where neither project nor gazetteer has it."""
    kind, _, key = choice.partition(":")
    if kind == "data":
        return search.known.by_key.get(choice)
    if kind == "geonames":
        ours = search.links.get(choice)
        place = search.gazetteer.find_id(key) if search.gazetteer else None
        return search.known.by_key[ours] if ours else place
    ours_by_item = search.known.by_item.get(key)
    return ours_by_item or replace(to_new_place(asked, level), key=choice, wikidata=key)


def _links(known: Known, gazetteer: Gazetteer | None) -> Mapping[str, str]:
    """Map keys of the gazetteer to those of the project's places that they are.

    A place of the project that is no city has none there, unless its city is the same government.
    """
    if gazetteer is None:
        return {}
    search = Search(Known([]), gazetteer)
    found: dict[str, list[Place]] = {}
    for place, names in known.entries:
        for key in _keys_in(search, place, names):
            found.setdefault(key, []).append(place)
    return {key: places[0].key for key, places in found.items() if len(places) == 1}


def _keys_in(search: Search, place: Place, names: Iterable[str]) -> list[str]:
    for name in names:
        city = ForeignCity(name, place.country, place.region, lat=place.lat, long=place.long)
        asked = to_asked(city)
        weighed, level = search.find(asked)
        match = decide(asked, weighed, level)
        if match.place is None:
            continue
        best = next(w for w in weighed if w.candidate.place == match.place)
        if place.level in CITIES or best.found.is_one_government:
            return [match.place.key]
    return []
