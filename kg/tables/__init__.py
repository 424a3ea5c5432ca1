"""Tables in and out, CSV or workbooks; what a column is stands in the schema, never here."""

from kg.tables.data import TableData, Tables, by_id, to_records
from kg.tables.read import read_tables
from kg.tables.template import render_templates
from kg.tables.write import render_csv

__all__ = [
    "TableData",
    "Tables",
    "by_id",
    "read_tables",
    "render_csv",
    "render_templates",
    "to_records",
]
