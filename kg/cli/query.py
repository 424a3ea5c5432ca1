"""`kg query` and `kg ask`: SPARQL of one's own, and the questions that come with the ontology."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.output import print_frame, print_table
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.store import Answer

_FORMS = ("table", "csv", "json", "turtle")


@click.command()
@click.argument("sparql", required=False)
@click.option("--file", "-f", "file", type=click.File("r", encoding="utf-8"), help="Read the query.")
@options.project
@options.formats(*_FORMS)
def query(sparql: str | None, file: click.utils.LazyFile | None, project: Path | None, form: str) -> None:
    """Answer a SPARQL query over rows, relations, coverage and ontology.

    All prefixes of the graph are known: cities:, fields:, sisc:, rung:, gap: and so on.
    """
    text = sparql if file is None else file.read()
    if not text:
        raise click.UsageError("Give a query, or a file with one: kg query -f mine.rq")
    print_answer(options.open_project(project).answer(text), form)


def print_answer(answer: "Answer", form: str) -> None:
    """Print an answer; a form that its kind of query cannot have is refused."""
    if answer.kind == "ask":
        click.echo("true" if answer.truth else "false")
    elif answer.kind == "graph":
        if form not in ("table", "turtle"):
            raise KgError(f"CONSTRUCT and DESCRIBE answer with triples; --format {form} cannot hold them.")
        click.echo(answer.to_turtle(), nl=False)
    elif form == "turtle":
        raise KgError("SELECT answers with rows; use --format table, csv or json.")
    elif form == "table":
        print_frame(answer.to_frame(), "table")
    else:
        click.echo(answer.to_csv() if form == "csv" else answer.to_json(), nl=False)


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@options.project
@options.lang
@options.formats("table", "csv", "json")
@click.option("--show", is_flag=True, help="Print the question's SPARQL instead of its answer.")
@click.pass_context
def ask(
    ctx: click.Context, name: str | None, project: Path | None, lang: str, form: str, show: bool
) -> None:
    """Answer a named question; without a name, list them.

    Parameters are options: kg ask never-studied --city bandung.
    """
    graph = options.open_project(project, lang)
    if name is None:
        rows = [(q.name, q.titles[lang], _usage(q.parameters)) for q in graph.questions.values()]
        print_table(("question", "", "parameters"), rows)
        return
    question = graph.question(name)
    text = question.text(graph.data, **_pairs(ctx.args))
    if show:
        click.echo(text, nl=False)
        return
    click.echo(question.titles[lang], err=True)
    print_answer(graph.answer(text), form)


def _usage(parameters: object) -> str:
    return " ".join(f"--{p.name} {p.default}" for p in parameters)  # type: ignore[attr-defined]


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
