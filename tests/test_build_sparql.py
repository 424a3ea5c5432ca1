"""The page that answers SPARQL: where its engine comes from, what it holds, what it asks."""

import base64
import json
import re
import shutil
import subprocess
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError
from kg.schema import packaged_ontology
from kg.store.syntax import check_allowed
from kg.store.tokens import tokens
from kg.views.sparql import Engine, build_sparql, find_engine
from tests.node import find_node

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
STATIC = ROOT / "kg" / "views" / "static"
PAGE, SPARQL_PAGE = "explorer.html", "explorer-sparql.html"
SCRIPT = """
export class Store {}
export function parse() {}
let wasm = new URL('web_bg.wasm', import.meta.url); // </script> <!--
function initSync() {}
export { initSync, parse as default };
"""

pytestmark = pytest.mark.browser


def install(folder: Path, version: str = "0.5.11", script: str = SCRIPT) -> Path:
    """Put a package like Oxigraph's into a folder, as npm would."""
    package = folder / "node_modules" / "oxigraph"
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    (package / "web.js").write_text(script, encoding="utf-8")
    (package / "web_bg.wasm").write_bytes(b"\0asm")
    return package


def build(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["build", *map(str, words)])


@cache
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.load(FIXTURE)


def data_of(page: Path) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/json" id="sparql-data">(.*)</script>', page.read_text("utf-8")
    )
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project beside whose data an engine is installed."""
    folder = tmp_path_factory.mktemp("project")
    install(folder)
    shutil.copytree(FIXTURE / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def sparql_page(folder: Path) -> Path:
    """Build all outputs, the second page among them."""
    assert build(folder, "--out", folder / "one", "--with-sparql").exit_code == 0
    return folder / "one" / SPARQL_PAGE


# ---- where the engine comes from


def test_without_the_package_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    shutil.copytree(FIXTURE / "data", tmp_path / "mine" / "data")
    result = build("mine", "--with-sparql")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: The page with SPARQL needs the npm package oxigraph, and there is none in "
        f"{tmp_path / 'mine' / 'node_modules'} or above it: "
        f"run `npm install --no-save oxigraph` in {tmp_path / 'mine'}.\n"
    )
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["data"]


def test_the_project_goes_before_the_current_folder_and_a_folder_before_those_above(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    below = one / "below"
    below.mkdir(parents=True)
    other.mkdir()
    install(tmp_path, "0.5.1")
    assert find_engine(below, other).version == "0.5.1"
    install(other, "0.5.2")
    assert find_engine(other, below).version == "0.5.2"
    install(one, "0.5.3")
    assert find_engine(below, other).version == "0.5.3"


@pytest.mark.parametrize(
    ("version", "script"),
    [
        ("0.4.11", SCRIPT),
        ("", SCRIPT),
        ("0.5.11", "export class Store {}"),
        ("0.5.11", SCRIPT + "import other from 'other';\n"),
        ("0.5.11", SCRIPT + "const here = import.meta.dirname;\n"),
    ],
)
def test_a_package_that_does_not_fit_is_told(tmp_path: Path, version: str, script: str) -> None:
    package = install(tmp_path, version, script)
    with pytest.raises(KgError) as caught:
        find_engine(tmp_path)
    said = str(caught.value)
    assert said.startswith(f"The npm package in {package} is not whole, or older than 0.5: run ")
    assert said.endswith(f"`npm install --no-save oxigraph@latest` in {tmp_path}.")


@pytest.mark.parametrize("missing", ["web.js", "web_bg.wasm"])
def test_a_package_that_lacks_a_file_is_told(tmp_path: Path, missing: str) -> None:
    (install(tmp_path) / missing).unlink()
    with pytest.raises(KgError, match="is not whole"):
        find_engine(tmp_path)


def test_the_graph_alone_has_no_page(folder: Path) -> None:
    result = build(folder, "--out", folder / "out", "--only", "graph", "--with-sparql")
    assert result.exit_code == 2
    assert "--with-sparql writes a page, and --only graph none." in result.stderr
    assert not (folder / "out").exists()


# ---- what is written


def test_the_second_page_is_written_beside_the_others(folder: Path, sparql_page: Path) -> None:
    assert build(folder, "--out", folder / "plain").exit_code == 0
    plain, one = (
        {file.name: file.read_bytes() for file in place.iterdir()}
        for place in (folder / "plain", sparql_page.parent)
    )
    assert one.keys() - plain.keys() == {SPARQL_PAGE}
    assert plain == {name: one[name] for name in plain}


def test_the_page_holds_graph_cube_and_ontology_of_the_day_and_is_the_same_each_time(
    folder: Path,
) -> None:
    pages = []
    for _ in range(2):
        words = ("--out", folder / "then", "--as-of", "2016", "--with-sparql")
        assert build(folder, *words).exit_code == 0
        pages.append((folder / "then" / SPARQL_PAGE).read_bytes())
    assert pages[0] == pages[1]
    data = data_of(folder / "then" / SPARQL_PAGE)
    held = unpacked(data["store"]["graph"])
    assert held.startswith((folder / "then" / "graph.nt").read_bytes())
    assert b'"2016-12-31"' in held
    assert b"/id/cells/" in held
    terms = json.loads(unpacked(data["store"]["ontology"]))
    files = sorted(packaged_ontology().glob("*.ttl"))
    assert terms == [file.read_text(encoding="utf-8") for file in files]
    assert unpacked(data["store"]["wasm"]) == b"\0asm"
    assert data["store"]["prefixes"] == graph().schema.prefixes


def test_the_engine_is_a_classic_script(sparql_page: Path) -> None:
    script = data_of(sparql_page)["engine"]["script"]
    assert "\nclass Store {}\nfunction parse() {}\n" in script
    assert not re.search(r"\b(export|import)\b", script)
    assert "</script>" in script  # and yet the page has but one element more than the other
    pages = (sparql_page.read_text("utf-8"), sparql_page.with_name(PAGE).read_text("utf-8"))
    for tag in ("<script", "</script"):
        assert pages[0].count(tag) == pages[1].count(tag) + 1


def test_only_the_second_page_may_compile_webassembly(sparql_page: Path) -> None:
    plain, sparql = (
        re.search(r'Content-Security-Policy" content="([^"]+)"', file.read_text("utf-8"))
        for file in (sparql_page.with_name(PAGE), sparql_page)
    )
    assert plain
    assert sparql
    one, other = (
        dict(part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";"))
        for policy in (plain, sparql)
    )
    assert other.pop("worker-src") == "blob:"
    assert other["script-src"].endswith(" 'wasm-unsafe-eval'")
    assert re.fullmatch(r"('sha256-\S+' ?){2}", one["script-src"])
    for name in ("script-src", "style-src"):
        del one[name], other[name]
    assert one == other
    assert other["default-src"] == other["connect-src"] == "'none'"
    assert 'id="sparql-data"' not in sparql_page.with_name(PAGE).read_text("utf-8")


def test_every_value_that_can_be_asked_for_is_offered(sparql_page: Path) -> None:
    data = data_of(sparql_page)
    assert [q["name"] for q in data["questions"]] == list(graph().questions)
    assert data["kinds"].keys() == {
        "cities", "fields", "field-level", "obstacle-kind", "classification",
    }  # fmt: skip
    assert data["kinds"]["cities"]["rows"] == graph().names("cities")["cities"]
    for kind in data["kinds"].values():
        assert kind["rows"]
        assert all("en" in names for names in kind["rows"].values())


def test_no_question_looks_for_what_is_absent_in_all_cells() -> None:
    for question in graph().questions.values():
        assert "NOT EXISTS" not in question.query.upper()


# ---- the page's code and ours do the same

FILL = """
import { readFileSync } from 'node:fs';
const { fillQuestion, valueIn } = await import(process.argv[1] + '/sparqlfill.mjs');
const { inspectQuery, tokensOf } = await import(process.argv[1] + '/sparqltokens.mjs');
const { cases, texts, data } = JSON.parse(readFileSync(0, 'utf8'));
const question = (name) => data.questions.find((one) => one.name === name);
const filled = cases.map(([name, values]) => fillQuestion(question(name), data.kinds, values));
const shown = cases.map(([name, values], at) =>
  question(name).parameters.map((one) => [one.name, valueIn(filled[at], one, data.kinds)]));
