"""Columns of cells to columns of RDF terms, as Turtle or as N-Triples writes them.

Source: RDF 1.1 Turtle and RDF 1.1 N-Triples, W3C Recommendations, 25 February 2014.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kg.names import EDTF, LOCAL, THINGS, XSD, is_local, scheme_prefix, thing_prefix
from kg.schema import Column, Kind

_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


@dataclass(frozen=True, slots=True)
class Syntax:
    """How IRIs are written: with prefixes (Turtle), or in full where there are none."""

    prefixes: Mapping[str, str]

    def iri(self, iri: str) -> str:
        """Return one IRI, shortened where a prefix fits."""
        namespace, local = _cut(iri)
        for prefix, known in self.prefixes.items():
            if known == namespace and is_local(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"

    def iris(self, namespace: str, locals_: pa.Array) -> pa.Array:
        """Return the IRIs of one namespace; its local names must suit Turtle."""
        for prefix, known in self.prefixes.items():
            if known == namespace:
                return pc.binary_join_element_wise(prefix + ":", locals_, "")
        return pc.binary_join_element_wise("<" + namespace, locals_, ">", "")


def _cut(iri: str) -> tuple[str, str]:
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]


def render_terms(column: Column, language: str, texts: pa.Array, syntax: Syntax) -> pa.Array:
    """Return each value as an RDF term."""
    match column.kind:
        case Kind.TEXT:
            return _quoted(texts, f"@{language}")
        case Kind.STRING:
            return _quoted(texts, "")
        case Kind.INTEGER:
            return texts if syntax.prefixes else _typed(texts, XSD + "integer", syntax)
        case Kind.DECIMAL:
            return _typed(texts, XSD + "decimal", syntax)
        case Kind.DATE:
            return _dates(texts, syntax)
        case Kind.IRI:
            return _iris(column, texts, syntax)
        case Kind.CODE:
            return _codes(column, texts, syntax)
        case Kind.REFERENCE:
            return _references(column, texts, syntax)


def _quoted(texts: pa.Array, behind: str) -> pa.Array:
    for plain, escaped in _ESCAPES:
        if pc.any(pc.match_substring(texts, plain)).as_py():
            texts = pc.replace_substring(texts, plain, escaped)
    return pc.binary_join_element_wise('"', texts, '"' + behind, "")


def _typed(texts: pa.Array, datatype: str, syntax: Syntax) -> pa.Array:
    return pc.binary_join_element_wise('"', texts, f'"^^{syntax.iri(datatype)}', "")


def _dates(texts: pa.Array, syntax: Syntax) -> pa.Array:
    uncertain = pc.match_substring_regex(texts, "[~?]$")
    length = pc.utf8_length(texts)
    by_length = pc.if_else(
        pc.equal(length, 10),
        syntax.iri(XSD + "date"),
        pc.if_else(pc.equal(length, 7), syntax.iri(XSD + "gYearMonth"), syntax.iri(XSD + "gYear")),
    )
    datatype = pc.if_else(uncertain, syntax.iri(EDTF), by_length)
    return pc.binary_join_element_wise('"', texts, '"^^', datatype, "")


def _iris(column: Column, texts: pa.Array, syntax: Syntax) -> pa.Array:
    before, _, after = column.value_template.partition("{" + column.name + "}")
    if before and not after and pc.all(pc.match_substring_regex(texts, LOCAL)).as_py():
        return syntax.iris(before, texts)
    return pc.binary_join_element_wise("<" + before, texts, after + ">", "")


def _codes(column: Column, texts: pa.Array, syntax: Syntax) -> pa.Array:
    codes = column.code_list
    assert codes is not None  # a column of this kind has one by construction
    if codes.is_regular:
        return syntax.iris(scheme_prefix(codes.name), texts)
    encoded = texts.dictionary_encode()
    terms = [syntax.iri(codes.codes[notation].iri) for notation in encoded.dictionary.to_pylist()]
    return pa.array(terms, pa.string()).take(encoded.indices)


def _references(column: Column, texts: pa.Array, syntax: Syntax) -> pa.Array:
    if not column.is_typed_reference:
        return syntax.iris(thing_prefix(column.targets[0]), texts)
    if syntax.prefixes:
        return texts  # `agreements:x` is typed as Turtle writes it
    path = pc.replace_substring(texts, ":", "/", max_replacements=1)
    return pc.binary_join_element_wise("<" + THINGS, path, ">", "")
