"""Rows of a foreign table to pairs of cities; each row is taken or reported, none is dropped."""

from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.imports.foreign.cities import Found, is_same, key_of, split_cell, to_cities, to_code
from kg.imports.foreign.days import to_day
from kg.imports.foreign.faults import BLANKS, Fault, RefusedError, Repair
from kg.imports.foreign.items import is_address
from kg.imports.foreign.mapping import CityMapping, Mapping
from kg.imports.foreign.table import ForeignTable
from kg.imports.pairs import ForeignCity, ForeignPair
from kg.problems import Problem, Severity, suggest

_LISTED = 40  # columns


@dataclass(frozen=True, slots=True)
class Reading:
    """Pairs and problems, and counts of rows: `rows` = `taken` + `reported`.

    A row is taken when all that the mapping names of it was, and otherwise reported: a problem at
    its line says which part was not. What else it says is taken all the same, so that `partly`
    reported rows gave pairs too. Blank rows are no rows. Rows that repeat a pair are taken.
    """

    pairs: list[ForeignPair]
    problems: list[Problem]
    rows: int
    taken: int
    reported: int
    partly: int = 0


def read_pairs(table: ForeignTable, mapping: Mapping) -> Reading:
    """Return the pairs of a table in the order of its rows, and what was not taken or tidied."""
    rows = len(table.rows) + len(table.refused)
    if faults := list(check_columns(table, mapping)):
        return Reading([], faults, rows, 0, rows)
    reader = _Reader(table, mapping)
    whole = [reader.read(row, line) for row, line in zip(table.rows, table.lines, strict=True)]
    problems = [*reader.problems, *reader.notes(), *_repeats(table, reader.pairs)]
    reported = [line for line, is_whole in zip(table.lines, whole, strict=True) if not is_whole]
    partly = len(set(reported) & {pair.line for pair in reader.pairs})
    taken = sum(whole)
    refused = len(reported) + len(table.refused)
    assert rows == taken + refused, "a row is neither taken nor reported"
    return Reading(reader.pairs, problems, rows, taken, refused, partly)


def check_columns(table: ForeignTable, mapping: Mapping) -> Iterator[Problem]:
    """Yield a problem for each column that the mapping names and the table lacks."""
    named = [
        (f"{section}.{part}", name)
        for section, city in (("one", mapping.one), ("other", mapping.other))
        for part, names in city.columns.items()
        for name in names
    ] + [(f"pair.{part}", name) for part, name in mapping.pair.columns.items()]
    for key, name in named:
        if name not in table.header:
            columns = ", ".join(table.header[:_LISTED])
            yield Problem(
                "mapping-no-column", mapping.file or table.file, mapping.lines.get(key), key, name,
                suggestion=suggest(name, table.header),
                details={"table": table.file, "columns": columns},
            )  # fmt: skip