const cut = texts.map((text) => tokensOf(text).map(({ kind, text: said }) => [kind, said]));
const refused = texts.map((text) => Boolean(inspectQuery(text).fault));
console.log(JSON.stringify({ filled, shown, cut, refused }));
"""

VALUES: Mapping[str, list[str | int]] = {
    "city": ["mockford", "testhaven"],
    "partner": ["*", "dummyville"],
    "level": ["topic", "group", "*"],
    "lang": ["id", "ko"],
    "years": [0, 40],
    "kind": ["pandemic", "*"],
    "classification": ["sdg-4"],
    "field": ["trams"],
}

TEXTS = [
    *(f"SELECT * {{ {part} }}" for part in (
        "?s a cities:seoul ; sisc:x-y 1.5e-3, 'it''s', \"a\\\"b\"@en-GB, '''a'b''c''' .",
        "?s <http://a/SERVICE> ?o # SERVICE\n . _:b1 :x%20y\\~z a:b.c. , :",
        "FILTER(?a<?b && ?c>=?d || !(?e != 1)) ?s ^^ ?o",
        "?도시 ex:이름 '서울' ; ÿ:é _:é . $x ²x x² ٣ Ⅷ x·y",
        "trueSERVICE <http://a/> {}", "SERVICE ?x {}", "?service a sisc:service . serviced:a ?x ?y",
        "1SERVICE", "'open SERVICE", '"""open SERVICE', "'a\nSERVICE'", "<a b> SERVICE",
        "_:SERVICE", "@service", "<\\u0041> <\\u41>", "İSERVİCE",
        "a:\\-b a:-b a:b- a:b--c a.:b a-:b",
    )),
    "INSERT DATA {}", "prefix a: <http://a/> delete where { ?s ?p ?o }", "BASE <http://a/> ASK {}",
    "WITH <a:b> DELETE {} WHERE {}", "", " # nothing", "\\", "a\u00a0b\u200bc\ufeffd",
]  # fmt: skip


