"""`kg stats`: measures of the network of cities, beside published ones, and of fields."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

_SIMILAR_AT_MOST = 10


@click.command()
@click.option("--city", help="Measure one city, and compare its fields with those of others.")
@click.option("--field", help="List the cities that cover one field or topic.")
@click.option("--by", type=click.Choice(("city", "field")), help="A row for each city or field.")
@options.project
@options.as_of
@options.formats("table", "csv", "json")
@options.lang
def stats(
    city: str | None,
    field: str | None,
    by: str | None,
    project: Path | None,
    as_of: str | None,
    form: str,
    lang: str,
) -> None:
    """Measure the network of cities, beside published figures.

    A relation counts where it rests on a signed agreement, in force or lapsed; parallel agreements
    make one relation. Coverage of fields counts all relations.
    """
    from kg.cli.measures import print_measures, print_rows

    if sum(word is not None for word in (city, field, by)) > 1:
        raise click.UsageError("--city, --field and --by exclude each other.")
    graph = options.open_project(project, lang)
    if city:
        _print_city(graph, city, as_of, form, lang)
    elif field:
        _print_field(graph, field, as_of, form, lang)
    elif by:
        found = graph.stats(as_of=as_of)
        print_rows(graph, found.cities if by == "city" else found.fields, form, lang)
    elif form == "table":
        print_measures(graph, graph.stats(as_of=as_of), lang)
    else:
        print_rows(graph, graph.stats(as_of=as_of).to_frame(), form, lang)


def _print_city(
    graph: "KnowledgeGraph", word: str, as_of: str | None, form: str, lang: str
) -> None:
    """Print one city's measures and the cities whose fields are most like its own."""
    from kg.cli.measures import print_one, print_rows

    key = graph.find("cities", word)
    found = graph.stats(as_of=as_of)
    others = found.coverage.compare(key)
    if form != "table":
        print_rows(graph, others, form, lang)
        return
    name = graph.label(f"cities:{key}", lang)
    row = found.cities[found.cities["city"] == key]
    if row.empty:
        click.echo(say("no-relations", lang, city=name, as_of=found.as_of))
        return
    print_one(row, name, lang)
    if not found.coverage.of(key):
        click.echo(say("stats-covers-nothing", lang, city=name, as_of=found.as_of))
        return
    near = others[others["shared"] > 0].head(_SIMILAR_AT_MOST)
    if near.empty:
        click.echo(say("stats-nothing-shared", lang, city=name))
        return
    click.echo(say("stats-similar", lang, city=name, count=len(near)))
    print_rows(graph, near, form, lang)


def _print_field(
    graph: "KnowledgeGraph", word: str, as_of: str | None, form: str, lang: str
) -> None:
    """Print the cities that cover one field, with the best rung of each."""
    from kg.cli.measures import print_rows
    from kg.coverage import RUNGS

    found = graph.covering(word, as_of=as_of)
    if form == "table" and found.empty:
        name = graph.label(f"fields:{graph.find('fields', word)}", lang)
        click.echo(say("stats-not-covered", lang, field=name, as_of=graph.day_text(as_of)))
        return
    rung = [RUNGS[rank] for rank in found["rank"]]
    rows = found.drop(columns="rank").assign(rung=rung)
    if form == "table":
        codes = graph.schema.code_lists["rung"].codes
        rows["rung"] = [codes[code].labels[lang] for code in rung]
    print_rows(graph, rows, form, lang)
