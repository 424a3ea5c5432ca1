"""Counts of the graph that tables make, taken from the columns: no triple is written for them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.names import RDF_TYPE
from kg.schema import Column
from kg.tables import TableData
from kg.tables.columns import Values, each_once, split


@dataclass(frozen=True, slots=True)
class Links:
    """Triples of one property that lead to things of another namespace."""

    property: str
    namespace: str
    triples: int


@dataclass(frozen=True)
class GraphCounts:
    """Distinct triples and subjects; instances of each class; triples of each property."""

    triples: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: tuple[Links, ...]


def count_graph(tables: Iterable[TableData]) -> GraphCounts:
    """Count what `render_ntriples` makes of the same tables, by class and property IRI, sorted.

    No property may stand in two tables whose rows have the same IRIs, nor a table come twice.
    """
    subjects: dict[str, list[pa.Array]] = {}
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    links: list[Links] = []
    for data in (data for data in tables if len(data)):
        subjects.setdefault(data.table.prefix, []).append(data.cells("id"))
        classes.update(dict.fromkeys(data.table.classes, len(data)))
        for column in data.table.columns:
            count = sum(_values(data, column, header) for header in column.headers)
            properties[column.path] += count
            links += _links(column, count)
    properties[RDF_TYPE] += sum(classes.values())
    return GraphCounts(
        triples=properties.total(),
        subjects=sum(_distinct(ids) for ids in subjects.values()),
        classes=dict(sorted(classes.items())),
        properties={path: count for path, count in sorted(properties.items()) if count},
        links=tuple(links),
    )


def _values(data: TableData, column: Column, header: str) -> int:
    """Count the values of one header; a value that a cell names twice is one triple."""
    values = split(data.cells(header), column.separator)
    if not len(values.texts):
        return 0
    once, _ = each_once(Values(values.texts, np.asarray(values.rows)), in_order=False)
    return len(once.texts)


def _links(column: Column, count: int) -> list[Links]:
    before, brace, _ = column.value_template.partition("{")
    return [Links(column.path, before, count)] if brace and count else []


def _distinct(ids: list[pa.Array]) -> int:
    return int(pc.count_distinct(pa.chunked_array(ids)).as_py())
