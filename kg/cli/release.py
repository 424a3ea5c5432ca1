"""`kg release`: the whole citable package of a data set, and whether one is as it was published."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

TO_CITE = ("citation", "as_of")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.project
@options.as_of
@click.option("--provenance", is_flag=True, help="Also write where each row comes from.")
@click.option(
    "--verify", is_flag=True, help="Write nothing: say whether DIR is what was published."
)
@options.lang
def release(
    folder: Path,
    project: Path | None,
    as_of: str | None,
    provenance: bool,
    verify: bool,
    lang: str,
) -> None:
    """Write the citable package of a data set into the folder DIR.

    It holds the tables, the ontology, all exports, licences, how to cite, descriptions (DCAT,
    VoID, RO-Crate) and checksums; it is a project itself. DIR must be new, empty, or a release in
    which nothing was changed. What was written is read back and checked before it is put there.
    """
    if verify:
        if project or as_of or provenance:
            raise click.UsageError("--verify looks at DIR alone, without another option.")
        _verify(folder, lang)
        return
    from kg.problems import render_text

    graph = options.open_project(project, lang)
    if graph.problems:
        click.echo(render_text(graph.problems, lang, at_most=10), err=True, nl=False)
    made = graph.release(folder, as_of=as_of, provenance=provenance)
    details = {"version": made.version, "as_of": made.as_of, "count": made.files}
    click.echo(say("release-written", lang, folder=folder, **details))
    click.echo(say("release-graph", lang, triples=made.triples, hash=made.sha256))
    click.echo(say("release-next", lang, folder=folder))
    _tell_lacking(graph, lang)


def _tell_lacking(graph: "KnowledgeGraph", lang: str) -> None:
    """Tell on stderr what a citation needs and the table dataset leaves empty."""
    row = graph.tables["dataset"].iloc[0]
    if lacking := [name for name in TO_CITE if not row[name]]:
        click.echo(say("release-lacks", lang, columns=", ".join(lacking)), err=True)


def _verify(folder: Path, lang: str) -> None:
    """Print the verdict; exit 1 where anything differs."""
    from kg.api import KnowledgeGraph

    verdict = KnowledgeGraph.verify(folder)
    differences = verdict.differences
    if verdict.is_as_published:
        details = {"count": verdict.files, "hash": verdict.stated}
        click.echo(say("release-good", lang, folder=folder, **details))
        return
    for what in ("changed", "missing", "added"):
        for path in getattr(differences, what):
            click.echo(say(f"release-{what}", lang, path=path))
    if not differences:
        click.echo(
            say(
                "release-hash",
                lang,
                stated=verdict.stated,
                file=verdict.from_file,
                tables=verdict.from_tables,
            )
        )
    click.echo(say("release-bad", lang, folder=folder), err=True)
    click.get_current_context().exit(1)
