"""What differs between two states of the data: two releases, or two days of one.

A difference of coverage has a cause. The state between is the later release at the earlier day:
what differs from it to the earlier release is `record` (rows about that time were added, corrected
or removed), what differs from it to the later release is `time` (something happened, began, ended
or passed since), and a cell that differs from both changed by `both`. At equal days all is
`record`; of one release at two days all is `time`.
"""

from kg.compare.cells import CELL_KINDS, RELATION_KINDS, compare_cells, compare_relations
from kg.compare.comparison import Comparison, compare
from kg.compare.publish import change_tables, render_changes
from kg.compare.rows import ADDED, CHANGED, GONE, compare_rows
from kg.compare.state import State, build_state

__all__ = [
    "ADDED",
    "CELL_KINDS",
    "CHANGED",
    "GONE",
    "RELATION_KINDS",
    "Comparison",
    "State",
    "build_state",
    "change_tables",
    "compare",
    "compare_cells",
    "compare_relations",
    "compare_rows",
    "render_changes",
]
