"""Times the build of a graph against Morph-KGC on the same tables, and compares what comes out.

`kg` reads and checks the tables and writes Turtle and N-Triples; Morph-KGC maps them to N-Triples
in one process and checks nothing. Exit code 1 when the graphs differ or the bar is missed.

    python -m bench.build [--agreements 100000] [--runs 3] [--morph PATH/TO/PYTHON]
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import pyoxigraph as ox

from bench.make_tables import make_tables, write_tables
from bench.rml import prepare
from bench.stopwatch import CommandError, Run, least, measure
from kg.schema import load_schema, packaged_ontology

ROOT = Path(__file__).resolve().parent.parent
MORPH = "morph-kgc==2.10.0"  # its old pandas and pyoxigraph need an environment of their own
BAR = 0.5  # of Morph-KGC's time
COMPARED = (10, 1000)  # agreements in the graphs that are compared triple by triple

Triple = tuple[str, str, str]


class Contest:
    """One set of tables in a folder, and how each of the two makes a graph of it."""

    def __init__(self, folder: Path, agreements: int, morph: Path) -> None:
        schema = load_schema(packaged_ontology())
        write_tables(make_tables(agreements), schema, folder / "data")
        settings = prepare(folder / "data", schema, folder / "morph")
        options = ["--out", str(folder / "out"), "--only", "graph"]
        self.kg = [sys.executable, "-m", "kg", "build", str(folder), *options]
        self.morph = [str(morph), "-m", "morph_kgc", str(settings)]
        self.turtle, self.ntriples = folder / "out" / "graph.ttl", folder / "out" / "graph.nt"
        self.theirs = folder / "morph" / "graph.nt"

    def run(self) -> tuple[Run, Run]:
        """Time both, one after the other, so that what else the machine does slows both alike.

        Neither finds an older graph in its place; Morph-KGC removes its own.
        """
        shutil.rmtree(self.ntriples.parent, ignore_errors=True)
        return measure(self.kg, ROOT), measure(self.morph, ROOT)


def find_morph(given: Path | None) -> Path:
    """Return a Python that has Morph-KGC: the one given, or one installed in `.bench-venv`."""
    if given:
        return given
    folder = ROOT / ".bench-venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", MORPH],
        check=True,
    )
    return python


def compare(agreements: int, morph: Path) -> list[str]:
    """Return the triples that one graph has and another lacks, marked by the lacking one.

    What `kg` derives (relations, twinned cities) has no counterpart and is left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder), agreements, morph)
        contest.run()
        ours = _triples(contest.ntriples, ox.RdfFormat.N_TRIPLES)
        turtle = _triples(contest.turtle, ox.RdfFormat.TURTLE)
        theirs = _triples(contest.theirs, ox.RdfFormat.N_TRIPLES)
    lacking = {"Turtle": ours - turtle, "N-Triples": turtle - ours}
    ours = {triple for triple in ours if not _is_derived(triple)}
    lacking |= {"kg": theirs - ours, "Morph-KGC": ours - theirs}
    print(f"{agreements:,} agreements: {len(ours):,} triples here, {len(theirs):,} of Morph-KGC")
    return [
        f"not in {name}: {' '.join(triple)}"
        for name, triples in lacking.items()
        for triple in sorted(triples)
    ]


def _triples(path: Path, form: ox.RdfFormat) -> set[Triple]:
    triples = (quad.triple for quad in ox.parse(path=path, format=form))
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in triples}


def _is_derived(triple: Triple) -> bool:
    """Tell whether a triple comes of a derived table, which may add to the rows of another."""
    schema = load_schema(packaged_ontology())
    typed_in = {table.prefix for table in schema.tables.values()}
    return any(
        triple[0].startswith(f"<{table.prefix}")
        and (
            table.prefix not in typed_in
            or triple[1] in {f"<{column.path}>" for column in table.columns}
        )
        for table in schema.derived.values()
    )


def race(agreements: int, runs: int, morph: Path) -> float:
    """Time both, print a table, and return our part of Morph-KGC's time."""
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder), agreements, morph)
        pairs = [contest.run() for _ in range(runs)]
        with contest.ntriples.open("rb") as file:
            triples = sum(1 for _ in file)
    print(f"\n{agreements:,} agreements, {triples:,} triples; least of {runs} runs\n")
    print("| what | seconds | processor seconds | peak MB |\n|---|---|---|---|")
    ours, theirs = (least(timed) for timed in zip(*pairs, strict=True))
    _print_row("kg: read, check, Turtle and N-Triples", ours)
    _print_row("Morph-KGC: N-Triples", theirs)
    return ours.seconds / theirs.seconds


def _print_row(name: str, run: Run) -> None:
    print(f"| {name} | {run.seconds:.2f} | {run.processor:.2f} | {run.megabytes:,.0f} |")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--agreements", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--morph", type=Path, help="a Python that has Morph-KGC installed")
    asked = parser.parse_args()
    try:
        morph = find_morph(asked.morph)
        differences = [line for size in COMPARED for line in compare(size, morph)]
        print("\n".join(differences[:20]) or "the graphs are the same, triple by triple")
        ratio = race(asked.agreements, asked.runs, morph)
    except CommandError as failure:
        print(failure, file=sys.stderr)
        return 2
    verdict = "holds" if ratio <= BAR else "is missed"
    print(f"\n{ratio:.2f} of Morph-KGC's time: the bar of {BAR} {verdict}")
    return int(ratio > BAR or bool(differences))


if __name__ == "__main__":
    sys.exit(main())
