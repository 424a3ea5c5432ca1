"""Values that people type for a row, a code, a language or a number, as SPARQL terms.

Nothing that was typed reaches a query: a term is written anew from the row or code that was found.
"""

import re

from kg.errors import KgError
from kg.names import LANGUAGES
from kg.problems import suggest
from kg.schema import CodeList
from kg.tables import TableData, Tables

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")


def to_value(tables: Tables, kind: str, typed: str) -> str:
    """Return a SPARQL term for a value of a kind; KgError where there is no such value.

    `*` stands for any value.
    """
    word = typed.strip()
    if word == "*":
        return "UNDEF"
    if kind == "integer":
        return _to_integer(word)
    if kind == "language":
        return _to_language(word)
    if kind in tables.data:
        data = tables[kind]
        return f"<{data.table.prefix}{find_row(data, word)}>"
    if kind in tables.schema.code_lists:
        return _to_code(tables.schema.code_lists[kind], word)
    raise KgError(f'A parameter is of the unknown kind "{kind}".')


def find_row(data: TableData, word: str) -> str:
    """Return the id of a row by its id or by its name in any language, in any case.

    KgError where no row is meant, or more than one.
    """
    ids = data.cells("id").drop_null().to_pylist()
    if word in ids and _ID.fullmatch(word):
        return word
    named = _by_name(data)
    found = sorted(named.get(word.casefold(), ()))
    if len(found) > 1:
        raise KgError(f'"{_shown(word)}" can be {" or ".join(found)}: name the id.')
    if found and _ID.fullmatch(found[0]):
        return found[0]
    near = suggest(word, ids) or min(named.get(suggest(word, named), ()), default="")
    raise KgError(f'"{_shown(word)}" is not in the table {data.table.name}.{_hint(near)}')


def _by_name(data: TableData) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for header in ("id", *(h for h in data.table.headers if h.startswith("name@"))):
        cells = zip(data.cells("id").to_pylist(), data.cells(header).to_pylist(), strict=True)
        for key, name in cells:
            if key and name:
                named.setdefault(name.casefold(), set()).add(key)
    return named


def _to_code(codes: CodeList, word: str) -> str:
    notation = codes.spellings.get(" ".join(word.split()).casefold())
    if notation:
        return f"<{codes.codes[notation].iri}>"
    near = codes.spellings.get(suggest(word, codes.spellings), "")
    title = codes.title.get("en") or codes.name
    raise KgError(f'"{_shown(word)}" is not in the list "{title}".{_hint(near)}')


def _to_integer(word: str) -> str:
    if not _INTEGER.fullmatch(word):
        raise KgError(f'"{_shown(word)}" is not a whole number.')
    return str(int(word))


def _to_language(word: str) -> str:
    if word not in LANGUAGES:
        raise KgError(f'"{_shown(word)}" is not a language: write {", ".join(LANGUAGES)}.')
    return f'"{word}"'


def _shown(word: str) -> str:
    return word if len(word) <= 60 else word[:59] + "…"


def _hint(near: str) -> str:
    return f' Did you mean "{near}"?' if near else ""
