"""Cells and relations that stand elsewhere: gaps closed and opened, rungs that rose or fell."""

import numpy as np
import pandas as pd

from kg.compare.state import State
from kg.coverage import COVERED, RUNGS

CELL_KINDS = ("closed", "opened", "raised", "lowered", "shifted", "joined", "left")
RELATION_KINDS = ("began", "ended", "restaged")
TIME, RECORD, BOTH = "time", "record", "both"
KEY = ["relation", "field"]


def compare_cells(old: State, new: State, between: State, denominator: str) -> pd.DataFrame:
    """Return a row for each cell whose rung or gap differs, sorted by relation and field.

    Columns: kind, relation, field, level, before and after (rungs), gap_before, gap_after, cause.
    Only cells of the denominator count (`scheme`: each that has a row); one that counts on one side
    alone joined or left, and its rung on the other side is "" where its relation is not on record
    there. `between` is the state by which causes are told apart: see `kg.compare`.
    """
    sides = {"old": old, "new": new, "between": between}
    index = pd.MultiIndex.from_frame(pd.concat([s.cells[KEY] for s in (old, new)])).unique()
    at = {name: _standing(state, index, denominator) for name, state in sides.items()}
    one, other = at["old"], at["new"]
    kinds = _kinds(one, other)
    rows = pd.DataFrame(
        {
            "kind": kinds,
            "level": one["level"].where(one["level"] != "", other["level"]),
            "before": one["rung"],
            "after": other["rung"],
            "gap_before": one["gap"],
            "gap_after": other["gap"],
            "cause": _causes(*(at[name] for name in _order(old, new))),
        },
        index=index,
    )
    changed = rows[rows["kind"] != ""].reset_index()
    names = ["kind", *KEY, *rows.columns[1:]]
    return changed[names].sort_values(KEY, ignore_index=True)


def compare_relations(old: State, new: State, between: State) -> pd.DataFrame:
    """Return a row for each relation that is on record on one side alone or has another stage.

    Columns: kind, relation, before and after (stages, "" where not on record), cause.
    """
    sides = {"old": old, "new": new, "between": between}
    stages = {n: s.relations.set_index("relation")["stage"] for n, s in sides.items()}
    index = stages["old"].index.union(stages["new"].index).rename("relation")
    at = {n: stage.reindex(index).fillna("").to_frame("stage") for n, stage in stages.items()}
    before, after = at["old"]["stage"], at["new"]["stage"]
    kinds = np.select([before.eq(after), before.eq(""), after.eq("")], ["", *RELATION_KINDS[:2]],
                      default=RELATION_KINDS[2])  # fmt: skip
    causes = _causes(*(at[name] for name in _order(old, new)))
    rows = pd.DataFrame({"kind": kinds, "before": before, "after": after, "cause": causes})
    changed = rows[rows["kind"] != ""].reset_index()
    return changed[["kind", "relation", "before", "after", "cause"]]


def count_cells(state: State, denominator: str, level: str) -> dict[str, int]:
    """Count the cells of a denominator at a level: total, gaps, uncovered."""
    cells = state.cells[state.cells["level"] == level]
    cells = cells if denominator == "scheme" else cells[cells[denominator]]
    return {
        "total": len(cells),
        "gaps": int((cells["gap"] != "").sum()),
        "uncovered": int((cells["rank"] < COVERED).sum()),
    }


def _order(old: State, new: State) -> tuple[str, str, str]:
    """Return the sides: first the one of the earlier day."""
    return ("old", "new", "between") if old.day <= new.day else ("new", "old", "between")


def _standing(state: State, index: pd.MultiIndex, denominator: str) -> pd.DataFrame:
    """Return how each cell stands; one without a row is open where it could have had one."""
    cells = state.cells.set_index(KEY)
    counts = True if denominator == "scheme" else cells[denominator]
    own = cells[["rung", "gap", "level"]].assign(counts=counts).reindex(index)
    relation, field = (index.get_level_values(name) for name in KEY)
    levels = state.facts.tree.levels
    known = relation.isin(state.relations["relation"]) & field.isin(levels.index[levels != "group"])
    lacking = own["rung"].isna().to_numpy()
    own["rung"] = own["rung"].fillna("").mask(lacking & known, RUNGS[0])
    own["gap"] = own["gap"].fillna("").mask(lacking & known, "open")
    own["level"] = own["level"].fillna("")
    own["counts"] = own["counts"].eq(True)
    return own


def _kinds(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Return the kind of each change, "" where nothing changed; the first that fits."""
    rank = {rung: n for n, rung in enumerate(RUNGS)} | {"": -1}
    rise = new["rung"].map(rank).astype("int64") - old["rung"].map(rank).astype("int64")
    conditions = {
        "": ~old["counts"] & ~new["counts"],
        "joined": ~old["counts"],
        "left": ~new["counts"],
        "closed": old["gap"].ne("") & new["gap"].eq(""),
        "opened": old["gap"].eq("") & new["gap"].ne(""),
        "raised": rise > 0,
        "lowered": rise < 0,
        "shifted": old["gap"].ne(new["gap"]),
    }
    kinds = np.select([c.to_numpy(bool) for c in conditions.values()], [*conditions], default="")
    return pd.Series(kinds, index=old.index, dtype="str")


def _causes(earlier: pd.DataFrame, later: pd.DataFrame, between: pd.DataFrame) -> pd.Series:
    """Say what made the difference: the record where the state between is the later one already."""
    names = [name for name in earlier.columns if name != "level"]
    by_time = (between[names] == earlier[names]).all(axis=1)
    by_record = (between[names] == later[names]).all(axis=1)
    causes = np.select([by_time, by_record], [TIME, RECORD], default=BOTH)
    return pd.Series(causes, index=earlier.index, dtype="str")
