"""The matrix, the legend and what one sees first."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kg import KnowledgeGraph
from kg.api import Evidence
from kg.names import partner_of, relation_cities
from kg.tables import to_records
from tests.browser import example
from tests.browser.conftest import CELL, Open, write

pytestmark = pytest.mark.browser

LOOKS = "nodes => nodes.map((node) => [node.dataset.id, [...node.classList]])"


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


def test_the_legend_leaves_out_searches_that_it_does_not_count(
    open_page: Open, example_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    expect(open_page().page.locator("#legend > div .swatch.searched")).to_have_count(1)
    unsearched = example.changed(example_graph, searches=example_graph.tables["searches"].head(0))
    path = write(tmp_path, "unsearched", example.payload_of(unsearched))
    expect(open_page(path).page.locator("#legend > div .swatch.searched")).to_have_count(0)


def test_a_page_with_nothing_filled_in_says_where_to_begin(open_page: Open, tmp_path: Path) -> None:
    empty = example.graph_of({})
    assert empty.as_of == "1970-01-01"
    page = open_page(write(tmp_path, "empty", example.payload_of(empty))).page
    for part in (".meter", "#panel"):
        expect(page.locator(part)).to_contain_text("Nothing is filled in yet.")
    page.locator("#scope summary").click()
    text = page.locator("body").inner_text()
    assert "1970" not in text
    assert "all 0" not in text


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


def test_the_matrix_is_a_tree_grid_with_names(open_page: Open) -> None:
    page = open_page().page
    rows = page.get_by_role("treegrid").get_by_role("row")
    assert rows.count() == 1 + 15 - 1  # the head, and all fields but the one topic that is folded
    assert page.locator("[role=gridcell]:not([aria-label])").all_text_contents() == [""] * 3
    culture = page.locator('tr:has(> th[data-id="field:culture"])')
    assert culture.get_attribute("aria-level") == "2"
    assert culture.get_attribute("aria-expanded") == "true"


# ---- other views of the same data


def looks(page: Page) -> dict[str, set[str]]:
    """Read from the whole matrix how each cell looks: partner/field -> classes."""
    cells = page.locator("#matrix td.cell").evaluate_all(LOOKS)
    return {str(key).removeprefix("cell:"): set(classes) for key, classes in cells}


def looks_like(cell: Mapping[str, Any]) -> str:
    """Return the class that a cell of the frame has in the page."""
    return "searched" if not cell["rank"] and cell["searched"] else str(cell["rung"])


@pytest.mark.parametrize(
    ("city", "year", "evidence"),
    [
        ("exampleton", "", "lenient"), ("exampleton", "2016", "strict"),
        ("specimen", "2005", "strict"), ("specimen", "2010", "lenient"),
        ("specimen", "2012", "strict"), ("specimen", "2019", "lenient"),
        ("mockford", "", "strict"), ("mockford", "2023", "lenient"),
    ],
)  # fmt: skip
def test_a_city_at_a_year_has_the_cells_that_python_computes(
    open_page: Open, example_graph: KnowledgeGraph, city: str, year: str, evidence: Evidence
) -> None:
    fragment = f"city={city}&year={year}&evidence={evidence}&open=*"
    cells = example_graph.coverage(city, as_of=year or None, evidence=evidence)
    expected = {
        f"{partner_of(city, cell['relation'])}/{cell['field']}": looks_like(cell)
        for cell in to_records(cells[cells["level"] != "group"])
    }
    shown = looks(open_page(fragment=fragment).page)
    assert shown.keys() == expected.keys()
    assert {key: look for key, look in expected.items() if look not in shown[key]} == {}


def test_a_country_has_a_column_for_each_of_its_relations(
    open_page: Open, example_graph: KnowledgeGraph
) -> None:
    page = open_page(fragment="country=ID&open=*").page
    cities = example_graph.tables["cities"]
    at_home = set(cities.loc[cities["country"] == "ID", "id"])
    relations = [
        relation
        for relation in example_graph.relations()["relation"]
        if at_home & set(relation_cities(relation))
    ]
    assert len(relations) == 11
    shown = looks(page)
    assert {key.partition("/")[0] for key in shown} == set(relations)
    recorded = example_graph.coverage()
    recorded = recorded[recorded["relation"].isin(relations) & (recorded["rank"] > 0)]
    for cell in to_records(recorded[recorded["level"] != "group"]):
        assert cell["rung"] in shown[f"{cell['relation']}/{cell['field']}"]
