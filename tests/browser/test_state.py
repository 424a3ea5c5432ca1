"""Each state is a link, and a link opens whatever it says."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CELL, Open

pytestmark = pytest.mark.browser


def test_each_state_is_a_link(open_page: Open) -> None:
    page = open_page().page
    page.get_by_role("button", name="한국어").click()
    page.locator("#theme").click()
    page.locator('[data-fold="society"]').click()
    page.locator("#bar").get_by_role("button", name="이름순").click()
    page.locator(CELL).click()
    fragment = page.evaluate("location.hash")
    assert fragment == ("#lang=ko&theme=dark&sort=name&sel=cell:samplebourg/festivals&shut=society")
    again = open_page(fragment=fragment[1:]).page
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"
    assert again.evaluate("document.documentElement.lang") == "ko"
    assert again.title() == "예시시의 협력 도시(가상 자료)"
    expect(again.locator(CELL)).to_have_attribute("aria-selected", "true")
    expect(again.locator('th[data-id="field:education"]')).to_have_count(0)
    order = "nodes => nodes.map((node) => node.dataset.id)"
    cells = "#matrix [data-id]"
    assert again.locator(cells).evaluate_all(order) == page.locator(cells).evaluate_all(order)


def test_a_link_opens_the_rows_above_what_it_selects(open_page: Open) -> None:
    page = open_page(fragment="open=&shut=urban&sel=cell:samplebourg/slums").page
    expect(page.locator('td[data-id="cell:samplebourg/slums"]')).to_be_in_viewport()


def test_an_odd_link_opens_the_page_all_the_same(open_page: Open) -> None:
    page = open_page(fragment="lang=xx&sel=cell:no/thing&open=nowhere&shut=%00&sort=1&%").page
    expect(page.locator("#panel h2")).to_have_text("Where to look first")
    expect(page.locator("#panel .unknown")).to_have_text("These data hold no “cell:no/thing”.")
    page.keyboard.press("Escape")
    expect(page.locator("#panel .unknown")).to_have_count(0)


def test_the_page_opens_in_the_browsers_language(open_page: Open) -> None:
    page = open_page(locale="ko-KR").page
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.get_by_role("button", name="English").click()
    assert page.evaluate("location.hash") == "#lang=en"
    assert open_page(locale="fr-FR").page.evaluate("document.documentElement.lang") == "en"
