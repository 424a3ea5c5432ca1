"""Decides which of the places that were found a city is, or that nothing told allows to say so."""

from collections.abc import Sequence

from kg.imports.places.asked import Asked
from kg.imports.places.countries import find_region, is_region_named
from kg.imports.places.levels import meant_by_region
from kg.imports.places.model import CITIES, Match
from kg.imports.places.weigh import NEAR_KM, OF_CITY, Weighed

SHOWN = 5
"""So many candidates go into the review."""
TIMES_LARGER = 20
"""So many times more people than any namesake has the city that a bare name means."""
TIMES_LARGER_NEAR = 5
_KNOWN_TO_ALL = 500_000  # people: the least for a name without country
_KNOWN_AT_HOME = 15_000  # people: the least where namesakes in the country are smaller
_VILLAGE = 5_000  # people: from here on a place is what its own name means
_BEYOND_REGIONS = 1_000_000  # people: such a city is known better than a region of its name
_UNRANKED = 1_000  # people: taken for a place whose number is not known
_IN_DOUBT = ("similar-name", "part-of-name", "shorter-name", "longer-name", "other-script")
_SAME_SPOT_KM = 2
_OF_ALTERNATE = 0.2  # what a namesake weighs that only goes by this name too


def decide(
    asked: Asked, weighed: Sequence[Weighed], level: str, has_gazetteer: bool = True
) -> Match:
    """Return the match: the one place that agrees and has no rival, or doubt with its reason."""
    agreeing = [one for one in weighed if one.agrees]
    best = _unrivalled(asked, agreeing)
    doubt = _doubt(asked, weighed, agreeing, best, level, has_gazetteer)
    shown = tuple(one.candidate for one in weighed[:SHOWN])
    score = shown[0].score if shown else 0.0
    if doubt or best is None:
        return Match(asked.city, None, False, score, shown, doubt)
    place = best.candidate.place
    return Match(asked.city, place, True, best.candidate.score, shown, best.found.named)


def _unrivalled(asked: Asked, agreeing: Sequence[Weighed]) -> Weighed | None:
    """Return the one that outdoes all others, None where there is none."""
    for one in agreeing[: 2 * SHOWN]:
        if all(one is other or _outdoes(one, other, asked) for other in agreeing):
            return one if len(agreeing) > 1 or _is_safe_alone(one, asked) else None
    return None


def _is_safe_alone(one: Weighed, asked: Asked) -> bool:
    """Tell whether a place without a namesake may be taken: small ones only in a known country."""
    is_placed = bool(asked.countries) or one.distance is not None
    return is_placed or _people(one) >= _KNOWN_TO_ALL


def _outdoes(one: Weighed, other: Weighed, asked: Asked) -> bool:
    people = _people(one)
    rivals = _weight(other) if one.found.named == "name" else _people(other)
    if one.distance is not None and other.distance is not None:
        is_nearer = 3 * one.distance + 2 <= other.distance
        is_larger = people >= TIMES_LARGER_NEAR * rivals and one.distance <= NEAR_KM / 2
        return is_nearer or (is_larger and not 3 * other.distance + 2 <= one.distance)
    if "region" in one.candidate.reasons:
        is_other_region = "region" not in other.candidate.reasons
        return is_other_region or people >= TIMES_LARGER_NEAR * rivals
    if asked.city.level == "metropolitan-city" == one.candidate.place.level:
        return other.candidate.place.level != "metropolitan-city"
    if one.found.named != "name" == other.found.named and rivals >= _VILLAGE:
        return False  # New Delhi is not Delhi, though that goes by its name too
    if one.found.is_capital and asked.countries:
        return people >= TIMES_LARGER_NEAR * rivals
    least = _KNOWN_AT_HOME if asked.countries else _KNOWN_TO_ALL
    return people >= max(least, TIMES_LARGER * rivals)


def _weight(one: Weighed) -> float:
    return _people(one) * (1 if one.found.named == "name" else _OF_ALTERNATE)


