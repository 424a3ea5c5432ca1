"""What stands before every route: who is asked, whether the request is whole, and how large it is.

Plain ASGI, so that bodies are counted while they come and replies are timed while they leave.
"""

import asyncio
import re
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.limits import MEGABYTE, Limits
from kg.serve.patience import ABORT
from kg.serve.replies import refuse

LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names under which a server on one's own machine is asked."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\s/@]+)(?::\d{1,5})?", re.IGNORECASE)
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_PIECE = 64 * 1024
_DROPPED = 4 * MEGABYTE  # of a body that is too large

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""For pages that have no policy of their own."""
_NO_PAGE = "default-src 'none'; frame-ancestors 'self'"
"""For all else: an answer in XML, for one, is in a browser no page that may do anything."""


class Guard:
    """Refuses what no route should see, and puts the same headers on every reply."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: Collection[str]) -> None:
        self._app = app
        self._limits = limits
        self._hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = _Outgoing(send, self._limits.patience)
        incoming = _Incoming(receive, self._limits)
        try:
            if refused := (
                _refuse_length(scope) or self._refuse_host(scope) or self._refuse_target(scope)
            ):
                await refused(scope, receive, outgoing.send)
            elif _length(scope) > self._limits.body:
                raise _TooMuchError
            else:
                await self._app(scope, incoming.receive, outgoing.send)
        except _TooMuchError:
            await incoming.drop(scope)
            size = f"{self._limits.body / MEGABYTE:g} MB"
            large = refuse(413, f"A request has at most {size}.", _CLOSE)
            await large(scope, receive, outgoing.send)
        except _TooSlowError:
            late = refuse(408, "The request did not come whole in time.", _CLOSE)
            await late(scope, receive, outgoing.send)
        except ClientDisconnect:
            pass  # in the midst of a body: there is nobody to tell
        except _UnreadError:
            scope["state"][ABORT]()
            await asyncio.sleep(0)  # until the connection knows that it is no more

    def _refuse_host(self, scope: Scope) -> ASGIApp | None:
        """Refuse what is meant for another host: a page elsewhere could point its name here."""
        named = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        if named and named[1].lower() in self._hosts:
            return None
        return refuse(421, "This server does not answer under that name (see --host-name).")

    def _refuse_target(self, scope: Scope) -> ASGIApp | None:
        """Refuse addresses that are not well-formed, or that only a trick would ask for."""
        path: bytes = scope["raw_path"]
        if _BAD_PERCENT.search(path) or _BAD_PERCENT.search(scope["query_string"]):
            return refuse(400, "The address has a % that is not followed by two hex digits.")
        plain = unquote_to_bytes(path)
        try:
            text = plain.decode("utf-8")
        except UnicodeDecodeError:
            return refuse(400, "The address is not UTF-8.")
        if not text.startswith("/") or re.search(r"[\x00-\x1f\x7f\\]", text):
            return refuse(400, "The address has a character that no address here has.")
        if {".", ".."} & set(text.split("/")):
            return refuse(404, "There is nothing at this address.")
        return None


def _refuse_length(scope: Scope) -> ASGIApp | None:
    """Refuse a body that has two lengths: a proxy and this server may each believe another one.

    Source: RFC 9112, section 6.3.
    """
    headers = Headers(scope=scope)
    if "transfer-encoding" in headers and "content-length" in headers:
        return refuse(400, "A body comes in pieces or has a length, not both.", _CLOSE)
    return None


def _length(scope: Scope) -> int:
    """Return the length that a request says it has; digits, or the request did not come here."""
    return int(Headers(scope=scope).get("content-length", "0"))


_CLOSE = {"Connection": "close"}


class _TooMuchError(Exception):
    """Say that a body has more bytes than it may have."""


class _TooSlowError(Exception):
    """Say that a body was not complete in time."""


class _UnreadError(Exception):
    """Say that nobody takes a reply."""


class _Incoming:
    """The body of a request, counted and timed as it is read."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._left = limits.body
        self._until = asyncio.get_running_loop().time() + limits.patience
        self._more = True

    async def receive(self) -> Message:
        """Receive the next piece; when the body is whole, wait for the end of the connection."""
        if not self._more:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise _TooSlowError from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooMuchError
        self._more = message["type"] == "http.request" and message.get("more_body", False)
        return message

    async def drop(self, scope: Scope) -> None:
        """Read on for a while and forget it: a client that still writes would not see the reply.

        Not where it waits for leave to send the body.
        """
        self._left = 0 if "expect" in Headers(scope=scope) else _DROPPED
        with suppress(_TooMuchError, _TooSlowError):
            while self._more and self._left > 0:
                await self.receive()


class _Outgoing:
    """A reply, sent in pieces each of which has to be taken in time."""

    def __init__(self, send: Send, patience: float) -> None:
        self._send = send
        self._patience = patience

    async def send(self, message: Message) -> None:
        """Send on; _UnreadError where a piece is not taken in time."""
        if message["type"] == "http.response.start":
            _add_headers(message)
            await self._send(message)
            return
        body = memoryview(message.get("body", b""))
        more = message.get("more_body", False)
        for start in range(0, max(len(body), 1), _PIECE):
            last = start + _PIECE >= len(body)
            piece = {**message, "body": bytes(body[start : start + _PIECE])}
            try:
                async with asyncio.timeout(self._patience):
                    await self._send({**piece, "more_body": more or not last})
            except TimeoutError:
                raise _UnreadError from None


def _add_headers(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", _POLICY if is_page else _NO_PAGE)
