"""What stands behind a relation or a cell: things that people recorded, sources, disputes."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.api import KnowledgeGraph
from kg.names import PAIR, relation_cities, thing_prefix


@dataclass(frozen=True, slots=True)
class Basis:
    """IRIs of things, each with its date ("" where it has none), of sources and of statements."""

    things: dict[str, str]
    sources: list[str]
    statements: list[str]


def find_basis(graph: KnowledgeGraph, table: str, key: str) -> Basis | None:
    """Return what stands behind a row of the derived tables; None of another table."""
    read = _READERS.get(table)
    return read(graph, key) if read else None


def _of_relation(graph: KnowledgeGraph, relation: str) -> Basis:
    """Return the agreements, programmes and events that tie two cities together."""
    return _basis(graph, _dates(graph, relation))


def _of_cell(graph: KnowledgeGraph, key: str) -> Basis:
    """Return what `kg why` finds behind a cell."""
    relation, _, field = key.rpartition(PAIR)
    found = graph.why(*relation_cities(relation), field).facts
    dates = _dates(graph, relation)
    behind = filter(None, (*found["thing"], *found["rests_on"]))
    return _basis(graph, {thing: dates.get(thing, "") for thing in behind})


def _dates(graph: KnowledgeGraph, relation: str) -> dict[str, str]:
    """Return what ties two cities together, with its date as it was written."""
    rows = graph.links.rows
    own = rows[rows["relation"] == relation]
    return dict(zip(own["thing"], own["typed"], strict=True))


_READERS: dict[str, Callable[[KnowledgeGraph, str], Basis]] = {
    "relations": _of_relation,
    "cells": _of_cell,
}


def _basis(graph: KnowledgeGraph, dates: dict[str, str]) -> Basis:
    evidence = graph.facts.evidence
    cites = evidence.cites
    said = graph.data["statements"].frame("id", "about")
    parties = graph.data["parties"].frame("id", "agreement")
    own = "parties:" + parties.loc[("agreements:" + parties["agreement"]).isin(dates), "id"]
    torn = said["about"].isin([*dates, *own]) & said["about"].isin(evidence.disputed)
    sources = set(cites.loc[cites["thing"].isin(dates), "source"])
    return Basis(
        things={_iri(thing): date for thing, date in sorted(dates.items())},
        sources=[thing_prefix("sources") + source for source in sorted(sources)],
        statements=[thing_prefix("statements") + key for key in said.loc[torn, "id"]],
    )


def _iri(thing: str) -> str:
    table, _, key = thing.partition(":")
    return thing_prefix(table) + key
