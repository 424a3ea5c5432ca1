"""Puts parallel clients on a server of this machine, and watches errors, times and memory.

    python -m bench.load [--clients 50] [--seconds 60] [PROJECT]

Starts `kg serve` on a free port of 127.0.0.1 and asks nothing else. Each client asks one request
after another: SPARQL in several forms, files, files it has already, the health check. Exit code 1
when any reply is wrong or memory grows.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx

ROOT = Path(__file__).resolve().parent.parent
WARM = 0.25  # of the time goes by before memory is looked at
GROWTH = 8.0  # megabytes of server and workers together that are no growth yet
AT_MOST = 200_000  # requests, however much time is left

QUERIES = (
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "application/sparql-results+json"),
    ("SELECT ?c ?l { ?c a sisc:City ; rdfs:label ?l }", "text/csv"),
    ("ASK { ?c a sisc:City }", "application/sparql-results+xml"),
    ("CONSTRUCT { ?c a sisc:City } WHERE { ?c a sisc:City }", "text/turtle"),
    ("SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t", "text/tab-separated-values"),
)
REQUESTS = (
    *(("sparql", {"query": query}, {"Accept": accept}, 200) for query, accept in QUERIES),
    ("coverage.csv", {}, {}, 200),
    ("gaps.csv", {}, {"If-None-Match": "*"}, 304),
    ("health", {}, {}, 200),
    ("nothing-here", {}, {}, 404),
    ("sparql", {"query": "SELECT nonsense"}, {}, 400),
)


@dataclass
class Load:
    """What came of it: seconds of each request, what went wrong, and memory by time."""

    seconds: list[float] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)  # of the first reply to each request
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # megabytes, a reading each half second
    took: float = 0.0

    @property
    def growth(self) -> float:
        """Return by how many megabytes the end lies above the time after warming up."""
        warm = self.memory[int(len(self.memory) * WARM) :]
        third = max(len(warm) // 3, 1)
        return median(warm[-third:]) - median(warm[:third])

    def __str__(self) -> str:
        """Return the figures in one line."""
        ranked = sorted(self.seconds)
        middle, late = (ranked[int(len(ranked) * part)] * 1000 for part in (0.5, 0.99))
        return (
            f"{len(ranked)} requests, {len(ranked) / self.took:.0f} a second, median {middle:.0f} "
            f"ms, 99 of 100 within {late:.0f} ms, {len(self.errors)} errors, memory "
            f"{self.memory[-1]:.0f} MB, {self.growth:+.1f} MB since warm"
        )


def put_load(base: str, pid: int, clients: int, seconds: float) -> Load:
    """Ask a server with parallel clients for a time, and watch the memory of its processes."""
    load = Load()
    asyncio.run(_drive(load, base, pid, clients, seconds))
    return load


async def _drive(load: Load, base: str, pid: int, clients: int, seconds: float) -> None:
    begun = time.monotonic()
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=base, timeout=30, limits=limits) as client:
        watching = asyncio.create_task(_watch(load, pid))
        await asyncio.gather(
            *(_ask(load, client, first, begun + seconds) for first in range(clients))
        )
        watching.cancel()
    load.took = time.monotonic() - begun


async def _ask(load: Load, client: httpx.AsyncClient, first: int, end: float) -> None:
    number = first
    while time.monotonic() < end and len(load.seconds) < AT_MOST:
        which = number % len(REQUESTS)
        path, parameters, headers, status = REQUESTS[which]
        number += 1
        begun = time.perf_counter()
        try:
            reply = await client.get(path, params=parameters, headers=headers)
            if reply.status_code != status:
                load.errors.append(f"{path}: {reply.status_code} {reply.text[:200]}")
            elif (size := len(reply.content)) != load.sizes.setdefault(which, size):
                load.errors.append(f"{path}: {size} bytes, and {load.sizes[which]} before")
        except httpx.HTTPError as error:
            load.errors.append(f"{path}: {error!r}")
        load.seconds.append(time.perf_counter() - begun)


async def _watch(load: Load, pid: int) -> None:
    while True:
        load.memory.append(memory_of(pid))
        await asyncio.sleep(0.5)


def memory_of(pid: int) -> float:
    """Return the resident memory of a process and its children in megabytes (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    pages = 0
    for number in (pid, *children):
        statm = Path(f"/proc/{number}/statm").read_text(encoding="ascii")
        pages += int(statm.split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def started(project: Path) -> Iterator[tuple[str, int]]:
    """Start a server on a free port, and end it; its address and process."""
    command = [sys.executable, "-m", "kg", "serve", str(project), "--port", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+/(?= )", process.stdout.readline())
        if not found:
            sys.exit("The server did not start.")
        yield found[0], process.pid
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Put load on a server of its own, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with started(asked.project) as (base, pid):
        load = put_load(base, pid, asked.clients, asked.seconds)
    print(load)
    for error in load.errors[:10]:
        print(error)
    if load.errors or load.growth > GROWTH:
        sys.exit(1)


if __name__ == "__main__":
    main()
