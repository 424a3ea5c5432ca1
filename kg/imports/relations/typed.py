"""Drafted rows to typed tables, each row with the line from which it comes. Pure."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from kg.imports.relations.cities import Cells
from kg.imports.relations.draft import Drafted
from kg.problems import Problem
from kg.schema import Schema, Table
from kg.tables import TableData
from kg.tables.parse import Parsed
from kg.tables.rows import to_data


def to_typed(
    drafted: Drafted, schema: Schema, file: str
) -> tuple[dict[str, TableData], list[Problem]]:
    """Return the rows of each table as their shapes want them, and what is wrong with cells."""
    found, problems = dict[str, TableData](), list[Problem]()
    for name, table in schema.tables.items():
        if rows := drafted.rows.get(name):
            lines = np.array([spot.line for spot in drafted.spots[name]], dtype=np.int64)
            data, told = to_data(Parsed(_to_columns(rows, table), lines), _loose(table), file)
            found[name] = replace(data, table=table)
            problems += told
    return found, problems


def _loose(table: Table) -> Table:
    """Return the table without required cells: a row that adds to one on record has few."""
    return replace(table, columns=tuple(replace(c, required=False) for c in table.columns))


def _to_columns(rows: Sequence[Cells], table: Table) -> pa.Table:
    return pa.table(
        {h: pa.array([row.get(h) or None for row in rows], pa.string()) for h in table.headers}
    )
