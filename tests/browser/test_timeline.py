"""The timeline of two cities in the panel: its order, its axis, its names, and where they lead."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from kg import KnowledgeGraph
from tests.browser.conftest import LANGUAGES, Open

pytestmark = pytest.mark.browser

PARTNERS = ("seoul", "braunschweig")

BOX = """node => {
  const {left, right, top, bottom} = node.getBoundingClientRect();
  return {left, right, top, bottom};
}"""
# How far the colour of a mark stands from that of the panel, as WCAG counts it.
CONTRAST = """node => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(node);
  const own = style.borderTopWidth === '0px' ? style.backgroundColor : style.borderTopColor;
  const pair = [own, getComputedStyle(document.getElementById('panel')).backgroundColor].map(light);
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


def boxes(found: Locator) -> list[dict[str, float]]:
    every: list[dict[str, Any]] = [one.evaluate(BOX) for one in found.all()]
    return every


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_timeline_stands_in_order_of_time(open_page: Open, partner: str) -> None:
    page = open_page("real", f"lang=en&sel=city:{partner}").page
    years = page.locator(".timeline .year").all_inner_texts()
    assert len(years) > 5
    assert years == sorted(years)
    marks = [box["left"] for box in boxes(page.locator(".timeline .span"))]
    assert marks == sorted(marks)


def test_a_timeline_ends_at_the_year_looked_at(open_page: Open, real_graph: KnowledgeGraph) -> None:
    today = open_page("real", "lang=en&sel=city:seoul").page
    past = open_page("real", "lang=en&sel=city:seoul&year=2015").page
    every, early = (
        [int(year) for year in page.locator(".timeline .year").all_inner_texts()]
        for page in (today, past)
    )
    assert max(early) == 2015
    assert early == [year for year in every if year <= 2015]
    agreements = real_graph.tables["agreements"].set_index("id")["name@en"]
    going = today.locator(".timeline li", has=today.locator(".goes-on")).locator(".what > button")
    assert agreements["bandung-seoul-loi-2015"] in going.all_inner_texts()
    assert all(int(name) <= 2016 for name in past.locator(".axis span").all_inner_texts())


def test_a_click_in_the_timeline_opens_the_agreement(open_page: Open) -> None:
    page = open_page("real", "lang=id&sel=city:seoul").page
    line = page.locator(".timeline li", has_text="Pernyataan Kehendak")
    expect(line).to_have_attribute("title", re.compile(r"2015 · 20 Mei 2015$"))
    line.get_by_role("button").click()
    assert "sel=agreement:bandung-seoul-loi-2015" in page.url
    expect(page.locator("#panel h2")).to_contain_text("Pernyataan Kehendak")


def test_names_are_whole_for_who_hears_them_and_in_the_hint(open_page: Open) -> None:
    page = open_page("real", "lang=id&sel=city:seoul", width=390, height=844).page
    lines = page.locator(".timeline li")
    cut = 0
    for at in range(lines.count()):
        name = lines.nth(at).locator(".what > :first-child")
        hint = lines.nth(at).get_attribute("title") or ""
        text = name.evaluate("node => node.textContent")
        assert hint.startswith(f"{text} · ")
        assert (
            lines.nth(at).locator(".what .hidden").inner_text().strip() == hint.rpartition(" · ")[2]
        )
        if name.evaluate("node => node.scrollWidth > node.clientWidth"):
            cut += 1
            assert name.evaluate("node => getComputedStyle(node).textOverflow") == "ellipsis"
    assert cut > 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("partner", "width"), list(zip(PARTNERS, [390, 1440], strict=True)))
def test_years_of_the_axis_do_not_overlap_and_nothing_sticks_out(
    open_page: Open, partner: str, width: int, lang: str
) -> None:
    page = open_page("real", f"lang={lang}&sel=city:{partner}", width=width).page
    ticks = boxes(page.locator(".timeline .axis span"))
    assert len(ticks) > 1
    assert all(one["right"] < other["left"] for one, other in pairwise(ticks))
    assert all(tick["bottom"] - tick["top"] < 24 for tick in ticks), "in one line"
    (panel,) = boxes(page.locator("#panel"))
    marks = [*ticks, *boxes(page.locator(".timeline .span"))]
    assert all(panel["left"] <= mark["left"] and mark["right"] <= panel["right"] for mark in marks)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_are_seen_in_both_themes(open_page: Open, theme: str) -> None:
    page = open_page("real", f"theme={theme}&sel=city:seoul").page
    kinds = {"agreements", "programs", "events", "studies"}
    for kind in kinds:
        mark = page.locator(f".timeline .span.{kind}").first
        assert mark.evaluate(CONTRAST) >= 3, kind
