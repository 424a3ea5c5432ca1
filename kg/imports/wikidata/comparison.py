"""The whole comparison: pairs, cities, and what became of each row of the files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import pandas as pd

from kg.imports.wikidata.match import Matched, Pair
from kg.imports.wikidata.ours import City
from kg.imports.wikidata.statements import Stated
from kg.labels import Names
from kg.names import LANGUAGES
from kg.problems import Problem

COLUMNS = (
    *("status", "relation", "city_a", "label_a", "item_a", "country_a"),
    *("city_b", "label_b", "item_b", "country_b"),
    *("stage", "signed", "ended", "there", "stated_by", "one_sided", "start", "end"),
    *("references", "reference_urls", "differs", "near_city", "near_item", "near_label"),
)


@dataclass(frozen=True, slots=True)
class Rows:
    """What became of the rows: read is the sum of all others.

    Those that state a pair, those that say that a city was asked, those with a deprecated rank,
    those with a partner that is not known there, and those that cannot be read.
    """

    read: int
    stating: int
    marking: int
    deprecated: int
    unknown: int
    unread: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A city of ours: its item, whether it was asked (true, false, or "" where it has no item),
    how many pairs are stated of it there, and the items there that have its name and country.
    """

    city: str
    item: str
    asked: str
    stated: int
    suggestions: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs by status, cities by id, problems of rows, and counts.

    `statements` are those in the rows, each once: those of pairs, of strangers (no end of them is
    a city of ours) and `later` ones, which begin after the day.
    """

    pairs: tuple[Pair, ...]
    cities: tuple[Standing, ...]
    names: Names  # of our cities by id, and of items
    countries: Mapping[str, str]  # likewise; no item that has several
    problems: tuple[Problem, ...]
    rows: Rows
    statements: int
    strangers: int
    later: int
    marked: bool

    def count(self, status: str) -> int:
        """Return how many pairs have a status."""
        return Counter(pair.status for pair in self.pairs)[status]

    def label(self, city: str, item: str, lang: str = "en") -> str:
        """Return the name of a city of ours, else that of an item there, else the item."""
        return self.names.get(city or item, {}).get(lang) or item

    def country(self, city: str, item: str) -> str:
        """Return the country of a city of ours, else that of an item there; "" where unknown."""
        return self.countries.get(city or item, "")

    def to_frame(self, lang: str = "en") -> pd.DataFrame:
        """Return a row for each pair: a Pair, with labels in a language; see COLUMNS."""
        rows = [
            {
                **{field.name: getattr(pair, field.name) for field in fields(Pair)},
                "label_a": self.label(pair.city_a, pair.item_a, lang),
                "label_b": self.label(pair.city_b, pair.item_b, lang),
                "country_a": self.country(pair.city_a, pair.item_a),
                "country_b": self.country(pair.city_b, pair.item_b),
                "near_label": self.label("", pair.near_item, lang),
            }
            for pair in self.pairs
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def to_comparison(
    cities: Mapping[str, City], stated: Stated, matched: Matched, names: Names
) -> Comparison:
    """Put together what was found; `names` are those of our cities."""
    named = {pair.item_a for pair in matched.pairs} | {pair.item_b for pair in matched.pairs}
    named |= {pair.near_item for pair in matched.pairs}
    standings = tuple(_standings(cities, stated, matched))
    named |= {item for standing in standings for item in standing.suggestions.split(";")}
    return Comparison(
        pairs=tuple(matched.pairs),
        cities=standings,
        names={
            **names,
            **{
                item: {lang: stated.items[item].label(lang) for lang in LANGUAGES}
                for item in sorted(named & stated.items.keys())
            },
        },
        countries={
            **{
                item: min(said.countries)
                for item, said in stated.items.items()
                if len(said.countries) == 1
            },
            **{key: city.country for key, city in cities.items()},
        },
        problems=tuple(stated.problems),
        rows=Rows(
            stated.read,
            stated.stating,
            stated.marking,
            stated.deprecated,
            stated.unknown,
            stated.unread,
        ),
        statements=len(stated.statements),
        strangers=matched.strangers,
        later=matched.later,
        marked=stated.marked,
    )


def _standings(cities: Mapping[str, City], stated: Stated, matched: Matched) -> list[Standing]:
    """Return how each city of ours stands, sorted by id."""
    counts = Counter(key for p in matched.pairs if p.there for key in (p.city_a, p.city_b) if key)
    owned = {city.item for city in cities.values()}
    alike: dict[str, list[str]] = {}
    for item in sorted(stated.items.keys() - owned):
        for name in stated.items[item].names:
            alike.setdefault(name, []).append(item)
    return [
        Standing(
            city=key,
            item=cities[key].item,
            asked=_asked(cities[key].item, stated),
            stated=counts[key],
            suggestions=";".join(_suggestions(cities[key], alike, stated)),
        )
        for key in sorted(cities)
    ]


def _asked(item: str, stated: Stated) -> str:
    return str(item in stated.asked).lower() if item else ""


def _suggestions(city: City, alike: Mapping[str, Sequence[str]], stated: Stated) -> list[str]:
    """Return the items with name and country of a city that has none; a suggestion, no more."""
    if city.item:
        return []
    found = {item for name in city.names for item in alike.get(name, ())}
    return sorted(
        item
        for item in found
        if not stated.items[item].countries or city.country in stated.items[item].countries
    )
