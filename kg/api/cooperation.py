"""Cooperation: relations of cities and cells of fields, at a date, as frames."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, get_args

import pandas as pd

from kg import coverage as cov
from kg.api.choices import Evidence, expect
from kg.api.project import Project
from kg.errors import KgError
from kg.names import relation_cities, relation_id

if TYPE_CHECKING:
    from kg.compare import Comparison, State

_KEPT = 8  # frames of one kind; of a hundred thousand relations one has tens of megabytes


class Cooperation(Project):
    """A project of which one can ask what is covered and what is not."""

    def relations(self, city: str | None = None, *, as_of: str | None = None) -> pd.DataFrame:
        """Return relations at a date: relation, city_a, city_b, stage, last (date of contact)."""
        relations = self._relations(self.day(as_of))
        if city is None:
            return relations.copy()
        return cov.of_city(relations, self.find("cities", city))

    def relation(self, city: str, partner: str) -> str:
        """Return the id of the relation of two cities; KgError when nothing of it is on record."""
        relation = relation_id(self.find("cities", city), self.find("cities", partner))
        if relation not in self.relation_ids():
            raise KgError(f"No relation of {city} and {partner} is on record.")
        return relation

    def relation_ids(self, city: str | None = None) -> list[str]:
        """Return the ids of all relations or of a city's, whatever their date, sorted."""
        known = sorted(set(self.links.rows["relation"]))
        key = self.find("cities", city) if city else ""
        return [relation for relation in known if not city or key in relation_cities(relation)]

    def coverage(
        self,
        city: str | None = None,
        partner: str | None = None,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
        level: str | None = None,
        denominator: str = "scheme",
    ) -> pd.DataFrame:
        """Return a row for each cell (relation, field) at a date, sorted by relation and field.

        Of the city asked for (else the focal city) cells with nothing on record have a row too; of
        other relations only recorded cells do. Columns: relation, field, level (group, field,
        topic), rung and its number `rank`, gap, agreed, lapsed, unrealised, unagreed, disputed,
        undated, single_source, unframed, searched (day), studied (number), grade (kind of the best
        source), topics, topics_covered, peers.
        """
        expect("evidence", evidence, get_args(Evidence))
        expect("level", level, (None, *cov.LEVELS))
        expect("denominator", denominator, cov.DENOMINATORS)
        day = self.day(as_of)
        view = self._view(city)
        cells = self._matrix(day, view, evidence == "strict")
        if city:
            relations = cov.of_city(self._relations(day), view)
            cells = cells[cells["relation"].isin(relations["relation"])]
        if partner:
            cells = cells[cells["relation"] == self.relation(view, partner)]
        if level:
            cells = cells[cells["level"] == level]
        if denominator != "scheme":
            cells = cells[cells[denominator]]
        return cells.reset_index(drop=True)

    def gaps(
        self, city: str | None = None, partner: str | None = None, **options: Any
    ) -> pd.DataFrame:
        """Return the cells of `coverage` that have a gap; options as there.

        As there, of all fields of the scheme, agreed or not; the command `kg gaps` lists those of
        agreed fields, which is `denominator="agreed"`.
        """
        cells = self.coverage(city, partner, **options)
        return cells[cells["gap"] != ""].reset_index(drop=True)

    def count(
        self,
        city: str,
        partner: str | None = None,
        *,
        level: str = "field",
        denominator: str | None = None,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> dict[str, int]:
        """Count cells of one level: total, covered, uncovered, and by rung.

        The denominator is `agreed` for a relation and `scheme` for a city unless named.
        """
        cells = self.coverage(city, partner, as_of=as_of, evidence=evidence)
        return cov.count(
            cells,
            self.facts,
            relations=1 if partner else len(self.relations(city, as_of=as_of)),
            level=level,
            denominator=denominator or ("agreed" if partner else "scheme"),
        )

    def why(
        self,
        city: str,
        partner: str,
        field: str,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> cov.Explanation:
        """Explain one cell: its rung, what is missing, and the rows and sources behind it."""
        expect("evidence", evidence, get_args(Evidence))
        relation, key = self.relation(city, partner), self.find("fields", field)
        strict = evidence == "strict"
        return cov.explain(self.facts, self.data, relation, key, self.day(as_of), strict=strict)

    def sides(
        self, city: str | None = None, partner: str | None = None, *, as_of: str | None = None
    ) -> pd.DataFrame:
        """Say whose side attests each relation, agreed field and relation type on record.

        Columns: relation, what (relation, field, type), about, value, attested (both, one, third),
        by (the cities), sources_a, sources_b, sources_third; see `kg.coverage.sides`.
        """
        found = cov.read_sides(self.data, self.facts, self.day(as_of))
        return self._of_cities(found, city, partner)

    def side_differences(
        self, city: str | None = None, partner: str | None = None, *, as_of: str | None = None
    ) -> pd.DataFrame:
        """Say where two cities differ: what they call the relation, when they signed, statements.

        Columns: relation, what, about, value_a, value_b, sources_a, sources_b.
        """
        found = cov.read_differences(self.data, self.facts, self.day(as_of))
        return self._of_cities(found, city, partner)

    def _of_cities(self, rows: pd.DataFrame, city: str | None, partner: str | None) -> pd.DataFrame:
        """Return the rows of a city's relations, or of the one with a partner."""
        only = [self.relation(self._view(city), partner)] if partner else None
        kept = only or self.relation_ids(city)
        return rows[rows["relation"].isin(kept)].reset_index(drop=True)

    def diff(
        self,
        since: "Cooperation | str",
        *,
        as_of: str | None = None,
        denominator: str = "agreed",
    ) -> "Comparison":
        """Compare with an older graph, or with an earlier date of this one: rows, relations, cells.

        A graph is taken at its own date, as this one is, unless `as_of` names one for both; `since`
        a date, `as_of` is the later one. Cells are looked at from this graph's focal city, and
        those of the denominator (`agreed`, `scheme`, `peers`) count. See `kg.compare`.
        """
        from kg.compare import compare

        expect("denominator", denominator, cov.DENOMINATORS)
        old = self.state(since) if isinstance(since, str) else since.state(as_of, self.focal_city)
        return compare(old, self.state(as_of), denominator)

    def state(self, as_of: str | None = None, city: str | None = None) -> "State":
        """Return these tables at a date as one side of a comparison, seen from a city (its id)."""
        from kg.compare import build_state

        return build_state(self.data, self.facts, self.day(as_of), city or self.focal_city)

    @cached_property
    def _relations(self) -> Callable[[int], pd.DataFrame]:
        """Return what builds the relations at a day, and keeps the last ones: many answers ask."""

        @lru_cache(maxsize=_KEPT)
        def build(day: int) -> pd.DataFrame:
            return cov.build_relations(self.links, day)

        return build

    @cached_property
    def _matrix(self) -> Callable[[int, str, bool], pd.DataFrame]:
        """Return what builds the cells at a day from a city, strict or not, and keeps the last."""

        @lru_cache(maxsize=_KEPT)
        def build(day: int, city: str, strict: bool) -> pd.DataFrame:
            return cov.build_matrix(self.facts, self._relations(day), day, city=city, strict=strict)

        return build

    def _view(self, city: str | None) -> str:
        return self.find("cities", city) if city else self.focal_city
