"""One resource as its page shows it: properties, sources, what points to it, and coverage."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.names import EDTF, PREFIXES, RDF_TYPE, TERMS
from kg.serve.pages.addresses import query_address, to_address
from kg.serve.pages.evidence import Basis
from kg.serve.pages.naming import Naming
from kg.serve.pages.words import say
from kg.store.lookup import Lookup, Value

MOST_VALUES = 60
"""Values of one property on a page."""
MOST_LINKS = 20
"""Links of one kind that point to a resource, on its page."""
MOST_COUNTED = 1000
"""Links that are counted; of more, the page says that they are more."""

SOURCE = TERMS + "source"
_NAMES = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
_HIDDEN = {RDF_TYPE, SOURCE, *_NAMES, PREFIXES["dcterms"] + "identifier"}
_DETAILS = ("publisher", "issued")
_DOUBTED = re.compile(r"([0-9-]+)([~?])")
_DOUBTS = {"~": "date-about", "?": "date-uncertain"}


@dataclass(frozen=True, slots=True)
class Item:
    """A value as it is shown: a link within the server, a link elsewhere, or text."""

    text: str
    address: str = ""
    elsewhere: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A property and its values, or things that point here by it; `more` leads to all of them."""

    label: str
    title: str
    items: list[Item]
    count: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a relation or a cell: things by table, and statements that differ."""

    things: list[Group]
    disputes: list[Item]


@dataclass(frozen=True, slots=True)
class Source:
    """A source, with its grade."""

    item: Item
    grade: str
    details: str
    web: str


@dataclass(frozen=True, slots=True)
class Resource:
    """All that a page shows of one resource."""

    iri: str
    short: str
    label: str
    kinds: list[Item]
    names: list[tuple[str, str]]
    properties: list[Group] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    incoming: list[Group] = field(default_factory=list)


class Reader:
    """Reads resources from a store, in one language."""

    def __init__(self, lookup: Lookup, naming: Naming, lang: str) -> None:
        self._lookup = lookup
        self._naming = naming
        self._lang = lang

    def read(self, iri: str) -> Resource:
        """Return a resource that the store knows."""
        found = self._lookup.outgoing(iri)
        return Resource(
            iri=iri,
            short=self._naming.short(iri),
            label=self._naming.of(iri, self._lang),
            kinds=[self.link(kind) for kind in self._naming.kinds(iri)],
            names=[
                (value.language, value.text)
                for name in _NAMES
                for value in found.get(name, ())
                if value.language not in ("", self._lang)
            ],
            properties=list(self._properties(iri, found)),
            sources=self.sources(v.text for v in found.get(SOURCE, ())),
            incoming=list(self._incoming(iri)),
        )

    def sources(self, iris: Iterable[str]) -> list[Source]:
        """Return sources with their grades."""
        return [self._source(iri) for iri in iris]

    def behind(self, basis: Basis, more: str) -> Behind:
        """Return what stands behind a thing in words; `more` leads to all of it."""
        tables: dict[str, list[str]] = {}
        for iri in basis.things:
            tables.setdefault(iri.rpartition("/")[0], []).append(iri)
        groups = [
            Group(
                label=self._naming.table_name(self._naming.table(iris[0]), self._lang),
                title="",
                items=[
                    self.link(iri, note=self.date(basis.things[iri]))
                    for iri in sorted(iris, key=lambda i: basis.things[i])[-MOST_LINKS:]
                ],
                count=str(len(iris)),
                more=more if len(iris) > MOST_LINKS else "",
            )
            for iris in tables.values()
        ]
        return Behind(groups, [self._dispute(iri) for iri in basis.statements])

    def _dispute(self, iri: str) -> Item:
        """Return a statement: of what, the value, and who states or disputes it."""
        value = ", ".join(self._lookup.objects(iri, TERMS + "statedValue"))
        by = [
            self._naming.of(one, self._lang)
            for name in ("stance", "source")
            for one in self._lookup.objects(iri, TERMS + name)
        ]
        name = self._naming.of(iri, self._lang)
        return Item(f"{name}: {self.date(value)}", to_address(iri), note=" · ".join(by))

    def date(self, text: str) -> str:
        """Say in words that a date is about or uncertain; other text stays as it is."""
        known = _DOUBTED.fullmatch(text)
        return say(_DOUBTS[known[2]], self._lang, date=known[1]) if known else text

    def link(self, iri: str, note: str = "") -> Item:
        """Return a resource as a link: within the server where the store knows it."""
        text = self._naming.of(iri, self._lang)
        if self._lookup.knows(iri):
            return Item(text, to_address(iri), note=note)
        return Item(text, elsewhere=iri if _is_web(iri) else "", note=note)

    def short_link(self, iri: str) -> Item:
        """Return a resource as a link that shows its IRI in short."""
        return replace(self.link(iri), text=self._naming.short(iri))

    def _properties(self, iri: str, found: dict[str, list[Value]]) -> Iterator[Group]:
        table = self._naming.table(iri)
        order = {column.path: at for at, column in enumerate(table.columns)} if table else {}
        for predicate in sorted(found, key=lambda p: (order.get(p, len(order)), p)):
            if predicate in _HIDDEN:
                continue
            values = self._in_language(found[predicate])
            yield Group(
                label=self._naming.property(predicate, table, self._lang),
                title=self._naming.short(predicate),
                items=[self.item(value, iri) for value in values[:MOST_VALUES]],
                count=str(len(values)),
                more=_all_values(iri, predicate) if len(values) > MOST_VALUES else "",
            )

    def _in_language(self, values: list[Value]) -> list[Value]:
        """Keep texts in the language of the page; where it has none, all of them."""
        if any(v.language == self._lang for v in values):
            return [v for v in values if v.language in ("", self._lang)]
        return values

    def item(self, value: Value, iri: str) -> Item:
        """Show a value; what has no name of its own, such as a restriction, is in the Turtle."""
        if value.is_iri:
            return self.link(value.text)
        if value.is_blank:
            return Item("[ … ]", to_address(iri, "ttl"))
        text = self.date(value.text) if value.datatype == EDTF else value.text
        return Item(text, language=value.language)

    def _source(self, iri: str) -> Source:
        details = [self._lookup.objects(iri, TERMS + name) for name in _DETAILS]
        grades = self._lookup.objects(iri, TERMS + "kind")
        web = next((url for url in self._lookup.objects(iri, TERMS + "url") if _is_web(url)), "")
        return Source(
            item=self.link(iri),
            grade=", ".join(self._naming.of(grade, self._lang) for grade in grades),
            details=", ".join(self.date(text) for values in details for text in values),
            web=web,
        )

    def _incoming(self, iri: str) -> Iterator[Group]:
        pairs = self._lookup.incoming(iri, MOST_COUNTED)
        counted = pairs is not None
        grouped: dict[tuple[str, str], list[str]] = {}
        for subject, predicate in self._some(iri) if pairs is None else pairs:
            table = self._naming.table(subject)
            grouped.setdefault((table.name if table else "", predicate), []).append(subject)
        for (_, predicate), subjects in sorted(grouped.items(), key=_order):
            table = self._naming.table(subjects[0])
            names = (
                self._naming.table_name(table, self._lang),
                self._naming.property(predicate, table, self._lang),
            )
            is_more = not counted and len(subjects) >= MOST_LINKS
            most = 0 if table and table.name == "cells" else MOST_LINKS
            items = [self.link(subject) for subject in subjects[:most]]
            yield Group(
                label=" · ".join(filter(None, names)),
                title=self._naming.short(predicate),
                items=sorted(items, key=lambda item: item.text),
                count=f"{len(subjects)}+" if is_more else str(len(subjects)),
                more=_all_subjects(iri, predicate) if is_more or len(subjects) > most else "",
            )

    def _some(self, iri: str) -> Iterable[tuple[str, str]]:
        """Yield some of very many links for each property that rows have."""
        for path in (RDF_TYPE, *self._naming.paths()):
            for subject in self._lookup.subjects(path, iri, MOST_LINKS * 5):
                yield subject, path


def _order(group: tuple[tuple[str, str], list[str]]) -> tuple[bool, str, str]:
    """Put what people wrote before what was derived from it: cells are many."""
    (table, predicate), _ = group
    return table in ("cells", "cubes"), table, predicate


def _all_values(iri: str, predicate: str) -> str:
    return query_address(f"SELECT ?value WHERE {{ <{iri}> <{predicate}> ?value }}")


def _all_subjects(iri: str, predicate: str) -> str:
    return query_address(f"SELECT ?thing WHERE {{ ?thing <{predicate}> <{iri}> }}")


def _is_web(iri: str) -> bool:
    return iri.startswith(("https://", "http://"))
