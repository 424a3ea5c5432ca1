"""Rules over rows: what a rule file must hold, and that each is shown to break and to keep.

The examples themselves are cases of bad_input/rules.toml, run by test_bad_input.py.
"""

import datetime
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.check import Rule, check_references, check_rules, read_rules
from kg.check.rules import to_rule, with_days
from kg.errors import SchemaError
from kg.problems import Problem, Severity
from kg.schema import Schema, packaged_ontology
from kg.tables import Tables, read_tables

Read = Callable[[dict[str, str]], Tables]

RULES = packaged_ontology() / "rules"
HERE = Path(__file__).parent / "bad_input"
CASES = tomllib.loads((HERE / "rules.toml").read_text(encoding="utf-8"))["case"]
HEAD = "-- code: {code}\n-- severity: {severity}\n-- en: {en}\n-- id: {en}\n-- ko: {en}\n"
CITIES = "id,name@en,country,level,sources\nseoul,Seoul,KR,city,paper\nbusan,Busan,KR,city,paper\n"


@pytest.fixture
def read(schema: Schema, write_data: Callable[[dict[str, str]], Path]) -> Read:
    return lambda files: read_tables(write_data(files), schema)[0]


def a_rule(query: str, en: str = "{value}", severity: str = "warning") -> Rule:
    return to_rule(HEAD.format(code="mine", severity=severity, en=en) + query, "mine.sql")


# ---- the packaged rules


@pytest.mark.parametrize("rule", read_rules(RULES), ids=lambda rule: rule.code)
def test_a_rule_is_shown_to_break_and_to_keep(rule: Rule) -> None:
    mine = [case for case in CASES if case.get("rule") == rule.code]
    told = [{problem["code"] for problem in case.get("problem", [])} for case in mine]
    assert {rule.code} in told
    assert set() in told


def test_a_rule_bears_the_name_of_its_file() -> None:
    assert [rule.code for rule in read_rules(RULES)] == [f.stem for f in sorted(RULES.iterdir())]
    assert len(read_rules(RULES)) >= 14


def test_a_sound_project_keeps_them_all(schema: Schema) -> None:
    tables, problems = read_tables(HERE / "base" / "pact", schema)
    assert [*problems, *check_references(tables), *check_rules(tables, read_rules(RULES))] == []


def test_a_project_without_rules_has_none(tmp_path: Path) -> None:
    assert read_rules(tmp_path / "rules") == []


# ---- what a rule answers


def test_a_row_of_the_answer_is_a_problem_at_its_line(read: Read) -> None:
    rule = a_rule("""SELECT 'cities' AS "table", id, 'name' AS "column", "name@en" AS value, 3 AS n
                     FROM cities WHERE id = 'busan'""", en="{value} has {n}")  # fmt: skip
    assert list(check_rules(read({"cities": CITIES}), [rule])) == [
        Problem(
            *("mine", "data/cities.csv", 3, "name", "Busan", Severity.WARNING),
            text=dict.fromkeys(("en", "id", "ko"), "{value} has {n}"),
            details={"n": "3"},
        )
    ]


def test_a_problem_of_a_whole_table_has_no_line(read: Read) -> None:
    rule = a_rule("""SELECT 'cities' AS "table", NULL AS id, 'id' AS "column", NULL AS value""")
    (problem,) = check_rules(read({"cities": CITIES}), [rule])
    assert (problem.line, problem.value, problem.details) == (None, "", {})


def test_of_two_rows_with_one_id_the_first_is_meant(read: Read) -> None:
    rule = a_rule("""SELECT 'cities' AS "table", 'seoul' AS id, 'id' AS "column", '' AS value""")
    (problem,) = check_rules(read({"cities": CITIES.replace("busan", "seoul")}), [rule])
    assert problem.line == 2


def test_a_rule_sees_the_days_that_dates_can_mean(read: Read) -> None:
    sources = "id,name@en,kind,issued\na,A,press,2016-02~\nb,B,press,\nc,C,press,2016-02-30\n"
    rows = with_days(read({"sources": sources})["sources"])
    first, last = rows["issued_first"].to_pylist(), rows["issued_last"].to_pylist()
    assert first == [datetime.date(2016, 2, 1), None, None]
    assert last == [datetime.date(2016, 2, 29), None, None]
    assert "accessed_first" in rows.column_names


def test_empty_cells_are_null_to_a_rule(read: Read) -> None:
    rule = a_rule("""SELECT 'cities' AS "table", id, 'lat' AS "column", lat AS value
                     FROM cities WHERE lat IS NULL AND "note@ko" IS NULL""")
    assert len(list(check_rules(read({"cities": CITIES}), [rule]))) == 2


