"""`kg view` and the page of one city: what it holds, where it is written, and what is said."""

import json
import re
import shutil
import webbrowser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.api import graph as of_graph
from kg.cli import main
from kg.errors import KgError

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
HERE = ("-C", str(FIXTURE))
RELATIONS = [
    "dummyville--exampleton", "dummyville--mockford", "exampleton--mockford",
    "exampleton--sampleburg", "exampleton--testhaven",
]  # fmt: skip
OWN = [relation for relation in RELATIONS if "exampleton" in relation]


@pytest.fixture(autouse=True)
def _quick(read_once: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read the small project once for all commands, and stand in an empty folder."""
    monkeypatch.chdir(tmp_path)


def view(*words: str | Path) -> Result:
    """Run the command on the small project; a traceback is a fault of the test."""
    result = CliRunner().invoke(main, ["view", *map(str, words), *HERE])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def data_of(page: str) -> dict[str, object]:
    """Read the data out of a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return dict(json.loads(found[1]))


def held(data: dict[str, object]) -> list[str]:
    relations = data["relations"]
    assert isinstance(relations, list)
    return [relation["id"] for relation in relations]


# ---- what a page holds


@pytest.mark.parametrize(
    ("cities", "focal", "relations"),
    [
        ((), "exampleton", RELATIONS),
        (("exampleton",), "exampleton", OWN),
        (("Mockford",), "mockford", RELATIONS[1:3]),
        (("exampleton", "샘플버그"), "exampleton", ["exampleton--sampleburg"]),
        ((None, "sampleburg"), "exampleton", ["exampleton--sampleburg"]),
    ],
)
def test_a_page_holds_the_relations_asked_for(
    small: KnowledgeGraph, cities: tuple[str, ...], focal: str, relations: list[str]
) -> None:
    payload = small.payload(*cities)
    assert (payload["focal"], held(payload)) == (focal, relations)
    assert data_of(small.to_html(*cities)).items() >= payload.items()


def test_a_page_of_one_relation_leaves_out_what_belongs_to_others(small: KnowledgeGraph) -> None:
    facts = small.payload("exampleton", "sampleburg")["facts"]
    assert isinstance(facts, dict)
    assert set(facts["cities"]) >= {"exampleton", "sampleburg"}
    assert "mockford-mou" not in facts["agreements"]
    whole, one = len(small.to_html()), len(small.to_html("exampleton", "sampleburg"))
    assert one < whole


def test_a_page_opens_at_the_date_asked_for(small: KnowledgeGraph) -> None:
    payload = small.payload("exampleton", as_of="2014")
    assert payload["asOf"] == "2014-12-31"
    assert held(payload) == OWN  # also those that began later: one can travel in time


@pytest.mark.parametrize(("rows", "relations"), [(0, OWN), (10_000, RELATIONS)])
def test_of_very_many_rows_the_page_holds_the_focal_citys_relations_alone(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, rows: int, relations: list[str]
) -> None:
    assert of_graph.ROWS_OF_A_WHOLE_PAGE == 100_000
    monkeypatch.setattr(of_graph, "ROWS_OF_A_WHOLE_PAGE", rows)
    assert held(small.payload()) == relations
    assert held(small.payload("mockford")) == RELATIONS[1:3]


def test_what_a_page_cannot_be_of_is_told(small: KnowledgeGraph) -> None:
    with pytest.raises(KgError, match=r"No relation of exampleton and exampleton is on record\."):
        small.to_html("exampleton", "exampleton")
    with pytest.raises(KgError, match='Did you mean "sampleburg"'):
        small.to_html("exampleton", "Samplebrg")
    with pytest.raises(KgError, match="is not a date"):
        small.to_html("exampleton", as_of="soon")


def test_ids_of_relations_are_those_of_every_date(small: KnowledgeGraph) -> None:
    assert small.relation_ids() == RELATIONS
    assert small.relation_ids("이그잼플턴") == OWN


# ---- the command


def test_view_writes_the_page_of_a_city_here(small: KnowledgeGraph) -> None:
    result = view("Exampleton")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Wrote exampleton.html: Exampleton, as of 2024-06-30; relations on record: 4.\n"
        "Open exampleton.html in a browser; it needs no network.\n"
    )
    assert [path.name for path in Path().iterdir()] == ["exampleton.html"]
    assert Path("exampleton.html").read_text(encoding="utf-8") == small.to_html("exampleton")


