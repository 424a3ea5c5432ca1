"""`kg diff`: what changed between two releases, or between two dates of one project."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say
from kg.errors import DataError

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.compare import Comparison

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@options.project
@click.option("--as-of", metavar="DATE", help="One day for both folders: YYYY[-MM[-DD]].")
@options.denominator("agreed")
@options.formats("table", "csv", "json", "turtle")
@options.lang
def diff(
    old: str,
    new: str | None,
    project: Path | None,
    as_of: str | None,
    denominator: str | None,
    form: str,
    lang: str,
) -> None:
    """Say what changed from OLD to NEW: gaps closed and opened, relations, rows.

    OLD and NEW are two project folders (without NEW, the project), each taken at its own date, or
    two dates of the project, YYYY[-MM[-DD]] (without NEW, the project's own). A folder named like a
    date is written ./2016.
    """
    from kg.cli.comparison import print_changes

    _check_words(old, new, project, as_of)
    graph, other, found = _compare(old, new, project, as_of, denominator or "agreed", lang)
    _tell_notes(found, lang)
    if form == "table":
        print_changes(graph, other, found, lang)
    elif form == "turtle":
        from kg.compare import render_changes

        click.echo(b"".join(render_changes(found)).decode(), nl=False)
    else:
        print_frame(found.changes(), form)


def _is_date(word: str | None) -> bool:
    return bool(_DATE.fullmatch(word or ""))


def _check_words(old: str, new: str | None, project: Path | None, as_of: str | None) -> None:
    """Refuse what cannot be meant, before anything is read."""
    if new is not None and _is_date(old) != _is_date(new):
        raise click.UsageError(
            "Name two folders or two dates, not one of each. A folder named like a date is written "
            f"./{old if _is_date(old) else new}."
        )
    if _is_date(old) and as_of:
        raise click.UsageError("--as-of sets one day for two folders; two dates need none.")
    if not _is_date(old) and new is not None and project:
        raise click.UsageError("--project is of no use where both folders are named.")


def _compare(
    old: str, new: str | None, project: Path | None, as_of: str | None, denominator: str, lang: str
) -> "tuple[KnowledgeGraph, KnowledgeGraph, Comparison]":
    """Return the newer graph, the older one (the same for two dates), and what differs."""
    if _is_date(old):
        graph = options.open_project(project, lang)
        return graph, graph, graph.diff(old, as_of=new, denominator=denominator)
    other = _open(Path(old), lang)
    graph = _open(Path(new) if new is not None else project, lang)
    return graph, other, graph.diff(other, as_of=as_of, denominator=denominator)


def _open(folder: Path | None, lang: str) -> "KnowledgeGraph":
    """Open one of two projects; when it has errors, say which."""
    try:
        return options.open_project(folder, lang)
    except DataError as error:
        told = say("diff-data-have-errors", lang, folder=folder or Path.cwd())
        raise DataError(told, error.problems) from error


def _tell_notes(found: "Comparison", lang: str) -> None:
    """Tell on stderr what one should know before reading the changes."""
    if found.old.day > found.new.day:
        days = {"old": found.old.as_of, "new": found.new.as_of}
        click.echo(say("diff-backwards", lang, **days), err=True)
    notes = {"diff-unknown-old": found.unknown_before, "diff-unknown-new": found.unknown_after}
    for key, columns in notes.items():
        if columns:
            click.echo(say(key, lang, columns=", ".join(columns)), err=True)
