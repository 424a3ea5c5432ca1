"""Finds all places that a foreign city may be, in the project's table and in the gazetteer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from kg.imports.places.asked import Asked, Form
from kg.imports.places.countries import find_region, territories
from kg.imports.places.gazetteer import SIMILAR, Gazetteer, is_same_without_blanks
from kg.imports.places.known import Known
from kg.imports.places.levels import read_levels
from kg.imports.places.model import CITIES, REGIONS, Found, Place
from kg.imports.places.names import fold_often
from kg.imports.places.weigh import OF_CITY, Weighed, weigh

_FEDERATIONS = ("AU", "AT", "BR", "DE", "IN", "MX", "MY", "NG", "US", "VE")
LARGE = 100_000
"""People of a city that is asked about where its name is met in another country."""
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
            found += self._regions(form.name, level or asked.city.level, asked)
            level = level or self._level_of(found, asked)
            wanted = _stricter(asked.city.level, level)
            weighed += [weigh(f, asked, wanted, form.beside) for f in self._ours(found)]
            if weighed:
                break
        if not any(one.found.named in OF_CITY for one in weighed):
            level = level or _level_of_region(asked)
        wanted = _stricter(asked.city.level, level)
        if wanted not in REGIONS and not any(one.agrees for one in weighed):
            weighed += self._find_otherwise(asked, wanted)
        return _best_first(weighed), level

    def _find_form(self, form: Form, asked: Asked) -> tuple[list[Found], str]:
        """Return the places of a name, read with its level word where it has one."""
        whole = list(self._exact(form.name, asked))
        keys = {found.place.key for found in whole}
        levels = {found.place.level for found in whole}
        for reading in read_levels(form.name):
            stem = list(self._exact(reading.stem, asked))
            is_so = reading.level not in CITIES and reading.level in levels
            if whole and not is_so and not keys & {found.place.key for found in stem}:
                continue  # 대구 and Kansas City are names as a whole
            more = [] if whole and reading.level in CITIES else stem
            return [*whole, *(f for f in more if f.place.key not in keys)], reading.level
        return whole, ""

    def _regions(self, name: str, level: str, asked: Asked) -> list[Found]:
        """Return the project's province or state of a name that is known as a region's."""
        if level and level not in REGIONS:
            return []
        names = [name, *(r.stem for r in read_levels(name) if r.level in REGIONS)]
        if not level:  # Kyoto is the city, Jawa Barat nothing but the province
            names = [] if any(True for _ in self._exact(name, asked)) else names[:1]
        found = (self.known.find_region(c, n) for c in asked.countries for n in names)
        return [one for one in found if one]

    def _level_of(self, found: list[Found], asked: Asked) -> str:
        """Return the level of the project's place that alone has a name, where none is said."""
        levels = {one.place.level for one in found}
        is_ours = all(one.place.key.startswith("data:") for one in found)
        return levels.pop() if is_ours and len(levels) == 1 and not asked.city.level else ""

    def _exact(self, name: str, asked: Asked) -> Iterator[Found]:
        yield from self.known.find(name, asked.countries)
        if self.gazetteer is None:
            return
        countries = asked.countries or self.gazetteer.countries
        parts = [part for whole in asked.countries for part in territories(whole)]
        for country in (*countries, *parts):
            yield from self.gazetteer.find(name, country)

    def _find_otherwise(self, asked: Asked, level: str) -> list[Weighed]:
        """Return what is near the coordinates, or spelled alike in the country."""
        found: list[Found] = []
        names = [asked.forms[-1].name]
        names += [r.stem for r in read_levels(names[0]) if r.level in CITIES]
        if self.gazetteer and asked.has_coordinates:
            found += self._namesakes(asked, names)
        elif self.gazetteer:
            for country in asked.countries:
                found += self.gazetteer.find_similar(names[-1], country)
            found += self._elsewhere(asked) if not found else []
        found += self.known.find_in_other_script(asked.city.name, asked.countries, level)
        beside = asked.forms[-1].beside
        return [weigh(f, asked, level, beside) for f in self._ours(found)]

    def _elsewhere(self, asked: Asked) -> Iterator[Found]:
        """Yield large cities of the name in other countries: 釜山 is not in Japan."""
        assert self.gazetteer is not None
        for country in self.gazetteer.countries:
            for found in self.gazetteer.find(asked.forms[-1].name, country):
                if (found.place.population or 0) >= LARGE:
                    yield found

    def _namesakes(self, asked: Asked, names: list[str]) -> Iterator[Found]:
        assert self.gazetteer is not None
        assert asked.city.lat is not None
        assert asked.city.long is not None
        for found, others in self.gazetteer.find_near(asked.city.lat, asked.city.long, _NAMESAKES):
            yield _likened(found, names, [fold_often(other) for other in others])

    def _ours(self, found: Iterable[Found]) -> Iterator[Found]:
        """Put the project's own place in the stead of a linked one."""
        for one in found:
            key = self.links.get(one.place.key)
            yield one._replace(place=self._linked(key, one)) if key else one

    def _linked(self, key: str, found: Found) -> Place:
        place = self.known.by_key[key]
        population = place.population or found.place.population
        return replace(place, population=population, region=place.region or found.place.region)


def _likened(found: Found, names: list[str], others: list[str]) -> Found:
    """Return a near place by how its names are like those asked: the same, longer, or alike."""
    if set(names) & set(others):
        return found._replace(named="alternate-name")
    own = others[0]
    if any(is_same_without_blanks(name, other) for name in names for other in others):
        return found._replace(named="alternate-name")
    if any(own.startswith(f"{name} ") for name in names):
        return found._replace(named="shorter-name")
    if any(f" {own} " in f" {name} " for name in names):
        return found._replace(named="longer-name")
    likeness = max(fuzz.ratio(name, own) for name in names)
    if likeness >= SIMILAR:
        return found._replace(named="similar-name", similarity=likeness / 100)
    return found


def _level_of_region(asked: Asked) -> str:
    """Return the level of a region where a name that no place has is that of one, else ""."""
    if len(asked.countries) != 1 or asked.city.level:
        return ""
    country = asked.countries[0]
    if not find_region(country, asked.city.name):
        return ""
    return "state" if country in _FEDERATIONS else "province"


def _stricter(given: str, read: str) -> str:
    """Return the level asked for: the mapping's, unless the name itself says it is no city."""
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
