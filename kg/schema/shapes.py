"""Compiles SHACL shapes into tables and columns.

A node shape with `sh:codeIdentifier` is a table, its property shapes are columns. What the dialect
does not know is an error that names the shape: a constraint that is ignored checks nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NoReturn

import pyarrow as pa
import pyarrow.compute as pc
from rdflib import DCTERMS, RDF, SH, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import SchemaError
from kg.names import EDTF, ID, TERMS, thing_prefix
from kg.schema.codes import compile_terms
from kg.schema.model import CodeList, Column, Kind, Table
from kg.schema.terms import local_name, number, text

CSVW = Namespace("http://www.w3.org/ns/csvw#")
CODE_IDENTIFIER = URIRef(str(SH) + "codeIdentifier")  # SHACL 1.2; rdflib knows 1.0

DERIVED = URIRef(TERMS + "derived")

_TABLE_WORDS = {
    *(SH.targetClass, SH.targetSubjectsOf, CODE_IDENTIFIER, SH.order, SH.nodeKind),
    *(CSVW.aboutUrl, DERIVED),
}
_COLUMN_WORDS = {
    *(SH.path, CODE_IDENTIFIER, SH.order, SH.datatype, SH.minCount, SH.maxCount, SH.pattern),
    *(SH.languageIn, SH.uniqueLang, SH["class"], SH.nodeKind, SH.node, SH["in"], SH["or"]),
    *(SH.minInclusive, SH.maxInclusive, CSVW.separator, CSVW.valueUrl),
}
_COMMENTS = {RDF.type, SH.name, SH.description, SH.message, SH.property, DCTERMS.source}
_DATES = {str(XSD.date), str(XSD.gYear), str(XSD.gYearMonth), EDTF}
_KINDS = {
    str(XSD.string): Kind.STRING,
    str(XSD.integer): Kind.INTEGER,
    str(XSD.decimal): Kind.DECIMAL,
    str(RDF.langString): Kind.TEXT,
}
# Words that are looked at in columns of some kinds only; in others they would check nothing.
_KINDS_OF = {
    SH.pattern: {Kind.TEXT, Kind.STRING, Kind.IRI},
    SH.minInclusive: {Kind.INTEGER, Kind.DECIMAL},
    SH.maxInclusive: {Kind.INTEGER, Kind.DECIMAL},
    SH.languageIn: {Kind.TEXT},
    CSVW.valueUrl: {Kind.IRI},
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def compile_tables(graph: Graph, code_lists: Mapping[str, CodeList]) -> dict[str, Table]:
    """Return the tables by name, in their order."""
    shapes = [
        s for s in graph.subjects(RDF.type, SH.NodeShape) if (s, CODE_IDENTIFIER, None) in graph
    ]
    names = {
        str(target): str(graph.value(shape, CODE_IDENTIFIER))
        for shape in shapes
        for target in graph.objects(shape, SH.targetClass)
    }
    tables = [_Compiler(graph, code_lists, names).table(shape) for shape in shapes]
    for name, count in Counter(table.name for table in tables).items():
        if count > 1:
            raise SchemaError(f"{count} shapes describe the table {name}")
    return {table.name: table for table in sorted(tables, key=lambda t: (t.order, t.name))}


class _Compiler:
    """Holds what each shape needs: the graph, the code lists, and tables by class."""

    def __init__(
        self, graph: Graph, code_lists: Mapping[str, CodeList], names: Mapping[str, str]
    ) -> None:
        self.graph, self.code_lists, self.names = graph, code_lists, names

    def table(self, shape: Node) -> Table:
        self._refuse_unknown(shape, _TABLE_WORDS)
        derived = (shape, DERIVED, None) in self.graph
        columns = [self.column(p, derived) for p in self.graph.objects(shape, SH.property)]
        about = self._string(shape, CSVW.aboutUrl)
        if not about.endswith("/{id}"):
            self._refuse(shape, "csvw:aboutUrl must end with /{id}")
        table = Table(
            name=self._string(shape, CODE_IDENTIFIER),
            classes=tuple(sorted(str(c) for c in self.graph.objects(shape, SH.targetClass))),
            prefix=about.removesuffix("{id}"),
            order=number(self.graph, shape, SH.order) or 0,
            columns=tuple(sorted(columns, key=lambda c: (c.order, c.name))),
            labels=text(self.graph, shape, SH.name),
            help=text(self.graph, shape, SH.description),
            derived=derived,
        )
        if not derived:
            self._refuse_unreadable(shape, table)
        return table

    def column(self, shape: Node, derived: bool = False) -> Column:
        self._refuse_unknown(shape, _COLUMN_WORDS)
        types = self._alternatives(shape, SH.datatype)
        targets = tuple(self._table_name(shape, c) for c in self._alternatives(shape, SH["class"]))
        codes = self._code_list(shape)
        single = number(self.graph, shape, SH.maxCount) == 1
        languages = tuple(str(lang) for lang in self._list(shape, SH.languageIn))
        separator = self._string(shape, CSVW.separator)
        if not (single or separator or languages):
            self._refuse(shape, "a column that may hold many values needs csvw:separator")
        column = Column(
            name=self._string(shape, CODE_IDENTIFIER),
            path=self._string(shape, SH.path),
            kind=self._kind(shape, types, targets, codes),
            order=number(self.graph, shape, SH.order) or 0,
            required=bool(number(self.graph, shape, SH.minCount)),
            separator=separator,
            languages=languages,
            date_types=tuple(t for t in types if t in _DATES),
            pattern=self._string(shape, SH.pattern),
            minimum=number(self.graph, shape, SH.minInclusive),
            maximum=number(self.graph, shape, SH.maxInclusive),
            targets=targets,
            code_list=codes,
            value_template=self._string(shape, CSVW.valueUrl),
            labels=text(self.graph, shape, SH.name),
            help=text(self.graph, shape, SH.description),
            expected=text(self.graph, shape, SH.message),
        )
        if not derived:
            self._refuse_unchecked(shape, column)
        return column

    def _kind(
        self, shape: Node, types: tuple[str, ...], targets: tuple[str, ...], codes: CodeList | None
    ) -> Kind:
        if [bool(types), bool(targets), codes is not None].count(True) > 1:
            self._refuse(shape, "a column holds literals, references or codes, not two of them")
        if codes:
            return Kind.CODE
        if targets:
            return Kind.REFERENCE
        if types and set(types) <= _DATES:
            return Kind.DATE
        if len(types) == 1 and types[0] in _KINDS:
            return _KINDS[types[0]]
        if not types and self.graph.value(shape, SH.nodeKind) == SH.IRI:
            return Kind.IRI
        if not types:
            self._refuse(shape, "it says neither datatype, class, codes nor sh:nodeKind sh:IRI")
        return self._refuse(shape, f"no column can hold the datatypes {', '.join(types)}")

    def _code_list(self, shape: Node) -> CodeList | None:
        if terms := self._list(shape, SH["in"]):
            if not all(isinstance(term, URIRef) for term in terms):
                self._refuse(shape, "sh:in must list IRIs")
            return compile_terms(self.graph, shape, terms)
        node = self.graph.value(shape, SH.node)
        if node is None:
            return None
        self._refuse_unknown(node, set(), of=shape)
        for inner in self.graph.objects(node, SH.property):
            self._refuse_unknown(inner, {SH.path, SH.hasValue}, of=shape)
            if self.graph.value(inner, SH.path) == SKOS.inScheme:
                name = local_name(str(self.graph.value(inner, SH.hasValue)))
                if name in self.code_lists:
                    return self.code_lists[name]
        return self._refuse(shape, "sh:node must name a shape with skos:inScheme of a known scheme")

    def _alternatives(self, shape: Node, word: URIRef) -> tuple[str, ...]:
        """Return the value of the word here, or those inside the shapes of `sh:or`."""
        here = self._string(shape, word)
        inner = self._list(shape, SH["or"])
        for alternative in inner:
            self._refuse_unknown(alternative, {SH.datatype, SH["class"]}, of=shape)
        found = [self._string(alternative, word) for alternative in inner]
        if any(found) and (here or not all(found)):
            self._refuse(shape, "sh:or must hold datatypes or classes, and nothing beside it")
        return (here,) if here else tuple(filter(None, found))

    def _table_name(self, shape: Node, class_iri: str) -> str:
        name = self.names.get(class_iri)
        return name or self._refuse(shape, f"no table holds the class {class_iri}")

    def _list(self, shape: Node, word: URIRef) -> list[Node]:
        head = self.graph.value(shape, word)
        return list(Collection(self.graph, head)) if head else []

    def _string(self, shape: Node, word: URIRef) -> str:
        value = self.graph.value(shape, word)
        return "" if value is None else str(value)

    def _refuse_unknown(self, shape: Node, known: set[URIRef], *, of: Node | None = None) -> None:
        used = {p for p in self.graph.predicates(shape) if isinstance(p, URIRef)}
        if unknown := sorted(used - known - _COMMENTS):
            self._refuse(of or shape, f"{', '.join(unknown)} cannot be checked in tables")
        for word in sorted((used & known) - {SH.targetClass}):
            if len(list(self.graph.objects(shape, word))) > 1:  # only one of them would be checked
                self._refuse(of or shape, f"{word} stands here more than once")

    def _refuse_unreadable(self, shape: Node, table: Table) -> None:
        """Refuse a table to type in that the reader or the writers could not handle."""
        ids = [column for column in table.columns if column.name == "id"]
        twice = [name for name, count in Counter(table.headers).items() if count > 1]
        if not _NAME.fullmatch(table.name):
            self._refuse(shape, f'"{table.name}" cannot be the name of a table')
        if len(table.classes) != 1 or table.prefix != thing_prefix(table.name):
            about = thing_prefix(table.name) + "{id}"
            self._refuse(shape, f"it needs one sh:targetClass, and {about} as csvw:aboutUrl")
        if not (ids and ids[0].required and ids[0].pattern == ID):
            self._refuse(shape, f'it needs a column "id" with sh:minCount 1 and sh:pattern "{ID}"')
        if twice:
            self._refuse(shape, f"two columns are named {', '.join(twice)}")

    def _refuse_unchecked(self, shape: Node, column: Column) -> None:
        """Refuse words that the reader knows, but would pass over in this column."""
        for word, kinds in _KINDS_OF.items():
            if (shape, word, None) in self.graph and column.kind not in kinds:
                self._refuse(shape, f"{word} cannot be checked in a column of kind {column.kind}")
        path = self.graph.value(shape, SH.path)
        if not (isinstance(path, URIRef) and _NAME.fullmatch(column.name)):
            self._refuse(shape, "it needs an IRI as sh:path, and a name as sh:codeIdentifier")
        most = number(self.graph, shape, SH.maxCount)
        if (number(self.graph, shape, SH.minCount) or 0) > 1 or most not in (None, 1):
            self._refuse(shape, "sh:minCount is 0 or 1, sh:maxCount is 1 or not there")
        if column.separator and (most or column.languages):
            self._refuse(shape, "a column with csvw:separator holds many values, in no language")
        if column.kind is Kind.TEXT and not column.languages:
            self._refuse(shape, "text in languages needs sh:languageIn")
        if self.graph.value(shape, SH.nodeKind) not in (None, SH.IRI):
            self._refuse(shape, "sh:nodeKind other than sh:IRI cannot be checked in tables")
        try:
            pc.match_substring_regex(pa.array([""]), column.pattern)
        except pa.ArrowInvalid as error:
            self._refuse(shape, f"sh:pattern: {error}")

    def _refuse(self, shape: Node, why: str) -> NoReturn:
        name = shape if isinstance(shape, URIRef) else self._string(shape, CODE_IDENTIFIER)
        raise SchemaError(f"shape {name or self._string(shape, SH.path)}: {why}")
