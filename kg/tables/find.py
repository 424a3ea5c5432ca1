"""Finds a row by what people call it."""

import re
from unicodedata import normalize

from kg.errors import KgError
from kg.names import ID
from kg.problems import suggest
from kg.tables.data import TableData


def find_row(data: TableData, word: str) -> str:
    """Return the id of a row by its id or by its name in any language, in any case.

    KgError where no row is meant, or more than one.
    """
    word = normalize("NFC", word).strip()  # as the tables are read
    ids = data.cells("id").drop_null().to_pylist()
    if word in ids and re.fullmatch(ID, word):
        return word
    named = _by_name(data)
    found = sorted(named.get(word.casefold(), ()))
    if len(found) > 1:
        raise KgError(f'"{shown(word)}" can be {" or ".join(found)}: name the id.')
    if found and re.fullmatch(ID, found[0]):
        return found[0]
    near = suggest(word, ids) or min(named.get(suggest(word, named), ()), default="")
    raise KgError(f'"{shown(word)}" is not in the table {data.table.name}.{hint(near)}')


def _by_name(data: TableData) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for header in ("id", *(h for h in data.table.headers if h.startswith("name@"))):
        cells = zip(data.cells("id").to_pylist(), data.cells(header).to_pylist(), strict=True)
        for key, name in cells:
            if key and name:
                named.setdefault(name.casefold(), set()).add(key)
    return named


def shown(word: str) -> str:
    """Return what was typed, not longer than a message bears."""
    return word if len(word) <= 60 else word[:59] + "…"


def hint(near: str) -> str:
    """Return the question whether the near one was meant, "" where none is near."""
    return f' Did you mean "{near}"?' if near else ""
