"""The work list: rows that would close gaps, to fill in, and the way of filled rows into tables."""

from kg.worklist.changes import Changes, read_changes
from kg.worklist.draft import Draft
from kg.worklist.drafts import draft_rows
from kg.worklist.render import render_worklist

__all__ = ["Changes", "Draft", "draft_rows", "read_changes", "render_worklist"]
