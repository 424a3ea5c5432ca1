"""Problems as text that an editor can follow (`file:line: …`), as JSON and as CSV.

A place in a workbook is told as a spreadsheet program shows it: sheet and cell.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.problems.catalogue import read_catalogue
from kg.problems.problem import Detail, Problem, Severity, sort_problems

SHOWN_AT_MOST = 200
_SIGNS = {"\n": "⏎", "\t": "⇥"}
_AFTERWORDS = {"choices": "one-of", "separator": "row-separator"}  # details with a sentence
_COLUMNS = ("severity", "file", "line", "column", "code", "value", "message", "suggestion")
_IN_WORKBOOKS = ("sheet", "cell")  # empty elsewhere


def message(problem: Problem, lang: str) -> str:
    """Return the problem in words, without its place."""
    template = problem.text or _template(problem)
    places = {"value": _shorten(problem.value), "column": _shorten(problem.column or "")}
    for name, detail in problem.details.items():
        places[name] = _shorten(_in_words(detail, lang), 500)
    words = (template.get(lang) or template["en"]).format_map(places)
    if problem.suggestion:
        words = read_catalogue()["did-you-mean"][lang].format(
            message=words.rstrip("."), suggestion=_shorten(problem.suggestion)
        )
    more = [problem.expected.get(lang) or problem.expected.get("en") or ""]
    more += [
        read_catalogue()[code][lang].format_map(places)
        for detail, code in _AFTERWORDS.items()
        if detail in problem.details
    ]
    for sentence in filter(None, more):
        words += f" {sentence}" if words.endswith((".", "?", "!")) else f". {sentence}"
    return words


def _template(problem: Problem) -> Mapping[str, str]:
    words = read_catalogue()
    in_sheet = words.get(f"{problem.code}-in-sheet") if problem.sheet else None
    return in_sheet or words[problem.code]


def _in_words(detail: Detail, lang: str) -> str:
    return str(detail.get(lang) or detail["en"]) if isinstance(detail, Mapping) else str(detail)


def _shorten(text: str, width: int = 80) -> str:
    """Return text fit for one line of a terminal: short, and nothing in it moves the cursor."""
    start = text[: width + 1]
    visible = "".join(c if c.isprintable() else _SIGNS.get(c) or ascii(c)[1:-1] for c in start)
    return visible if len(visible) <= width else visible[: width - 1] + "…"


def render_line(problem: Problem, lang: str) -> str:
    """Return one line: place, message, code."""
    place = _place(problem, lang)
    column = f"{_shorten(problem.column)}: " if problem.column else ""
    return f"{place}: {column}{message(problem, lang)} [{problem.code}]"


def _place(problem: Problem, lang: str) -> str:
    """Return `file:line`, or file, sheet and cell (row, where no one cell is meant)."""
    file = _shorten(problem.file, 500)
    if problem.sheet is None:
        return file + (f":{problem.line}" if problem.line else "")
    part = "at-cell" if problem.cell else "at-row" if problem.line else "at-sheet"
    return read_catalogue()[part][lang].format(
        file=file, sheet=_shorten(problem.sheet.name), cell=problem.cell, row=problem.line
    )


def render_text(
    problems: Sequence[Problem], lang: str = "en", *, at_most: int = SHOWN_AT_MOST
) -> str:
    """Return errors, then warnings, then notes, a line each, and a last line that counts them.

    Notes that say the same of several files share a line, so that they do not drown the errors.
    """
    words = read_catalogue()
    parts: list[str] = []
    for severity in Severity:
        found = _alike([p for p in sort_problems(problems) if p.severity is severity])
        title = words[f"title-{severity}"][lang]
        parts += [f"{title}: {_render_alike(same, lang)}" for same in found[:at_most]]
        if left := sum(map(len, found[at_most:])):
            parts.append(words["and-more"][lang].format(count=left))
    counts = Counter(p.severity for p in problems)
    numbers = {str(severity): counts[severity] for severity in Severity}
    parts.append(words["summary"][lang].format_map(numbers))
    return "\n".join(parts) + "\n"


def _alike(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Put notes of one code and value together where they stand in several files or sheets."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.severity is Severity.NOTE:
            groups.setdefault((problem.code, problem.value), []).append(problem)
    shared = {key for key, same in groups.items() if len(_files(same)) > 1}
    found: list[list[Problem]] = []
    for problem in problems:
        key = (problem.code, problem.value)
        if problem.severity is not Severity.NOTE or key not in shared:
            found.append([problem])
        elif key in groups:
            found.append(groups.pop(key))
    return found


def _files(problems: Sequence[Problem]) -> set[tuple[str, str]]:
    return {(p.file, p.sheet.name if p.sheet else "") for p in problems}


def _render_alike(problems: Sequence[Problem], lang: str) -> str:
    first = problems[0]
    if len(problems) == 1:
        return render_line(first, lang)
    counts = [p.details.get("count") for p in problems]
    numbers = [count for count in counts if isinstance(count, int)]
    if len(numbers) == len(problems):
        first = replace(first, details={**first.details, "count": sum(numbers)})
    words = read_catalogue()["several-sheets" if first.sheet else "several-files"]
    return words[lang].format(count=len(_files(problems)), line=render_line(first, lang))


def _to_row(problem: Problem, lang: str) -> dict[str, Any]:
    return {
        "severity": str(problem.severity),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "value": problem.value,
        "message": message(problem, lang),
        "suggestion": problem.suggestion,
        "sheet": problem.sheet.name if problem.sheet else "",
        "cell": problem.cell,
    }


def render_json(problems: Sequence[Problem], lang: str = "en") -> str:
    """Return a JSON array of all problems."""
    rows = [_to_row(p, lang) for p in sort_problems(problems)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def render_csv(problems: Sequence[Problem], lang: str = "en") -> str:
    """Return all problems as CSV, one a row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS + _IN_WORKBOOKS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_to_row(p, lang) for p in sort_problems(problems))
    return out.getvalue()
