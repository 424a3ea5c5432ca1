"""What is covered and what is not: facts, cells at a date, gaps and their reasons."""

from kg.coverage.cells import COVERED, MARKS, RUNGS, add_ranks, build_cells
from kg.coverage.days import to_day, to_text
from kg.coverage.facts import Facts, read_facts
from kg.coverage.links import Links, read_links
from kg.coverage.matrix import (
    DENOMINATORS,
    add_denominators,
    add_unrecorded,
    build_matrix,
    count,
)
from kg.coverage.publish import cube_tables, relation_tables, to_table
from kg.coverage.relations import build_relations, of_city
from kg.coverage.sides import read_differences, read_sides
from kg.coverage.tree import LEVELS
from kg.coverage.why import Explanation, explain

__all__ = [
    "COVERED",
    "DENOMINATORS",
    "LEVELS",
    "MARKS",
    "RUNGS",
    "Explanation",
    "Facts",
    "Links",
    "add_denominators",
    "add_ranks",
    "add_unrecorded",
    "build_cells",
    "build_matrix",
    "build_relations",
    "count",
    "cube_tables",
    "explain",
    "of_city",
    "read_differences",
    "read_facts",
    "read_links",
    "read_sides",
    "relation_tables",
    "to_day",
    "to_table",
    "to_text",
]
