"""Files that others take away: each a pure function from a graph to bytes, written all or none."""

from kg.exports.files import write_all
from kg.exports.tables import render_coverage, render_gaps

__all__ = ["render_coverage", "render_gaps", "write_all"]
