"""Reads RDF files into tables, and tells of every triple what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from kg.errors import KgError
from kg.imports.leftover import LeftOver, sort_left_over
from kg.imports.rdf import Reader
from kg.imports.rows import Row, sort_triples
from kg.imports.triples import Triple
from kg.problems import Problem
from kg.schema import Schema, Table, packaged_ontology
from kg.tables import TableData, Tables, render_csv
from kg.tables.read import to_table

CONTEXT = "context.jsonld"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the triples: read = held + repeated + derived + left_over.

    Held ones stand in tables; repeated ones say again what another one says; derived ones follow
    from the tables, and a build makes them anew. `graphs` counts named graphs, whose names no
    table holds.
    """

    read: int
    held: int
    repeated: int
    derived: int
    left_over: int
    graphs: int


@dataclass(frozen=True)
class Imported:
    """Tables from RDF, their problems (of cells, as a reader of the CSV would find them), and the
    triples that no table holds, or not just so, by file, line, subject and property.
    """

    tables: Tables
    problems: list[Problem]
    left_over: list[LeftOver]
    counts: Counts


def read_rdf(
    paths: Path | str | Sequence[Path | str], schema: Schema, ontology: Path | None = None
) -> Imported:
    """Read one or more RDF files into the tables of a schema; their triples are taken together.

    The end of a name says the syntax: .ttl, .nt, .nq, .trig, .jsonld or .json, .rdf, .xml or .owl.
    JSON-LD may name the context.jsonld of the ontology's folder, which is the packaged one unless
    given. KgError, with line and column, tells of all files that cannot be read, or that no triple
    stands in them.
    """
    one = [paths] if isinstance(paths, Path | str) else paths
    if not one:
        raise KgError("There is nothing to read: name a file of RDF.")
    reader = Reader((ontology or packaged_ontology()) / CONTEXT)
    triples = _read_all([Path(path) for path in one], reader)
    found = build_tables(triples, schema)
    if not found.counts.read:
        raise KgError(f"No triple stands in {', '.join(map(str, one))}.")
    return replace(found, counts=replace(found.counts, graphs=len(reader.graphs)))


def build_tables(triples: Iterable[Triple], schema: Schema) -> Imported:
    """Make tables of triples in any order."""
    found = sort_triples(triples, schema)
    data, problems = {}, []
    for table in schema.tables.values():
        data[table.name], faults = _to_data(table, found.rows[table.name].values())
        problems += faults
    counts = Counts(
        found.read, found.held(), found.repeated, found.derived, len(found.refused), graphs=0
    )
    return Imported(Tables(schema, data), problems, sort_left_over(found), counts)


def _read_all(paths: Sequence[Path], reader: Reader) -> Iterator[Triple]:
    """Yield the triples of all files; when some cannot be read, say so of each of them."""
    faults = []
    for path in paths:
        try:
            yield from reader.read_file(path)
        except KgError as error:
            faults.append(str(error))
    if faults:
        raise KgError("\n".join(faults))


def _to_data(table: Table, rows: Iterable[Row]) -> tuple[TableData, list[Problem]]:
    """Return rows as the reader holds them when it reads their CSV: lines are those of that file.

    What many rows have in common (codes, sets in order, faults of cells) is thus said once, there.
    """
    in_order = sorted(rows, key=lambda row: row.key)
    separators = {h: column.separator for column in table.columns for h in column.headers}
    columns = {
        header: pa.array([_cell(row, header, sep) for row in in_order], pa.string())
        for header, sep in separators.items()
    }
    lines = np.zeros(len(in_order), dtype=np.int64)
    file = f"data/{table.name}.csv"
    raw = b"".join(render_csv(TableData(table, pa.table(columns), lines, file)))
    data, problems = to_table(raw, table, file)
    assert len(data) == len(in_order)
    return data, problems


def _cell(row: Row, header: str, separator: str) -> str | None:
    if header == "id":
        return row.key
    return separator.join(row.cells.get(header, ())) or None
