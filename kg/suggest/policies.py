"""Verdicts on rules of the table policies: kept, broken, or not known from what is on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pandas as pd

from kg.network import Coverage
from kg.suggest.model import BROKEN, KEPT, NOT_KNOWN, Verdict
from kg.suggest.standing import Standing
from kg.tables import to_records

IN_FORCE = ("intent", "agreed")
EARTH_KM = 6371.0088  # mean radius (IUGG)

# To which tiers of government a level belongs, as the code list describes it.
_TIERS = {
    "district": {"within a city", "city"},
    "city": {"city"},
    "regency": {"city"},
    "metropolitan-city": {"city", "province"},
    "province": {"province"},
    "state": {"province"},
}
Row = Mapping[str, Any]
Judged = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True)
class Policies:
    """The rules that bind a city, and what they are judged by."""

    rows: tuple[Row, ...]
    standing: Standing
    coverage: Coverage

    def judge(self, candidate: str) -> list[Verdict]:
        """Return a verdict for each rule, in the order of their ids."""
        verdicts = []
        for row in self.rows:
            verdict, others, value = _JUDGES[row["kind"]](self, row, candidate)
            sources = tuple(source for source in row["sources"].split(";") if source)
            found = Verdict(row["id"], row["kind"], verdict, others, value, sources)
            verdicts.append(found)
        return verdicts

    def pair(self, candidate: str, column: str) -> tuple[str, str]:
        """Return what is on record of both cities in a column of the table cities."""
        cities = self.standing.cities
        return str(cities[self.standing.city][column]), str(cities[candidate][column])


def read_policies(policies: pd.DataFrame, standing: Standing, coverage: Coverage) -> Policies:
    """Return the rules that bind the city or all cities of its country."""
    country = standing.cities[standing.city]["country"]
    bind = (policies["city"] == standing.city) | (
        (policies["country"] == country) & (policies["country"] != "")
    )
    rows = sorted(to_records(policies[bind]), key=lambda row: str(row["id"]))
    return Policies(tuple(rows), standing, coverage)


def _one_per_country(policies: Policies, row: Row, candidate: str) -> Judged:
    _, there = policies.pair(candidate, "country")
    standing = policies.standing
    others = tuple(
        partner
        for partner in standing.partners(IN_FORCE)
        if partner != candidate and standing.cities[partner]["country"] == there != ""
    )
    verdict = NOT_KNOWN if not there else BROKEN if others else KEPT
    return verdict, others, there


def _diplomatic_relations(policies: Policies, row: Row, candidate: str) -> Judged:
    here, there = policies.pair(candidate, "country")
    named = there and there in row["countries"].split(";")
    is_kept = named or (here and here == there)
    return KEPT if is_kept else NOT_KNOWN, (), there


def _equal_status(policies: Policies, row: Row, candidate: str) -> Judged:
    here, there = policies.pair(candidate, "level")
    one, other = _TIERS.get(here, set()), _TIERS.get(there, set())
    if not (one and other):
        return NOT_KNOWN, (), there
    verdict = KEPT if one == other else NOT_KNOWN if one & other else BROKEN
    return verdict, (), there


def _complementarity(policies: Policies, row: Row, candidate: str) -> Judged:
    """Judge by fields that one covers and the other does not; no record proves no lack."""
    own = policies.coverage.of(policies.standing.city)
    theirs = policies.coverage.of(candidate)
    here, there = len(own - theirs), len(theirs - own)
    return KEPT if here and there else NOT_KNOWN, (), f"{here};{there}"


def _at_most(policies: Policies, row: Row, candidate: str) -> Judged:
    far = _kilometres(policies, candidate)
    if far is None or not row["distance"]:
        return NOT_KNOWN, (), ""
    return KEPT if far <= float(row["distance"]) else BROKEN, (), f"{far:.0f}"


def _at_least(policies: Policies, row: Row, candidate: str) -> Judged:
    far = _kilometres(policies, candidate)
    if far is None or not row["distance"]:
        return NOT_KNOWN, (), ""
    return KEPT if far >= float(row["distance"]) else BROKEN, (), f"{far:.0f}"


_JUDGES: Mapping[str, Callable[[Policies, Row, str], Judged]] = {
    "one-per-country": _one_per_country,
    "diplomatic-relations": _diplomatic_relations,
    "equal-status": _equal_status,
    "complementarity": _complementarity,
    "distance-at-most": _at_most,
    "distance-at-least": _at_least,
}


def _kilometres(policies: Policies, candidate: str) -> float | None:
    """Return the great-circle distance of the two cities, None where a place is not on record."""
    places = [policies.pair(candidate, column) for column in ("lat", "long")]
    if not all(cell for pair in places for cell in pair):
        return None
    (lat, lat2), (long, long2) = ((radians(float(a)), radians(float(b))) for a, b in places)
    chord = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((long2 - long) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
