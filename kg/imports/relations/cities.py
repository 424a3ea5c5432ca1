"""Cities of matched places: the ids they have or get, and the rows of new ones. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from kg.imports.relations.slugs import to_slug
from kg.names import LANGUAGES

if TYPE_CHECKING:
    from kg.imports.places import Place

Cells: TypeAlias = dict[str, str]
"""Cells of one row by header; those that are empty are left out."""


def name_cities(places: Iterable["Place"], taken: Collection[str]) -> dict[str, str]:
    """Return an id for each place, by its key: none of those taken, whatever the order of places.

    It is the name; where several have it, or one on record has, the country is added, then the
    region, then the key.
    """
    left = {place.key: place for place in places}
    used, given = set(taken), dict[str, str]()
    for form in _FORMS:
        wanted = {key: form(place) for key, place in left.items()}
        asked = Counter(wanted.values())
        fresh = {key: slug for key, slug in wanted.items() if asked[slug] == 1 and slug not in used}
        fresh = {key: slug for key, slug in fresh.items() if slug}
        given |= fresh
        used |= set(fresh.values())
        left = {key: place for key, place in left.items() if key not in given}
    return given | dict(_numbered(sorted(left), used))


def _numbered(keys: Iterable[str], used: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is left when even keys are alike once they are slugs."""
    for key in keys:
        stem, number = to_slug(key) or "place", 2
        slug = stem
        while slug in used:
            slug, number = f"{stem}-{number}", number + 1
        used.add(slug)
        yield key, slug


def _by_name(place: "Place") -> str:
    return to_slug(place.name)


def _by_country(place: "Place") -> str:
    return _joined(place.name, place.country)


def _by_region(place: "Place") -> str:
    return _joined(place.name, place.country, place.region) if place.region else ""


def _by_key(place: "Place") -> str:
    return _joined(place.name, place.country, place.key.rpartition(":")[2])


def _joined(*words: str) -> str:
    return "-".join(filter(None, map(to_slug, words)))


_FORMS: tuple[Callable[["Place"], str], ...] = (_by_name, _by_country, _by_region, _by_key)


def city_row(place: "Place", key: str, names: Mapping[str, str], sources: str) -> Cells:
    """Return the row of a new city; `names` are those that lists give it, by language."""
    row = {"id": key, "country": place.country, "level": place.level or "city", "sources": sources}
    row |= {f"name@{lang}": names[lang] for lang in LANGUAGES if names.get(lang)}
    row.setdefault("name@en", place.name)
    numbers = {"lat": place.lat, "long": place.long, "population": place.population}
    row |= {header: _number(number) for header, number in numbers.items() if number is not None}
    return row | ({"wikidata": place.wikidata} if place.wikidata else {})


def _number(number: float) -> str:
    """Return a number without an exponent, and without more than five decimals (a metre)."""
    return f"{number:.5f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)


def names_of(row: Cells) -> set[str]:
    """Return the names of a city in all languages."""
    return {row[f"name@{lang}"] for lang in LANGUAGES if f"name@{lang}" in row}


def told_of(row: Cells, name: str) -> tuple[str, ...]:
    """Return what a row says of a city under a name: where it lies, else of what level it is."""
    where = ("lat", "long") if "lat" in row else ("level",)
    return (name, *(row.get(header, "") for header in ("country", *where)))
