"""Writes what Morph-KGC needs to make the same triples as `kg`: an RML mapping and flat tables.

Morph-KGC splits no cells and finds no datatype of a partial date, so the tables are prepared for it
beforehand, outside of the timing: a column with several values becomes a table of its own, and each
date gets its datatype beside it. Codes must be written as notations.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from bench.make_tables import write_csv
from kg.dates import datatype
from kg.names import XSD, thing_prefix
from kg.schema import Column, Kind, Schema, Table

_HEAD = "@prefix rml: <http://w3id.org/rml/> .\n"


@dataclass(frozen=True)
class FlatTable:
    """A table as Morph-KGC reads it, and the rules that it is read by."""

    name: str
    columns: pa.Table
    rules: tuple[str, ...]


def prepare(tables: Path, schema: Schema, folder: Path) -> Path:
    """Write the flat tables, the mapping and Morph-KGC's settings; return the path of the settings.

    The graph will be written to `graph.nt` in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    maps = [_HEAD]
    for table in schema.tables.values():
        rows = _read(tables / f"{table.name}.csv")
        for flat in _flatten(table, rows):
            path = folder / f"{flat.name}.csv"
            write_csv(flat.columns, path)
            maps.append(_triples_map(table, path, flat))
    (folder / "mapping.ttl").write_text("\n".join(maps), encoding="utf-8")
    settings = folder / "settings.ini"
    settings.write_text(
        f"[CONFIGURATION]\noutput_file = {folder / 'graph.nt'}\nnumber_of_processes = 1\n"
        f"logging_level = WARNING\n\n[tables]\nmappings = {folder / 'mapping.ttl'}\n",
        encoding="utf-8",
    )
    return settings


def _read(path: Path) -> pa.Table:
    with path.open(encoding="utf-8") as file:
        headers = file.readline().rstrip("\n").split(",")
    return pa.csv.read_csv(
        path,
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(headers, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _flatten(table: Table, rows: pa.Table) -> Iterator[FlatTable]:
    """Yield the table itself, then one table for each column with several values."""
    plain: dict[str, pa.Array] = {}
    rules: list[str] = []
    for column in table.columns:
        if column.separator or column.is_typed_reference:
            if flat := _link_table(table, column, rows):
                yield flat
            continue
        for header in column.headers:
            plain[header] = rows[header].combine_chunks()
            if plain[header].null_count == len(rows):
                continue  # a rule for an empty column would only cost Morph-KGC time
            if column.kind is Kind.DATE:
                plain[f"{header} type"] = _datatypes(plain[header])
            rules.append(_rule(column, _object_map(column, header)))
    yield FlatTable(table.name, pa.table(plain), tuple(rules))


def _link_table(table: Table, column: Column, rows: pa.Table) -> FlatTable | None:
    """Return a row for each value of a column, or None if there is none."""
    cells = pc.split_pattern(rows[column.name].combine_chunks(), column.separator or "\n")
    values = pc.utf8_trim_whitespace(pc.list_flatten(cells))
    if not len(values):
        return None
    columns = {"id": rows["id"].combine_chunks().take(pc.list_parent_indices(cells))}
    if column.is_typed_reference:
        parts = pc.split_pattern(values, ":", max_splits=1)
        columns["table"], values = pc.list_element(parts, 0), pc.list_element(parts, 1)
    columns["value"] = values
    rules = (_rule(column, _object_map(column, "value")),)
    return FlatTable(f"{table.name}-{column.name}", pa.table(columns), rules)


def _datatypes(dates: pa.Array) -> pa.Array:
    types = {date: datatype(date) for date in pc.unique(dates.drop_null()).to_pylist()}
    return pa.array([types.get(date) for date in dates.to_pylist()], pa.string())


def _object_map(column: Column, header: str) -> str:
    """Return the RML object map of a column; `header` is where its values stand."""
    reference, value = f"rml:reference {_text(header)}", f"{{{header}}}"
    match column.kind:
        case Kind.TEXT:
            return f"{reference} ; rml:language {_text(header.partition('@')[2])}"
        case Kind.DATE:
            return f"{reference} ; rml:datatypeMap [ rml:reference {_text(header + ' type')} ]"
        case Kind.INTEGER | Kind.DECIMAL:
            return f"{reference} ; rml:datatype <{XSD}{column.kind}>"
        case Kind.REFERENCE if column.is_typed_reference:
            return _template(thing_prefix("{table}") + value)
        case Kind.CODE | Kind.REFERENCE:
            return _template(column.namespace + value)
        case Kind.IRI if column.value_template:
            return _template(column.value_template.replace(f"{{{column.name}}}", value))
        case Kind.IRI:
            return f"{reference} ; rml:termType rml:IRI"
    return reference


def _template(template: str) -> str:
    return f"rml:template {_text(template)} ; rml:termType rml:IRI"


def _rule(column: Column, object_map: str) -> str:
    return f"rml:predicate <{column.path}> ; rml:objectMap [ {object_map} ]"


def _triples_map(table: Table, path: Path, flat: FlatTable) -> str:
    """Return the triples map of a flat table; only the table itself states the classes."""
    classes = table.classes if flat.name == table.name else ()
    class_maps = "".join(f" ; rml:class <{class_iri}>" for class_iri in classes)
    return (
        f"<#{flat.name}> a rml:TriplesMap ;\n"
        f"  rml:logicalSource [ rml:source {_text(str(path))} ;"
        f" rml:referenceFormulation rml:CSV ] ;\n"
        f"  rml:subjectMap [ rml:template {_text(table.prefix + '{id}')}{class_maps} ]"
        f"{''.join(_predicate_object_maps(flat.rules))} .\n"
    )


def _predicate_object_maps(rules: Iterable[str]) -> Iterator[str]:
    for rule in rules:
        yield f" ;\n  rml:predicateObjectMap [ {rule} ]"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # the escapes are Turtle's, too
