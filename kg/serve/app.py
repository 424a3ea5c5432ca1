"""The web application: routes, and what stands around all of them."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.access import AccessLog
from kg.serve.files import file_routes, health_route
from kg.serve.guard import LOCAL, Guard
from kg.serve.limits import Limits
from kg.serve.protocol import METHODS, Endpoint
from kg.serve.replies import refuse
from kg.serve.served import Served
from kg.serve.wire import Answered

QUERY_PAGE = "/query"
"""Where a browser is sent that opens the endpoint without a query, if there is such a route."""


class Answerer(Protocol):
    """What answers queries; see kg.serve.pool.Pool."""

    @property
    def alive(self) -> int:
        """Return how many workers there are."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End."""

    async def answer(self, query: str, accept: str) -> Answered:
        """Answer a query in a form that an Accept header allows, or say why not."""


def build_app(
    served: Served,
    limits: Limits,
    routes: Sequence[BaseRoute] = (),
    *,
    pool: Answerer,
    hosts: Collection[str] = LOCAL,
    ready: Callable[[], None] = lambda: None,
) -> Starlette:
    """Return the application: endpoint, health check, files, and further routes before the files.

    It answers under the names `hosts`. `ready` is called when the first worker is there.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        ready()
        try:
            yield
        finally:
            await pool.stop()

    page = QUERY_PAGE if QUERY_PAGE in {getattr(route, "path", "") for route in routes} else ""
    endpoint = Endpoint(served, pool.answer, page)
    return Starlette(
        routes=[
            Route("/sparql", endpoint.reply, methods=METHODS),
            health_route(served, lambda: pool.alive),
            *routes,
            *file_routes(served),
        ],
        middleware=[
            Middleware(AccessLog),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                expose_headers=["ETag", "Retry-After"],
            ),
            Middleware(Guard, limits, hosts),
        ],
        exception_handlers={HTTPException: _explain, 500: _apologise},
        lifespan=lifespan,
    )


async def _explain(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = {404: "There is nothing at this address.", 405: "This address is not asked in that way."}
    return refuse(error.status_code, told.get(error.status_code, error.detail), error.headers)


async def _apologise(_: Request, __: Exception) -> Response:
    return refuse(500, "The server failed at this request; its log says why.")
