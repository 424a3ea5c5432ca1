"""Proposes a mapping for a table, says why, and leaves open what nothing in the table decides."""

from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.dates import readings
from kg.imports.foreign.days import DAY
from kg.imports.foreign.many import find_many
from kg.imports.foreign.mapping import CityMapping, Mapping, PairMapping
from kg.imports.foreign.mapping_text import render_mapping, to_toml
from kg.imports.foreign.parts import ColumnGuess, edges, guess_parts, reason
from kg.imports.foreign.sides import guess_sides
from kg.imports.foreign.table import ForeignTable, to_ranges
from kg.problems import Problem, Severity
from kg.problems.render import message

_CITY = ("name", "wikidata")
_SHOWN = 12  # columns


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping without its source, what each column was taken for, and what is to be asked.

    An error among `problems` means that the table cannot be read by this mapping: it is not about
    pairs of cities, or does not say whose partners it lists. A warning leaves something open, such
    as the order of day and month.
    """

    mapping: Mapping
    columns: tuple[ColumnGuess, ...]
    problems: tuple[Problem, ...]


def guess_mapping(table: ForeignTable) -> Guess:
    """Propose a mapping from the headers and the cells of a table."""
    columns = tuple(_of_many(table, guess_sides(table, edges(table, guess_parts(table)))))
    sure = [column for column in columns if column.is_sure]
    notes: list[Problem] = []
    order = _date_order(table, sure, notes)
    mapping = Mapping(
        one=_city(table, "one", sure, notes),
        other=_city(table, "other", sure, notes),
        pair=PairMapping({c.part: c.column for c in sure if c.side == "pair"}),
        sheet=table.sheet,
        header_row=table.header_line if table.header_line > 1 else 0,
        date_order=order,
    )
    return Guess(mapping, columns, (*_refusals(table, mapping, columns), *notes))


def render_guess(guess: Guess, lang: str = "en") -> str:
    """Return the mapping as TOML; what is not sure stands in it as comment, with the reasons."""
    open_keys: dict[str, list[str]] = {}
    for column in guess.columns:
        if column.is_sure:
            continue
        section, _, part = column.key.partition(".")
        why = "; ".join(message(reason, lang).rstrip(".") for reason in column.reasons)
        line = f"{part or column.part or '?'} = {to_toml(column.column)}  # {column.certainty:.0%}"
        open_keys.setdefault(section or "other", []).append(f"{line}: {why}")
    for problem in guess.problems:
        if problem.code in _KEYS:
            section, example = _KEYS[problem.code]
            line = f"{example}  # {message(problem, lang)}"
            open_keys.setdefault(section, []).insert(0, line)
    return render_mapping(guess.mapping, open_keys, lang)


_KEYS = {
    "guess-no-order": ("table", 'date_order = ""'),
    "guess-two-orders": ("table", 'date_order = ""'),
    "guess-whose-partners": ("one", 'always.name = ""'),
}


def _of_many(table: ForeignTable, columns: Sequence[ColumnGuess]) -> Iterator[ColumnGuess]:
    """Yield the columns; one value beside many partners may be that of the one city as well."""
    names = [c for c in columns if c.is_sure and c.key == "other.name"]
    separator, _ = find_many([cell for c in names for cell in table.values(c.column)])
    for column in columns:
        is_open = column.side == "other" != column.header.side and column.part != "name"
        if is_open and (separator or len(names) > 1):
            why = reason(table, "guess-of-many", column.column, other=names[0].column)
            yield column.because(why, min(column.certainty, 0.4))
        else:
            yield column


def _city(
    table: ForeignTable, side: str, sure: Sequence[ColumnGuess], notes: list[Problem]
) -> CityMapping:
    columns: dict[str, tuple[str, ...]] = {}
    for column in sure:
        if column.side == side:
            columns[column.part] = (*columns.get(column.part, ()), column.column)
    if "point" in columns:
        columns = {p: names for p, names in columns.items() if p not in ("lat", "long")}
    names = columns.get("name", ())
    separator, pattern = find_many([cell for name in names for cell in table.values(name)])
    if side == "one":
        separator = ""
    if "country" in columns:
        pattern = ""
    if separator:
        notes.append(reason(table, "guess-many", names[0], sign=separator.replace("\n", "⏎")))
    if pattern:
        notes.append(reason(table, "guess-pattern", names[0], pattern=pattern))
    return CityMapping(columns, {}, separator, pattern)


def _date_order(table: ForeignTable, sure: Sequence[ColumnGuess], notes: list[Problem]) -> str:
    """Return the order of days in all columns of dates, and tell what decides it, or that nothing.

    A day behind the twelfth decides; where days are in doubt and none decides, the order is open.
    """
    deciding: dict[str, tuple[ColumnGuess, int, str]] = {}
    doubtful: list[int] = []
    for column in (c for c in sure if c.part in ("signed", "ended")):
        for line, text in zip(table.lines, table.values(column.column), strict=True):
            if order := _order_of(text):
                deciding.setdefault(order, (column, line, text))
            elif len(readings(text)) > 1:
                doubtful.append(line)
    if len(deciding) == 1:
        ((order, (column, line, text)),) = deciding.items()
        notes.append(table.problem("guess-order", line, column.column, text,
                                   severity=Severity.NOTE, details={"order": order}))  # fmt: skip
        return order
    if deciding:
        (_, one, first), (column, other, second) = deciding["dmy"], deciding["mdy"]
        details: abc.Mapping[str, str | int] = {"first": first, "one": one, "other": other}
        notes.append(table.problem("guess-two-orders", max(one, other), column.column, second,
                                   severity=Severity.WARNING, details=details))  # fmt: skip
    elif doubtful:
        lines = to_ranges(sorted(doubtful))
        notes.append(table.problem("guess-no-order", sorted(doubtful)[0],
                                   severity=Severity.WARNING,
                                   details={"count": len(doubtful), "lines": lines}))  # fmt: skip
    return ""


def _order_of(text: str) -> str:
    """Return the only order in which a day can be read, "" where there is none or any will do."""
    match = DAY.fullmatch(text)
    found = readings(text) if match else ()
    if not match or len(found) != 1 or match[1] == match[2]:
        return ""
    return "dmy" if int(match[1]) > 12 else "mdy" if int(match[2]) > 12 else ""


def _refusals(
    table: ForeignTable, mapping: Mapping, columns: Sequence[ColumnGuess]
) -> Iterator[Problem]:
    """Yield why the table is not one of pairs, where it is not."""
    has = {side: any(part in city.columns for part in _CITY)
           for side, city in (("one", mapping.one), ("other", mapping.other))}  # fmt: skip
    if all(has.values()):
        return
    shown = ", ".join(table.header[:_SHOWN])
    if {"id", "name@en"} <= set(table.header):
        yield table.problem("pairs-own-table", table.header_line)
    elif has["other"]:
        yield table.problem("guess-whose-partners", table.header_line)
    elif has["one"]:
        names = next(names for part, names in mapping.one.columns.items() if part in _CITY)
        yield table.problem("pairs-no-second-city", table.header_line, names[0],
                            details={"columns": shown})  # fmt: skip
    else:
        yield table.problem("pairs-no-city", table.header_line, details={"columns": shown})
