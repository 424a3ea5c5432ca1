"""Every command as people use it: what it prints where, in three languages, and its exit code."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import unicodedata
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.cli import main
from kg.cli.words import say
from kg.exports.guide import GUIDE
from kg.names import LANGUAGES
from kg.problems import Problem
from kg.schema import Schema

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
HERE = ("-C", str(FIXTURE))
COMMANDS = (
    *("apply", "ask", "brief", "build", "check", "compare", "coverage", "diff", "export", "gaps"),
    *("import", "new", "publish", "query", "release", "serve", "sides", "stats", "suggest"),
    *("view", "why"),
)
HANGUL = re.compile("[가-힣]")


@pytest.fixture(autouse=True)
def _quick(read_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the small project once for all commands, and have a terminal that is wide."""
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kg(*words: str | Path, stdin: str | None = None) -> Result:
    """Run a command in this process; a traceback is a fault of the test."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def good(*words: str | Path, stdin: str | None = None) -> str:
    """Run a command that succeeds, and return what it prints on stdout."""
    result = kg(*words, stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*words: str | Path, code: int = 2) -> str:
    """Run a command that fails, and return what it says on stderr; stdout stays empty."""
    result = kg(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    return result.stderr


def python(*words: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, on the code of this checkout unless PYTHONPATH is set."""
    where = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "160"}
    environment = {**os.environ, **where, **settings}
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environment, capture_output=True, encoding="utf-8"
    )


def table(text: str) -> list[list[str]]:
    """Read a printed table: its cells, the header first."""
    rows = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.startswith(" ")]
    return [row for row in rows if row != [""] and set(row[0]) != {"─"}]


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def broken(folder: Path) -> Path:
    """Copy the small project, and misspell a field in it."""
    shutil.copytree(FIXTURE / "data", folder / "data")
    file = folder / "data" / "commitments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",waste,", ",wste,"), encoding="utf-8")
    return folder


# ---- the program


def test_help_names_every_command_and_each_has_help_of_its_own() -> None:
    listed = good("--help").partition("Commands:")[2]
    assert tuple(line.split()[0] for line in listed.splitlines() if line.strip()) == COMMANDS
    for command in COMMANDS:
        assert "Usage: main " + command in good(command, "-h")


