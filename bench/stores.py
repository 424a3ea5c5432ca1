"""Times the embedded store, Oxigraph's server and Virtuoso on made-up tables of any size.

    python -m bench.stores 1000 10000 100000

For each number of agreements: making the graph, loading it, publishing it (read back and compared),
and all named questions. Needs the programs `oxigraph` and `virtuoso-t`. Peak memory is that of each
process, as Linux counts it. Answers are compared, too: those that differ or fail are named.
"""

import argparse
import os
import re
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from bench.make_tables import make_tables, write_tables
from kg import KnowledgeGraph
from kg.errors import KgError
from kg.exports.release import dataset_iri
from kg.schema import load_schema, packaged_ontology
from kg.store import Answer
from kg.store.remote import RemoteStore
from kg.store.web import PASSWORD, USER
from tests import servers

Done = TypeVar("Done")
LONGEST = 30.0  # seconds that a question may take
SERVERS = {"oxigraph": "/query", "virtuoso": "/sparql"}
BUFFERS = 100_000  # of Virtuoso, 8 KiB each


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("agreements", type=int, nargs="+")
    parser.add_argument("--servers", nargs="*", choices=SERVERS, default=list(SERVERS))
    asked = parser.parse_args()
    for agreements in asked.agreements:
        with tempfile.TemporaryDirectory() as folder:
            run(agreements, Path(folder), asked.servers)


def run(agreements: int, folder: Path, kinds: list[str]) -> None:
    """Print a line for each thing that is timed."""
    write_tables(make_tables(agreements), load_schema(packaged_ontology()), folder / "data")
    print(f"\n## {agreements:,} agreements")
    graph = timed("read and check", lambda: KnowledgeGraph.load(folder))
    cells = timed("coverage", lambda: graph.coverage())
    print(f"cells of the focal city and recorded ones: {len(cells):,}")
    store = timed("make and load the embedded store", lambda: graph.store)
    print(f"triples: {len(store):,}")
    texts = {n: q.text(graph.data, graph.focal_city) for n, q in graph.questions.items()}
    known = ask_all("embedded", texts, store.query, {})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of kg until here: {peak:,.0f} MB")
    os.environ |= {USER: "dba", PASSWORD: servers.PASSWORD}
    for kind in kinds:
        with ExitStack() as stack:
            home = folder / kind
            home.mkdir()
            if kind == "virtuoso":
                server = stack.enter_context(servers.virtuoso(home / "db", buffers=BUFFERS))
            else:
                server = stack.enter_context(servers.oxigraph(home / "db"))
            start = time.perf_counter()
            timed(f"publish on {kind}", partial(graph.publish, server.base))
            print(f"triples a second: {len(store) / (time.perf_counter() - start):,.0f}")
            url, dataset = server.base + SERVERS[kind], dataset_iri(graph.data)
            remote = RemoteStore(url, graph.schema.prefixes, dataset, seconds=LONGEST)
            sent = {n: graph.question(n).for_servers(text) for n, text in texts.items()}
            ask_all(kind, sent, remote.query, known)
            print(f"peak memory of {kind}: {peak_of(server.process.pid):,.0f} MB")


def ask_all(
    kind: str, texts: dict[str, str], query: Callable[[str], Answer], known: dict[str, str]
) -> dict[str, str]:
    """Time each question once; returns the answers as CSV."""
    seconds, answers = [], {}
    for name, text in texts.items():
        start = time.perf_counter()
        try:
            answers[name] = query(text).to_csv()
        except KgError as error:
            print(f"  {name}: {str(error)[:200]}", flush=True)
            continue
        seconds.append(time.perf_counter() - start)
        if known and answers[name] != known.get(name):
            print(f"  {name}: other rows", flush=True)
    print(
        f"{kind}: {len(seconds)} questions, median {median(seconds):.3f} s, "
        f"slowest {max(seconds):.2f} s, all {sum(seconds):.1f} s"
    )
    return answers


def timed(what: str, work: Callable[[], Done]) -> Done:
    """Do something, and print what it took by the clock and of this process's processor time."""
    start, used = time.perf_counter(), time.process_time()
    done = work()
    took, processor = time.perf_counter() - start, time.process_time() - used
    print(f"{what}: {took:.1f} s, {processor:.1f} s of processor", flush=True)
    return done


def peak_of(process: int) -> float:
    """Return the most memory that a process has had, in MB."""
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
