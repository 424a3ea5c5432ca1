"""The documentation is run: its commands in an empty folder, its Python by doctest, its links."""

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import KnowledgeGraph
from kg.cli import main
from kg.exports.guide import render_guide
from kg.schema import load_schema, packaged_ontology

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md"))]
HEAVY = ("brief", "release", "import")  # a browser, all exports, all places of the world
LEFT_OUT = "…"  # alone on a line: any lines, or none
_packaged = cache(KnowledgeGraph.load)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s#]+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line on which the text begins."""

    language: str
    text: str
    line: int


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[Block]:
    """Return the fenced blocks of one language."""
    return [
        Block(language, match[2], text.count("\n", 0, match.start(2)) + 1)
        for match in _BLOCK.finditer(text)
        if match[1] == language
    ]


def steps(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block with the lines that are to follow it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *expected = part.rstrip("\n").split("\n")
        yield command, expected


def run(command: str) -> list[str]:
    """Run a command as a shell would, and return what it prints on stdout."""
    name, *words = shlex.split(command)
    assert name == "kg", f"only kg can be run here: {command}"
    result = CliRunner().invoke(main, words, prog_name="kg")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.stdout.splitlines()


def trimmed(lines: list[str]) -> list[str]:
    """Return lines without the blanks at their ends, and without blank lines at top and bottom."""
    return "\n".join(line.rstrip() for line in lines).strip("\n").split("\n")


def is_like(printed: list[str], expected: list[str]) -> bool:
    """Tell whether lines were printed as expected, but for those that are left out."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == LEFT_OUT else re.escape(line) + "\n"
        for line in trimmed(expected)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in trimmed(printed))) is not None


@pytest.fixture
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder without a project, where the data that came with the package are meant.

    The examples to which a page links lie there.
    """
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    load = KnowledgeGraph.load

    def load_once(project: Path | str | None = None) -> KnowledgeGraph:
        """Read the data that came with the package once for all pages."""
        return _packaged() if project is None and not Path("data").exists() else load(project)

    monkeypatch.setattr(KnowledgeGraph, "load", load_once)


def with_commands() -> Iterator[object]:
    """Yield the pages with commands, those that take their time marked."""
    for name in PAGES:
        if "```console" in (text := read(name)):
            is_heavy = any(f"$ kg {name}" in text for name in HEAVY)
            yield pytest.param(name, marks=[pytest.mark.engine] if is_heavy else [])


@pytest.mark.usefixtures("_empty")
@pytest.mark.parametrize("document", list(with_commands()))
def test_commands_print_what_the_page_shows(document: str) -> None:
    found = [step for block in blocks(read(document), "console") for step in steps(block)]
    assert len(found) == len(re.findall(r"^\$ ", read(document), re.MULTILINE)) > 0
    for command, expected in found:
        printed = run(command)
        assert is_like(printed, expected), f"{document}: $ {command}\n" + "\n".join(
            trimmed(printed)
        )


def with_python() -> Iterator[object]:
    """Yield the pages with Python; to match places takes its time."""
    for name in PAGES:
        if "```python" in (text := read(name)):
            is_heavy = any("from_list" in block.text for block in blocks(text, "python"))
            marks = [pytest.mark.engine] if is_heavy else []
            yield pytest.param(name, marks=marks)


@pytest.mark.usefixtures("_empty")
@pytest.mark.parametrize("document", list(with_python()))
def test_python_answers_what_the_page_shows(document: str) -> None:
    text = read(document)
    names: dict[str, object] = {}
    count = 0
    for block in blocks(text, "python"):
        test = doctest.DocTestParser().get_doctest(block.text, {}, document, document, block.line)
        test.globs = names  # a page is read from top to bottom
        said: list[str] = []
        result = doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
        assert result.failed == 0, "".join(said)
        assert result.attempted > 0, f"{document}:{block.line}: nothing to run in this block"
        count += result.attempted
    assert count == len(re.findall(r"^>>> ", text, re.MULTILINE))


@pytest.mark.parametrize("document", PAGES)
def test_links_lead_to_files(document: str) -> None:
    targets = _LINK.findall(read(document))
    assert [t for t in targets if not ((ROOT / document).parent / t).exists()] == []


def test_the_pages_were_found() -> None:
    assert {"README.md", "docs/coverage.md", "docs/python.md"} <= set(PAGES)
    console = blocks(read("README.md"), "console")
    assert len(console) >= 5
    assert len([step for block in console for step in steps(block)]) >= 7
    assert len(blocks(read("docs/python.md"), "python")) >= 7
    assert len(_LINK.findall(read("README.md"))) >= 5


# ---- the runner itself


@pytest.mark.parametrize(
    ("expected", "like"),
    [
        (["one", "two", "three"], True),
        (["one ", "two", "three", ""], True),
        (["one", LEFT_OUT, "three"], True),
        ([LEFT_OUT, "three"], True),
        (["one", LEFT_OUT], True),
        (["one", "two", LEFT_OUT, "three"], True),
        (["one", "two"], False),
        (["one", LEFT_OUT, "four"], False),
        (["one", "tw.", "three"], False),
        ([], False),
    ],
)
def test_lines_are_compared(expected: list[str], like: bool) -> None:
    assert is_like(["", "one", "two  ", "three"], expected) is like


def test_a_console_block_is_cut_into_commands() -> None:
    text = "Say:\n\n```console\n$ kg one\na\n\nb\n$ kg two\n```\n\n```python\n>>> 1\n1\n```\n"
    (block,) = blocks(text, "console")
    assert block.line == 4
    assert list(steps(block)) == [("kg one", ["a", "", "b"]), ("kg two", [])]
    assert len(blocks(text, "python")) == 1


def test_the_page_on_tables_is_what_the_shapes_say() -> None:
    assert read("docs/tables.md") == render_guide(load_schema(packaged_ontology()))
