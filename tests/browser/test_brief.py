"""The brief of two cities on screen and on paper, of real data and of far too many."""

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from kg import KnowledgeGraph
from kg.names import relation_cities
from tests.browser import example
from tests.browser.conftest import LANGUAGES, Open, Opened
from tests.paper import page_sizes, title_of

pytestmark = pytest.mark.browser

FOCAL = "exampleton"
A4 = [(210, 297)]
TITLES = {"en": "Bandung and Seoul: brief", "id": "Bandung dan Seoul: lembar ringkas"}
SIZE = "node => node.style.getPropertyValue('--brief-size')"


def printed(page: Page) -> bytes:
    """Print as the page asks for it, as the browser's own dialogue does."""
    return page.pdf(prefer_css_page_size=True)


def drawn_brief(open_page: Open, folder: Path, html: str) -> Opened:
    path = folder / "brief.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    return open_page(path)


def crowded(graph: KnowledgeGraph, count: int) -> KnowledgeGraph:
    """Give two cities far more programmes, events and obstacles than go on a sheet."""
    numbers = range(count)
    pair = f"{FOCAL};samplebourg"
    programs = [
        {
            "id": f"crowd-{n}",
            "name@en": f"Exchange number {n} of the gardeners and of those who like gardens",
            "cities": pair,
            "fields": graph.tables["fields"]["id"].iloc[n % len(graph.tables["fields"])],
            "status": "completed",
            "began": f"{1990 + n % 30}",
        }
        for n in numbers
    ]
    obstacles = [
        {
            "id": f"wall-{n}",
            "about": f"programs:crowd-{n}",
            "kind": "budget",
            "description@en": f"The budget of year {n} was spent before it began.",
        }
        for n in numbers
    ]
    frames = {
        name: pd.concat([graph.tables[name], pd.DataFrame(rows)]).fillna("")
        for name, rows in {"programs": programs, "obstacles": obstacles}.items()
    }
    return example.changed(graph, **frames)


# ---- one sheet


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_partner_of_bandung_goes_on_one_sheet_of_a4(
    open_page: Open, real_graph: KnowledgeGraph, tmp_path: Path, lang: str
) -> None:
    page = drawn_brief(open_page, tmp_path, real_graph.to_brief("bandung", "seoul")).page
    relations = real_graph.relations("bandung")["relation"]
    assert len(relations) > 15
    for relation in relations:
        (partner,) = set(relation_cities(relation)) - {"bandung"}
        html = real_graph.to_brief("bandung", partner, lang=lang)
        (tmp_path / "brief.html").write_text(html, encoding="utf-8", newline="\n")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        sheet = printed(page)
        assert page_sizes(sheet) == A4, partner
        assert title_of(sheet) == page.locator("#brief-title").inner_text()


@pytest.mark.parametrize("count", [12, 60, 400])
def test_what_goes_on_no_sheet_is_shortened_and_that_is_said(
    open_page: Open, example_graph: KnowledgeGraph, tmp_path: Path, count: int
) -> None:
    graph = crowded(example_graph, count)
    page = drawn_brief(open_page, tmp_path, graph.to_brief(FOCAL, "samplebourg")).page
    assert page_sizes(printed(page)) == A4
    told = page.get_by_role("heading", name=re.compile(r"^Obstacles on record")).locator("..")
    (total,) = re.findall(r"\((\d+)\)", told.locator("h2").inner_text())
    shown = told.locator("li:not(.muted)").count()
    rest = told.locator("li.muted").all_inner_texts()
    assert int(total) >= count
    assert rest == ([f"… and {int(total) - shown} more"] if shown < int(total) else [])


