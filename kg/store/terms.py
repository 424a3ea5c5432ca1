"""RDF terms as people read them, and their order."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.names import SCHEMES, THINGS, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_INTEGERS = {
    f"{XSD}{name}"
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
}
_REALS = {f"{XSD}{name}" for name in ("decimal", "double", "float")}


class Shortener:
    """Shortens IRIs with the prefixes of a schema."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: name for name, namespace in prefixes.items()}

    def of(self, iri: str) -> str:
        """Return `table:id`, `scheme:code` or `prefix:name`, or the IRI where no prefix fits."""
        at = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:at])
        if prefix is not None and iri[at:]:
            return f"{prefix}:{iri[at:]}"
        for base in (THINGS, SCHEMES):
            table, _, key = iri.removeprefix(base).partition("/")
            if iri.startswith(base) and key:
                return f"{table}:{key}"
        return iri


def to_text(term: Term | None, names: Shortener | None = None) -> str:
    """Return a term as plain text, "" where there is none; IRIs in full without names."""
    match term:
        case None:
            return ""
        case ox.NamedNode():
            return names.of(term.value) if names else term.value
        case ox.Literal():
            return term.value
        case _:
            return str(term)


def to_number(term: Term | None) -> float | int | bool | None:
    """Return a number or a truth value; None where the term is neither."""
    if not isinstance(term, ox.Literal):
        return None
    datatype = term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(term.value)
        if datatype in _REALS:
            return float(term.value)
    except ValueError:
        return None
    return term.value in ("true", "1") if datatype == XSD + "boolean" else None


Key = tuple[int, float, str, str, str]


def sort_key(term: Term | None) -> Key:
    """Order terms: none, blank nodes (all alike), IRIs, numbers by size, other literals."""
    match term:
        case None:
            return (0, 0.0, "", "", "")
        case ox.BlankNode():
            return (1, 0.0, "", "", "")
        case ox.NamedNode():
            return (2, 0.0, term.value, "", "")
        case ox.Literal():
            number = to_number(term)
            rank = 4 if number is None else 3
            return (rank, _size(term, number), term.value, term.datatype.value, term.language or "")
        case _:
            return (5, 0.0, str(term), "", "")


def _size(term: ox.Literal, number: float | None) -> float:
    if number is None or number != number:
        return 0.0
    return float(number if isinstance(number, bool) else term.value)  # too long a text is inf


def sort_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows by their terms from left to right."""
    return sorted(rows, key=lambda row: [sort_key(term) for term in row])


def name_blank_nodes(rows: Iterable[Row]) -> list[Row]:
    """Return rows in which blank nodes are called b0, b1 … as they appear.

    An engine gives them other names in each run.
    """
    known: dict[str, ox.BlankNode] = {}

    def named(term: Term | None) -> Term | None:
        if not isinstance(term, ox.BlankNode):
            return term
        return known.setdefault(term.value, ox.BlankNode(f"b{len(known)}"))

    return [tuple(named(term) for term in row) for row in rows]
