"""Which rows stand behind a change of a cell: those that decide, and mean something else now."""

import pandas as pd

from kg.compare.cells import KEY
from kg.compare.state import State
from kg.coverage import RUNGS, add_ranks

_MEANING = [*KEY, "thing", "rests_on", "role", "rank", "runs", "passed", "in_force"]


def add_reasons(cells: pd.DataFrame, old: State, new: State) -> pd.DataFrame:
    """Return the changed cells with a column `because`: rows (`table:id`) joined by `;`.

    A row is named if it does not mean the same for the cell on both sides (it is there on one side
    alone; it ended, its term passed, a result of it is on record) and decides: it bears the rung of
    a side, is a result of an evidenced cell, or says whether the field is agreed and in force where
    that made the difference; then its agreement is named too. Empty where no row of the cell
    differs, as when the field itself moved in its tree.
    """
    sides = {"before": old, "after": new}
    both = pd.concat([_meaning(cells, sides[side], side) for side in sides], ignore_index=True)
    differs = both.drop_duplicates(_MEANING, keep=False)
    differs = differs[differs["decides"]]
    twice = differs[differs["role"].eq("named") & differs["agreed_counts"]]
    agreements = twice[[*KEY, "rests_on"]].rename(columns={"rests_on": "thing"})
    named = pd.concat([differs[[*KEY, "thing"]], agreements])
    named = named.drop_duplicates().sort_values([*KEY, "thing"])
    because = named.groupby(KEY)["thing"].agg(";".join)
    index = pd.MultiIndex.from_frame(cells[KEY])
    return cells.assign(because=because.reindex(index).fillna("").astype("str").to_numpy())


def _meaning(cells: pd.DataFrame, state: State, side: str) -> pd.DataFrame:
    """Return what each row means for the cells on a side; studies and searches move no rung."""
    rows = state.facts.rows
    rows = rows[(rows["since"] <= state.day) & ~rows["role"].isin(["search", "study"])]
    rows = rows[rows["relation"].isin(cells["relation"])]
    reaching = add_ranks(rows, state.day).merge(state.facts.tree.ancestry, on="field")
    reaching = reaching.assign(field=reaching["counts_for"])
    reaching = reaching.merge(_asked(cells, side), on=KEY)
    role = reaching["role"]
    reaching["decides"] = (
        (reaching["rank"] == reaching["borne"])
        | (role.eq("outcome") & reaching["evidenced"])
        | (role.isin(["named", "ran"]) & reaching["agreed_counts"])
    )
    reaching = reaching.drop_duplicates([*KEY, "thing", "role"])
    return reaching[[*_MEANING, "decides", "agreed_counts"]]


def _asked(cells: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return what to ask of the rows of each cell: the rung to bear, and what else can decide."""
    gaps = cells[["gap_before", "gap_after"]]
    moved = cells["before"] != cells["after"]
    rank = cells[side].map({rung: n for n, rung in enumerate(RUNGS)} | {"": -1}).astype("int64")
    return cells[KEY].assign(
        borne=rank,
        evidenced=moved & cells[["before", "after"]].isin([RUNGS[-1]]).any(axis=1),
        agreed_counts=cells["kind"].isin(["joined", "left"]) | gaps.isin(["lapsed"]).any(axis=1),
    )
