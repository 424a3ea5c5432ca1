"""The measures of a network in words: a table beside published figures, and how to read it."""

from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from kg.cli.output import print_frame
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.network import NetworkStats

_LISTED_AT_MOST = 12


def print_measures(graph: "KnowledgeGraph", found: "NetworkStats", lang: str) -> None:
    """Print the measures beside those published, where each comes from, and what they say not."""
    from kg.network import read_published

    published = read_published()
    click.echo(say("stats-head", lang, as_of=found.as_of, contacts=found.contacts))
    frame = found.to_frame()
    frame = frame[~frame["measure"].isin(["sources", "contacts"])]
    rows = pd.DataFrame(
        {
            "measure": [say(f"stats-{name}", lang) for name in frame["measure"]],
            "value": [to_words(value, lang) for value in frame["value"]],
            "published": ["–" if n is None else to_words(n, lang) for n in frame["published"]],
        }
    )
    print_frame(rows, "table", {c: say(f"stats-column-{c}", lang) for c in rows.columns})
    source = {"name": published.name, "data": published.data, "dated": published.dated}
    click.echo(say("stats-published", lang, **source, address=published.address))
    for line in _notes(graph, found, lang):
        click.echo(line)


def _notes(graph: "KnowledgeGraph", found: "NetworkStats", lang: str) -> list[str]:
    measures = found.measures
    notes = []
    if measures.most_related:
        names = [graph.label(f"cities:{city}", lang) for city in measures.most_related]
        notes.append(say("stats-most", lang, cities=_listed(names, lang)))
    if measures.mean_distance is not None:
        key = "stats-exact" if measures.is_exact else "stats-sampled"
        notes.append(say(key, lang, sources=measures.sources))
    if measures.communities:
        sizes = [str(size) for size in measures.communities]
        notes.append(say("stats-found", lang, sizes=_listed(sizes, lang)))
    stated = [city for city in graph.tables["dataset"]["focal_city"] if city]
    if stated:  # only the data set itself can say that it was gathered from one city
        name = graph.label(f"cities:{stated[0]}", lang)
        return [*notes, say("stats-care-of", lang, city=name)]
    return [*notes, say("stats-care", lang)]


def _listed(words: list[str], lang: str) -> str:
    more = len(words) - _LISTED_AT_MOST
    shown = ", ".join(words[:_LISTED_AT_MOST])
    return shown + (say("and-more", lang, count=more) if more > 0 else "")


def print_one(row: pd.DataFrame, name: str, lang: str) -> None:
    """Print the only row of a frame with a line for each of its measures."""
    cells = row.drop(columns="city").astype(object).where(row.notna(), None).iloc[0]
    words = [say(f"stats-column-{column}", lang) for column in cells.index]
    lines = pd.DataFrame({"measure": words, "value": [to_words(cell, lang) for cell in cells]})
    titles = {"measure": say("stats-column-measure", lang), "value": name}
    print_frame(lines, "table", titles)


def print_rows(graph: "KnowledgeGraph", frame: pd.DataFrame, form: str, lang: str) -> None:
    """Print a frame; for people with names, for programs with ids and nothing for what is not."""
    rows = frame.astype(object).where(frame.notna(), None)
    if form == "csv":  # as text: numbers of mixed kinds stay as they are
        print_frame(rows.map(lambda cell: "" if cell is None else str(cell)), form)
        return
    if form == "json":
        print_frame(rows, form)
        return
    for column, table in (("city", "cities"), ("other", "cities"), ("field", "fields")):
        if column in rows:
            rows[column] = [graph.label(f"{table}:{key}", lang) for key in rows[column]]
    shown = rows.map(lambda cell: to_words(cell, lang))
    print_frame(shown, "table", {c: say(f"stats-column-{c}", lang) for c in rows.columns})


def to_words(cell: Any, lang: str) -> str:
    """Return a measure as people read it: at most three decimals, or that it is not defined."""
    if cell is None:
        return say("stats-undefined", lang)
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