@dataclass
class _Reader:
    """Reads row by row and gathers pairs, problems and repairs; cities are made once."""

    table: ForeignTable
    mapping: Mapping
    pairs: list[ForeignPair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _repaired: dict[tuple[str, str], tuple[Repair, list[int]]] = field(default_factory=dict)
    _doubtful: dict[str, list[int]] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = {
            side: [name for names in city.columns.values() for name in names]
            for side, city in (("one", self.mapping.one), ("other", self.mapping.other))
        }
        named = self.mapping.named
        self._lost = {line for line, column in self.table.lost if column in named}

    def read(self, row: Sequence[str], line: int) -> bool:
        """Gather the pairs of one row; tell whether all of it could be taken."""
        cells = dict(zip(self.table.header, row, strict=True))
        one = self._cities("one", self.mapping.one, cells)
        other = self._cities("other", self.mapping.other, cells)
        said, faults = self._said(cells, line)
        faults = [*one.faults, *other.faults, *faults]
        faults += self._missing("one", self.mapping.one, one)
        faults += self._missing("other", self.mapping.other, other)
        for partner in other.cities if one.cities else ():
            if is_same(one.cities[0], partner):
                shown = partner.name or partner.wikidata
                faults.append(Fault("pairs-with-itself", partner.column, shown, Severity.ERROR))
            else:
                self.pairs.append(replace(said, one=one.cities[0], other=partner))
        self.problems += (self._problem(fault, line) for fault in faults)
        for repair in (*one.repairs, *other.repairs):
            self._note(repair, line)
        return not faults and line not in self._lost

    def _cities(self, side: str, mapping: CityMapping, cells: abc.Mapping[str, str]) -> Found:
        key = (side, *(cells[column] for column in self._columns[side]))
        if key not in self._known:
            self._known[key] = to_cities(mapping, cells)
        return self._known[key]

    def _missing(self, side: str, mapping: CityMapping, found: Found) -> list[Fault]:
        """Return the fault that a row names no city on one side, where none tells more."""
        if found.cities or any(fault.severity is Severity.ERROR for fault in found.faults):
            return []
        column = next(iter(self._columns[side]), "")
        if mapping.separator or mapping.width > 1:
            return [Fault("pairs-no-partner", column, "", Severity.NOTE)]
        return [Fault("pairs-city-missing", column, "", Severity.ERROR)]

    def _said(self, cells: abc.Mapping[str, str], line: int) -> tuple[ForeignPair, list[Fault]]:
        """Return what a row says of the pair, without its cities."""
        mapping = self.mapping.pair
        given = {part: ("", text) for part, text in mapping.always.items()}
        given |= {part: (name, cells[name]) for part, name in mapping.columns.items()}
        given = {part: cell for part, cell in given.items() if cell[1] not in BLANKS}
        faults: list[Fault] = []
        fields = split_cell(given["fields"][1], mapping.separator) if "fields" in given else []
        kind = given.get("relation_type")
        nobody = ForeignCity("")
        pair = ForeignPair(
            line=line,
            one=nobody,
            other=nobody,
            sheet=self.table.sheet,
            signed=self._date(given.get("signed"), line, faults),
            ended=self._date(given.get("ended"), line, faults),
            relation_type=to_code("relation-type", *kind, faults) if kind else "",
            fields=tuple(dict.fromkeys(fields)),
            source_url=_address(given.get("source_url"), faults),
            note=given.get("note", ("", ""))[1],
        )
        return pair, faults

    def _date(self, cell: tuple[str, str] | None, line: int, faults: list[Fault]) -> str:
        if cell is None:
            return ""
        column, text = cell
        try:
            day = to_day(text, self.mapping.date_order)
        except RefusedError as refused:
            faults.append(refused.to_fault(column, text))
            return ""
        if day.readings:
            one, other = day.readings
            details = {"one": one, "other": other}
            faults.append(Fault("pairs-doubtful-date", column, text, Severity.ERROR,
                                details=details))  # fmt: skip
            self._doubtful.setdefault(column, []).append(line)
        if day.repair:
            self._note(Repair(day.repair, column, text, day.text), line)
        return day.text

    def _note(self, repair: Repair, line: int) -> None:
        _, lines = self._repaired.setdefault((repair.code, repair.column), (repair, []))
        if line not in lines[-1:]:
            lines.append(line)

    def _problem(self, fault: Fault, line: int) -> Problem:
        return self.table.problem(
            fault.code, line, fault.column or None, fault.value, severity=fault.severity,
            suggestion=fault.suggestion, details=fault.details,
        )  # fmt: skip

    def notes(self) -> Iterator[Problem]:
        """Yield a note on all cells that were tidied alike, and on all dates in doubt."""
        for repair, lines in self._repaired.values():
            column, value = repair.column or None, repair.value
            yield self.table.note(repair.code, lines, column, value, read=repair.read)
        for column, lines in self._doubtful.items():
            if len(lines) > 1:
                yield self.table.note("pairs-date-order", lines, column, "")


def _address(cell: tuple[str, str] | None, faults: list[Fault]) -> str:
    column, text = cell or ("", "")
    if text and not is_address(text):
        faults.append(Fault("bad-address", column, text))
        return ""
    return text


def _repeats(table: ForeignTable, pairs: Sequence[ForeignPair]) -> Iterator[Problem]:
    """Yield a note on each pair that an earlier row names too, and whether the other way round."""
    first: dict[frozenset[tuple[str, ...]], ForeignPair] = {}
    for pair in pairs:
        one, other = key_of(pair.one), key_of(pair.other)
        before = first.setdefault(frozenset((one, other)), pair)
        if before is not pair:
            code = "pairs-repeated" if key_of(before.one) == one else "pairs-both-ways"
            names = (city.name or city.wikidata for city in (pair.one, pair.other))
            yield table.problem(
                code, pair.line, pair.other.column or None, " – ".join(names),
                severity=Severity.NOTE, details={"first": before.line},
            )  # fmt: skip
