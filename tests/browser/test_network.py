"""The network as it leaves the page: as SVG, as PNG and on paper; and the keys that zoom it."""

import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser import example
from tests.browser.conftest import CELL, LANGUAGES, Open, write

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
FESTIVALS = "sel=cell:samplebourg/festivals"
EVIL = """<script>window.ran=1</script> "&'"""


def saved(page: Page, kind: str) -> bytes:
    """Save the network and return the file."""
    with page.expect_download() as download:
        page.locator("#network-head").get_by_role("button", name=kind).click()
    name = download.value.suggested_filename
    assert name == f"exampleton-samplebourg-festivals-why.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


def texts_of(root: ElementTree.Element) -> str:
    return " ".join(node.text or "" for node in root.iter(f"{SVG}text"))


# ---- SVG


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_svg_holds_what_is_drawn_with_title_legend_and_scope(
    open_page: Open, lang: str
) -> None:
    page = open_page(fragment=f"lang={lang}&{FESTIVALS}").page
    root = ElementTree.fromstring(saved(page, "SVG"))
    assert root.tag == f"{SVG}svg"
    texts = texts_of(root)
    names = {
        "en": ["Exampleton", "Samplebourg", "Festivals", "Letter of intent", "Gap", "data 0.1.0"],
        "id": ["Contohkota", "Sampelburg", "Festival", "Kesenjangan", "data 0.1.0"],
        "ko": ["예시시", "샘플부르", "축제", "공백", "자료 0.1.0"],
    }[lang]
    for name in names:
        assert name in texts
    assert any("stroke-dasharray" in node.attrib for node in root.iter(f"{SVG}path"))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text


def test_the_svg_is_white_whatever_the_theme(open_page: Open) -> None:
    light, dark = (
        saved(open_page(fragment=f"theme={theme}&{FESTIVALS}").page, "SVG")
        for theme in ("light", "dark")
    )
    assert light == dark
    ground = ElementTree.fromstring(light).find(f"{SVG}rect")
    assert ground is not None
    assert ground.attrib["fill"] == "#ffffff"


def test_script_in_a_name_is_text_in_the_svg_and_on_paper(open_page: Open, tmp_path: Path) -> None:
    graph = example.load()
    tables = {name: frame.copy() for name, frame in graph.tables.items()}
    for name in ("cities", "agreements", "dataset"):
        for column in tables[name].columns:
            if column.startswith(("name@", "title@")):
                tables[name][column] = EVIL
    path = write(tmp_path, "evil", example.payload_of(graph, tables=tables))
    page = open_page(path, FESTIVALS).page
    root = ElementTree.fromstring(saved(page, "SVG"))
    assert EVIL.split()[0] in texts_of(root)
    assert not list(root.iter(f"{SVG}script"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper-network").count() == 1
    assert page.locator("#paper-network script").count() == 0
    assert page.evaluate("window.ran") is None


# ---- PNG


def test_the_png_is_a_sharp_picture_and_not_blank(open_page: Open) -> None:
    png = saved(open_page(fragment=FESTIVALS).page, "PNG")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 1500 < width < 4000
    assert 200 < height < 3000
    assert len(set(pixels(png))) > 20


def pixels(png: bytes) -> bytes:
    """Unpack the picture's bytes; how its lines are filtered does not matter here."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return zlib.decompress(data)


# ---- paper


def test_a_selection_prints_its_panel_its_network_and_the_scope(open_page: Open) -> None:
    page = open_page(fragment=f"theme=dark&{FESTIVALS}").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#paper-network")).to_be_visible()
    expect(page.locator("#panel h2")).to_be_visible()
    expect(page.locator("#scope dl")).to_be_visible()
    expect(page.locator("#canvas")).to_be_hidden()
    expect(page.locator("#matrix")).to_be_hidden()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("#paper-network").count() == 0
    expect(page.locator("#canvas canvas")).to_be_visible()
    expect(page.locator("#scope dl")).to_be_hidden()


def test_without_a_selection_the_matrix_prints_with_its_legend(open_page: Open) -> None:
    page = open_page().page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#matrix table")).to_be_visible()
    expect(page.locator("#legend li").first).to_be_visible()
    expect(page.locator("#paper-network")).to_be_visible()
    expect(page.locator("#panel")).to_be_hidden()
    head = page.evaluate("getComputedStyle(document.querySelector('thead')).display")
    assert head == "table-header-group"


def test_a_selected_cell_takes_at_most_two_pages(open_page: Open) -> None:
    page = open_page(fragment=FESTIVALS).page
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= pdf.count(b"/Type /Page\n") <= 2


# ---- keys


def test_plus_minus_and_naught_zoom(open_page: Open) -> None:
    page = open_page(fragment=FESTIVALS).page
    canvas = page.locator("#canvas")
    canvas.focus()
    page.wait_for_timeout(100)
    before = canvas.screenshot()
    page.keyboard.press("+")
    page.wait_for_timeout(100)
    larger = canvas.screenshot()
    assert larger != before
    page.keyboard.press("0")
    page.wait_for_timeout(100)
    assert canvas.screenshot() == before
    label = canvas.get_attribute("aria-label") or ""
    assert "zoom" in label


def test_the_buttons_stay_after_another_selection(open_page: Open) -> None:
    page = open_page().page
    page.locator(CELL).click()
    assert "Festivals" in texts_of(ElementTree.fromstring(saved(page, "SVG")))
