"""SPARQL servers of others, started for the tests on free ports of this machine."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

PASSWORD = "dba"  # of a new Virtuoso, which no other machine can reach
SECONDS_TO_START = 60
_HANDED_ON = ("accept", "authorization", "content-type")

VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxMemPoolSize = 0
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 0
MaxQueryExecutionTime = 20
[Plugins]
"""


@dataclass(frozen=True)
class Server:
    """A server that answers, and its process."""

    base: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it as a broken machine would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *, mode: str = "serve", in_memory: bool = False) -> Iterator[Server]:
    """Start Oxigraph's server over a folder; `serve-read-only` for one that takes nothing."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    place: list[str | Path] = [] if in_memory else ["--location", folder]
    command: list[str | Path] = [program, mode, *place, "--bind", f"127.0.0.1:{port}"]
    with _started(command, f"http://127.0.0.1:{port}", folder.parent) as server:
        yield server


@contextmanager
def virtuoso(folder: Path, *, buffers: int = 8_000) -> Iterator[Server]:
    """Start a new Virtuoso: dba (password dba) may write, everybody may read."""
    sql, http = free_port(), free_port()
    ini = VIRTUOSO_INI.format(
        folder=folder, sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(ini)
    command: list[str | Path] = [
        "virtuoso-t",
        "+foreground",
        "+configfile",
        folder / "virtuoso.ini",
    ]
    with _started(command, f"http://127.0.0.1:{http}", folder) as server:
        yield server


@contextmanager
def _started(command: list[str | Path], base: str, folder: Path) -> Iterator[Server]:
    with (folder / "server.txt").open("wb") as said:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=folder, stdout=said, stderr=said
        )
    try:
        _wait(base, process, folder)
        yield Server(base, process)
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(base: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(SECONDS_TO_START * 10):
        if process.poll() is not None:
            break
        try:
            httpx.get(base, timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"{base} does not answer: {(folder / 'server.txt').read_text()}")


Hook = Callable[[str, str, bytes], bool | int]
"""Takes method, path and body of a request; false where the server is to seem gone, or a status."""


@contextmanager
def proxy(behind: str, hook: Hook) -> Iterator[str]:
    """Stand before a server and look at each request before it is handed on; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

        def _hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = hook(self.command, self.path, body)
            if told is False:
                self.close_connection = True
                return
            if told is not True:
                self.send_response_only(told)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            kept = {k: v for k, v in self.headers.items() if k.lower() in _HANDED_ON}
            given = httpx.request(
                self.command, behind + self.path, content=body, headers=kept, timeout=60
            )
            self.send_response_only(given.status_code)
            for name in ("Content-Type", "WWW-Authenticate", "Server"):
                if name in given.headers:
                    self.send_header(name, given.headers[name])
            self.send_header("Content-Length", str(len(given.content)))
            self.end_headers()
            with suppress(OSError):  # whoever asked may be dead by now
                self.wfile.write(given.content)

        do_GET = do_POST = do_DELETE = _hand_on

    with serving(Handler) as base:
        yield base


@contextmanager
def answering(status: int, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """Start a server that answers every request alike; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = _answer

    with serving(Handler) as base:
        yield base


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a handler on a free port, in a thread."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
