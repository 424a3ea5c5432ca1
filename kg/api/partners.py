"""Partners: the cities of a data set among each other, measured and compared."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kg import coverage as cov
from kg.api.cooperation import Cooperation
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.imports.wikidata import Comparison
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

    def compare_wikidata(self, *files: Path | str, as_of: str | None = None) -> "Comparison":
        """Compare the relations with twinned administrative bodies (P190) as Wikidata states them.

        `files` are what query.wikidata.org saves as the answer of `wikidata_query`. In the result
        `.to_frame()` has a row for each pair of cities: both, here-only, there-only, near, no-item
        or not-asked; rows that cannot be read are in `.problems`. KgError for a file that is no
        such answer. See kg.imports.wikidata.
        """
        from kg.imports import wikidata as wd

        day, names = self.day(as_of), self.names("cities")["cities"]
        cities = wd.read_cities(self.tables["cities"], names)
        signings = wd.read_signings(self.tables["agreements"], self.tables["parties"])
        relations = wd.read_relations(self.relations(as_of=as_of), self.links, signings, day)
        stated = wd.to_statements(wd.read_results(*map(Path, files)))
        return wd.to_comparison(cities, stated, wd.match(cities, relations, stated, day), names)

    def wikidata_query(self, *cities: str) -> str:
        """Return the query to run at query.wikidata.org about cities, else about the focal city.

        Nothing is sent anywhere. KgError for a city without an item in the column wikidata.
        """
        from kg.imports.wikidata import build_query

        asked = [self.find("cities", city) for city in cities] or [self.focal_city]
        items = self.tables["cities"].set_index("id")["wikidata"]
        if missing := [city for city in asked if not items.get(city)]:
            raise KgError(
                f"{', '.join(missing)}: no item in the column wikidata of the table cities, by "
                "which Wikidata could be asked."
            )
        return build_query([str(items[city]) for city in asked])

    def _counted(self, field: str) -> str:
        """Return the id of a field or topic; KgError for a group."""
        key = self.find("fields", field)
        if self.facts.tree.levels[key] == "group":
            raise KgError(f"{key} is a group and is not counted itself: name one of its fields.")
        return key
