"""Cells at a date: the rung, the marks and the gap of each (relation, field). Pure.

Only cells of which something is on record are built; the others are unrecorded, and are counted.
"""

import numpy as np
import pandas as pd

from kg.coverage.days import ALWAYS, NEVER
from kg.coverage.facts import Facts
from kg.coverage.mentions import ALL_FIELDS

RUNGS = ("unrecorded", "explored", "agreed", "planned", "under-way", "delivered", "evidenced")
COVERED = RUNGS.index("under-way")
NOT_YET = ALWAYS - 1
FLAGS = (
    "agreed",
    "lapsed",
    "unrealised",
    "unagreed",
    "disputed",
    "undated",
    "single_source",
    "unframed",
)
MARKS = {flag: flag.replace("_", "-") for flag in FLAGS if flag != "agreed"}
"""The codes of the marks that are flags of a cell, in the order in which they are explained."""
COLUMNS = (
    *("relation", "field", "level", "rung", "rank", "gap", *FLAGS),
    *("searched", "studied", "grade", "topics", "topics_covered"),
)


def build_cells(facts: Facts, as_of: int, *, strict: bool = False) -> pd.DataFrame:
    """Return a row for each recorded cell at a day, sorted by relation and field.

    `strict` takes only facts that rest on a study or better. Columns: see COLUMNS; `rank` is the
    number of the rung, `searched` the date of the last search that found nothing, `studied` a
    number of studies, `grade` the kind of the best source ("" where only studies are known).
    """
    rows = facts.rows[facts.rows["since"] <= as_of]
    if strict:
        rows = rows[(rows["grade"] <= facts.evidence.strict) | (rows["role"] == "search")]
        rows = rows.assign(proven=rows["proven_strict"])
    counted = _roll_up(add_ranks(rows, as_of), facts)
    cells = _by_cell(counted, facts)
    cells["searched"] = last_searches(facts, as_of, cells.index)
    cells["gap"] = _gaps(cells)
    cells["level"] = facts.tree.levels.reindex(cells.index.get_level_values("field")).to_numpy()
    cells = cells.join(_topics(cells, facts))
    cells["rung"] = np.array(RUNGS)[cells["rank"].to_numpy()]
    return cells.reset_index()[list(COLUMNS)].sort_values(["relation", "field"], ignore_index=True)


def add_ranks(rows: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Add the rung that each fact gives by itself, and what its dates mean at the day."""
    role, ran = rows["role"], rows["role"] == "ran"
    runs = ran & (as_of < rows["turns"])
    proven = ran & (rows["proven"] <= as_of)
    rank = np.select(
        [proven, runs, ran, role == "planned", role == "named", role.isin(["approved", "event"])],
        [6, 4, 5, 3, 2, 1],
        default=0,
    )
    passed = (role == "planned") & (rows["due"] <= as_of)
    in_force = (role == "named") & (as_of < rows["ends"])
    return rows.assign(rank=rank, runs=runs, passed=passed, in_force=in_force)


def _roll_up(rows: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Let what lies on a topic count for its field too, each thing once."""
    rows = rows[rows["role"] != "search"].merge(facts.tree.ancestry, on="field")
    rows = rows.assign(field=rows["counts_for"]).drop(columns="counts_for")
    return rows.drop_duplicates(["relation", "field", "thing"])


def _by_cell(rows: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    role = rows["role"]
    basis = role != "study"
    rows = rows.assign(
        named=role == "named",
        program=role.isin(["ran", "planned"]),
        unrealised=role == "unrealised",
        studied=(role == "study").astype(int),
        undated=rows["undated"] & basis,
        disputed=basis & (_disputed(rows["thing"], facts) | _disputed(rows["rests_on"], facts)),
        best=rows["grade"].where(basis, NEVER),
    )
    flags = [
        "named",
        "program",
        "unrealised",
        "undated",
        "disputed",
        "runs",
        "passed",
        "in_force",
        "unframed",
    ]
    cells = rows.groupby(["relation", "field"])[[*flags, "rank", "studied", "best"]].agg(
        {**dict.fromkeys(flags, "any"), "rank": "max", "studied": "sum", "best": "min"}
    )
    cells = cells.rename(columns={"named": "agreed"})
    cells["lapsed"] = cells["agreed"] & ~cells["in_force"] & ~cells["runs"]
    cells["unagreed"] = cells["program"] & ~cells["agreed"]
    cells["single_source"] = _source_counts(rows[basis], facts).reindex(cells.index) == 1
    kinds = {rank: kind for kind, rank in facts.evidence.ranks.items()}
    cells["grade"] = cells["best"].map(kinds).fillna("")
    return cells


def _disputed(things: pd.Series, facts: Facts) -> pd.Series:
    return things.isin(facts.evidence.disputed)


def _source_counts(rows: pd.DataFrame, facts: Facts) -> pd.Series:
    cited = rows[["relation", "field", "thing"]].merge(facts.evidence.cites, on="thing")
    return cited.groupby(["relation", "field"])["source"].nunique()


def last_searches(facts: Facts, as_of: int, index: pd.Index) -> pd.Series:
    """Return the date of the last search that covers each cell and found nothing, "" without one.

    `index` has the levels relation and field. A search covers the fields that it names and no
    others, neither above nor below; one that names none covers its relation as a whole.
    """
    searches = facts.rows[(facts.rows["role"] == "search") & (facts.rows["since"] <= as_of)]
    searches = searches.sort_values(["since", "thing"]).set_index(["relation", "field"])
    last = searches.groupby(level=[0, 1])[["since", "thing"]].last()
    whole = last[last.index.get_level_values("field") == ALL_FIELDS].droplevel("field")
    own, of_all = last.reindex(index), whole.reindex(index.get_level_values("relation"))
    wider = of_all["since"].fillna(NOT_YET).to_numpy() > own["since"].fillna(NOT_YET).to_numpy()
    thing = own["thing"].where(~wider, pd.Series(of_all["thing"].to_numpy(), index=index))
    return thing.map(facts.search_dates).astype(object).fillna("").astype("str")


def _gaps(cells: pd.DataFrame) -> pd.Series:
    """Return the first gap that fits, "" where the cell has none."""
    rank = cells["rank"]
    conditions = [
        rank <= 1,
        rank == 2,
        (rank == 3) & cells["passed"],
        rank == 3,
        cells["lapsed"],
        rank.isin([4, 5]),
    ]
    names = ["open", "paper-only", "stalled", "pending", "lapsed", "unproven"]
    return pd.Series(np.select(conditions, names, default=""), index=cells.index, dtype="str")


def _topics(cells: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Count the topics of each field, and how many are covered."""
    tree = facts.tree
    covered = cells.loc[(cells["rank"] >= COVERED) & (cells["level"] == "topic")].reset_index()
    covered["field"] = tree.broader.reindex(covered["field"]).to_numpy()
    done = covered.groupby(["relation", "field"]).size().reindex(cells.index, fill_value=0)
    fields = cells.index.get_level_values("field")
    total = tree.topic_counts.reindex(fields).to_numpy()
    return pd.DataFrame({"topics": total, "topics_covered": done}, index=cells.index)
