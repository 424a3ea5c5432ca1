"""Pages of a running server: barriers, narrow windows, no request elsewhere, and the query page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_access import AXE, audit
from tests.serving import Server, running

pytestmark = pytest.mark.browser

PATHS = (
    "",
    "resource/id/cities/exampleton",
    "resource/id/relations/{relation}",
    "resource/def/City",
    "resource/id/cities/nowhere",
    "questions",
    "questions/partners",
    "query?query=SELECT%20*%20WHERE%20%7B%3Fcity%20a%20sisc%3ACity%7D&run=1",
)
LOOKS = (("en", "light", 1440), ("ko", "dark", 1024), ("id", "light", 390), ("ko", "dark", 390))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


class Visit:
    """Opens pages of the server, and notes what they ask for elsewhere and complain of."""

    def __init__(self, browser: Browser, server: Server, lang: str, theme: str, width: int) -> None:
        self.base, self.lang = server.base, lang
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
        )
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self, path: str) -> Page:
        mark = "&" if "?" in path else "?"
        self.page.goto(f"{self.base}{path}{mark}lang={self.lang}")
        return self.page

    def close(self) -> None:
        assert self.elsewhere == []
        assert self.complaints == []
        self.page.context.close()


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_no_page_has_a_barrier_or_is_wider_than_the_window(
    browser: Browser, server: Server, lang: str, theme: str, width: int
) -> None:
    axe = Path(AXE).read_text(encoding="utf-8")
    relation = _relation(server)
    visit = Visit(browser, server, lang, theme, width)
    for path in PATHS:
        page = visit.open(path.format(relation=relation))
        if path.startswith("query"):
            expect(page.locator("#yasgui .CodeMirror")).to_be_visible()
        page.evaluate(axe)
        assert audit(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("document.documentElement.lang") == lang
    visit.close()


def test_the_editor_asks_this_server_alone_and_shows_the_answer(
    browser: Browser, server: Server
) -> None:
    visit = Visit(browser, server, "ko", "light", 1440)
    page = visit.open("query?question=partners")
    expect(page.locator("#yasgui .CodeMirror")).to_be_visible()
    expect(page.locator("#plain")).to_be_hidden()
    expect(page.locator("#yasgui .tabsList .tab.active")).to_contain_text("협력 도시 한눈에 보기")
    page.locator("#yasgui .yasqe_queryButton").click()
    expect(page.locator("#yasgui .yasr_results table")).to_be_visible()
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    assert audit(page) == []
    with page.expect_popup() as leads:
        page.locator("#yasgui .yasr_results td a").first.click()
    assert "/resource/id/cities/" in leads.value.url
    page.get_by_label("준비된 질문").select_option("dormant")
    expect(page.locator("#yasgui .tabsList .tab.active")).to_contain_text("활동이 멈춘 관계")
    page.keyboard.type("PREFIX ")
    expect(page.locator(".CodeMirror-hints")).to_contain_text("cities: <https://w3id.org/")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")  # leads out of the text
    expect(page.locator("#yasgui .CodeMirror textarea:focus")).to_have_count(0)
    visit.close()


def test_the_query_page_works_without_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.base}query?lang=id")
    page.get_by_label("Pertanyaan siap pakai").select_option("partners")
    page.get_by_role("button", name="Tampilkan").click()
    assert "SELECT ?partner" in page.get_by_label("SPARQL", exact=True).input_value()
    page.get_by_role("button", name="Jalankan").click()
    expect(page.locator("#answered table")).to_be_visible()
    context.close()


def test_a_reader_goes_by_keys_from_a_city_to_a_relation(browser: Browser, server: Server) -> None:
    visit = Visit(browser, server, "en", "light", 1024)
    page = visit.open("resource/id/cities/exampleton")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("To the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.locator("table.partners th a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Coverage")).to_be_visible()
    visit.close()


def _relation(server: Server) -> str:
    query = "SELECT ?r WHERE { ?c sisc:relation ?r ; sisc:rung rung:agreed } LIMIT 1"
    rows = server.ask(query, "text/csv").text.split()
    return rows[1].rpartition("/")[2]
