"""Verify: whether a release is what was published, and whether it says the truth about itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.api.exchange import Exchange
from kg.errors import KgError
from kg.exports import release as package
from kg.exports.rdf import canonical_hash
from kg.problems import has_errors, render_text
from kg.turtle import render_ntriples

GRAPH = "graph.nt"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a release is like: files that differ, and the graph that is stated and that are found.

    `from_file` is the hash of graph.nt, `from_tables` that of the graph made anew from the tables;
    both are empty where files differ, since nothing more can be said then.
    """

    files: int
    differences: package.Differences
    stated: str = ""
    from_file: str = ""
    from_tables: str = ""

    @property
    def is_as_published(self) -> bool:
        """Tell whether nothing differs."""
        return not self.differences and self.stated == self.from_file == self.from_tables


def verify_release(folder: Path) -> Verdict:
    """Compare a release with its checksums, and its graph with its tables and its description.

    KgError where the folder is no release, DataError where its tables have errors.
    """
    differences = package.read_differences(folder)
    count = len(package.read_checksums(folder)) + 1
    if differences:
        return Verdict(count, differences)
    stated = package.read_stated(folder)
    tables = Exchange.load(folder).graph_tables(stated.as_of)
    return Verdict(
        count,
        differences,
        stated=stated.sha256,
        from_file=canonical_hash([(folder / GRAPH).read_bytes()]),
        from_tables=canonical_hash(render_ntriples(tables)),
    )


def check_contents(folder: Path, graph: Exchange) -> None:
    """Read back what was just written: KgError where it is not what it was made from."""
    faults = [*_faults(folder, graph)]
    if faults:
        raise KgError(f"The release was not written, since it is not true: {'; '.join(faults)}.")


def _faults(folder: Path, graph: Exchange) -> Iterator[str]:
    again = Exchange.load(folder)
    if has_errors(again.problems):
        yield render_text(again.problems, at_most=1).splitlines()[0]
        return
    for name, data in graph.data.data.items():
        if not data.rows.sort_by("id").equals(again.data[name].rows.sort_by("id")):
            yield f"data/{name}.csv does not read back as the same table"
    verdict = verify_release(folder)
    if not verdict.is_as_published:
        yield "checksums or hashes are not those of the files"
    described = package.parse_described((folder / package.METADATA).read_text(encoding="utf-8"))
    present = {quote(path) for path in package.read_paths(folder)}
    if described != present:
        yield f"files and descriptions differ: {', '.join(sorted(described ^ present))}"
