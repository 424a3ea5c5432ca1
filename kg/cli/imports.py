"""`kg import`: a list of twin towns from anywhere into tables, shown before it is written."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import DataError, KgError

if TYPE_CHECKING:
    from kg.api.bring import Bringing, Listing

_FILE = click.Path(path_type=Path, dir_okay=False)
SHOWN_AT_MOST = 20
"""Problems of a kind on the terminal; --report has all."""


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--map", "mapping", type=_FILE, help="Which column is what: see --guess.")
@click.option("--guess", is_flag=True, help="Propose a mapping, and write nothing else.")
@click.option("--map-out", type=_FILE, help="With --guess: write the mapping to this file.")
@options.project
@click.option("--out", type=click.Path(path_type=Path), help="Make a new project in this folder.")
@click.option("--focal", metavar="CITY", help="With --out: the city from which the data look.")
@click.option("--licence", metavar="URL", help="With --out: the licence of the list.")
@click.option(
    "--review",
    type=_FILE,
    help="Cities in doubt: read if it is there, else written. Default: review.csv beside FILE.",
)
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
    focal: str | None,
    licence: str | None,
    review: Path | None,
    report: Path | None,
    dry_run: bool,
    yes: bool,
    form: str,
    lang: str,
) -> None:
    pass
