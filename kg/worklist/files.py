"""Bytes of a file with rows to typed rows by table; each row is accounted for. Pure.

A file is a work list (it has a column `table`), or holds rows of one table: what the page saves
(`new-rows-programs.csv`), or any CSV with a table's header.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.exports.tables import FORMULA_SIGNS
from kg.problems import Problem, Severity, suggest
from kg.schema import Column, Kind, Schema, Table
from kg.tables import TableData, Tables
from kg.tables.columns import trim
from kg.tables.decode import decode
from kg.tables.parse import Parsed, check_header, parse
from kg.tables.rows import to_data
from kg.worklist.draft import PREFILLED
from kg.worklist.render import NOT_HERE, TABLE

BLANK, REFUSED = "blank", "refused"
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file and what becomes of it (`fate`): see kg.worklist.merge."""

    file: str
    line: int
    table: str
    id: str
    fate: str


@dataclass
class Sheet:
    """What one file holds: typed rows by table, rows told already (blank, refused), problems.

    `shown` are the columns in which rows on record stand in the file as they are in the tables: in
    a work list those that are filled in from the start, elsewhere (None) any.
    """

    file: str
    shown: Mapping[str, Sequence[str]] | None = None
    data: dict[str, TableData] = field(default_factory=dict)
    told: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def drafted(self) -> bool:
        """Tell whether the rows were drafted as new ones, by a work list or by the page."""
        return self.shown is not None or PurePath(self.file).name.startswith("new-rows-")


def read_sheet(raw: bytes, file: str, base: Tables) -> Sheet:
    """Read the rows of one file; what the tables hold already says which rows were left blank."""
    decoded = decode(raw, file)
    sheet = Sheet(file, problems=list(decoded.problems))
    if decoded.text is None:
        return sheet
    parsed = parse(decoded.text, _any_table(base.schema), file)
    if parsed.rows is None:
        sheet.problems += parsed.problems
        return sheet
    rows = _unguarded(parsed.rows, parsed, sheet)
    if TABLE in rows.column_names:
        sheet.shown = PREFILLED
        parts = _by_table(rows, parsed, sheet, base.schema)
    else:
        parts = _of_one_table(rows, parsed, sheet, base.schema)
    for table, part in parts:
        _add(sheet, table, part, base)
    sheet.told += [
        Row(file, p.line or 0, "", "", REFUSED) for p in parsed.problems if p.code == "ragged-row"
    ]
    return sheet


def _any_table(schema: Schema) -> Table:
    """Return a table that has the columns of all tables, so that any header is understood."""
    headers = dict.fromkeys(h for table in schema.tables.values() for h in table.headers)
    names = [TABLE, *headers]
    columns = tuple(Column(h, "", Kind.STRING, place) for place, h in enumerate(names))
    return Table(TABLE, (), "", 0, columns, {}, {})


def _unguarded(rows: pa.Table, parsed: Parsed, sheet: Sheet) -> pa.Table:
    """Drop the mark before what a spreadsheet program would take for a formula, and say so."""
    guard = f"^'([{re.escape(FORMULA_SIGNS)}])"
    columns, places = {}, []
    for name in rows.column_names:
        cells = rows.column(name).combine_chunks()
        hits = pc.fill_null(pc.match_substring_regex(cells, guard), False).to_numpy(
            zero_copy_only=False
        )
        places += [(int(parsed.lines[row]), name) for row in np.flatnonzero(hits)]
        columns[name] = pc.replace_substring_regex(cells, guard, r"\1") if hits.any() else cells
    if places:
        line, name = min(places)
        sheet.problems.append(
            Problem("guarded-cell", sheet.file, line, name, severity=Severity.NOTE,
                    details={"count": len(places)})
        )  # fmt: skip
    return pa.table(columns)


Parts = Iterator[tuple[Table, Parsed]]


def _by_table(rows: pa.Table, parsed: Parsed, sheet: Sheet, schema: Schema) -> Parts:
    """Yield the rows of a work list by their tables, without the words on the left."""
    at = rows.column_names.index(TABLE)
    words = set(rows.column_names[:at])
    sheet.problems += (
        p for p in parsed.problems if not (p.code == "unknown-column" and p.column in words)
    )
    rows = pa.table({name: _filled(rows, name) for name in rows.column_names[at:]})
    named = trim(rows.column(TABLE).combine_chunks())
    hollow = _hollow(rows)
    sheet.told += (_told(sheet, parsed, int(row), BLANK) for row in np.flatnonzero(hollow))
    for row in np.flatnonzero(~hollow):
        name = named[int(row)].as_py() or ""
        if name not in schema.tables:
            sheet.told.append(_told(sheet, parsed, int(row), REFUSED))
            sheet.problems.append(_no_table(sheet.file, int(parsed.lines[row]), name, schema))
    for table in schema.tables.values():
        mine = pc.fill_null(pc.equal(named, table.name), False)
        if pc.any(mine).as_py():
            lines = parsed.lines[mine.to_numpy(zero_copy_only=False)]
            part = Parsed(rows.filter(mine), lines)
            sheet.problems += _foreign(part, table, sheet.file, schema)
            yield table, part


