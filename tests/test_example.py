"""The notebook of the documentation: run from top to bottom, it answers what it shows."""

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest

from scripts.notebook import read_notebook, run_notebook

pytestmark = pytest.mark.engine

SMALLEST_FIGURE = 10_000  # characters of base64


def answers(notebook: nbformat.NotebookNode) -> Iterator[list[str]]:
    """Yield what each cell with code answers, as words apart; of a figure only that it is one."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield [word for output in cell.outputs for word in _words(output)]


def _words(output: Any) -> list[str]:
    if output.output_type == "stream":
        return str(output.text).split()
    if "image/png" in output.data:
        assert len(output.data["image/png"]) > SMALLEST_FIGURE
        return ["figure"]
    return str(output.data["text/plain"]).split()


def test_the_notebook_answers_what_it_shows() -> None:
    stored = read_notebook()
    nbformat.validate(stored)
    shown, fresh = list(answers(stored)), list(answers(run_notebook()))
    assert [len(cell) > 0 for cell in shown[1:]] == [True] * (len(shown) - 1)
    assert len(shown) >= 8
    assert shown.count(["figure"]) >= 2
    assert fresh == shown


def test_it_begins_with_the_installation_and_ends_with_no_machines_name() -> None:
    stored = read_notebook()
    first = next(cell for cell in stored.cells if cell.cell_type == "code")
    assert first.source.startswith("%pip install")
    assert "sister-city-kg" in first.source
    assert set(stored.metadata) == {"kernelspec", "language_info"}
