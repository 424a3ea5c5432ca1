"""Routes of the files that a build writes, and of the health check."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.replies import caching, kept
from kg.serve.served import File, Served

OWN_POLICY = "Content-Security-Policy"


def file_routes(served: Served) -> Sequence[BaseRoute]:
    """Return a route for each file by its name: no path leads to a disk."""
    return [Route(f"/{name}", _serve(file)) for name, file in served.files.items()]


def _serve(file: File) -> Callable[[Request], Awaitable[Response]]:
    headers = {**caching(file.etag), "Content-Type": file.media_type}
    del headers["Vary"]
    if file.media_type.startswith("text/html"):
        headers[OWN_POLICY] = "frame-ancestors 'self'"  # the rest stands in the page itself

    async def serve(request: Request) -> Response:
        return kept(request, file.etag) or Response(file.body, headers=headers)

    return serve


def health_route(served: Served, workers: Callable[[], int]) -> BaseRoute:
    """Return the health check: 200 while any worker answers, 503 otherwise."""

    async def health(_: Request) -> Response:
        alive = workers()
        told = {
            "status": "ok" if alive else "no worker",
            "version": served.version,
            "triples": served.triples,
            "workers": alive,
        }
        return JSONResponse(told, 200 if alive else 503, {"Cache-Control": "no-store"})

    return Route("/health", health)
