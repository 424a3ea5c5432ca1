"""Times the page in Chromium: from navigation to the first frame that shows what was asked for.

Exit code 1 when a target is missed, or when the page of the real data is too large.

    python -m bench.page [--pairs FILE.csv] [--pyvis 1000] [--runs 5] [--only CASE]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pandas as pd
from playwright.sync_api import Playwright

from bench.browser import BrowserError, middle, repeat, start_playwright, visit
from bench.build import ROOT
from bench.countries import country_names
from bench.make_tables import write_tables
from bench.net import Net, connect, net_tables
from bench.pairs import PairsError, make_pairs, read_pairs
from bench.shipped import cut, shipped_page
from bench.star import FIELDS, PARTNERS, make_star
from bench.world import Columns
from kg import KnowledgeGraph
from kg.schema import Schema, load_schema, packaged_ontology

MOST = 2.0  # megabytes of the page of the real data
TARGETS = {"real": 0.5, "star": 1.0, "world": 2.0, "choice": 0.2}  # seconds
PATIENCE = 180.0  # seconds that pyvis's page gets


@dataclass(frozen=True)
class Row:
    """A line of the table: what was timed, and how well it did."""

    case: str
    megabytes: float
    seconds: float | None  # None: not within PATIENCE
    target: float | None = None
    most: float | None = None  # megabytes
    fault: str = ""  # why the page does not show what it was timed for

    @property
    def is_met(self) -> bool:
        """Tell whether the page shows what it should, in time and in size."""
        late = self.target is not None and (self.seconds is None or self.seconds > self.target)
        large = self.most is not None and self.megabytes > self.most
        return not (late or large or self.fault)


@dataclass(frozen=True)
class Bench:
    """What all cases share: a browser to start, a folder for pages, and what was asked for."""

    playwright: Playwright
    folder: Path
    schema: Schema
    runs: int
    pairs: Path | None
    pyvis: int

    def write(self, name: str, page: str) -> Path:
        """Write a page as its readers find it on disk."""
        path = self.folder / f"{name}.html"
        path.write_text(page, encoding="utf-8", newline="\n")
        return path

    def load(self, name: str, tables: Mapping[str, Columns]) -> KnowledgeGraph:
        """Write made tables and read them back as a project."""
        write_tables(tables, self.schema, self.folder / name / "data")
        return KnowledgeGraph.load(self.folder / name)


def time_real(bench: Bench) -> Iterator[Row]:
    """Time the page of the data that come with the package, then pyvis's own page of them."""
    graph = KnowledgeGraph.load(ROOT)
    path = bench.write("real", graph.to_html())
    visits = repeat(bench.runs, bench.playwright, path, mark="ready")
    size = _megabytes(path)
    yield Row("real data: the matrix", size, middle(visits, "matrix"), TARGETS["real"], MOST)
    yield Row("real data: the network too", size, middle(visits, "ready"))
    if bench.pyvis:
        yield _time_pyvis(bench, "the real data", _cities(graph.relations()))


def time_star(bench: Bench) -> Iterator[Row]:
    """Time the page of a made-up city with many partners and fields."""
    path = bench.write("star", bench.load("star", make_star()).to_html())
    visits = repeat(bench.runs, bench.playwright, path, mark="ready")
    name, size = f"{PARTNERS} partners × {FIELDS} fields", _megabytes(path)
    yield Row(f"{name}: the matrix", size, middle(visits, "matrix"), TARGETS["star"])
    yield Row(f"{name}: the network too", size, middle(visits, "ready"))


def time_world(bench: Bench) -> Iterator[Row]:
    """Time the map of the world's pairs, and choosing a city on it; then pyvis's own page."""
    net = _make_net(bench)
    began = time.perf_counter()
    graph = bench.load("world", net_tables(net, bench.schema))
    path = bench.write("world", graph.to_html())
    print(f"The page of the world was built in {time.perf_counter() - began:.1f} s.")
    hub, chosen = net.ranked[:2]  # the page opens at the first
    visits = repeat(
        bench.runs,
        bench.playwright,
        path,
        mark="ready",
        fragment="net=map",
        then=f"net=map&sel=city:{chosen}&city={chosen}",
    )
    whole = f"{len(net.cities):,} cities, {len(net.pairs):,} relations"
    fault = _fault_of_map(bench, path, len(net.pairs))
    size, first = _megabytes(path), middle(visits, "ready")
    yield Row(f"{whole}: the map", size, first, TARGETS["world"], fault=fault)
    name = net.cities[chosen][0].name
    fault = fault or ("" if name in visits[0].text else f"the panel does not name {name}")
    settled = median(visit.step["settled"] for visit in visits)
    yield Row(f"{whole}: choosing a city", size, settled, TARGETS["choice"], fault=fault)
    if bench.pyvis:
        some = cut(net.pairs, hub, bench.pyvis)
        yield _time_pyvis(bench, f"the world, cut to {bench.pyvis:,} cities", some)


