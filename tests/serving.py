"""A server: in this process, or in one of its own as people start it; and ways to ask it."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from kg.serve.wire import Answered, refusal
from kg.serve.worker import answer
from kg.store.disk import DiskStore

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?e ?c"
SLOW = (  # half a second: 200,000 pairs
    "SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 450 } "
    "{ SELECT ?d { ?d ?e ?f } LIMIT 450 } FILTER(STRLEN(STR(?a)) > 3 || ?a = ?d) }"
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Answerer:
    """Answers in this process; it counts how often it is asked."""

    def __init__(self, store: DiskStore) -> None:
        self.store = store
        self.alive = 1
        self.asked = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def answer(self, query: str, accept: str) -> Answered:
        self.asked += 1
        if query == "busy":
            return refusal(503, "Too many queries are waiting.")
        return answer(self.store, query, accept, 1_000_000)


class Client:
    """Asks the application in this process, without a network."""

    def __init__(self, app: Starlette) -> None:
        self._transport = httpx.ASGITransport(app)

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://127.0.0.1"
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)


@dataclass(frozen=True)
class Server:
    """A running `kg serve`, its address, and the file of its log."""

    process: subprocess.Popen[str]
    base: str
    log: Path

    @property
    def port(self) -> int:
        return int(self.base.rstrip("/").rpartition(":")[2])

    def is_busy(self) -> bool:
        """Tell whether all workers are there and any is at work."""
        states = [state(pid) for pid in self.workers()]
        return len(states) == 2 and "R" in states

    def is_at_rest(self) -> bool:
        """Tell whether all workers wait for a query."""
        return [state(pid) for pid in self.workers()] == ["S", "S"]

    def get(self, path: str, **more: object) -> httpx.Response:
        return httpx.get(self.base + path, timeout=60, **more)  # type: ignore[arg-type]

    def ask(self, query: str, accept: str = "*/*") -> httpx.Response:
        return self.get("sparql", params={"query": query}, headers={"Accept": accept})

    def workers(self) -> list[int]:
        """Return the worker processes that run now."""
        return [pid for pid in children(self.process.pid) if is_running(pid)]

    def raw(self, sent: bytes, *, wait: float = 20) -> bytes:
        """Send bytes as they are, and return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(sent)
            return read_all(connection)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def read_all(connection: socket.socket) -> bytes:
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def children(pid: int) -> list[int]:
    """Return the child processes of a process, zombies among them."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def state(pid: int) -> str:
    """Return the state of a process as one letter; "" when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


def is_running(pid: int) -> bool:
    return state(pid) not in ("", "Z")


def memory(pid: int) -> int:
    """Return the resident memory of a process in bytes."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def until(holds: Callable[[], object], seconds: float = 20) -> bool:
    """Wait until something holds; tell whether it came to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


_PATIENT = """
from kg import KnowledgeGraph
from kg.serve.limits import Limits
from kg.serve.run import open_socket, serve

serve(
    KnowledgeGraph.load({project!r}),
    open_socket("127.0.0.1", 0),
    Limits({limits}),
    ready=lambda served: print(f"Serving at {{served.base}} now.", flush=True),
)
"""


@contextmanager
def running(*options: str, project: Path = FIXTURE, limits: str = "") -> Iterator[Server]:
    """Start a server on a port that is free, and end it; with `limits` by Python."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["-m", "kg", "serve", str(project), "--port", "0", *options]
    if limits:
        command = ["-c", _PATIENT.format(project=str(project), limits=limits)]
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            env=environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
        )  # fmt: skip
        try:
            assert process.stdout
            line = process.stdout.readline()
            address = re.search(r"http://\S+?/(?= )", line)
            assert address, (line, Path(log.name).read_text(encoding="utf-8"))
            yield Server(process, address[0], Path(log.name))
        finally:
            process.kill()
            process.wait()


def count_of(response: httpx.Response) -> int:
    """Return the number that COUNT answers."""
    assert response.status_code == 200, response.text
    rows = json.loads(response.text)["results"]["bindings"]
    return int(rows[0]["n"]["value"])
