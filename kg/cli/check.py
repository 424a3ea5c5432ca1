"""`kg check`: all problems of all tables in one run."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say


@click.command()
@options.project_first
@options.lang
@options.formats("text", "json", "csv")
@click.option("--shacl", is_flag=True, help="Ask pySHACL too (extra: sister-city-kg[shacl]).")
def check(project: Path | None, lang: str, form: str, shacl: bool) -> None:
    """Check the tables of a project and tell every problem with its place.

    PROJECT is a folder with data/ in it, or a workbook (.xlsx).
    Exit code 1 when there is an error.
    """
    from kg.api import KnowledgeGraph
    from kg.problems import has_errors, render_csv, render_json, render_text

    graph = KnowledgeGraph.load(project)
    problems = graph.problems
    if shacl and has_errors(problems):
        click.echo(say("not-asked", lang), err=True)
    elif shacl:
        problems = [*problems, *graph.check_shacl()]
    render = {"text": render_text, "json": render_json, "csv": render_csv}[form]
    click.echo(render(problems, lang), nl=False)
    if has_errors(problems):
        raise SystemExit(1)
