"""Tables as Parquet: a file each table, for DuckDB, pandas and Spark.

Cells stand as they were written, so that -6.90 stays -6.90 and 2015~ needs no type of its own; a
column of many values is a list. An empty cell is null.
"""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.tables import TableData


def render_parquet(data: TableData) -> bytes:
    """Return one table as Parquet: a column of strings, or of lists of strings, for each header."""
    columns = {
        header: _values(data.cells(header), column.separator)
        for column in data.table.columns
        for header in column.headers
    }
    if "id" not in columns:  # that of a derived table that says more of another table's rows
        columns = {"id": data.cells("id"), **columns}
    out = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), out, compression="zstd")
    return bytes(out.getvalue())


def _values(cells: pa.Array, separator: str) -> pa.Array:
    return pc.split_pattern(cells, separator) if separator else cells
