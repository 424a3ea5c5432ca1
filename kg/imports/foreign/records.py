"""Records of JSON to a foreign table: JSON lines, an array of objects, results of a SPARQL query.

Sources: JSON Lines, https://jsonlines.org; SPARQL 1.1 Query Results JSON Format, W3C, 2013.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from kg.imports.foreign.cells import tidy
from kg.imports.foreign.table import ForeignTable
from kg.problems import Problem
from kg.tables.decode import find_control
from kg.tables.parse import blank_note

_HALF = re.compile("[\ud800-\udfff]")
_BETWEEN = re.compile(r"[\s,]*")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a key twice: one of the values would vanish."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise json.JSONDecodeError(f'"{twice}" stands twice in one object', "", 0)
    return found


_DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_each_once
)
JOINED = "; "
"""What stands between the values of a list in one cell."""


class _NestedError(Exception):
    """Names the key under which stands what no cell can hold."""


def is_json(text: str, suffix: str) -> bool:
    """Tell whether text is JSON by the end of its file's name, or by how it begins."""
    return suffix in (".json", ".jsonl", ".ndjson") or text.lstrip()[:2] in ("[{", '{"')


def to_records(text: str, file: str) -> tuple[ForeignTable | None, list[Problem]]:
    """Return objects as rows: keys are columns, those within an object are joined by dots."""
    records: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    try:
        for line, value in _values(text):
            read = _record(value, file, line)
            if isinstance(read, Problem):
                problems.append(read)
            else:
                records.append((line, read))
    except RecursionError:
        reason = {"reason": "nested too deeply"}
        return None, [Problem("pairs-bad-json", file, details=reason)]
    header = tuple(dict.fromkeys(key for _, record in records for key in record))
    refused = tuple(p.line or 0 for p in problems)
    if blank := [line for line, record in records if not any(v.strip() for v in record.values())]:
        problems.append(blank_note(blank, file))
    if not header:
        return None, problems or [Problem("pairs-empty", file)]
    rows = [tuple(record.get(key, "") for key in header) for _, record in records]
    lines = [line for line, _ in records]
    table, tidied = tidy(ForeignTable(file, header, rows, lines, 1, refused=refused))
    return table, [*problems, *tidied]


def _record(value: object, file: str, line: int) -> dict[str, str] | Problem:
    """Return the cells of an object by column, or why they cannot be had."""
    if isinstance(value, json.JSONDecodeError):
        reason = f"{value.msg}, column {value.colno}"
        return Problem("pairs-bad-json", file, line, details={"reason": reason})
    if not isinstance(value, dict):
        shown = json.dumps(value, ensure_ascii=False)
        return Problem("pairs-no-object", file, line, value=shown)
    try:
        cells = dict(_flat(value, ""))
    except _NestedError as error:
        return Problem("pairs-nested", file, line, str(error))
    for key, cell in cells.items():
        if sign := find_control(key + cell):
            return Problem("control-character", file, line, key, sign)
        if _HALF.search(key + cell):
            reason = "half of a surrogate pair"
            return Problem("pairs-bad-json", file, line, details={"reason": reason})
    return cells


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """Yield each object with its line; a JSONDecodeError in place of one that cannot be read."""
    start = text.lstrip()[:1]
    if start == "[":
        yield from _items(text, text.index("[") + 1)
        return
    if start == "{" and (results := _results(text)):
        yield from _items(text, results)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _DECODER.decode(line)
            except json.JSONDecodeError as error:
                yield number, error


def _results(text: str) -> int:
    """Return where the bindings of a query's results begin, 0 where there are none."""
    found = re.search(r'"bindings"\s*:\s*\[', text[:20_000])
    return found.end() if found and '"head"' in text[: found.start()] else 0


def _items(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Yield the items of an array that begins at a place; after a fault nothing more is read."""
    line, counted = 1, 0
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield (error.lineno if error.doc else line), error
            return
        yield line, value


def _flat(record: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    if before and {"type", "value"} <= set(record) and isinstance(record["value"], str):
        yield before.rstrip("."), record["value"]  # a term of a query's results
        return
    for key, value in record.items():
        name = before + " ".join(key.split())
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            if any(isinstance(item, dict | list) for item in value):
                raise _NestedError(name)
            yield name, JOINED.join(map(_text, value))
        else:
            yield name, _text(value)


def _text(value: str | bool | None) -> str:
    return "" if value is None else normalize("NFC", str(value))
