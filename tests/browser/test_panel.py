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


def test_strict_evidence_does_not_deny_what_a_weaker_source_supports(open_page: Open) -> None:
    page = open_page("real", "lang=en&year=2016&evidence=strict&sel=cell:seoul/festivals").page
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Nothing that a study or a better source supports")
    expect(panel).to_contain_text("1 fact rests on weaker sources")
    expect(panel).to_contain_text("add a study or a better source to its row")
    expect(panel).not_to_contain_text("programme on record")
    expect(panel.locator(".fill")).to_have_count(0)
    panel.get_by_role("button", name="Count all sources").click()
    expect(panel).to_contain_text("Agreed; no programme on record.")
    assert "evidence" not in page.url


def test_a_city_by_strict_evidence_says_so_first(open_page: Open) -> None:
    page = open_page("real", "lang=en&evidence=strict&sel=city:seoul").page
    expect(page.locator("#panel .strict-note")).to_contain_text("Counting only what a study")
    expect(page.locator("#panel")).to_contain_text("only weaker sources")
    expect(page.locator("#panel")).not_to_contain_text("nothing carried out on record")


def test_an_agreement_of_a_later_day_says_so_first(open_page: Open) -> None:
    selection = "sel=agreement:bandung-seoul-loi-2015"
    panel = open_page("real", f"lang=en&year=2010&{selection}").page.locator("#panel")
    expect(panel.locator("header + .lead")).to_have_text("Not yet on record on 31 December 2010.")
    for later in ("Led to", "Little Bandung Wall", "Obstacles", "Thesis"):
        expect(panel).not_to_contain_text(later)


def test_fields_have_names_where_the_relation_is_no_column(open_page: Open) -> None:
    page = open_page("real", "lang=en&city=surabaya&sel=agreement:bandung-seoul-loi-2015").page
    fields = page.locator("#panel .cells")
    expect(fields).to_contain_text("Slum upgrading")
    expect(fields).not_to_contain_text("slum-upgrading")


def test_a_relation_of_a_later_year_is_not_said_to_be_missing(open_page: Open) -> None:
    page = open_page("real", "lang=en&sel=cell:toyota/urban-transport&year=2014").page
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Toyota: nothing on record until 10 February 2017.")
    panel.get_by_role("button", name="Go to 2017").click()
    expect(panel.locator("h2")).to_have_text("Urban transport with Toyota")
    assert "year=2017" in page.url


def test_every_search_of_a_cell_is_named(open_page: Open) -> None:
    page = open_page("real", "lang=en&sel=cell:seoul/festivals").page
    searches = page.locator("#panel section", has=page.get_by_text("What was searched"))
    assert searches.locator("li").count() == 2
    expect(searches).to_contain_text("Text of the memorandum")
    expect(searches).to_contain_text("nothing found")


def test_a_relation_of_other_cities_opens_where_it_is_a_column(
    open_page: Open,
) -> None:
    page = open_page("real", "lang=en&sel=field:waste").page
    page.locator("#panel .chip[data-city]").first.click()
    expect(page.locator("#panel h2")).to_contain_text("Waste with Surabaya")
    expect(page.locator("#matrix td[aria-selected=true]")).to_have_count(1)
    assert "city=" in page.url


def test_paper_holds_no_word_on_rows_to_fill_in(open_page: Open) -> None:
    page = open_page("real", "lang=en&sel=cell:seoul/festivals").page
    expect(page.locator(".fill-required")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".fill-required")).to_be_hidden()
