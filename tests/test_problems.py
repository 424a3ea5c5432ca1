"""Problems in words: complete in three languages, one line each, the same in text, JSON and CSV."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.check import read_rules
from kg.names import ID, LANGUAGES
from kg.problems import (
    Problem,
    Severity,
    has_errors,
    render_csv,
    render_json,
    render_text,
    sort_problems,
    suggest,
)
from kg.problems.catalogue import read_catalogue
from kg.problems.render import message, render_line
from kg.problems.suggest import suggest_date, suggest_id, suggest_integer
from kg.schema import Kind, Schema, packaged_ontology
from kg.tables.cells import check_cells

PACKAGE = Path(str(kg.__file__)).parent
CATALOGUE = read_catalogue()
RULES = read_rules(packaged_ontology() / "rules")
TEXTS = {**CATALOGUE, **{rule.code: rule.text for rule in RULES}}
# A particle must suit words that end in a vowel and words that do not: 은(는), 이(가), (으)로.
BARE_PARTICLE = re.compile(r"\}[\"’]*(은|는|이|가|을|를|와|과|로|으로)(?![(가-힣])")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# ---- the words


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_code_has_words_in_each_language(code: str) -> None:
    assert set(TEXTS[code]) == set(LANGUAGES)
    assert all(words.strip() == words != "" for words in TEXTS[code].values())


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_the_languages_name_the_same_details(code: str) -> None:
    of_english = placeholders(TEXTS[code]["en"])
    assert {lang: placeholders(TEXTS[code][lang]) for lang in LANGUAGES} == dict.fromkeys(
        LANGUAGES, of_english
    )


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_korean_words_suit_any_detail(code: str) -> None:
    assert not BARE_PARTICLE.search(TEXTS[code]["ko"])


CARRIERS = ("Problem", "Fault", "NoPlace", "Refusal", "_note")  # whose first word is a code


def literals(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def codes_told(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id in CARRIERS and isinstance(first, ast.Constant):
                yield str(first.value)


def test_the_package_tells_no_code_without_words() -> None:
    told = {code for file in sorted(PACKAGE.rglob("*.py")) for code in codes_told(file)}
    assert len(told) > 25
    assert told - set(CATALOGUE) == set()


def test_no_words_lie_idle() -> None:
    said = {text for file in sorted(PACKAGE.rglob("*.py")) for text in literals(file)}
    codes = {code.removesuffix("-in-sheet") for code in CATALOGUE}  # of both only one is named
    assert {code for code in codes - said if not code.startswith("title-")} == set()


EXAMPLE = re.compile(r"(?:such as|misalnya|예):? (.+?)\.?$")
BETWEEN = re.compile(r",? or |,? atau |, ")


def examples(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    for table in schema.tables.values():
        for column in table.columns:
            if column.kind is not Kind.TEXT:
                for lang, words in column.expected.items():
                    found = EXAMPLE.search(words)
                    free = column.kind is Kind.STRING and not column.pattern
                    given = [] if not found else [found[1]] if free else BETWEEN.split(found[1])
                    yield from ((table.name, column.name, lang, example) for example in given)


def test_what_a_shape_gives_as_example_passes_the_shape(schema: Schema) -> None:
    given = list(examples(schema))
    columns = {(t.name, c.name) for t in schema.tables.values() for c in t.columns}
    words = {(t, c) for t, c in columns if schema.tables[t].column(c).kind is Kind.TEXT}
    assert {g[:2] for g in given} == columns - words - {("statements", "property")}
    for table, column, lang, example in given:
        _, faults = check_cells(schema.tables[table].column(column), pa.array([example]))
        assert not faults, (table, column, lang, example)


def test_each_column_says_what_it_wants_in_each_language(schema: Schema) -> None:
    for table in schema.tables.values():
        for column in table.columns:
            assert set(column.expected) == set(LANGUAGES), (table.name, column.name)


# ---- one problem


def test_a_line_holds_place_words_suggestion_and_code() -> None:
    problem = Problem(
        "unknown-code",
        "data/programs.csv",
        37,
        "kind",
        "trainning",
        suggestion="training",
        details={"list": {"en": "Kinds", "id": "Jenis", "ko": "유형"}},
        expected={"en": "Choose one.", "ko": "하나 고르십시오."},
    )
    assert render_line(problem, "en") == (
        'data/programs.csv:37: kind: "trainning" is not in the list "Kinds"; '
        'did you mean "training"? Choose one. [unknown-code]'
    )
    assert render_line(problem, "id") == (
        'data/programs.csv:37: kind: "trainning" tidak ada dalam daftar "Jenis"; '
        'apakah maksudnya "training"? Choose one. [unknown-code]'
    )
    assert render_line(problem, "ko") == (
        'data/programs.csv:37: kind: "trainning"은(는) "유형" 목록에 없습니다. '
        '혹시 "training"을(를) 쓰려던 것입니까? 하나 고르십시오. [unknown-code]'
    )


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    problem = Problem("unknown-table", "data/citis.csv", value="citis")
    assert render_line(problem, "en").startswith('data/citis.csv: "citis" is not a table')


def test_braces_in_data_are_no_placeholders() -> None:
    assert message(Problem("bad-id", "f", 2, "id", "{x}{0}{value}"), "en").startswith(
        '"{x}{0}{value}"'
    )


def test_long_values_are_cut_in_words_and_whole_in_data() -> None:
    problem = Problem("bad-id", "f", 2, "id", "x" * 500)
    assert message(problem, "en") == f'"{"x" * 79}…" is not an identifier'
    assert json.loads(render_json([problem]))[0]["value"] == "x" * 500


@pytest.mark.parametrize(
    "text", ["a\nb", "\x1b[2J", "\u202egnp.exe", "a\u2028b", "\r", "\x85", "\t"]
)
def test_nothing_in_data_moves_the_cursor(text: str) -> None:
    problem = Problem(
        "dangling-reference", text, 2, text, text, suggestion=text, details={"table": text}
    )
    assert all(line.isprintable() for line in render_text([problem]).splitlines())
    assert len(render_text([problem]).split("\n")) == 3


# ---- many problems

# A table read holds no CR (each line end is LF) and no NUL (such a file is refused).
VALUES = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=9)
SEVERITIES = st.sampled_from(list(Severity))
PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.sampled_from(["bad-id", "bad-date", "missing-value"]),
        st.sampled_from(["data/a.csv", "data/b.csv"]),
        st.none() | st.integers(1, 20),
        st.none() | st.sampled_from(["id", "name@ko"]),
        VALUES,
        SEVERITIES,
        VALUES,
    ),
    max_size=15,
)


@given(PROBLEMS, st.sampled_from(LANGUAGES))
def test_text_json_and_csv_tell_the_same(problems: list[Problem], lang: str) -> None:
    problems = [replace(p, file="data/a.csv") if p.severity == "note" else p for p in problems]
    lines = render_text(problems, lang).split("\n")
    rows = json.loads(render_json(problems, lang))
    table = list(csv.DictReader(io.StringIO(render_csv(problems, lang), newline="")))
    assert len(lines) - 2 == len(rows) == len(table) == len(problems)
    words = [CATALOGUE[f"title-{row['severity']}"][lang] for row in rows]
    assert sorted(line.split(": ")[0] for line in lines[:-2]) == sorted(words)
    for row, written, problem in zip(rows, table, sort_problems(problems), strict=True):
        assert row["value"] == written["value"] == problem.value
        assert row["message"] == written["message"] == message(problem, lang)
        assert (row["line"], written["line"]) == (problem.line, str(problem.line or ""))


@given(PROBLEMS.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_finding_does_not_matter(orders: tuple[list[Problem], list[Problem]]) -> None:
    one, other = orders
    assert render_json(one) == render_json(other)


def test_problems_of_one_cell_have_an_order_too() -> None:
    same = [Problem("bad-id", "f", 2, "id", "X", suggestion=s) for s in ("b", "a", "")]
    same.append(Problem("bad-id", "f", 2, "id", "X", Severity.NOTE))
    told = [(p.severity, p.suggestion) for p in sort_problems(same)]
    assert told == [("error", ""), ("error", "a"), ("error", "b"), ("note", "")]
    assert sort_problems(same[::-1]) == sort_problems(same)


def test_errors_come_first_and_the_last_line_counts() -> None:
    problems = [
        Problem("blank-line", "a.csv", 1, severity=Severity.NOTE, details={"count": 1}),
        Problem("bad-id", "b.csv", 9, "id", "X"),
        Problem("bad-id", "b.csv", 2, "id", "Y"),
    ]
    assert render_text(problems, "id").splitlines() == [
        'kesalahan: b.csv:2: id: "Y" bukan pengenal yang sah [bad-id]',
        'kesalahan: b.csv:9: id: "X" bukan pengenal yang sah [bad-id]',
        "catatan: a.csv:1: Baris kosong dilewati. Jumlah baris: 1; ini yang pertama [blank-line]",
        "kesalahan: 2, peringatan: 0, catatan: 1",
    ]


def test_a_long_report_is_cut_a_severity_and_says_so() -> None:
    problems = [Problem("bad-id", "a.csv", n, "id", "X") for n in range(1, 6)]
    lines = render_text(problems, "ko", at_most=2).splitlines()
    assert [line.split(":")[1] for line in lines[:2]] == [" a.csv", " a.csv"]
    assert lines[2:] == ["… 외 3건", "오류 5건, 경고 0건, 참고 0건"]


def separator_note(file: str, value: str = ";") -> Problem:
    return Problem("other-separator", file, 1, value=value, severity=Severity.NOTE)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", 'note: 3 files: a.csv:1: Columns are taken to be separated by ";"'),
        ("id", 'catatan: 3 berkas: a.csv:1: Kolom dianggap dipisahkan dengan ";"'),
        ("ko", '참고: 파일 3개: a.csv:1: 열 구분 기호를 ";"(으)로 인식했습니다'),
    ],
)
def test_the_same_note_of_several_files_is_one_line_of_the_text(lang: str, told: str) -> None:
    problems = [separator_note(file) for file in ("c.csv", "a.csv", "b.csv")]
    problems += [separator_note("d.csv", "\t"), Problem("bad-id", "a.csv", 2, "id", "X")]
    lines = render_text(problems, lang).splitlines()
    assert len(lines) == 4
    assert lines[1] == f"{told} [other-separator]"
    assert lines[3].count("4") == 1  # the last line counts each note
    assert len(json.loads(render_json(problems, lang))) == 5
    assert len(list(csv.DictReader(io.StringIO(render_csv(problems, lang), newline="")))) == 5


def test_what_the_notes_of_several_files_count_is_added_up() -> None:
    problems = [
        Problem("blank-line", f"{file}.csv", 4, severity=Severity.NOTE, details={"count": count})
        for file, count in (("a", 2), ("b", 3), ("b", 5))
    ]
    assert render_text(problems).splitlines()[0] == (
        "note: 2 files: a.csv:4: Blank lines were passed over. "
        "Lines: 10; this is the first [blank-line]"
    )


def test_notes_of_one_file_and_errors_of_several_keep_their_lines() -> None:
    problems = [separator_note("a.csv"), separator_note("a.csv")]
    problems += [Problem("bad-id", file, 2, "id", "X") for file in ("a.csv", "b.csv")]
    assert len(render_text(problems).splitlines()) == 5


def test_notes_cut_from_a_report_are_counted_each() -> None:
    problems = [separator_note(file, sign) for sign in ";\t" for file in ("a.csv", "b.csv")]
    assert render_text(problems, at_most=1).splitlines()[1] == "… and 2 more"


def test_only_errors_forbid_a_build() -> None:
    others = [Problem("bad-id", "f", severity=s) for s in (Severity.WARNING, Severity.NOTE)]
    assert not has_errors(others)
    assert has_errors([*others, Problem("bad-id", "f")])


# ---- near misses


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("Educaton", {"education", "health"}, "education"),
        ("kota kembar", {"kota-kembar", "kota"}, "kota-kembar"),
        ("자매 도시", {"자매도시", "우호도시"}, "자매도시"),
        (
            "seoul metropolitan",
            {"seoul-metropolitan-government", "busan"},
            "seoul-metropolitan-government",
        ),
        ("opera", {"training", "exchange"}, ""),
        ("", {"training"}, ""),
        ("x", set(), ""),
    ],
)
def test_a_near_word_is_suggested_and_no_far_one(word: str, known: set[str], near: str) -> None:
    assert suggest(word, known) == near


def test_of_two_words_as_near_the_first_is_suggested() -> None:
    assert suggest("seou", ["seoux", "seoua"]) == suggest("seou", ["seoua", "seoux"]) == "seoua"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        *(("44958", "2023-02-01"), ("20000", "1954-10-03"), ("60000", "2064-04-08")),
        *(("19999", ""), ("60001", ""), ("449580", ""), ("44958.5", "")),
        *(("Feb 2024", "2024-02"), ("Februari 2024", "2024-02"), ("2024년 2월", "2024-02")),
        *(("AGUSTUS 2024", "2024-08"), ("Okt. 2024", "2024-10"), ("2024년12월", "2024-12")),
        *(("May-17", "2017-05"), ("Agu-29", "2029-08"), ("Dec-30", "1930-12"), ("Foo-17", "")),
        *(("spring 2024", ""), ("2024년 13월", ""), ("May 0000", ""), ("5 Mei 2024", "")),
    ],
)
def test_a_date_of_a_spreadsheet_or_in_words_is_read(text: str, near: str) -> None:
    assert suggest_date(text) == near


@pytest.mark.parametrize("number", range(1, 13))
def test_each_month_has_a_name_in_each_language(number: int) -> None:
    english = (
        "January February March April May June July August September October November December"
    )
    formal = (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    )
    wanted = f"2024-{number:02}"
    for names in (english, formal):
        assert suggest_date(f"{names.split()[number - 1]} 2024") == wanted
        assert suggest_date(f"{names.split()[number - 1][:3]} 2024") == wanted
    assert suggest_date(f"2024년 {number}월") == wanted


@pytest.mark.parametrize(
    ("text", "near"),
    [
        *(("1.070.000", "1070000"), ("1,070,000", "1070000"), ("1 070 000", "1070000")),
        *(("5 tahun", "5"), ("5 years", "5"), ("5년", "5"), ("1.200 orang", "1200")),
        *(("1.070,000", ""), ("1.1", ""), ("0.500", ""), ("1,07,000", ""), ("1,070,00", "")),
        *(("5 months", ""), ("5 bulan", ""), ("3 juta", ""), ("years", ""), ("5", "")),
    ],
)
def test_a_whole_number_with_thousands_or_a_unit_is_read(text: str, near: str) -> None:
    assert suggest_integer(text) == near


@given(st.text(max_size=20))
def test_an_id_that_is_suggested_is_an_id(text: str) -> None:
    assert suggest_id(text) == "" or re.fullmatch(ID[1:-1], suggest_id(text))
