"""The command `kg`. Heavy imports happen inside the commands, so that `kg --help` is quick."""

import errno
import sys
from collections.abc import Callable
from typing import Any

import click

from kg import __version__
from kg.cli.apply import apply
from kg.cli.brief import brief
from kg.cli.build import build
from kg.cli.check import check
from kg.cli.compare import compare
from kg.cli.coverage import coverage, gaps, why
from kg.cli.diff import diff
from kg.cli.export import export
from kg.cli.imports import import_
from kg.cli.new import new
from kg.cli.publish import publish
from kg.cli.query import ask, query
from kg.cli.release import release
from kg.cli.serve import serve
from kg.cli.sides import sides
from kg.cli.stats import stats
from kg.cli.suggest import suggest
from kg.cli.view import view
from kg.errors import DataError, KgError


class _Program(click.Group):
    """Turns failures into one line and an exit code: 1 for problems in data, 2 for the rest."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:  # the problems were told before it, each with its place
            click.echo(str(error), err=True)
            ctx.exit(1)
        except KgError as error:
            _say(error)
            ctx.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has had enough; click ends quietly
                raise
            place = f"{error.filename}: " if error.filename else ""
            _say(KgError(f"{place}{error.strerror or error}"))
            ctx.exit(2)


def _say(error: KgError) -> None:
    click.echo(f"error: {error}", err=True)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Say which fields of a sister-city cooperation remain uncovered.

    A project is a folder with data/ in it, or a workbook (.xlsx). Without one named, the current
    folder is meant if it has data/, otherwise the data on Bandung and its partners that came with
    the package.
    """
    _speak_utf8()


def _speak_utf8() -> None:
    """Write UTF-8 whatever the terminal's locale says: names are Korean as often as not."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


_COMMANDS = (
    build,
    check,
    coverage,
    gaps,
    why,
    apply,
    compare,
    diff,
    sides,
    stats,
    suggest,
    view,
    brief,
    query,
    ask,
    export,
    serve,
    release,
    publish,
    new,
    import_,
)
for _command in _COMMANDS:
    main.add_command(_command)
