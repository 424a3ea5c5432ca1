"""From pairs and matched places to rows of our tables: what a list of twin towns adds to them."""

from kg.imports.relations.doubles import count_doubles, tell_doubles
from kg.imports.relations.draft import Drafted, Placed, Spot, draft_rows
from kg.imports.relations.fields import find_fields
from kg.imports.relations.project import blank_project, dataset_row, day_of
from kg.imports.relations.take import Tally, place_pairs
from kg.imports.relations.typed import to_typed

__all__ = [
    "Drafted",
    "Placed",
    "Spot",
    "Tally",
    "blank_project",
    "count_doubles",
    "dataset_row",
    "day_of",
    "draft_rows",
    "find_fields",
    "place_pairs",
    "tell_doubles",
    "to_typed",
]
