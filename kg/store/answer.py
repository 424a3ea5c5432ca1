"""What a query answers, and the forms in which it is handed on."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.terms import Row, Shortener, Term, name_blank_nodes, sort_rows, to_number, to_text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Answer:
    """Rows (SELECT), a truth value (ASK) or triples (CONSTRUCT, DESCRIBE).

    The same data give the same bytes. Rows of a query without ORDER BY are sorted by their terms
    from left to right, since SPARQL leaves their order open; with ORDER BY they stand as the engine
    gave them, also where the query leaves a tie. Triples are a set and are always sorted.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Return the number of rows or of triples."""
        return len(self.rows if self.triples is None else self.triples)

    def __bool__(self) -> bool:
        """Return the truth value of an ASK; otherwise whether there is any row or triple."""
        return len(self) > 0 if self.truth is None else self.truth

    def to_frame(self, *, full_iris: bool = False) -> "pd.DataFrame":
        """Return rows as a frame of text, numbers and truth values.

        IRIs are shortened (`cities:seoul`, `gap:open`) unless asked for in full. A column is one of
        numbers when all its values are; there, a missing value is <NA>, elsewhere it is "".
        """
        import pandas as pd

        self._expect_rows("a frame")
        names = None if full_iris else Shortener(self.prefixes)
        columns = [[row[i] for row in self.rows] for i in range(len(self.columns))]
        data = {name: _series(c, names) for name, c in zip(self.columns, columns, strict=True)}
        return pd.DataFrame(data, columns=list(self.columns))

    def to_csv(self, *, full_iris: bool = False) -> str:
        """Return rows as CSV with LF at line ends; with full IRIs, SPARQL 1.1 results in CSV."""
        self._expect_rows("CSV")
        names = None if full_iris else Shortener(self.prefixes)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([to_text(term, names) for term in row] for row in self.rows)
        return out.getvalue()

    def to_json(self) -> str:
        """Return rows or a truth value as SPARQL 1.1 query results in JSON."""
        if self.truth is not None:
            return json.dumps({"head": {}, "boolean": self.truth}) + "\n"
        self._expect_rows("JSON")
        bindings = [
            {n: _to_json(t) for n, t in zip(self.columns, row, strict=True) if t is not None}
            for row in self.rows
        ]
        results = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(results, ensure_ascii=False, indent=1) + "\n"

    def to_turtle(self) -> str:
        """Return triples as Turtle, sorted by subject, with the prefixes that are used."""
        triples = self._expect_triples("Turtle")
        text = "\n".join(str(triple) for triple in triples)
        used = {name: iri for name, iri in self.prefixes.items() if f"<{iri}" in text}
        lines = _serialize(triples, ox.RdfFormat.TURTLE, used).splitlines(keepends=True)
        head = sorted(line for line in lines[: len(used)])  # the engine shuffles them
        return "".join([*head, "\n", *lines[len(used) :]])

    def to_ntriples(self) -> str:
        """Return triples as N-Triples, sorted."""
        return _serialize(self._expect_triples("N-Triples"), ox.RdfFormat.N_TRIPLES, {})

    def _expect_rows(self, form: str) -> None:
        if self.truth is not None:
            raise QueryError("An ASK query answers yes or no, not with rows.")
        if self.triples is not None:
            raise QueryError(f"CONSTRUCT and DESCRIBE answer triples, not {form}: ask for Turtle.")

    def _expect_triples(self, form: str) -> Sequence[ox.Triple]:
        if self.triples is None:
            raise QueryError(f"Only CONSTRUCT and DESCRIBE answer {form}.")
        return self.triples


def to_answer(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    prefixes: Mapping[str, str],
    *,
    ordered: bool,
) -> Answer:
    """Take up all results of an engine; `ordered` tells whether the query gave them an order."""
    if isinstance(results, ox.QueryBoolean):
        return Answer(truth=bool(results), prefixes=prefixes)
    if isinstance(results, ox.QueryTriples):
        return to_graph(results, prefixes)
    columns = tuple(variable.value for variable in results.variables)
    rows: list[Row] = [tuple(solution) for solution in results]
    return to_rows(columns, rows, prefixes, ordered=ordered)


def to_rows(
    columns: tuple[str, ...], rows: list[Row], prefixes: Mapping[str, str], *, ordered: bool
) -> Answer:
    """Return the answer to a SELECT; `ordered` as in `to_answer`."""
    named = name_blank_nodes(rows if ordered else sort_rows(rows))
    return Answer(columns=columns, rows=tuple(named), prefixes=prefixes)


def to_graph(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> Answer:
    """Return the answer to a CONSTRUCT or DESCRIBE."""
    return Answer(triples=tuple(_as_graph(triples)), prefixes=prefixes)


def _as_graph(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples once each, sorted; blank nodes get canonical names (RDFC-1.0)."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    if any(isinstance(term, ox.BlankNode) for quad in dataset for term in (quad[0], quad[2])):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def _serialize(triples: Sequence[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]) -> str:
    out = io.BytesIO()
    ox.serialize(triples, out, form, prefixes=prefixes)
    return out.getvalue().decode()


def _series(terms: list[Term | None], names: Shortener | None) -> "pd.Series[Any]":
    import pandas as pd

    numbers = [to_number(term) for term in terms]
    bound = [number for number, term in zip(numbers, terms, strict=True) if term is not None]
    kinds = {type(number) for number in bound}
    for dtype, types in (("boolean", {bool}), ("Int64", {int}), ("Float64", {int, float})):
        if kinds and kinds <= types:
            try:
                return pd.Series(numbers, dtype=dtype)
            except OverflowError:  # beyond 64 bits: text, rather than digits lost
                break
    return pd.Series([to_text(term, names) for term in terms], dtype="str")


def _to_json(term: Term) -> dict[str, Any]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            return {"type": "literal", "value": term.value} | _kind_of_literal(term)
        case _:
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {k: _to_json(t) for k, t in parts.items()}}


def _kind_of_literal(term: ox.Literal) -> dict[str, str]:
    if term.language:
        return {"xml:lang": term.language}
    datatype = term.datatype.value
    return {} if datatype.endswith("XMLSchema#string") else {"datatype": datatype}
