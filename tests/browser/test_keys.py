"""The page by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.id ?? document.activeElement.id"))


def test_the_matrix_is_walked_by_keys(open_page: Open) -> None:
    page = open_page().page
    page.locator('th[data-id="field:planning"]').focus()
    for key, place in (
        ("ArrowRight", "cell:samplebourg/planning"),
        ("ArrowDown", "cell:samplebourg/riverside"),
        ("ArrowRight", "cell:demo-bay/riverside"),
        ("Home", "field:riverside"),
        ("ArrowUp", "field:planning"),
    ):
        page.keyboard.press(key)
        assert focused(page) == place, key
    page.keyboard.press("ArrowLeft")  # folds, and stays
    expect(page.locator('th[data-id="field:riverside"]')).to_have_count(0)
    assert focused(page) == "field:planning"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Riverside renewal with Samplebourg")
    expect(page.locator("#live")).to_have_text("Riverside renewal with Samplebourg")
    page.keyboard.press("Control+End")
    assert page.locator("#matrix tr").last.evaluate("row => row.contains(document.activeElement)")


def test_the_skip_link_leads_into_the_matrix_and_keeps_the_state(open_page: Open) -> None:
    page = open_page(fragment="lang=id&sel=cell:samplebourg/festivals").page
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "cell:samplebourg/festivals"
    assert page.evaluate("location.hash") == "#lang=id&sel=cell:samplebourg/festivals"
    assert page.evaluate("document.documentElement.lang") == "id"
    page.keyboard.press("ArrowRight")
    assert focused(page).endswith("/festivals")
    assert focused(page) != "cell:samplebourg/festivals"


def test_one_stop_of_the_tab_key_is_in_the_matrix(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    stops = page.locator('#matrix [tabindex="0"]')
    expect(stops).to_have_count(1)
    assert stops.get_attribute("data-id") == "cell:samplebourg/festivals"
    assert page.locator("#matrix button:not([tabindex='-1'])").count() == 0
