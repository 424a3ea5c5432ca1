"""How two cities stand to each other: partners, through whom, size, level, and failures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kg.coverage import to_day
from kg.coverage.days import plus_years
from kg.names import relation_cities, relation_id
from kg.network import TWINNED, simple_graph
from kg.suggest.grounds import Record
from kg.suggest.model import Reason
from kg.tables import by_id, to_records

SILENT_YEARS = 5
"""A relation of which nothing is on record for so many years speaks against a suggestion."""

ALIKE = 2.0
"""Cities are of similar size where one has at most so many times the people of the other."""

Cities = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Standing:
    """The relations of all cities at a day, as one city sees them."""

    city: str
    cities: Cities
    relations: Mapping[str, Mapping[str, Any]]
    neighbours: Mapping[str, frozenset[str]]
    as_of: int

    def partners(self, stages: tuple[str, ...]) -> list[str]:
        """Return the partners of the city whose relation has one of these stages, sorted."""
        rows = self.relations.values()
        both = [{r["city_a"], r["city_b"]} for r in rows if r["stage"] in stages]
        return sorted((pair - {self.city}).pop() for pair in both if self.city in pair)

    def reasons(self, candidate: str) -> list[Reason]:
        """Return what speaks for a candidate besides the field."""
        found = []
        relation = self.relations.get(relation_id(self.city, candidate))
        if relation:
            found.append(Reason("partner", value=str(relation["stage"])))
        elif through := self._through(candidate):
            found.append(Reason("through", others=through))
        own, other = self.cities[self.city], self.cities[candidate]
        if (times := _times(own["population"], other["population"])) is not None:
            found.append(Reason("size", value=f"{times:.1f}"))
        if own["level"] and own["level"] == other["level"]:
            found.append(Reason("level", value=str(own["level"])))
        return found

    def against(self, candidate: str) -> list[Reason]:
        """Return what speaks against a candidate besides the field."""
        found = []
        relation = self.relations.get(relation_id(self.city, candidate), {})
        if relation.get("stage") == "lapsed":
            found.append(Reason("lapsed"))
        last = str(relation.get("last", ""))
        if last and _years_after(to_day(last), SILENT_YEARS) < self.as_of:
            found.append(Reason("silent", value=last))
        own, other = self.cities[self.city]["country"], self.cities[candidate]["country"]
        if own and own == other:
            found.append(Reason("domestic"))
        return found

    def _through(self, candidate: str) -> tuple[str, ...]:
        own = self.neighbours.get(self.city, frozenset())
        return tuple(sorted(own & self.neighbours.get(candidate, frozenset())))


def read_standing(
    tables: Mapping[str, pd.DataFrame], relations: pd.DataFrame, city: str, as_of: int
) -> Standing:
    """Gather how a city stands to all others at the day of `relations`."""
    twinned = relations[relations["stage"].isin(TWINNED)]
    graph = simple_graph(zip(twinned["city_a"], twinned["city_b"], strict=True))
    neighbours = {one: frozenset(graph[one]) for one in graph}
    rows = {row["relation"]: row for row in to_records(relations)}
    return Standing(city, by_id(tables["cities"]), rows, neighbours, as_of)


def find_failures(record: Record, obstacles: pd.DataFrame, city: str) -> dict[str, list[Reason]]:
    """Return for each city what went wrong in the field, and what hindered it and the asking city.

    Obstacles count that are about something in the field, or about anything between the two.
    """
    found: dict[str, list[Reason]] = {}
    hindered = _hindered(obstacles)
    links = record.facts.links.rows
    links = links[links["since"] <= record.as_of]
    between = pd.concat(
        [
            record.rows[["relation", "thing"]],
            record.rows[["relation", "rests_on"]].rename(columns={"rests_on": "thing"}),
            links.loc[_of(links, city), ["relation", "thing"]],
        ]
    ).drop_duplicates()
    between = between[between["thing"].isin(hindered)]
    for relation, rows in between.groupby("relation"):
        keys = sorted({key for thing in rows["thing"] for key in hindered[thing]})
        for one, other in _ends(str(relation)):
            things = tuple(f"obstacles:{key}" for key in keys)
            sources = _sources_of(obstacles, keys)
            reason = Reason("obstacle", others=(other,), things=things, sources=sources)
            found.setdefault(one, []).append(reason)
    for kind, rows in _failed(record):
        for relation, of_relation in rows.groupby("relation"):
            things = tuple(sorted(set(of_relation["thing"])))
            for one, other in _ends(str(relation)):
                sources = record.sources(things)
                reason = Reason(kind, others=(other,), things=things, sources=sources)
                found.setdefault(one, []).append(reason)
    return found


def _failed(record: Record) -> list[tuple[str, pd.DataFrame]]:
    rows = record.rows
    overdue = (rows["role"] == "planned") & (rows["due"] <= record.as_of)
    return [("failed", rows[rows["role"] == "unrealised"]), ("stalled", rows[overdue])]


def _of(links: pd.DataFrame, city: str) -> pd.Series:
    return links["relation"].map(lambda relation: city in relation_cities(relation))


def _ends(relation: str) -> list[tuple[str, str]]:
    one, other = relation_cities(relation)
    return [(one, other), (other, one)]


def _hindered(obstacles: pd.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, about in zip(obstacles["id"], obstacles["about"], strict=True):
        for thing in filter(None, str(about).split(";")):
            found.setdefault(thing, []).append(key)
    return found


def _sources_of(obstacles: pd.DataFrame, keys: list[str]) -> tuple[str, ...]:
    cited = obstacles.loc[obstacles["id"].isin(keys), "sources"]
    return tuple(sorted({source for cell in cited for source in str(cell).split(";") if source}))


def _times(one: str, other: str) -> float | None:
    """Return how many times larger the larger is, None where not known or not alike."""
    if not (one and other) or not (float(one) and float(other)):
        return None
    small, large = sorted((float(one), float(other)))
    return large / small if large / small <= ALIKE else None


def _years_after(day: int, years: int) -> int:
    return int(plus_years(pd.Series([day]), pd.Series([years])).iloc[0])