def test_help_is_quick_and_loads_no_heavy_library(tmp_path: Path) -> None:
    script = (
        "import sys, kg.cli\n"
        "try: kg.cli.main(['--help'])\n"
        "except SystemExit: print(sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    took = []
    for _ in range(2):  # the machine may be busy once
        begin = time.perf_counter()
        done = python("-c", script, cwd=tmp_path)
        took.append(time.perf_counter() - begin)
    loaded = done.stdout.splitlines()[-1]
    assert "'click'" in loaded
    heavy = ("pandas", "rdflib", "pyarrow", "numpy", "duckdb", "networkx", "pyoxigraph", "jinja2")
    assert [name for name in (*heavy, "rich", "rapidfuzz", "babel") if f"'{name}'" in loaded] == []
    assert min(took) < 1


def test_version(tmp_path: Path) -> None:
    from kg import __version__

    assert good("--version") == f"kg, version {__version__}\n"
    assert python("-m", "kg", "--version", cwd=tmp_path).stdout == f"kg, version {__version__}\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("check", "nowhere"), "nowhere has no data folder. Expected nowhere/data with CSV"),
        (("build", "nowhere"), "nowhere has no data folder"),
        (("coverage", "-C", "nowhere"), "nowhere has no data folder"),
        (("coverage", "Samplebrg", *HERE), 'not in the table cities. Did you mean "sampleburg"?'),
        (("coverage", "exampleton", "testhavn", *HERE), 'Did you mean "testhaven"?'),
        (("gaps", "exampletn", *HERE), 'Did you mean "exampleton"?'),
        (("coverage", "sampleburg", "testhaven", *HERE), "No relation of sampleburg and testhaven"),
        (("coverage", "exampleton", "exampleton", *HERE), "No relation of exampleton and"),
        (("coverage", "--as-of", "2017-13", *HERE), '"2017-13" is not a date. Write YYYY, YYYY-MM'),
        (("coverage", "--as-of", "", *HERE), '"" is not a date'),
        (("gaps", "--as-of", "01/02/2023", *HERE), '"01/02/2023" is not a date'),
        (("why", "exampleton", "sampleburg", "buses", "--as-of", "soon", *HERE), "not a date"),
        (("build", str(FIXTURE), "--out", "out", "--as-of", "2017-02-30"), '"2017-02-30" is not a'),
        (("why", "exampleton", "sampleburg", "museum-x", *HERE), 'Did you mean "museums"?'),
        (("why", "exampleton", "sampleburg", "built", *HERE), "built is a group"),
        (("why", "exampleton", "sampleburg"), "Missing argument 'FIELD'"),
        (("coverage", "--level", "leaf"), "Invalid value for '--level'"),
        (("coverage", "--of", "all"), "Invalid value for '--of'"),
        (("coverage", "--format", "xml"), "Invalid value for '--format'"),
        (("check", "--lang", "fr"), "Invalid value for '--lang'"),
        (("query",), "Give a query, or a file with one: kg query -f mine.rq"),
        (("query", "-f", "nofile.rq"), "'nofile.rq': No such file or directory"),
        (("query", "SELECT ?x WHERE {", *HERE), "line 1, column 18: the query ends too early"),
        (("query", "SELECT ?x {?x a citis:x}", *HERE), 'Did you mean "cities:"?'),
        (("query", "DELETE WHERE {?s ?p ?o}", *HERE), "DELETE would change data"),
        (("query", "SELECT * {SERVICE <http://x> {}}", *HERE), "SERVICE would ask another server"),
        (("query", "SELECT * {?s ?p ?o}", "--format", "turtle", *HERE), "answer Turtle"),
        (("query", "CONSTRUCT WHERE {?s ?p ?o}", "--format", "csv", *HERE), "ask for Turtle"),
        (("ask", "never-studid", *HERE), 'Did you mean "never-studied"?'),
        (("ask", "never-studied", "--cty", "x", *HERE), 'no parameter "cty". Did you mean "city"?'),
        (("ask", "never-studied", "--city", "nowhere", *HERE), '"nowhere" is not in the table'),
        (("ask", "dormant", "--years", "few", *HERE), '"few" is not a whole number'),
        (("ask", "never-studied", "city", *HERE), '"city" is not a parameter. Write it as --name'),
        (("ask", "--city", "exampleton", "never-studied", *HERE), "Name the question first"),
        (("check", "one", "-C", "two"), "Name the project once: one, or -C two."),
        (("new",), "Missing argument 'FOLDER|FILE.xlsx'"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_one_line(empty: Path, words: tuple[str, ...], says: str) -> None:
    error = refused(*words)
    assert says in error
    assert error.splitlines()[-1].lower().startswith("error: ")
    assert list(empty.iterdir()) == []


def test_a_query_file_that_is_not_utf8_is_told(empty: Path) -> None:
    (empty / "old.rq").write_bytes("ASK {} # 서울".encode("cp949"))
    assert "error: old.rq is not UTF-8" in refused("query", "-f", "old.rq", *HERE)


@pytest.mark.engine
def test_a_full_disk_behind_stdout_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "check", str(FIXTURE)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "error: No space left on device\n")


@pytest.mark.engine
def test_a_reader_that_has_had_enough_ends_it_quietly(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "kg", "query", "SELECT * {?s ?p ?o}", "--format", "csv", *HERE]
    with subprocess.Popen(
        words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"o,p,s\n"
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.engine
def test_korean_is_written_whatever_the_locale(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = ("-m", "kg", "coverage", "exampleton", "sampleburg", "--lang", "ko", *HERE)
    done = python(*words, cwd=tmp_path, **plain)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("이그잼플턴 – 샘플버그, 2024-06-30 기준:\n")


# ---- check


def test_check_prints_notes_and_counts_them() -> None:
    assert good("check", FIXTURE) == (
        "note: data/commitments.csv:4: field: The council approved the field culture, but the text "
        "of sampleburg-loi does not name it [approved-but-not-signed]\n"
        "errors: 0, warnings: 0, notes: 1\n"
    )


@pytest.mark.parametrize("words", [(str(FIXTURE),), HERE])
def test_check_and_build_take_the_project_in_either_way(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    assert good("check", *words).endswith("errors: 0, warnings: 0, notes: 1\n")
    good("build", *words, "--out", tmp_path, "--only", "graph")
    assert len([*tmp_path.iterdir()]) == 2


def test_check_tells_errors_on_stdout_in_each_language_and_form(tmp_path: Path) -> None:
    project = broken(tmp_path)
    results = {lang: kg("check", project, "--lang", lang) for lang in LANGUAGES}
    assert {result.exit_code for result in results.values()} == {1}
    assert {result.stderr for result in results.values()} == {""}
    texts = [result.stdout for result in results.values()]
    assert all(
        "data/commitments.csv:3: field: " in t and "[dangling-reference]" in t for t in texts
    )
    assert len(set(texts)) == 3
    assert HANGUL.search(results["ko"].stdout)
    first = json.loads(kg("check", project, "--format", "json").stdout)[0]
    assert (first["line"], first["column"], first["value"]) == (3, "field", "wste")
    assert (first["severity"], first["suggestion"]) == ("error", "waste")
    row = records(kg("check", project, "--format", "csv").stdout)[0]
    assert row == {key: str(value) for key, value in first.items()}


def test_check_asks_pyshacl_only_about_data_without_errors(tmp_path: Path) -> None:
    result = kg("check", broken(tmp_path), "--shacl")
    assert (result.exit_code, result.stderr) == (1, say("not-asked", "en") + "\n")


def test_check_tells_what_pyshacl_finds_among_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Problem("shacl", "data/cities.csv", 4, "population", "-5", text={"en": "Too few."})
    monkeypatch.setattr(KnowledgeGraph, "check_shacl", lambda _: [found])
    result = kg("check", FIXTURE, "--shacl")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines()[0] == (
        "error: data/cities.csv:4: population: Too few. [shacl]"
    )
    assert result.stdout.endswith("errors: 1, warnings: 0, notes: 1\n")
    monkeypatch.setattr(KnowledgeGraph, "check_shacl", lambda _: [])
    assert good("check", FIXTURE, "--shacl") == good("check", FIXTURE)


@pytest.mark.parametrize(
    "words",
    [("coverage", "-C"), ("gaps", "-C"), ("query", "ASK {}", "-C"), ("ask", "-C"), ("build",)],
)
def test_other_commands_tell_errors_on_stderr_and_do_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    project = broken(tmp_path)
    error = refused(*words, project, code=1)
    assert 'data/commitments.csv:3: field: "wste"' in error
    assert error.endswith("The data have errors, so nothing was written or answered.\n")
    assert [path.name for path in project.iterdir()] == ["data"]


# ---- build


def test_build_says_what_it_wrote_and_what_is_uncovered(empty: Path) -> None:
    result = kg("build", FIXTURE, "--out", "out")
    names = ["graph.ttl", "graph.nt", "coverage.ttl", "coverage.csv", "gaps.csv", "explorer.html"]
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(names)
    first, second, *rest = result.stdout.splitlines()
    assert first == f"Wrote 6 files to out: {', '.join(names)}"
    assert second == (
        "Exampleton and its 4 partners, as of 2024-06-30: "
        "13 of 20 fields × partners have no activity on record."
    )
    assert rest[-1] == "Open out/explorer.html in a browser; it needs no network."
    cells = table("\n".join(rest))
    assert cells[0] == ["partner", "stage", "covered", "uncovered", "with outcome", "last contact"]
    assert cells[3] == ["Sampleburg", "agreement in force", "3/3", "0", "2", "2022-05-10"]
    assert result.stderr.endswith("errors: 0, warnings: 0, notes: 1\n")


@pytest.mark.parametrize(
    ("lang", "says"), [("id", "6 berkas ditulis ke out"), ("ko", "out에 파일 6개를 썼습니다")]
)
def test_build_speaks_three_languages(empty: Path, lang: str, says: str) -> None:
    assert good("build", FIXTURE, "--out", "out", "--lang", lang).startswith(says)


def test_build_of_the_graph_alone(empty: Path) -> None:
    said = good("build", FIXTURE, "--out", "out", "--only", "graph")
    assert said == "Wrote 2 files to out: graph.ttl, graph.nt\n"
    assert sorted(path.name for path in Path("out").iterdir()) == ["graph.nt", "graph.ttl"]


def test_build_writes_into_the_project_unless_told(empty: Path) -> None:
    shutil.copytree(FIXTURE / "data", "mine/data")
    good("build", "mine", "--only", "graph")
    assert sorted(str(path) for path in Path().rglob("graph.*")) == [
        "mine/exports/graph.nt",
        "mine/exports/graph.ttl",
    ]


# ---- coverage, gaps, why


def test_coverage_of_a_city_is_a_row_a_partner() -> None:
    cells = table(good("coverage", *HERE))
    assert [row[:3] for row in cells[1:]] == [
        ["Dummyville", "intent declared", "1/5"],
        ["Mockford", "all agreements ended", "0/5"],
        ["Sampleburg", "agreement in force", "4/5"],
        ["Testhaven", "contact", "2/5"],
    ]
    assert table(good("coverage", "이그잼플턴", *HERE)) == cells


def test_coverage_of_a_relation_is_a_sentence_and_a_row_a_field() -> None:
    said = good("coverage", "exampleton", "mockford", *HERE)
    assert said.splitlines()[:3] == [
        "Exampleton – Mockford, as of 2024-06-30:",
        "  3 of 3 agreed fields have no activity on record: Culture, Transport, Waste",
        "  1 of 1 topics that the agreements name have no activity on record: Composting",
    ]
    cells = table(said.partition("Composting\n")[2])
    assert [row[:3] for row in cells[1:]] == [
        ["Culture", "agreed", "no programme on record"],
        ["Transport", "agreed", "no programme on record"],
        ["Waste", "planned", "no progress on record"],
    ]


def test_coverage_options_choose_level_evidence_date_and_denominator() -> None:
    words = ("coverage", "exampleton", "sampleburg", "--level", "topic", *HERE)
    assert [row[0] for row in table(good(*words))[-3:]] == ["Buses", "Composting", "Trams"]
    assert [row[0] for row in table(good(*words, "--of", "scheme"))[-5:]] == [
        "Buses", "Composting", "Festivals", "Museums", "Trams",
    ]  # fmt: skip
    strict = good("coverage", "exampleton", "sampleburg", "--strict", *HERE)
    assert "each of the 2 agreed fields has an activity on record" in strict
    early = good("coverage", "exampleton", "sampleburg", "--as-of", "2016", *HERE)
    assert early.startswith("Exampleton – Sampleburg, as of 2016-12-31:\n")
    assert ["Transport", "under way", "no result on record"] in [row[:3] for row in table(early)]


def test_coverage_where_nothing_is_agreed_or_on_record_says_so() -> None:
    assert good("coverage", "exampleton", "testhaven", *HERE).splitlines() == [
        "Exampleton – Testhaven, as of 2024-06-30:",
        "  no field is on record as agreed; --of scheme shows all fields",
    ]
    assert good("coverage", "testhaven", "--as-of", "2010", *HERE) == (
        "No relation of Testhaven with another city is on record as of 2010-12-31.\n"
    )
    assert good("gaps", "exampleton", "testhaven", *HERE).startswith("No gap among the fields")


@pytest.mark.parametrize("command", ["coverage", "gaps"])
def test_cells_as_csv_and_json_are_the_same(command: str) -> None:
    words = (command, "exampleton", "sampleburg", "--of", "scheme", *HERE)
    rows = records(good(*words, "--format", "csv"))
    loaded = json.loads(good(*words, "--format", "json"))
    assert [{k: _spelled(v) for k, v in row.items()} for row in loaded] == rows
    assert [row["field"] for row in rows] == (
        ["culture", "education", "transport", "waste", "water"]
        if command == "coverage"
        else ["culture", "education"]
    )
    culture = loaded[0]
    assert (culture["rung"], culture["rank"], culture["gap"]) == ("planned", 3, "stalled")
    assert (culture["unagreed"], culture["studied"], culture["topics"]) == (True, 1, 2)


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_gaps_are_named_with_partner_and_kind() -> None:
    cells = table(good("gaps", *HERE))
    assert cells[0] == ["partner", "field", "gap", "studies"]
    assert ["Sampleburg", "Education", "no agreement in force on record", "0"] in cells
    assert len(cells) == 1 + 7


def test_why_tells_rows_sources_and_what_would_close_the_gap() -> None:
    said = good("why", "Exampleton", "샘플버그", "culture", *HERE).splitlines()
    assert said[:2] == [
        "Exampleton – Sampleburg: Culture",
        "On record as of 2024-06-30: planned",
    ]
    assert said[2].startswith("Why it is a gap: ")
    assert said[3] == (
        "Marks: not named in an agreement; studies on record: 1; no search on record"
    )
    assert "  2019-11-12  planned: Museum loan [programs:museum-loan]" in said
    assert "  Minutes of the Exampleton council 2014 (official record, 2014-09-30)" in said
    assert "  budget: No budget for insurance." in said
    assert said[-2] == "A row in programs.csv would close the gap; known already:"
    assert said[-1] == (
        "  id=exampleton-sampleburg-culture, agreements=sampleburg-loi, "
        "cities=exampleton;sampleburg, fields=culture"
    )


def test_why_explains_a_cell_with_nothing_on_record() -> None:
    said = good("why", "exampleton", "mockford", "trams", *HERE)
    assert "Nothing is on record for this field." in said
    assert "A row in commitments.csv would close the gap" in said


def test_why_tells_what_does_not_count_and_for_what_reason() -> None:
    words = ("why", "exampleton", "sampleburg", "museums", *HERE)
    assert "(not supported by a study or better, not counted)" in good(*words, "--strict")
    assert "(later than the date asked for, not counted)" in good(*words, "--as-of", "2016")


@pytest.mark.parametrize(
    "words",
    [("coverage",), ("coverage", "exampleton", "mockford"), ("gaps",), ("ask", "partners"),
     ("why", "exampleton", "mockford", "waste"), ("coverage", "exampleton", "testhaven")],
)  # fmt: skip
def test_each_answer_is_in_the_language_asked_for(words: tuple[str, ...]) -> None:
    said = {lang: good(*words, "--lang", lang, *HERE) for lang in LANGUAGES}
    assert len(set(said.values())) == 3
    assert HANGUL.search(said["ko"])
    assert not HANGUL.search(said["en"] + said["id"])


def test_names_may_come_apart_as_file_systems_write_them() -> None:
    apart = unicodedata.normalize("NFD", "샘플버그")
    assert good("coverage", "exampleton", apart, *HERE).startswith("Exampleton – Sampleburg")


# ---- query, ask

SELECT = """
SELECT ?city ?population
WHERE { ?city a sisc:City OPTIONAL { ?city sisc:population ?population } }
"""


def test_query_answers_rows_in_each_form() -> None:
    cells = table(good("query", SELECT, *HERE))
    assert cells[0] == ["city", "population"]
    assert ["cities:sampleburg", "2400000"] in cells
    assert ["cities:dummyville"] in cells  # nothing stands for what is not known
    rows = records(good("query", SELECT, "--format", "csv", *HERE))
    cities = ["dummyville", "exampleton", "mockford", "sampleburg", "testhaven"]
    assert [row["city"] for row in rows] == [f"cities:{city}" for city in cities]
    assert rows[0]["population"] == ""
    results = json.loads(good("query", SELECT, "--format", "json", *HERE))
    assert results["head"]["vars"] == ["city", "population"]
    assert results["results"]["bindings"][1]["population"]["value"] == "1200000"


def test_query_answers_yes_no_and_triples() -> None:
    assert good("query", "ASK {cities:sampleburg a sisc:City}", *HERE) == "yes\n"
    assert good("query", "ASK {cities:sampleburg a sisc:Field}", *HERE) == "no\n"
    assert json.loads(good("query", "ASK {}", "--format", "json", *HERE))["boolean"] is True
    triples = good("query", "CONSTRUCT WHERE {cities:mockford sisc:country ?c}", *HERE)
    assert triples.endswith("cities:mockford sisc:country country:JP .\n")
    assert triples == good(
        "query", "CONSTRUCT WHERE {cities:mockford sisc:country ?c}", "--format", "turtle", *HERE
    )


def test_query_reads_a_file_or_stdin(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("ASK { ?city rdfs:label '샘플버그'@ko }", encoding="utf-8")
    assert good("query", "-f", file, *HERE) == "yes\n"
    assert good("query", "-f", "-", *HERE, stdin="ASK { FILTER(false) }") == "no\n"


def test_ask_lists_questions_with_their_parameters() -> None:
    names = {file.stem for file in (ROOT / "ontology" / "questions").glob("*.rq")}
    listed = [line.split()[0] for line in good("ask", *HERE).splitlines()[3:] if line.strip()]
    assert len(names) >= 20
    assert sorted(listed) == sorted(names)
    assert "never-studied" in listed
    assert HANGUL.search(good("ask", "--lang", "ko", *HERE))


def test_ask_answers_in_each_form_and_names_the_question_on_stderr() -> None:
    result = kg("ask", "never-studied", *HERE)
    assert result.stderr.startswith("Each row is a field in which something is on record")
    assert ["Sampleburg", "Education", "delivered"] in table(result.stdout)
    rows = records(good("ask", "never-studied", "--partner=Sampleburg", "--format", "csv", *HERE))
    assert [(row["partner"], row["field"]) for row in rows] == [
        ("cities:sampleburg", "fields:education")
    ]
    loaded = json.loads(good("ask", "never-studied", "--format", "json", *HERE))
    assert len(loaded["results"]["bindings"]) == len(table(result.stdout)) - 1


def test_ask_shows_a_query_that_query_then_answers_alike(tmp_path: Path) -> None:
    words = ("ask", "never-studied", "--partner", "sampleburg", *HERE)
    file = tmp_path / "changed.rq"
    file.write_text(good(*words, "--show"), encoding="utf-8")
    assert "cities/sampleburg>" in file.read_text(encoding="utf-8")
    answer = good(*words, "--format", "csv")
    assert good("query", "-f", file, "--format", "csv", *HERE) == answer


# ---- new


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "is ready"), ("id", "siap"), ("ko", "폴더를 만들었습니다")]
)
def test_new_makes_blank_tables_and_a_guide(
    empty: Path, schema: Schema, lang: str, says: str
) -> None:
    said = good("new", "my-twins", "--lang", lang)
    assert said.startswith("my-twins")
    assert says in said
    data = Path("my-twins/data")
    assert sorted(f.stem for f in data.iterdir()) == sorted(schema.tables)
    for name, shape in schema.tables.items():
        header, *rows = (data / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert tuple(header.split(",")) == shape.headers
        assert len(rows) == (1 if name == "dataset" else 0)
    assert good("check", "my-twins") == "errors: 0, warnings: 0, notes: 0\n"


def test_the_guide_explains_all_columns_in_three_languages(empty: Path, schema: Schema) -> None:
    good("new", "my-twins")
    guide = Path("my-twins", GUIDE).read_text(encoding="utf-8")
    headers = [header for shape in schema.tables.values() for header in shape.headers]
    assert len(headers) > 150
    for title in ("(English)", "(Bahasa Indonesia)", "(한국어)"):
        part = guide.partition(f"{title}\n")[2].partition("\n# ")[0]
        for shape in schema.tables.values():
            section = part.partition(f"## {shape.name}.csv: ")[2].partition("\n## ")[0]
            assert [h for h in shape.headers if f"`{h}`" not in section] == []
        assert [line for line in part.splitlines() if line.count("||") or "|  |" in line] == []
    assert HANGUL.search(guide)


def test_a_source_and_a_city_make_a_project(empty: Path) -> None:
    good("new", "my-twins")
    _append("my-twins/data/sources.csv", {"id": "paper", "name@en": "A paper", "kind": "press"})
    _append(
        "my-twins/data/cities.csv",
        {"id": "here", "name@ko": "여기", "country": "KR", "level": "city", "sources": "paper"},
    )
    said = good("build", "my-twins")
    assert said.startswith("Wrote 6 files to my-twins/exports: ")
    graph = Path("my-twins/exports/graph.ttl").read_text(encoding="utf-8")
    assert "cities:here a sisc:City" in graph
    assert "There is no city to look from" in refused("coverage", "-C", "my-twins")
    assert good("coverage", "here", "-C", "my-twins", "--lang", "en").startswith(
        "No relation of 여기"
    )


def _append(file: str, row: dict[str, str]) -> None:
    path = Path(file)
    headers = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.DictWriter(out, headers, restval="", lineterminator="\n").writerow(row)


@pytest.mark.parametrize("there", ["data", "data/mine.csv", GUIDE])
def test_new_touches_nothing_that_is_there(empty: Path, there: str) -> None:
    place = Path("my-twins", there)
    place.parent.mkdir(parents=True)
    place.write_text("mine", encoding="utf-8")
    error = refused("new", "my-twins")
    assert "is there already. Choose another folder; nothing was changed." in error
    assert [p for p in Path("my-twins").rglob("*") if p.is_file()] == [place]
    assert place.read_text(encoding="utf-8") == "mine"


def test_new_below_a_file_is_told(empty: Path) -> None:
    Path("file").write_text("mine", encoding="utf-8")
    assert "error: cannot write into file/twins/data: Not a directory" in refused(
        "new", "file/twins"
    )


MAYOR = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shp: <https://w3id.org/sistercity/shapes#> .
@prefix sisc: <https://w3id.org/sistercity/def#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

sisc:mayor a rdf:Property ; rdfs:label "mayor"@en , "wali kota"@id , "시장"@ko .
shp:City sh:property shp:City-mayor .
shp:City-mayor a sh:PropertyShape ; sh:path sisc:mayor ; sh:codeIdentifier "mayor" ; sh:order 8 ;
    sh:datatype xsd:string ; sh:maxCount 1 ;
    sh:name "mayor"@en , "wali kota"@id , "시장"@ko ;
    sh:description "Who governs."@en , "Siapa yang memerintah."@id , "누가 다스리는지."@ko ;
    sh:message "Write one name."@en , "Tuliskan satu nama."@id , "이름을 하나 적으십시오."@ko .
"""


def test_a_column_in_a_projects_own_ontology_is_there_everywhere(empty: Path) -> None:
    shutil.copytree(ROOT / "ontology", "mine/ontology")
    Path("mine/ontology/more.ttl").write_text(MAYOR, encoding="utf-8")
    good("new", "mine")
    assert "mayor" in Path("mine/data/cities.csv").read_text(encoding="utf-8").split(",")
    assert "| `mayor` | Siapa yang memerintah. |" in Path("mine", GUIDE).read_text(encoding="utf-8")
    _append("mine/data/sources.csv", {"id": "paper", "name@en": "A paper", "kind": "press"})
    city = {"id": "here", "name@en": "Here", "country": "KR", "level": "city", "sources": "paper"}
    _append("mine/data/cities.csv", city | {"mayor": "A. Contoh"})
    good("build", "mine", "--only", "graph")
    graph = Path("mine/exports/graph.ttl").read_text(encoding="utf-8")
    assert 'sisc:mayor "A. Contoh"' in graph
    assert good("query", "ASK {cities:here sisc:mayor ?name}", "-C", "mine") == "yes\n"


# ---- installed


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it as pip would."""
    assert find_spec("hatchling"), "hatchling is needed: it is in the extra `test`"
    folder = tmp_path_factory.mktemp("wheel")
    script = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    done = python("-c", script, str(folder), cwd=ROOT, PYTHONPATH="")
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_all_that_the_commands_read(installed: Path) -> None:
    def below(folder: Path) -> set[str]:
        found = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        return {str(p.relative_to(folder)) for p in found}

    share = installed / "kg" / "_share"
    assert below(share / "ontology") == below(ROOT / "ontology")
    assert below(share / "data") == below(ROOT / "data")
    own = {name for name in below(installed / "kg") if not name.startswith("_share/")}
    assert own == below(ROOT / "kg")
    assert len({Path(name).suffix for name in own} & {".py", ".toml", ".mjs", ".css", ".j2"}) == 5
    assert not (installed / "tests").exists()


@pytest.mark.engine
def test_an_installed_package_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    script = (
        "import kg; from kg.cli import main; print(kg.__file__)\n"
        "main(['build'], standalone_mode=False)\n"
        "main(['ask', 'never-studied', '--city', 'bandung', '--format', 'csv'])\n"
    )
    done = python("-c", script, cwd=tmp_path, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    place, wrote, *rest = done.stdout.splitlines()
    assert place.startswith(str(installed))
    assert wrote.startswith("Wrote 6 files to exports: ")
    assert len(list((tmp_path / "exports").iterdir())) == 6
    assert sum("cities:seoul" in line for line in rest) > 0


# ---- what is easily overlooked is said


def test_gaps_among_topics_are_pointed_out_below_those_of_fields() -> None:
    topics = list(csv.DictReader(io.StringIO(
        good("gaps", "exampleton", "sampleburg", "--level", "topic", "--format", "csv", *HERE)
    )))  # fmt: skip
    assert len(topics) == 2
    said = good("gaps", "exampleton", "sampleburg", *HERE)
    assert "2 gaps are among the topics: --level topic lists them.\n" in said


def test_rows_after_the_date_are_counted_as_left_out(empty: Path) -> None:
    said = good("build", FIXTURE, "--out", empty, "--as-of", "2016-12-31")
    assert re.search(r"^\d+ rows are dated after 2016-12-31 and were not counted, ", said, re.M)
    assert "dated after" not in good("build", FIXTURE, "--out", empty, "--as-of", "2030")


def test_the_language_may_be_set_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LANG", "ko")
    assert HANGUL.search(good("coverage", *HERE))
    assert not HANGUL.search(good("gaps", "--lang", "en", *HERE))


def test_a_proven_field_that_nobody_studied_has_no_gap_to_close() -> None:
    said = good("why", "bandung", "hamamatsu", "staff-training", "-C", ROOT)
    assert say("why-study", "en", table="studies.csv") in said
    assert "would close the gap" not in said


# ---- words


@pytest.mark.parametrize(
    "words",
    ["cli/phrases", "exports/release/words.toml", "exports/guide.toml", "worklist/words.toml"],
)
def test_no_phrase_lies_idle(words: str) -> None:
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "kg").rglob("*.py")))
    named = set(re.findall(r"""["']([a-z][\w-]*)["']""", sources))
    begun = tuple(re.findall(r"""f["']([a-z][\w-]*-)\{|'([a-z][\w-]*-)' \+""", sources))
    path = ROOT / "kg" / words
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    keys = [key for file in files for key in tomllib.loads(file.read_text("utf-8"))]
    starts = tuple(start for pair in begun for start in pair if start)
    assert len(keys) > 2
    assert [key for key in keys if key not in named and not key.startswith(starts)] == []
