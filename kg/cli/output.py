"""Rows on stdout: as a table for people, as CSV or JSON for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd


_UNBOUND = 120  # columns where no terminal sets a limit


def print_frame(frame: "pd.DataFrame", form: str, titles: Mapping[str, str] | None = None) -> None:
    """Print a frame in one of the forms table, csv, json; `titles` name the columns of a table."""
    if form == "csv":
        plain = frame.replace({True: "true", False: "false"})
        click.echo(plain.to_csv(index=False, lineterminator="\n"), nl=False)
    elif form == "json":
        click.echo(json.dumps(frame.to_dict("records"), ensure_ascii=False, indent=1, default=str))
    else:
        heads = [(titles or {}).get(str(c), str(c)) for c in frame.columns]
        known = frame.astype(object).where(frame.notna(), "")
        print_table(heads, known.itertuples(index=False, name=None))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
    """Print rows with a header, as wide as the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for head in heads:
        table.add_column(Text(head), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(cell)) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, _UNBOUND))
    console.print(table)


def _plain(cell: Any) -> str:
    return {True: "yes", False: ""}.get(cell, str(cell)) if isinstance(cell, bool) else str(cell)
