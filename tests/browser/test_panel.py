"""The panel: what it says of each kind of selection, and where it leads."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CELL, LANGUAGES, SELECTIONS, Open

pytestmark = pytest.mark.browser


def test_a_gap_says_what_is_missing_since_when_who_else_and_what_would_close_it(
    open_page: Open,
) -> None:
    page = open_page().page
    page.locator(CELL).click()
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Festivals with Samplebourg")
    expect(panel.locator(".verdict")).to_contain_text("Agreed; no programme on record.")
    expect(panel.locator(".ladder li.missing")).to_contain_text("No announced programme on record")
    for text in (
        "signed 20 May 2015",
        "31 January 2026",
        "2 November 2025",
        "nothing found",
        "September 2015",
        "Broader field Culture",
        "Daily Example",
        "programs.csv",
    ):
        expect(panel).to_contain_text(text)


def test_sources_are_numbered_linked_and_graded(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/transport").page
    link = page.locator(".notes a").first
    assert link.get_attribute("href") == "https://example.org/a"
    assert "noopener" in (link.get_attribute("rel") or "")
    page.locator("[data-note='2']").first.click()
    expect(page.locator("#note-2")).to_be_focused()
    expect(page.locator("#note-1")).to_contain_text("press")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_every_kind_of_selection_has_its_panel(open_page: Open, lang: str, selection: str) -> None:
    page = open_page(fragment=f"lang={lang}&sel={selection}").page
    heading = page.locator("#panel h2")
    expect(heading).not_to_be_empty()
    text = page.locator("#panel").inner_text()
    for leak in ("undefined", "null", "[object", "NaN", "{"):
        assert leak not in text


def test_the_panel_leads_on_and_the_browser_leads_back(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/culture").page
    page.locator(".ladder .link").first.click()
    expect(page.locator("#panel h2")).to_contain_text("Letter of intent")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Culture with Samplebourg")
    page.locator("#scope summary").click()
    expect(page.locator("#scope dl")).to_contain_text("creativecommons.org/licenses/by/4.0")
    page.keyboard.press("Escape")
    expect(page.locator("#scope dl")).to_be_hidden()
    expect(page.locator("#panel h2")).to_have_text("Culture with Samplebourg")
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("Where to look first")


def test_words_never_deny_cooperation(open_page: Open) -> None:
    for lang in LANGUAGES:
        page = open_page(fragment=f"lang={lang}&sel=cell:placeholder/tourism").page
        text = page.locator("body").inner_text().lower()
        for denial in ("no cooperation", "tidak ada kerja sama", "협력이 없습니다", "협력 없음"):
            assert denial not in text


def test_an_open_field_is_not_promised_to_close_by_a_row(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/tourism").page
    expect(page.locator("#panel")).to_contain_text("If a signed text names the field")
    for promise in ("the gap then closes", "would close this gap"):
        expect(page.locator("#panel")).not_to_contain_text(promise)
