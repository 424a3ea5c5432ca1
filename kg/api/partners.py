"""Partners: the cities of a data set among each other, measured and compared."""

from typing import TYPE_CHECKING

import pandas as pd

from kg import coverage as cov
from kg.api.cooperation import Cooperation
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.network import NetworkStats
    from kg.suggest import Suggestions


class Partners(Cooperation):
    """A project of which one can ask how its cities stand to each other."""

    def stats(self, *, as_of: str | None = None) -> "NetworkStats":
        """Measure the network of cities, and that of cities and fields, at a date."""
        from kg.network import build_stats

        return build_stats(self.facts, self.day(as_of), self.day_text(as_of))

    def compare(self, city: str, *, as_of: str | None = None) -> pd.DataFrame:
        """Compare the fields that a city covers with those of each other city, most similar first.

        Columns: other, shared, only_here, only_there (numbers of fields), similarity (Jaccard,
        missing where neither covers a field).
        """
        return self.stats(as_of=as_of).coverage.compare(self.find("cities", city))

    def covering(self, field: str, *, as_of: str | None = None) -> pd.DataFrame:
        """Return the cities that cover a field or topic, those with most relations in it first.

        Columns: city, relations (number in which it is covered), rank (of its best rung). KgError
        for a group, of which nothing is counted.
        """
        from kg.network import find_covering

        return find_covering(cov.build_cells(self.facts, self.day(as_of)), self._counted(field))

    def suggest(self, city: str, field: str, *, as_of: str | None = None) -> "Suggestions":
        """Suggest partners for a city in a field or topic, each with reasons for and against it.

        Order: fewest rules broken, best rung in the field, partners, then their partners, then
        others, fewest reasons against. KgError for a group.
        """
        from kg.suggest import build_suggestions

        return build_suggestions(
            self.tables,
            self.facts,
            self.find("cities", city),
            self._counted(field),
            self.day(as_of),
            self.day_text(as_of),
        )

    def _counted(self, field: str) -> str:
        """Return the id of a field or topic; KgError for a group."""
        key = self.find("fields", field)
        if self.facts.tree.levels[key] == "group":
            raise KgError(f"{key} is a group and is not counted itself: name one of its fields.")
        return key
