"""Compiles SHACL shapes into tables and columns.

A node shape with `sh:codeIdentifier` is a table, its property shapes are columns. What the dialect
does not know is an error that names the shape: a constraint that is ignored checks nothing.
"""

from collections.abc import Mapping
from typing import NoReturn

from rdflib import DCTERMS, RDF, SH, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import SchemaError
from kg.names import EDTF, TERMS
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
    *(SH.minInclusive, SH.maxInclusive, SH.severity, CSVW.separator, CSVW.valueUrl),
}
_COMMENTS = {RDF.type, SH.name, SH.description, SH.message, SH.property, DCTERMS.source}
_DATES = {str(XSD.date), str(XSD.gYear), str(XSD.gYearMonth), EDTF}
_KINDS = {
    str(XSD.string): Kind.STRING,
    str(XSD.integer): Kind.INTEGER,
    str(XSD.decimal): Kind.DECIMAL,
    str(RDF.langString): Kind.TEXT,
}


def compile_tables(graph: Graph, code_lists: Mapping[str, CodeList]) -> dict[str, Table]:
    """Return the tables by name, in their order."""
    shapes = [s for s in graph.subjects(RDF.type, SH.NodeShape) if (s, CODE_IDENTIFIER, None) in graph]
    names = {
        str(target): str(graph.value(shape, CODE_IDENTIFIER))
        for shape in shapes
        for target in graph.objects(shape, SH.targetClass)
    }
    tables = [_Compiler(graph, code_lists, names).table(shape) for shape in shapes]
    return {table.name: table for table in sorted(tables, key=lambda t: (t.order, t.name))}


class _Compiler:
    """Holds what each shape needs: the graph, the code lists, and tables by class."""

    def __init__(
        self, graph: Graph, code_lists: Mapping[str, CodeList], names: Mapping[str, str]
    ) -> None:
        self.graph, self.code_lists, self.names = graph, code_lists, names

    def table(self, shape: Node) -> Table:
        self._refuse_unknown(shape, _TABLE_WORDS)
        columns = [self.column(p) for p in self.graph.objects(shape, SH.property)]
        about = self._string(shape, CSVW.aboutUrl)
        if not about.endswith("/{id}"):
            self._refuse(shape, "csvw:aboutUrl must end with /{id}")
        return Table(
            name=self._string(shape, CODE_IDENTIFIER),
            classes=tuple(sorted(str(c) for c in self.graph.objects(shape, SH.targetClass))),
            prefix=about.removesuffix("{id}"),
            order=number(self.graph, shape, SH.order) or 0,
            columns=tuple(sorted(columns, key=lambda c: (c.order, c.name))),
            labels=text(self.graph, shape, SH.name),
            help=text(self.graph, shape, SH.description),
            derived=(shape, DERIVED, None) in self.graph,
        )

    def column(self, shape: Node) -> Column:
        self._refuse_unknown(shape, _COLUMN_WORDS)
        types = self._alternatives(shape, SH.datatype)
        targets = tuple(self._table_name(shape, c) for c in self._alternatives(shape, SH["class"]))
        codes = self._code_list(shape)
        single = number(self.graph, shape, SH.maxCount) == 1
        languages = tuple(str(lang) for lang in self._list(shape, SH.languageIn))
        separator = self._string(shape, CSVW.separator)
        if not (single or separator or languages):
            self._refuse(shape, "a column that may hold many values needs csvw:separator")
        return Column(
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

    def _kind(
        self, shape: Node, types: tuple[str, ...], targets: tuple[str, ...], codes: CodeList | None
    ) -> Kind:
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
        return self._refuse(shape, f"no column can hold the datatypes {', '.join(types) or 'none'}")

    def _code_list(self, shape: Node) -> CodeList | None:
        if terms := self._list(shape, SH["in"]):
            return compile_terms(self.graph, local_name(str(shape)), terms)
        node = self.graph.value(shape, SH.node)
        if node is None:
            return None
        for inner in self.graph.objects(node, SH.property):
            if self.graph.value(inner, SH.path) == SKOS.inScheme:
                name = local_name(str(self.graph.value(inner, SH.hasValue)))
                if name in self.code_lists:
                    return self.code_lists[name]
        return self._refuse(shape, "sh:node must name a shape with skos:inScheme of a known scheme")

    def _alternatives(self, shape: Node, word: URIRef) -> tuple[str, ...]:
        """Return the value of the word here, or those inside the shapes of `sh:or`."""
        here = self._string(shape, word)
        inner = (self._string(s, word) for s in self._list(shape, SH["or"]))
        return (here,) if here else tuple(found for found in inner if found)

    def _table_name(self, shape: Node, class_iri: str) -> str:
        name = self.names.get(class_iri)
        return name or self._refuse(shape, f"no table holds the class {class_iri}")

    def _list(self, shape: Node, word: URIRef) -> list[Node]:
        head = self.graph.value(shape, word)
        return list(Collection(self.graph, head)) if head else []

    def _string(self, shape: Node, word: URIRef) -> str:
        value = self.graph.value(shape, word)
        return "" if value is None else str(value)

    def _refuse_unknown(self, shape: Node, known: set[URIRef]) -> None:
        used = {p for p in self.graph.predicates(shape) if isinstance(p, URIRef)}
        if unknown := sorted(used - known - _COMMENTS):
            self._refuse(shape, f"{', '.join(unknown)} cannot be checked in tables")

    def _refuse(self, shape: Node, why: str) -> NoReturn:
        raise SchemaError(f"shape {shape}: {why}")
