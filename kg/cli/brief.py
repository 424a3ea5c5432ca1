"""`kg brief`: one partner on one page to print, in names, as HTML and where possible as PDF."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import KgError


@click.command()
@click.argument("city")
@click.argument("partner")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the HTML, and the PDF beside; by default brief-CITY-PARTNER.html, here.",
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

    graph = options.open_project(project, lang)
    one, other = graph.find("cities", city), graph.find("cities", partner)
    html = graph.to_brief(one, other, as_of=as_of, evidence=options.evidence(strict), lang=lang)
    page = _named(out or Path(f"brief-{one}-{other}"), ".html")
    files = {page.name: [html.encode("utf-8")]}
    if pdf := _print(html, lang):
        files[_named(page, ".pdf").name] = [pdf]
    written = write_all(page.parent, files)
    click.echo(say("written", lang, files=", ".join(str(path) for path in written)))
    click.echo(say("open-page", lang, page=page))


def _named(path: Path, suffix: str) -> Path:
    """Return the path with a suffix of ours; a dot in a name of one's own stays."""
    stem = path.stem if path.suffix in (".html", ".pdf") else path.name
    return path.with_name(stem + suffix)


def _print(html: str, lang: str) -> bytes | None:
    """Return the page as PDF; where no browser prints it, say why: the HTML is good without."""
    from kg.exports.pdf import find_chromium, print_pdf

    if find_chromium() is None:
        click.echo(say("no-pdf", lang), err=True)
        return None
    try:
        return print_pdf(html)
    except KgError as error:
        click.echo(say("not-printed", lang, why=error), err=True)
        return None
