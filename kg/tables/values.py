"""Values of a spreadsheet's cells to the text that a person would have typed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.names import XSD
from kg.problems import Problem, Severity
from kg.schema import Column, Kind
from kg.tables.data import Lines
from kg.tables.decode import find_control

Cell = str | bool | int | float | date | datetime | time | timedelta

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{FFFE}\x{FFFF}]"
_DAY_NOUGHT, _YEARS = date(1899, 12, 30), range(1900, 2101)  # of the programs; likely ones
_DIGITS = ".15g"  # as many as the programs show of a number


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing is seen in a cell."""
    return isinstance(cell, str) and not cell.strip()


def to_text(cell: Cell) -> str:
    """Return the text of a cell, as typed.

    >>> to_text(5.0), to_text(-6.9), to_text(0.1 + 0.2), to_text(1e20), to_text(date(2017, 5, 1))
    ('5', '-6.9', '0.3', '100000000000000000000', '2017-05-01')
    """
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case int() | float():
            return _number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(cell: float) -> str:
    if isinstance(cell, int):
        return str(cell)
    return format(Decimal(format(cell, _DIGITS)).normalize() + 0, "f")


@dataclass(slots=True)
class _Found:
    """Cells that were not text: days by row, and those that cannot be taken."""

    days: dict[int, str] = field(default_factory=dict)
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)


def read_column(
    cells: Sequence[Cell], column: Column | None, header: str, file: str, lines: Lines
) -> tuple[pa.Array, list[Problem]]:
    """Return the cells of one header as text, null where a cell cannot be taken, and problems."""
    found = _Found()
    if all(type(cell) is str for cell in cells):
        texts = pa.array(cells, pa.string())
    else:
        texts = pa.array([_read(cell, row, found) for row, cell in enumerate(cells)], pa.string())

    def problem(code: str, row: int, value: str = "", **more: Any) -> Problem:
        return Problem(code, file, int(lines[row]), header, value, **more)

    problems = [problem(code, row, value) for row, (code, value) in found.refused.items()]
    problems += _on_days(found.days, column, problem)
    texts, composed = _compose(texts)
    if len(composed):
        details = {"count": len(composed)}
        problems.append(
            problem("not-composed", composed[0], severity=Severity.NOTE, details=details)
        )
    problems += [problem("control-character", row, sign) for row, sign in _controls(texts)]
    return texts, problems


def _read(cell: Cell, row: int, found: _Found) -> str | None:
    if type(cell) is str:
        return cell
    text = to_text(cell)
    match cell:
        case bool():
            found.refused[row] = ("boolean-cell", text)
            return None
        case datetime() if cell.time() != time():
            found.refused[row] = ("time-cell", text)
            return None
        case time() | timedelta():
            found.refused[row] = ("time-cell", text)
            return None
        case date():
            found.days[row] = text
    return text


def _on_days(
    days: dict[int, str], column: Column | None, problem: Callable[..., Problem]
) -> Iterator[Problem]:
    """Yield a warning on each day that may have been a month or a year, and a note on the others.

    A program that is given 2017-05 in a cell without the text format keeps the first of that May,
    and given 2017 in a cell with the format of dates, the 2017th day of its calendar.
    """
    sure = {}
    for row, day in days.items():
        if doubt := _doubt(day, column):
            code, details = doubt
            yield problem(code, row, day, severity=Severity.WARNING, details=details)
        else:
            sure[row] = day
    if sure:
        first, count = min(sure), {"count": len(sure)}
        yield problem("date-cell", first, sure[first], severity=Severity.NOTE, details=count)


def _doubt(day: str, column: Column | None) -> tuple[str, dict[str, str | int]] | None:
    types = column.date_types if column and column.kind is Kind.DATE else ()
    year = (date.fromisoformat(day) - _DAY_NOUGHT).days
    if day.endswith("-01") and XSD + "gYearMonth" in types:
        return "month-cell", {"month": day[:7]}
    if year in _YEARS and XSD + "gYear" in types:
        return "year-cell", {"year": year}
    return None


def _compose(texts: pa.Array) -> tuple[pa.Array, list[int]]:
    """Return texts in composed form (NFC) with LF at line ends, and the rows that were not NFC."""
    texts = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), "\r", "\n")
    composed = pc.utf8_normalize(texts, "NFC")
    changed = pc.fill_null(pc.not_equal(texts, composed), False)
    return composed, np.flatnonzero(changed.to_numpy(zero_copy_only=False)).tolist()


def _controls(texts: pa.Array) -> Iterator[tuple[int, str]]:
    hit = pc.fill_null(pc.match_substring_regex(texts, _CONTROL), False)
    for row in np.flatnonzero(hit.to_numpy(zero_copy_only=False)).tolist():
        yield row, find_control(texts[row].as_py())
