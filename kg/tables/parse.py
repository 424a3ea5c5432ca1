"""Text of a CSV file to columns of strings, each row with its line; nothing is lost in silence."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from kg.problems import Problem, Severity, suggest
from kg.schema import Table
from kg.tables.cells import LONGEST_CELL
from kg.tables.data import Lines

_SEPARATORS = (",", ";", "\t")
_BLANK_LINES = re.compile(r"(?:[ \t,;]*+\n)*+")


@dataclass(slots=True)
class Parsed:
    """Cells as typed, the line of each row, and what was wrong with the file's form."""

    rows: pa.Table | None
    lines: Lines = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    problems: list[Problem] = field(default_factory=list)


def parse(text: str, table: Table, file: str) -> Parsed:
    """Split text into cells; every cell stays a string, an empty one becomes null."""
    if not text.strip(" \t\n,;"):
        return Parsed(None, problems=[empty_file(table, file)])
    start, header_line = skip_blank(text)
    try:
        separator = _separator(text, start, table)
        if line := open_quote(text, separator):
            return Parsed(None, problems=[Problem("unclosed-quote", file, line)])
        header, body, body_line = split_header(text, start, header_line, separator)
    except csv.Error:  # a name longer than the csv module takes
        return Parsed(None, problems=[_endless_header(text, start, file, header_line)])
    problems = _separator_note(separator, file) + check_header(header, table, file, header_line)
    if any(p.severity is Severity.ERROR and p.code == "doubled-column" for p in problems):
        return Parsed(None, problems=problems)
    parsed = parse_rows(text[body:], header, separator, body_line, file)
    return Parsed(parsed.rows, parsed.lines, [*problems, *parsed.problems])


def empty_file(table: Table, file: str) -> Problem:
    """Return the problem of a file without a header."""
    example = ",".join(table.headers[:4]) + ",…"
    return Problem("empty-file", file, 1, details={"example": example})


def _endless_header(text: str, start: int, file: str, line: int) -> Problem:
    length = len(text[start:].partition("\n")[0].encode())
    return Problem("cell-too-long", file, line, details={"length": length, "limit": LONGEST_CELL})


def open_quote(text: str, separator: str) -> int:
    """Return the first line at which a cell opens with a quotation mark and does not end with one.

    0 where there is none. Left to themselves, parsers make one cell of such a cell and of all that
    follows up to the next mark: rows vanish. A mark within a cell without marks stands for itself.
    """
    quoted = re.compile(
        rf'"(?<![^{separator}\n]")([^"]*+(?:""[^"]*+)*+" *+(?![^{separator}\n]))?+',
    )
    for cell in quoted.finditer(text):
        if cell.group(1) is None:
            return text.count("\n", 0, cell.start()) + 1
    return 0


def skip_blank(text: str) -> tuple[int, int]:
    """Return where the header begins, behind lines of nothing but separators, and its line."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    return start, text.count("\n", 0, start) + 1


def _separator(text: str, start: int, table: Table) -> str:
    """Return the separator under which most names in the header are columns of the table."""
    first = text[start : text.find("\n", start) if "\n" in text[start:] else len(text)]

    def known(separator: str) -> int:
        names = next(csv.reader([first], delimiter=separator), [])
        return sum(name.strip() in table.headers for name in names)

    return max(_SEPARATORS, key=known)


def split_header(text: str, start: int, line: int, separator: str) -> tuple[list[str], int, int]:
    """Return the header's names, where the body begins, and the line of its first row."""
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator)
    header = next(reader)
    end = start
    for _ in range(reader.line_num):
        end = text.find("\n", end) + 1 or len(text)
    return [name.strip() for name in header], end, line + reader.line_num


def _separator_note(separator: str, file: str) -> list[Problem]:
    if separator == ",":
        return []
    return [Problem("other-separator", file, 1, value=separator, severity=Severity.NOTE)]


def check_header(header: list[str], table: Table, file: str, line: int) -> list[Problem]:
    """Report unknown, doubled and missing columns."""
    problems = []
    for place, name in enumerate(header):
        if name in header[:place]:
            problems.append(Problem("doubled-column", file, line, name, name))
        elif name not in table.headers:
            hint = suggest(name, table.headers)
            problems.append(Problem("unknown-column", file, line, name, name, suggestion=hint))
    for column in table.columns:
        if column.required and not set(column.headers) & set(header):
            problems.append(
                Problem("missing-column", file, line, column.headers[0], column.headers[0],
                        expected=column.expected)
            )  # fmt: skip
    return problems


