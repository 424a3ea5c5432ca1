"""A connection that does not wait for ever: for a first byte, for headers, or for a reader.

uvicorn bounds how long a connection rests between two requests, and nothing else. This adds the
time for the headers of each request, and drops a connection whose reply nobody takes.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ABORT = "abort"
"""Under which name a request finds in its state how to drop the connection at once."""

_LATE = b"The request did not come whole in time.\n"
_REPLY = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(_LATE), _LATE)
)


def impatient(seconds: float) -> type[asyncio.Protocol]:
    """Return the protocol for uvicorn with a time until the headers of a request are complete."""

    class Impatient(H11Protocol):
        """HTTP/1.1 of one connection."""

        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.app_state = {**self.app_state, ABORT: transport.abort}  # seen in scope["state"]
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def _wait(self) -> None:
            """Have a timer while headers are on their way, and none while a request is answered."""
            busy = self.cycle is not None and not self.cycle.response_complete
            if busy or self.timeout_keep_alive_task is not None:
                self._stop_waiting()
            elif self._waiting is None:
                self._waiting = self.loop.call_later(seconds, self._give_up)

        def _stop_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            self._waiting = None
            if not self.transport.is_closing():
                self.transport.write(_REPLY)
                self.transport.close()

    return Impatient
