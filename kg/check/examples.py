"""Examples: the rows by which a rule shows what breaks it, and what is then told."""

import numpy as np
import pyarrow as pa

from kg.check.rules import Rule, check_rules
from kg.problems import Problem
from kg.schema import Schema
from kg.tables import TableData, Tables


def check_example(rule: Rule, schema: Schema) -> list[Problem]:
    """Return what a rule finds in its own example, whose tables have no other rows."""
    return list(check_rules(example_tables(rule, schema), [rule]))


def example_tables(rule: Rule, schema: Schema) -> Tables:
    """Return all tables with the rows of a rule's example; each begins at line 2."""
    data = {}
    for name, table in schema.tables.items():
        rows = [row for of, row in rule.example if of == name]
        columns = {
            header: pa.array([row.get(header) for row in rows], pa.string())
            for header in table.headers
        }
        data[name] = TableData(table, pa.table(columns), np.arange(len(rows)) + 2, f"{name}.csv")
    return Tables(schema, data)
