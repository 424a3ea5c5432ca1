"""Rows on stdout: as a table for people, as CSV or JSON for programs."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd


_UNBOUND = 120  # columns where no terminal sets a limit


def print_frame(frame: "pd.DataFrame", form: str, titles: Mapping[str, str] | None = None) -> None:
    """Print a frame in one of the forms table, csv, json; `titles` name the columns of a table."""
    if form == "csv":
        from kg.exports.tables import to_csv

        click.echo(to_csv(frame), nl=False)
    elif form == "json":
        click.echo(json.dumps(frame.to_dict("records"), ensure_ascii=False, indent=1, default=str))
    else:
        _print_table(frame, titles or {})


def _print_table(frame: "pd.DataFrame", titles: Mapping[str, str]) -> None:
    """Print rows with a header, as wide as the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in frame.columns:
        table.add_column(Text(titles.get(name, name)), overflow="fold")
    known = frame.astype(object).where(frame.notna(), "")
    for row in known.itertuples(index=False, name=None):
        table.add_row(*(Text(_plain(cell)) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, _UNBOUND))
    console.print(table)


def _plain(cell: Any) -> str:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else str(cell)
