"""`kg view`: the page of one city, or of its relation with one partner, as a file of its own."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import KgError


@click.command()
@click.argument("city")
@click.option("--partner", metavar="CITY", help="Only the relation with this city.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; by default CITY.html or CITY-PARTNER.html, here.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@options.project
@options.as_of
@options.lang
def view(
    city: str,
    partner: str | None,
    out: Path | None,
    show: bool,
    project: Path | None,
    as_of: str | None,
    lang: str,
) -> None:
    """Write the page of one CITY: its relations and all that belongs to them, in one file.

    CITY is an id or a name in any language. The page of the whole data set is written by kg build.
    """
    from kg.exports import write_all

    graph = options.open_project(project, lang)
    key = graph.find("cities", city)
    other = graph.find("cities", partner) if partner else None
    held = [graph.relation(key, other)] if other else graph.relation_ids(key)
    if not held:
        raise KgError(f"No relation of {city} is on record.")
    page = out or Path("-".join(filter(None, (key, other))) + ".html")
    text = graph.to_html(key, other, as_of=as_of)
    write_all(page.parent, {page.name: [text.encode("utf-8")]})
    click.echo(
        say(
            "viewed",
            lang,
            page=page,
            cities=" – ".join(graph.label(f"cities:{c}", lang) for c in (key, other) if c),
            as_of=graph.day_text(as_of),
            count=int(graph.relations(as_of=as_of)["relation"].isin(held).sum()),
        )
    )
    if show:
        _open(page, lang)
    else:
        click.echo(say("open-page", lang, page=page))


def _open(page: Path, lang: str) -> None:
    """Open the page; where no browser can be had, say so: the page is there all the same."""
    import webbrowser

    try:
        opened = webbrowser.open(page.resolve().as_uri())
    except webbrowser.Error:
        opened = False
    if opened:
        click.echo(say("opened", lang, page=page))
    else:
        click.echo(say("not-opened", lang, page=page), err=True)
