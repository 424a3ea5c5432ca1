"""Why a cell stands where it stands: the facts behind it, what does not count, and what would."""

from dataclasses import dataclass, replace

import pandas as pd

from kg.coverage.cells import RUNGS, build_cells
from kg.coverage.days import to_text
from kg.coverage.facts import Facts
from kg.coverage.matrix import add_unrecorded
from kg.coverage.mentions import ALL_FIELDS
from kg.errors import KgError
from kg.names import relation_cities
from kg.tables import Tables, to_records

_CLOSED_BY = {
    "open": "commitments",
    "paper-only": "programs",
    "stalled": "programs",
    "pending": "programs",
    "lapsed": "agreements",
    "unproven": "outcomes",
    "": "studies",
}


@dataclass(frozen=True)
class Explanation:
    """All that is known of one cell.

    `facts` has the columns thing, role, since (YYYY-MM-DD or ""), counts (bool), reason ("" or
    `later`, `weak`) and sources (ids joined by `;`); `statements` has about, property, value,
    source and stance; `missing` is the next rung, "" at the top;
    `closing_row` holds the cells that are known already of the row that would close the gap; both
    it and `closing_table` are empty where nothing is missing.
    """

    relation: str
    field: str
    as_of: str
    strict: bool
    cell: dict[str, object]
    missing: str
    facts: pd.DataFrame
    sources: list[str]
    obstacles: list[str]
    statements: pd.DataFrame
    closing_table: str
    closing_row: dict[str, str]


def explain(
    facts: Facts, tables: Tables, relation: str, field: str, as_of: int, *, strict: bool = False
) -> Explanation:
    """Gather what stands behind one cell; an unrecorded cell has an explanation too."""
    here = facts.rows[facts.rows["relation"] == relation]
    narrowed = replace(facts, rows=here)
    cells = add_unrecorded(build_cells(narrowed, as_of, strict=strict), [relation], facts, as_of)
    own = to_records(cells[cells["field"] == field])
    if not own:
        raise KgError(f"{field} is a group and is not counted itself: name one of its fields.")
    cell = own[0]
    found = _facts_of(here, facts, field, as_of, strict)
    basis = found[found["counts"] & (found["role"] != "search")]
    sources = sorted({s for cited in basis["sources"] for s in cited.split(";") if s})
    table = "" if not cell["gap"] and cell["studied"] else _CLOSED_BY[str(cell["gap"])]
    return Explanation(
        relation=relation,
        field=field,
        as_of=to_text(as_of),
        strict=strict,
        cell=cell,
        missing=_missing(str(cell["gap"]), int(cell["rank"])),
        facts=found,
        sources=sources,
        obstacles=_obstacles(tables, found),
        statements=_statements(tables, found),
        closing_table=table,
        closing_row=_closing_row(table, relation, field, found, tables) if table else {},
    )


def _missing(gap: str, rank: int) -> str:
    """Return the rung that a fact must be recorded for; a planned programme must get under way."""
    wanted = {"open": "agreed", "paper-only": "planned", "lapsed": "agreed"}.get(gap)
    return wanted or (RUNGS[rank + 1] if rank + 1 < len(RUNGS) and gap else "")


def _facts_of(
    here: pd.DataFrame, facts: Facts, field: str, as_of: int, strict: bool
) -> pd.DataFrame:
    reach = facts.tree.ancestry
    below = set(reach.loc[reach["counts_for"] == field, "field"])
    search = here["role"] == "search"
    mine = here[
        (here["field"].isin(below) & ~search) | (search & here["field"].isin([field, ALL_FIELDS]))
    ]
    mine = mine.drop_duplicates("thing").sort_values(["since", "thing"])
    later = mine["since"] > as_of
    weak = strict & (mine["grade"] > facts.evidence.strict) & (mine["role"] != "search")
    cites = facts.evidence.cites
    cited = cites[cites["thing"].isin(mine["thing"])].groupby("thing")["source"].agg(";".join)
    return pd.DataFrame(
        {
            "thing": mine["thing"],
            "role": mine["role"],
            "rests_on": mine["rests_on"],
            "since": [
                facts.search_dates.get(t) or to_text(d)
                for t, d in zip(mine["thing"], mine["since"], strict=True)
            ],
            "counts": ~later & ~weak,
            "reason": later.map({True: "later", False: ""}).where(~weak, "weak"),
            "sources": cited.reindex(mine["thing"]).fillna("").to_numpy(),
        }
    ).reset_index(drop=True)


def _obstacles(tables: Tables, found: pd.DataFrame) -> list[str]:
    """Return the obstacles that stood in the way of what is behind the cell."""
    about = tables["obstacles"].values("about").to_pandas()
    behind = set(found["thing"]) | set(found["rests_on"])
    return sorted(set(about.loc[about["value"].isin(behind), "id"]))


def _statements(tables: Tables, found: pd.DataFrame) -> pd.DataFrame:
    """Return what sources state of what is behind the cell, where they differ or dispute."""
    frame = tables["statements"].frame("about", "property", "value", "source", "stance")
    behind = set(found["thing"]) | set(found["rests_on"])
    return frame[frame["about"].isin(behind)].reset_index(drop=True)


def _closing_row(
    table: str, relation: str, field: str, found: pd.DataFrame, tables: Tables
) -> dict[str, str]:
    """Return what is known already of the row that would close the gap.

    `found` stands by date: where one agreement or programme is wanted, it is the latest.
    """
    cities = relation_cities(relation)
    agreements = list(dict.fromkeys(a.partition(":")[2] for a in found["rests_on"] if a))
    programs = [t.partition(":")[2] for t in found.loc[found["role"] == "ran", "thing"]]
    key = f"{'-'.join(cities)}-{field}"
    rows = {
        "commitments": {
            "agreement": agreements[-1] if agreements else "",
            "field": field,
            "stage": "text",
        },
        "programs": {
            "agreements": ";".join(agreements),
            "cities": ";".join(cities),
            "fields": field,
        },
        "outcomes": {"program": programs[-1] if programs else ""},
        "agreements": {"renews": agreements[-1] if agreements else ""},
        "studies": {"cities": ";".join(cities), "fields": field},
    }
    return {"id": _unused(key, tables, table), **rows[table]}


def _unused(key: str, tables: Tables, table: str) -> str:
    taken = set(tables[table].cells("id").to_pylist())
    number = 2
    candidate = key
    while candidate in taken:
        candidate, number = f"{key}-{number}", number + 1
    return candidate
