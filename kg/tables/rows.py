"""Cells as typed to rows as the shape wants them, whatever file they stood in."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.problems import Problem, Severity
from kg.schema import Column, Table
from kg.tables.cells import Fault, check_cells, choices, missing
from kg.tables.columns import trim
from kg.tables.data import Lines, TableData
from kg.tables.parse import Parsed


def to_empty(table: Table, file: str) -> TableData:
    """Return a table without rows."""
    rows = pa.table({header: pa.array([], pa.string()) for header in table.headers})
    return TableData(table, rows, np.zeros(0, dtype=np.int64), file)


def to_lost(table: Table, file: str) -> TableData:
    """Return a table whose rows could not be read."""
    return replace(to_empty(table, file), whole=False)


def to_data(parsed: Parsed, table: Table, file: str) -> tuple[TableData, list[Problem]]:
    """Return the rows of a table, sorted by id, and what is wrong with them; none: a lost table."""
    if parsed.rows is None:
        return to_lost(table, file), []
    problems: list[Problem] = []
    columns: dict[str, pa.Array] = {}
    for column in table.columns:
        for header in column.headers:
            typed = _typed(parsed.rows, header)
            cells = trim(typed)
            problems += _outer_space(typed, cells, file, parsed.lines, header)
            columns[header], faults = check_cells(column, cells)
            problems += (_to_problem(f, column, header, file, parsed.lines) for f in faults)
        problems += _missing(column, columns, file, parsed)
    problems += _duplicates(columns["id"], parsed.lines, table, file)
    order = pc.sort_indices(columns["id"])
    rows = pa.table(columns).take(order)
    return TableData(table, rows, parsed.lines[order.to_numpy()], file), problems


def _typed(rows: pa.Table, header: str) -> pa.Array:
    if header not in rows.column_names:
        return pa.nulls(rows.num_rows, pa.string())
    return rows.column(header).combine_chunks()


def _outer_space(
    typed: pa.Array, trimmed: pa.Array, file: str, lines: Lines, header: str
) -> Iterator[Problem]:
    changed = pc.not_equal(pc.binary_length(typed), pc.fill_null(pc.binary_length(trimmed), 0))
    rows = np.flatnonzero(pc.fill_null(changed, False).to_numpy(zero_copy_only=False))
    if len(rows):
        line, details = int(lines[rows[0]]), {"count": len(rows)}
        yield Problem("outer-space", file, line, header, severity=Severity.NOTE, details=details)


def _to_problem(fault: Fault, column: Column, header: str, file: str, lines: Lines) -> Problem:
    return Problem(
        code=fault.code,
        file=file,
        line=int(lines[fault.row]),
        column=header,
        value=fault.value,
        severity=fault.severity,
        suggestion=fault.suggestion,
        expected=column.expected if fault.severity is Severity.ERROR else {},
        details=fault.details,
    )


def _missing(
    column: Column, columns: dict[str, pa.Array], file: str, parsed: Parsed
) -> Iterator[Problem]:
    assert parsed.rows is not None
    if column.required and set(column.headers) & set(parsed.rows.column_names):
        for row in missing(column, [columns[h] for h in column.headers]):
            line = int(parsed.lines[row])
            yield Problem("missing-value", file, line, column.headers[0],
                          expected=column.expected, details=choices(column))  # fmt: skip


def _duplicates(ids: pa.Array, lines: Lines, table: Table, file: str) -> Iterator[Problem]:
    """Report each row whose id stands in an earlier line too."""
    if pc.count_distinct(ids).as_py() == len(ids) - ids.null_count:
        return
    series = ids.to_pandas()
    again = np.flatnonzero(series.duplicated() & series.notna())
    if not len(again):
        return
    first = series.drop_duplicates()
    line_of = dict(zip(first, lines[first.index], strict=True))
    for row in again:
        value = str(series[row])
        yield Problem("duplicate-id", file, int(lines[row]), "id", value,
                      details={"first": int(line_of[value])})  # fmt: skip
