"""From RDF back to tables: the same schema that makes triples of cells makes cells of triples."""

from kg.imports.leftover import LeftOver, render_left_over, render_left_over_csv, to_problems
from kg.imports.read import Counts, Imported, read_rdf

__all__ = [
    "Counts",
    "Imported",
    "LeftOver",
    "read_rdf",
    "render_left_over",
    "render_left_over_csv",
    "to_problems",
]
