"""The promise of the server: 50 parallel clients for 60 seconds, no error, no growth of memory."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.load import AT_MOST, GROWTH, put_load
from tests.serving import ROOT, children, memory, running

pytestmark = [pytest.mark.engine, pytest.mark.alone]

CLIENTS, SECONDS = 50, 60


def test_fifty_clients_for_a_minute() -> None:
    # In a thread of its own, since a browser of other tests may keep this one's event loop.
    with running(project=ROOT) as server, ThreadPoolExecutor(1) as thread:
        processes = {server.process.pid, *children(server.process.pid)}
        load = thread.submit(put_load, server.base, server.process.pid, CLIENTS, SECONDS).result()
        assert load.errors == []
        assert 1000 < len(load.seconds) < AT_MOST
        assert load.took < SECONDS + 10
        assert load.growth < GROWTH, load
        assert {server.process.pid, *children(server.process.pid)} == processes  # none was replaced
        assert sum(map(memory, processes)) < 1024**3
        assert server.stop() == 0
