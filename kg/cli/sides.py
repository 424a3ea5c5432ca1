"""`kg sides`: whose side attests a relation, its fields and its name, and where they differ."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say
from kg.errors import KgError


@click.command()
@click.argument("city", required=False)
@click.argument("partner", required=False)
@options.project
@options.as_of
@options.formats("table", "csv", "json")
@options.lang
def sides(
    city: str | None,
    partner: str | None,
    project: Path | None,
    as_of: str | None,
    form: str,
    lang: str,
) -> None:
    """Say which city's side attests a cooperation: both, one, or third parties only.

    A source speaks for a city where its column speaks_for says so: what comes from that city's
    government, council or agency. Press and studies are third parties. With PARTNER, each field and
    its sources; then where the two sides differ.
    """
    from kg.cli.attestation import print_differences, print_sides

    graph = options.open_project(project, lang)
    view = graph.find("cities", city) if city else graph.focal_city
    if not view:
        raise KgError("There is no city to look from: name one, or give the data set a focal_city.")
    found = graph.sides(view, partner, as_of=as_of)
    if form != "table":
        print_frame(found, form)
        return
    if found.empty:
        city_name, day = graph.label(f"cities:{view}", lang), graph.day_text(as_of)
        click.echo(say("no-relations", lang, city=city_name, as_of=day))
        return
    print_sides(graph, found, view, as_of, lang, one=bool(partner))
    differences = graph.side_differences(view, partner, as_of=as_of)
    print_differences(graph, differences, view, lang)
