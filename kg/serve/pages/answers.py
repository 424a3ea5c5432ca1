"""What a query answered, as a table of a page: links, text and numbers."""

import json
from dataclasses import dataclass

from kg.serve.pages.resource import Item, Reader

MOST_ROWS = 500
"""Rows in a table of a page; files have them all."""
MOST_BYTES = 4_000_000
"""The largest answer that is made into a table of a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a SELECT query, or what else it answered."""

    columns: list[str]
    rows: list[list[Item]]
    total: int
    truth: bool | None = None

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more rows than shown."""
        return self.total > len(self.rows)


def to_table(body: bytes, reader: Reader) -> Table:
    """Read SPARQL 1.1 query results in JSON."""
    found = json.loads(body)
    if "boolean" in found:
        return Table([], [], 0, bool(found["boolean"]))
    columns = list(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = [[_item(row.get(c), reader) for c in columns] for row in bindings[:MOST_ROWS]]
    return Table(columns, rows, len(bindings))


def _item(term: dict[str, str] | None, reader: Reader) -> Item:
    if term is None:
        return Item("")
    if term["type"] == "uri":
        return reader.short_link(term["value"])
    return Item(str(term["value"]), language=term.get("xml:lang", ""))
