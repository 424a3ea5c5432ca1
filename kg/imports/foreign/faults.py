"""What cannot be taken of a cell, and what was tidied in it: values without a place yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.problems import Detail, Severity

BLANKS = frozenset({"", "-", "--", "–", "—", "?", "n/a", "N/A", "…"})
"""What stands in cells of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a part of a row is not taken; an error where a pair is lost, or a date by the mapping."""

    code: str
    column: str
    value: str
    severity: Severity = Severity.WARNING
    suggestion: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """What was read otherwise than it stands, and as what."""

    code: str
    column: str
    value: str
    read: str


class RefusedError(Exception):
    """Says that a value cannot be taken, and why."""

    def __init__(self, code: str, suggestion: str = "", **details: Detail) -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion
        self.details = details

    def to_fault(self, column: str, value: str) -> Fault:
        """Return the fault of a cell."""
        return Fault(self.code, column, value, suggestion=self.suggestion, details=self.details)
