"""Tables back to CSV in one form: columns as in the shape, rows by id, codes as notations."""

import csv
import io
from collections.abc import Iterator

import pyarrow as pa

from kg.tables.data import TableData

ROWS_AT_ONCE = 5_000


def render_csv(data: TableData) -> Iterator[bytes]:
    """Yield one table as CSV: UTF-8 without a mark, commas, LF, quotes only where needed.

    Rows stand by id, so that the same rows give the same bytes whatever their order was. A column
    that is empty in all rows is there too.
    """
    rows = data.rows.sort_by("id")
    yield _lines([rows.column_names])
    for batch in rows.to_batches(max_chunksize=ROWS_AT_ONCE):
        yield _lines(_rows(batch))


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[str, ...]]:
    columns = ([cell or "" for cell in column.to_pylist()] for column in batch.columns)
    return zip(*columns, strict=True)


def _lines(rows: "Iterator[tuple[str, ...]] | list[list[str]]") -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")
