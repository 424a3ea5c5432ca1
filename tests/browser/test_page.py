"""The page in a real browser, as its readers use it."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from kg.views import build_payload
from kg.views.payload import Payload
from tests.browser import example
from tests.browser.conftest import CELL, LANGUAGES, SELECTIONS, Open, write

pytestmark = pytest.mark.browser


def built(
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    coverage: pd.DataFrame,
    relations: pd.DataFrame | None = None,
    as_of: str = "",
) -> Payload:
    """Build a payload that differs from the example's in what is given."""
    return build_payload(
        example.tables() if tables is None else tables,
        coverage,
        example.relations() if relations is None else relations,
        example.CODES,
        focal=example.FOCAL,
        as_of=as_of,
    )


# ---- what one sees first


def test_gaps_are_hatched_and_what_is_covered_is_not(open_page: Open) -> None:
    page = open_page().page
    background = "node => getComputedStyle(node).backgroundImage"
    for open_cell in (CELL, 'td[data-id="cell:placeholder/tourism"]'):
        assert "repeating-linear-gradient" in page.locator(open_cell).evaluate(background)
    done = page.locator('td[data-id="cell:mockford/culture"]')
    assert done.evaluate(background) == "none"


def test_an_uncovered_topic_is_found_without_a_click(open_page: Open) -> None:
    page = open_page().page
    expect(page.locator(CELL)).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("Festivals")


def test_a_searched_cell_looks_and_reads_different_from_one_never_searched(open_page: Open) -> None:
    page = open_page().page
    searched = page.locator('td[data-id="cell:mockford/tourism"]')
    unsearched = page.locator('td[data-id="cell:samplebourg/tourism"]')
    assert "searched" in (searched.get_attribute("class") or "")
    assert "searched 3 November 2025" in (searched.get_attribute("aria-label") or "")
    assert "not yet searched" in (unsearched.get_attribute("aria-label") or "")
    assert searched.locator(".sign").bounding_box() != unsearched.locator(".sign").bounding_box()


def test_totals_stand_by_row_and_column(open_page: Open) -> None:
    page = open_page().page
    column = page.locator('th[data-id="city:samplebourg"] small')
    assert column.all_text_contents() == ["2/4", "0/4"]
    row = page.locator('tr:has(th[data-id="field:culture"]) td.total')
    expect(row).to_have_text("1/5")


def test_the_legend_counts_every_field_cell_once(open_page: Open) -> None:
    page = open_page().page
    counts = page.locator("#legend > div b").all_text_contents()
    assert sum(int(count) for count in counts if count) == 5 * 7


def test_words_never_deny_cooperation(open_page: Open) -> None:
    for lang in LANGUAGES:
        page = open_page(fragment=f"lang={lang}&sel=cell:placeholder/tourism").page
        text = page.locator("body").inner_text().lower()
        for denial in ("no cooperation", "tidak ada kerja sama", "협력이 없습니다", "협력 없음"):
            assert denial not in text


def test_the_legend_leaves_out_searches_that_it_does_not_count(
    open_page: Open, tmp_path: Path
) -> None:
    expect(open_page().page.locator("#legend > div .swatch.searched")).to_have_count(1)
    path = write(tmp_path, "unsearched", built(coverage=example.coverage().assign(searched="")))
    expect(open_page(path).page.locator("#legend > div .swatch.searched")).to_have_count(0)


def test_a_page_with_nothing_filled_in_says_where_to_begin(open_page: Open, tmp_path: Path) -> None:
    tables = {table: example.frame(table, []) for table in example.COLUMNS}
    empty = built(
        tables,
        coverage=example.coverage().head(0),
        relations=example.relations().head(0),
        as_of="1970-01-01",
    )
    page = open_page(write(tmp_path, "empty", empty)).page
    for part in (".meter", "#panel"):
        expect(page.locator(part)).to_contain_text("Nothing is filled in yet.")
    page.locator("#scope summary").click()
    text = page.locator("body").inner_text()
    assert "1970" not in text
    assert "all 0" not in text


def test_the_page_opens_in_the_browsers_language(open_page: Open) -> None:
    page = open_page(locale="ko-KR").page
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.get_by_role("button", name="English").click()
    assert page.evaluate("location.hash") == "#lang=en"
    assert open_page(locale="fr-FR").page.evaluate("document.documentElement.lang") == "en"


# ---- the panel


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


# ---- state


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


def test_topics_unfold_by_field_or_all_at_once(open_page: Open) -> None:
    page = open_page().page
    topics = page.locator("tr.topic")
    expect(topics).to_have_count(4)
    page.locator('[data-fold="culture"]').click()
    expect(topics).to_have_count(3)
    page.locator("#bar").get_by_role("button", name="all", exact=True).click()
    expect(topics).to_have_count(5)
    page.locator("#bar").get_by_role("button", name="none", exact=True).click()
    expect(topics).to_have_count(0)


# ---- keyboard


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


def test_the_matrix_is_a_tree_grid_with_names(open_page: Open) -> None:
    page = open_page().page
    rows = page.get_by_role("treegrid").get_by_role("row")
    assert rows.count() == 1 + 15 - 1  # the head, and all fields but the one topic that is folded
    assert page.locator("[role=gridcell]:not([aria-label])").all_text_contents() == [""] * 3
    culture = page.locator('tr:has(> th[data-id="field:culture"])')
    assert culture.get_attribute("aria-level") == "2"
    assert culture.get_attribute("aria-expanded") == "true"


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


# ---- network


def test_the_network_draws_the_selection_and_redraws_for_another(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    label = page.locator("#canvas").get_attribute("aria-label") or ""
    assert label.startswith("Network of 5 things")
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


# ---- files


def saved(page: Page, button: str, name: str) -> str:
    with page.expect_download() as download:
        page.locator(button).first.click()
    assert download.value.suggested_filename == name
    path = download.value.path()
    return Path(path).read_bytes().decode("utf-8")


def test_gaps_are_saved_as_csv_that_spreadsheets_read(open_page: Open) -> None:
    text = saved(open_page(fragment="lang=ko").page, "#save-gaps", "open-fields.csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["field_name"] for row in rows} >= {"축제", "도시 계획"}
    row = next(r for r in rows if (r["partner"], r["field"]) == ("samplebourg", "festivals"))
    assert (row["gap"], row["agreed"], row["searched"]) == ("paper-only", "yes", "2025-11-02")
    assert "culture" not in {r["field"] for r in rows if r["partner"] == "mockford"}


def test_rows_that_close_a_gap_are_saved_with_the_columns_of_their_table(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    expect(page.locator(".fill").first).to_contain_text("at the end of data/programs.csv")
    text = saved(page, ".fill button", "new-rows-programs.csv")
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header == example.COLUMNS["programs"]
    filled = {column: value for column, value in zip(header, row, strict=True) if value}
    assert filled == {
        "id": "exampleton-samplebourg-festivals",
        "agreements": "sample-loi",
        "cities": "exampleton;samplebourg",
        "fields": "festivals",
    }


def test_an_open_field_is_not_promised_to_close_by_a_row(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/tourism").page
    expect(page.locator("#panel")).to_contain_text("If a signed text names the field")
    for promise in ("the gap then closes", "would close this gap"):
        expect(page.locator("#panel")).not_to_contain_text(promise)
