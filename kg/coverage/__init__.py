"""What is covered and what is not: facts, cells at a date, gaps and their reasons."""

from kg.coverage.cells import RUNGS, build_cells
from kg.coverage.days import to_day, to_text
from kg.coverage.facts import Facts, read_facts
from kg.coverage.links import Links, read_links
from kg.coverage.matrix import DENOMINATORS, add_denominators, add_unrecorded, count
from kg.coverage.publish import cube_tables, relation_tables
from kg.coverage.relations import build_relations
from kg.coverage.why import Explanation, explain

__all__ = [
    "DENOMINATORS",
    "RUNGS",
    "Explanation",
    "Facts",
    "Links",
    "add_denominators",
    "add_unrecorded",
    "build_cells",
    "build_relations",
    "count",
    "cube_tables",
    "explain",
    "read_facts",
    "read_links",
    "relation_tables",
    "to_day",
    "to_text",
]
