"""A process that answers one query after another, and may be killed at any moment.

    python -m kg.serve.worker '{"store": …, "prefixes": …, …}'

Queries come by standard input and answers leave by standard output (see kg.serve.wire). It ends
when its input does, which is also when the server is no more. While it is at a query it hears
nothing, so the system ends it a second after the time for a query is over, whatever it is doing.
"""

import io
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import KgError, QueryError
from kg.serve import forms
from kg.serve.limits import MEGABYTE
from kg.serve.wire import SIZES, Answered, refusal, to_frame
from kg.store.disk import DiskStore

try:
    import resource
except ImportError:  # Windows: memory is not limited there
    resource = None  # type: ignore[assignment]

_OFFERED = {"rows": forms.ROWS, "truth": forms.TRUTH, "triples": forms.TRIPLES}
_GRACE = 1.0  # seconds that the server has to end a worker itself


class NotAcceptableError(KgError):
    """Report a query whose answer has no form that the client accepts."""


class TooLargeError(KgError):
    """Report an answer that has more bytes than one may have."""


class Bounded(io.BytesIO):
    """Bytes in memory, up to a size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size

    def write(self, data: Any, /) -> int:
        """Take up bytes; TooLargeError where they become too many."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError
        return super().write(data)


def answer(store: DiskStore, query: str, accept: str, size: int) -> Answered:
    """Answer one query, or say why not; `accept` is the header of the request."""
    chosen = [""]

    def choose(kind: str) -> str:
        media_type = forms.choose(accept, _OFFERED[kind])
        if media_type is None:
            raise NotAcceptableError(", ".join(_OFFERED[kind]))
        chosen[0] = media_type
        return forms.MEANT.get(media_type, media_type)

    sink = Bounded(size)
    try:
        store.write_answer(query, choose, sink)
    except NotAcceptableError as error:
        return refusal(406, f"This query is answered as one of: {error}.")
    except TooLargeError:
        return refusal(422, f"The answer is larger than {size // MEGABYTE} MB. Nothing of it is "
                       "sent: ask for less, for example by LIMIT and OFFSET.")  # fmt: skip
    except QueryError as error:
        return refusal(400, str(error))
    except MemoryError:
        return refusal(422, "The query needs more memory than one query may have.")
    return Answered(200, chosen[0], sink.getvalue())


def main() -> None:
    """Open the store, say so, and answer until the input ends."""
    settings = json.loads(sys.argv[1])
    _prepare(settings["memory"])
    out = _own_output()
    store = DiskStore(Path(settings["store"]), settings["prefixes"])
    _shut_out(Path(settings["store"]))
    _send(out, to_frame({"ready": True}))
    while asked := _read(sys.stdin.buffer):
        _set_alarm(settings["seconds"] + _GRACE)
        try:
            said = answer(store, asked["query"], asked["accept"], settings["answer"])
        except BaseException as error:  # the engine's panics are no Exception
            said = refusal(500, f"The engine failed at this query ({type(error).__name__}).")
        _set_alarm(0)
        head = {"status": said.status, "media_type": said.media_type}
        _send(out, to_frame(head, said.body))


def _prepare(memory: int) -> None:
    """Leave it to the server to stop this process, and bound what it may take."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if resource:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _shut_out(store: Path) -> None:
    """Have the system refuse this process any further file or connection (Linux).

    No query can then reach another server, whatever the check of it overlooks. The engine must have
    all files of the store open; of a large one it opens some later, and is left to do so.
    """
    own = Path("/proc/self/fd")
    if resource and own.exists():
        is_open = {os.path.realpath(entry) for entry in own.iterdir()}
        if all(str(file.resolve()) in is_open for file in store.glob("*.sst")):
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _own_output() -> BinaryIO:
    """Keep standard output for answers: what a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _send(out: BinaryIO, frame: bytes) -> None:
    out.write(frame)
    out.flush()


def _set_alarm(seconds: float) -> None:
    """Have the system end this process after some seconds, or with 0 no more."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _read(pipe: BinaryIO) -> dict[str, str]:
    """Return what is asked next; nothing at the end."""
    sizes = pipe.read(SIZES.size)
    if len(sizes) < SIZES.size:
        return {}
    head, _ = SIZES.unpack(sizes)
    found: dict[str, str] = json.loads(pipe.read(head))
    return found


if __name__ == "__main__":
    main()
