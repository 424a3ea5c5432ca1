"""A small made-up project with every kind of cell, and changed copies of it.

Exampleton and its partners do not exist; nothing here says anything about a real agreement.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from kg import KnowledgeGraph
from kg.labels import Names, code_labels
from kg.schema import packaged_ontology
from kg.tables import to_records
from kg.views import build_payload
from kg.views.payload import Payload
from tests.table_sets import Row, to_tables

PROJECT = Path(__file__).parent / "project"


def load() -> KnowledgeGraph:
    """Read and check the example as a user would."""
    graph = KnowledgeGraph.load(PROJECT)
    assert not graph.problems
    return graph


def write_project(folder: Path, frames: Mapping[str, pd.DataFrame]) -> Path:
    """Write tables as a project folder and return it."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, frame in frames.items():
        frame.to_csv(data / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    return folder


def graph_of(rows: Mapping[str, list[Row]]) -> KnowledgeGraph:
    """Make a graph of rows, as they would be read; nothing is checked."""
    ordered = {table: sorted(some, key=lambda row: row["id"]) for table, some in rows.items()}
    return KnowledgeGraph(to_tables(ordered), [], packaged_ontology())


def changed(graph: KnowledgeGraph, **frames: pd.DataFrame) -> KnowledgeGraph:
    """Copy a graph with some of its tables exchanged; nothing is checked."""
    return graph_of({name: to_records(frame) for name, frame in {**graph.tables, **frames}.items()})


def payload_of(
    graph: KnowledgeGraph,
    *,
    focal: str | None = None,
    as_of: str | None = None,
    only: Collection[str] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    codes: Mapping[str, Names] | None = None,
) -> Payload:
    """Build the payload of a graph's page; tables and codes may be others than the graph's."""
    return build_payload(
        {**graph.tables, **(tables or {})},
        graph.facts,
        codes or code_labels(graph.schema),
        graph.schema,
        focal=graph.focal_city if focal is None else focal,
        as_of=graph.day(as_of),
        only=only,
    )
