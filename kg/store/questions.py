"""Named questions: SPARQL files with their wording in three languages and parameters at their head.

A file runs as it stands in an engine that keeps to SPARQL 1.1. Its head is made of comments:

    # title@en: Dormant relations
    # about@en: Each row is a relation whose last dated contact lies …
    # parameter city cities bandung
    # parameter partner cities *
    # parameter years integer 5

A parameter has a name, a kind and a default. The kind is a table (the value is a row, by id or
name), a code list (a code, by notation or label), `integer` or `language`. In the query stands
`VALUES ?years { 5 }`, and what is between the braces is replaced by the value asked for. `*` means
any value (`UNDEF` in the query).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, SchemaError
from kg.names import LANGUAGES
from kg.problems import suggest
from kg.store.tokens import tokens
from kg.store.values import to_value
from kg.tables import Tables

_TEXT = re.compile(r"^# (title|about)@([a-z]+): (.+)$", re.MULTILINE)
_PARAMETER = re.compile(r"^# parameter ([a-z_]+) ([a-z-]+) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be asked for in a question, and what holds if it is not."""

    name: str
    kind: str
    default: str


@dataclass(frozen=True)
class Question:
    """A query with words around it."""

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    query: str

    def text(self, tables: Tables, focal_city: str, /, **values: str | int) -> str:
        """Return the query with values in the place of defaults; the default city is the focal one.

        KgError names a parameter that the question does not have, and a value that is not in the
        tables or code lists, with the nearest one.
        """
        if "city" in self.parameters and "city" not in values:
            if not focal_city:
                raise KgError("There is no city to ask about: name one, or give a focal_city.")
            values["city"] = focal_city
        inserts = {name: self._insert(tables, name, str(v)) for name, v in values.items()}
        places = _values_blocks(self.query)
        query = self.query
        for name in sorted(inserts, key=lambda n: places[n][0], reverse=True):
            start, end = places[name]
            query = f"{query[:start]} {inserts[name]} {query[end:]}"
        return query

    def for_servers(self, query: str) -> str:
        """Return a text of this question with the language itself where names are chosen by it.

        It says the same, and Virtuoso does not see in OPTIONAL what is bound outside of it.
        """
        for name in (p.name for p in self.parameters.values() if p.kind == "language"):
            start, end = _values_blocks(query)[name]
            value = query[start:end].strip()
            if value != "UNDEF":
                head, rest = query[:end], query[end:]
                query = head + re.sub(rf"(?<== )\?{name}\b", value, rest)
        return query

    def _insert(self, tables: Tables, name: str, value: str) -> str:
        if name not in self.parameters:
            hint = suggest(name, self.parameters)
            more = f' Did you mean "{hint}"?' if hint else f" It has {self._all_parameters}."
            raise KgError(f'The question {self.name} has no parameter "{name}".{more}')
        return to_value(tables, self.parameters[name].kind, value)

    @property
    def _all_parameters(self) -> str:
        return ", ".join(self.parameters) or "none"


def read_questions(folder: Path) -> dict[str, Question]:
    """Read the questions of a folder, by file name; a missing folder has none."""
    files = sorted(folder.glob("*.rq"))
    return {f.stem: to_question(f.read_text(encoding="utf-8"), f.stem) for f in files}


def to_question(text: str, name: str) -> Question:
    """Read one question; SchemaError says what its head lacks."""
    words: dict[str, dict[str, str]] = {"title": {}, "about": {}}
    for key, language, said in _TEXT.findall(text):
        words[key][language] = said
    lacking = [f"{key}@{lang}" for key in words for lang in LANGUAGES if lang not in words[key]]
    if lacking:
        raise SchemaError(f"question {name}: the head lacks {', '.join(lacking)}")
    parameters = {n: Parameter(n, kind, default) for n, kind, default in _PARAMETER.findall(text)}
    if free := [n for n in parameters if n not in _values_blocks(text)]:
        raise SchemaError(f"question {name}: there is not one VALUES ?{free[0]} {{ … }} in it")
    return Question(name, words["title"], words["about"], parameters, text)


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """Return a question by name; KgError with the nearest name where there is none."""
    if name in questions:
        return questions[name]
    hint = suggest(name, questions)
    more = f' Did you mean "{hint}"?' if hint else ""
    raise KgError(f'There is no question "{name}".{more}')


def _values_blocks(query: str) -> dict[str, tuple[int, int]]:
    """Return what lies between the braces of each `VALUES ?name { … }` that stands just once."""
    found: dict[str, list[tuple[int, int]]] = {}
    cut = list(tokens(query))
    for at, token in enumerate(cut[:-2]):
        variable, brace = cut[at + 1], cut[at + 2]
        if token.is_word("VALUES") and variable.text[0] == "?" and brace.text == "{":
            end = next((t.start for t in cut[at + 3 :] if t.text == "}"), len(query))
            found.setdefault(variable.text[1:], []).append((brace.end, end))
    return {name: places[0] for name, places in found.items() if len(places) == 1}
