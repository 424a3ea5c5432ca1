"""Records: table rows as the page carries them, with languages merged and empty cells left out.

It knows the shape of the tables and nothing of what they mean.
"""

from collections.abc import Container, Iterable, Mapping
from typing import TypeAlias

import pandas as pd

# Columns whose cells hold several values, in whichever table they stand.
LISTS = frozenset(
    {
        *("about", "agencies", "agreements", "authors", "broad_match", "carries_out", "cities"),
        *("close_match", "countries", "fields", "funding", "lead", "narrow_match", "people"),
        *("renews", "replaces", "signatory", "sources", "speaks_for"),
    }
)

Value: TypeAlias = str | list[str] | dict[str, str]
Record: TypeAlias = dict[str, Value]
Records: TypeAlias = dict[str, Record]


def split_cell(cell: str) -> list[str]:
    """Split a multi-valued cell at its semicolons; an empty cell has no values."""
    return [value for part in cell.split(";") if (value := part.strip())]


def to_records(frame: pd.DataFrame, *, keep: Container[str] | None = None) -> Records:
    """Give the rows of a table by id, in the table's order.

    `name@en`, `name@id`, `name@ko` become one `name` by language; columns in LISTS become lists;
    empty cells are absent. With `keep`, only the rows with those ids.
    """
    if keep is not None:
        frame = frame[[value in keep for value in frame["id"]]]
    columns = [str(column) for column in frame.columns]
    return {
        (record := to_record(dict(zip(columns, row, strict=True))))[0]: record[1]
        for row in frame.itertuples(index=False, name=None)
    }


def to_record(row: Mapping[str, str]) -> tuple[str, Record]:
    """Give a row's id and its filled cells without the id."""
    record: Record = {}
    for column, cell in row.items():
        name, _, language = column.partition("@")
        if not cell or name == "id":
            continue
        if language:
            texts = record.setdefault(name, {})
            if isinstance(texts, dict):
                texts[language] = cell
        else:
            record[name] = split_cell(cell) if name in LISTS else cell
    return row["id"], record


def text_of(record: Record, column: str) -> str:
    """Read a single-valued cell; an empty cell is an empty string."""
    value = record.get(column, "")
    return value if isinstance(value, str) else ""


def list_of(record: Record, column: str) -> list[str]:
    """Read a multi-valued cell; an empty cell is an empty list."""
    value = record.get(column, [])
    return value if isinstance(value, list) else []


def rows_with(frame: pd.DataFrame, column: str, values: Iterable[str]) -> pd.DataFrame:
    """Select the rows whose cell in `column` holds one of the values, alone or among others."""
    wanted = frozenset(values)
    if column not in LISTS:
        return frame[frame[column].isin(wanted)]
    return frame[[not wanted.isdisjoint(split_cell(cell)) for cell in frame[column]]]
