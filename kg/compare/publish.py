"""A comparison as tables, so that it is written as RDF like all others."""

import re
from collections.abc import Iterator

import pandas as pd

from kg.compare.comparison import Comparison
from kg.coverage import to_table
from kg.names import PAIR, thing_prefix
from kg.schema import Schema, load_schema, packaged_ontology
from kg.tables import TableData
from kg.turtle import render_turtle


def change_tables(found: Comparison, schema: Schema) -> list[TableData]:
    """Return the tables comparisons (one row) and changes; the schema must hold them."""
    name = comparison_id(found)
    comparison = pd.DataFrame(
        {
            "id": [name],
            "version_before": [found.old.version],
            "version_after": [found.new.version],
            "as_of_before": [found.old.as_of],
            "as_of_after": [found.new.as_of],
        }
    )
    changes = _changes(found.changes(), name)
    return [
        to_table(schema.derived["comparisons"], comparison),
        to_table(schema.derived["changes"], changes),
    ]


def render_changes(found: Comparison) -> Iterator[bytes]:
    """Yield a comparison as Turtle; an ontology older than comparisons is helped out by ours."""
    schema = found.new.tables.schema
    if "changes" not in schema.derived:
        schema = load_schema(packaged_ontology())
    return render_turtle(schema, change_tables(found, schema))


def comparison_id(found: Comparison) -> str:
    """Return an id from data set, version and day of both sides.

    Two releases that state neither another version nor another day have the same id.
    """
    sides = [(s.dataset, s.version, s.as_of) for s in (found.old, found.new)]
    return PAIR.join(re.sub("[^a-z0-9]+", "-", "-".join(side).lower()).strip("-") for side in sides)


def _changes(rows: pd.DataFrame, comparison: str) -> pd.DataFrame:
    prefix = {"cell": thing_prefix("cells"), "relation": thing_prefix("relations")}
    derived = rows["of"].map(prefix) + rows["change"].str.split(PAIR, n=1).str[1]
    own = rows["table"].map(thing_prefix) + rows["row"]
    return pd.DataFrame(
        {
            "id": comparison + PAIR + rows["change"],
            "comparison": comparison,
            "changed": derived.where(rows["of"] != "row", own),
            "because": [_iris(cell) for cell in rows["because"]],
            **{name: rows[name] for name in ("kind", "column", "before", "after")},
            **{name: rows[name] for name in ("gap_before", "gap_after", "cause")},
        },
        dtype="str",
    )


def _iris(things: str) -> str:
    """Return `table:id;table:id` as IRIs."""
    parts = (thing.partition(":") for thing in things.split(";") if thing)
    return ";".join(thing_prefix(table) + key for table, _, key in parts)
