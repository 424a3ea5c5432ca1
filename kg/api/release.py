"""Release: the whole citable package of a data set, written, read back and checked."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.outputs import all_files
from kg.api.verify import check_contents
from kg.errors import KgError
from kg.exports import release as package
from kg.exports.files import replaced_folder, write_files
from kg.exports.rdf import canonical_hash
from kg.turtle import render_ntriples
from kg.turtle.count import count_graph
from kg.turtle.provenance import render_provenance

if TYPE_CHECKING:
    from kg.api.graph import KnowledgeGraph

PROVENANCE = "provenance.nq"
README, CITATION, LICENCE = "README.md", "CITATION.cff", "LICENSE"


@dataclass(frozen=True, slots=True)
class Release:
    """What was written: where, how many files, triples of the graph, and its RDFC-1.0 hash."""

    folder: Path
    version: str
    as_of: str
    files: int
    triples: int
    sha256: str


def package_files(
    graph: "KnowledgeGraph", about: package.About, as_of: str | None
) -> dict[str, Iterable[bytes]]:
    """Return the files of a release but those that describe them, by path.

    This is the table of what a release holds: a further format is one line here, and its words in
    kg/exports/release/words.toml.
    """
    return {
        **({"data/README.md": [graph.method]} if graph.method else {}),
        **{f"data/{name}": file for name, file in graph.export("csvw").items()},
        **{f"data/{name}": file for name, file in graph.export("rml").items()},
        **graph.export("ontology"),
        **read_ontology(graph.ontology),
        **all_files(graph, as_of),
        **graph.export("jsonld", as_of=as_of),
        **{f"parquet/{name}": file for name, file in graph.export("parquet", as_of=as_of).items()},
        CITATION: [package.render_citation(about)],
        LICENCE: [package.read_data_licence(about)],
        **{name: [text] for name, text in package.read_other_licences().items()},
    }


def read_ontology(folder: Path) -> dict[str, Iterable[bytes]]:
    """Read all files of an ontology, by their path in a project; hidden ones are left."""
    paths = [p for p in package.read_paths(folder) if not any(map(_is_hidden, p.split("/")))]
    return {f"ontology/{path}": [(folder / path).read_bytes()] for path in paths}


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__"))


def describe(
    graph: "KnowledgeGraph", as_of: str | None = None
) -> tuple[package.About, package.Figures]:
    """Return what is known of the data set, and the figures of its graph at a date."""
    about = package.gather(
        graph.data, date=graph.as_of, as_of=graph.day_text(as_of), focal_city=graph.focal_city
    )
    tables = graph.graph_tables(as_of)
    sha256 = canonical_hash(render_ntriples(tables))
    cube = count_graph(graph.cube_tables(as_of))
    return about, package.Figures(count_graph(tables), sha256, cube)


def write_release(
    graph: "KnowledgeGraph", folder: Path, *, as_of: str | None = None, provenance: bool = False
) -> Release:
    """Write the package into a folder that is new, empty or an unchanged release; whole or not.

    What was written is read back before it takes its place: tables, graph, checksums, descriptions.
    DataError when the data have errors; KgError when the folder holds anything that is not ours.
    """
    check_place(folder)
    about, figures = describe(graph, as_of)
    with replaced_folder(folder) as made:
        files = package_files(graph, about, as_of)
        if provenance:
            files[PROVENANCE] = []  # written when the tables are there whose rows it names
        paths = [*files, README, package.DATASET, package.METADATA, package.CHECKSUMS]
        rebuild = _command(about, graph.as_of, provenance)
        files[README] = [package.render_readme(about, paths, figures.sha256, rebuild)]
        write_files(made, files)
        if provenance:
            write_files(made, {PROVENANCE: provenance_of(type(graph).load(made))})
        _write_descriptions(made, about, figures, graph.schema.prefixes)
        check_contents(made, graph)
    return Release(
        folder, about.version, about.as_of, len(paths), figures.graph.triples, figures.sha256
    )


def provenance_of(graph: "KnowledgeGraph") -> Iterator[bytes]:
    """Yield where each row of a project comes from, as N-Quads."""
    data = graph.data
    return render_provenance(data.data.values(), package.dataset_iri(data))


def check_place(folder: Path) -> None:
    """Refuse a folder in which a release would overwrite what no release made: KgError."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not _is_ours(folder):
        what = "holds files that no release made" if folder.is_dir() else "is a file"
        raise KgError(f"{folder} {what}, so it is left as it is. Name a new folder.")
    differences = package.read_differences(folder)
    if ours := (*differences.changed, *differences.added):
        raise KgError(
            f"{folder} is a release that was changed since ({', '.join(ours)}), so it is left "
            "as it is. Name a new folder."
        )
    if Path.cwd().is_relative_to(folder.resolve()):
        raise KgError(f"You stand in {folder}, which is to be replaced. Name a new folder.")


def _is_ours(folder: Path) -> bool:
    """Tell whether checksums stand in a folder that speak of a release's descriptions."""
    if not (folder / package.CHECKSUMS).is_file():
        return False
    return {package.DATASET, package.METADATA} <= set(package.read_checksums(folder))


def _command(about: package.About, date: str, provenance: bool) -> str:
    """Return the command that makes the same release from within it."""
    as_of = ["--as-of", about.as_of] if about.as_of != date else []
    more = ["--provenance"] if provenance else []
    return shlex.join(["kg", "release", "../again", *as_of, *more])


def _write_descriptions(
    made: Path, about: package.About, figures: package.Figures, prefixes: Mapping[str, str]
) -> None:
    """Write the files that describe the others: each the ones before it, checksums them all."""
    files = package.read_package(made)
    dataset = package.render_dataset(about, files, figures, prefixes)
    write_files(made, {package.DATASET: [dataset]})
    files = package.read_package(made)
    size = package.size_of_checksums([package.METADATA, *(file.path for file in files)])
    crate = package.render_crate(about, files, checksums=size, sha256=figures.sha256)
    write_files(made, {package.METADATA: [crate]})
    checksums = package.render_checksums(package.read_package(made))
    write_files(made, {package.CHECKSUMS: [checksums]})
