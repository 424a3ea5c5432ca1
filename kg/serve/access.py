"""The access log: a line for each request, in the Common Log Format with the milliseconds behind.

The request line is cut, and what is no plain character is escaped: nobody writes lines of their own
into the log.
"""

import logging
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST = 200  # characters of a request line
_log = logging.getLogger("kg.serve.access")


class AccessLog:
    """Writes a line when a reply is complete, or was given up."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status, size = self._clock(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            took = self._clock() - start
            _log.info(to_line(scope, status, size, start, took))


def to_line(scope: Scope, status: int, size: int, start: float, took: float) -> str:
    """Return one line of the log; status 0 where there was no reply."""
    host = scope["client"][0] if scope.get("client") else "-"
    target: bytes = scope["raw_path"]
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    asked = f"{scope['method']} {plain(target)} HTTP/{scope['http_version']}"
    when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(start))
    return f'{host} - - [{when}] "{asked}" {status} {size or "-"} {took * 1000:.0f}ms'


def plain(target: bytes) -> str:
    """Return bytes as printable ASCII, cut where they are long."""
    text = "".join(
        chr(byte) if 0x20 < byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in target[:_LONGEST]
    )
    return text if len(target) <= _LONGEST else f"{text}..."