def parse_rows(body: str, header: list[str], separator: str, first: int, file: str) -> Parsed:
    """Return the rows below a header, the first of which stands in the line `first`.

    Rows of another width than the header's are problems (ragged-row), blank ones a note.
    """
    if not body:
        empty = pa.table({name: pa.array([], pa.string()) for name in header})
        return Parsed(empty)
    refused: list[tuple[int, int, str]] = []
    try:
        rows = _read_csv(body, header, separator, refused)
    except pa.ArrowInvalid as error:  # a row longer than a block
        return Parsed(
            None, problems=[Problem("unreadable-file", file, details={"reason": str(error)})]
        )
    lines = _line_numbers(rows, refused, first)
    return _report_refused(rows, lines, refused, header, separator, file)


def _read_csv(
    body: str, header: list[str], separator: str, refused: list[tuple[int, int, str]]
) -> pa.Table:
    """Return the rows that have a cell for each name; append number, cells and text of others."""

    def refuse(row: pcsv.InvalidRow) -> str:
        refused.append((row.number or 0, row.actual_columns, row.text))
        return "skip"

    return pcsv.read_csv(
        pa.BufferReader(body.encode("utf-8")),
        read_options=pcsv.ReadOptions(
            column_names=header, use_threads=False, block_size=_block_size(body)
        ),
        parse_options=pcsv.ParseOptions(
            delimiter=separator,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=refuse,
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _block_size(body: str) -> int:
    """Return a block that holds small files whole, and any row with cells of at most 64 KiB."""
    return max(1 << 24, min(len(body) * 4 + 16, 1 << 30) if len(body) < (1 << 26) else 1 << 26)


def _line_numbers(rows: pa.Table, refused: list[tuple[int, int, str]], first: int) -> Lines:
    """Return the line at which each row begins: one a row, and one for each line end in a cell."""
    total = rows.num_rows + len(refused)
    extra = np.zeros(total + 1, dtype=np.int64)
    gone = np.array([number - 1 for number, _, _ in refused], dtype=np.int64)
    kept = np.setdiff1d(np.arange(total), gone, assume_unique=True)
    for name in rows.column_names:
        ends = pc.count_substring(rows.column(name), "\n")
        if (pc.max(ends).as_py() or 0) > 0:
            extra[kept] += pc.fill_null(ends, 0).to_numpy()
    for number, _, row_text in refused:
        extra[number - 1] += row_text.rstrip("\n").count("\n")
    starts = first + np.arange(total) + np.concatenate(([0], np.cumsum(extra)[: total - 1]))
    _note_places(refused, starts)
    return np.asarray(starts[kept], dtype=np.int64)


def _note_places(refused: list[tuple[int, int, str]], starts: Lines) -> None:
    """Turn row numbers of refused rows into lines."""
    for place, (number, cells, row_text) in enumerate(refused):
        refused[place] = (int(starts[number - 1]), cells, row_text)


def _report_refused(
    rows: pa.Table,
    lines: Lines,
    refused: list[tuple[int, int, str]],
    header: list[str],
    separator: str,
    file: str,
) -> Parsed:
    blank = [line for line, _, row_text in refused if _is_blank(row_text, separator)]
    passed_over = set(blank)
    problems = [
        Problem("ragged-row", file, line, value=row_text.strip("\n"),
                details={"found": cells, "expected": len(header),
                         **_other_separator(row_text, len(header), separator)})
        for line, cells, row_text in refused
        if line not in passed_over
    ]  # fmt: skip
    hollow = all_null(rows)
    blank = sorted([*blank, *lines[hollow].tolist()])
    if blank:
        problems.append(blank_note(blank, file))
    return Parsed(rows.filter(pa.array(~hollow)), lines[~hollow], problems)


def _other_separator(row_text: str, width: int, separator: str) -> dict[str, str]:
    """Return the separator under which the row would be as wide as the header, as a detail."""
    for other in _SEPARATORS:
        if other != separator and other in row_text:
            try:
                cells = next(csv.reader(io.StringIO(row_text, newline=""), delimiter=other), [])
            except csv.Error:  # a cell longer than the csv module takes
                continue
            if len(cells) == width:
                return {"separator": other}
    return {}


def _is_blank(row_text: str, separator: str) -> bool:
    """Tell whether no cell of the row holds anything; a blank row may be of any length."""
    if row_text.replace(separator, "").replace('"', "").strip():
        return False
    cells = next(csv.reader(io.StringIO(row_text, newline=""), delimiter=separator), [])
    return not any(cell.strip() for cell in cells)


def all_null(rows: pa.Table) -> npt.NDArray[np.bool_]:
    """Tell of each row whether no cell of it holds anything."""
    hollow = np.ones(rows.num_rows, dtype=bool)
    for name in rows.column_names:
        if not hollow.any():
            break
        column = pc.fill_null(pc.utf8_trim_whitespace(rows.column(name)), "")
        hollow &= pc.equal(column, "").to_numpy()
    return hollow


def blank_note(lines: Iterable[int], file: str) -> Problem:
    """Return the note on rows that were passed over, at the first of them."""
    found = list(lines)
    return Problem(
        "blank-line", file, found[0], severity=Severity.NOTE, details={"count": len(found)}
    )
