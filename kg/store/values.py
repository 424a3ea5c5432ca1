"""Values that people type for a row, a code, a language or a number, as SPARQL terms.

Nothing that was typed reaches a query: a term is written anew from the row or code that was found.
"""

import re

from kg.errors import KgError
from kg.names import LANGUAGES
from kg.problems import suggest
from kg.schema import CodeList
from kg.tables import Tables
from kg.tables.find import find_row, hint, shown

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


def _to_code(codes: CodeList, word: str) -> str:
    if notation := codes.find(word):
        return f"<{codes.codes[notation].iri}>"
    near = codes.spellings.get(suggest(word, codes.spellings), "")
    title = codes.title.get("en") or codes.name
    raise KgError(f'"{shown(word)}" is not in the list "{title}".{hint(near)}')


def _to_integer(word: str) -> str:
    if not _INTEGER.fullmatch(word):
        raise KgError(f'"{shown(word)}" is not a whole number.')
    return str(int(word))


def _to_language(word: str) -> str:
    if word not in LANGUAGES:
        raise KgError(f'"{shown(word)}" is not a language: write {", ".join(LANGUAGES)}.')
    return f'"{word}"'
