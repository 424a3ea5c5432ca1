"""A work list as CSV: words for a person on the left, `table`, and the cells to fill in. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kg.exports.tables import plain
from kg.labels import Labels
from kg.names import relation_cities
from kg.schema import Column, Schema, Table
from kg.tables import Tables
from kg.tables.cells import choices
from kg.worklist.draft import Draft
from kg.worklist.words import say

TABLE = "table"
"""The column that says to which table a row belongs; what stands left of it is not read."""

NOT_HERE = "-"
"""What stands in a cell that the row's table does not have; not Unicode, for old encodings."""

NAMED_AT_MOST = 5
_WORDS = ("cities", "field", "gap", "use", "wanted")


def render_worklist(drafts: Sequence[Draft], tables: Tables, lang: str = "en") -> bytes:
    """Return rows to fill in as CSV: UTF-8 with a mark, by which spreadsheet programs know it.

    Left of `table` stand words in a language, right of it the columns of all tables at hand: those
    that rows hold or want first, then the others. A cell is empty where it can be filled in, and
    holds NOT_HERE where the row's table has no such column.
    """
    labels, schema = Labels(tables), tables.schema
    headers = _headers(drafts, schema, lang)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(say(f"head-{word}", lang) for word in _WORDS), TABLE, *headers])
    for draft in drafts:
        table = schema.tables[draft.table]
        own = {header: draft.cells.get(header, "") for header in table.headers}
        cells = [plain(own[h]) if h in own else NOT_HERE for h in headers]
        writer.writerow([*_words(draft, table, schema, labels, lang), table.name, *cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _headers(drafts: Sequence[Draft], schema: Schema, lang: str) -> list[str]:
    """Return each header once: first what a row holds or wants, both in the schema's order."""
    at_hand = [schema.tables[name] for name in schema.tables if name in {d.table for d in drafts}]
    needed = {(d.table, header) for d in drafts for header in d.cells}
    needed |= {(d.table, h) for d in drafts for h in wanted_headers(d, schema, lang)}
    every = [(table.name, header) for table in at_hand for header in table.headers]
    first = [header for table, header in every if (table, header) in needed]
    return list(dict.fromkeys(["id", *first, *(header for _, header in every)]))


def wanted_headers(draft: Draft, schema: Schema, lang: str) -> list[str]:
    """Return the headers that a row still wants; of words in languages the one of the language."""
    columns = (schema.tables[draft.table].column(name) for name in draft.wanted)
    return [_header(column, lang) for column in columns]


def _header(column: Column, lang: str) -> str:
    own = f"{column.name}@{lang}"
    return own if own in column.headers else column.headers[0]


def _words(draft: Draft, table: Table, schema: Schema, labels: Labels, lang: str) -> Iterable[str]:
    """Return what stands left of `table`, in the order of the heads."""
    codes = schema.code_lists["gap"].codes
    pairs = (relation_cities(relation) for relation in draft.relations)
    cities = (" – ".join(labels.of(f"cities:{c}", lang) for c in pair) for pair in pairs)
    about = labels.of(draft.about, lang) if draft.about else ""
    wanted = zip(draft.wanted, wanted_headers(draft, schema, lang), strict=True)
    words = (
        "; ".join(cities),
        _some([labels.of(f"fields:{field}", lang) for field in draft.fields]),
        "; ".join(codes[gap].labels[lang] for gap in draft.gaps),
        say(f"use-{draft.use}", lang, name=about),
        "; ".join(_want(table.column(name), header, lang) for name, header in wanted),
    )
    return map(plain, words)


def _some(names: Sequence[str]) -> str:
    """Return the first names and how many more there are: a new agreement may serve any field."""
    more = len(names) - NAMED_AT_MOST
    return "; ".join(names[:NAMED_AT_MOST]) + (f" (+{more})" if more > 0 else "")


def _want(column: Column, header: str, lang: str) -> str:
    """Return a header and, where only a few codes can stand there, which."""
    listed = choices(column).get("choices")
    return f"{header} ({listed[lang]})" if isinstance(listed, Mapping) else header
