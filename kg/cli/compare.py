"""`kg compare wikidata`: relations here beside those that others state."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say


@click.group()
def compare() -> None:
    """Compare the relations with those that others state."""


@compare.command()
@click.argument("words", nargs=-1, metavar="FILE...")
@click.option(
    "--query",
    is_flag=True,
    help="Print the query that makes such a file, about the cities named instead of FILE, else "
    "about the focal city.",
)
@click.option("--all", "every", is_flag=True, help="With --query: about all cities with an item.")
@options.project
@options.as_of
@options.formats("table", "csv", "json")
@options.lang
def wikidata(
    words: tuple[str, ...],
    query: bool,
    every: bool,
    project: Path | None,
    as_of: str | None,
    form: str,
    lang: str,
) -> None:
    """Compare with Wikidata's twinned administrative bodies (P190).

    FILE is what query.wikidata.org saves (JSON, TSV or CSV) as the answer of the query that
    kg compare wikidata --query [CITY...] prints. Nothing is sent or fetched by this program. Cities
    are the same where their items are: the column wikidata of the table cities.
    """
    if query:
        if as_of or form != "table":
            raise click.UsageError("--query takes neither --as-of nor --format.")
        _print_query(project, words, every=every, lang=lang)
    elif every or not words:
        raise click.UsageError(
            "Name the file that query.wikidata.org saved, or print the query for it: "
            "kg compare wikidata --query"
        )
    else:
        _print_comparison(project, words, as_of, form, lang)


def _print_query(project: Path | None, cities: tuple[str, ...], *, every: bool, lang: str) -> None:
    """Print the query on stdout, and on stderr where to run it."""
    graph = options.open_project(project, lang)
    if every and cities:
        raise click.UsageError("--all asks about all cities: name none.")
    rows = graph.tables["cities"]
    asked = tuple(rows.loc[rows["wikidata"] != "", "id"]) if every else cities
    text = graph.wikidata_query(*asked)
    click.echo(say("compare-run", lang), err=True)
    click.echo(text, nl=False)


def _print_comparison(
    project: Path | None, files: tuple[str, ...], as_of: str | None, form: str, lang: str
) -> None:
    """Print pairs, in words or as rows; then tell on stderr of rows that could not be compared."""
    from kg.cli.twins import print_twins
    from kg.exports.tables import plain
    from kg.problems import has_errors, render_text

    graph = options.open_project(project, lang)
    found = graph.compare_wikidata(*files, as_of=as_of)
    if form == "table":
        print_twins(graph, found, as_of, lang)
    else:
        frame = found.to_frame(lang)
        if form == "csv":  # anyone can write these at Wikidata
            free = ["label_a", "label_b", "near_label", "reference_urls"]
            frame[free] = frame[free].map(plain)
        print_frame(frame, form)
    if found.problems:
        click.echo(render_text(found.problems, lang), err=True, nl=False)
    if has_errors(found.problems):
        click.get_current_context().exit(1)
