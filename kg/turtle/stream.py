"""Documents in pieces as a file, so that the largest graph never stands in memory as text."""

import io
from collections.abc import Iterable, Iterator


def open_pieces(pieces: Iterable[bytes]) -> io.BufferedReader:
    """Return pieces of bytes as a binary file to be read once, from its begin to its end."""
    return io.BufferedReader(_Stream(iter(pieces)), 1 << 20)


class _Stream(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
