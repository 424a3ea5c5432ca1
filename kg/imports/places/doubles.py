"""Doubles in what was matched: one name for two places, two names for one, two levels."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from kg.imports.places.decisions import city_key
from kg.imports.places.levels import read_levels
from kg.imports.places.model import Match
from kg.imports.places.names import fold_often, split_beside


@dataclass(frozen=True, slots=True)
class Double:
    """Cities that may be taken for each other; each of `matches` stands for another city.

    `kind` is "same-name" (two places under one name), "two-levels" (a name at two levels) or
    "same-place" (two spellings of one place).
    """

    kind: str
    name: str
    matches: tuple[Match, ...]


def find_doubles(matches: Sequence[Match]) -> list[Double]:
    """Return all doubles by kind and name, their matches by the keys of place and city."""
    placed = {city_key(m.city): m for m in matches if m.place}
    ordered = sorted(placed.values(), key=_order)
    found = _doubles("same-name", ordered, _name, _key)
    found += _doubles("two-levels", ordered, _stem_in_country, _level)
    found += _doubles("same-place", ordered, _key, _name)
    return sorted(found, key=lambda double: (double.kind, double.name))


def _doubles(
    kind: str,
    matches: Sequence[Match],
    group: Callable[[Match], Hashable],
    differ: Callable[[Match], Hashable],
) -> list[Double]:
    groups: dict[Hashable, dict[Hashable, Match]] = {}
    for match in matches:
        groups.setdefault(group(match), {}).setdefault(differ(match), match)
    return [
        Double(kind, next(iter(found.values())).city.name, tuple(found.values()))
        for found in groups.values()
        if len(found) > 1
    ]


def _order(match: Match) -> tuple[str, str]:
    return _key(match), city_key(match.city)


def _key(match: Match) -> str:
    return match.place.key if match.place else ""


def _name(match: Match) -> str:
    return fold_often(split_beside(match.city.name)[0])


def _level(match: Match) -> str:
    return match.place.level.removeprefix("metropolitan-") if match.place else ""


def _stem_in_country(match: Match) -> tuple[str, str]:
    name = _name(match)
    level = _level(match)
    stem = next((r.stem for r in read_levels(name) if r.level.endswith(level)), name)
    return (match.place.country if match.place else "", stem)
