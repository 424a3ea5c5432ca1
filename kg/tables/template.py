"""Blank tables, made from the shapes."""

import csv
import io
from collections.abc import Iterable, Mapping

from kg.schema import Schema


def render_templates(schema: Schema) -> dict[str, str]:
    """Return a CSV text with only a header for each table, by file name."""
    return {f"{name}.csv": render_rows(t.headers, ()) for name, t in schema.tables.items()}


def render_rows(headers: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV with LF at line ends; a header without a value gives an empty cell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(headers), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
