"""`kg export`: the graph in another format, to stdout or into files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import NetworkKind
    from kg.exports.formats import Format


@click.command()
@click.argument("form", metavar="[FORMAT]", required=False)
@click.option(
    "--out",
    metavar="PLACE",
    type=click.Path(path_type=Path),
    help="File to write, or folder where the format has several files; by default stdout, or a "
    "folder named like the format, here.",
)
@options.project
@options.as_of
@options.strict
@click.option(
    "--network",
    type=click.Choice(("relations", "coverage", "chain")),
    help="Of graphml, gexf, cytoscape and nodes-edges: cities by agreements (the default), "
    "partners by fields, or what follows from an agreement.",
)
@click.option(
    "--about",
    metavar="NAME",
    help="The city of --network coverage (else the focal city), the agreement of --network chain.",
)
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Of csv only: RDF files of which to make the tables, in a new project at --out.",
)
@options.lang
def export(
    form: str | None,
    out: Path | None,
    files: tuple[Path, ...],
    project: Path | None,
    as_of: str | None,
    strict: bool,
    network: "NetworkKind | None",
    about: str | None,
    lang: str,
) -> None:
    """Write the graph in another FORMAT; without one, list the formats."""
    from kg.exports.choices import Choices
    from kg.exports.formats import check_choices, find_format

    if form is None:
        _list_formats(lang)
        return
    found = find_format(form)
    if files:
        raise SystemExit(_make_tables(form, files, out, project, lang))
    evidence = options.evidence(strict)
    check_choices(found, Choices(as_of, evidence, network, about))
    if not found.suffix and out == Path("-"):
        raise click.UsageError(f"{form} is several files: name a folder with --out.")
    graph = options.open_project(project, lang)
    made = graph.export(
        form, as_of=as_of, evidence=evidence, network=network, about=about, lang=lang
    )
    if not found.is_text and out is None:
        out = Path(next(iter(made)))
    if found.suffix and out in (None, Path("-")):
        _print(made)
    else:
        _write(found, made, out, lang)


def _make_tables(
    form: str, files: tuple[Path, ...], out: Path | None, project: Path | None, lang: str
) -> int:
    from kg.cli.back import write_back

    if form != "csv" or out is None:
        raise click.UsageError(
            "--from makes tables in a new folder: kg export csv --from FILE --out FOLDER"
        )
    return write_back(files, out, project, lang)


def _list_formats(lang: str) -> None:
    import pandas as pd

    from kg.exports.formats import FORMATS

    folder = say("export-folder", lang)
    rows = [
        (name, f"*{form.suffix}" if form.suffix else folder, say(f"export-{name}", lang))
        for name, form in FORMATS.items()
    ]
    frame = pd.DataFrame(rows, columns=["format", "files", "holds"])
    print_frame(frame, "table", {c: say(f"export-column-{c}", lang) for c in frame.columns})


def _print(files: Mapping[str, Iterable[bytes]]) -> None:
    """Write the one file to stdout as it is, whatever the terminal's locale."""
    for piece in next(iter(files.values())):
        click.echo(piece, nl=False)


def _write(
    form: "Format", files: Mapping[str, Iterable[bytes]], out: Path | None, lang: str
) -> None:
    """Write into a folder, or the one file under the name asked for."""
    from kg.exports import write_all

    if not form.suffix:
        written = write_all(out or Path(form.name), files)
        names = ", ".join(path.name for path in written)
        folder = out or Path(form.name)
        click.echo(say("built", lang, count=len(written), folder=folder, files=names))
        return
    assert out is not None  # else it goes to stdout
    ((name, pieces),) = files.items()
    place = out / name if out.is_dir() else out
    write_all(place.parent, {place.name: pieces})
    click.echo(say("written", lang, files=place))
