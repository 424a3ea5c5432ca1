"""A foreign table as it was read: text in cells, a line for each row, nothing understood yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.problems import Problem, Severity, Sheet
from kg.tables.sheets import column_letter

_LOOKED_AT = 30  # rows in which the header is sought
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """The rows of a file below its header; `lines` counts lines, or rows of the sheet, from 1.

    Cells are trimmed and in composed form (NFC), "" where nothing stands. Columns have names of
    their own: a second "City" is "City (2)", one without a name "column C". `refused` are the lines
    of rows that could not be read and are told already, `lost` cells (line and column) likewise.
    """

    file: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    lines: Sequence[int]
    header_line: int = 1
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[int, ...] = ()
    lost: frozenset[tuple[int, str]] = frozenset()

    def values(self, column: str) -> list[str]:
        """Return the cells of a column from top to bottom."""
        place = self.header.index(column)
        return [row[place] for row in self.rows]

    def problem(
        self, code: str, line: int | None, column: str | None = None, value: str = "", **more: Any
    ) -> Problem:
        """Return a problem with its place in this table."""
        sheet = Sheet(self.sheet, self.letters) if self.sheet else None
        return Problem(code, self.file, line, column, value, sheet=sheet, **more)

    def note(
        self, code: str, lines: Sequence[int], column: str | None, value: str, **details: str | int
    ) -> Problem:
        """Return a note on all rows of which the same is to be said, at the first of them."""
        words = {"count": len(lines), "lines": to_ranges(lines), **details}
        return self.problem(code, lines[0], column, value, severity=Severity.NOTE, details=words)


def to_ranges(lines: Sequence[int]) -> str:
    """Return numbers in short.

    >>> to_ranges([2, 3, 4, 7, 9])
    '2–4, 7, 9'
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1][1:] = [line]
        else:
            runs.append([line])
    return ", ".join("–".join(map(str, run)) for run in runs)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns: the first that is as full as the table is wide.

    Above it may stand a title and notes, in few cells. -1 where no row holds anything.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:_LOOKED_AT]]
    widest = max(filled, default=0)
    enough = max(1, (widest + 1) // 2) if widest > 2 else widest
    return next((n for n, count in enumerate(filled) if count and count >= enough), -1)


def to_names(cells: Sequence[str]) -> list[str]:
    """Return a name of its own for each column.

    >>> to_names(["City", "Country", "City", ""])
    ['City', 'Country', 'City (2)', 'column D']
    """
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        wanted = " ".join(cell.split())[:_LONGEST_NAME] or f"column {column_letter(place)}"
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted} ({number})"
        names.append(name)
        taken.add(name)
    return names
