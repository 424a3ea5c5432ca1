"""`kg serve`: the graph over HTTP: files, pages and a SPARQL endpoint, for reading only."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.serve.served import Served


@click.command()
@options.project_first
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 takes one that is free.",
)
@click.option(
    "--bind",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; another than this lets other machines in.",
)
@click.option(
    "--host-name",
    "names",
    metavar="NAME",
    multiple=True,
    help="Name under which the server is reached, beside localhost; may be given several times.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that answer queries, one query each at a time.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 3600),
    default=10,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--memory",
    metavar="MB",
    type=click.IntRange(128),
    default=512,
    show_default=True,
    help="Memory that a query may take.",
)
@click.option(
    "--answer",
    metavar="MB",
    type=click.IntRange(1),
    default=32,
    show_default=True,
    help="Largest answer; a larger one is refused, never cut.",
)
@options.lang
def serve(
    project: Path | None,
    port: int,
    bind: str,
    names: tuple[str, ...],
    workers: int,
    time_limit: float,
    memory: int,
    answer: int,
    lang: str,
) -> None:
    """Serve a project over HTTP: page, files, a page for each resource, questions, SPARQL.

    PROJECT is a folder with data/ in it, or a workbook (.xlsx); it is read once, at the start.
    Ctrl-C ends the server as soon as what is being answered is answered.
    """
    from kg.serve.limits import MEGABYTE, Limits
    from kg.serve.run import open_socket
    from kg.serve.run import serve as serve_graph

    def ready(served: "Served") -> None:
        click.echo(say("serve-ready", lang, base=served.base, triples=served.triples))

    taken = open_socket(bind, port)
    graph = options.open_project(project, lang)
    limits = Limits(
        seconds=time_limit,
        memory=memory * MEGABYTE,
        answer=answer * MEGABYTE,
        workers=workers,
    )
    if bind not in ("127.0.0.1", "::1"):
        click.echo(say("serve-open", lang, bind=bind), err=True)
    serve_graph(graph, taken, limits, names=names, ready=ready)
