"""The four views of the network: chosen, walked by keys, clicked, and read as a list."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LANGUAGES, Open

pytestmark = pytest.mark.browser

VIEWS = ("why", "map", "chain", "agencies")
PARTNER = "sel=city:samplebourg"


def choose(page: Page, view: str) -> None:
    """Turn to a view by its button."""
    page.locator(f"#net-{view}").click()
    expect(page.locator(f"#net-{view}")).to_have_attribute("aria-pressed", "true")


def words(page: Page) -> Locator:
    """Open the drawing as a list and return it."""
    if page.locator("#network-list[open]").count() == 0:
        page.locator("#network-list summary").click()
    return page.locator("#network-list .words")


def test_each_view_is_chosen_with_the_mouse_and_stands_in_the_address(open_page: Open) -> None:
    page = open_page(fragment=PARTNER).page
    labels = set()
    for view in VIEWS[1:]:
        choose(page, view)
        assert f"net={view}" in page.evaluate("location.hash")
        labels.add(page.locator("#canvas").get_attribute("aria-label"))
    page.go_back()
    expect(page.locator("#net-chain")).to_have_attribute("aria-pressed", "true")
    assert len(labels) == len(VIEWS) - 1


def test_a_view_is_chosen_by_keyboard_and_keeps_the_focus(open_page: Open) -> None:
    page = open_page(fragment=PARTNER).page
    page.locator("#net-map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#net-map")).to_be_focused()
    assert "net=map" in page.evaluate("location.hash")


@pytest.mark.parametrize("view", VIEWS)
def test_arrow_keys_walk_each_view_and_enter_opens(open_page: Open, view: str) -> None:
    page = open_page(fragment=f"net={view}&{PARTNER}").page
    page.locator("#canvas").focus()
    heard = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        heard.add(page.locator("#live").text_content())
    assert len(heard - {""}) > 1
    before = page.evaluate("location.hash")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") != before
    expect(page.locator("#panel .unknown")).to_have_count(0)


def test_a_chain_is_offered_only_where_there_is_one(open_page: Open) -> None:
    page = open_page().page
    expect(page.locator("#net-chain")).to_be_disabled()
    assert "agreement" in (page.locator("#net-chain").get_attribute("title") or "")
    linked = open_page(fragment="net=chain").page
    expect(linked.locator("#network-head p")).to_contain_text("Select an agreement")


def test_a_chain_says_where_it_ends(open_page: Open) -> None:
    page = open_page(fragment="net=chain&sel=agreement:sample-loi").page
    listed = words(page)
    for text in ("nothing carried out on record", "no result on record", "→"):
        expect(listed).to_contain_text(text)
    listed.get_by_role("button", name="nothing carried out on record").first.click()
    assert "sel=cell:samplebourg/" in page.evaluate("location.hash")


def test_the_map_counts_and_opens_a_city_that_is_not_on_the_matrix(open_page: Open) -> None:
    page = open_page(fragment="net=map").page
    head = page.locator("#network-head p")
    expect(head).to_have_text(re.compile(r"^\d+ relations of Exampleton among \d+ on record$"))
    words(page).get_by_role("button", name="Specimen").click()
    expect(page.locator("#panel h2")).to_contain_text("Specimen City")
    expect(head).to_contain_text("Specimen")
    page.locator("#panel").get_by_role("button", name="Open this city").click()
    assert "city=specimen" in page.evaluate("location.hash")
    expect(page.locator("h1")).to_contain_text("Specimen")
    expect(head).to_contain_text("Specimen")


def test_the_list_of_the_map_is_by_name_and_reads_as_one(open_page: Open) -> None:
    items = words(open_page(fragment="net=map").page).locator("ul").first.locator("li")
    texts = [text.strip() for text in items.all_text_contents()]
    assert texts == sorted(texts, key=str.lower)
    assert all(re.fullmatch(r".+: \d+ relations?", text) for text in texts)


def test_a_relation_elsewhere_opens_from_the_panel(open_page: Open) -> None:
    page = open_page(fragment="net=map&sel=city:specimen&lang=ko").page
    link = page.locator("#panel ul.lines a").first
    name = link.text_content() or ""
    link.click()
    address = page.evaluate("location.hash")
    for part in ("city=specimen", "lang=ko", "net=map"):
        assert part in address
    expect(page.locator("#panel h2")).to_have_text(name)
    expect(page.locator("#panel .unknown")).to_have_count(0)


def test_the_map_follows_the_year(open_page: Open) -> None:
    late, early = (open_page(fragment=f"net=map{year}").page for year in ("", "&year=1995"))
    texts = [page.locator("#network-head p").text_content() for page in (late, early)]
    assert texts[0] != texts[1]


@pytest.mark.parametrize("view", VIEWS)
def test_a_node_of_each_view_opens_with_the_mouse(open_page: Open, view: str) -> None:
    page = open_page(fragment=f"net={view}&{PARTNER}").page
    page.wait_for_timeout(100)
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    before = page.evaluate("location.hash")
    places = [
        (x, y) for x in range(8, int(box["width"]), 9) for y in range(8, int(box["height"]), 9)
    ]
    for x, y in places:
        page.mouse.click(box["x"] + x, box["y"] + y)
        if page.evaluate("location.hash") != before:
            break
    assert page.evaluate("location.hash") != before
    expect(page.locator("#panel .unknown")).to_have_count(0)


def test_an_agency_opens_its_panel_from_the_list(open_page: Open) -> None:
    page = open_page(fragment="net=agencies").page
    expect(page.locator("#network-head p")).to_contain_text("no lead agency is on record")
    words(page).get_by_role("button", name="Bus Unit").click()
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Bus Unit")
    for text in ("Part of", "Exampleton", "Since", "2010", "Study visit on bus routes"):
        expect(panel).to_contain_text(text)
    choose(page, "why")
    expect(words(page)).to_contain_text("Study visit on bus routes")


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_saved_as_a_drawing_with_its_title(open_page: Open, view: str) -> None:
    page = open_page(fragment=f"net={view}&{PARTNER}").page
    head = page.locator("#network-head")
    with page.expect_download() as download:
        head.get_by_role("button", name="SVG").click()
    root = ElementTree.fromstring(Path(download.value.path()).read_bytes())
    texts = " ".join(node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text"))
    for word in (head.locator("p").text_content() or "").split()[:3]:
        assert word in texts
    assert "undefined" not in texts


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 390])
def test_each_view_is_drawn_in_each_language_and_width(
    open_page: Open, lang: str, width: int
) -> None:
    page = open_page(fragment=f"lang={lang}&{PARTNER}&theme=dark", width=width).page
    for view in VIEWS:
        page.evaluate("hash => { location.hash = hash }", f"lang={lang}&net={view}&{PARTNER}")
        choice = page.locator("#network-head .segments button").nth(VIEWS.index(view))
        expect(choice).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("#canvas").get_attribute("aria-label")
        head = page.locator("#network-head p")
        assert head.evaluate("node => node.scrollWidth <= node.clientWidth")
        assert "undefined" not in (words(page).text_content() or "")
