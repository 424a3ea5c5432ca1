"""How long the page takes to show its matrix, against the targets of the benchmark."""

import pytest
from playwright.sync_api import Playwright

from bench.browser import repeat
from bench.page import MOST, TARGETS
from tests.browser.conftest import Pages

pytestmark = [pytest.mark.browser, pytest.mark.alone]

# The targets are those of an idle machine of two cores; the machine of a test is often a busy one.
MARGIN = 1.5
RUNS = 2


@pytest.mark.parametrize(("name", "target"), [("real", "real"), ("huge", "star")])
def test_the_matrix_is_soon_on_screen(
    playwright: Playwright, pages: Pages, name: str, target: str
) -> None:
    visits = repeat(RUNS, playwright, pages[name], mark="matrix")
    assert min(visit.marks["matrix"] for visit in visits) <= TARGETS[target] * MARGIN


def test_the_page_of_the_real_data_is_small_enough_to_send(pages: Pages) -> None:
    assert pages["real"].stat().st_size <= MOST * 1e6
