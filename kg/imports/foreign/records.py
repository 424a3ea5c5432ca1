"""Records of JSON to a foreign table: JSON lines, an array of objects, results of a SPARQL query.

Sources: JSON Lines, https://jsonlines.org; SPARQL 1.1 Query Results JSON Format, W3C, 2013.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.imports.foreign.cells import tidy
from kg.imports.foreign.table import ForeignTable
from kg.problems import Problem
from kg.tables.parse import blank_note

_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
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
    for line, value in _values(text):
        try:
            if isinstance(value, json.JSONDecodeError):
                reason = f"{value.msg}, column {value.colno}"
                problems.append(Problem("pairs-bad-json", file, line, details={"reason": reason}))
            elif isinstance(value, dict):
                records.append((line, dict(_flat(value, ""))))
            else:
                shown = json.dumps(value, ensure_ascii=False)
                problems.append(Problem("pairs-no-object", file, line, value=shown))
        except _NestedError as error:
            problems.append(Problem("pairs-nested", file, line, str(error)))
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
            yield error.lineno, error
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
    return "" if value is None else str(value)