def _filled(rows: pa.Table, name: str) -> pa.Array:
    """Return the cells that hold something; the mark for "not here" is nothing."""
    cells = rows.column(name).combine_chunks()
    nothing = pc.equal(trim(cells), NOT_HERE)
    return pc.if_else(pc.fill_null(nothing, False), pa.scalar(None, pa.string()), cells)


def _hollow(rows: pa.Table) -> Mask:
    hollow = np.ones(rows.num_rows, dtype=bool)
    for name in rows.column_names:
        hollow &= pc.is_null(trim(rows.column(name).combine_chunks())).to_numpy(
            zero_copy_only=False
        )
    return hollow


def _told(sheet: Sheet, parsed: Parsed, row: int, fate: str) -> Row:
    return Row(sheet.file, int(parsed.lines[row]), "", "", fate)


def _no_table(file: str, line: int, name: str, schema: Schema) -> Problem:
    hint = suggest(name, schema.tables) if name else ""
    details = {"choices": ", ".join(schema.tables)} if not hint else {}
    return Problem("not-a-table", file, line, TABLE, name, suggestion=hint, details=details)


def _foreign(part: Parsed, table: Table, file: str, schema: Schema) -> Iterator[Problem]:
    """Report each cell that is filled in though the row's table has no such column."""
    assert part.rows is not None
    known = {header for other in schema.tables.values() for header in other.headers}
    for name in part.rows.column_names:
        if name in known and name not in table.headers:
            cells = trim(part.rows.column(name).combine_chunks())
            for row in np.flatnonzero(pc.is_valid(cells).to_numpy(zero_copy_only=False)):
                value = str(cells[int(row)].as_py())
                yield Problem("foreign-cell", file, int(part.lines[row]), name, value,
                              details={"table": table.name})  # fmt: skip


def _of_one_table(rows: pa.Table, parsed: Parsed, sheet: Sheet, schema: Schema) -> Parts:
    table = _table_of(rows.column_names, sheet.file, schema)
    problems = [p for p in parsed.problems if p.code != "unknown-column"]
    sheet.problems += problems
    if table is None:
        sheet.problems.append(
            Problem("unclear-table", sheet.file, 1, details={"choices": ", ".join(schema.tables)})
        )
        every = range(rows.num_rows)
        sheet.told += (_told(sheet, parsed, row, REFUSED) for row in every)
        return
    sheet.problems += check_header(rows.column_names, loose(table), sheet.file, 1)
    yield table, Parsed(rows, parsed.lines)


def _table_of(header: Sequence[str], file: str, schema: Schema) -> Table | None:
    """Return the table that a file's name or its header means, None where neither says it."""
    words = set(re.findall("[a-z]+", PurePath(file).stem.lower()))
    named = [table for name, table in schema.tables.items() if name in words]
    if len(named) == 1:
        return named[0]
    fitting = [t for t in named or schema.tables.values() if set(header) <= set(t.headers)]
    return fitting[0] if len(fitting) == 1 else None


def loose(table: Table) -> Table:
    """Return the table as rows of changes fill it: of their cells only the id is required."""
    columns = (replace(c, required=c.required and c.name == "id") for c in table.columns)
    return replace(table, columns=tuple(columns))


def _add(sheet: Sheet, table: Table, part: Parsed, base: Tables) -> None:
    """Check the cells of one table's rows, but for those that were left blank."""
    assert part.rows is not None
    rows = pa.table({h: part.rows.column(h) for h in table.headers if h in part.rows.column_names})
    if "id" not in rows.column_names:
        rows = rows.append_column("id", pa.nulls(part.rows.num_rows, pa.string()))
    blank = _left_blank(rows, table, base)
    ids = trim(rows.column("id").combine_chunks()).to_pylist()
    sheet.told += (
        Row(sheet.file, int(part.lines[row]), table.name, ids[row] or "", BLANK)
        for row in np.flatnonzero(blank)
    )
    filled = Parsed(rows.filter(pa.array(~blank)), part.lines[~blank])
    data, problems = to_data(filled, loose(table), sheet.file)
    sheet.problems += problems
    sheet.data[table.name] = replace(data, table=table)


def _left_blank(rows: pa.Table, table: Table, base: Tables) -> Mask:
    """Tell which new rows hold no more than what a work list or the page had put into them."""
    given = PREFILLED.get(table.name, ("id",))
    typed = [name for name in rows.column_names if name not in given]
    empty = _hollow(rows.select(typed)) if typed else np.ones(rows.num_rows, dtype=bool)
    known = pc.is_in(trim(rows.column("id").combine_chunks()), base[table.name].cells("id"))
    return np.asarray(empty & ~pc.fill_null(known, False).to_numpy(zero_copy_only=False))


def accounted(sheets: Iterable[Sheet]) -> int:
    """Return the number of rows of all files."""
    return sum(sum(map(len, sheet.data.values())) + len(sheet.told) for sheet in sheets)
