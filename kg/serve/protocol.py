"""The endpoint /sparql: SPARQL 1.1 Protocol, its query operation.

The data set is one default graph: rows, relations, coverage cube and ontology. There are no named
graphs, and a request for one is refused rather than answered from nothing.
Source: SPARQL 1.1 Protocol, W3C Recommendation, 21 March 2013.
"""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive

from kg.serve import forms
from kg.serve.description import describe_service
from kg.serve.replies import caching, kept, refuse, to_response
from kg.serve.served import Served
from kg.serve.wire import Answered

Answer = Callable[[str, str], Awaitable[Answered]]
"""Answers a query in a form that an Accept header allows."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_CHANGING = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions by which the same query has another answer each time."""

_READ_ONLY = "This endpoint only answers queries; facts are changed in the tables."
Parameters = Sequence[tuple[str, str]]


class Refused(Exception):
    """Say with which status and why a request is not answered."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Endpoint:
    """Answers requests to /sparql."""

    def __init__(self, served: Served, answer: Answer, page: str = "") -> None:
        self._served = served
        self._answer = answer
        self._page = page
        self._description = describe_service(served.triples)

    async def reply(self, request: Request) -> Response:
        """Answer one request."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        try:
            query = await _read_query(request)
        except Refused as error:
            return refuse(error.status, error.reason)
        if query is None:
            return self._describe(request)
        if request.method == "POST":
            return to_response(await self._ask(request, query), {"Vary": "Accept"})
        return await self._get(request, query)

    async def _get(self, request: Request, query: str) -> Response:
        """Answer a query that caches may keep, unless its answer changes from time to time."""
        if _CHANGING.search(query):
            return to_response(await self._ask(request, query), {"Cache-Control": "no-store"})
        etag = self._etag(query, _accept(request))
        if known := kept(request, etag, exists=False):
            return known
        return to_response(await self._ask(request, query), caching(etag))

    def _etag(self, query: str, accept: str) -> str:
        """Return the tag of an answer; weak, since an engine may order rows as it likes."""
        parts = "\0".join((self._served.version, accept, query))
        return f'W/"{hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:24]}"'

    async def _ask(self, request: Request, query: str) -> Answered:
        """Have a query answered, and give up when the client has gone."""
        asking = asyncio.ensure_future(self._answer(query, _accept(request)))
        leaving = asyncio.create_task(_wait_until_gone(request.receive))
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                return asking.result()
            leaving.result()  # raises where the client has not gone, but its body is no good
            return Answered(499, "text/plain; charset=utf-8", b"")  # nobody reads it but the log
        finally:
            asking.cancel()
            leaving.cancel()

    def _describe(self, request: Request) -> Response:
        accept = _accept(request)
        if self._page and forms.choose(accept, (forms.TURTLE, "text/html")) == "text/html":
            return RedirectResponse(self._page, 303, {"Vary": "Accept"})
        if forms.choose(accept, (forms.TURTLE,)) is None:
            return refuse(406, f"The description of this endpoint is {forms.TURTLE}; "
                          "a query is given as ?query=…")  # fmt: skip
        headers = {"Content-Type": f"{forms.TURTLE}; charset=utf-8", "Vary": "Accept"}
        return Response(self._description, headers=headers)


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _read_query(request: Request) -> str | None:
    """Return the query of a request; None for a GET that has no parameters. Refused otherwise."""
    parameters = read_parameters(request.scope["query_string"])
    if request.method != "POST":
        return find_query(parameters) if parameters else None
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in (FORM, QUERY):
        more = f" {_READ_ONLY}" if kind == UPDATE else ""
        raise Refused(415, f'A query is posted as {QUERY} or {FORM}, not as "{kind[:80]}".{more}')
    if (charset := re.search(r"charset\s*=\s*\"?([\w-]+)", rest)) and charset[1].lower() not in (
        "utf-8",
        "utf8",
        "us-ascii",
    ):
        raise Refused(415, f"A query is posted in UTF-8, not in {charset[1][:40]}.")
    if (coding := request.headers.get("content-encoding", "identity").lower()) != "identity":
        raise Refused(415, f"A query is posted as it is, not in the coding {coding[:40]}.")
    body = await request.body()
    if kind == FORM:
        return find_query([*parameters, *read_parameters(body)])
    if any(name == "query" for name, _ in parameters):
        raise Refused(400, "The query is given twice: in the body, and as ?query=…")
    return find_query([*parameters, ("query", _decode(body))])


def read_parameters(text: bytes) -> Parameters:
    """Read `name=value&…`; Refused where it is not UTF-8 or there are very many."""
    try:
        return parse_qsl(
            text.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=100,
        )
    except UnicodeDecodeError as error:
        raise Refused(400, f"The parameters are not UTF-8: {error.reason}.") from error
    except ValueError as error:
        raise Refused(400, "There are more than 100 parameters.") from error


def find_query(parameters: Parameters) -> str:
    """Return the one query among parameters; Refused where there is none, or more than that."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    if any(name in given for name in _UPDATES):
        raise Refused(400, _READ_ONLY)
    for name in _GRAPHS:
        if name in given:
            raise Refused(400, f"{name}: there is one graph here, it has no name, and nothing is "
                          "fetched: leave this parameter out.")  # fmt: skip
    queries = given.get("query", [])
    if len(queries) != 1:
        told = "is given more than once" if queries else "is missing"
        raise Refused(400, f'The parameter "query" {told}.')
    return queries[0]


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"The query is not UTF-8: {error.reason} at byte {error.start}.") from (
            error
        )
