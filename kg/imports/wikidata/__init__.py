"""Wikidata's twinned administrative bodies (P190), asked for and set beside relations here."""

from kg.imports.wikidata.comparison import Comparison, Rows, Standing, to_comparison
from kg.imports.wikidata.match import STATUSES, Pair, match
from kg.imports.wikidata.ours import read_cities, read_relations, read_signings
from kg.imports.wikidata.query import build_query
from kg.imports.wikidata.results import read_results
from kg.imports.wikidata.statements import to_statements

__all__ = [
    "STATUSES",
    "Comparison",
    "Pair",
    "Rows",
    "Standing",
    "build_query",
    "match",
    "read_cities",
    "read_relations",
    "read_results",
    "read_signings",
    "to_comparison",
    "to_statements",
]
