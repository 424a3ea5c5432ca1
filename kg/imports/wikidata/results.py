"""Reads what query.wikidata.org saves: JSON, TSV (each plain or verbose), CSV, and XML.

The form is known by the content, not by the name. A file that is none of these is refused with the
place; a row that cannot be read is told, and the others are read.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.problems import Problem, suggest
from kg.tables.decode import decode

EXPECTED = (
    "Expected is what query.wikidata.org saves under Download: a JSON, TSV or CSV file "
    "(kg compare wikidata --query prints the query)."
)
NEEDED = ("city", "partner")
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by lower-case column, and its place: a line, or a path in the JSON."""

    cells: Mapping[str, str]
    file: str
    line: int | None = None
    path: str = ""


@dataclass
class Results:
    """The rows of some files in their order, problems of others, and how many rows there are."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0


def read_results(*paths: Path) -> Results:
    """Read one or more files; KgError with line and column where one is no answer of the query."""
    found = Results()
    for path in paths:
        _read(path, found)
    return found


def _read(path: Path, found: Results) -> None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KgError(f"{path}: {error.strerror or error}") from error
    if raw.startswith(b"PK"):
        raise KgError(f"{path}: is a workbook or another packed file. {EXPECTED}")
    decoded = decode(raw, str(path))
    if decoded.text is None:
        line = next((p.line for p in decoded.problems if p.line), 1)
        raise KgError(f"{path}:{line}: is not text in UTF-8. {EXPECTED}")
    text = decoded.text.lstrip("\ufeff")
    start = text.lstrip()[:1]
    if not start:
        raise KgError(f"{path}: is empty. {EXPECTED}")
    if start in "{[":
        _read_json(text, str(path), found)
    elif start == "<" and "\t" not in text.partition("\n")[0]:
        _read_xml(text, str(path), found)
    elif start in "?$" and "\t" in text.partition("\n")[0]:
        _read_terms(text, str(path), found)
    else:
        _read_delimited(text, str(path), found)


def _fault(file: str, line: int, column: int, what: str) -> KgError:
    return KgError(f"{file}:{line}:{column}: {what}. {EXPECTED}")


def _check_columns(columns: list[str], file: str, line: int | None = None) -> list[str]:
    """Return columns in lower case; KgError where one of the two that are needed is missing."""
    lower = [name.strip().lstrip("?$").casefold() for name in columns]
    if missing := [name for name in NEEDED if name not in lower]:
        near = [f'"{n}" may be meant by "{s}"' for n in missing if (s := suggest(n, lower))]
        listed = ", ".join(columns)[:200] or "none"
        place = f"{file}:{line}" if line else file
        raise KgError(
            f"{place}: has no column {' and '.join(missing)}. Its columns: {listed}."
            f"{' ' + '; '.join(near) + '.' if near else ''} {EXPECTED} "
            "In a query of your own, write (?item AS ?city) (?twin AS ?partner)."
        )
    return lower


# ---- JSON


def _read_json(text: str, file: str, found: Results) -> None:
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg}"
        raise _fault(file, error.lineno, error.colno, what) from error
    except (RecursionError, ValueError) as error:  # too deep, or a number without end
        raise KgError(f"{file}: not the JSON of a query: {error}. {EXPECTED}") from error
    if isinstance(held, list):
        columns = list(dict.fromkeys(name for row in held if isinstance(row, dict) for name in row))
        _take_json(held, columns, "", file, found)
        return
    head, results = held.get("head"), held.get("results")
    named = head.get("vars") if isinstance(head, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(named, list) or not isinstance(bindings, list):
        raise _fault(file, 1, 1, "is JSON, but not the rows of a query (head.vars, results)")
    _take_json(bindings, list(map(str, named)), "results.bindings", file, found)


def _take_json(rows: list[Any], columns: list[str], path: str, file: str, found: Results) -> None:
    if not rows and not columns:
        raise _fault(file, 1, 1, "is JSON without any row")
    _check_columns(columns, file)
    found.read += len(rows)
    for number, row in enumerate(rows):
        place = f"{path}[{number}]"
        cells = _json_cells(row)
        if cells is None:
            value = json.dumps(row, ensure_ascii=False)
            found.problems.append(Problem("wikidata-row", file, column=place, value=value))
        else:
            found.rows.append(Row(cells, file, path=place))


def _json_cells(row: Any) -> dict[str, str] | None:
    """Return the cells of one row, None where it is none."""
    if not isinstance(row, dict):
        return None
    cells = {}
    for name, term in row.items():
        value = term.get("value") if isinstance(term, dict) else term
        if value is None and not isinstance(term, dict):
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        is_blank = isinstance(term, dict) and term.get("type") == "bnode"
        text = str(value).strip().encode("utf-8", "replace").decode()  # halves of a pair as ?
        cells[name.casefold()] = f"_:{text}" if is_blank else text
    return cells


# ---- SPARQL's own TSV and XML


def _read_terms(text: str, file: str, found: Results) -> None:
    """Read TSV whose cells are terms, line by line, so that one bad line is told and no other."""
    header, *lines = text.rstrip("\n").split("\n")
    columns = _check_columns(header.split("\t"), file, 1)
    for line, row in enumerate(lines, start=2):
        found.read += 1
        try:
            cells = next(_solutions(f"{header}\n{row}\n", ox.QueryResultsFormat.TSV, columns))
        except (SyntaxError, StopIteration):
            found.problems.append(Problem("wikidata-row", file, line, value=row))
        else:
            found.rows.append(Row(cells, file, line))


def _read_xml(text: str, file: str, found: Results) -> None:
    if "<sparql" not in text[:1000]:
        raise _fault(file, 1, 1, "is a page or another XML file, not the rows of a query")
    try:
        names = ox.parse_query_results(text.encode(), ox.QueryResultsFormat.XML)
        if not isinstance(names, ox.QuerySolutions):
            raise _fault(file, 1, 1, "answers yes or no")
        columns = _check_columns([v.value for v in names.variables], file)
        for cells in _solutions(text, ox.QueryResultsFormat.XML, columns):
            found.read += 1
            found.rows.append(Row(cells, file, path=f"result {found.read}"))
    except SyntaxError as error:
        what = f"not valid XML of a query's rows: {error.msg.splitlines()[0][:160]}"
        raise KgError(f"{file}: {what}. {EXPECTED}") from error


def _solutions(
    text: str, form: ox.QueryResultsFormat, columns: list[str]
) -> Iterator[dict[str, str]]:
    rows = ox.parse_query_results(text.encode(), form)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        terms = zip(columns, row, strict=True)
        yield {name: _text(term) for name, term in terms if term is not None}


def _text(term: Any) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else str(term.value).strip()


# ---- CSV, and TSV of bare values


def _read_delimited(text: str, file: str, found: Results) -> None:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=lambda s: len(set(_names(first, s)) & set(NEEDED)))
    # In the simple TSV a quotation mark is a letter like any other.
    lines = io.StringIO(text, newline="")
    if separator == "\t":
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, delimiter=separator, strict=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not columns:
                columns = _check_columns(cells, file, line)
            elif any(cells):
                _take_cells(cells, columns, Row({}, file, line), found)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _fault(file, line, 1, f"not valid CSV from here: {error}") from error


def _names(header: str, separator: str) -> list[str]:
    return [name.strip().strip('"').lstrip("?$").casefold() for name in header.split(separator)]


def _take_cells(cells: list[str], columns: list[str], place: Row, found: Results) -> None:
    found.read += 1
    if len(cells) != len(columns):
        sizes = {"found": len(cells), "expected": len(columns)}
        value = ",".join(cells)
        found.problems.append(
            Problem("ragged-row", place.file, place.line, value=value, details=sizes)
        )
        return
    pairs = zip(columns, cells, strict=True)
    held = {name: _bare(cell) for name, cell in pairs if cell}
    found.rows.append(Row(held, place.file, place.line))


def _bare(cell: str) -> str:
    """Return a cell without the quotation marks that a spreadsheet put around it."""
    text = cell.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text
