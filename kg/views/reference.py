"""Reference: the page that documents an ontology in three languages, made from it alone.

Tables, terms, code lists, rules with an example that breaks each, and questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kg.check import Rule, read_rules
from kg.check.examples import check_example
from kg.names import LANGUAGES, TERMS
from kg.problems.render import render_line
from kg.schema import CodeList, Column, Kind, Schema, Table
from kg.schema.vocabulary import Term, Vocabulary, read_vocabulary
from kg.store.questions import Question, read_questions
from kg.turtle.terms import Syntax
from kg.views.bundle import read_static
from kg.views.shell import check_inline, policy, read_style, read_words, template

CODES_IN_SIGHT = 40
"""Longer code lists are folded."""

Plain = dict[str, Any]


def render_reference(folder: Path, schema: Schema) -> str:
    """Return the page of the ontology in a folder: one file of HTML that needs no network."""
    vocabulary = read_vocabulary(folder)
    style = read_style("reference")
    script = read_static("reference.js")
    check_inline(script)
    return template("reference.html.j2").render(
        policy=policy(scripts=(script,), style=style),
        style=Markup(style),
        script=Markup(script),
        words=read_words("reference"),
        languages=LANGUAGES,
        ontology=vocabulary,
        tables=[_table(t, schema) for t in schema.tables.values()],
        derived=[_table(t, schema) for t in schema.derived.values()],
        terms=_terms(vocabulary, schema),
        code_lists=[_code_list(codes) for codes in _code_lists(schema).values()],
        rules=[_rule(rule, schema) for rule in read_rules(folder / "rules")],
        questions=[_question(q) for q in read_questions(folder / "questions").values()],
    )


def _table(table: Table, schema: Schema) -> Plain:
    syntax = Syntax(schema.prefixes)
    return {
        "name": table.name,
        "label": table.labels,
        "help": table.help,
        "classes": [_link(iri, syntax) for iri in table.classes],
        "address": table.prefix + "{id}",
        "columns": [_column(column, syntax) for column in table.columns],
        "named_by": sorted(_references_to(table.name, schema)),
    }


def _references_to(name: str, schema: Schema) -> Iterator[str]:
    for table in schema.tables.values():
        yield from (f"{table.name}.{c.name}" for c in table.columns if name in c.targets)


def _column(column: Column, syntax: Syntax) -> Plain:
    return {
        "headers": column.headers,
        "label": column.labels,
        "help": column.help or column.labels,
        "expected": column.expected,
        "property": _link(column.path, syntax),
        "required": column.required,
        "many": bool(column.separator),
        "targets": column.targets,
        "codes": column.code_list.name if column.kind is Kind.CODE and column.code_list else "",
    }


def _link(iri: str, syntax: Syntax) -> Plain:
    """Return an IRI as the page shows it: in short, leading to its place here or to its own."""
    is_ours = iri.startswith(TERMS)
    short = syntax.iri(iri).strip("<>")
    return {"short": short, "href": f"#{anchor(iri)}" if is_ours else iri, "ours": is_ours}


def anchor(iri: str) -> str:
    """Return the fragment at which the page explains a term: that of its IRI."""
    return iri.removeprefix(TERMS)


def _terms(vocabulary: Vocabulary, schema: Schema) -> dict[str, list[Plain]]:
    syntax = Syntax(schema.prefixes)
    found: dict[str, list[Plain]] = {}
    for term in vocabulary.terms.values():
        found.setdefault(term.kind, []).append(_term(term, schema, syntax))
    return found


def _term(term: Term, schema: Schema, syntax: Syntax) -> Plain:
    links = {
        name: [_link(iri, syntax) for iri in getattr(term, name)]
        for name in ("broader", "domain", "range", "close")
    }
    return {
        "id": anchor(term.iri),
        "short": syntax.iri(term.iri).strip("<>"),
        "iri": term.iri,
        "label": term.labels,
        "definition": term.definitions,
        "used_in": sorted(_uses(term.iri, schema)),
        **links,
    }


def _uses(iri: str, schema: Schema) -> Iterator[str]:
    for table in (*schema.tables.values(), *schema.derived.values()):
        if iri in table.classes:
            yield table.name
        yield from (f"{table.name}.{c.name}" for c in table.columns if c.path == iri)


def _code_lists(schema: Schema) -> dict[str, CodeList]:
    """Return all code lists: those with a scheme, and those whose codes are terms."""
    columns = [column for table in schema.tables.values() for column in table.columns]
    of_terms = {c.code_list.name: c.code_list for c in columns if c.code_list}
    return {**schema.code_lists, **of_terms}


def _code_list(codes: CodeList) -> Plain:
    rows = [
        {
            "iri": code.iri,
            "notation": code.notation,
            "label": code.labels,
            "definition": code.definitions,
            "others": _others(code.labels, code.aliases),
        }
        for code in codes.codes.values()
    ]
    is_defined = any(row["definition"] for row in rows)
    return {
        "name": codes.name,
        "title": codes.title,
        "codes": rows,
        "defined": is_defined,
        "folded": len(rows) > CODES_IN_SIGHT,
    }


def _others(labels: Mapping[str, str], aliases: Iterable[str]) -> dict[str, str]:
    """Return for each language what a cell may hold besides that language's own label."""
    return {
        lang: " · ".join(
            dict.fromkeys(word for word in (*labels.values(), *aliases) if word != labels.get(lang))
        )
        for lang in LANGUAGES
    }


def _rule(rule: Rule, schema: Schema) -> Plain:
    told = check_example(rule, schema)
    return {
        "code": rule.code,
        "severity": str(rule.severity),
        "text": rule.text,
        "example": [{"table": table, "row": row} for table, row in rule.example],
        "told": [{lang: render_line(problem, lang) for lang in LANGUAGES} for problem in told],
        "query": "\n".join(line for line in rule.query.splitlines() if not line.startswith("-- ")),
    }


def _question(question: Question) -> Plain:
    usage = [f"--{p.name} {p.default}" for p in question.parameters.values() if p.default != "*"]
    return {
        "name": question.name,
        "title": question.title,
        "about": question.about,
        "command": " ".join(["kg ask", question.name, *usage]),
        "query": "\n".join(
            line for line in question.query.splitlines() if not line.startswith("# ")
        ),
    }
