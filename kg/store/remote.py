"""Any server that answers SPARQL 1.1 queries, asked as the embedded store is.

Where `kg publish` has put releases of the data set on it, the current one is asked; else what the
server takes as its default graph. Source: SPARQL 1.1 Protocol, W3C Recommendation, 21 March 2013.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.names import XSD
from kg.store.answer import Answer, to_graph, to_rows
from kg.store.releases import HIDDEN, ask_current
from kg.store.syntax import (
    check_allowed,
    check_syntax,
    is_ordered,
    is_word_of,
    without_comments,
)
from kg.store.terms import Row, Term
from kg.store.tokens import Kind, Token
from kg.store.web import SECONDS_TO_WAIT, Reply, Web, check_address

_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_ASKED = "__ASK_RETVAL"  # Virtuoso answers ASK with a row or none under this name
_TRUTH = {"1": ox.Literal(True), "0": ox.Literal(False)}
_Format = TypeVar("_Format")


class RemoteStore:
    """A SPARQL endpoint that answers as `Store` does; the prefixes need not be declared.

    `dataset` is the IRI of the data set whose releases are looked for, "" for none. Nothing is
    asked before the first query.
    """

    def __init__(
        self,
        url: str,
        prefixes: Mapping[str, str],
        dataset: str = "",
        *,
        seconds: float = SECONDS_TO_WAIT,
    ) -> None:
        self._url = check_address(url)
        self._prefixes = dict(prefixes)
        self._dataset = dataset
        self._seconds = seconds

    def query(self, text: str) -> Answer:
        """Answer SELECT, ASK, CONSTRUCT or DESCRIBE.

        QueryError as the embedded store raises it, before anything is sent, or with what the server
        says; KgError where the server does not answer or is no SPARQL endpoint.
        """
        found = check_allowed(text)
        check_syntax(text, self._prefixes)
        text = without_comments(text, found)  # servers may see them elsewhere than we do
        with Web(self._seconds) as web:
            release = "" if is_word_of(found, "FROM") else self._current(web)
            return self._ask(web, text, found, release)

    def current(self) -> str:
        """Return the name of the graph that holds the current release, "" where there is none."""
        with Web(self._seconds) as web:
            return self._current(web)

    def _current(self, web: Web) -> str:
        if not self._dataset:
            return ""
        text = ask_current(self._dataset)
        rows = self._ask(web, text, check_allowed(text), "").rows
        return str(rows[0][0].value) if rows and isinstance(rows[0][0], ox.NamedNode) else ""

    def _ask(self, web: Web, text: str, found: Sequence[Token], release: str) -> Answer:
        wants_triples = is_word_of(found, "CONSTRUCT", "DESCRIBE")
        form = {"query": declare(text, found, self._prefixes)}
        if release:
            form["default-graph-uri"] = release
        accepted = ", ".join(_TRIPLES if wants_triples else _ROWS)
        reply = web.send("POST", self._url, form=form, headers={"Accept": accepted})
        if not reply.is_good:
            raise _refused(self._url, reply)
        try:
            if wants_triples:
                return self._triples(reply)
            return self._rows(reply, ordered=is_ordered(found))
        except (SyntaxError, ValueError) as error:
            raise KgError(f"{self._url} answers what cannot be read: {error}") from error

    def _rows(self, reply: Reply, *, ordered: bool) -> Answer:
        results = ox.parse_query_results(reply.body, _known(self._url, reply, _ROWS))
        if isinstance(results, ox.QueryBoolean):
            return Answer(truth=bool(results), prefixes=self._prefixes)
        columns = tuple(variable.value for variable in results.variables)
        rows: list[Row] = [tuple(map(_shown, solution)) for solution in results]
        if columns == (_ASKED,):
            return Answer(truth=len(rows) > 0, prefixes=self._prefixes)
        return to_rows(columns, rows, self._prefixes, ordered=ordered)

    def _triples(self, reply: Reply) -> Answer:
        quads = ox.parse(reply.body, _known(self._url, reply, _TRIPLES))
        triples = (
            ox.Triple(_shown(q.subject), q.predicate, _shown(q.object))  # type: ignore[arg-type]
            for q in quads
        )
        return to_graph(triples, self._prefixes)


def _shown(term: Term | None) -> Term | None:
    """Return the blank node that was published as an IRI, and truth values as `true`, `false`.

    Any other term is as it is; Virtuoso writes truth values as 1 and 0.
    """
    if isinstance(term, ox.NamedNode) and term.value.startswith(HIDDEN):
        return ox.BlankNode(term.value.removeprefix(HIDDEN).replace("/", "-"))
    if isinstance(term, ox.Literal) and term.datatype.value == f"{XSD}boolean":
        return _TRUTH.get(term.value, term)
    return term


def declare(text: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> str:
    """Return a query with the prefixes that it uses and does not declare, on its first line."""
    names = [token.text.partition(":")[0] for token in found if token.kind is Kind.NAME]
    own = {
        token.text.partition(":")[0]
        for before, token in pairwise(found)
        if token.kind is Kind.NAME and before.is_word("PREFIX")
    }
    used = [name for name in dict.fromkeys(names) if name in prefixes and name not in own]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used)) + text


def _known(url: str, reply: Reply, formats: Mapping[str, _Format]) -> _Format:
    if reply.media_type in formats:
        return formats[reply.media_type]
    raise _no_endpoint(url, reply.media_type or "nothing that says what it is")


def _refused(url: str, reply: Reply) -> KgError:
    if reply.status in (404, 405, 410, 415) or (reply.status >= 300 and "html" in reply.media_type):
        return _no_endpoint(url, reply.said)
    return QueryError(f"{url} cannot answer the query ({reply.said}).")


def _no_endpoint(url: str, said: str) -> KgError:
    return KgError(
        f"{url} does not answer as a SPARQL endpoint does ({said}). That of Oxigraph ends with "
        "/query, that of Virtuoso and Fuseki with /sparql."
    )
