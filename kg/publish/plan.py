"""What is to be sent: batches of triples in a temporary file, and the name of the release.

The same data are cut into the same batches, so that a later run knows which ones have arrived.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from kg.publish.canonical import Digests, canonical_lines, digest_triples, sum_up

BATCH = 4 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of the triples: where it lies in the file, and the SHA-256 of its bytes in hex."""

    start: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Plan:
    """A release as it will be sent; `triples` counts each once, `sha256` is that of `sum_up`."""

    dataset: str
    version: str
    digests: Digests
    sha256: str
    batches: tuple[Batch, ...]
    file: IO[bytes]

    @property
    def triples(self) -> int:
        """Return the number of triples."""
        return len(self.digests)

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return sum(batch.size for batch in self.batches)

    @property
    def release(self) -> str:
        """Return the name of the release's graph: its version, and a piece of its hash."""
        version = "".join(c if c.isalnum() or c in "._-" else "-" for c in self.version) or "0"
        return f"{self.dataset}/releases/{version}-{self.sha256[:12]}"

    def read(self, batch: Batch) -> bytes:
        """Read a batch."""
        self.file.seek(batch.start)
        return self.file.read(batch.size)

    def examples(self, digests: Digests, most: int = 3) -> list[str]:
        """Return some of the triples that have these digests, as N-Triples."""
        wanted = {digest.ljust(32, b"\0") for digest in digests.tolist()}
        found: list[str] = []
        self.file.seek(0)
        for lines in canonical_lines(iter(lambda: self.file.read(1 << 20), b"")):
            found += [line.decode() for line in lines if hashlib.sha256(line).digest() in wanted]
            if len(found) >= most:
                break
        return found[:most]


@contextmanager
def planned(ntriples: Iterable[bytes], dataset: str, version: str) -> Iterator[Plan]:
    """Give the plan for a graph (N-Triples in pieces of whole lines) of a data set (its IRI)."""
    with tempfile.TemporaryFile() as file:
        batches = tuple(_write(ntriples, file))
        file.seek(0)
        digests = digest_triples(iter(lambda: file.read(1 << 20), b""))
        yield Plan(dataset, version, digests, sum_up(digests), batches, file)


def _write(ntriples: Iterable[bytes], file: IO[bytes]) -> Iterator[Batch]:
    """Write all pieces and yield the batches, which end where lines do."""
    start = 0
    for block in _blocks(ntriples):
        file.write(block)
        yield Batch(start, len(block), hashlib.sha256(block).hexdigest())
        start += len(block)


def _blocks(ntriples: Iterable[bytes]) -> Iterator[bytes]:
    """Cut pieces anew into blocks of at most BATCH bytes; a longer line stands alone."""
    rest = b""
    for piece in ntriples:
        rest += piece
        while len(rest) > BATCH:
            end = rest.rfind(b"\n", 0, BATCH) + 1 or rest.find(b"\n") + 1 or len(rest)
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest
