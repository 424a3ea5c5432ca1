"""What one client may ask of the server: times, sizes and numbers."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold for every request; sizes in bytes, times in seconds.

    Nothing is ever cut to fit: what is beyond a bound is refused, and the reply says which.
    """

    seconds: float = 10.0  # that one query may take, and that it may wait for a worker
    memory: int = 512 * MEGABYTE  # of one worker
    answer: int = 32 * MEGABYTE  # of one answer
    held: int = 256 * MEGABYTE  # of all answers that are on their way to readers
    workers: int = 2
    queue: int = 64  # queries that wait for a worker
    body: int = MEGABYTE  # of one request
    head: int = 64 * 1024  # request line and headers
    connections: int = 256
    patience: float = 10.0  # until headers or body are complete, or a piece of a reply is taken
    idle: float = 5.0  # that a connection is kept open for a next request
