"""`kg import`: a list of twin towns from anywhere into tables, shown before it is written."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import options
from kg.cli.apply import is_agreed
from kg.cli.words import say
from kg.errors import DataError, KgError

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.api.bring import Bringing, Listing

_FILE = click.Path(path_type=Path, dir_okay=False)
_READ = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("import")
@click.argument("file", type=_READ)
@click.option("--map", "mapping", type=_FILE, help="Which column is what (TOML); see --guess.")
@click.option("--guess", is_flag=True, help="Propose a mapping, and do nothing else.")
@click.option("--map-out", type=_FILE, help="With --guess: write the mapping to this file.")
@options.project
@click.option("--out", type=click.Path(path_type=Path), help="Make a new project in this folder.")
@click.option("--focal", default="", metavar="CITY", help="With --out: the data look from it.")
@click.option("--licence", default="", metavar="URL", help="With --out: that of the list.")
@click.option("--review", type=_READ, help="What you decided on cities in doubt.")
@click.option("--review-out", type=_FILE, help="For cities in doubt; review.csv by the mapping.")
@click.option("--report", type=_FILE, help="Write all that is told of rows to this CSV file.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--yes", "-y", is_flag=True, help="Write without being asked.")
@options.formats("text", "json", "csv")
@options.lang
def import_(
    file: Path,
    mapping: Path | None,
    guess: bool,
    map_out: Path | None,
    project: Path | None,
    out: Path | None,
    focal: str,
    licence: str,
    review: Path | None,
    review_out: Path | None,
    report: Path | None,
    dry_run: bool,
    yes: bool,
    form: str,
    lang: str,
) -> None:
    """Take the pairs of a foreign table (CSV, workbook, JSON) into tables, whole or not at all.

    With --out a new project is made, which kg build takes at once; otherwise the rows go into the
    project, and what changes is shown first. Each row is taken or reported. Cities in doubt are
    written to a review, which is filled in and given back. --format json or csv prints all that is
    told of rows on stdout, and the words on stderr.
    """
    from kg.cli.imported import Teller, propose
    from kg.worklist.changes import expect_own

    if guess:
        propose(file, map_out, lang)
        return
    if mapping is None:
        raise KgError(say("import-no-map", lang, file=file))
    _expect_sense(project, out, bool(focal or licence), report, lang)
    listing = _read(file, mapping, lang)
    graph = None if out else options.open_project(project, lang)
    folder = expect_own(graph.folder) if graph and not dry_run else None
    found = _bring(listing, graph, out, lang, review=review, focal=focal, licence=licence)
    teller = Teller(found, lang, form)
    teller.tell()
    if not dry_run:
        teller.write_beside(review_out or review or mapping.with_name("review.csv"), report)
    teller.expect_sound()
    if out is not None:
        teller.write_new(out, dry_run=dry_run)
    elif not found.changes.is_empty:
        teller.write(folder is not None and is_agreed(folder, yes, lang))
    if found.tally.reported:
        raise SystemExit(1)


def _expect_sense(
    project: Path | None, out: Path | None, of_new: bool, report: Path | None, lang: str
) -> None:
    """Refuse options that contradict each other, and files that are there: KgError."""
    from kg.api.bring import expect_new

    if out is not None and project is not None:
        raise KgError(say("import-two-places", lang))
    if out is None and of_new:
        raise KgError(say("import-only-new", lang))
    if report is not None and report.exists():
        raise KgError(say("import-there", lang, file=report))
    if out is not None:
        expect_new(out)


def _read(file: Path, mapping: Path, lang: str) -> "Listing":
    """Read the table; DataError where nothing can be taken, with all problems told on stderr.

    KgError where the mapping cannot be used.
    """
    from kg.api.bring import read_listing
    from kg.imports.foreign import MappingError
    from kg.problems import render_text

    try:
        return read_listing(file, mapping)
    except MappingError as error:
        if not error.problems:
            raise
        click.echo(render_text(error.problems, lang), err=True, nl=False)
        raise KgError(say("import-bad-map", lang, file=mapping)) from error
    except DataError as error:
        _tell_failure(error, lang)
        raise DataError(say("import-no-pair", lang, file=file), error.problems) from error


def _tell_failure(error: DataError, lang: str) -> None:
    from kg.cli.imported import SHOWN_AT_MOST
    from kg.problems import Problem, render_text

    problems = [problem for problem in error.problems if isinstance(problem, Problem)]
    click.echo(render_text(problems, lang, at_most=SHOWN_AT_MOST), err=True, nl=False)


def _bring(
    listing: "Listing",
    graph: "KnowledgeGraph | None",
    out: Path | None,
    lang: str,
    **choices: Any,
) -> "Bringing":
    """Find out what the list does to a project, or what new one it makes."""
    from kg.api.bring import bring_new
    from kg.imports.relations import day_of

    try:
        if graph is None:
            assert out is not None
            if not day_of(listing.mapping.source):
                raise KgError(say("import-no-day", lang, file=listing.mapping.file))
            return bring_new(listing, out, **choices)
        return graph.bring(listing, review=choices["review"])
    except DataError as error:
        _tell_failure(error, lang)
        if choices["review"] is None:
            raise
        words = say("import-bad-review", lang, file=choices["review"])
        raise DataError(words, error.problems) from error
