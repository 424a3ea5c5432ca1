"""Options that several commands share, and how a project is opened for them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.words import say
from kg.errors import DataError
from kg.names import LANGUAGES

if TYPE_CHECKING:
    from kg.api import Evidence, KnowledgeGraph

Command = TypeVar("Command", bound=Callable[..., Any])

lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    envvar="KG_LANG",
    show_default=True,
    show_envvar=True,
    help="Language of words.",
)
project = click.option(
    "--project",
    "-C",
    type=click.Path(path_type=Path),
    help="Project: the folder with data/ in it, or a workbook (.xlsx).",
)
store = click.option(
    "--store",
    metavar="URL",
    help="Ask the SPARQL endpoint at URL instead of the store that is made from the project.",
)
as_of = click.option(
    "--as-of", metavar="DATE", help="Day for which coverage holds: YYYY[-MM[-DD]]."
)
strict = click.option("--strict", is_flag=True, help="Count only what a study or better supports.")
level = click.option(
    "--level", type=click.Choice(("field", "topic")), default="field", show_default=True
)


def denominator(default: str) -> Callable[[Command], Command]:
    """Return the option --of; `default` says what holds without it."""
    return click.option(
        "--of",
        "denominator",
        type=click.Choice(("scheme", "agreed", "peers")),
        help="Of which fields: all, those agreed, or those that other partners have. "
        f"Default: {default}.",
    )


def formats(*names: str) -> Callable[[Command], Command]:
    """Return the option --format with these choices, the first being the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True
    )


_NAMED = "kg.project"


def project_first(command: Command) -> Command:
    """Add PROJECT as the first argument, and -C for it, as other commands have."""
    option = click.option(
        "--project",
        "-C",
        "named",
        type=click.Path(path_type=Path),
        is_eager=True,  # known before the argument is looked at
        expose_value=False,
        callback=_remember,
        help="The same as PROJECT.",
    )
    argument = click.argument(
        "project", required=False, type=click.Path(path_type=Path), callback=_either
    )
    return argument(option(command))


def _remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    context.meta[_NAMED] = value


def _either(context: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    named: Path | None = context.meta.get(_NAMED)
    if value and named:
        raise click.UsageError(f"Name the project once: {value}, or -C {named}.")
    return value or named


def open_project(folder: Path | None, lang: str = "en") -> "KnowledgeGraph":
    """Read and check a project; when it has errors, tell them all on stderr and raise DataError."""
    from kg.api import KnowledgeGraph
    from kg.problems import has_errors, render_text
    from kg.tables.memory import use_system_memory

    use_system_memory()
    graph = KnowledgeGraph.load(folder)
    if has_errors(graph.problems):
        click.echo(render_text(graph.problems, lang), err=True, nl=False)
        raise DataError(say("data-have-errors", lang), tuple(graph.problems))
    return graph


def evidence(strict: bool) -> "Evidence":
    """Return the name of the evidence mode."""
    return "strict" if strict else "lenient"
