"""A second opinion: pySHACL on the same shapes, its results told with file, line and column."""

from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib import SH
from rdflib.term import Literal, Node

from kg.errors import KgError
from kg.names import RDF_TYPE
from kg.problems import Problem, Severity
from kg.schema import Table
from kg.tables import Tables

_SEVERITIES = {str(SH.Warning): Severity.WARNING, str(SH.Info): Severity.NOTE}


def check_shacl(tables: Tables, graph: rdflib.Graph, ontology: Path) -> Iterator[Problem]:
    """Yield a problem for each result of pySHACL; KgError when pySHACL is not installed.

    `graph` holds the rows; codes and shapes are read from the ontology's folder.
    """
    try:
        import pyshacl
    except ImportError:
        raise KgError("pySHACL is not installed: pip install 'sister-city-kg[shacl]'") from None
    words = rdflib.Graph()
    for file in sorted(ontology.glob("*.ttl")):
        words.parse(file)
    _, results, _ = pyshacl.validate(graph + words, shacl_graph=words, inplace=True)
    for result in results.objects(None, SH.result):  # results of inner shapes are their details
        yield _to_problem(results, result, tables)


def _to_problem(results: rdflib.Graph, result: Node, tables: Tables) -> Problem:
    focus = str(results.value(result, SH.focusNode))
    path = results.value(result, SH.resultPath)
    value = results.value(result, SH.value)
    messages = [m for m in results.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    data = next((d for d in tables.data.values() if focus.startswith(d.table.prefix)), None)
    text = {m.language or "en": str(m) for m in sorted(messages)} or {"en": "SHACL"}
    return Problem(
        "shacl",
        data.file if data else focus,
        data.line_of(focus.removeprefix(data.table.prefix)) if data else None,
        _column(data.table, str(path), value) if data and path else None,
        "" if value is None else str(value),
        _SEVERITIES.get(str(results.value(result, SH.resultSeverity)), Severity.ERROR),
        text={lang: words.replace("{", "{{").replace("}", "}}") for lang, words in text.items()},
        sheet=data.sheet if data else None,
    )


def _column(table: Table, path: str, value: Node | None) -> str | None:
    column = next((c for c in table.columns if c.path == path), None)
    if column is None:
        return None if path != RDF_TYPE else "id"
    language = value.language if isinstance(value, Literal) else None
    return f"{column.name}@{language}" if language in column.languages else column.headers[0]
