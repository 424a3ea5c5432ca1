"""Rules over rows: each file of ontology/rules is an SQL query in which a row is a violation.

A rule sees every table by its name, with the columns of the CSV file and, for each date column x,
`x_first` and `x_last`: the days between which the date lies. It answers with "table", id, "column",
value and whatever else its message names in braces. Its head brings code, severity and message:

    -- code: ends-before-it-begins
    -- severity: error
    -- en: It ends on {value}, before it begins ({began})
    -- id: …
    -- ko: …
    -- row programs: id=compost, began=2017-03, ended=2016

The rows are an example that breaks the rule: one or more, cells separated by a comma.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.errors import SchemaError
from kg.names import LANGUAGES
from kg.problems import Problem, Severity
from kg.schema import Kind
from kg.tables import TableData, Tables

_HEAD = re.compile(r"^-- ([a-z]+): (.+)$", re.MULTILINE)
_ANSWER = ("table", "id", "column", "value")
_ROW = re.compile(r"^-- row (\w+): (.+)$", re.MULTILINE)
_WORDS = re.compile(r"(?:[^{}]|\{\w+\})*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A query and the words for each row that it finds."""

    code: str
    severity: Severity
    text: Mapping[str, str]
    query: str
    example: tuple[tuple[str, Mapping[str, str]], ...] = ()  # rows that break it, with their tables


def read_rules(folder: Path) -> list[Rule]:
    """Read all rules of a folder, by file name; a missing folder has none."""
    return [to_rule(f.read_text(encoding="utf-8"), f.name) for f in sorted(folder.glob("*.sql"))]


def to_rule(sql: str, name: str) -> Rule:
    """Read one rule; SchemaError names the file when its head is not complete."""
    head = dict(_HEAD.findall(sql))
    if lacking := [key for key in ("code", "severity", *LANGUAGES) if key not in head]:
        raise SchemaError(f"rule {name}: the head lacks {', '.join(lacking)}")
    if head["severity"] not in set(Severity):
        raise SchemaError(f"rule {name}: the severity is one of {', '.join(Severity)}")
    text = {lang: head[lang] for lang in LANGUAGES}
    if odd := [lang for lang in LANGUAGES if not _WORDS.fullmatch(text[lang])]:
        raise SchemaError(f"rule {name}: {odd[0]}: braces hold the name of a column and no more")
    return Rule(head["code"], Severity(head["severity"]), text, sql, _example(sql))


def _example(sql: str) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return tuple(
        (table, dict(cell.split("=", 1) for cell in cells.split(", ")))
        for table, cells in _ROW.findall(sql)
    )


def check_rules(tables: Tables, rules: Iterable[Rule]) -> Iterator[Problem]:
    """Yield a problem for each row that a rule finds; SchemaError when a rule cannot be run.

    A rule over a table whose file could not be read is passed over: the file is the fault.
    """
    rules = list(rules)
    if not rules:
        return
    lost = {name for name, data in tables.data.items() if not data.whole}
    with open_engine() as engine:
        engine.execute("SET threads = 1")
        for name, data in tables.data.items():
            engine.register(name, with_days(data))
        engine.execute("SET enable_external_access = false")  # a rule reads the tables alone
        for rule in rules:
            if lost and lost & set(re.findall(r"\w+", re.sub("--.*", "", rule.query))):
                continue
            for row in _run(engine, rule):
                yield _to_problem(rule, row, tables)


def open_engine() -> duckdb.DuckDBPyConnection:
    """Return an engine without tables."""
    return duckdb.connect(":memory:")


def with_days(data: TableData) -> pa.Table:
    """Return the rows with first and last day of each date column beside it."""
    columns = dict(zip(data.rows.column_names, data.rows.columns, strict=True))
    for column in data.table.columns:
        if column.kind is Kind.DATE:
            days = data.interval(column.name)
            columns[f"{column.name}_first"] = pa.array(days.first)
            columns[f"{column.name}_last"] = pa.array(days.last)
    return pa.table(columns)


def _run(engine: duckdb.DuckDBPyConnection, rule: Rule) -> list[dict[str, Any]]:
    try:
        answer = engine.execute(rule.query)
        rows = answer.fetchall()
    except duckdb.Error as error:
        raise SchemaError(f"rule {rule.code}: {error}") from error
    names = [column[0] for column in answer.description or ()]
    placeholders = {p for words in rule.text.values() for p in re.findall(r"\{(\w+)\}", words)}
    if lacking := sorted({*_ANSWER, *placeholders} - set(names)):
        raise SchemaError(f"rule {rule.code}: the answer lacks {', '.join(lacking)}")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _to_problem(rule: Rule, row: dict[str, Any], tables: Tables) -> Problem:
    table, key = row.pop("table"), row.pop("id")
    column, value = row.pop("column"), row.pop("value")
    if table not in tables.data:
        raise SchemaError(f"rule {rule.code}: the answer names {table}, which is no table")
    return Problem(
        rule.code,
        tables[table].file,
        tables[table].line_of(key),
        column,
        "" if value is None else str(value),
        rule.severity,
        text=rule.text,
        details={name: "" if cell is None else str(cell) for name, cell in row.items()},
        sheet=tables[table].sheet,
    )
