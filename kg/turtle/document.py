"""Whole documents: a block a row in Turtle, a line a triple in N-Triples.

Subjects stand by table and id, predicates in the order of the shape, values in that of the cell.
Documents come in pieces of bytes, so that the largest graph never stands in memory at once.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.names import RDF_TYPE
from kg.schema import Column, Kind, Schema
from kg.tables import TableData
from kg.tables.columns import Values, join, split
from kg.turtle.terms import Syntax, render_terms

ROWS_AT_ONCE = 5_000


def render_turtle(schema: Schema, tables: Sequence[TableData]) -> Iterator[bytes]:
    """Yield a Turtle document of all rows; the header names the prefixes that are used."""
    syntax = Syntax(schema.prefixes)
    yield _prefix_lines(schema, tables).encode()
    for data in tables:
        for part in parts(data):
            yield _to_bytes(_turtle_blocks(part, syntax))


def render_ntriples(tables: Iterable[TableData]) -> Iterator[bytes]:
    """Yield an N-Triples document of all rows, the same triples as `render_turtle`."""
    syntax = Syntax({})
    for data in tables:
        for part in parts(data):
            yield _to_bytes(_ntriples_lines(part, syntax))


def parts(data: TableData) -> Iterator[TableData]:
    """Yield a table in parts of ROWS_AT_ONCE rows, none for a table without rows."""
    for start in range(0, len(data), ROWS_AT_ONCE):
        end = start + ROWS_AT_ONCE
        yield TableData(
            data.table, data.rows.slice(start, ROWS_AT_ONCE), data.lines[start:end], data.file
        )


def _to_bytes(texts: pa.Array) -> bytes:
    """Return all texts behind one another: the array's own data, without a loop."""
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)
    first, last = ends[texts.offset], ends[texts.offset + len(texts)]
    return content.slice(int(first), int(last - first)).to_pybytes() if content else b""


def _prefix_lines(schema: Schema, tables: Sequence[TableData]) -> str:
    used = sorted({p for data in tables if len(data) for p in _prefixes_of(data, schema)})
    lines = "".join(f"@prefix {name}: <{schema.prefixes[name]}> .\n" for name in used)
    return lines + "\n"


def _prefixes_of(data: TableData, schema: Schema) -> Iterator[str]:
    iris = [*data.table.classes, data.table.prefix]
    for column in data.table.columns:
        if any(data.rows.column(h).null_count < len(data) for h in column.headers):
            iris.append(column.path)
            iris += _value_namespaces(column, schema)
    for name, namespace in schema.prefixes.items():
        if any(iri.startswith(namespace) and "/" not in iri[len(namespace) :] for iri in iris):
            yield name


def _value_namespaces(column: Column, schema: Schema) -> list[str]:
    match column.kind:
        case Kind.DATE:
            return [schema.prefixes["xsd"], schema.prefixes["edtf"]]
        case Kind.DECIMAL:
            return [schema.prefixes["xsd"]]
        case Kind.IRI:
            return [column.value_template.partition("{")[0]]
        case Kind.CODE if column.code_list:
            return [code.iri for code in column.code_list.codes.values()]
        case _:
            return [schema.prefixes[name] for name in column.targets]


def _turtle_blocks(data: TableData, syntax: Syntax) -> pa.Array:
    subject = syntax.iris(data.table.prefix, data.cells("id"))
    classes = " , ".join(syntax.iri(c) for c in data.table.classes)
    parts: list[pa.Array | str] = [subject, f" a {classes}" if classes else ""]
    for column in data.table.columns:
        end = " ;\n    " if len(parts) > 2 or classes else " "
        predicate = f"{end}{syntax.iri(column.path)} "
        objects = [_joined_terms(data, column, header, syntax) for header in column.headers]
        together = _together([o for o in objects if o.null_count < len(o)])
        if together is None:
            continue
        parts.append(pc.binary_join_element_wise(predicate, together, ""))
    parts.append(" .\n\n")
    return _row_texts(parts)


def _row_texts(parts: Sequence[pa.Array | str]) -> pa.Array:
    """Put the parts of each row behind one another; a missing part is nothing."""
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def _together(objects: list[pa.Array]) -> pa.Array | None:
    """Return the objects of all headers of a column, or None where no row has any.

    Two at a time: Arrow's join with null_handling="skip" loses rows in which all parts are null.
    """
    if not objects:
        return None
    one, *others = objects
    for other in others:
        both = pc.binary_join_element_wise(one, other, " , ")
        one = pc.coalesce(both, one, other)
    return one


def _joined_terms(data: TableData, column: Column, header: str, syntax: Syntax) -> pa.Array:
    values = split(data.cells(header), column.separator)
    terms = render_terms(column, header.partition("@")[2], values.texts, syntax)
    return join(Values(terms, values.rows), " , ", len(data))


def _ntriples_lines(data: TableData, syntax: Syntax) -> pa.Array:
    subject = syntax.iris(data.table.prefix, data.cells("id"))
    parts: list[pa.Array] = [
        pc.binary_join_element_wise(subject, f"<{RDF_TYPE}>", f"<{class_iri}> .\n", " ")
        for class_iri in data.table.classes
    ]
    for column in data.table.columns:
        for header in column.headers:
            values = split(data.cells(header), column.separator)
            terms = render_terms(column, header.partition("@")[2], values.texts, syntax)
            of_row = subject.take(pa.array(values.rows))
            lines = pc.binary_join_element_wise(of_row, f"<{column.path}>", terms, ".\n", " ")
            parts.append(join(Values(lines, values.rows), "", len(data)))
    return _row_texts(parts)
