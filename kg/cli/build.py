"""`kg build`: graph, coverage, gaps and page from the tables, all of them or none."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.output import print_frame
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.views.sparql import Engine

SPARQL_PAGE = "explorer-sparql.html"
PARTNERS_AT_MOST = 40


@click.command()
@options.project_first
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write; by default exports/ in the project (beside a workbook), or here for the "
    "packaged data.",
)
@options.as_of
@options.lang
@click.option("--only", type=click.Choice(("all", "graph")), default="all", show_default=True,
              help="graph: write graph.ttl and graph.nt alone.")  # fmt: skip
@click.option(
    "--with-sparql",
    is_flag=True,
    help="Also write explorer-sparql.html, which answers SPARQL by itself. Needs the npm package "
    "oxigraph in node_modules/ of the project, of the current folder, or above one of them.",
)
def build(
    project: Path | None,
    out: Path | None,
    as_of: str | None,
    lang: str,
    only: str,
    with_sparql: bool,
) -> None:
    """Build graph, coverage, gaps and page from the tables of a project.

    PROJECT is a folder with data/ in it, or a workbook (.xlsx).
    Writes graph.ttl, graph.nt, coverage.ttl, coverage.csv, gaps.csv and explorer.html: all of them,
    or none when the data have an error.
    """
    from kg.api.outputs import PAGE, all_files, graph_files
    from kg.exports import write_all
    from kg.schema.folders import project_home

    if with_sparql and only == "graph":
        raise click.UsageError("--with-sparql writes a page, and --only graph none.")
    home = project_home(project) if project else Path()
    engine = _engine(home) if with_sparql else None
    graph = options.open_project(project, lang)
    _tell_problems(graph, lang)
    out = out or home / "exports"
    files = graph_files(graph, as_of) if only == "graph" else all_files(graph, as_of)
    if engine:
        files[SPARQL_PAGE] = iter([_sparql_page(graph, project, as_of, engine)])
    with _progress(len(files)) as step:
        written = write_all(out, {name: step(name, pieces) for name, pieces in files.items()})
    names = ", ".join(path.name for path in written)
    click.echo(say("built", lang, count=len(written), folder=out, files=names))
    if only == "all":
        print_city(graph, as_of, lang)
        click.echo(say("open-page", lang, page=out / (SPARQL_PAGE if engine else PAGE)))


def _engine(home: Path) -> "Engine":
    from kg.views.sparql import find_engine

    return find_engine(home, Path())


def _sparql_page(
    graph: "KnowledgeGraph", project: Path | None, as_of: str | None, engine: "Engine"
) -> bytes:
    """Return the page that holds the graph, the cube and the ontology beside what it shows."""
    from kg.schema import project_folders
    from kg.turtle import render_ntriples
    from kg.views import render_page
    from kg.views.sparql import build_sparql

    triples = render_ntriples([*graph.graph_tables(as_of), *graph.cube_tables(as_of)])
    ontology = project_folders(project).ontology
    sparql = build_sparql(engine, triples, ontology, graph.data, graph.questions)
    return render_page(graph.payload(as_of=as_of), sparql).encode("utf-8")


def print_city(graph: "KnowledgeGraph", as_of: str | None, lang: str) -> None:
    """Print how much of the focal city's cooperation is uncovered: in total, by partner, and in
    words for the partner with which most agreed topics are.
    """
    from kg.cli.summary import most_telling_partner, partner_rows, relation_sentence

    city = graph.focal_city
    if not city:
        return
    total = graph.count(city, as_of=as_of)
    click.echo(
        say(
            "city-head",
            lang,
            city=graph.label(f"cities:{city}", lang),
            partners=len(graph.relations(city, as_of=as_of)),
            as_of=graph.day_text(as_of),
            **{key: total[key] for key in ("uncovered", "total")},
        )
    )
    rows = partner_rows(graph, city, "field", "agreed", as_of, "lenient", lang)
    titles = {c: say(f"column-{c}", lang) for c in rows.columns}
    print_frame(rows.head(PARTNERS_AT_MOST), "table", titles)
    if len(rows) > PARTNERS_AT_MOST:
        click.echo(say("more-partners", lang, count=len(rows) - PARTNERS_AT_MOST))
    later = graph.later_than(as_of)
    if later:
        details = {"count": len(later), "as_of": graph.day_text(as_of), "first": later[0]}
        click.echo(say("later-facts", lang, **details))
    if partner := most_telling_partner(graph, city, as_of):
        click.echo(relation_sentence(graph, city, partner, as_of, "lenient", lang) + "\n")


def _tell_problems(graph: "KnowledgeGraph", lang: str) -> None:
    from kg.problems import render_text

    if graph.problems:
        click.echo(render_text(graph.problems, lang, at_most=10), err=True, nl=False)


class _progress:
    """Shows on a terminal which file is being written; is silent elsewhere."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self._bar = Progress(console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> "_progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if not self._bar.disable:  # older versions of rich end with a line even what is not shown
            self._bar.stop()

    def __call__(self, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
        self._bar.update(self._task, description=name)
        yield from pieces
        self._bar.advance(self._task)
