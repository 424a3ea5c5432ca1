"""Where the explorer page shows a thing: a state in the fragment of its address."""

from urllib.parse import quote

from kg.api import KnowledgeGraph
from kg.api.graph import ROWS_OF_A_WHOLE_PAGE
from kg.names import PAIR, relation_cities, thing_prefix

PAGE = "/explorer.html"
_CHOSEN = {
    "agencies": "agency",
    "agreements": "agreement",
    "fields": "field",
    "programs": "program",
}


def explorer_address(graph: KnowledgeGraph, table: str, iri: str, lang: str) -> str:
    """Return the address at which the explorer page opens at a thing; "" where it has no place.

    The page of a large data set holds the relations of the focal city alone.
    """
    key = iri.removeprefix(thing_prefix(table))
    if table == "relations":
        return _relation(graph, key, "city:{}", lang)
    if table == "cells":
        relation, _, field = key.rpartition(PAIR)
        return _relation(graph, relation, f"cell:{{}}/{field}", lang)
    if table == "cities":
        return _address(lang, city=key) if _holds(graph, key) else ""
    if table in _CHOSEN and _holds(graph, graph.focal_city):
        return _address(lang, sel=f"{_CHOSEN[table]}:{key}")
    return ""


def _relation(graph: KnowledgeGraph, relation: str, chosen: str, lang: str) -> str:
    one, other = relation_cities(relation)
    if graph.focal_city == other:
        one, other = other, one
    return _address(lang, city=one, sel=chosen.format(other)) if _holds(graph, one) else ""


def _holds(graph: KnowledgeGraph, city: str) -> bool:
    """Tell whether the page can be looked at from a city."""
    if city == graph.focal_city:
        return True
    return sum(map(len, graph.data.data.values())) <= ROWS_OF_A_WHOLE_PAGE


def _address(lang: str, **state: str) -> str:
    parts = [f"{name}={quote(value, safe=':/')}" for name, value in state.items()]
    return f"{PAGE}#{'&'.join([f'lang={lang}', *parts])}"
