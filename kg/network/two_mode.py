"""Cities and fields as a network of two modes: a city is tied to a field that it covers.

Both cities of a relation cover what is covered in it. So two cities of one relation share its
fields by construction, and clustering of two modes, which counts such squares, is not measured.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kg.coverage import COVERED
from kg.names import PAIR

_SHARE = ("other", "shared", "only_here", "only_there", "similarity")


@dataclass(frozen=True)
class Coverage:
    """Which cities cover which fields.

    `ties` has a row (city, field) for each, sorted; `cities` and `fields` are all that could have a
    tie: cities with a relation on record, and the fields of one level of the scheme.
    """

    ties: pd.DataFrame
    cities: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def density(self) -> float | None:
        """Return the share of all pairs of a city and a field that are ties."""
        every = len(self.cities) * len(self.fields)
        return len(self.ties) / every if every else None

    @property
    def fields_of_a_city(self) -> float | None:
        """Return the mean number of fields that a city covers."""
        return len(self.ties) / len(self.cities) if self.cities else None

    @property
    def cities_of_a_field(self) -> float | None:
        """Return the mean number of cities that cover a field."""
        return len(self.ties) / len(self.fields) if self.fields else None

    def of(self, city: str) -> frozenset[str]:
        """Return the fields that a city covers."""
        return self._of_city.get(city, frozenset())

    @cached_property
    def _of_city(self) -> dict[str, frozenset[str]]:
        grouped = self.ties.groupby("city")["field"]
        return {str(city): frozenset(fields) for city, fields in grouped}

    def compare(self, city: str) -> pd.DataFrame:
        """Compare a city with each other city: a row for each, the most similar first.

        Columns: other, shared (fields that both cover), only_here, only_there (that one of them
        covers: what each could learn from the other), similarity (shared of all that either covers:
        Jaccard; missing where neither covers a field).
        """
        own = self.of(city)
        theirs = self.ties.groupby("field")["city"].agg(list)
        shared = pd.Series([c for field in own for c in theirs[field]], dtype="str").value_counts()
        totals = self.ties["city"].value_counts()
        others = pd.Index([c for c in self.cities if c != city], dtype="str")
        both = shared.reindex(others, fill_value=0)
        all_there = totals.reindex(others, fill_value=0)
        either = len(own) + all_there - both
        rows = pd.DataFrame(
            {
                "other": others,
                "shared": both.to_numpy(),
                "only_here": (len(own) - both).to_numpy(),
                "only_there": (all_there - both).to_numpy(),
                "similarity": (both / either.where(either > 0)).to_numpy(float),
            },
            columns=list(_SHARE),
        )
        return rows.sort_values(
            ["similarity", "shared", "other"], ascending=[False, False, True], ignore_index=True
        )


def find_covering(cells: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return the cities that cover a field or topic, those with most relations in it first.

    Columns: city, relations (number in which it is covered), rank (of its best rung).
    """
    covered = cells[(cells["rank"] >= COVERED) & (cells["field"] == field)]
    ends = _of_both_cities(covered, ["relation", "rank"])
    found = ends.groupby("city").agg(relations=("relation", "nunique"), rank=("rank", "max"))
    return found.reset_index().sort_values(
        ["relations", "rank", "city"], ascending=[False, False, True], ignore_index=True
    )


def _of_both_cities(cells: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return some columns of cells, once for each of the two cities of their relation."""
    both = cells["relation"].str.split(PAIR, n=1)
    return pd.concat(
        [cells[columns].assign(city=both.str[place].astype("str")) for place in (0, 1)]
    )


def build_coverage(
    cells: pd.DataFrame, relations: pd.DataFrame, fields: list[str], level: str = "field"
) -> Coverage:
    """Tie both cities of each relation to the fields of a level that are covered in it."""
    covered = cells[(cells["rank"] >= COVERED) & (cells["level"] == level)]
    ties = _of_both_cities(covered, ["field"])[["city", "field"]]
    ties = ties.drop_duplicates().sort_values(["city", "field"], ignore_index=True)
    cities = sorted({*relations["city_a"], *relations["city_b"]})
    return Coverage(ties, tuple(cities), tuple(fields))
