"""Forms: the columns of the tables as the page names them and offers them to be filled in."""

from collections.abc import Mapping
from typing import TypeAlias

from kg.schema import Schema

# Tables for which the page offers rows to fill in.
FORMS = ("agreements", "parties", "commitments", "programs", "outcomes", "searches")

Forms: TypeAlias = dict[str, list[dict[str, object]]]


def fill_forms(schema: Schema) -> Forms:
    """List the columns of each form: name, labels, and whether one must be filled."""
    return {
        table: [
            {"name": header, "label": dict(column.labels), "required": column.required}
            for column in schema.tables[table].columns
            for header in column.headers
        ]
        for table in FORMS
    }


def column_labels(schema: Schema) -> Mapping[str, dict[str, str]]:
    """Return the labels of all columns by name; a name means the same in each table."""
    return {
        column.name: dict(column.labels)
        for table in schema.tables.values()
        for column in table.columns
    }
