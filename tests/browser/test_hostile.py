"""Data that carries script, in every column and in ids: it stays text."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from kg.views import build_payload
from tests.browser import example
from tests.browser.conftest import SELECTIONS, Open, write

pytestmark = pytest.mark.browser

SCRIPT = '"><img src=x onerror="window.ran=1"></script><script>window.ran=1</script>'


def hostile_tables() -> dict[str, pd.DataFrame]:
    """Put script into every text cell, and a script address into every address, of the example."""
    tables = example.tables()
    keys = {"id", "sources", "source", "about", "on", "began", "ended", "signed", "status", "stage"}
    links = {"agreement", "city", "cities", "field", "fields", "agreements", "program", "broader"}
    for name, frame in tables.items():
        for column in frame.columns:
            if column in ("url", "homepage", "licence"):
                frame[column] = "javascript:window.ran=1"
            elif column not in keys | links and not (name == "dataset" and column == "as_of"):
                frame[column] = SCRIPT + column
    return tables


def test_script_in_the_data_is_text(open_page: Open, tmp_path: Path) -> None:
    codes = {
        scheme: {
            notation: dict.fromkeys(("en", "id", "ko"), SCRIPT + notation) for notation in notations
        }
        for scheme, notations in example.CODES.items()
    }
    payload = build_payload(
        hostile_tables(), example.coverage(), example.relations(), codes, focal=example.FOCAL
    )
    path = write(tmp_path, "hostile", payload)
    for selection in SELECTIONS:
        page = open_page(path, f"sel={selection}").page
        assert page.evaluate("window.ran") is None
        assert page.locator("img").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
    expect(page.locator("h1")).to_contain_text("<img src=x")


def test_script_in_ids_is_text(open_page: Open, tmp_path: Path) -> None:
    text = json.dumps(
        build_payload(
            example.tables(),
            example.coverage(),
            example.relations(),
            example.CODES,
            focal=example.FOCAL,
        )
    )
    evil = "x'<img src=x onerror=window.ran=1>"
    for key in ("samplebourg", "festivals", "sample-loi", "bus-study"):
        text = re.sub(rf"\b{key}\b", evil + key, text)
    path = write(tmp_path, "ids", json.loads(text))
    page = open_page(path).page
    page.locator(f'td[data-id*="{evil}festivals"]').first.click()
    expect(page.locator("#panel h2")).to_contain_text("Festivals")
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == 0


def test_the_policy_holds_against_script_that_gets_in(open_page: Open) -> None:
    opened = open_page()
    opened.page.evaluate(
        """() => { const script = document.createElement('script');
        script.textContent = 'window.ran = 1'; document.body.append(script); }"""
    )
    assert opened.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
    opened.complaints.clear()
