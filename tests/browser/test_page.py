"""The network beside the matrix, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_network_draws_the_selection_and_redraws_for_another(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    label = page.locator("#canvas").get_attribute("aria-label") or ""
    assert "Network of 5 things" in label
    before = page.locator("#canvas").screenshot()
    page.locator('td[data-id="cell:samplebourg/planning"]').click()
    page.wait_for_timeout(100)
    assert page.locator("#canvas").screenshot() != before


def test_a_click_on_a_node_opens_it(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + 46, box["y"] + 22 + (box["height"] - 66) / 2)  # the focal city
    expect(page.locator("#panel h2")).to_have_text("Where to look first")


def test_the_network_is_walked_by_keys(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    page.locator("#canvas").focus()
    heard = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        heard.append(page.locator("#live").inner_text())
    assert heard[:2] == ["Exampleton", "Samplebourg"]
    assert heard[3] == "Festivals"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("Letter of intent")
