"""Outputs: the files that a build writes, by name, each as pieces of bytes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.exports import render_coverage, render_gaps
from kg.turtle import render_ntriples, render_turtle

if TYPE_CHECKING:
    from kg.api.graph import KnowledgeGraph

PAGE = "explorer.html"


def graph_files(graph: "KnowledgeGraph", as_of: str | None) -> dict[str, Iterator[bytes]]:
    """Return the graph in both syntaxes, without coverage of cells."""
    tables = graph.graph_tables(as_of)
    return {
        "graph.ttl": render_turtle(graph.schema, tables),
        "graph.nt": render_ntriples(tables),
    }


def all_files(graph: "KnowledgeGraph", as_of: str | None) -> dict[str, Iterator[bytes]]:
    """Return all outputs of a build by file name."""
    day = graph.day_text(as_of)
    cells = graph.coverage(as_of=as_of)
    gap_words = {c.notation: c.labels for c in graph.schema.code_lists["gap"].codes.values()}
    return {
        **graph_files(graph, as_of),
        "coverage.ttl": render_turtle(graph.schema, graph.cube_tables(as_of)),
        "coverage.csv": iter([render_coverage(cells, day)]),
        "gaps.csv": iter([render_gaps(cells, day, graph.names("cities", "fields"), gap_words)]),
        PAGE: iter([graph.to_html(as_of=as_of).encode("utf-8")]),
    }
