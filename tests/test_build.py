"""The files of a build: all of them or none, the same bytes each time, and saying the same."""

import csv
import ctypes
import fcntl
import io
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner, Result
from rdflib import RDF, XSD

from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError
from kg.exports import render_gaps, write_all
from kg.names import LANGUAGES, PREFIXES, TERMS, thing_prefix

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
FILES = ["coverage.csv", "coverage.ttl", "explorer.html", "gaps.csv", "graph.nt", "graph.ttl"]
CUBE = rdflib.Namespace(PREFIXES["qb"])
SISC = rdflib.Namespace(TERMS)


def kg(*words: str | Path) -> Result:
    """Run a command in this process; a traceback is a fault of the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def good(*words: str | Path) -> str:
    result = kg(*words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def start(script: str, *words: str | Path, **settings: str) -> "subprocess.Popen[str]":
    """Start Python on a script that gets words as its arguments."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def read(folder: Path) -> dict[str, bytes]:
    """Return all that lies in a folder, hidden or not, by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"<folder>"
        for path in sorted(folder.rglob("*"))
    }


def shuffled(data: Path, project: Path) -> Path:
    """Copy a project's tables with their rows in another order."""
    chance = random.Random(4)
    (project / "data").mkdir(parents=True)
    for file in sorted(data.glob("*.csv")):
        header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
        chance.shuffle(rows)
        with (project / "data" / file.name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return project


def copied(folder: Path) -> Path:
    """Copy the small project without its expected results."""
    shutil.copytree(FIXTURE / "data", folder / "data")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small project."""
    folder = tmp_path_factory.mktemp("built")
    good("build", FIXTURE, "--out", folder)
    return folder


@pytest.fixture(scope="module")
def graph(small: KnowledgeGraph) -> KnowledgeGraph:
    return small


# ---- the same bytes

BUILD = "import sys; from kg.cli import main; main(['build', *sys.argv[1:]])"


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build data/ twice, in processes that have as little in common as they can."""
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    mixed = shuffled(ROOT / "data", other / "mixed")
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    far = {"TZ": "Asia/Seoul", "LC_ALL": "C", "LANG": "tr_TR.ISO-8859-9"}
    runs = [
        start(BUILD, ROOT, "--out", one, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8"),
        start(BUILD, mixed, "--out", other / "out", PYTHONHASHSEED="2", **far, **plain),
    ]
    for run in runs:
        _, said = run.communicate()
        assert run.returncode == 0, said
    return one, other / "out"


@pytest.mark.engine
def test_the_same_data_give_the_same_bytes(packaged: tuple[Path, Path]) -> None:
    one, other = (read(folder) for folder in packaged)
    assert list(one) == FILES
    assert [name for name in FILES if one[name] != other[name]] == []


@pytest.mark.engine
def test_the_exports_in_the_repository_are_those_of_a_fresh_build(
    packaged: tuple[Path, Path],
) -> None:
    fresh = read(packaged[0])
    kept = {name: (ROOT / "exports" / name).read_bytes() for name in FILES}
    assert [name for name in FILES if kept[name] != fresh[name]] == []


@pytest.mark.engine
def test_a_second_build_into_the_same_folder_changes_nothing(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "out")
    good("build", FIXTURE, "--out", tmp_path / "out")
    assert read(tmp_path / "out") == read(built)


@pytest.mark.engine
def test_shuffled_rows_of_the_small_project_give_the_same_bytes(
    built: Path, tmp_path: Path
) -> None:
    good("build", shuffled(FIXTURE / "data", tmp_path / "mixed"), "--out", tmp_path / "out")
    assert read(tmp_path / "out") == read(built)


# ---- all or none


def test_an_error_in_the_data_leaves_the_old_files(built: Path, tmp_path: Path) -> None:
    project = copied(tmp_path / "mine")
    shutil.copytree(built, project / "exports")
    file = project / "data" / "parties.csv"
    text = file.read_text(encoding="utf-8").replace(",mockford,", ",mokford,")
    file.write_text(text, encoding="utf-8")
    result = kg("build", project)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data/parties.csv:11: city: " in result.stderr
    assert read(project / "exports") == read(built)


DIES = """
import os, signal, sys
from pathlib import Path
import kg.exports.files as files
from kg.cli import main

count, write, replace = int(sys.argv[1]), files._write, os.replace

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def write_and_die(path, pieces):
    if len(list(path.parent.iterdir())) + 1 == count:
        path.write_bytes(next(iter(pieces))[:100])
        die()
    write(path, pieces)

def replace_and_die(one, other):
    replace(one, other)
    if 12 - sum(p.is_file() for p in Path(one).parent.iterdir()) == count:
        die()

files._write, os.replace = write_and_die, replace_and_die
main(["build", *sys.argv[2:]])
"""


@pytest.mark.parametrize(
    ("count", "changed"), [(4, 0), (8, 2)], ids=["while writing", "while moving"]
)
@pytest.mark.engine
def test_a_killed_build_leaves_whole_files_and_the_next_build_clears_up(
    built: Path, tmp_path: Path, count: int, changed: int
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in FILES:
        (out / name).write_bytes(b"old")
    run = start(DIES, str(count), FIXTURE, "--out", out)
    assert run.wait() == -9
    fresh = read(built)
    left = read(out)
    assert sum(left[name] != b"old" for name in FILES) == changed
    assert [name for name in FILES if left[name] not in (b"old", fresh[name])] == []
    assert len(list(out.glob(".building-*"))) == 1
    good("build", FIXTURE, "--out", out, "--only", "graph")
    assert read(out) == {name: left[name] for name in FILES} | {
        name: fresh[name] for name in ("graph.nt", "graph.ttl")
    }


def test_a_build_leaves_the_folder_of_another_that_still_runs(tmp_path: Path) -> None:
    other = tmp_path / ".building-other"
    other.mkdir()
    handle = os.open(other, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    write_all(tmp_path, {"file": [b"new"]})
    assert sorted(read(tmp_path)) == [".building-other", "file"]
    os.close(handle)
    write_all(tmp_path, {"file": [b"newer"]})
    assert read(tmp_path) == {"file": b"newer"}


FULL = """
import resource, sys
from kg.cli import main

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
main(["build", *sys.argv[1:]])
"""


@pytest.mark.engine
def test_a_full_disk_is_told_in_one_line_and_leaves_the_old_files(
    built: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(built, out)
    (out / "gaps.csv").write_bytes(b"old")
    assert max(len(content) for content in read(built).values()) > 100_000
    before = read(out)
    run = start(FULL, FIXTURE, "--out", out)
    stdout, said = run.communicate()
    assert (run.returncode, stdout) == (2, "")
    last = said.splitlines()[-1]
    assert last == f"error: cannot write into {out}: File too large. Nothing was changed there."
    assert "Traceback" not in said
    assert read(out) == before


PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def _obey_permissions() -> None:
    """Take from a program that root starts the right to write where nobody may."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "graph.ttl").write_bytes(b"old")
    out.chmod(0o555)
    script = (
        "import sys, pathlib; from kg.exports import write_all\n"
        "write_all(pathlib.Path(sys.argv[1]), {'graph.ttl': [b'new']})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(out)], preexec_fn=_obey_permissions,
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == (
        f"kg.errors.KgError: cannot write into {out}: Permission denied. Nothing was changed there."
    )
    assert read(out) == {"graph.ttl": b"old"}


def test_a_place_that_is_taken_by_a_folder_is_told_and_nothing_is_moved(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "two").mkdir()
    before = read(tmp_path)
    with pytest.raises(KgError, match=r"cannot write into .*: Is a directory\. Nothing"):
        write_all(tmp_path, {"one": [b"new"], "two": [b"new"]})
    assert read(tmp_path) == before


def test_a_move_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(b"old")
    replace = os.replace

    def fail_at_last(source: Path, target: Path) -> None:
        if target.name == "three":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_at_last)
    with pytest.raises(KgError, match="No space left on device"):
        write_all(tmp_path, {"one": [b"new"], "two": [b"new"], "three": [b"new"]})
    assert read(tmp_path) == {"one": b"old"}


def test_a_failure_while_rendering_leaves_no_debris(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KgError("no more")

    with pytest.raises(KgError, match="no more"):
        write_all(tmp_path, {"one": pieces()})
    assert read(tmp_path) == {}


# ---- the same things in each form


def test_the_graph_is_the_same_in_both_syntaxes_and_for_both_readers(built: Path) -> None:
    seen = []
    for name, form in (("graph.ttl", "turtle"), ("graph.nt", "nt")):
        text = (built / name).read_bytes()
        engine = pyoxigraph.RdfFormat.TURTLE if form == "turtle" else pyoxigraph.RdfFormat.N_TRIPLES
        quads = pyoxigraph.parse(text, format=engine)
        seen.append({tuple(map(_ox, (q.subject, q.predicate, q.object))) for q in quads})
        loaded = rdflib.Graph().parse(data=text, format=form)
        seen.append({tuple(map(_rdf, triple)) for triple in loaded})
    assert len(seen[0]) > 1000
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert len((built / "graph.nt").read_bytes().splitlines()) == len(seen[0])


Plain = tuple[str, ...]


def _ox(term: pyoxigraph.NamedNode | pyoxigraph.Literal | object) -> Plain:
    if isinstance(term, pyoxigraph.NamedNode):
        return (term.value,)
    assert isinstance(term, pyoxigraph.Literal)  # no blank nodes
    return (term.value, term.datatype.value, term.language or "")


def _rdf(term: object) -> Plain:
    if isinstance(term, rdflib.URIRef):
        return (str(term),)
    assert isinstance(term, rdflib.Literal)
    kind = RDF.langString if term.language else term.datatype or XSD.string
    return (str(term), str(kind), term.language or "")


def test_coverage_as_csv_and_as_a_cube_say_the_same(built: Path) -> None:
    cube = rdflib.Graph().parse(built / "coverage.ttl")
    with (built / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = {f"{row['relation']}--{row['field']}": row for row in csv.DictReader(file)}
    cells = {
        str(c).removeprefix(thing_prefix("cells")): c
        for c in cube.subjects(RDF.type, CUBE.Observation)
    }
    assert len(cells) == 46
    assert sorted(cells) == sorted(rows)
    for key, cell in cells.items():
        assert _of_cube(cube, cell) == _of_row(rows[key]), key


MARKS = (
    "lapsed", "unrealised", "unagreed", "single_source", "disputed", "undated", "unframed",
)  # fmt: skip


def _of_row(row: Mapping[str, str]) -> dict[str, list[str]]:
    marks = [mark.replace("_", "-") for mark in MARKS if row[mark] == "true"]
    marks += ["searched"] if row["searched"] else []
    marks += ["unstudied" if row["studied"] == "0" else "studied"]
    shares = [name for name in ("agreed", "peers") if row[name] == "true"]
    plain = {
        "relation": row["relation"], "field": row["field"], "fieldLevel": row["level"],
        "asOf": row["as_of"], "rung": row["rung"], "gap": row["gap"], "grade": row["grade"],
        "searchedOn": row["searched"], "studies": row["studied"], "topics": row["topics"],
        "topicsCovered": row["topics_covered"],
    }  # fmt: skip
    many = {"mark": marks, "denominator": ["scheme", *shares]}
    return {name: [value] for name, value in plain.items() if value} | {
        name: sorted(values) for name, values in many.items()
    }


def _of_cube(cube: rdflib.Graph, cell: rdflib.term.Node) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for predicate, value in cube.predicate_objects(cell):
        if str(predicate).startswith(TERMS):
            text = str(value).rpartition("/")[2] if isinstance(value, rdflib.URIRef) else str(value)
            found.setdefault(str(predicate).removeprefix(TERMS), []).append(text)
    return {name: sorted(values) for name, values in found.items()}


def test_gaps_are_those_of_coverage_in_words(built: Path) -> None:
    text = (built / "gaps.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # by which spreadsheet programs know UTF-8
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    with (built / "coverage.csv").open(encoding="utf-8", newline="") as file:
        cells = [row for row in csv.DictReader(file) if row["gap"]]
    keys = ("relation", "field", "gap", "rung", "searched", "as_of", "unframed")
    assert [[row[key] for key in keys] for row in rows] == [[c[key] for key in keys] for c in cells]
    buses = next(
        r for r in rows if (r["relation"], r["field"]) == ("exampleton--mockford", "buses")
    )
    assert [buses[f"cities@{lang}"] for lang in LANGUAGES] == [
        "Exampleton – Mockford", "Exampleton – Mockford", "이그잼플턴 – 모크퍼드",
    ]  # fmt: skip
    assert [buses[f"field@{lang}"] for lang in LANGUAGES] == ["Buses", "Bus", "버스"]
    assert (buses["unstudied"], buses["unframed"]) == ("true", "false")
    assert len({buses[f"gap@{lang}"] for lang in LANGUAGES}) == 3


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_gaps_hold_no_formula(graph: KnowledgeGraph, name: str) -> None:
    cells = graph.coverage("exampleton", "mockford")
    labels = graph.names("cities", "fields")
    names = {
        table: {key: dict.fromkeys(LANGUAGES, name) for key in labels[table]} for table in labels
    }
    words = {gap: dict.fromkeys(LANGUAGES, gap) for gap in set(cells["gap"])}
    text = render_gaps(cells, "2024-06-30", names, words).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["field@en"] == f"'{name}"
    starts = {cell[:1] for row in rows for cell in row.values()}
    assert starts & set("=+-@\t") == set()


# ---- options


def test_a_build_as_of_a_past_day_says_what_was_known_then(built: Path, tmp_path: Path) -> None:
    said = good("build", FIXTURE, "--out", tmp_path, "--as-of", "2016")
    assert "Exampleton and its 3 partners, as of 2016-12-31: 10 of 15 fields" in said
    with (tmp_path / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["as_of"] for row in rows} == {"2016-12-31"}
    assert {row["relation"] for row in rows} == {
        "dummyville--exampleton", "dummyville--mockford", "exampleton--mockford",
        "exampleton--sampleburg",
    }  # fmt: skip
    then, now = ((folder / "graph.ttl").read_text(encoding="utf-8") for folder in (tmp_path, built))
    assert "relations:exampleton--testhaven" in now
    assert "relations:exampleton--testhaven" not in then
    assert '"2016-12-31"^^xsd:date' in (tmp_path / "coverage.ttl").read_text(encoding="utf-8")
    assert "2016-12-31" in (tmp_path / "explorer.html").read_text(encoding="utf-8")


def test_the_graph_alone_is_the_graph_of_a_whole_build(built: Path, tmp_path: Path) -> None:
    good("build", FIXTURE, "--out", tmp_path, "--only", "graph")
    whole = read(built)
    assert read(tmp_path) == {name: whole[name] for name in ("graph.nt", "graph.ttl")}


def test_each_row_of_the_tables_is_in_the_graph(built: Path, graph: KnowledgeGraph) -> None:
    loaded = rdflib.Graph().parse(built / "graph.nt")
    for name, frame in graph.tables.items():
        named = {thing_prefix(name) + key for key in frame["id"]}
        assert named == {str(s) for s in loaded.subjects(unique=True)} & {
            str(s) for s in loaded.subjects() if str(s).startswith(thing_prefix(name))
        }
