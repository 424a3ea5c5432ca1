"""`kg query` and `kg ask`: SPARQL of one's own, and the questions that come with the ontology."""

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say
from kg.errors import KgError

if TYPE_CHECKING:
    import pandas as pd

    from kg.api import KnowledgeGraph
    from kg.store import Answer
    from kg.store.questions import Question

_FORMS = ("table", "csv", "json", "turtle")


@click.command()
@click.argument("sparql", required=False)
@click.option(
    "--file", "-f", "file", type=click.File("r", encoding="utf-8"), help="Read the query."
)
@options.project
@options.store
@options.formats(*_FORMS)
def query(
    sparql: str | None, file: TextIO | None, project: Path | None, store: str | None, form: str
) -> None:
    """Answer a SPARQL query over rows, relations, coverage and ontology.

    All prefixes of the graph are known: cities:, fields:, sisc:, rung:, gap: and so on.
    """
    text = sparql if file is None else _read(file)
    if not text:
        raise click.UsageError("Give a query, or a file with one: kg query -f mine.rq")
    print_answer(options.open_project(project).answer(text, store=store), form)


def _read(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise KgError(f"{file.name} is not UTF-8: {error.reason} at byte {error.start}.") from None


def print_answer(answer: "Answer", form: str) -> None:
    """Print an answer; QueryError when its kind of query has no such form."""
    if form == "table" and answer.truth is not None:
        click.echo("yes" if answer.truth else "no")
    elif form == "turtle" or (form == "table" and answer.triples is not None):
        click.echo(answer.to_turtle(), nl=False)
    elif form == "table":
        print_frame(answer.to_frame(), "table")
    else:
        click.echo(answer.to_csv() if form == "csv" else answer.to_json(), nl=False)


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@options.project
@options.store
@options.lang
@options.formats("table", "csv", "json")
@click.option("--show", is_flag=True, help="Print the question's SPARQL instead of its answer.")
@click.pass_context
def ask(
    ctx: click.Context,
    name: str | None,
    project: Path | None,
    store: str | None,
    lang: str,
    form: str,
    show: bool,
) -> None:
    """Answer a named question; without a name, list them.

    Parameters are options: kg ask never-studied --city bandung.
    """
    import pandas as pd

    if name and name.startswith("-"):
        raise click.UsageError("Name the question first: kg ask never-studied --city bandung")
    graph = options.open_project(project, lang)
    if name is None:
        rows = [(q.name, q.title[lang], _usage(q, graph)) for q in graph.questions.values()]
        frame = pd.DataFrame(rows, columns=["name", "question", "parameters"])
        print_frame(frame, form, {c: say(f"column-{c}", lang) for c in frame.columns})
        return
    question = graph.question(name)
    spoken = {"lang": lang} if "lang" in question.parameters else {}
    text = question.text(graph.data, graph.focal_city, **spoken | _pairs(ctx.args))
    if show:
        click.echo(text, nl=False)
        return
    click.echo(question.about[lang], err=True)
    answer = graph.answer(question.for_servers(text) if store else text, store=store)
    if form == "table":
        print_frame(_in_names(answer.to_frame()), "table")
    else:
        print_answer(answer, form)


def _in_names(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Leave out identifiers that have a name beside them: a table is for people."""
    named = [column for column in frame.columns if f"{column}_name" in frame.columns]
    return frame.drop(columns=named).rename(columns=lambda c: c.removesuffix("_name"))


def _usage(question: "Question", graph: "KnowledgeGraph") -> str:
    own = {p.name: p.default.strip("*") for p in question.parameters.values() if p.name != "lang"}
    if "city" in own:
        own["city"] = graph.focal_city
    words = (f"--{name.replace('_', '-')} {default}" for name, default in own.items())
    return " ".join(word.strip() for word in words)


def _pairs(words: list[str]) -> dict[str, str]:
    """Read `--city bandung` and `--city=bandung` as parameters of the question."""
    pairs: dict[str, str] = {}
    rest = list(words)
    while rest:
        key, equals, value = rest.pop(0).partition("=")
        if not key.startswith("--") or not (equals or rest):
            raise KgError(f'"{key}" is not a parameter. Write it as --name value.')
        pairs[key[2:].replace("-", "_")] = value if equals else rest.pop(0)
    return pairs
