"""`kg suggest`: cities that could close a gap, each with its reasons in words."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.output import print_frame


@click.command()
@click.argument("city")
@click.option("--field", required=True, help="The field or topic in which a partner is looked for.")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, help="How many.")
@options.project
@options.as_of
@options.formats("table", "csv", "json")
@options.lang
def suggest(
    city: str,
    field: str,
    top: int,
    project: Path | None,
    as_of: str | None,
    form: str,
    lang: str,
) -> None:
    """Suggest partners for CITY in a field, with what speaks for and against each.

    Order: fewest rules broken (of the table policies), best rung on record in the field, partners,
    then their partners, then others, fewest reasons against. There is no score.
    """
    from kg.cli.suggestions import Words, print_suggestions

    graph = options.open_project(project, lang)
    found = graph.suggest(city, field, as_of=as_of)
    words = Words(graph, found, lang)
    if form == "table":
        print_suggestions(words, top)
        return
    frame = found.to_frame()
    frame = frame[frame["place"] <= top]
    print_frame(frame.assign(text=words.texts(top)), form)
