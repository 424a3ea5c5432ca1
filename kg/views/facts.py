"""Facts: the rows of the tables that the page carries as records."""

from collections.abc import Mapping, Set
from typing import TypeAlias

import pandas as pd

from kg.views.records import Records, list_of, rows_with, text_of, to_records

Frames: TypeAlias = Mapping[str, pd.DataFrame]
Belonging: TypeAlias = Mapping[str, Mapping[str, list[str]]]

# The tables a statement can be about, and a page entry can cite sources from.
CITING = (
    "agreements", "parties", "commitments", "programs", "outcomes", "obstacles",
    "events", "studies", "searches", "statements", "cities", "agencies",
)  # fmt: skip


def select_facts(
    tables: Frames, belonging: Belonging | None, cities: Set[str]
) -> dict[str, Records]:
    """Return the records of the page by table.

    `belonging` says by relation which agreements, programmes, events, studies and searches belong
    to it: these are carried with what hangs on them and what they name. Without it, all rows are;
    but of the cities always only those given and those that a record names.
    """
    if belonging is None:
        facts = {table: to_records(tables[table]) for table in CITING if table != "cities"}
    else:
        facts = _select(tables, belonging)
    facts["cities"] = to_records(tables["cities"], keep=_cities(facts) | cities)
    facts["sources"] = to_records(tables["sources"], keep=_cited(facts | _dataset(tables)))
    return facts


def _select(tables: Frames, belonging: Belonging) -> dict[str, Records]:
    """Select the facts that belong to some relations, and what hangs on them."""
    facts: dict[str, Records] = {}
    for table in ("agreements", "programs", "events", "studies", "searches"):
        keys = {key for of in belonging.values() for key in of[table]}
        facts[table] = to_records(tables[table], keep=keys)
    for table in ("parties", "commitments"):
        facts[table] = to_records(rows_with(tables[table], "agreement", facts["agreements"]))
    facts["outcomes"] = to_records(rows_with(tables["outcomes"], "program", facts["programs"]))
    about = {f"{table}:{key}" for table in ("agreements", "programs") for key in facts[table]}
    facts["obstacles"] = to_records(rows_with(tables["obstacles"], "about", about))
    facts["agencies"] = to_records(tables["agencies"], keep=_agencies(tables["agencies"], facts))
    cited = [f"{table}:{key}" for table in CITING for key in facts.get(table, {})]
    facts["statements"] = to_records(rows_with(tables["statements"], "about", cited))
    return facts


def _agencies(frame: pd.DataFrame, facts: Mapping[str, Records]) -> set[str]:
    """Collect the bodies that facts name, and the bodies these belong to."""
    named = {
        agency
        for table, column in (("programs", "agencies"), ("commitments", "lead"))
        for record in facts[table].values()
        for agency in list_of(record, column)
    }
    parents = dict(zip(frame["id"], frame["part_of"], strict=True))
    queue = list(named)
    while queue:
        parent = parents.get(queue.pop(), "")
        if parent and parent not in named:
            named.add(parent)
            queue.append(parent)
    return named


def _cities(facts: Mapping[str, Records]) -> set[str]:
    """Collect the cities that facts name."""
    several = {
        city
        for table in ("programs", "events", "studies", "searches")
        for record in facts[table].values()
        for city in list_of(record, "cities")
    }
    single = (
        (table, record) for table in ("parties", "agencies") for record in facts[table].values()
    )
    return several | {text_of(record, "city") for _, record in single} - {""}


def _dataset(tables: Frames) -> dict[str, Records]:
    """Read the description of the data set, which cites sources as well."""
    return {"dataset": to_records(tables["dataset"])}


def _cited(facts: Mapping[str, Records]) -> set[str]:
    """Collect the sources that the facts cite."""
    cited: set[str] = set()
    for records in facts.values():
        for record in records.values():
            cited.update(list_of(record, "sources"))
            cited.add(text_of(record, "source"))
    return cited - {""}
