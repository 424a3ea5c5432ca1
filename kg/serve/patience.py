"""A connection that does not wait for ever: for a first byte, for headers, or for a reader.

uvicorn bounds how long a connection rests between two requests, and how long the headers are. This
adds the time until the headers of each request are complete, and says which bound was missed.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ABORT = "abort"
"""Under which name a request finds in its state how to drop the connection at once."""


def _reply(status: bytes, reason: bytes) -> bytes:
    """Return a whole reply for a connection on which no request was understood."""
    return (
        b"HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"
        b"Connection: close\r\n\r\n%s\n" % (status, len(reason) + 1, reason)
    )


_LATE = _reply(b"408 Request Timeout", b"The request did not come whole in time.")
_LONG = _reply(
    b"431 Request Header Fields Too Large",
    b"The address and headers of this request are too long. Post a long query in the body.",
)


class Impatient(H11Protocol):
    """HTTP/1.1 of one connection, which is dropped when headers take more than some seconds."""

    patience: float
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a first request."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, ABORT: transport.abort}  # seen in scope["state"]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take up bytes, after which there may be a whole request or not yet."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Leave it to uvicorn how long the connection may rest."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        """Have a timer while headers are on their way, and none while a request is answered."""
        busy = self.cycle is not None and not self.cycle.response_complete
        if busy or self.timeout_keep_alive_task is not None:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.patience, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        self._close_with(_LATE)

    def send_400_response(self, msg: str) -> None:
        """Say of what is no HTTP whether it was only too long."""
        waiting, _ = self.conn.trailing_data
        if len(waiting) > (self.config.h11_max_incomplete_event_size or 0):
            self._close_with(_LONG)
        else:
            super().send_400_response(msg)

    def _close_with(self, reply: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(reply)
            self.transport.close()


def impatient(seconds: float) -> type[Impatient]:
    """Return the protocol for uvicorn with a time until the headers of a request are complete."""

    class Own(Impatient):
        patience = seconds

    return Own
