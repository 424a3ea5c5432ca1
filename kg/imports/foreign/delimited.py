"""Text with separators (CSV, TSV and the like) to a foreign table."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kg.imports.foreign.cells import tidy, to_rows
from kg.imports.foreign.table import ForeignTable, find_header, to_names
from kg.problems import Problem, Severity
from kg.tables.parse import open_quote, parse_rows, split_header

_SEPARATORS = ",;\t|"
_HEAD = 100_000  # letters in which separator and header are sought
_RECORDS = 60


def to_delimited(
    text: str, file: str, header_row: int = 0
) -> tuple[ForeignTable | None, list[Problem]]:
    """Return the table of a text; `header_row` is the line of the header, 0 to look for it."""
    separator = find_separator(text)
    if line := open_quote(text, separator):
        return None, [Problem("unclosed-quote", file, line)]
    try:
        records = list(islice(_records(text[:_HEAD], separator), _RECORDS))
    except csv.Error:
        return None, [Problem("pairs-not-a-table", file, details=_LONG)]
    top = find_header([cells for cells, _, _, _ in records])
    if header_row:
        lines = (n for n, record in enumerate(records) if record[3] == header_row)
        top = next(lines, -1)
    if top < 0:
        return None, [Problem("pairs-no-header", file, header_row or 1)]
    cells, body, body_line, line = records[top]
    names = to_names(cells)
    notes = _notes(file, separator, line, [r for r in records[:top] if any(r[0])])
    parsed = parse_rows(text[body:], names, separator, body_line, file)
    if parsed.rows is None:
        return None, [*notes, *parsed.problems]
    table = ForeignTable(
        file=file,
        header=tuple(names),
        rows=to_rows({name: parsed.rows.column(name).to_pylist() for name in names}),
        lines=parsed.lines.tolist(),
        header_line=line,
        refused=tuple(p.line or 0 for p in parsed.problems if p.severity is Severity.ERROR),
    )
    table, found = tidy(table)
    return table, [*notes, *parsed.problems, *found]


_LONG = {
    "what": {
        "en": "text without columns",
        "id": "teks tanpa kolom",
        "ko": "열이 없는 글",
    }
}


def _records(text: str, separator: str) -> Iterator[tuple[list[str], int, int, int]]:
    """Yield the cells of each record, where the next begins, the next one's line and its own."""
    start, line = 0, 1
    while start < len(text):
        cells, end, after = split_header(text, start, line, separator)
        yield cells, end, after, line
        start, line = end, after


def find_separator(text: str) -> str:
    """Return the separator under which most of the first records are of one width, the widest.

    >>> find_separator("City;Lat\\nBandung;-6,9\\nBogor;-6,6\\n")
    ';'
    """
    head = text[:_HEAD]

    def regularity(separator: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        try:
            widths = Counter(len(row) for row in islice(reader, _RECORDS) if any(row))
        except csv.Error:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (count / widths.total(), width) if width > 1 else (0.0, 0)

    return max(_SEPARATORS, key=regularity)


def _notes(file: str, separator: str, line: int, above: list[object]) -> list[Problem]:
    notes = []
    if separator != ",":
        notes.append(
            Problem("other-separator", file, line, value=separator, severity=Severity.NOTE)
        )
    if above:
        details = {"count": len(above)}
        notes.append(
            Problem("pairs-above-header", file, line, severity=Severity.NOTE, details=details)
        )
    return notes
