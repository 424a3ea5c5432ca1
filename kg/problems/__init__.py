"""Problems in data: values with a place, collected in one run and told in three languages."""

from kg.problems.problem import Detail, Problem, Severity, Sheet, has_errors, sort_problems
from kg.problems.render import render_csv, render_json, render_text
from kg.problems.suggest import suggest

__all__ = [
    "Detail",
    "Problem",
    "Severity",
    "Sheet",
    "has_errors",
    "render_csv",
    "render_json",
    "render_text",
    "sort_problems",
    "suggest",
]
