"""Reads a folder of CSV files or a workbook; all problems of all tables are found in one run."""

from collections.abc import Iterator
from pathlib import Path

from kg.problems import Problem, suggest
from kg.schema import Schema, Table
from kg.tables.data import TableData, Tables
from kg.tables.decode import decode
from kg.tables.parse import parse
from kg.tables.rows import to_data, to_empty, to_lost
from kg.tables.workbook import read_workbook


def read_tables(data: Path, schema: Schema) -> tuple[Tables, list[Problem]]:
    """Read every table of a folder of CSV files, or every sheet of a workbook.

    Rows with faults stay in the tables. A file (or sheet) that is not a table is an error, since
    its rows would be lost; files of the folder that are not CSV are not looked at.
    """
    return read_workbook(data, schema) if data.is_file() else _read_folder(data, schema)


def _read_folder(folder: Path, schema: Schema) -> tuple[Tables, list[Problem]]:
    problems = list(_foreign_files(folder, schema))
    data = {}
    for table in schema.tables.values():
        data[table.name], found = _read_table(folder / f"{table.name}.csv", table)
        problems += found
    return Tables(schema, data), problems


def _foreign_files(folder: Path, schema: Schema) -> Iterator[Problem]:
    files = sorted(f for f in folder.iterdir() if f.suffix.lower() == ".csv")
    if not files:
        example = f"{next(iter(schema.tables))}.csv"
        yield Problem("no-tables", str(folder.name), details={"example": example})
    for file in files:
        if file.name not in {f"{name}.csv" for name in schema.tables}:
            hint = suggest(file.stem, schema.tables)
            place = f"{folder.name}/{file.name}"
            yield Problem("unknown-table", place, value=file.stem, suggestion=hint)


def _read_table(path: Path, table: Table) -> tuple[TableData, list[Problem]]:
    file = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        return to_empty(table, file), []
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return to_lost(table, file), [Problem("unreadable-file", file, details={"reason": reason})]
    return to_table(raw, table, file)


def to_table(raw: bytes, table: Table, file: str) -> tuple[TableData, list[Problem]]:
    """Read one table from the bytes of its file; pure."""
    decoded = decode(raw, file)
    if decoded.text is None:
        return to_lost(table, file), decoded.problems
    parsed = parse(decoded.text, table, file)
    data, found = to_data(parsed, table, file)
    return data, [*decoded.problems, *parsed.problems, *found]
