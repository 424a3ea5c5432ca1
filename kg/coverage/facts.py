"""What the tables say of each relation and field, with the day from which it counts.

A fact is a row (relation, field, thing, role, since, …); the role is one of named, approved, event,
planned, ran, unrealised, outcome, study and search. It holds for no particular date: what holds at
a date is decided in kg.coverage.cells, so that travelling in time costs one comparison.
"""

from dataclasses import dataclass

import pandas as pd

from kg.coverage.days import NEVER
from kg.coverage.evidence import WORST, Evidence
from kg.coverage.links import Links, read_links
from kg.coverage.mentions import commitment_facts, search_facts, study_facts
from kg.coverage.programs import outcome_facts
from kg.coverage.tree import Tree, build_tree
from kg.tables import Tables

_COLUMNS = {
    "relation": "str",
    "field": "str",
    "thing": "str",
    "rests_on": "str",  # named, approved: the agreement
    "role": "str",
    "since": "int64",
    "undated": "bool",
    "turns": "int64",  # ran: first day on which it no longer runs
    "proven": "int64",  # ran: first day on which an outcome is on record
    "proven_strict": "int64",  # the same for outcomes that rest on a study or better
    "due": "int64",  # planned: first day on which its date has passed
    "ends": "int64",  # named: first day on which the agreement is out of force
    "unframed": "bool",
    "grade": "int64",
}
_DEFAULTS: dict[str, object] = {
    **dict.fromkeys(("turns", "proven", "proven_strict", "due", "ends"), NEVER),
    "unframed": False,
    "rests_on": "",
}


@dataclass(frozen=True)
class Facts:
    """All facts, the tree of fields, the evidence, and the links of things to relations.

    `search_dates` are the dates of searches as they were typed.
    """

    rows: pd.DataFrame
    tree: Tree
    evidence: Evidence
    links: Links
    search_dates: dict[str, str]


def read_facts(tables: Tables, links: Links | None = None) -> Facts:
    """Gather the facts of all tables; the links may have been read before."""
    links = links or read_links(tables)
    evidence, of_agreement = links.evidence, links.of_agreement
    parts = [
        commitment_facts(tables, evidence, links.terms, of_agreement),
        _with_fields(links.programs, tables, "programs"),
        outcome_facts(tables, evidence, links.programs),
        _with_fields(links.events[~links.events["ending"]], tables, "events"),
        study_facts(tables, evidence, of_agreement, links.programs),
        search_facts(tables),
    ]
    rows = pd.concat([_to_facts(part, evidence) for part in parts], ignore_index=True)
    searches = tables["searches"].frame("id", "on")
    dates = dict(zip("searches:" + searches["id"], searches["on"], strict=True))
    return Facts(rows, build_tree(tables), evidence, links, dates)


def _to_facts(part: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Fill what a kind of fact does not have, and add the grade of its best source."""
    grade = evidence.grade.reindex(part["thing"]).fillna(WORST).astype(int).to_numpy()
    lacking = {name: value for name, value in _DEFAULTS.items() if name not in part}
    defaults = pd.DataFrame(lacking, index=part.index)
    full = pd.concat([part, defaults], axis=1).assign(grade=grade)
    return full[list(_COLUMNS)].astype(_COLUMNS)


def _with_fields(rows: pd.DataFrame, tables: Tables, table: str) -> pd.DataFrame:
    fields = tables[table].values("fields").to_pandas().rename(columns={"value": "field"})
    return rows.merge(fields, on="id")
