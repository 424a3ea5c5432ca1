"""Reads a workbook (.xlsx): each sheet named like a table, from its first row that is not blank.

Only the first step differs from CSV files: cells to text. Of a formula its last value is taken.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kg.problems import Problem, Severity, Sheet, suggest
from kg.schema import Schema, Table
from kg.tables.data import Lines, TableData, Tables
from kg.tables.package import Fault, check_package
from kg.tables.parse import Parsed, all_null, blank_note, check_header, empty_file
from kg.tables.rows import to_data, to_empty, to_lost
from kg.tables.sheets import column_letter, is_ours, sheet_names, sheet_tables
from kg.tables.values import Cell, is_blank, read_column, to_text

_LOOKED_AT = 20  # rows in which the header is sought where it is not the first


def read_workbook(path: Path, schema: Schema) -> tuple[Tables, list[Problem]]:
    """Read every table of a workbook.

    Rows with faults stay in the tables. A sheet that is not a table is an error, since its rows
    would be lost; empty ones, the guide and the code lists are not looked at.
    """
    file = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        return _all_lost(schema, file), [Problem("unreadable-file", file, details=details)]
    return to_tables(raw, schema, file)


def to_tables(raw: bytes, schema: Schema, file: str) -> tuple[Tables, list[Problem]]:
    """Read all tables from the bytes of a workbook; pure."""
    read = to_grids(raw, file)
    if isinstance(read, Problem):
        return _all_lost(schema, file), [read]
    grids = {name: grid for name, grid in read.items() if not is_ours(name)}
    problems = list(_foreign_sheets(grids, schema, file))
    data = {name: to_empty(table, file) for name, table in schema.tables.items()}
    known = sheet_tables(schema)
    for name, grid in grids.items():
        if table := known.get(name.strip().casefold()):
            data[table], found = _read_sheet(grid, name, schema.tables[table], file)
            problems += found
    return Tables(schema, data), problems


def _all_lost(schema: Schema, file: str) -> Tables:
    return Tables(schema, {name: to_lost(table, file) for name, table in schema.tables.items()})


@dataclass(slots=True)
class Grid:
    """All cells of a sheet from A1 on, and what is to be known of some of them."""

    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]  # first and last row and column, from 0
    faults: list[Fault] = field(default_factory=list)
    hidden: bool = False


def to_grids(raw: bytes, file: str) -> dict[str, Grid] | Problem:
    """Return all sheets of a workbook by name, or why the file cannot be read; pure."""
    package = check_package(raw, file)
    if package.refusal:
        return package.refusal
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package.raw)) as book:
            return {
                meta.name: Grid(
                    rows=(sheet := book.get_sheet_by_name(meta.name)).to_python(
                        skip_empty_area=False
                    ),
                    merged=sheet.merged_cell_ranges or [],
                    faults=package.faults.get(meta.name, []),
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            }
    except CalamineError:
        return Problem("damaged-workbook", file)


def _foreign_sheets(grids: dict[str, Grid], schema: Schema, file: str) -> Iterator[Problem]:
    known = sheet_tables(schema)
    if not any(name.strip().casefold() in known for name in grids):
        example = next(iter(sheet_names(schema).values()))
        yield Problem("no-sheets", file, details={"example": example})
    for name, grid in grids.items():
        if name.strip().casefold() not in known and grid.rows:
            severity = Severity.NOTE if grid.hidden else Severity.ERROR
            yield Problem("unknown-sheet", file, value=name, severity=severity,
                          suggestion=suggest(name, known), sheet=Sheet(name))  # fmt: skip


def _read_sheet(grid: Grid, name: str, table: Table, file: str) -> tuple[TableData, list[Problem]]:
    parsed, sheet = _parse(grid, name, table, file)
    data, found = to_data(parsed, table, file)
    told = {(p.line, p.column) for p in parsed.problems if p.severity is Severity.ERROR}
    told |= _covered(grid, sheet)
    found = [p for p in found if (p.line, p.column) not in told]
    problems = [replace(p, sheet=sheet) for p in [*parsed.problems, *found]]
    return replace(data, sheet=sheet), problems


def _parse(grid: Grid, name: str, table: Table, file: str) -> tuple[Parsed, Sheet]:
    """Return the cells below the header as text, and the letters of the columns."""
    top = next((n for n, row in enumerate(grid.rows) if not all(map(is_blank, row))), None)
    if top is None:
        return Parsed(None, problems=[empty_file(table, file)]), Sheet(name)
    if (below := _header_below(grid.rows, top, table)) is not None:
        return Parsed(None, problems=[Problem("header-below", file, below + 1)]), Sheet(name)
    names = [to_text(cell).strip() for cell in grid.rows[top]]
    sheet = Sheet(name, {name: column_letter(n) for n, name in enumerate(names) if name})
    problems = check_header([name for name in names if name], table, file, top + 1)
    if any(p.code == "doubled-column" for p in problems):
        return Parsed(None, problems=problems), sheet
    parsed = _parse_rows(grid.rows[top + 1 :], names, top + 2, table, file)
    parsed.problems += [*problems, *_unseen(grid, sheet, top, file)]
    return parsed, sheet


def _header_below(rows: Sequence[Sequence[Cell]], top: int, table: Table) -> int | None:
    """Return the row that names columns, where the first does not and one near below it does."""

    def known(row: Sequence[Cell]) -> int:
        return len({to_text(cell).strip() for cell in row} & set(table.headers))

    if known(rows[top]):
        return None
    near = range(top + 1, min(top + _LOOKED_AT, len(rows)))
    return next((n for n in near if known(rows[n]) > 1), None)


def _parse_rows(
    rows: Sequence[Sequence[Cell]], names: Sequence[str], first: int, table: Table, file: str
) -> Parsed:
    lines = np.arange(first, first + len(rows), dtype=np.int64)
    columns: dict[str, pa.Array] = {}
    problems: list[Problem] = []
    for place, name in enumerate(names):
        cells = [row[place] for row in rows]
        if name:
            column = table.of_header(name) if name in table.headers else None
            columns[name], found = read_column(cells, column, name, file, lines)
            problems += found
        else:
            problems += _nameless(cells, column_letter(place), file, lines)
    typed = pa.table(columns)
    blank = all_null(typed)
    if blank.any():
        problems.append(blank_note(lines[blank].tolist(), file))
    return Parsed(typed.filter(pa.array(~blank)), lines[~blank], problems)


def _nameless(cells: Sequence[Cell], letter: str, file: str, lines: Lines) -> Iterator[Problem]:
    row = next((row for row, cell in enumerate(cells) if not is_blank(cell)), None)
    if row is not None:
        yield Problem("nameless-column", file, int(lines[row]), details={"letter": letter})


def _unseen(grid: Grid, sheet: Sheet, top: int, file: str) -> Iterator[Problem]:
    """Yield what does not show in the cells: errors, formulas without value, merged cells."""
    columns = {letter: name for name, letter in sheet.letters.items()}
    for fault in grid.faults:
        yield Problem(fault.code, file, fault.row or None, columns.get(fault.letter), fault.value)
    for (row, left), (bottom, right) in grid.merged:
        if row > top and not is_blank(_cell_at(grid.rows, row, left)):
            name = columns.get(column_letter(left))
            places = f"{column_letter(left)}{row + 1}:{column_letter(right)}{bottom + 1}"
            yield Problem("merged-cells", file, row + 1, name, details={"range": places})


def _covered(grid: Grid, sheet: Sheet) -> set[tuple[int | None, str | None]]:
    """Return the row and column of each cell that lies under merged ones, and so is empty."""
    columns = {letter: name for name, letter in sheet.letters.items()}
    return {
        (row + 1, columns.get(column_letter(place)))
        for (top, left), (bottom, right) in grid.merged
        for row in range(top, min(bottom + 1, len(grid.rows)))
        for place in range(left, right + 1)
    }


def _cell_at(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
