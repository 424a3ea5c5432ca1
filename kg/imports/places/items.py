"""Cities under one Wikidata item are one place; two items are two places."""

from collections.abc import Sequence
from dataclasses import replace

from kg.imports.places.model import Match, Place


def agree_on_items(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, those of one item with one place, and doubt where items and places clash.

    What the user decided stays as it is.
    """
    by_item: dict[str, dict[str, Place]] = {}
    by_place: dict[str, set[str]] = {}
    for match in matches:
        if (item := match.city.wikidata) and (place := match.place) and match.sure:
            by_item.setdefault(item, {}).setdefault(place.key, place)
            by_place.setdefault(place.key, set()).add(item)
    return [_agreed(match, by_item, by_place) for match in matches]


def _agreed(
    match: Match, by_item: dict[str, dict[str, Place]], by_place: dict[str, set[str]]
) -> Match:
    item = match.city.wikidata
    if not item or match.reason in ("decided", "skipped", "country-differs"):
        return match
    places = by_item.get(item, {})
    named = {key: p for key, p in places.items() if key != f"wikidata:{item}"} or places
    clash = len(named) > 1 or any(len(by_place[key]) > 1 for key in named)
    if clash:
        return replace(match, place=None, sure=False, reason="item-differs")
    if len(named) == 1 and (place := next(iter(named.values()))) != match.place:
        return replace(match, place=place, sure=True, score=1.0, reason="wikidata-item")
    return match


def to_one_place_a_key(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, all of one key with the same place, whatever each city said of it."""
    said: dict[str, list[Place]] = {}
    for match in matches:
        if match.place and not match.place.key.startswith("data:"):
            said.setdefault(match.place.key, []).append(match.place)
    one = {key: _fullest(places) for key, places in said.items()}
    return [replace(m, place=one.get(m.place.key, m.place)) if m.place else m for m in matches]


def _fullest(places: Sequence[Place]) -> Place:
    """Return the place that says most, with the item and the coordinates of any."""
    first = min(places, key=lambda p: (p.level == "city", p.name, p.region, p.wikidata))
    spots = sorted((p.lat, p.long) for p in places if p.lat is not None and p.long is not None)
    lat, long = spots[0] if spots else (None, None)
    items = sorted(p.wikidata for p in places if p.wikidata)
    return replace(first, wikidata=items[0] if items else "", lat=lat, long=long)
