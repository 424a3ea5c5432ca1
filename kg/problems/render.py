"""Problems as text that an editor can follow (`file:line: …`), as JSON and as CSV."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kg.problems.catalogue import read_catalogue
from kg.problems.problem import Detail, Problem, Severity, sort_problems

SHOWN_AT_MOST = 200
_SIGNS = {"\n": "⏎", "\t": "⇥"}
_COLUMNS = ("severity", "file", "line", "column", "code", "value", "message", "suggestion")


def message(problem: Problem, lang: str) -> str:
    """Return the problem in words, without its place."""
    template = problem.text or read_catalogue()[problem.code]
    places = {"value": _shorten(problem.value), "column": _shorten(problem.column or "")}
    for name, detail in problem.details.items():
        places[name] = _shorten(_in_words(detail, lang), 500)
    words = (template.get(lang) or template["en"]).format_map(places)
    if problem.suggestion:
        words = read_catalogue()["did-you-mean"][lang].format(
            message=words.rstrip("."), suggestion=_shorten(problem.suggestion)
        )
    expected = problem.expected.get(lang) or problem.expected.get("en")
    if not expected:
        return words
    return f"{words} {expected}" if words.endswith((".", "?", "!")) else f"{words}. {expected}"


def _in_words(detail: Detail, lang: str) -> str:
    return str(detail.get(lang) or detail["en"]) if isinstance(detail, Mapping) else str(detail)


def _shorten(text: str, width: int = 80) -> str:
    """Return text fit for one line of a terminal: short, and nothing in it moves the cursor."""
    start = text[: width + 1]
    visible = "".join(c if c.isprintable() else _SIGNS.get(c) or ascii(c)[1:-1] for c in start)
    return visible if len(visible) <= width else visible[: width - 1] + "…"


def render_line(problem: Problem, lang: str) -> str:
    """Return one line: place, message, code."""
    place = _shorten(problem.file, 500) + (f":{problem.line}" if problem.line else "")
    column = f"{_shorten(problem.column)}: " if problem.column else ""
    return f"{place}: {column}{message(problem, lang)} [{problem.code}]"


def render_text(
    problems: Sequence[Problem], lang: str = "en", *, at_most: int = SHOWN_AT_MOST
) -> str:
    """Return errors, then warnings, then notes, a line each, and a last line that counts them."""
    words = read_catalogue()
    parts: list[str] = []
    for severity in Severity:
        found = [p for p in sort_problems(problems) if p.severity is severity]
        title = words[f"title-{severity}"][lang]
        parts += [f"{title}: {render_line(p, lang)}" for p in found[:at_most]]
        if len(found) > at_most:
            parts.append(words["and-more"][lang].format(count=len(found) - at_most))
    counts = Counter(p.severity for p in problems)
    numbers = {str(severity): counts[severity] for severity in Severity}
    parts.append(words["summary"][lang].format_map(numbers))
    return "\n".join(parts) + "\n"


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
    }


def render_json(problems: Sequence[Problem], lang: str = "en") -> str:
    """Return a JSON array of all problems."""
    rows = [_to_row(p, lang) for p in sort_problems(problems)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def render_csv(problems: Sequence[Problem], lang: str = "en") -> str:
    """Return all problems as CSV, one a row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_to_row(p, lang) for p in sort_problems(problems))
    return out.getvalue()
