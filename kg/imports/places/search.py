"""Finds all places that a foreign city may be, in the project's table and in the gazetteer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from kg.imports.places.asked import Asked, Form
from kg.imports.places.countries import territories
from kg.imports.places.gazetteer import SIMILAR, Gazetteer
from kg.imports.places.known import Known
from kg.imports.places.levels import read_levels
from kg.imports.places.model import CITIES, Found, Place
from kg.imports.places.names import fold_often
from kg.imports.places.weigh import Weighed, weigh

_NAMESAKES = 10  # km: where a name is not found, the names of places about are read


@dataclass(frozen=True)
class Search:
    """Where places are found; `links` are keys of the gazetteer whose place the project has."""

    known: Known
    gazetteer: Gazetteer | None
    links: Mapping[str, str] = field(default_factory=dict)

    def find(self, asked: Asked) -> tuple[list[Weighed], str]:
        """Return what may be the city, best first, and the level that was read off its name."""
        weighed: list[Weighed] = []
        level = ""
        for form in asked.forms:
            found, level = self._find_form(form, asked)
            asked_level = _stricter(asked.city.level, level)
            weighed += [weigh(f, asked, asked_level, form.beside) for f in self._ours(found)]
            if weighed:
                break
        if not any(w.agrees for w in weighed):
            weighed += self._find_otherwise(asked, _stricter(asked.city.level, level))
        return _best_first(weighed), level

    def _find_form(self, form: Form, asked: Asked) -> tuple[list[Found], str]:
        """Return the places of a name, read with its level word where it has one."""
        whole = list(self._exact(form.name, asked))
        keys = {found.place.key for found in whole}
        for reading in read_levels(form.name):
            stem = list(self._exact(reading.stem, asked))
            if whole and not keys & {found.place.key for found in stem}:
                continue  # 대구 and Kansas City are names as a whole
            return [*whole, *(f for f in stem if f.place.key not in keys)], reading.level
        return whole, ""

    def _exact(self, name: str, asked: Asked) -> Iterator[Found]:
        yield from self.known.find(name, asked.countries)
        if self.gazetteer is None:
            return
        countries = asked.countries or self.gazetteer.countries
        found = [f for country in countries for f in self.gazetteer.find(name, country)]
        if not found:
            parts = [part for whole in asked.countries for part in territories(whole)]
            found = [f for country in parts for f in self.gazetteer.find(name, country)]
        yield from found

    def _find_otherwise(self, asked: Asked, level: str) -> list[Weighed]:
        """Return what is near the coordinates, or spelled alike in the country."""
        found: list[Found] = []
        names = [form.name for form in asked.forms]
        names += [reading.stem for name in names for reading in read_levels(name)]
        if self.gazetteer and asked.has_coordinates:
            found += self._namesakes(asked, names)
        elif self.gazetteer:
            for country in asked.countries:
                found += self.gazetteer.find_similar(names[-1], country)
        beside = asked.forms[-1].beside
        return [weigh(f, asked, level, beside) for f in self._ours(found)]

    def _namesakes(self, asked: Asked, names: list[str]) -> Iterator[Found]:
        assert self.gazetteer is not None
        assert asked.city.lat is not None
        assert asked.city.long is not None
        for found, others in self.gazetteer.find_near(asked.city.lat, asked.city.long, _NAMESAKES):
            yield _likened(found, names, [fold_often(other) for other in others])

    def _ours(self, found: Iterable[Found]) -> Iterator[Found]:
        """Put the project's own place in the stead of a linked one, under the name that is closer."""
        for one in found:
            key = self.links.get(one.place.key)
            yield one._replace(place=self._linked(key, one)) if key else one

    def _linked(self, key: str, found: Found) -> Place:
        place = self.known.by_key[key]
        population = place.population or found.place.population
        return replace(place, population=population, region=place.region or found.place.region)


def _likened(found: Found, names: list[str], others: list[str]) -> Found:
    """Return a near place by how its names are like those asked: the same, in part, or alike."""
    if set(names) & set(others):
        return found._replace(named="alternate-name")
    if any(_is_part(one, other) for one in names for other in others[:1]):
        return found._replace(named="part-of-name")
    likeness = max(fuzz.ratio(one, other) for one in names for other in others)
    if likeness >= SIMILAR:
        return found._replace(named="similar-name", similarity=likeness / 100)
    return found


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and f" {short} " in f" {long} "


def _stricter(given: str, read: str) -> str:
    """Return the level asked for: that of the mapping, unless the name itself says it is no city."""
    return read if given in CITIES and read not in CITIES else given or read


def _best_first(weighed: list[Weighed]) -> list[Weighed]:
    """Return each place once, under the name that is best for it."""
    best: dict[str, Weighed] = {}
    for one in sorted(weighed, key=_rank):
        best.setdefault(one.candidate.place.key, one)
    return list(best.values())


def _rank(one: Weighed) -> tuple[object, ...]:
    place = one.candidate.place
    return (not one.agrees, -one.candidate.score, not place.key.startswith("data:"),
            -(place.population or 0), place.key)  # fmt: skip
