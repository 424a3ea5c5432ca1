"""One state of the data: the tables of a release and what they say at a day."""

from dataclasses import dataclass, replace

import pandas as pd

from kg.coverage import Facts, build_matrix, build_relations, to_text
from kg.tables import Tables


@dataclass(frozen=True)
class State:
    """Tables with their relations and cells at a day.

    `cells` are those of `kg.coverage.build_matrix`: of the city in view each field has one.
    """

    tables: Tables
    facts: Facts
    day: int
    city: str
    relations: pd.DataFrame
    cells: pd.DataFrame

    @property
    def as_of(self) -> str:
        """Return the day as YYYY-MM-DD."""
        return to_text(self.day)

    @property
    def dataset(self) -> str:
        """Return the id of the data set, "" where the tables name none."""
        return self._of_dataset("id")

    @property
    def version(self) -> str:
        """Return the version of the data set, "" where none is stated."""
        return self._of_dataset("version")

    def _of_dataset(self, header: str) -> str:
        return str(next(iter(self.tables["dataset"].frame(header)[header]), ""))

    def at(self, day: int) -> "State":
        """Return the same tables at another day."""
        relations = build_relations(self.facts.links, day)
        cells = build_matrix(self.facts, relations, day, city=self.city)
        return replace(self, day=day, relations=relations, cells=cells)


def build_state(tables: Tables, facts: Facts, day: int, city: str) -> State:
    """Return a state; `city` is the one in view."""
    empty = pd.DataFrame()
    return State(tables, facts, day, city, empty, empty).at(day)
