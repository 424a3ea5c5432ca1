"""Reasons about the field itself: who covers it, agreed on it or spoke of it, and with whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from kg.coverage import COVERED, Facts, build_cells
from kg.names import relation_cities
from kg.suggest.model import Reason
from kg.tables import to_records

Reasons = dict[str, list[Reason]]
Things = tuple[str, ...]

_ROLES = {
    "covers": ("ran", "outcome"),
    "agreed": ("named", "planned"),
    "talks": ("event", "approved"),
}
_AGREED, _EXPLORED = 2, 1


@dataclass(frozen=True)
class Record:
    """What is on record of one field at a day: its facts and its cells, of all relations."""

    facts: Facts
    field: str
    as_of: int
    rows: pd.DataFrame
    cells: pd.DataFrame

    def behind(self, relation: str, roles: Collection[str]) -> tuple[Things, Things]:
        """Return the things of these roles in one relation by date, and their sources.

        Of what an agreement names, the agreement is the thing.
        """
        found = [fact for fact in self._of_relation.get(relation, []) if fact[0] in roles]
        shown = tuple(dict.fromkeys(behind or thing for _, thing, behind in found))
        return shown, self.sources(thing for _, thing, _ in found)

    def sources(self, things: Iterable[str]) -> Things:
        """Return the sources of things, sorted."""
        return tuple(sorted({s for thing in things for s in self._cited.get(thing, ())}))

    @cached_property
    def _of_relation(self) -> dict[str, list[Things]]:
        """Return by relation its facts by date: role, thing and what it rests on."""
        found: dict[str, list[Things]] = {}
        rows = self.rows.sort_values(["since", "thing"])
        columns = (rows[name] for name in ("relation", "role", "thing", "rests_on"))
        for relation, *fact in zip(*columns, strict=True):
            found.setdefault(str(relation), []).append(tuple(map(str, fact)))
        return found

    @cached_property
    def _cited(self) -> dict[str, list[str]]:
        cites = self.facts.evidence.cites
        own = cites[cites["thing"].isin(self.rows["thing"])]
        return {str(thing): list(of) for thing, of in own.groupby("thing")["source"]}


def read_record(facts: Facts, field: str, as_of: int) -> Record:
    """Gather what is on record of a field or topic at a day, topics counting for their field."""
    reach = facts.tree.ancestry
    below = reach.loc[reach["counts_for"] == field, "field"]
    rows = facts.rows[facts.rows["field"].isin(below) & (facts.rows["since"] <= as_of)]
    cells = build_cells(replace(facts, rows=rows), as_of)
    return Record(facts, field, as_of, rows, cells[cells["field"] == field])


def covered_with(record: Record, city: str) -> list[Reason]:
    """Return the partners with which a city covers the field already."""
    return [
        _reason(record, "covers", cell, other)
        for cell in to_records(record.cells[record.cells["rank"] >= COVERED])
        for one, other in _both(cell["relation"])
        if one == city
    ]


def find_grounds(record: Record, city: str) -> Reasons:
    """Return for each other city its reasons in the field, in the order of their kinds."""
    found: Reasons = {}
    for cell in to_records(record.cells):
        for candidate, other in _both(cell["relation"]):
            if candidate != city and (kind := _kind(int(cell["rank"]), other == city)):
                reason = _reason(record, kind, cell, other)
                found.setdefault(candidate, []).append(reason)
    for candidate, fields in _related(record, city).items():
        things = tuple(f"fields:{field}" for field in sorted(fields))
        found.setdefault(candidate, []).append(Reason("related", things=things))
    return found


def _both(relation: str) -> list[tuple[str, str]]:
    one, other = relation_cities(relation)
    return [(one, other), (other, one)]


def _kind(rank: int, with_city: bool) -> str:
    """Return what a cell says of a candidate: of its relation with the city, or with another."""
    if rank >= COVERED:
        return "" if with_city else "covers"
    if rank >= _AGREED:
        return "agreed" if with_city else "intends"
    if rank >= _EXPLORED:
        return "talks" if with_city else "intends"
    return ""


def _reason(record: Record, kind: str, cell: dict[str, object], other: str) -> Reason:
    roles = _ROLES.get(kind, (*_ROLES["agreed"], *_ROLES["talks"]))
    things, sources = record.behind(str(cell["relation"]), roles)
    return Reason(
        kind,
        others=(other,),
        things=things,
        rung=str(cell["rung"]),
        grade=str(cell["grade"]),
        sources=sources,
    )


def _related(record: Record, city: str) -> dict[str, set[str]]:
    """Return which fields beside the field, under the same parent, each other city covers."""
    tree = record.facts.tree
    parent = tree.broader[record.field]
    beside = set(tree.broader.index[tree.broader == parent]) - {record.field}
    reach = tree.ancestry
    below = reach.loc[reach["counts_for"].isin(beside), "field"]
    rows = record.facts.rows
    own = replace(record.facts, rows=rows[rows["field"].isin(below)])
    cells = build_cells(own, record.as_of)
    cells = cells[(cells["rank"] >= COVERED) & cells["field"].isin(beside)]
    found: dict[str, set[str]] = {}
    for relation, field in zip(cells["relation"], cells["field"], strict=True):
        for candidate in relation_cities(relation):
            if candidate != city:
                found.setdefault(candidate, set()).add(field)
    return found
