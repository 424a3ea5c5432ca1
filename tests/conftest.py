"""What the tests of several modules share: the packaged ontology, and small tables in a folder."""

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from kg import KnowledgeGraph
from kg.check import check_references, check_rules, read_rules, rules
from kg.problems import Problem, sort_problems
from kg.schema import Schema, load_schema, packaged_ontology
from kg.tables import Tables, read_tables

# A busy machine is no fault, and a run that fails must fail again.
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
WriteData = Callable[[Mapping[str, str | bytes]], Path]
Check = Callable[..., tuple[Tables, list[Problem]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, so that no worker is left alone with them."""
    items.sort(key=lambda item: item.path.name != "test_page_coverage.py")


def pytest_collection_finish() -> None:
    """Take the million objects of libraries and tests out of each search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _one_engine() -> Iterator[None]:
    """Start DuckDB once; each check has a connection of its own, which sees no other's tables."""
    with duckdb.connect(":memory:") as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "open_engine", engine.cursor)
        yield


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema(packaged_ontology())


@pytest.fixture(scope="session")
def small() -> KnowledgeGraph:
    """Read the project that is counted by hand, once for all modules."""
    return KnowledgeGraph.load(FIXTURE)


@pytest.fixture(scope="session")
def packaged() -> KnowledgeGraph:
    """Read all data, once for all modules."""
    return KnowledgeGraph.load(ROOT)


@pytest.fixture
def read_once(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give commands the small project as it was read already."""
    load = KnowledgeGraph.load

    def load_once(project: Path | str | None = None) -> KnowledgeGraph:
        return small if project == FIXTURE else load(project)

    monkeypatch.setattr(KnowledgeGraph, "load", load_once)


@pytest.fixture
def write_data(tmp_path: Path) -> WriteData:
    """Write files into a folder data/ and return it; a name without a suffix gets .csv."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            file = folder / (name if "." in name else f"{name}.csv")
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def check(schema: Schema) -> Check:
    """Read a folder and find all its problems, as `kg check` does; rules cost most of the time."""
    packaged = read_rules(packaged_ontology() / "rules")

    def check_folder(folder: Path, *, rules: bool = True) -> tuple[Tables, list[Problem]]:
        tables, problems = read_tables(folder, schema)
        problems += check_references(tables)
        problems += check_rules(tables, packaged if rules else [])
        return tables, sort_problems(problems)

    return check_folder