def test_a_short_brief_has_larger_letters_than_a_long_one(
    open_page: Open, real_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    sizes = []
    for partner in ("hangzhou", "seoul"):
        page = drawn_brief(open_page, tmp_path, real_graph.to_brief("bandung", partner)).page
        sizes.append(float(page.locator(".brief").evaluate(SIZE).removesuffix("px")))
    assert sizes[0] > sizes[1] >= 9


def test_the_signs_of_rungs_are_printed_in_their_colours(
    open_page: Open, real_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    page = drawn_brief(open_page, tmp_path, real_graph.to_brief("bandung", "seoul")).page
    page.emulate_media(media="print")
    swatches = page.locator(".brief .swatch")
    assert swatches.count() > 10
    kept = "node => getComputedStyle(node).printColorAdjust"
    for at in range(swatches.count()):
        assert swatches.nth(at).evaluate(kept) == "exact"
        assert swatches.nth(at).locator(".sign").evaluate(kept) == "exact"
    body = page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert body == "rgba(0, 0, 0, 0)", "paper stays white"


def test_a_brief_page_that_may_not_run_its_script_says_so(
    browser: Browser, real_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    path = tmp_path / "brief.html"
    path.write_text(real_graph.to_brief("bandung", "seoul"), encoding="utf-8", newline="\n")
    page = browser.new_context(offline=True, java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    expect(page.locator("#brief p")).to_have_count(3)
    expect(page.locator("#brief [lang=ko]")).to_contain_text("스크립트가 실행되지 않았습니다")
    page.context.close()


# ---- the tab


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_tab_prints_the_same_sheet_and_nothing_beside(
    open_page: Open, lang: str, theme: str
) -> None:
    fragment = f"lang={lang}&theme={theme}&tab=brief&sel=city:seoul"
    page = open_page("real", fragment).page
    expect(page.locator("#brief-title")).to_have_text(TITLES[lang])
    assert page_sizes(printed(page)) == A4
    page.emulate_media(media="print")
    visible = (
        "[...document.body.children].filter((node) => node.checkVisibility()).map(({id}) => id)"
    )
    assert page.evaluate(visible) == ["tab-brief"]
    expect(page.locator(".brief-bar")).to_be_hidden()
    ink = page.locator(".brief").evaluate("node => getComputedStyle(node).color")
    assert ink == "rgb(0, 0, 0)"


@pytest.mark.parametrize("partner", ["seoul", "braunschweig", "hangzhou"])
def test_tab_and_command_show_the_same_words(
    open_page: Open, real_graph: KnowledgeGraph, tmp_path: Path, partner: str
) -> None:
    html = real_graph.to_brief("bandung", partner, lang="ko")
    alone = drawn_brief(open_page, tmp_path, html).page.locator(".brief")
    tab = open_page("real", f"lang=ko&tab=brief&sel=city:{partner}").page.locator(".brief")
    # The fingerprint is that of what the page holds, and a page of one relation holds less.
    words = [re.sub(r"\b[0-9a-f]{16}\b", "", one.inner_text()) for one in (alone, tab)]
    assert words[0] == words[1]


def test_one_chooses_the_partner_in_the_tab_and_the_address_keeps_it(open_page: Open) -> None:
    page = open_page("real", "lang=id&tab=brief").page
    choice = page.get_by_label("Mitra", exact=True)
    choice.focus()
    choice.select_option(label="Hamamatsu")
    expect(page.locator("#brief-title")).to_have_text("Bandung dan Hamamatsu: lembar ringkas")
    assert "sel=city:hamamatsu" in page.url
    assert page.evaluate("document.activeElement.id") == "brief-partner"
    page.go_back()
    expect(page.locator("#brief-title")).not_to_contain_text("Hamamatsu")


def test_the_tab_follows_a_selected_cell_year_and_evidence(
    open_page: Open, real_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    page = open_page(
        "real", "lang=en&tab=brief&sel=cell:seoul/festivals&year=2016&evidence=strict"
    ).page
    expect(page.locator("#brief-title")).to_have_text(TITLES["en"])
    expect(page.locator(".figures")).to_contain_text("31 December 2016")
    expect(page.locator(".brief footer")).to_contain_text("studies and better sources only")
    html = real_graph.to_brief("bandung", "seoul", as_of="2016", evidence="strict")
    alone = drawn_brief(open_page, tmp_path, html).page
    assert [h.inner_text() for h in alone.locator(".brief h2").all()] == [
        h.inner_text() for h in page.locator(".brief h2").all()
    ]
    lenient = open_page("real", "lang=en&tab=brief&sel=city:seoul&year=2016").page
    assert lenient.locator(".brief").inner_text() != page.locator(".brief").inner_text()


def test_a_brief_in_the_view_of_a_country_names_both_cities(open_page: Open) -> None:
    page = open_page("real", "lang=id&country=ID&tab=brief&sel=city:bandung--seoul").page
    expect(page.locator("#brief-title")).to_have_text(TITLES["id"])
    expect(page.locator("#brief-partner option:checked")).to_have_text("Bandung–Seoul")
    assert page_sizes(printed(page)) == A4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_brief_goes_on_a_narrow_screen(open_page: Open, lang: str) -> None:
    page = open_page("real", f"lang={lang}&tab=brief&sel=city:seoul", width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = [page.locator(".brief-columns > div").nth(at).bounding_box() for at in (0, 1)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] == boxes[1]["x"], "one column below the other"
    assert page_sizes(printed(page)) == A4


def test_what_was_only_planned_or_never_realised_is_not_carried_out(open_page: Open) -> None:
    page = open_page("real", "lang=en&tab=brief&sel=city:seoul").page
    done = page.locator(".brief section", has=page.get_by_text(re.compile(r"^Carried out")))
    expect(done).to_contain_text("Little Bandung Wall")
    for line in done.locator("li").all_inner_texts():
        ran = re.split(r"Planned:|Not realised:", line)[0]
        assert "Little Bandung at Hongdae" not in ran
        assert "Revival of the Cikapundung river" not in ran


def test_strict_evidence_stands_at_the_head_of_a_brief(open_page: Open) -> None:
    page = open_page("real", "lang=en&tab=brief&evidence=strict&sel=city:seoul").page
    expect(page.locator(".brief header")).to_contain_text("Counting only what a study")
    expect(page.locator(".brief")).not_to_contain_text("No agreed field waits")
    expect(page.locator(".brief")).not_to_contain_text("with nothing on record")


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        ("cell:toyota/urban-transport", "Toyota: nothing on record until 10 February 2017."),
        ("city:toyota", "Toyota: nothing on record until 10 February 2017."),
        ("city:surabaya", "No relation with Surabaya is on record at this date."),
    ],
)
def test_no_other_partner_stands_in_for_the_one_selected(
    open_page: Open, selection: str, told: str
) -> None:
    page = open_page("real", f"lang=en&tab=brief&year=2014&sel={selection}").page
    expect(page.locator("#tab-brief")).to_contain_text(told)
    expect(page.locator(".brief")).to_have_count(0)
    expect(page.locator("#brief-partner")).to_have_value("")
    if "Toyota" in told:
        page.get_by_role("button", name="Go to 2017").click()
        expect(page.locator("#brief-title")).to_have_text("Bandung and Toyota: brief")
