"""Do references lead to rows?"""

from collections.abc import Iterator

import pyarrow.compute as pc

from kg.names import ID
from kg.problems import Problem, suggest
from kg.schema import Column, Kind
from kg.tables import TableData, Tables
from kg.tables.columns import Values, split


def check_references(tables: Tables) -> Iterator[Problem]:
    """Yield a problem for each value that is well formed and names no row.

    Into a table whose file could not be read no reference is followed: the file is the fault.
    """
    for data in tables.data.values():
        for column in data.table.columns:
            if column.kind is Kind.REFERENCE:
                values = split(data.cells(column.name), column.separator)
                for target in filter(lambda name: tables[name].whole, column.targets):
                    yield from _dangling(tables, data, column, target, values)


def _dangling(
    tables: Tables, data: TableData, column: Column, target: str, values: Values
) -> Iterator[Problem]:
    known = tables[target].cells("id")
    texts, prefix = values.texts, ""
    if column.is_typed_reference:
        prefix = f"{target}:"
        values = values.where(pc.starts_with(texts, prefix))
        texts = pc.utf8_slice_codeunits(values.texts, len(prefix))
    lost = Values(texts, values.rows).where(pc.invert(pc.is_in(texts, value_set=known)))
    sound = lost.where(pc.match_substring_regex(lost.texts, ID))
    if not len(sound.texts):
        return
    ids = known.drop_null().to_pylist()
    near = {text: suggest(text, ids) for text in pc.unique(sound.texts).to_pylist()}
    for row, text in zip(sound.rows.tolist(), sound.texts.to_pylist(), strict=True):
        yield _problem(data, column, target, row, prefix, text, near[text])


def _problem(
    data: TableData, column: Column, target: str, row: int, prefix: str, text: str, near: str
) -> Problem:
    return Problem(
        "dangling-reference",
        data.file,
        int(data.lines[row]),
        column.name,
        prefix + text,
        suggestion=prefix + near if near else "",
        details={"table": target},
    )