def test_view_writes_the_page_of_a_relation_and_of_a_date(small: KnowledgeGraph) -> None:
    result = view("exampleton", "--partner", "샘플버그", "--as-of", "2014", "--lang", "ko")
    assert result.stdout == (
        "exampleton-sampleburg.html 파일을 썼습니다: 이그잼플턴 – 샘플버그, 2014-12-31 기준, "
        "기록된 관계 1건.\n"
        "브라우저에서 exampleton-sampleburg.html 파일을 여십시오. 네트워크가 필요하지 않습니다.\n"
    )
    page = Path("exampleton-sampleburg.html").read_text(encoding="utf-8")
    assert page == small.to_html("exampleton", "sampleburg", as_of="2014")


def test_view_of_a_date_before_all_relations_says_that_none_is_on_record() -> None:
    assert "as of 2000-12-31; relations on record: 0." in view("mockford", "--as-of=2000").stdout


def test_view_makes_the_folder_and_replaces_the_page_that_is_there() -> None:
    for _ in range(2):
        said = view("mockford", "--out", "pages/mine.htm", "--lang", "id").stdout
        assert said.startswith("pages/mine.htm ditulis: ")
    assert [str(path) for path in Path().rglob("*.htm*")] == ["pages/mine.htm"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Missing argument 'CITY'"),
        (("Samplebrg",), 'not in the table cities. Did you mean "sampleburg"?'),
        (("exampleton", "--partner", "testhavn"), 'Did you mean "testhaven"?'),
        (("sampleburg", "--partner", "testhaven"), "No relation of sampleburg and testhaven is on"),
        (("exampleton", "--partner", "exampleton"), "No relation of exampleton and exampleton"),
        (("exampleton", "--as-of", "2017-13"), '"2017-13" is not a date'),
        (("exampleton", "--out", "taken"), "'taken' is a directory"),
        (("exampleton", "--out", "file/page.html"), "cannot write into file: "),
    ],
)
def test_view_tells_what_is_wrong_and_writes_nothing(words: tuple[str, ...], says: str) -> None:
    Path("taken").mkdir()
    Path("file").write_text("mine", encoding="utf-8")
    result = view(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert sorted(str(path) for path in Path().rglob("*")) == ["file", "taken"]


def test_view_of_a_city_without_relations_is_refused() -> None:
    shutil.copytree(FIXTURE / "data", "mine/data")
    cities = Path("mine/data/cities.csv")
    text = cities.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("testhaven,"))
    lonely = row.replace("testhaven", "lonely").replace("Testhaven", "Lonely")
    lonely = lonely.replace("테스트헤이븐", "론리")
    cities.write_text(text + lonely + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["view", "Lonely", "-C", "mine"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("error: No relation of Lonely is on record.\n")


def test_view_of_data_with_errors_tells_them_and_writes_nothing() -> None:
    shutil.copytree(FIXTURE / "data", "mine/data")
    file = Path("mine/data/commitments.csv")
    file.write_text(file.read_text(encoding="utf-8").replace(",waste,", ",wste,"), encoding="utf-8")
    result = CliRunner().invoke(main, ["view", "exampleton", "-C", "mine"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[dangling-reference]" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["mine"]


# ---- the browser


def test_open_opens_the_page_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def remember(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", remember)
    result = view("exampleton", "--open")
    assert opened == [Path("exampleton.html").resolve().as_uri()]
    assert result.stdout.splitlines()[1:] == [
        "Opened exampleton.html in the browser; it needs no network."
    ]
    view("exampleton")
    assert len(opened) == 1


@pytest.mark.parametrize("fault", [None, webbrowser.Error("none")])
def test_where_no_browser_can_be_had_the_page_is_written_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | None
) -> None:
    def fail(_: str) -> bool:
        if fault:
            raise fault
        return False

    monkeypatch.setattr(webbrowser, "open", fail)
    result = view("exampleton", "--open")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert result.stderr == (
        "No browser could be opened. Open exampleton.html yourself; it needs no network.\n"
    )
    assert Path("exampleton.html").exists()
