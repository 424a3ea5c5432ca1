"""Workbooks made by XlsxWriter, cell by cell, and the codes that only workbooks have."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from kg.problems import Problem

CODES = {
    *("old-workbook", "locked-workbook", "damaged-workbook", "large-workbook", "large-sheet"),
    *("no-sheets", "unknown-sheet", "header-below", "nameless-column", "merged-cells"),
    *("error-cell", "formula-without-value", "boolean-cell", "time-cell", "date-cell"),
    *("month-cell", "year-cell"),
}
WORDS = {
    *("several-sheets", "at-cell", "at-row", "at-sheet", "empty-file-in-sheet"),
    *("duplicate-id-in-sheet", "blank-line-in-sheet", "not-composed-in-sheet"),
}


@dataclass(frozen=True)
class Formula:
    """A formula with the value that a spreadsheet program kept of it."""

    text: str
    value: str | float


@dataclass(frozen=True)
class Shown:
    """A number as a format shows it."""

    number: float
    form: str


Cell = str | float | bool | date | datetime | time | Formula | Shown | None
Rows = Sequence[Sequence[Cell]]


def make(
    sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None, **options: object
) -> bytes:
    """Return a workbook with these rows from A1 on; a name in brackets is a hidden sheet's."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.strip("()"))
            if name.startswith("("):
                sheet.hide()
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(book, sheet, place, column, cell)
            for sheet_name, cells in (merged or {}).items():
                if sheet_name == name:
                    sheet.merge_range(cells, rows_at(rows, cells))
    return made.getvalue()


def rows_at(rows: Rows, cells: str) -> str:
    """Return the text of the first cell of a range such as B2:B3."""
    return str(rows[int(cells[1]) - 1][ord(cells[0]) - ord("A")])


def _write(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.workbook.Worksheet,
    row: int,
    column: int,
    cell: Cell,
) -> None:
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, cell)
        case Formula():
            sheet.write_formula(row, column, cell.text, None, cell.value)
        case Shown():
            sheet.write_number(row, column, cell.number, book.add_format({"num_format": cell.form}))
        case datetime():
            sheet.write_datetime(row, column, cell, book.add_format({"num_format": "d/m/yy h:mm"}))
        case date():
            sheet.write_datetime(row, column, cell, book.add_format({"num_format": "d mmm yyyy"}))
        case time():
            sheet.write_datetime(row, column, cell, book.add_format({"num_format": "h:mm"}))
        case int() | float():
            sheet.write_number(row, column, cell)
        case str():
            sheet.write_string(row, column, cell)


def place(problem: Problem) -> str:
    """Return sheet and cell of a problem, or sheet and row where no one cell is meant."""
    sheet = problem.sheet.name if problem.sheet else ""
    return f"{sheet}!{problem.cell or problem.line or ''}"


def write(path: Path, raw: bytes) -> Path:
    """Write bytes and return where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path
