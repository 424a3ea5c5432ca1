"""What is written or printed for other programs: the same bytes under any order of hashing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[1]
# Formats of `kg export`, builds, releases, workbooks, measures and suggestions have such tests
# beside their other ones.
SCRIPT = """
import hashlib
from kg import KnowledgeGraph
from kg.compare import change_tables, render_changes
from kg.exports.tables import to_csv
from kg.turtle import render_turtle

graph = KnowledgeGraph.load()
changes = graph.diff("2017", as_of="2020")
made = {
    "worklist": graph.worklist("bandung", "seoul", denominator="scheme", lang="ko"),
    "reference": graph.to_reference().encode(),
    "description": graph.describe().encode(),
    "sides": to_csv(graph.sides()).encode(),
    "differences": to_csv(graph.side_differences()).encode(),
    "changes": b"".join(render_changes(changes)),
    "changes as RDF": b"".join(render_turtle(graph.schema, change_tables(changes, graph.schema))),
    "csvw and rml": b"".join(
        piece
        for form in ("csvw", "rml")
        for pieces in graph.export(form).values()
        for piece in pieces
    ),
}
for name, content in made.items():
    print(name, len(content), hashlib.sha256(content).hexdigest())
"""


def told(seed: str, zone: str, locale: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_runs_give_the_same_bytes() -> None:
    one = told("0", "Asia/Jakarta", "C.UTF-8")
    assert one == told("1", "America/New_York", "C")
    sizes = {name: int(size) for name, size, _ in (line.rsplit(" ", 2) for line in one)}
    assert len(sizes) == 8
    assert min(sizes.values()) > 100
