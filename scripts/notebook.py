"""Run the notebook of docs/ from top to bottom and keep what it answers.

    .venv-test/bin/python scripts/notebook.py

Run it whenever the data or the program change; a test compares the stored answers with fresh ones.
"""

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "example.ipynb"
SECONDS_A_CELL = 120


def read_notebook(path: Path = NOTEBOOK) -> nbformat.NotebookNode:
    """Read the notebook as it is stored."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def run_notebook() -> nbformat.NotebookNode:
    """Return the notebook with its answers, run in an empty folder.

    CellExecutionError when a cell fails.
    """
    notebook = read_notebook()
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": folder}}
        )
        client.execute()
    return tidy(notebook)


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out what differs from run to run and from machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
    return notebook


if __name__ == "__main__":
    nbformat.write(run_notebook(), NOTEBOOK)  # type: ignore[no-untyped-call]
    print(f"Wrote {NOTEBOOK}")
