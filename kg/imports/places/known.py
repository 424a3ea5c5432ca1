"""The places of a project: rows of its table of cities, or places that a caller brings."""

from collections.abc import Iterator, Sequence

from kg.imports.places.countries import find_countries, find_region
from kg.imports.places.model import CITIES, REGIONS, Found, Place
from kg.imports.places.names import fold, split_beside
from kg.tables import TableData, to_records


class Known:
    """Places of the project by folded name, by Wikidata item and by key."""

    def __init__(self, entries: Sequence[tuple[Place, tuple[str, ...]]]) -> None:
        self.entries = tuple(entries)
        self.by_key = {place.key: place for place, _ in entries}
        self.by_item = {place.wikidata: place for place, _ in entries if place.wikidata}
        self._names: dict[str, dict[str, Found]] = {}
        self._regions: dict[tuple[str, str], Found] = {}
        for place, names in entries:
            for folded, found in _names_of(place, names):
                self._names.setdefault(folded, {}).setdefault(place.key, found)
            for admin1 in _regions_of(place, names):
                found = Found(place, "alternate-name", admin1=admin1)
                self._regions.setdefault((place.country, admin1), found)

    def find_in_other_script(
        self, name: str, countries: Sequence[str], level: str
    ) -> Iterator[Found]:
        """Yield places of the countries and level that have no name in the script of this one.

        Nothing tells whether they are meant, so that none of them can be ruled out.
        """
        if level in CITIES:
            return
        for place, names in self.entries:
            is_alike = place.country in countries and place.level == level
            if is_alike and name.isascii() not in {other.isascii() for other in names}:
                yield Found(place, "other-script", admin1=_admin1_of_names(place, names))

    def find_region(self, country: str, name: str) -> Found | None:
        """Return the province or state that is the region of this name, in whatever language."""
        return self._regions.get((country, find_region(country, name)))

    def find(self, folded: str, countries: Sequence[str]) -> Iterator[Found]:
        """Yield the places under exactly this folded name, of any country where none is given."""
        for found in self._names.get(folded, {}).values():
            if not countries or found.place.country in countries or not found.place.country:
                yield found


def _names_of(place: Place, names: Sequence[str]) -> Iterator[tuple[str, Found]]:
    """Yield the names as they stand, then those without what stands beside (Jung-gu, Ulsan)."""
    yield from ((fold(name), Found(place, "name", admin1=_admin1(place))) for name in names)
    for name in names:
        head, beside = split_beside(name)
        if not beside and not name.isascii() and name.count(" ") == 1:  # 울산 중구
            beside, head = name.split()
        if beside:
            admin1 = find_region(place.country, beside) or _admin1(place)
            yield fold(head), Found(place, "part-of-name", 1.0, admin1)


def _admin1_of_names(place: Place, names: Sequence[str]) -> str:
    besides = (find_region(place.country, split_beside(name)[1]) for name in names)
    return _admin1(place) or next(filter(None, besides), "")


def _regions_of(place: Place, names: Sequence[str]) -> Iterator[str]:
    if place.level in REGIONS:
        yield from filter(None, (find_region(place.country, name) for name in names))


def _admin1(place: Place) -> str:
    return find_region(place.country, place.region) if place.region else ""


def to_known(known: Sequence[Place] | TableData) -> Known:
    """Return the places of a table of cities with their names in each language, or those given."""
    if isinstance(known, TableData):
        return Known([_to_entry(row) for row in to_records(known.frame())])
    return Known([(place, (place.name,)) for place in known])


def _to_entry(row: dict[str, str]) -> tuple[Place, tuple[str, ...]]:
    names = tuple(dict.fromkeys(v for h, v in row.items() if h.startswith("name@") and v))
    countries = find_countries(row["country"])
    place = Place(
        f"data:{row['id']}",
        names[0] if names else row["id"],
        countries[0] if len(countries) == 1 else row["country"],
        row["level"],
        _number(row["lat"]),
        _number(row["long"]),
        _whole(row["population"]),
        row["wikidata"],
    )
    return place, names or (row["id"],)


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:  # told as a problem of the table
        return None


def _whole(text: str) -> int | None:
    number = _number(text)
    return None if number is None else round(number)
