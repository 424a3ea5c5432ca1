"""Typed rows and the tables they are for to merged tables. Pure; nothing is taken away.

An id that is new adds a row. An id that is on record changes its row: a filled cell takes the place
of the old one, a cell with many values gains those it lacks, an empty cell leaves what is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.problems import Problem, Severity
from kg.schema import Table
from kg.tables import TableData, Tables
from kg.tables.cells import check_cells, choices, missing
from kg.worklist.draft import UPDATED
from kg.worklist.files import REFUSED, Row, Sheet

ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
FIRST_MARK = 10**9
"""Lines from here on are no lines: they say which row of which file a merged row came from."""

Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a row on record: what it held and what it holds now."""

    table: str
    id: str
    column: str
    old: str
    new: str


@dataclass
class Merged:
    """Tables with the typed rows in them, what became of each row, and problems on the way.

    `origins` has the typed row for each mark (a line from FIRST_MARK on).
    """

    tables: Tables
    rows: list[Row] = field(default_factory=list)
    cells: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: list[Row] = field(default_factory=list)

    @property
    def touched(self) -> list[str]:
        """Return the tables in which a row was added or changed, in the order of the schema."""
        names = {row.table for row in self.rows if row.fate in (ADDED, CHANGED)}
        return [name for name in self.tables.data if name in names]


def merge(sheets: Sequence[Sheet], base: Tables) -> Merged:
    """Put the rows of all files into the tables."""
    merged = Merged(base)
    data = {}
    for name, table in base.data.items():
        typed = [sheet for sheet in sheets if name in sheet.data]
        data[name] = _merge_table(table, typed, merged) if typed else table
    merged.tables = Tables(base.schema, data)
    return merged


def _merge_table(base: TableData, typed: Sequence[Sheet], merged: Merged) -> TableData:
    name = base.table.name
    places = {key: row for row, key in enumerate(base.cells("id").to_pylist())}
    known: Mapping[str, Cells] = {}
    fresh: dict[int, Cells] = {}  # by mark
    replaced: list[int] = []
    first: dict[str, Row] = {}
    for sheet in typed:
        data = sheet.data[name]
        for line, cells in zip(data.lines.tolist(), data.rows.to_pylist(), strict=True):
            key = cells["id"] or ""
            row = Row(sheet.file, line, name, key, ADDED)
            changes: Sequence[CellChange] = ()
            if key in places:
                known = known or _rows_of(base, [s.data[name] for s in typed], places)
                shown = None if sheet.shown is None else sheet.shown.get(name, ())
                merged.problems += _kept(known[key], cells, row, base.table, shown)
                cells, changes = _overlay(known[key], cells, base.table)
                row = replace(row, fate=CHANGED if changes else UNCHANGED)
            if key in first and row.fate != UNCHANGED:
                merged.rows.append(replace(row, fate=REFUSED))
                merged.problems += _given_twice(row, first[key])
                continue
            merged.rows.append(row)
            if row.fate != UNCHANGED:
                first |= {key: row} if key else {}
                merged.cells += changes
                merged.problems += _on_record_by_now(changes, row, sheet, base.table)
                replaced += [places[key]] if row.fate == CHANGED else []
                fresh[FIRST_MARK + len(merged.origins)] = cells
                merged.origins.append(row)
    return _joined(base, replaced, fresh, merged) if fresh else base


def _rows_of(
    base: TableData, typed: Sequence[TableData], places: Mapping[str, int]
) -> dict[str, Cells]:
    """Return the rows on record that typed rows name, by id."""
    keys = {key for data in typed for key in data.cells("id").drop_null().to_pylist()}
    rows = base.rows.take(pa.array(sorted(places[key] for key in keys if key in places)))
    return {row["id"]: row for row in rows.to_pylist()}


def _given_twice(row: Row, first: Row) -> Iterator[Problem]:
    """Report a row whose id stands in another file; in one file the reader has told it."""
    if row.file != first.file:
        yield Problem("given-twice", row.file, row.line, "id", row.id,
                      details={"first": f"{first.file}:{first.line}"})  # fmt: skip


def _on_record_by_now(
    changes: Sequence[CellChange], row: Row, sheet: Sheet, table: Table
) -> Iterator[Problem]:
    """Say that a row drafted as a new one changes one that was put on record since.

    Two people may fill in rows that were drafted with the same id for different things.
    """
    replaced = [
        change.column
        for change in changes
        if change.old and not table.of_header(change.column).separator
    ]
    if sheet.drafted and set(replaced) - set(UPDATED.get(table.name, ())):
        yield Problem("on-record-by-now", row.file, row.line, "id", row.id,
                      severity=Severity.WARNING,
                      details={"columns": ", ".join(replaced)})  # fmt: skip


def _overlay(old: Cells, typed: Cells, table: Table) -> tuple[Cells, list[CellChange]]:
    """Return the row on record with what was typed in it, and the cells that change."""
    new = {header: _both(table, header, cell, typed[header]) for header, cell in old.items()}
    changes = [
        CellChange(table.name, old["id"] or "", header, old[header] or "", new[header] or "")
        for header in table.headers
        if new[header] != old[header]
    ]
    return new, changes


def _both(table: Table, header: str, old: str | None, typed: str | None) -> str | None:
    column = table.of_header(header)
    if not (old and typed and column.separator):
        return typed or old
    cells, _ = check_cells(column, pa.array([f"{old}{column.separator}{typed}"]))
    return str(cells[0].as_py())


def _kept(
    old: Cells, typed: Cells, row: Row, table: Table, shown: Sequence[str] | None
) -> Iterator[Problem]:
    """Say of a cell from which a value was taken that it keeps it; only what was shown can be."""
    for column in table.columns:
        if not column.separator or not (shown is None or column.name in shown):
            continue
        for header in column.headers:
            cell = typed[header] or ""
            had = set((old[header] or "").split(column.separator))
            if cell and set(cell.split(column.separator)) < had:
                yield Problem("kept-values", row.file, row.line, header, cell,
                              severity=Severity.NOTE)  # fmt: skip


def _joined(
    base: TableData, replaced: Sequence[int], fresh: Mapping[int, Cells], merged: Merged
) -> TableData:
    """Return the table by id with the fresh rows in the place of those they replace."""
    stays = np.ones(len(base), dtype=bool)
    stays[list(replaced)] = False
    columns = {
        header: pa.array([cells[header] for cells in fresh.values()], pa.string())
        for header in base.rows.column_names
    }
    rows = pa.concat_tables([base.rows.filter(pa.array(stays)), pa.table(columns)])
    assert rows.num_rows == len(base) - len(replaced) + len(fresh)
    order = pc.sort_indices(rows.column("id"))
    lines = np.concatenate([base.lines[stays], np.array([*fresh], dtype=np.int64)])
    data = replace(base, rows=rows.take(order), lines=lines[order.to_numpy()])
    merged.problems += _missing(data, merged.origins)
    return data


def _missing(data: TableData, origins: Sequence[Row]) -> Iterator[Problem]:
    """Report what a new row lacks; one on record keeps what it has."""
    for column in data.table.columns:
        if column.required and column.name != "id":
            for row in missing(column, [data.cells(header) for header in column.headers]):
                mark = int(data.lines[row]) - FIRST_MARK
                if mark >= 0 and (origin := origins[mark]).fate == ADDED:
                    yield Problem("missing-value", origin.file, origin.line, column.headers[0],
                                  expected=column.expected, details=choices(column))  # fmt: skip
