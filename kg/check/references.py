"""Are references well formed, do they lead to rows, and if not: to which were they meant to?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow.compute as pc

from kg.names import ID
from kg.problems import Problem, suggest
from kg.problems.suggest import suggest_id
from kg.schema import Column, Kind
from kg.tables import TableData, Tables
from kg.tables.cells import LONGEST_CELL
from kg.tables.columns import Values, split


@dataclass(frozen=True)
class _Target:
    """A table that references lead to; its ids and names are looked at only where one is lost."""

    data: TableData

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(i for i in self._typed if re.search(ID, i))

    @cached_property
    def _typed(self) -> list[str]:
        typed: list[str] = self.data.cells("id").drop_null().to_pylist()
        return typed

    @cached_property
    def _faulty(self) -> frozenset[str]:
        wrong = [i for i in self._typed if i not in self.ids]
        return frozenset([*(i.casefold() for i in wrong), *map(suggest_id, wrong)]) - {""}

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """Map each id, and each name that only one row has, to an id."""
        found = defaultdict(set)
        names = [h for c in self.data.table.columns if c.name == "name" for h in c.headers]
        ids = self.data.cells("id").to_pylist()
        for name in names:
            for row, word in zip(ids, self.data.cells(name).to_pylist(), strict=True):
                if word and row in self.ids:
                    found[word.casefold()].add(row)
        once = {word: min(rows) for word, rows in found.items() if len(rows) == 1}
        return once | {row: row for row in self.ids}

    def awaits(self, text: str) -> bool:
        """Tell whether a row is meant whose own id is at fault: that fault is told, and enough."""
        as_id = suggest_id(text)
        return as_id not in self.ids and not self._faulty.isdisjoint((text.casefold(), as_id))

    def meant(self, text: str, separator: str) -> str:
        """Return the id (or ids, from a list with commas) that the text stands for, or ""."""
        if exact := self._exact(text):
            return exact
        parts = [self._exact(part.strip()) for part in text.split(",") if part.strip()]
        if separator and len(parts) > 1:
            return separator.join(dict.fromkeys(parts)) if all(parts) else ""
        return self._words.get(suggest(text.casefold(), self._words), "")

    def _exact(self, text: str) -> str:
        as_id = suggest_id(text)
        return self._words.get(text.casefold()) or (as_id if as_id in self.ids else "")


def check_references(tables: Tables) -> Iterator[Problem]:
    """Yield a problem for each value that is ill formed or names no row.

    Into a table whose file could not be read no reference is followed: the file is the fault.
    """
    targets = {name: _Target(data) for name, data in tables.data.items()}
    for data in tables.data.values():
        for column in data.table.columns:
            if column.kind is Kind.REFERENCE:
                values = split(data.cells(column.name), column.separator)
                sound = pc.match_substring_regex(values.texts, _form(column))
                yield from _ill_formed(targets, data, column, values.where(pc.invert(sound)))
                for name in filter(lambda name: tables[name].whole, column.targets):
                    yield from _dangling(targets[name], data, column, values.where(sound))


def _form(column: Column) -> str:
    return f"^({'|'.join(column.targets)}):{ID[1:]}" if column.is_typed_reference else ID


def _ill_formed(
    targets: Mapping[str, _Target], data: TableData, column: Column, values: Values
) -> Iterator[Problem]:
    code = "bad-reference" if column.is_typed_reference else "bad-id"
    cells = data.cells(column.name)
    for row, text in zip(values.rows.tolist(), values.texts.to_pylist(), strict=True):
        if _is_told(cells[row].as_py(), column):
            continue
        table, word = _parts(column, text)
        target = targets[table] if table and targets[table].data.whole else None
        if target and target.awaits(word):
            continue
        separator = "" if column.is_typed_reference else column.separator
        near = target.meant(word, separator) if target and word else ""
        yield _problem(code, data, column, row, text, _typed(column, table, near))


def _is_told(cell: str, column: Column) -> bool:
    """Tell whether the reader has refused the whole cell: too long, or with too many values."""
    if len(cell.encode()) > LONGEST_CELL:
        return True
    return not column.separator and len([v for v in cell.split(";") if v.strip()]) > 1


def _parts(column: Column, text: str) -> tuple[str, str]:
    """Return the table that is meant, "" where that cannot be told, and the word for its row."""
    if not column.is_typed_reference:
        return column.targets[0], text
    head, _, tail = text.partition(":")
    return suggest(head, column.targets), tail.strip()


def _typed(column: Column, table: str, near: str) -> str:
    return f"{table}:{near}" if near and column.is_typed_reference else near


def _dangling(
    target: _Target, data: TableData, column: Column, values: Values
) -> Iterator[Problem]:
    texts, name = values.texts, target.data.table.name
    if column.is_typed_reference:
        values = values.where(pc.starts_with(texts, f"{name}:"))
        texts = pc.utf8_slice_codeunits(values.texts, len(name) + 1)
    known = target.data.cells("id")
    lost = Values(texts, values.rows).where(pc.invert(pc.is_in(texts, value_set=known)))
    near = {
        text: target.meant(text, "")
        for text in pc.unique(lost.texts).to_pylist()
        if not target.awaits(text)
    }
    for row, text in zip(lost.rows.tolist(), lost.texts.to_pylist(), strict=True):
        if text in near:
            typed, hint = _typed(column, name, text), _typed(column, name, near[text])
            yield _problem("dangling-reference", data, column, row, typed, hint, table=name)


def _problem(
    code: str, data: TableData, column: Column, row: int, text: str, hint: str, **details: str
) -> Problem:
    return Problem(
        code,
        data.file,
        int(data.lines[row]),
        column.name,
        text,
        suggestion=hint,
        expected={} if details else column.expected,
        details=details,
        sheet=data.sheet,
    )
