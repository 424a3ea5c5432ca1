"""Starts the server and ends it: socket, store, workers, application."""

import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn

from kg.api import KnowledgeGraph
from kg.errors import KgError
from kg.serve.app import build_app
from kg.serve.folder import own_folder
from kg.serve.guard import LOCAL
from kg.serve.limits import Limits
from kg.serve.pages import routes
from kg.serve.patience import impatient
from kg.serve.pool import Pool
from kg.serve.served import Served, build_served

_ENDS = (signal.SIGINT, signal.SIGTERM)


def open_socket(bind: str, port: int) -> socket.socket:
    """Take an address; KgError where it is taken already or is none of this machine's."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((bind, port))
        taken.listen(128)
    except OSError as error:
        taken.close()
        why = error.strerror or error
        raise KgError(
            f"cannot listen at {bind}, port {port}: {why}. Choose another by --port."
        ) from (error)
    return taken


def base_address(taken: socket.socket) -> str:
    """Return the address that a socket has, as others write it."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(
    graph: KnowledgeGraph,
    taken: socket.socket,
    limits: Limits,
    *,
    names: Sequence[str] = (),
    ready: Callable[[Served], None],
) -> None:
    """Serve a project on a socket until SIGINT or SIGTERM; then finish what is being answered.

    `names` are hosts under which it is reached beside the local ones. `ready` is called once, when
    everything answers.
    """
    _write_log()
    with _until_ended(), own_folder() as folder:
        served = build_served(graph, folder, base_address(taken))
        pool = Pool(served.store, graph.schema.prefixes, limits)
        pool.check()
        app = build_app(
            served,
            limits,
            routes(served, pool.answer),
            pool=pool,
            hosts=(*LOCAL, urlsplit(served.base).netloc.rpartition(":")[0], *names),
            ready=lambda: ready(served),
        )
        _server(app, limits).run(sockets=[taken])


class _Ended(BaseException):
    """Say that the server is to end."""


@contextmanager
def _until_ended() -> Iterator[None]:
    """Leave at SIGINT or SIGTERM; while requests are answered, uvicorn hears them first."""

    def end(*_: object) -> None:
        raise _Ended

    before = {number: signal.signal(number, end) for number in _ENDS}
    try:
        yield
    except _Ended:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _server(app: object, limits: Limits) -> uvicorn.Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=impatient(limits.patience),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=round(limits.idle),
        timeout_graceful_shutdown=round(limits.seconds + 2),
        h11_max_incomplete_event_size=limits.head,
    )
    return uvicorn.Server(config)


def _write_log() -> None:
    """Write the access log, and what goes wrong, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name, level in (
        ("kg.serve", logging.WARNING),
        ("kg.serve.access", logging.INFO),
        ("uvicorn.error", logging.WARNING),
    ):
        logging.getLogger(name).setLevel(level)
    for name in ("kg.serve", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