def _fault_of_map(bench: Bench, path: Path, relations: int) -> str:
    """Say what is wrong with the map, so that a page without one cannot meet its target."""
    plain, drawn = (
        visit(bench.playwright, path, mark="ready", fragment=fragment)
        for fragment in ("", "net=map")
    )
    if plain.relations != relations:
        return f"the page holds {plain.relations:,} relations"
    return "the page shows the same network without a map" if plain.picture == drawn.picture else ""


def _make_net(bench: Bench) -> Net:
    """Read or make up the pairs, and say what could not be used."""
    countries = bench.schema.code_lists["country"].codes.values()
    labels = [country.labels["en"] for country in countries]
    pairs = read_pairs(bench.pairs) if bench.pairs else make_pairs(labels)
    net = connect(pairs, country_names(bench.schema))
    print(f"{len(pairs):,} pairs, of which {len(net.pairs):,} are used.", end=" ")
    print(f"{net.repeated:,} stand twice or pair a city with itself.")
    if net.unknown:
        listed = ", ".join(f"{name or '(none)'} {n}" for name, n in net.unknown.most_common())
        print(f"Left out since their country has no code of its own: {listed}.")
    if not net.pairs:
        raise PairsError(f"{bench.pairs} has no pair of two known countries.")
    return net


def _time_pyvis(bench: Bench, name: str, pairs: list[tuple[str, str]]) -> Row:
    """Time pyvis's own page once: it takes too long for more."""
    path = bench.write("pyvis", shipped_page(pairs))
    cities = len({city for pair in pairs for city in pair})
    case = f"pyvis as shipped, {name} ({cities:,} cities, {len(pairs):,} relations)"
    try:
        seen = visit(bench.playwright, path, mark="stable", wait=PATIENCE)
    except BrowserError as failure:
        if "Timeout" not in str(failure):
            raise
        return Row(case, _megabytes(path), None)
    return Row(case, _megabytes(path), seen.marks["stable"])


def _cities(relations: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(relations["city_a"], relations["city_b"], strict=True))


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


CASES: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "real": time_real,
    "star": time_star,
    "world": time_world,
}


def print_rows(rows: list[Row]) -> None:
    """Print the table."""
    print("\n| case | size | first frame | target |\n|---|---|---|---|")
    for row in rows:
        taken = f"not within {PATIENCE:.0f} s" if row.seconds is None else f"{row.seconds:.2f} s"
        targets = [f"{row.target} s"] if row.target else []
        targets += [f"{row.most:g} MB"] if row.most else []
        verdict = ", ".join(targets) + ("" if row.is_met else ": missed")
        print(f"| {row.case} | {row.megabytes:.2f} MB | {taken} | {verdict or '–'} |")
    for row in rows:
        if row.fault:
            print(f"{row.case}: {row.fault}", file=sys.stderr)


def read_command(words: list[str] | None = None) -> argparse.Namespace:
    """Read the command line; it exits with code 2 and a message when it makes no sense."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=Path, help="a CSV of pairs instead of a made-up world")
    parser.add_argument("--pyvis", type=int, default=1000, help="cities for pyvis; 0: without")
    parser.add_argument("--runs", type=int, default=5, help="cold starts; their median counts")
    parser.add_argument("--only", choices=sorted(CASES), help="one case, and pyvis on its network")
    asked = parser.parse_args(words)
    if asked.runs < 1:
        parser.error("--runs must be 1 or more")
    if asked.pyvis < 0 or asked.pyvis == 1:
        parser.error("--pyvis must be 2 or more, or 0")
    if asked.pairs and not asked.pairs.is_file():
        parser.error(f"--pairs: there is no file {asked.pairs}")
    return asked


def main(words: list[str] | None = None) -> int:
    """Run from the command line."""
    asked = read_command(words)
    schema = load_schema(packaged_ontology())
    try:
        with tempfile.TemporaryDirectory() as folder, start_playwright() as playwright:
            bench = Bench(playwright, Path(folder), schema, asked.runs, asked.pairs, asked.pyvis)
            names = [asked.only] if asked.only else list(CASES)
            rows = [row for name in names for row in CASES[name](bench)]
    except (BrowserError, PairsError) as failure:
        print(failure, file=sys.stderr)
        return 2
    print_rows(rows)
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
