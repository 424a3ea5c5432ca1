"""CSV tables in and out; what a column is stands in the schema, never here."""

from kg.tables.data import TableData, Tables, to_records
from kg.tables.read import read_tables
from kg.tables.template import render_templates

__all__ = ["TableData", "Tables", "read_tables", "render_templates", "to_records"]
