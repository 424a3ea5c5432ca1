"""Data that carries script, in every column and in ids: it stays text."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from kg import KnowledgeGraph
from kg.labels import code_labels
from kg.schema import Column, Kind, Schema
from tests.browser import example
from tests.browser.conftest import SELECTIONS, VIEWS, Open, write

pytestmark = pytest.mark.browser

SCRIPT = '"><img src=x onerror="window.ran=1"></script><script>window.ran=1</script>'
ADDRESS = "javascript:window.ran=1"
EVIL = "x'<img src=x onerror=window.ran=1>"
# Text of a form that the checks hold: languages of sources, and names of properties.
FORMED = {"language", "property"}

# Says what a cell of a column becomes; None leaves it as it is.
Spoil = Callable[[Column, str, str], str | None]


def spoiled(graph: KnowledgeGraph, spoil: Spoil) -> dict[str, pd.DataFrame]:
    """Change the cells of every column of every table but `id`, the empty ones too."""
    tables = {name: frame.copy() for name, frame in graph.tables.items()}
    for name, frame in tables.items():
        for column in graph.schema.tables[name].columns:
            for header in column.headers if column.name != "id" else ():
                cells = [spoil(column, header, cell) for cell in frame[header]]
                frame[header] = [
                    old if new is None else new
                    for old, new in zip(frame[header], cells, strict=True)
                ]
    return tables


def in_text(column: Column, header: str, _cell: str) -> str | None:
    """Put script where the checks take any text."""
    free = column.kind in (Kind.TEXT, Kind.STRING) and column.name not in FORMED
    return SCRIPT + header if free else None


def in_all_else(column: Column, header: str, cell: str) -> str | None:
    """Put script where no check lets it: dates, numbers, codes, addresses; and beside links."""
    if column.kind is Kind.IRI:
        return ADDRESS
    if column.kind is Kind.REFERENCE:
        return f"{cell};{SCRIPT}{header}" if cell and column.separator else None
    return SCRIPT + header


def hostile_codes(schema: Schema) -> dict[str, dict[str, dict[str, str]]]:
    """Put script into the label of every code."""
    return {
        scheme: {code: dict.fromkeys(("en", "id", "ko"), SCRIPT + code) for code in codes}
        for scheme, codes in code_labels(schema).items()
    }


def visit(open_page: Open, path: Path, fragments: Iterable[str]) -> None:
    """Open the page and turn it to each fragment: it is drawn, and nothing ran."""
    page = open_page(path, "").page
    for fragment in fragments:
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        page.wait_for_timeout(50)
        expect(page.locator("#matrix td.cell").first).to_be_attached()
        expect(page.locator("#panel h2")).not_to_be_empty()
        assert page.evaluate("window.ran") is None, fragment
        assert page.locator("img").count() == 0, fragment
        assert page.locator("a[href^='javascript']").count() == 0, fragment


FRAGMENTS = (*(f"sel={selection}" for selection in SELECTIONS), *VIEWS)


def test_script_that_the_checks_let_pass_is_text(
    open_page: Open, example_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    folder = example.write_project(tmp_path / "project", spoiled(example_graph, in_text))
    graph = KnowledgeGraph.load(folder)
    assert [problem for problem in graph.problems if problem.severity == "error"] == []
    payload = example.payload_of(graph, codes=hostile_codes(graph.schema))
    path = write(tmp_path, "hostile", payload)
    visit(open_page, path, FRAGMENTS)
    expect(open_page(path).page.locator("h1")).to_contain_text("<img src=x")


def test_script_in_every_column_is_text(
    open_page: Open, example_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    """Here past the checks, as a page that someone altered."""
    tables = spoiled(example_graph, in_all_else)
    path = write(tmp_path, "altered", example.payload_of(example_graph, tables=tables))
    visit(open_page, path, FRAGMENTS)


def test_script_in_ids_is_text(
    open_page: Open, example_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    text = json.dumps(example.payload_of(example_graph))
    for key in ("samplebourg", "festivals", "sample-loi", "bus-study", "works-office"):
        text = re.sub(rf"\b{key}\b", EVIL + key, text)
    path = write(tmp_path, "ids", json.loads(text))
    page = open_page(path).page
    page.locator(f'td[data-id*="{EVIL}festivals"]').first.click()
    expect(page.locator("#panel h2")).to_contain_text("Festivals")
    visit(open_page, path, VIEWS)


def test_the_policy_holds_against_script_that_gets_in(open_page: Open) -> None:
    opened = open_page()
    opened.page.evaluate(
        """() => { const script = document.createElement('script');
        script.textContent = 'window.ran = 1'; document.body.append(script); }"""
    )
    assert opened.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
    opened.complaints.clear()
