"""`kg publish`: a release on a SPARQL server, for readers beyond one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.publish import Plan, Server, Tell


@click.command()
@click.argument("url")
@options.project
@click.option("--sparql", metavar="URL", help="Where the server takes queries.")
@click.option("--update", metavar="URL", help="Where it takes SPARQL updates.")
@click.option("--graph-store", metavar="URL", help="Where it takes graphs (Graph Store Protocol).")
@click.option("--dry-run", is_flag=True, help="Send nothing: say what would be sent.")
@click.option("--verify", is_flag=True, help="Send nothing: compare what is published.")
@options.lang
def publish(
    url: str,
    project: Path | None,
    sparql: str | None,
    update: str | None,
    graph_store: str | None,
    dry_run: bool,
    verify: bool,
    lang: str,
) -> None:
    """Publish a project, or the folder of a release, on the SPARQL server at URL.

    What is sent is what kg query asks: graph, coverage and ontology. It is read back and compared
    before readers see it; they see the release before or the new one, never a half. When it was
    broken off, the same command goes on where it stopped. User and password are taken from the
    environment, KG_STORE_USER and KG_STORE_PASSWORD. URL is that of an Oxigraph, a Virtuoso or a
    Fuseki data set; of other servers name the three addresses, too.
    """
    if dry_run and verify:
        raise click.UsageError("Choose one of --dry-run and --verify.")
    from kg.api import publishing

    graph = options.open_project(project, lang)
    if dry_run:
        with publishing.planned(graph) as plan:
            _tell_plan(plan, lang)
        return
    with (
        publishing.connected(url, sparql=sparql, update=update, graph_store=graph_store) as server,
        publishing.planned(graph) as plan,
    ):
        (_verify if verify else _publish)(plan, server, lang)


def _tell_plan(plan: "Plan", lang: str) -> None:
    from kg.store.releases import catalogue_of

    details = {"triples": plan.triples, "bytes": plan.size, "batches": len(plan.batches)}
    click.echo(say("publish-plan", lang, **details))
    click.echo(say("publish-plan-graph", lang, release=plan.release))
    click.echo(say("publish-plan-catalogue", lang, catalogue=catalogue_of(plan.dataset)))
    click.echo(say("publish-hash", lang, hash=plan.sha256))


def _publish(plan: "Plan", server: "Server", lang: str) -> None:
    from kg.publish import publish as put

    with _progress(lang) as tell:
        done = put(plan, server, tell)
    if done.was_current:
        click.echo(say("publish-unchanged", lang, release=done.release, triples=done.triples))
    else:
        details = {"triples": done.triples, "sent": done.sent, "found": done.found}
        click.echo(say("publish-done", lang, release=done.release, **details))
        click.echo(say("publish-compared", lang))
    click.echo(say("publish-hash", lang, hash=done.sha256))
    click.echo(say("publish-next", lang, query=server.query_address))


def _verify(plan: "Plan", server: "Server", lang: str) -> None:
    """Print whether the current release is what the project holds; exit 1 where it is not."""
    from kg.publish import check

    release, difference = check(plan, server)
    if release and not difference:
        click.echo(say("publish-good", lang, release=release, triples=plan.triples))
        click.echo(say("publish-hash", lang, hash=plan.sha256))
        return
    if release:
        click.echo(say("publish-bad", lang, release=release, difference=difference), err=True)
    else:
        click.echo(say("publish-none", lang, dataset=plan.dataset), err=True)
    click.get_current_context().exit(1)


@contextmanager
def _progress(lang: str) -> Iterator["Tell"]:
    """Show on a terminal how far each step is; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        tasks = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = shown.add_task(say(f"publish-step-{step}", lang), total=total)
            shown.update(tasks[step], completed=done, total=total)

        yield tell
