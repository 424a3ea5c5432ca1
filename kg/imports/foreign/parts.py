"""Which part of a pair each column is, by its header and by its cells, and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.imports.foreign.headers import Header, to_header
from kg.imports.foreign.kinds import NAMES, shares
from kg.imports.foreign.mapping import CITY_PARTS
from kg.imports.foreign.table import ForeignTable
from kg.problems import Problem, Severity

SURE = 0.6
"""How certain a guess must be (0 to 1) to stand in the mapping."""

_FIXED = ("wikidata", "point")  # kinds that tell the part whatever the header says


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column is taken for: "one.name", "pair.signed", or "" for nothing.

    `certainty` is from 0 to 1; from SURE on the column stands in the mapping. The reasons are notes
    at the header, whose words kg.problems knows in each language.
    """

    column: str
    part: str
    side: str
    certainty: float
    reasons: tuple[Problem, ...]
    header: Header

    @property
    def key(self) -> str:
        """Return the key of the mapping under which the column would stand."""
        return f"{self.side}.{self.part}" if self.part and self.side else ""

    @property
    def is_sure(self) -> bool:
        """Tell whether the column stands in the mapping."""
        return self.certainty >= SURE and bool(self.key)

    def because(self, reason: Problem, certainty: float | None = None) -> "ColumnGuess":
        """Return the guess with one more reason."""
        sure = self.certainty if certainty is None else certainty
        return replace(self, reasons=(*self.reasons, reason), certainty=round(sure, 2))


def reason(table: ForeignTable, code: str, column: str, **details: str | int | Mapping[str, str]
           ) -> Problem:  # fmt: skip
    """Return a reason as a note at the header of a column."""
    return table.problem(code, table.header_line, column, severity=Severity.NOTE, details=details)


def guess_parts(table: ForeignTable) -> list[ColumnGuess]:
    """Return of each column its part; the sides of cities are open where no header names one."""
    return [_guess(table, column) for column in table.header]


def _guess(table: ForeignTable, column: str) -> ColumnGuess:
    header = to_header(column)
    of_kind = shares(table.values(column))
    part, certainty, kind = _part(header, of_kind)
    side = header.side if part in CITY_PARTS else "pair" if part else ""
    reasons = tuple(_reasons(table, header, part, kind, of_kind, certainty))
    return ColumnGuess(column, part, side, certainty, reasons, header)


def _part(header: Header, of_kind: Mapping[str, float]) -> tuple[str, float, str]:
    """Return the part, how certain it is, and the kind of cells that speaks for it."""
    for part in _FIXED:
        if of_kind[part] >= 0.8:
            named = header.part in ("name", part) or header.side
            return part, 0.95 if named else 0.7, part
    match header.part:
        case "":
            return _by_cells(header, of_kind)
        case "lat" | "long" | "source_url" as part:
            return part, 0.95 if of_kind[part] >= 0.8 else 0.3, part
        case "signed" | "ended" as part:
            return part, 0.95 if of_kind["date"] >= 0.6 else 0.3, "date"
        case "level" | "relation_type" as part:
            return part, 0.95 if of_kind[part] >= 0.8 else 0.4, part
        case "country":
            return "country", 0.95 if of_kind["country"] >= 0.5 else 0.75, "country"
        case "name":
            return "name", 0.9 if of_kind["words"] >= 0.6 else 0.3, "words"
        case "fields":
            return "fields", 0.5, ""
    return header.part, 0.7, ""


def _by_cells(header: Header, of_kind: Mapping[str, float]) -> tuple[str, float, str]:
    if of_kind["country"] >= 0.8:
        return "country", 0.7, "country"
    if of_kind["relation_type"] >= 0.8:
        return "relation_type", 0.7, "relation_type"
    if of_kind["words"] >= 0.6:
        return "name", 0.7 if len(header.side_word) > 1 else 0.3, "words"
    if of_kind["date"] >= 0.9:
        return "signed", 0.5, "date"
    return ("source_url", 0.5, "source_url") if of_kind["source_url"] >= 0.8 else ("", 0.0, "")


def _reasons(
    table: ForeignTable, header: Header, part: str, kind: str, of_kind: Mapping[str, float],
    certainty: float,
) -> Iterator[Problem]:  # fmt: skip
    column = header.column
    if header.word:
        yield reason(table, "guess-header", column, word=header.word)
    if part in CITY_PARTS and header.side:
        yield reason(table, "guess-side", column, word=header.side_word)
    if kind:
        percent = int(100 * of_kind[kind])
        yield reason(table, "guess-values", column, share=percent, kind=NAMES[kind])
    if part == "fields":
        yield reason(table, "guess-fields", column)
    if not part:
        yield reason(table, "guess-nothing", column)


def edges(table: ForeignTable, columns: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Return the columns; "source" beside "target" is the one city and no reference."""
    stems = {c.header.stem for c in columns}
    if not {"source", "target"} <= stems:
        return list(columns)
    return [
        replace(c, part=c.part if c.part in _FIXED else "name", side="one", certainty=0.7).because(
            reason(table, "guess-beside", c.column, other="target")
        )
        if c.header.stem == "source"
        else c
        for c in columns
    ]
