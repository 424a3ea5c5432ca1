"""`kg apply`: filled-in rows into the tables, shown before they are written."""

import sys
from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import DataError, KgError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@options.project
@options.as_of
@options.strict
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--yes", "-y", is_flag=True, help="Write without being asked.")
@options.lang
def apply(
    files: tuple[Path, ...],
    project: Path | None,
    as_of: str | None,
    strict: bool,
    dry_run: bool,
    yes: bool,
    lang: str,
) -> None:
    """Put filled-in rows into the tables of a project, whole or not at all.

    FILES are work lists (kg gaps --worklist), rows saved from the page, or rows of one table as
    CSV. A new id adds a row; a known id changes the cells that are filled in, and an empty cell
    leaves what is there. What changes and which gaps close is shown first.
    """
    from kg.cli.changes import change_lines, rows_line
    from kg.problems import has_errors, render_text
    from kg.worklist.changes import expect_own

    graph = options.open_project(project, lang)
    if not dry_run:
        expect_own(graph.folder)
    changes = graph.apply(*files)
    if changes.problems:
        click.echo(render_text(changes.problems, lang), err=True, nl=False)
    if has_errors(changes.problems):
        click.echo(rows_line(changes, lang), err=True)
        raise DataError(say("apply-refused", lang), tuple(changes.problems))
    for line in change_lines(changes, lang, as_of, strict=strict):
        click.echo(line)
    if not changes.is_empty and not dry_run and is_agreed(expect_own(graph.folder), yes, lang):
        written = ", ".join(str(path) for path in changes.write())
        click.echo(say("apply-written", lang, files=written))
    elif not changes.is_empty:
        click.echo(say("apply-left", lang))


def is_agreed(folder: Path, yes: bool, lang: str) -> bool:
    """Ask whether to write; KgError where nobody can be asked."""
    if yes:
        return True
    if not _has_terminal():
        raise KgError(say("apply-say-yes", lang))
    return click.confirm(say("apply-ask", lang, folder=folder))


def _has_terminal() -> bool:
    return sys.stdin.isatty()
