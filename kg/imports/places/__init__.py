"""Which place a foreign city is: one of the project's, of GeoNames, of Wikidata, or a new one."""

from kg.imports.places.decisions import Decision, Decisions, check_decisions
from kg.imports.places.doubles import Double, find_doubles
from kg.imports.places.gazetteer import Gazetteer, read_gazetteer
from kg.imports.places.match import match_cities
from kg.imports.places.model import Candidate, Match, Place
from kg.imports.places.review import read_review, render_review

__all__ = [
    "Candidate",
    "Decision",
    "Decisions",
    "Double",
    "Gazetteer",
    "Match",
    "Place",
    "check_decisions",
    "find_doubles",
    "match_cities",
    "read_gazetteer",
    "read_review",
    "render_review",
]
