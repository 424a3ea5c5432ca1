"""What the page saves."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg import KnowledgeGraph
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def saved(page: Page, button: str, name: str) -> str:
    with page.expect_download() as download:
        page.locator(button).first.click()
    assert download.value.suggested_filename == name
    path = download.value.path()
    return Path(path).read_bytes().decode("utf-8")


def test_gaps_are_saved_as_csv_that_spreadsheets_read(open_page: Open) -> None:
    text = saved(open_page(fragment="lang=ko").page, "#save-gaps", "gaps.csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["field_name"] for row in rows} >= {"축제", "도시 계획"}
    row = next(r for r in rows if (r["partner"], r["field"]) == ("samplebourg", "festivals"))
    assert (row["gap"], row["agreed"], row["searched"]) == ("paper-only", "yes", "2025-11-02")
    assert "culture" not in {r["field"] for r in rows if r["partner"] == "mockford"}


def test_all_gaps_are_saved_whatever_is_folded(open_page: Open, real_graph: KnowledgeGraph) -> None:
    frame = real_graph.gaps("bandung")
    known = frame[frame["level"] != "group"]
    for fragment in ("", "open=&shut=economy"):
        text = saved(open_page("real", fragment).page, "#save-gaps", "gaps.csv")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert len(rows) == len(known)
        assert {(row["evidence"], row["denominator"]) for row in rows} == {("lenient", "scheme")}
        assert {row["as_of"] for row in rows} == {real_graph.as_of}


def test_rows_that_close_a_gap_are_saved_with_the_columns_of_their_table(
    open_page: Open, example_graph: KnowledgeGraph
) -> None:
    page = open_page(fragment="sel=cell:samplebourg/festivals").page
    expect(page.locator(".fill").first).to_contain_text("at the end of data/programs.csv")
    text = saved(page, "button[aria-label*='rows-programs']", "new-rows-programs.csv")
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header == list(example_graph.tables["programs"].columns)
    filled = {column: value for column, value in zip(header, row, strict=True) if value}
    assert filled == {
        "id": "exampleton-samplebourg-festivals",
        "agreements": "sample-loi",
        "cities": "exampleton;samplebourg",
        "fields": "festivals",
    }
