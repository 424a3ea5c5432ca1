"""Cells of a foreign table made tidy, row by row, and what was tidied told as notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.imports.foreign.table import ForeignTable
from kg.problems import Problem
from kg.tables.decode import CONTROLS


def tidy(table: ForeignTable) -> tuple[ForeignTable, list[Problem]]:
    """Trim cells, leave out columns with neither name nor value, and rows that cannot be held."""
    trimmed = [tuple(cell.strip() for cell in row) for row in table.rows]
    problems = _trimmed_note(table, trimmed)
    unread = {line for line, _ in table.lost}
    bad = {
        n
        for n, row in enumerate(table.rows)
        if any(map(CONTROLS.search, row)) or (not any(trimmed[n]) and table.lines[n] in unread)
    }
    kept = [n for n, row in enumerate(trimmed) if n not in bad and any(row)]
    keep = _columns_with_content(table.header, [trimmed[n] for n in kept])
    rows = [tuple(trimmed[n][place] for place in keep) for n in kept]
    return replace(
        table,
        header=tuple(table.header[place] for place in keep),
        rows=rows,
        lines=[table.lines[n] for n in kept],
        refused=tuple(sorted([*table.refused, *(table.lines[n] for n in bad)])),
    ), problems


def _trimmed_note(table: ForeignTable, trimmed: Sequence[tuple[str, ...]]) -> list[Problem]:
    changed = [n for n, row in enumerate(trimmed) if row != table.rows[n]]
    if not changed:
        return []
    first = changed[0]
    place = next(i for i, cell in enumerate(trimmed[first]) if cell != table.rows[first][i])
    lines = [table.lines[n] for n in changed]
    return [table.note("outer-space", lines, table.header[place], trimmed[first][place])]


def _columns_with_content(header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[int]:
    """Return the columns that have a name of their own or hold something."""
    hollow = {place for place, name in enumerate(header) if name.startswith("column ")}
    for row in rows:
        if not hollow:
            break
        hollow -= {place for place in hollow if row[place]}
    return [place for place in range(len(header)) if place not in hollow]


def to_rows(columns: Mapping[str, Sequence[str | None]]) -> list[tuple[str, ...]]:
    """Return columns as rows, "" where a cell is missing."""
    filled = [[cell or "" for cell in cells] for cells in columns.values()]
    return list(zip(*filled, strict=True))
