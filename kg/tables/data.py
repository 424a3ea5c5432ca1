"""Tables that were read: columns of strings, and the line that each row came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kg.dates import Interval, to_interval
from kg.problems import Sheet
from kg.schema import Schema, Table

Lines = npt.NDArray[np.int64]


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries, in its order."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def by_id(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by id."""
    return {row["id"]: row for row in to_records(frame)}


@dataclass(frozen=True)
class TableData:
    """The rows of one table, sorted by id.

    `rows` has a string column for each header of the shape, present in the file or not; an empty
    cell is null. Codes stand as notations, many values are joined by the column's separator.
    `whole` is false where the file could not be split into rows: no row here then means nothing.
    Where the file is a workbook, `sheet` is the table's sheet, and `lines` are its rows.
    """

    table: Table
    rows: pa.Table
    lines: Lines
    file: str
    whole: bool = True
    sheet: Sheet | None = None

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def cells(self, header: str) -> pa.Array:
        """Return one column as a single array."""
        return self.rows.column(header).combine_chunks()

    def interval(self, header: str) -> Interval:
        """Return first and last day of each date of a column; each column is read once."""
        if header not in self._intervals:
            self._intervals[header] = to_interval(self.cells(header))
        return self._intervals[header]

    @cached_property
    def _intervals(self) -> dict[str, Interval]:
        return {}

    def line_of(self, key: str | None) -> int | None:
        """Return the first line of an id, None where no row has it."""
        return self._lines_by_id.get(key or "")

    @cached_property
    def _lines_by_id(self) -> dict[str, int]:
        pairs = zip(self.cells("id").to_pylist(), self.lines.tolist(), strict=True)
        return dict(reversed([*pairs]))

    def frame(self, *headers: str) -> pd.DataFrame:
        """Return the rows (or some of their columns) as pandas strings; an empty cell is ""."""
        wanted = headers or self.rows.column_names
        filled = {h: pc.fill_null(self.rows.column(h), "") for h in wanted}
        frame: pd.DataFrame = pa.table(filled).to_pandas()
        return frame

    def values(self, name: str) -> pa.Table:
        """Return the single values of a column: columns `id` and `value`, one value a row.

        Values of several languages are not told apart; empty cells give no row.
        """
        column = self.table.column(name)
        parts = [self._values_of(header, column.separator) for header in column.headers]
        return pa.concat_tables(parts)

    def _values_of(self, header: str, separator: str) -> pa.Table:
        table = pa.table({"id": self.cells("id"), "value": self.cells(header)})
        table = table.filter(pc.is_valid(table["value"]))
        if not separator:
            return table
        lists = pc.split_pattern(table["value"].combine_chunks(), separator)
        ids = table["id"].combine_chunks().take(pc.list_parent_indices(lists))
        return pa.table({"id": ids, "value": pc.list_flatten(lists)})


@dataclass(frozen=True)
class Tables:
    """All tables of a project in the order of the schema; a table without a file is empty."""

    schema: Schema
    data: Mapping[str, TableData]

    def __getitem__(self, name: str) -> TableData:
        return self.data[name]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return each table as a pandas frame."""
        return {name: data.frame() for name, data in self.data.items()}