def _people(one: Weighed) -> float:
    return one.candidate.place.population or _UNRANKED


def _doubt(
    asked: Asked,
    weighed: Sequence[Weighed],
    agreeing: Sequence[Weighed],
    best: Weighed | None,
    level: str,
    has_gazetteer: bool,
) -> str:
    """Return the code of the reason for doubt, "" where the best place is sure."""
    if asked.city.country and not asked.countries and not _is_beside(best):
        return "unknown-country"
    if best is None:
        return "several-places" if agreeing else _why_none(asked, weighed, level, has_gazetteer)
    if any("item-differs" in w.candidate.reasons and w.found.named in OF_CITY for w in weighed):
        return "item-differs"
    asks_level = asked.city.level or level
    if not asks_level and any(_is_ours_of_other_level(one) for one in weighed):
        return "level-differs"
    return "region-or-city" if not asks_level and _is_rather_region(asked, best) else ""


def _is_rather_region(asked: Asked, best: Weighed) -> bool:
    """Tell whether a bare name is that of a region too, and rather so than the city's.

    Québec and New York are cities; Oklahoma is not that of Oklahoma City alone, and California
    (in Maryland) and Washington (District of Columbia) lie outside of the regions of their names.
    """
    is_bare = len(asked.forms) == 1 and not asked.city.region and best.distance is None
    region = find_region(best.found.place.country, asked.city.name)
    if not is_bare or not asked.countries or not region:
        return False
    if best.found.named == "alternate-name":
        found = best.found
        is_like_it = is_region_named(found.place.country, region, found.place.name)
        return not (is_like_it or found.is_capital or found.place.key in meant_by_region())
    return region != best.found.admin1 and _people(best) < _BEYOND_REGIONS


def _is_beside(best: Weighed | None) -> bool:
    return best is not None and best.distance is not None


def _is_ours_of_other_level(one: Weighed) -> bool:
    place, reasons = one.candidate.place, one.candidate.reasons
    is_ours = place.key.startswith("data:") and one.found.named == "name"
    return is_ours and "level-differs" in reasons and "country-differs" not in reasons


def _why_none(asked: Asked, weighed: Sequence[Weighed], level: str, has_gazetteer: bool) -> str:
    """Return why no place agrees: what speaks against the nearest, "" where there is none near."""
    asked_level = level if level not in CITIES else asked.city.level
    if not asked.countries:
        return "no-country"
    for one in weighed:
        against = set(one.candidate.reasons)
        if "level-differs" in against and asked_level not in CITIES:
            continue  # a regency is never the city of its name, so that one is no rival
        for reason in ("item-differs", "level-differs", "region-differs", "region-unknown", "far",
                       "country-differs"):  # fmt: skip
            if reason in against and one.found.named in OF_CITY:
                return reason
        if one.found.named in _IN_DOUBT and not against & {"region-differs", "far"}:
            return one.found.named
        if one.found.named == "other-name" and _is_same_spot(one) and asked_level in CITIES:
            return "other-name"
    if asked_level == "district" and not _says_where(asked):
        return "district-without-city"
    if asked_level not in CITIES and not _says_where(asked) and _are_several(weighed):
        return "several-places"
    is_unplaced = asked_level in CITIES and not asked.has_coordinates
    return "not-in-gazetteer" if has_gazetteer and is_unplaced else ""


def _are_several(weighed: Sequence[Weighed]) -> bool:
    """Tell whether towns of like size in two regions may both give a regency its name."""
    towns = [w for w in weighed if w.found.named in OF_CITY and "country" in w.candidate.reasons]
    people = sorted((_weight(one) for one in towns), reverse=True)
    return len({w.found.admin1 for w in towns}) > 1 and people[0] < TIMES_LARGER * people[1]


def _is_same_spot(one: Weighed) -> bool:
    return one.distance is not None and one.distance <= _SAME_SPOT_KM


def _says_where(asked: Asked) -> bool:
    return asked.has_coordinates or bool(asked.city.region) or bool(asked.forms[-1].beside)
