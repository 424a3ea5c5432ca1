"""Bad and odd input, case by case: the tables of bad_input/*.toml.

A case replaces tables of a sound base (bad_input/base) and says all problems that follow from it,
no more and no fewer, each `at` table:line:column. What a case does not say of a problem (the words
in a language) is not compared. `cells` are cells as they were read: "table:id:header".
"""

import codecs
import csv
import io
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.names import LANGUAGES
from kg.problems import Problem, Severity, render_csv, render_json, render_text
from kg.problems.catalogue import read_catalogue
from kg.problems.render import message, render_line
from kg.schema import packaged_ontology
from kg.tables import Tables
from tests import workbooks

Check = Callable[..., tuple[Tables, list[Problem]]]
WriteData = Callable[[Mapping[str, str | bytes]], Path]

HERE = Path(__file__).parent / "bad_input"
SETTINGS = {"name", "rule", "base", "encoding", "mark", "newline", "decomposed", "problem", "cells"}
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
NOT_FROM_TABLES = {  # tested where they arise
    *("shacl", "unreadable-file", "not-a-table", "unclear-table", "foreign-cell", "given-twice"),
    *("kept-values", "guarded-cell", "on-record-by-now"),
    *workbooks.CODES,
}
WORDS = {
    *workbooks.WORDS,
    *("did-you-mean", "one-of", "row-separator", "several-files", "and-more", "summary"),
    *(f"title-{s}" for s in Severity),
}


@dataclass(frozen=True)
class Case:
    """One case of a TOML file."""

    name: str
    files: Mapping[str, bytes]
    base: str = "small"
    rule: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    cells: Mapping[str, str] = field(default_factory=dict)


def to_case(given: dict[str, Any]) -> Case:
    files = {name: to_bytes(text, given) for name, text in given.items() if name not in SETTINGS}
    problems = [{k: spell_out(v) for k, v in p.items()} for p in given.get("problem", [])]
    return Case(
        given["name"],
        files,
        given.get("base", "small"),
        given.get("rule", ""),
        problems,
        given.get("cells", {}),
    )


def to_bytes(text: str, given: Mapping[str, str]) -> bytes:
    encoding = given.get("encoding", "utf-8")
    text = unicodedata.normalize("NFD" if given.get("decomposed") else "NFC", spell_out(text))
    raw = text.replace("\n", given.get("newline", "\n")).encode(encoding)
    return MARKS[encoding] + raw if given.get("mark") else raw


def spell_out(text: str) -> str:
    return re.sub(r"<(\d+) letters>", lambda found: "x" * int(found[1]), text)


CASES = [
    to_case(given)
    for file in sorted(HERE.glob("*.toml"))
    for given in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def base_files(name: str) -> dict[str, bytes]:
    return {f.stem: f.read_bytes() for f in sorted((HERE / "base" / name).glob("*.csv")) if name}


def place(problem: Problem) -> str:
    table = problem.file.removeprefix("data").removeprefix("/").removesuffix(".csv")
    return f"{table}:{problem.line or ''}:{problem.column or ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_its_problems_and_no_other(
    case: Case, write_data: WriteData, check: Check
) -> None:
    folder = write_data({**base_files(case.base), **case.files})
    tables, found = check(folder, rules=case.base != "small" or bool(case.rule))
    told = [(p.code, place(p), str(p.severity)) for p in found]
    wanted = [(w["code"], w["at"], w.get("severity", "error")) for w in case.problems]
    assert sorted(told) == sorted(wanted)
    for want in case.problems:
        problem = next(p for p in found if (p.code, place(p)) == (want["code"], want["at"]))
        assert problem.suggestion == want.get("suggestion", "")
        assert problem.value == want.get("value", problem.value)
        for lang in LANGUAGES:
            assert message(problem, lang) == want.get(lang, message(problem, lang))
            assert is_one_line(render_line(problem, lang))
    for key, text in case.cells.items():
        table, row, header = key.split(":")
        frame = tables[table].frame().set_index("id")
        assert frame.loc[row, header] == text


def is_one_line(text: str) -> bool:
    return text.isprintable() and not re.search(r"\{\w*\}", text)


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    counts = Counter(case.name for case in CASES)
    assert len(CASES) >= 100
    assert counts.most_common(1)[0][1] == 1


def test_every_code_has_a_case() -> None:
    told = {problem["code"] for case in CASES for problem in case.problems}
    rules = {file.stem for file in (packaged_ontology() / "rules").glob("*.sql")}
    # See test_imports, test_wikidata, test_foreign, test_import_relations and test_places.
    of_imports = ("rdf-", "wikidata-", "pairs-", "mapping-", "guess-", "listed-", "review-")
    foreign = {code for code in read_catalogue() if code.startswith(of_imports)}
    assert told == rules | set(read_catalogue()) - WORDS - NOT_FROM_TABLES - foreign


def test_every_message_is_told_word_by_word_in_some_case() -> None:
    told = {problem["code"] for case in CASES for problem in case.problems if "en" in problem}
    assert told == {problem["code"] for case in CASES for problem in case.problems}


# ---- forty-five faults of forty-one kinds in one folder


Told = list[tuple[str, str, int | None, str | None]]


@pytest.fixture
def faulty(check: Check) -> list[Problem]:
    return check(HERE / "one_run" / "data")[1]


def expected() -> Told:
    lines = (HERE / "one_run" / "expected.txt").read_text(encoding="utf-8").splitlines()
    told: Told = []
    for line in lines:
        severity, code, at = line.split()
        assert severity in set(Severity)
        file, number, column = at.split(":")
        told.append((code, f"data/{file}.csv", int(number) if number else None, column or None))
    return told


def test_all_faults_are_told_in_one_run(faulty: list[Problem]) -> None:
    assert [(p.code, p.file, p.line, p.column) for p in faulty] == expected()
    assert len({p.code for p in faulty}) == 41


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_names_each_place(faulty: list[Problem], lang: str) -> None:
    lines = render_text(faulty, lang).splitlines()
    found = [re.fullmatch(r"\S+: (data/\w+\.csv)(?::(\d+))?: .* \[([a-z-]+)\]", x) for x in lines]
    told = [(m[3], m[1], int(m[2]) if m[2] else None) for m in found if m]
    assert sorted(told, key=str) == sorted((e[:3] for e in expected()), key=str)
    assert len(lines) == len(expected()) + 1  # the last line counts them


def test_the_json_names_each_place(faulty: list[Problem]) -> None:
    rows = json.loads(render_json(faulty, "ko"))
    assert [(r["code"], r["file"], r["line"], r["column"]) for r in rows] == expected()
    assert [r["message"] for r in rows] == [message(p, "ko") for p in faulty]


def test_the_csv_names_each_place(faulty: list[Problem]) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(faulty, "id"), newline="")))
    told = [(r["code"], r["file"], int(r["line"] or 0) or None, r["column"] or None) for r in rows]
    assert told == expected()
    assert [r["value"] for r in rows] == [p.value for p in faulty]


def test_the_order_does_not_hang_on_the_run(faulty: list[Problem]) -> None:
    text = render_text(faulty)
    assert render_text(faulty[::-1]) == text
    assert render_json(faulty[::-1]) == render_json(faulty)
