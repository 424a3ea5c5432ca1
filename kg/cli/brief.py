"""`kg brief`: one partner on one page to print, in names, as HTML and where possible as PDF."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say


@click.command()
@click.argument("city")
@click.argument("partner")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the HTML; by default brief-CITY-PARTNER.html, here. The PDF stands beside it.",
)
@options.project
@options.as_of
@options.strict
@options.lang
def brief(
    city: str,
    partner: str,
    out: Path | None,
    project: Path | None,
    as_of: str | None,
    strict: bool,
    lang: str,
) -> None:
    """Write the brief of CITY and PARTNER: what is covered, what is not, obstacles and sources.

    Writes HTML, and PDF as well where Chromium or Chrome is installed.
    """
    from kg.exports import write_all
    from kg.exports.pdf import find_chromium, print_pdf

    graph = options.open_project(project, lang)
    one, other = graph.find("cities", city), graph.find("cities", partner)
    html = graph.to_brief(one, other, as_of=as_of, evidence=options.evidence(strict), lang=lang)
    page = out or Path(f"brief-{one}-{other}.html")
    files = {page.name: [html.encode("utf-8")]}
    has_chromium = find_chromium() is not None
    if has_chromium:
        files[page.with_suffix(".pdf").name] = [print_pdf(html)]
    written = write_all(page.parent, files)
    names = ", ".join(str(path) for path in written)
    click.echo(say("built", lang, count=len(written), folder=page.parent, files=names))
    if not has_chromium:
        click.echo(say("no-pdf", lang), err=True)
    click.echo(say("open-page", lang, page=page))
