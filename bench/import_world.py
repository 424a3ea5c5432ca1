"""Times bringing in a list of twin towns, and what is then made of it; a table of figures.

The list has the columns of bench.pairs (city1, country1, lat1, lng1 and so on); without one a world
is made up. Exit code 1 when a row is neither taken nor reported, or when the project has problems.

    python -m bench.import_world [PAIRS.csv] [--folder FOLDER] [--focal CITY]
"""

import argparse
import csv
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.pairs import HEADERS, make_pairs
from kg import KnowledgeGraph
from kg.api.bring import Bringing, bring_new, read_listing
from kg.imports.foreign import to_mapping
from kg.schema import load_schema, packaged_ontology

MAPPING = """
[source]
name = "A list of twin towns, for timing only"
kind = "blog"
accessed = "2024-12-31"
[table]
language = "en"
[one]
name = "city1"
country = "country1"
lat = "lat1"
long = "lng1"
[other]
name = "city2"
country = "country2"
lat = "lat2"
long = "lng2"
"""


class Watch:
    """Prints what each step took: seconds, processor seconds, the most memory so far."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()
        print("| step | seconds | processor seconds | peak MB |\n|---|---|---|---|")

    def lap(self, step: str) -> None:
        """Print one row of the table."""
        clock, processor = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = f"{clock - self._clock:.1f} | {processor - self._processor:.1f}"
        print(f"| {step} | {seconds} | {peak} |", flush=True)
        self._clock, self._processor = clock, processor


def write_world(path: Path) -> None:
    """Write a made-up world of pairs in countries by their English names."""
    countries = load_schema(packaged_ontology()).code_lists["country"].codes.values()
    pairs = make_pairs(sorted(code.labels["en"] for code in countries))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows((a.name, a.country, a.lat, a.long, b.name, b.country, b.lat, b.long)
                         for a, b in pairs)  # fmt: skip


def run(pairs: Path, folder: Path, focal: str) -> bool:
    """Bring the list in, check and build it; return whether all rows are accounted for."""
    watch, out = Watch(), folder / "project"
    listing = read_listing(pairs, to_mapping(MAPPING, "mapping"))
    watch.lap("read the list")
    found = bring_new(listing, out, focal=focal)
    watch.lap("match the places, draft the rows, check them")
    found.write(out)
    (folder / "review.csv").write_text(found.review, encoding="utf-8")
    watch.lap("write the project")
    graph = KnowledgeGraph.load(out)
    watch.lap("kg check: read and check it again")
    cells = len(graph.coverage())
    watch.lap("coverage")
    page = graph.to_html()
    (folder / "page.html").write_text(page, encoding="utf-8")
    watch.lap("the page")
    triples = sum(piece.count(b"\n") for piece in graph.to_ntriples())
    watch.lap("the graph as N-Triples")
    print(f"\ncells {cells}, triples {triples}, page {len(page.encode()) / 1e6:.1f} MB")
    _tell(found)
    tally = found.tally
    return tally.rows == tally.taken + tally.reported and not graph.problems


def _tell(found: Bringing) -> None:
    tally = found.tally
    print(f"rows {tally.rows}, taken {tally.taken}, reported {tally.reported}")
    print(f"pairs {tally.pairs}, taken {tally.placed}, relations {found.relations}")
    print(f"cities named {tally.cities}, in doubt {tally.doubtful}")
    for code, count in Counter(problem.code for problem in found.problems).most_common():
        print(f"  {code}: {count}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path, nargs="?")
    parser.add_argument("--folder", type=Path, help="keep what is made in this folder")
    parser.add_argument("--focal", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        pairs = asked.pairs or folder / "pairs.csv"
        if asked.pairs is None:
            write_world(pairs)
        if not run(pairs, folder, asked.focal):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
