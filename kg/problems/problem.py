"""One problem in data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Detail = str | int | Mapping[str, str]
"""What fills a placeholder: the same in all languages, or words by language."""


class Severity(StrEnum):
    """Errors stop a build; warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, and the letter of each of its columns by the name in the header."""

    name: str
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong at one place, with what was expected and what may have been meant.

    `line` counts lines of the file from 1 (the header is line 1); None where the whole file is
    meant. In a workbook `sheet` is the sheet, and `line` counts its rows as the spreadsheet program
    does. `expected` holds the shape's own message a language; `text`, where given, replaces the
    catalogue's message (rules bring their own). `details` fill the message's placeholders, some of
    them a language.
    """

    code: str
    file: str
    line: int | None = None
    column: str | None = None
    value: str = ""
    severity: Severity = Severity.ERROR
    suggestion: str = ""
    expected: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Detail] = field(default_factory=dict)
    sheet: Sheet | None = None

    @property
    def cell(self) -> str:
        """Return the cell of a sheet as the spreadsheet program names it (G37), "" elsewhere."""
        letter = self.sheet.letters.get(self.column or "") if self.sheet else None
        return f"{letter}{self.line}" if letter and self.line else ""


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by file, sheet, line, column, code, value, severity and suggestion."""

    def key(p: Problem) -> tuple[str | int, ...]:
        place = (p.file, p.sheet.name if p.sheet else "", p.line or 0, p.column or "")
        return (*place, p.code, p.value, p.severity, p.suggestion)

    return sorted(problems, key=key)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem forbids a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
