"""The comparison of two states: rows, relations and cells, and all of them as one list."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kg.compare.cells import CELL_KINDS, compare_cells, compare_relations, count_cells
from kg.compare.reasons import add_reasons
from kg.compare.rows import compare_rows, renamed_rows, unknown_columns
from kg.compare.state import State
from kg.names import PAIR

COLUMNS = (
    *("change", "of", "kind", "table", "row", "column", "relation", "field", "level"),
    *("before", "after", "gap_before", "gap_after", "cause", "because"),
)


@dataclass(frozen=True)
class Comparison:
    """What differs between two states of the data.

    `rows`, `relations` and `cells` are frames with the columns of `compare_rows`,
    `compare_relations`, and `compare_cells` with `because`. `renamed` has a row (table, before,
    after) for each row that is found under another id; `unknown_before` are the columns that only
    the newer schema knows, `unknown_after` those that only the older one does.
    """

    old: State
    new: State
    denominator: str
    rows: pd.DataFrame
    relations: pd.DataFrame
    cells: pd.DataFrame
    renamed: pd.DataFrame
    unknown_before: list[str]
    unknown_after: list[str]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return self.rows.empty and self.relations.empty and self.cells.empty

    def count(self, level: str = "field") -> Mapping[str, int]:
        """Count the changes of cells of a level by kind, and gaps and totals on both sides.

        `joined_gaps` and `left_gaps` are those of the joined and left cells that have a gap:
        gaps_before − closed − left_gaps + opened + joined_gaps = gaps_after.
        """
        cells = self.cells[self.cells["level"] == level]
        kinds = {kind: int((cells["kind"] == kind).sum()) for kind in CELL_KINDS}
        joined, left = (cells["kind"] == kind for kind in ("joined", "left"))
        gaps = {
            "joined_gaps": int((joined & cells["gap_after"].ne("")).sum()),
            "left_gaps": int((left & cells["gap_before"].ne("")).sum()),
        }
        sides = {"before": self.old, "after": self.new}
        totals = {
            f"{what}_{when}": n
            for when, state in sides.items()
            for what, n in count_cells(state, self.denominator, level).items()
        }
        return kinds | gaps | totals

    def changes(self) -> pd.DataFrame:
        """Return all changes as one list of strings: cells, then relations, then rows.

        Columns: see COLUMNS. `change` names a change within the comparison, `of` is cell, relation
        or row; before and after are rungs of cells, stages of relations, cells of tables.
        """
        cells = self.cells.assign(of="cell", change="cells" + PAIR + _joined(self.cells))
        relations = self.relations.assign(
            of="relation", change="relations" + PAIR + self.relations["relation"]
        )
        rows = self.rows.rename(columns={"id": "row"}).assign(of="row")
        column = rows["column"].str.replace("@", "-")
        rows["change"] = rows["table"] + PAIR + rows["row"]
        rows["change"] += (PAIR + column).where(column != "", "")
        every = pd.concat([cells, relations, rows], ignore_index=True)
        return every.reindex(columns=list(COLUMNS)).fillna("").astype("str")


def _joined(cells: pd.DataFrame) -> "pd.Series[str]":
    return cells["relation"] + PAIR + cells["field"]


def compare(old: State, new: State, denominator: str = "agreed") -> Comparison:
    """Compare two states; the order of their days does not matter."""
    later, day = (new, old.day) if old.day <= new.day else (old, new.day)
    between = later if old.day == new.day else later.at(day)
    rows = compare_rows(old.tables, new.tables)
    return Comparison(
        old=old,
        new=new,
        denominator=denominator,
        rows=rows,
        relations=compare_relations(old, new, between),
        cells=add_reasons(compare_cells(old, new, between, denominator), old, new),
        renamed=renamed_rows(rows, old.tables, new.tables),
        unknown_before=unknown_columns(new.tables, old.tables),
        unknown_after=unknown_columns(old.tables, new.tables),
    )
