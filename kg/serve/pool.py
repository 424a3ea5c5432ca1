"""The worker processes: as many as agreed, each at one query at a time, and replaced when one ends.

A query that takes too long, or whose client has gone, ends with its worker: nothing else stops an
engine that is busy.
"""

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kg.errors import KgError
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.wire import SIZES, Answered, refusal, to_frame

_log = logging.getLogger("kg.serve")
_LESS = "Ask for less, or in parts."
_PAUSE = 1.0  # seconds before a worker that could not begin is tried again
_TRIES = 2  # of a query whose worker was killed from outside


class Worker:
    """One process, from its start to its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Tell whether the process has not ended, as far as is known."""
        return self._process.returncode is None

    async def ask(self, query: str, accept: str) -> Answered:
        """Have a query answered; IncompleteReadError or OSError where the process ends before."""
        assert self._process.stdin
        self._process.stdin.write(to_frame({"query": query, "accept": accept}))
        await self._process.stdin.drain()
        head, body = await self.read()
        return Answered(int(head["status"]), str(head["media_type"]), body)

    async def read(self) -> tuple[dict[str, str | int], bytes]:
        """Read one message."""
        assert self._process.stdout
        head, body = SIZES.unpack(await self._process.stdout.readexactly(SIZES.size))
        said: dict[str, str | int] = json.loads(await self._process.stdout.readexactly(head))
        return said, await self._process.stdout.readexactly(body)

    def kill(self) -> None:
        """End the process, whatever it is doing.

        Not by Process.kill: that may take the exit code away from those who wait for it.
        """
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for the end; return the exit code, or a signal's number below zero."""
        return await self._process.wait()


class Pool:
    """Workers that read one store."""

    def __init__(self, store: Path, prefixes: Mapping[str, str], limits: Limits) -> None:
        self._limits = limits
        self._command = _command(store, prefixes, limits)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._alive: set[Worker] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._waiting = 0
        self._held = 0

    @property
    def alive(self) -> int:
        """Return how many workers have begun and not ended."""
        return len(self._alive)

    def check(self) -> None:
        """Let a worker begin and end; KgError where it cannot, with what it said."""
        done = subprocess.run(
            self._command, stdin=subprocess.DEVNULL, capture_output=True, env=_environment()
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise KgError(
                f"a worker cannot begin with {self._limits.memory // MEGABYTE} MB of memory "
                f"(exit code {done.returncode}): {said}"
            )

    async def start(self) -> None:
        """Start all workers, and return when the first is ready."""
        self._keepers = [asyncio.create_task(self._keep()) for _ in range(self._limits.workers)]
        self._idle.put_nowait(await self._idle.get())

    async def stop(self) -> None:
        """End all workers."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _keep(self) -> None:
        """Keep one worker running until cancelled."""
        while True:
            try:
                worker = await self._begin()
            except OSError as error:  # no memory or no process left: not for ever, perhaps
                _log.error("a worker could not begin (%s)", error.strerror)
                await asyncio.sleep(_PAUSE)
                continue
            try:
                await self._run(worker)
            finally:
                self._alive.discard(worker)
                worker.kill()
                await worker.wait()

    async def _begin(self) -> Worker:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the server alone
        )
        return Worker(process)

    async def _run(self, worker: Worker) -> None:
        """Offer a worker as soon as it is ready, and wait for its end."""
        try:
            await worker.read()
        except asyncio.IncompleteReadError:
            _log.error("a worker could not begin (exit code %d)", await worker.wait())
            await asyncio.sleep(_PAUSE)
            return
        self._alive.add(worker)
        self._idle.put_nowait(worker)
        await worker.wait()

    async def answer(self, query: str, accept: str) -> Answered:
        """Answer a query, or say why not: 503 where too many wait, 504 where it takes too long.

        Answers count as held until nobody has them any more, or readers who take their time would
        fill the memory.
        """
        if self._held >= self._limits.held:
            return refusal(503, "Too many answers are being read. Ask again in a few seconds.")
        for _ in range(_TRIES):
            worker = await self._take()
            if worker is None:
                return refusal(503, "Too many queries are waiting. Ask again in a few seconds.")
            said = await self._ask(worker, query, accept)
            if said:
                self._held += len(said.body)
                weakref.finalize(said, self._let_go, len(said.body))
                return said
        return refusal(500, "The process that answered was ended from outside. Ask again.")

    def _let_go(self, size: int) -> None:
        self._held -= size

    async def _take(self) -> Worker | None:
        """Wait for a worker that is free; None where too many wait, or for too long."""
        if self._waiting >= self._limits.queue and self._idle.empty():
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                while not (worker := await self._idle.get()).is_alive:
                    pass  # it ended while it was idle
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1
        return worker

    async def _ask(self, worker: Worker, query: str, accept: str) -> Answered | None:
        """Have one worker answer; None where it was killed from outside."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                said = await worker.ask(query, accept)
        except TimeoutError:
            worker.kill()
            limit = f"{self._limits.seconds:g} seconds"
            return refusal(504, f"The query takes longer than {limit}, and was stopped. {_LESS}")
        except (asyncio.IncompleteReadError, OSError):
            return self._explain(await worker.wait())
        except asyncio.CancelledError:  # the client has gone
            worker.kill()
            raise
        self._idle.put_nowait(worker)
        return said

    def _explain(self, code: int) -> Answered | None:
        _log.warning("a worker ended at a query (exit code %d)", code)
        if code == -signal.SIGKILL:
            return None
        if code == -signal.SIGABRT:
            memory = self._limits.memory // MEGABYTE
            return refusal(422, f"The query needs more than {memory} MB of memory. {_LESS}")
        if code == -signal.SIGSEGV:
            return refusal(422, f"The query nests too deeply or is too long. {_LESS}")
        return refusal(500, "The engine failed at this query.")


def _environment() -> dict[str, str]:
    """Return the environment in which a worker finds the same code."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path)}


def _command(store: Path, prefixes: Mapping[str, str], limits: Limits) -> list[str]:
    settings = {
        "store": str(store),
        "prefixes": dict(prefixes),
        "seconds": limits.seconds,
        "memory": limits.memory,
        "answer": limits.answer,
    }
    return [sys.executable, "-P", "-m", "kg.serve.worker", json.dumps(settings)]
