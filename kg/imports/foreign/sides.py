"""To which of the two cities each column belongs: by words, by numbers, by its place."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kg.imports.foreign.mapping import CITY_PARTS, PAIR_PARTS
from kg.imports.foreign.parts import SURE, ColumnGuess, reason
from kg.imports.foreign.table import ForeignTable

_CITY = ("name", "wikidata")
_PLACE = ("lat", "long", "point", "level")
_SIDES = ("one", "other")
_IN_ORDER = {"one": "guess-one", "other": "guess-other"}


def guess_sides(table: ForeignTable, columns: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Return the columns in their order, each part of a city with its side where that is known."""
    placed = {c.column: c for c in columns}
    wide = _wide(table, columns)
    placed |= {c.column: c for c in wide}
    taken = {c.column for c in wide}
    rest = [c for c in columns if c.part in CITY_PARTS and c.column not in taken]
    for part in (*_CITY, *(p for p in CITY_PARTS if p not in _CITY)):
        alike = [c for c in rest if c.part == part]
        for column in _of_part(table, alike, list(placed.values()), bool(wide)):
            placed[column.column] = column
    for part in PAIR_PARTS:
        alike = [c for c in columns if c.part == part and c.side == "pair"]
        placed |= {c.column: _if_alone(table, c, alike) for c in alike}
    return [placed[c.column] for c in columns]


def _wide(table: ForeignTable, columns: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Return columns such as Partner 1, Partner 2, which name several other cities in a row."""
    found: list[ColumnGuess] = []

    def key(column: ColumnGuess) -> tuple[str, str]:
        return column.part, column.header.stem

    numbered = [c for c in columns if c.part in CITY_PARTS and c.header.number is not None]
    for _, group in groupby(sorted(numbered, key=key), key=key):
        alike = list(group)
        is_pair = {c.header.number for c in alike} == {1, 2} and not alike[0].header.side
        if len(alike) > 1 and not is_pair and (alike[0].header.side != "one"):
            because = [reason(table, "guess-wide", c.column, count=len(alike)) for c in alike]
            found += [replace(c, side="other").because(why)
                      for c, why in zip(alike, because, strict=True)]  # fmt: skip
    return found


def _of_part(
    table: ForeignTable, alike: Sequence[ColumnGuess], placed: Sequence[ColumnGuess], is_wide: bool
) -> list[ColumnGuess]:
    """Return the columns of one part with their sides; of two for one place the surer stays."""
    alike = [_by_number(table, c, alike) for c in alike]
    likely = [c for c in alike if c.certainty >= SURE]
    free = [side for side in _SIDES if side not in {c.side for c in likely}]
    if is_wide and alike and alike[0].part in _CITY:
        free = [side for side in free if side == "one"]
    sided: list[ColumnGuess] = []
    open_ones = [c for c in likely if not c.side]
    for column in alike:
        if column.side or column not in open_ones:
            sided.append(column)
        elif column.part not in _CITY and len(open_ones) == 1 and len(free) == 2:
            sided.append(_by_neighbour(table, column, placed))
        elif free:
            sided.append(_by_order(table, column, free.pop(0), sided))
        else:
            sided.append(column)
    return [_if_alone(table, column, sided) for column in sided]


def _by_order(
    table: ForeignTable, column: ColumnGuess, side: str, before: Sequence[ColumnGuess]
) -> ColumnGuess:
    """Give the first column to the one city and the second to the other.

    A second column of names is the other city's only where it is headed like the first: beside the
    name of a city may stand that of its mayor.
    """
    why = reason(table, _IN_ORDER[side], column.column)
    stems = {c.header.stem for c in before if c.side == "one"}
    if side == "other" and column.part in _CITY and stems and column.header.stem not in stems:
        return replace(column, side=side).because(why, 0.4)
    return replace(column, side=side).because(why, column.certainty - 0.05)


def _by_number(table: ForeignTable, column: ColumnGuess, alike: Sequence[ColumnGuess]
               ) -> ColumnGuess:  # fmt: skip
    """Give a side to city1 and city2, where there is no third."""
    stem, number = column.header.stem, column.header.number
    same = {c.header.number for c in alike if c.header.stem == stem and not c.header.side}
    if column.side or number not in (1, 2) or same != {1, 2}:
        return column
    side = _SIDES[number - 1]
    return replace(column, side=side).because(reason(table, _IN_ORDER[side], column.column))


def _by_neighbour(
    table: ForeignTable, column: ColumnGuess, placed: Sequence[ColumnGuess]
) -> ColumnGuess:
    """Give a detail to the city behind which it stands, or else to the one before which.

    Behind both cities a country is the second one's; a place may be that of either.
    """
    at = table.header.index(column.column)
    cities = [c for c in placed if c.part in _CITY and c.is_sure]
    before = [c for c in cities if table.header.index(c.column) < at]
    city = before[-1] if before else cities[0] if cities else None
    if city is None:
        return column
    why = reason(table, "guess-beside", column.column, other=city.column)
    is_open = column.part in _PLACE and {c.side for c in before} == set(_SIDES)
    return replace(column, side=city.side).because(
        why, column.certainty * (0.6 if is_open else 0.85)
    )


def _if_alone(
    table: ForeignTable, column: ColumnGuess, alike: Sequence[ColumnGuess]
) -> ColumnGuess:
    """Take certainty from a column where another one fits its place as well or better."""
    for other in alike:
        if other is column or not column.side or other.side != column.side:
            continue
        better = (-other.certainty, table.header.index(other.column))
        if better < (-column.certainty, table.header.index(column.column)):
            why = reason(table, "guess-taken", column.column, other=other.column)
            return column.because(why, 0.3)
    return column
