"""A sheet of a workbook to a foreign table; merged cells are filled with what they show."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import numpy as np

from kg.imports.foreign.cells import tidy, to_rows
from kg.imports.foreign.table import ForeignTable, find_header, to_names
from kg.problems import Problem, Severity, Sheet, suggest
from kg.tables.parse import blank_note
from kg.tables.sheets import column_letter
from kg.tables.values import Cell, is_blank, read_column, to_text
from kg.tables.workbook import Grid, to_grids


def to_sheet(
    raw: bytes,
    file: str,
    sheet: str = "",
    header_row: int = 0,
    named: Set[str] = frozenset(),
) -> tuple[ForeignTable | None, list[Problem]]:
    """Return the table of one sheet: the one named, or the first that shows and is like a table.

    A cell that cannot be read is a warning; in a column that is not among the `named`, a note.
    """
    grids = to_grids(raw, file)
    if isinstance(grids, Problem):
        return None, [grids]
    full = {name: grid for name, grid in grids.items() if grid.rows}
    if not full:
        return None, [Problem("pairs-empty", file)]
    seen = [name for name, grid in full.items() if not grid.hidden] or list(full)
    chosen = sheet or next((name for name in seen if _is_table(full[name])), seen[0])
    if chosen not in grids:
        names = ", ".join(grids)
        return None, [Problem("pairs-no-sheet", file, value=chosen, details={"names": names},
                              suggestion=suggest(chosen, grids))]  # fmt: skip
    table, problems = _to_table(grids[chosen], file, chosen, header_row)
    problems = [_as_told(problem, named) for problem in problems]
    others = ", ".join(name for name in seen if name != chosen)
    if others and not sheet:
        problems.append(
            Problem("pairs-other-sheets", file, value=chosen, severity=Severity.WARNING,
                    details={"names": others}, sheet=Sheet(chosen))
        )  # fmt: skip
    return table, problems


def _is_table(grid: Grid) -> bool:
    return len(grid.rows) > 1 and len(grid.rows[0]) > 1


def _as_told(problem: Problem, named: Set[str]) -> Problem:
    """Return a fault of a cell as one by which only the cell is lost, or as a note."""
    if problem.severity is not Severity.ERROR or problem.column is None:
        return problem
    is_unread = named and problem.column not in named
    return replace(problem, severity=Severity.NOTE if is_unread else Severity.WARNING)


def _plain(cell: Cell) -> Cell:
    """Return truth values and moments as the text that they show; of moments the day is read."""
    is_moment = isinstance(cell, datetime) and cell.time() != time()
    return to_text(cell) if isinstance(cell, bool) or is_moment else cell


def _to_table(
    grid: Grid, file: str, sheet: str, header_row: int
) -> tuple[ForeignTable | None, list[Problem]]:
    place = Sheet(sheet)
    texts = [[to_text(cell) for cell in row] for row in grid.rows[: max(30, header_row)]]
    top = header_row - 1 if header_row else find_header(texts)
    if not 0 <= top < len(texts) or not any(cell.strip() for cell in texts[top]):
        return None, [Problem("pairs-no-header", file, header_row or 1, sheet=place)]
    names = to_names(texts[top])
    place = Sheet(sheet, {name: column_letter(n) for n, name in enumerate(names)})

    def problem(code: str, line: int, column: str | None = None, value: str = "", **more: Any
                ) -> Problem:  # fmt: skip
        return Problem(code, file, line, column, value, sheet=place, **more)

    problems = [
        problem("pairs-filled-merged", row, names[column], value, severity=Severity.NOTE,
                details={"range": cells})
        for row, column, value, cells in _fill_merged(grid, top)
    ]  # fmt: skip
    if count := sum(any(cell.strip() for cell in row) for row in texts[:top]):
        details = {"count": count}
        problems.append(
            problem("pairs-above-header", top + 1, severity=Severity.NOTE, details=details)
        )
    columns, lost, found = _read_columns(grid, top, names, file, place)
    lines = list(range(top + 2, len(grid.rows) + 1))
    blank = [lines[n] for n, row in enumerate(grid.rows[top + 1 :]) if all(map(is_blank, row))]
    if blank:
        problems.append(_in_sheet(blank_note(blank, file), place))
    table = ForeignTable(
        file=file, header=tuple(names), rows=to_rows(columns), lines=lines, header_line=top + 1,
        sheet=sheet, letters=place.letters, lost=lost,
    )  # fmt: skip
    table, tidied = tidy(table)
    return table, [*problems, *found, *tidied]


def _in_sheet(problem: Problem, sheet: Sheet) -> Problem:
    return replace(problem, sheet=sheet)


def _fill_merged(grid: Grid, top: int) -> Iterator[tuple[int, int, str, str]]:
    """Give merged cells below the header what they show; yield place, text and cells of each."""
    for (first, left), (last, right) in grid.merged:
        value = grid.rows[first][left] if first < len(grid.rows) else ""
        if first <= top or is_blank(value):
            continue
        for row in range(first, min(last + 1, len(grid.rows))):
            grid.rows[row][left : right + 1] = [value] * (right + 1 - left)
        cells = f"{column_letter(left)}{first + 1}:{column_letter(right)}{last + 1}"
        yield first + 1, left, to_text(value), cells


def _read_columns(
    grid: Grid, top: int, names: list[str], file: str, place: Sheet
) -> tuple[Mapping[str, list[str | None]], frozenset[tuple[int, str]], list[Problem]]:
    """Return the cells of each column as text, those that could not be read, and problems."""
    lines = np.arange(top + 2, len(grid.rows) + 1, dtype=np.int64)
    columns: dict[str, list[str | None]] = {}
    problems = []
    for n, name in enumerate(names):
        cells = [_plain(row[n]) for row in grid.rows[top + 1 :]]
        texts, found = read_column(cells, None, name, file, lines)
        columns[name] = texts.to_pylist()
        problems += [_in_sheet(p, place) for p in found]
    of_letter = {letter: name for name, letter in place.letters.items()}
    problems += [
        Problem(f.code, file, f.row or None, of_letter.get(f.letter), f.value, sheet=place)
        for f in grid.faults
        if f.row > top + 1
    ]
    lost = frozenset(
        (p.line or 0, p.column or "") for p in problems if p.severity is Severity.ERROR
    )
    return columns, lost, problems
