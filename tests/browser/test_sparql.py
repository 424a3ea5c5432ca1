"""The tab that answers SPARQL, with the real Oxigraph: offline, stopped, and as Python answers."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from kg import KnowledgeGraph
from kg.errors import KgError
from kg.schema import packaged_ontology
from kg.store.syntax import check_allowed
from kg.views import render_page
from kg.views.sparql import Engine, build_sparql, find_engine
from tests.browser import example
from tests.browser.conftest import LANGUAGES, Open

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLOW = 30_000  # milliseconds: two cores are shared by all tests


@pytest.fixture(scope="module")
def engine() -> Engine:
    return find_engine(ROOT)


@pytest.fixture(scope="module")
def fixture_graph() -> KnowledgeGraph:
    return KnowledgeGraph.load(ROOT / "tests" / "fixture")


def written(path: Path, engine: Engine, graph: KnowledgeGraph) -> Path:
    """Write the page of a graph as `kg build --with-sparql` does."""
    triples = graph.to_ntriples()
    sparql = build_sparql(engine, triples, packaged_ontology(), graph.data, graph.questions)
    text = render_page(example.payload_of(graph), sparql)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, fixture_graph: KnowledgeGraph
) -> Path:
    return written(tmp_path_factory.mktemp("sparql") / "small.html", engine, fixture_graph)


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, real_graph: KnowledgeGraph
) -> Path:
    return written(tmp_path_factory.mktemp("sparql") / "real.html", engine, real_graph)


def opened(open_page: Open, path: Path, fragment: str = "", **options: int) -> Page:
    """Open the page at its tab and wait for the graph."""
    page = open_page(path, f"tab=sparql{fragment}", **options).page
    wait_for(page, "ready")
    return page


def wait_for(page: Page, at: str) -> None:
    expect(page.locator("#sparql-status")).to_have_attribute("data-at", at, timeout=SLOW)


def choose(page: Page, name: str) -> None:
    page.locator(f'[data-question="{name}"]').click()


def run(page: Page, text: str | None = None) -> None:
    if text is not None:
        page.locator("#sparql-text").fill(text)
    page.locator("#sparql-run").click()
    wait_for(page, "ready")


def saved(page: Page) -> list[list[str]]:
    """Return the rows of the CSV that the page offers."""
    with page.expect_download() as download:
        page.locator("#sparql-save").click()
    return rows_of(download.value)


def rows_of(download: Download) -> list[list[str]]:
    text = Path(download.path()).read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def guarded(rows: list[list[str]]) -> list[list[str]]:
    """Put the quote before what a spreadsheet would take for a formula, as the page does."""
    return [[f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell for cell in r] for r in rows]


def expected(graph: KnowledgeGraph, text: str) -> list[list[str]]:
    return guarded(list(csv.reader(io.StringIO(graph.answer(text).to_csv()))))


# ---- answers


@pytest.mark.parametrize("data", ["small", "whole"])
def test_every_question_gives_the_rows_that_python_gives(
    data: str, open_page: Open, request: pytest.FixtureRequest
) -> None:
    graph = request.getfixturevalue({"small": "fixture_graph", "whole": "real_graph"}[data])
    page = opened(open_page, request.getfixturevalue(data))
    for name, question in graph.questions.items():
        choose(page, name)
        text = question.text(graph.data, graph.focal_city)
        assert page.locator("#sparql-text").input_value() == text
        run(page)
        rows = expected(graph, text)
        assert saved(page) == rows, name
        assert page.locator("#sparql-answer tbody tr").count() == min(len(rows) - 1, 500)
        expect(page.locator("#sparql-fault")).to_have_text("")


def test_nothing_is_loaded_before_the_tab_is_shown(small: Path, open_page: Open) -> None:
    page = open_page(small).page
    assert page.workers == []
    expect(page.locator("#tab-sparql")).to_be_hidden()
    page.evaluate("location.hash = '#tab=sparql'")
    wait_for(page, "ready")
    assert len(page.workers) == 1


def test_inputs_write_into_the_text_and_follow_it(
    small: Path, open_page: Open, fixture_graph: KnowledgeGraph
) -> None:
    page = opened(open_page, small)
    choose(page, "dormant")
    page.locator("#sparql-city").select_option("mockford")
    page.locator("#sparql-years").fill("1")
    text = fixture_graph.question("dormant").text(
        fixture_graph.data, "exampleton", city="mockford", years=1
    )
    area = page.locator("#sparql-text")
    assert area.input_value() == text
    run(page)
    assert saved(page) == expected(fixture_graph, text)
    area.fill(text.replace("cities/mockford>", "cities/testhaven>").replace("{ 1 }", "{ }"))
    assert page.locator("#sparql-city").input_value() == "testhaven"
    assert page.locator("#sparql-years").input_value() == ""
    area.fill("ASK {}")
    expect(page.locator("#sparql-city")).to_be_disabled()
    page.locator("#sparql-reset").click()
    assert page.locator("#sparql-city").input_value() == "exampleton"


def test_known_prefixes_need_no_declaration(
    small: Path, open_page: Open, fixture_graph: KnowledgeGraph
) -> None:
    page = opened(open_page, small)
    choose(page, "")
    text = "SELECT ?p ?o { cities:mockford ?p ?o } ORDER BY ?p ?o"
    run(page, text)
    assert saved(page) == expected(fixture_graph, text)


def test_yes_no_nothing_and_triples(small: Path, open_page: Open) -> None:
    page = opened(open_page, small)
    status = page.locator("#sparql-status")
    run(page, "ASK { cities:mockford ?p ?o }")
    expect(status).to_contain_text("Yes")
    run(page, "ASK { cities:nowhere ?p ?o }")
    expect(status).to_contain_text("nothing like it is on record")
    run(page, "SELECT ?p { cities:nowhere ?p ?o }")
    expect(status).to_contain_text("No rows")
    assert saved(page) == [["p"]]
    run(page, 'CONSTRUCT { <https://example.org/a> rdfs:label "=1" } {}')
    assert saved(page) == [
        ["subject", "predicate", "object"],
        ["https://example.org/a", "rdfs:label", "'=1"],
    ]


def test_a_long_answer_is_shown_in_part_and_saved_whole(whole: Path, open_page: Open) -> None:
    page = opened(open_page, whole)
    run(page, "SELECT ?s { ?s ?p ?o }")
    assert page.locator("#sparql-answer tbody tr").count() == 500
    expect(page.locator("#sparql-status")).to_contain_text("The first 500 are shown")
    assert len(saved(page)) > 10_000


def test_only_web_addresses_outside_the_graph_are_links(small: Path, open_page: Open) -> None:
    page = opened(open_page, small)
    run(
        page,
        "SELECT ?x { VALUES ?x { cities:mockford <https://example.org/a> <javascript:alert(1)>"
        ' "https://example.org/b" "<b>bold</b>" } }',
    )
    links = page.locator("#sparql-answer a")
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == ["https://example.org/a", "https://example.org/b"]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    assert page.locator("#sparql-answer b").count() == 0
    full = page.locator("#sparql-answer td.iri").first
    assert full.get_attribute("title") == "https://w3id.org/sistercity/id/cities/mockford"


# ---- what is not answered

FAULTS = [
    ("SELECT * {\n  ?s foo:bar ?o }", "Line 2, column 6: the prefix foo: is not known."),
    ("SELECT * { ?s ?p ", "Line 1, column 17: the query ends too early."),
    ("SELECT * { ?s a cities:a . ?s ?p }", "Line 1, column 34: the query cannot be read from “}”"),
    ('SELECT * {\n ?s ?p "open }', "Line 2, column 8: a quotation mark is opened here"),
    ("SELEC * {}", "Line 1, column 1: the query cannot be read from “SELEC” on."),
    ("", "The query is empty."),
    ("INSERT DATA { <a:a> <a:b> 1 }", "Line 1, column 1: INSERT would change data."),
    ("ASK { SERVICE <http://example.org/> {} }", "Line 1, column 7: SERVICE would ask another"),
]


def test_what_cannot_be_read_or_is_refused_is_told(small: Path, open_page: Open) -> None:
    page = opened(open_page, small)
    for text, said in FAULTS:
        run(page, text)
        expect(page.locator("#sparql-fault")).to_contain_text(said)
        expect(page.locator("#sparql-answer")).to_be_hidden()
    run(page, 'SELECT * { VALUES ?x { "SERVICE" } } # INSERT')
    expect(page.locator("#sparql-fault")).to_have_text("")
    assert saved(page) == [["x"], ["SERVICE"]]


def test_python_refuses_the_same() -> None:
    for text, said in FAULTS[-3:]:
        with pytest.raises(KgError) as caught:
            check_allowed(text)
        assert str(caught.value).lower().startswith(said.lower())


def test_an_endless_query_is_stopped_and_the_next_is_answered(small: Path, open_page: Open) -> None:
    page = opened(open_page, small)
    choose(page, "")
    page.locator("#sparql-text").fill(ENDLESS)
    page.locator("#sparql-run").press("Enter")
    wait_for(page, "running")
    page.wait_for_timeout(1500)
    expect(page.locator("#sparql-status")).to_contain_text(re.compile(r"Running … [1-9]\d* s"))
    expect(page.locator("#sparql-stop")).to_be_focused()
    page.locator("#sparql-stop").press("Enter")
    expect(page.locator("#sparql-status")).to_contain_text("Stopped after")
    expect(page.locator("#sparql-run")).to_be_focused()
    run(page, "SELECT ?x { VALUES ?x { 7 } }")  # asked before the graph is there again
    assert saved(page) == [["x"], ["7"]]
    for _ in range(50):  # the browser takes a moment to end the worker
        if len(page.workers) == 1:
            return
        page.wait_for_timeout(200)
    pytest.fail("the worker that was stopped still runs")


# ---- the page around it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tab_speaks_the_language_of_the_page(
    lang: str, small: Path, open_page: Open, fixture_graph: KnowledgeGraph
) -> None:
    page = opened(open_page, small, f"&lang={lang}")
    choose(page, "dormant")
    question = fixture_graph.question("dormant")
    expect(page.locator("#sparql-title")).to_have_text(question.title[lang])
    expect(page.locator(".sparql-about")).to_have_text(question.about[lang])
    assert page.locator("#sparql-lang").input_value() == lang
    run(page)
    text = question.text(fixture_graph.data, fixture_graph.focal_city, lang=lang)
    assert saved(page) == expected(fixture_graph, text)


def test_what_was_typed_and_answered_stays_when_the_language_changes(
    small: Path, open_page: Open
) -> None:
    page = opened(open_page, small)
    choose(page, "dormant")
    area = page.locator("#sparql-text")
    area.fill(area.input_value() + "# mine")
    run(page)
    shown = page.locator("#sparql-answer tbody tr").count()
    page.locator("#top").get_by_text("한국어").click()
    expect(page.locator("#sparql-run")).to_have_text("실행")
    assert area.input_value().endswith("# mine")
    assert '{ "ko" }' in area.input_value()
    assert page.locator("#sparql-answer tbody tr").count() == shown
    assert len(page.workers) == 1
    choose(page, "partners")
    choose(page, "dormant")
    assert area.input_value().endswith("# mine")


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_sticks_out(width: int, whole: Path, open_page: Open) -> None:
    page = opened(open_page, whole, width=width)
    for name in ("partners", "timeline", "dormant"):
        choose(page, name)
        run(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
