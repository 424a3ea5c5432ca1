"""What things are called: their own names, or those of what they join, in a language."""

from collections.abc import Mapping
from functools import lru_cache

from kg.names import PREFIXES, RDF_TYPE, TERMS, THINGS
from kg.schema import Schema
from kg.schema.model import Column, Table
from kg.store.lookup import Lookup
from kg.store.terms import Shortener

_OWN = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("dcterms", "title"),
        ("dcterms", "description"),
    )
)
_JOINED = (
    (("partner",), " – "),
    (("relation", "field"), " · "),
    (("agreement", "field"), " · "),
    (("agreement", "city"), " · "),
    (("about", "property"), " · "),
)
"""Properties by which things without a name are known, such as a cell by relation and field."""

_LONGEST = 140  # characters of a name: outcomes have a description in its place
_KNOWN = 50_000
_DEPTH = 3  # a cell is named by a relation, and that by two cities


class Naming:
    """Names resources, properties and tables."""

    def __init__(self, lookup: Lookup, schema: Schema) -> None:
        self._lookup = lookup
        self._shortener = Shortener(schema.prefixes)
        self._tables = {**schema.tables, **schema.derived}
        self._columns: dict[tuple[str, str], Column] = {}
        for table in self._tables.values():
            for column in table.columns:
                self._columns.setdefault((table.name, column.path), column)
        self.of = lru_cache(_KNOWN)(self._of)

    def short(self, iri: str) -> str:
        """Return an IRI behind its prefix, such as cities:seoul."""
        return self._shortener.of(iri)

    def _of(self, iri: str, lang: str, depth: int = _DEPTH) -> str:
        """Return the name of a resource, its short IRI where it has none."""
        for predicate in _OWN:
            if name := self._lookup.text(iri, predicate, lang):
                return _cut(name)
        for properties, between in _JOINED if depth else ():
            found = [self._lookup.objects(iri, TERMS + name) for name in properties]
            if all(found):
                parts = [part for values in found for part in values]
                return _cut(between.join(self.of(part, lang, depth - 1) for part in parts))
        return self.short(iri)

    def table(self, iri: str) -> Table | None:
        """Return the table that a thing is a row of."""
        name = iri.removeprefix(THINGS).partition("/")[0]
        return self._tables.get(name) if iri.startswith(THINGS) else None

    def table_name(self, table: Table | None, lang: str) -> str:
        """Return what the rows of a table are called; "" where there is none."""
        return "" if table is None else said(table.labels, lang) or table.name

    def property(self, predicate: str, table: Table | None, lang: str) -> str:
        """Return what a property is called: as the column of its table, else as a term."""
        column = self._columns.get((table.name, predicate)) if table else None
        return said(column.labels, lang) if column and column.labels else self.of(predicate, lang)

    def kinds(self, iri: str) -> list[str]:
        """Return the classes of a resource, ours first."""
        found = self._lookup.objects(iri, RDF_TYPE)
        return sorted(found, key=lambda kind: (not kind.startswith(TERMS), kind))

    def paths(self) -> list[str]:
        """Return all properties that rows have."""
        return sorted({path for _, path in self._columns})


def said(labels: Mapping[str, str], lang: str) -> str:
    """Return the label in a language, or in English."""
    return labels.get(lang) or labels.get("en") or ""


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