@cache
def in_javascript() -> dict[str, Any]:
    """Let the page's own code fill the questions and cut the texts."""
    engine = Engine("0.5.11", "", b"")
    data = build_sparql(engine, [], packaged_ontology(), graph().data, graph().questions)
    asked = {"cases": cases(), "texts": TEXTS, "data": data}
    said = subprocess.run(
        [find_node(), "--input-type=module", "-e", FILL, STATIC.as_uri()],
        input=json.dumps(asked), capture_output=True, encoding="utf-8", check=True, timeout=60,
    ).stdout  # fmt: skip
    answer: dict[str, Any] = json.loads(said)
    return answer


def cases() -> list[tuple[str, dict[str, str | int]]]:
    """Return every question with its defaults and with each other value of each parameter."""
    found: list[tuple[str, dict[str, str | int]]] = []
    for name, question in graph().questions.items():
        start: dict[str, str | int] = (
            {"city": graph().focal_city} if "city" in question.parameters else {}
        )
        found.append((name, start))
        found += [(name, {**start, p: v}) for p in question.parameters for v in VALUES[p]]
    return found


def test_the_text_in_the_page_is_the_text_that_python_asks() -> None:
    assert len(cases()) > 100
    expected = [
        graph().question(name).text(graph().data, graph().focal_city, **values)
        for name, values in cases()
    ]
    assert in_javascript()["filled"] == expected


def test_the_inputs_show_the_values_that_were_filled_in() -> None:
    for (name, values), shown in zip(cases(), in_javascript()["shown"], strict=True):
        defaults = {p.name: p.default for p in graph().question(name).parameters.values()}
        assert dict(shown) == {k: str(v) for k, v in {**defaults, **values}.items()}


@pytest.mark.parametrize("at", range(len(TEXTS)))
def test_a_text_is_cut_and_refused_alike(at: int) -> None:
    text = TEXTS[at]
    assert in_javascript()["cut"][at] == [[t.kind.value, t.text] for t in tokens(text)]
    try:
        check_allowed(text)
        refused = False
    except KgError:
        refused = True
    assert in_javascript()["refused"][at] is refused
