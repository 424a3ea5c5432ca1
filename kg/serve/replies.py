"""Replies in the shape that all parts of the server give them."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.serve.wire import Answered

AGAIN = {503: "5"}
"""Seconds after which to ask again, by status."""


def refuse(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return why there is no answer, as plain text."""
    return PlainTextResponse(f"{reason}\n", status, dict(headers or {}))


def to_response(said: Answered, headers: Mapping[str, str] | None = None) -> Response:
    """Return what a worker said; what is no answer is not to be kept by caches."""
    own = dict(headers or {}) if said.is_good else {"Cache-Control": "no-store"}
    if said.status in AGAIN:
        own["Retry-After"] = AGAIN[said.status]
    return _Answer(said, {**own, "Content-Type": said.media_type})


class _Answer(Response):
    """A reply that keeps what it sends, so that the pool knows what is on its way."""

    def __init__(self, said: Answered, headers: Mapping[str, str]) -> None:
        super().__init__(said.body, said.status, headers)
        self.said = said


def kept(request: Request, etag: str, *, exists: bool = True) -> Response | None:
    """Return 304 where the client says that it has this version; None otherwise.

    `*` means any version, where something `exists` for sure: what is asked may be no good.
    """
    known = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if (exists and known.strip() == "*") or etag.removeprefix("W/") in tags:
        return Response(status_code=304, headers=caching(etag))
    return None


def caching(etag: str) -> dict[str, str]:
    """Return headers with which a cache asks each time whether its version still holds."""
    return {"ETag": etag, "Cache-Control": "public, no-cache", "Vary": "Accept"}