def test_a_rule_over_a_file_that_could_not_be_read_is_passed_over(read: Read) -> None:
    rule = a_rule("""SELECT 'cities' AS "table", id, 'id' AS "column", id AS value
                     FROM cities WHERE id NOT IN (SELECT city FROM parties)""")
    tables = read({"cities": CITIES, "parties": 'id,agreement,city\nx,"y\n'})
    assert not tables["parties"].whole
    assert list(check_rules(tables, [rule])) == []


# ---- rules that are none


@pytest.mark.parametrize("key", ["code", "severity", "en", "id", "ko"])
def test_a_head_that_lacks_a_line_is_told(key: str) -> None:
    lines = HEAD.format(code="mine", severity="note", en="x").splitlines(keepends=True)
    sql = "".join(line for line in lines if not line.startswith(f"-- {key}:"))
    with pytest.raises(SchemaError, match=f"rule mine.sql: the head lacks {key}$"):
        to_rule(sql, "mine.sql")


def test_a_severity_that_is_none_is_told() -> None:
    with pytest.raises(SchemaError, match=r"rule mine.sql: the severity is one of error, warning"):
        a_rule("SELECT 1", severity="fatal")


@pytest.mark.parametrize("words", ["{value", "value}", "{}", "{0}x{value!r}", "{{value}}"])
def test_braces_in_words_hold_the_name_of_a_column_alone(words: str) -> None:
    with pytest.raises(SchemaError, match=r"rule mine\.sql: en: braces hold the name of a column"):
        a_rule("SELECT 1", en=words)


BROKEN = {
    "no SQL": ("SELEC 1", "rule mine: Parser Error"),
    "unknown table": ("SELECT * FROM mayors", "rule mine: Catalog Error"),
    "a cell that does not fit": (
        """SELECT 'cities' AS "table", id, 'id' AS "column", CAST(id AS INTEGER) AS value
           FROM cities""",
        "rule mine: Conversion Error",
    ),
    "no column of the answer": (
        "SELECT 1 AS id",
        "rule mine: the answer lacks column, table, value",
    ),
    "no table of that name": (
        """SELECT 'mayors' AS "table", id, 'id' AS "column", id AS value FROM cities""",
        "rule mine: the answer names mayors, which is no table",
    ),
    "no detail of the words": (
        """SELECT 'cities' AS "table", id, 'id' AS "column", id AS value FROM cities""",
        "rule mine: the answer lacks began",
    ),
    "a file of the machine": (
        """SELECT 'cities' AS "table", content AS id, 'id' AS "column", '' AS value
           FROM read_text('/etc/hostname')""",
        "rule mine: Permission Error",
    ),
    "a file to be written": ("COPY (SELECT 1) TO '/tmp/rule.csv'", "rule mine: Permission Error"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_that_cannot_be_run_is_named(read: Read, name: str) -> None:
    query, told = BROKEN[name]
    rule = a_rule(query, en="{began}" if "detail" in name else "{value}")
    with pytest.raises(SchemaError, match=told):
        list(check_rules(read({"cities": CITIES}), [rule]))


# ---- references


def dangling(tables: Tables) -> Iterator[tuple[str, int | None, str, str]]:
    for problem in check_references(tables):
        assert problem.code == "dangling-reference"
        yield problem.file, problem.line, problem.value, problem.suggestion


def test_a_reference_into_a_file_that_could_not_be_read_is_not_followed(read: Read) -> None:
    tables = read({"cities": CITIES, "sources": 'id,name@en,kind\nx,"y\n'})
    assert list(dangling(tables)) == []


def test_a_reference_into_a_table_without_a_file_dangles(read: Read) -> None:
    tables = read({"cities": CITIES})
    assert list(dangling(tables)) == [
        ("data/cities.csv", 3, "paper", ""),
        ("data/cities.csv", 2, "paper", ""),
    ]


def test_what_is_no_id_is_told_once_and_not_as_dangling(read: Read) -> None:
    tables = read({"cities": CITIES.replace("paper", "The Paper")})
    told = [(p.code, p.line, p.value) for p in check_references(tables)]
    assert told == [("bad-id", 3, "The Paper"), ("bad-id", 2, "The Paper")]


def test_of_two_tables_each_reference_goes_to_its_own(read: Read) -> None:
    rows = "id,about,kind,description@en,sources\nx,agreements:a;programs:a;programs:b,law,X,\n"
    tables = read(
        {
            "obstacles": rows,
            "agreements": "id,name@en,kind,status,sources\na,A,mou,signed,\n",
            "programs": "id,name@en,fields,kind,status,sources\nb,B,x,project,planned,\n",
        }
    )
    told = [t for t in dangling(tables) if t[0] == "data/obstacles.csv"]
    assert told == [("data/obstacles.csv", 2, "programs:a", "")]
