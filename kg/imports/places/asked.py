"""What a foreign city asks for: its countries, region, level and the names to look it up under."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.imports.pairs import ForeignCity
from kg.imports.places.countries import find_countries, find_region
from kg.imports.places.levels import read_levels
from kg.imports.places.names import fold_often, split_beside


@dataclass(frozen=True, slots=True)
class Form:
    """A name to look up, folded, and what stands beside it ("Illinois", "Seoul"), as written."""

    name: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A city with its country resolved; `countries` is () where none is given or known."""

    city: ForeignCity
    countries: tuple[str, ...]
    forms: tuple[Form, ...] = field(default=())

    @property
    def has_coordinates(self) -> bool:
        """Tell whether both coordinates are given."""
        return self.city.lat is not None and self.city.long is not None

    def regions(self, beside: str, country: str) -> Iterator[str]:
        """Yield the codes of the regions that are named, "" for one that is not known."""
        for text in filter(None, (self.city.region, beside)):
            if country not in find_countries(text) or find_region(country, text):
                yield find_region(country, text)


def to_asked(city: ForeignCity) -> Asked:
    """Read country and names; a country beside the name serves where none is given."""
    countries = find_countries(city.country) if city.country else ()
    head, beside = split_beside(city.name)
    if not city.country and beside:
        countries = _country_beside(beside)
    forms = [Form(fold_often(city.name))]
    if beside:
        forms.append(Form(fold_often(head), beside))
    forms += _without_blank(city.name, countries)
    return Asked(city, countries, tuple(dict.fromkeys(forms)))


def _country_beside(beside: str) -> tuple[str, ...]:
    """Return the country beside a name, or that of a state of the US ("Paris, Texas")."""
    last = beside.rpartition(",")[2].strip()
    if len(last) > 2 and (found := find_countries(last)):
        return found
    return ("US",) if find_region("US", last) else ()


def _without_blank(name: str, countries: tuple[str, ...]) -> Iterator[Form]:
    """Yield the parts of "Portland OR" and "서울 은평구", where no comma tells them apart."""
    first, _, last = name.rpartition(" ")
    if not first or "," in name or "(" in name:
        return
    if any(find_region(country, last) for country in countries) and last.isupper():
        yield Form(fold_often(first), last)
    is_native = not last.isascii() and any(len(r.word) == 1 for r in read_levels(last))
    if is_native and any(find_region(country, first) for country in countries or ("KR",)):
        yield Form(fold_often(last), first)
