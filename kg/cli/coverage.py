"""`kg coverage`, `kg gaps` and `kg why`: what is covered, what is not, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say
from kg.errors import KgError
from kg.names import partner_of

if TYPE_CHECKING:
    import pandas as pd

    from kg.api import Evidence, KnowledgeGraph


@click.command()
@click.argument("city", required=False)
@click.argument("partner", required=False)
@options.project
@options.as_of
@options.strict
@options.level
@options.denominator("agreed for one partner, scheme for a city")
@options.formats("table", "csv", "json")
@options.lang
def coverage(
    city: str | None,
    partner: str | None,
    project: Path | None,
    as_of: str | None,
    strict: bool,
    level: str,
    denominator: str | None,
    form: str,
    lang: str,
) -> None:
    """Say how much of a city's cooperation is covered, by partner, or by field with one PARTNER.

    CITY and PARTNER are ids or names in any language; without CITY, the city from which the data
    look. CSV and JSON hold the cells themselves, with all marks.
    """
    from kg.cli.summary import field_rows, partner_rows, relation_sentence

    graph = options.open_project(project, lang)
    view, other = _cities(graph, city, partner)
    evidence = options.evidence(strict)
    share = denominator or ("agreed" if other else "scheme")
    if form != "table":
        cells = graph.coverage(
            view, other, as_of=as_of, evidence=evidence, level=level, denominator=share
        )
        print_frame(cells, form)
        return
    if other is None and graph.relations(view, as_of=as_of).empty:
        day = graph.day_text(as_of)
        click.echo(say("no-relations", lang, city=graph.label(f"cities:{view}", lang), as_of=day))
        return
    if other is None:
        rows = partner_rows(graph, view, level, share, as_of, evidence, lang)
    else:
        click.echo(relation_sentence(graph, view, other, as_of, evidence, lang))
        rows = field_rows(graph, view, other, level, share, as_of, evidence, lang)
    if rows.empty:
        return
    print_frame(rows, "table", {c: say(f"column-{c}", lang) for c in rows.columns})


@click.command()
@click.argument("city", required=False)
@click.argument("partner", required=False)
@options.project
@options.as_of
@options.strict
@options.level
@options.denominator("agreed")
@options.formats("table", "csv", "json")
@click.option(
    "--worklist",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write rows that would close these gaps, to fill in and then kg apply FILE.",
)
@options.lang
def gaps(
    city: str | None,
    partner: str | None,
    project: Path | None,
    as_of: str | None,
    strict: bool,
    level: str,
    denominator: str | None,
    form: str,
    worklist: Path | None,
    lang: str,
) -> None:
    """List the fields that remain uncovered or unproven, with the kind of each gap."""
    graph = options.open_project(project, lang)
    view, other = _cities(graph, city, partner)
    asked: _Asked = {
        "as_of": as_of,
        "evidence": options.evidence(strict),
        "denominator": denominator or "agreed",
    }
    every = graph.gaps(view, other, **asked)
    cells = every[every["level"] == level]
    if worklist and form != "table":
        raise KgError("--worklist writes CSV to fill in, and is not for --format: leave one out.")
    if worklist:
        from kg.cli.worklist import write_worklist

        rows = graph.worklist(view, other, level=level, lang=lang, **asked)
        click.echo(write_worklist(graph, worklist, rows, len(cells), lang))
    elif form != "table":
        print_frame(cells, form)
    elif every.empty:
        click.echo(say("no-gaps", lang, as_of=graph.day_text(as_of)))
    else:
        _print_gaps(graph, every, view, level, lang)


class _Asked(TypedDict):
    """What is asked of gaps beside the cities and the level."""

    as_of: str | None
    evidence: "Evidence"
    denominator: str


def _print_gaps(
    graph: "KnowledgeGraph", every: "pd.DataFrame", view: str, level: str, lang: str
) -> None:
    """Print the gaps of one level as a table, and say how many there are among the topics."""
    cells = every[every["level"] == level]
    names = graph.schema.code_lists["gap"].codes
    rows = cells[["relation", "field", "gap"]].copy()
    rows["relation"] = [_partner_label(graph, r, view, lang) for r in cells["relation"]]
    rows["field"] = [graph.label(f"fields:{f}", lang) for f in cells["field"]]
    rows["gap"] = [names[g].labels[lang] for g in cells["gap"]]
    rows["studied"] = cells["studied"]
    print_frame(rows, "table", {c: say(f"column-{c}", lang) for c in rows.columns})
    topics = int((every["level"] == "topic").sum())
    if level == "field" and topics:
        click.echo(say("topics-too", lang, count=topics))


@click.command()
@click.argument("city")
@click.argument("partner")
@click.argument("field")
@options.project
@options.as_of
@options.strict
@options.lang
def why(
    city: str,
    partner: str,
    field: str,
    project: Path | None,
    as_of: str | None,
    strict: bool,
    lang: str,
) -> None:
    """Say why a field stands where it stands: what is missing, and what is behind it."""
    from kg.cli.explanation import print_explanation

    graph = options.open_project(project, lang)
    explanation = graph.why(
        graph.find("cities", city),
        graph.find("cities", partner),
        graph.find("fields", field),
        as_of=as_of,
        evidence=options.evidence(strict),
    )
    print_explanation(graph, explanation, lang)


def _cities(
    graph: "KnowledgeGraph", city: str | None, partner: str | None
) -> tuple[str, str | None]:
    view = graph.find("cities", city) if city else graph.focal_city
    if not view:
        raise KgError("There is no city to look from: name one, or give the data set a focal_city.")
    return view, graph.find("cities", partner) if partner else None


def _partner_label(graph: "KnowledgeGraph", relation: str, view: str, lang: str) -> str:
    return graph.label(f"cities:{partner_of(view, relation)}", lang)
