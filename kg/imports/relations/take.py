"""Which pairs can be taken: both places known, in a country, and not one and the same. Pure.

Each row of a foreign table is either taken whole or reported: a row that names several pairs is
reported when one of them is not taken, though the others are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.imports.pairs import ForeignCity, ForeignPair
from kg.imports.relations.doubts import best_places, why_doubtful
from kg.imports.relations.draft import Placed
from kg.problems import Detail, Problem, Severity, Sheet

if TYPE_CHECKING:
    from kg.imports.places import Match


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers that add up: rows = taken + reported, and pairs = placed + those left out."""

    rows: int
    reported: int
    pairs: int
    placed: int
    cities: int
    doubtful: int
    skipped: int = 0

    @property
    def taken(self) -> int:
        """Return the number of rows of which everything was taken."""
        return self.rows - self.reported


def place_pairs(
    pairs: Sequence[ForeignPair],
    matches: Mapping[ForeignCity, "Match"],
    countries: Collection[str],
    file: str,
) -> tuple[list[Placed], list[Problem]]:
    """Return the pairs whose places are known, and for each other pair why it is not taken.

    `countries` are the codes that the tables know.
    """
    placed, problems = [], list[Problem]()
    for pair in pairs:
        cities = (pair.one, pair.other)
        faults = [p for c in cities for p in _faults(pair, c, matches[c], countries, file)]
        one, other = (matches[city].place for city in cities)
        if one and other and one.key == other.key and not faults:
            faults = [_problem("listed-with-itself", pair, pair.other, file)]
        problems += faults
        if one and other and not faults:
            placed.append(Placed(pair, one, other))
    return placed, problems


def _faults(
    pair: ForeignPair,
    city: ForeignCity,
    match: "Match",
    countries: Collection[str],
    file: str,
) -> Iterator[Problem]:
    """Yield why a city cannot be taken; nothing where it can."""
    if match.place and match.sure:
        known = match.place.key.startswith("data:") or match.place.country in countries
        if not known:
            said = match.place.country or city.country or "–"
            yield _problem("listed-no-country", pair, city, file, country=said)
    elif match.sure:
        yield _problem("listed-left-out", pair, city, file, severity=Severity.NOTE)
    elif match.candidates:
        may_be, why = best_places(match), why_doubtful(match)
        yield _problem("listed-doubtful", pair, city, file, candidates=may_be, why=why)
    else:
        yield _problem("listed-unknown", pair, city, file, why=why_doubtful(match))


def _problem(
    code: str,
    pair: ForeignPair,
    city: ForeignCity,
    file: str,
    severity: Severity = Severity.WARNING,
    **details: Detail,
) -> Problem:
    value = city.name or city.wikidata
    sheet = Sheet(pair.sheet) if pair.sheet else None
    return Problem(
        code, file, pair.line, city.column or None, value, severity, details=details, sheet=sheet
    )
