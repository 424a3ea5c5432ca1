"""Legend, filters, search, year and what is counted, in a real browser."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg import KnowledgeGraph
from tests.browser.conftest import Open
from tests.browser.test_looks import measure

pytestmark = pytest.mark.browser

FILTERED = "looks=agreed&gaps=paper-only&countries=&of=agreed"


def fragment(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def legend_counts(page: Page) -> dict[str, int]:
    keys = page.locator("#legend .key")
    pairs = keys.evaluate_all(
        "nodes => nodes.map((n) => [n.id, +n.querySelector('b').textContent])"
    )
    return {str(name): int(n) for name, n in pairs}


# ---- legend


def test_a_legend_item_leaves_its_cells_and_lists_them(open_page: Open) -> None:
    page = open_page().page
    n = legend_counts(page)["looks-agreed"]
    key = page.locator("#looks-agreed")
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")
    expect(key).to_be_focused()
    expect(page.locator("#chosen strong")).to_have_text(f"{n} of 35 cells")
    standing = page.locator("tr.field td.cell:not(.off)")
    assert standing.count() == n
    assert standing.evaluate_all("nodes => nodes.every((n) => n.classList.contains('agreed'))")
    chips = page.locator("#panel .cell-list").first.locator(".chip")
    assert chips.count() == n
    chips.first.click()
    expect(page.locator("#panel .verdict")).to_be_visible()
    page.go_back()
    page.locator("#show-all").click()
    expect(page.locator("#chosen")).to_have_count(0)
    assert page.locator("td.off").count() == 0


def test_each_count_of_the_legend_opens_as_many_rows(open_page: Open) -> None:
    page = open_page().page
    page.locator("#legend summary").click()
    for name, n in legend_counts(page).items():
        page.locator(f"#{name}").click()
        expect(page.locator("#chosen strong")).to_have_text(f"{n} of 35 cells")
        page.locator(f"#{name}").click()


def test_the_list_is_saved_with_exactly_its_rows(open_page: Open) -> None:
    page = open_page(fragment="looks=agreed,delivered").page
    n = page.locator("#panel .cell-list").first.locator(".chip").count()
    with page.expect_download() as caught:
        page.locator("#save-field").click()
    text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == n
    assert {row["rung"] for row in rows} == {"agreed", "delivered"}


def test_a_number_of_the_first_sentence_opens_its_cells(open_page: Open) -> None:
    page = open_page().page
    column = page.locator("tbody tr.field td.total")
    before = column.all_inner_texts()
    for name in ("due", "agreed", "all", "uncovered"):
        number = page.locator(f"#number-{name}")
        n = number.inner_text()
        number.click()
        expect(page.locator("#chosen strong")).to_have_text(f"{n} of 35 cells")
        expect(page.locator("#panel .cell-list").first).to_contain_text(f"{n} cell")
        expect(page.locator("#of")).to_have_value("")
        page.locator("#show-all").click()
        assert fragment(page) == ""
    assert column.all_inner_texts() == before


def test_the_share_of_a_row_and_the_first_words_count_what_is_chosen(open_page: Open) -> None:
    page = open_page("real", "countries=DE").page
    columns = page.locator("thead th[data-id]").count()
    assert columns < 5
    totals = page.locator("tbody tr.field td.total").all_inner_texts()
    assert {text.split("/")[1] for text in totals} == {str(columns)}
    page.goto(page.url.split("#")[0] + "#groups=environment")
    agreed = page.locator("#number-agreed").inner_text()
    expect(page.locator("#panel .lead").first).to_contain_text(f"{agreed} agreed field")


def test_a_selection_that_the_filter_hides_says_so(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    cell = "td[data-id='cell:samplebourg/festivals']"
    hidden = page.locator("#hidden-by")
    expect(hidden).to_have_count(0)
    page.goto(page.url.split("#")[0] + "#sel=cell:samplebourg/festivals&looks=delivered")
    expect(hidden).to_have_text("What is selected is hidden by the filter.")
    page.locator("#show-all").click()
    expect(page.locator(cell)).to_have_attribute("aria-selected", "true")


def test_what_the_data_do_not_hold_is_not_obeyed(open_page: Open) -> None:
    odd = "looks=nonsense&groups=nope&countries=ZZ&types=zz&city=atlantis&year=1000"
    page = open_page(fragment=odd).page
    expect(page.locator("#chosen")).to_have_count(0)
    assert page.locator("thead th[data-id]").count() > 0
    shown = page.locator("#scope summary").inner_text()
    assert page.locator(".year output").inner_text() in shown
    page.goto(page.url.split("#")[0] + "#country=ZZ&year=2999")
    expect(page.locator("#year-now")).to_be_hidden()
    expect(page.locator("#number-all")).to_have_text("35")


# ---- filters


def test_groups_and_countries_are_chosen_in_a_box_and_taken_back_as_chips(open_page: Open) -> None:
    page = open_page().page
    page.locator("#filter summary").click()
    country = page.locator(".popover .key[id^=countries-]").first
    country.click()
    expect(country).to_be_focused()
    expect(page.locator(".popover")).to_be_visible()
    shown = page.locator("thead th[data-id]").count()
    assert shown == int(country.locator("b").inner_text())
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_be_hidden()
    expect(page.locator("#filter summary")).to_be_focused()
    page.locator("#chosen .chosen").click()
    assert page.locator("thead th[data-id]").count() > shown
    assert "countries" not in fragment(page)


def test_what_is_counted_changes_totals_legend_and_looks(open_page: Open) -> None:
    page = open_page().page
    column = page.locator('th[data-id="city:samplebourg"] small').first
    expect(column).to_have_text("2/4")
    page.locator("#of").focus()
    page.locator("#of").select_option("scheme")
    expect(column).to_have_text("2/7")
    page.locator("#of").select_option("agreed")
    expect(column).to_have_text("2/4")
    expect(page.locator("#of")).to_be_focused()
    agreed = page.locator("thead th[data-id] small:nth-of-type(1)").all_inner_texts()
    total = sum(int(text.split("/")[1]) for text in agreed if "/" in text)
    counts = legend_counts(page)
    assert sum(n for name, n in counts.items() if name.startswith("looks-")) == total
    assert page.locator("tr.field td.cell:not(.off)").count() == total
    page.locator("#scope summary").click()
    expect(page.locator("#scope")).to_contain_text("agreed fields: Only the fields")


@pytest.mark.parametrize("of", ["scheme", "agreed", "peers"])
@pytest.mark.parametrize("evidence", ["lenient", "strict"])
def test_counts_agree_with_the_command_line(
    open_page: Open, real_graph: KnowledgeGraph, of: str, evidence: str
) -> None:
    page = open_page("real", f"of={of}&evidence={evidence}").page
    frame = real_graph.coverage(evidence=evidence)  # type: ignore[arg-type]
    own = frame[(frame["level"] == "field") & frame["relation"].str.contains("bandung")]
    if of != "scheme":
        own = own[own[of]]
    counts = legend_counts(page)
    for look in ("explored", "agreed", "planned", "under-way", "delivered", "evidenced"):
        assert counts[f"looks-{look}"] == int((own["rung"] == look).sum()), look


# ---- year


def test_the_year_turns_the_page_back_and_makes_one_step_of_history(open_page: Open) -> None:
    page = open_page().page
    before = page.evaluate("history.length")
    page.locator("#year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(40)
    assert page.evaluate("history.length") == before + 1
    expect(page.locator(".year output")).to_have_text("31 December 2021")
    expect(page.locator("#year")).to_have_attribute("aria-valuetext", "31 December 2021")
    expect(page.locator("#year")).to_be_focused()
    assert fragment(page) == "#year=2021"
    expect(page.locator("#scope summary")).to_contain_text("31 December 2021")
    page.locator("#year-now").click()
    assert fragment(page) == ""


# ---- places and search


def test_another_city_or_a_country_can_be_looked_from(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    page.locator("#place").select_option("city:samplebourg")
    assert "city=samplebourg&sel=cell:exampleton/festivals" in fragment(page)
    expect(page.locator('td[data-id="cell:exampleton/festivals"]')).to_have_attribute(
        "aria-selected", "true"
    )
    value = page.locator("#place optgroup").last.locator("option").first.get_attribute("value")
    page.locator("#place").select_option(value)
    first = page.locator("thead th[data-id] .city").first
    assert "–" in first.inner_text()


def test_the_search_is_a_combobox(open_page: Open) -> None:
    page = open_page().page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find a city")
    expect(box).to_be_focused()
    page.keyboard.type("FESTIV")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", "find-0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert fragment(page) == "#sel=field:festivals"
    expect(page.locator("#panel")).to_be_focused()


def test_the_search_finds_names_of_all_languages_and_says_when_there_is_none(
    open_page: Open,
) -> None:
    page = open_page("real", "lang=id").page
    box = page.locator("#find")
    box.fill("서울")
    expect(page.locator("#find-list li").first).to_contain_text("Seoul")
    page.keyboard.press("Enter")
    assert "sel=city:seoul" in fragment(page)
    box.fill("qqqq")
    expect(page.locator(".find-none")).to_be_visible()
    expect(page.locator("#live")).not_to_be_empty()


# ---- speed and looks


@pytest.mark.alone
def test_36000_cells_are_on_screen_within_a_second_of_work(open_page: Open) -> None:
    page = open_page("huge", "open=*").page
    assert page.evaluate(FIRST_DRAW) < 1000
    page.locator("th.corner").wait_for()
    for _ in range(100):
        if page.locator("tbody tr:not([data-filled])").count() == 0:
            break
        page.wait_for_timeout(100)
    assert page.locator("td.cell").count() == 300 * 112
    page.locator("#matrix").evaluate("node => node.scrollTo(3000, 1500)")
    corner, frame = (page.locator(at).bounding_box() for at in ("th.corner", "#matrix"))
    assert corner
    assert frame
    assert abs(corner["x"] - frame["x"]) < 4
    assert abs(corner["y"] - frame["y"]) < 4


@pytest.mark.parametrize("width", [390, 720, 1024, 1440])
@pytest.mark.parametrize("lang", ["id", "ko"])
def test_filters_hold_their_place(open_page: Open, lang: str, width: int) -> None:
    page = open_page("real", f"lang={lang}&{FILTERED}", width=width).page
    if width < 900:
        page.locator("#more").click()
    page.locator("#legend summary").click()
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert measure(page, "cut") == []
        assert measure(page, "overlaps") == []
        page.locator("#place").select_option("country:ID")
    small = page.locator(":is(button, select, summary, input):visible").evaluate_all(SMALL)
    assert small == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_filters_stand_out_from_what_is_behind_them(open_page: Open, theme: str) -> None:
    page = open_page("real", f"theme={theme}&groups=economy").page
    page.locator("#legend summary").click()
    page.locator("#filter summary").click()
    assert measure(page, "faint") == []


def test_the_matrix_is_what_one_sees_first(open_page: Open) -> None:
    page = open_page("real").page
    box = page.locator("#matrix").bounding_box()
    assert box
    assert box["y"] <= 156
    assert box["height"] > 450


KEYS = "nodes => nodes.map((node) => [node.id, Number(node.querySelector('b').textContent)])"

# What is less high than a finger or a shaking hand needs.
SMALL = """nodes => nodes
  .filter((node) => node.offsetHeight < 24 && !node.closest('#panel, #matrix'))
  .map((node) => node.id || node.outerHTML)"""

# How long the whole page takes to be drawn anew, the quickest of three, in milliseconds.
FIRST_DRAW = """() => Math.min(...['ko', 'id', 'en'].map((lang) => {
  const started = performance.now();
  document.getElementById(`lang-${lang}`).click();
  document.getElementById('matrix').getBoundingClientRect();
  return performance.now() - started;
}))"""
