"""Publishing on real servers: Oxigraph's and Virtuoso, with a reader who looks all the time."""

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.api import publishing
from kg.cli import main
from kg.exports.release import dataset_iri
from kg.publish import plan as plans
from kg.publish import server as patience
from kg.publish.canonical import name_blank_nodes
from kg.schema import packaged_ontology
from kg.store import read_questions
from kg.store.remote import RemoteStore
from kg.store.web import PASSWORD, USER
from tests import servers

pytestmark = pytest.mark.engine

FIXTURE = Path(__file__).parent / "fixture"
QUESTIONS = read_questions(packaged_ontology() / "questions")
SMALL_BATCH = 200_000  # bytes
WHOLE_BATCH = plans.BATCH
NOTE = "One more triple."
_SIZES: dict[bool, int] = {}
_name_blank_nodes = cache(lambda folder: tuple(name_blank_nodes(folder)))
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PATHS = {
    "oxigraph": ("/query", "/update", "/store"),
    "virtuoso": ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
}
LOOKUPS = (
    "SELECT ?relation ?field ?rung ?gap WHERE { ?cell sisc:relation ?relation ; "
    "sisc:field ?field ; sisc:rung ?rung OPTIONAL { ?cell sisc:gap ?gap } }",
    "SELECT ?rung (COUNT(*) AS ?cells) WHERE { ?cell sisc:rung ?rung } GROUP BY ?rung",
    "CONSTRUCT WHERE { ?cell sisc:gap gap:paper-only ; sisc:field ?field }",
    "ASK { ?cell sisc:rung rung:unheard-of }",
    "SELECT ?class ?part WHERE { ?class rdfs:subClassOf ?part }",
)


@dataclass(frozen=True)
class Place:
    """A server that is there for all tests of this module."""

    kind: str
    base: str

    @property
    def query(self) -> str:
        return self.base + PATHS[self.kind][0]

    def through(self, base: str) -> list[str]:
        """Return the options that name the addresses of a server which stands before this one."""
        names = ("--sparql", "--update", "--graph-store")
        return [w for n, p in zip(names, PATHS[self.kind], strict=True) for w in (n, base + p)]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp(request.param) / "db"
    if request.param == "virtuoso":
        started = servers.virtuoso(folder)
    else:
        started = servers.oxigraph(folder, in_memory=True)  # a busy disk would hold up all tests
    with started as server:
        yield Place(request.param, server.base)


@pytest.fixture(autouse=True)
def _as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, servers.PASSWORD)
    monkeypatch.setattr(plans, "BATCH", SMALL_BATCH)
    monkeypatch.setattr(publishing, "name_blank_nodes", _name_blank_nodes)  # the same each time
    monkeypatch.setattr(patience, "PAUSES", (0.01, 0.01))


def kg(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def project(folder: Path, dataset: str, version: str, note: str = "") -> Path:
    """Copy the small project under another name; a note is one triple more."""
    shutil.copytree(FIXTURE / "data", folder / version / "data")
    table = folder / version / "data" / "dataset.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"id": dataset, "version": version, "note@en": note}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder / version


def size_of(folder: Path) -> int:
    """Count the triples of a small project: one more with a note, whatever it says."""
    table = (folder / "data" / "dataset.csv").read_text(encoding="utf-8")
    noted = NOTE in table
    if noted not in _SIZES:
        _SIZES[noted] = len(KnowledgeGraph.load(folder).store)
    return _SIZES[noted]


@contextmanager
def watched(place: Place, folder: Path) -> Iterator[set[int]]:
    """Ask for the number of triples again and again; gives all numbers that were answered."""
    store, seen, over = (
        KnowledgeGraph.load(folder).remote(place.query),
        set[int](),
        threading.Event(),
    )

    def look() -> None:
        while not over.is_set():
            seen.add(int(store.query(COUNT).to_frame()["n"].iloc[0]))
            over.wait(0.02)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


# ---- the same answers


def test_a_server_answers_all_questions_with_the_same_rows(
    place: Place, packaged: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "BATCH", WHOLE_BATCH)
    done = kg("publish", place.base, "-C", Path(__file__).parents[1])
    assert done.exit_code == 0, done.stderr
    prefixes, dataset = packaged.schema.prefixes, dataset_iri(packaged.data)
    store = RemoteStore(place.query, prefixes, dataset, seconds=60)
    texts = {n: q.text(packaged.data, packaged.focal_city) for n, q in QUESTIONS.items()}
    ours = {name: packaged.answer(text).to_csv() for name, text in texts.items()}
    sent = {name: QUESTIONS[name].for_servers(text) for name, text in texts.items()}
    assert {name: store.query(text).to_csv() for name, text in sent.items()} == ours
    assert sum(answer.count("\n") > 1 for answer in ours.values()) >= len(texts) - 1
    for text in LOOKUPS:
        assert store.query(text) == packaged.answer(text), text


# ---- the switch


def test_publishing_again_sends_nothing(place: Place, tmp_path: Path) -> None:
    folder = project(tmp_path, "again", "1")
    first, second = (kg("publish", place.base, "-C", folder) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr
    assert f"{size_of(folder)} triples" in first.stdout
    assert second.stdout.startswith("Nothing to send: ")
    answer = kg("query", COUNT, "-C", folder, "--store", place.query, "--format", "csv")
    assert answer.stdout == f"n\n{size_of(folder)}\n"


def test_readers_see_the_old_or_the_new_release_and_the_last_two_are_kept(
    place: Place, tmp_path: Path
) -> None:
    folders = [
        project(tmp_path, "turns", str(n), note=f"{NOTE} {n}" if n else "") for n in range(4)
    ]
    sizes = [size_of(folder) for folder in folders]
    assert kg("publish", place.base, "-C", folders[0]).exit_code == 0
    with watched(place, folders[0]) as seen:
        for folder in folders[1:]:
            result = kg("publish", place.base, "-C", folder)
            assert result.exit_code == 0, result.stderr
    assert seen == {sizes[0], sizes[1]}
    listed = (
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/turns/')) }"
    )
    graphs = RemoteStore(place.query, {}).query(listed).to_frame(full_iris=True)["g"]
    assert sorted(
        re.findall(r"/releases/(\d)-[0-9a-f]{12}$", " ".join(graphs).replace(" ", "\n"), re.M)
    ) == ["2", "3"]


KILLED = {"between two batches": 3, "within a batch": 2, "before the switch": 0}
"""Moments, and the batch that is on its way then; 0 when all are there."""


@pytest.mark.parametrize("moment", KILLED)
def test_a_publisher_that_is_killed_leaves_the_old_release_and_goes_on_later(
    place: Place, tmp_path: Path, moment: str
) -> None:
    dataset = f"killed-{moment.replace(' ', '-')}"
    old, new = project(tmp_path, dataset, "1"), project(tmp_path, dataset, "2", note=NOTE)
    assert kg("publish", place.base, "-C", old).exit_code == 0
    publisher: list[subprocess.Popen[bytes]] = []
    posts = 0

    def kill(method: str, path: str, body: bytes) -> bool:
        nonlocal posts
        is_batch = method == "POST" and path.startswith(PATHS[place.kind][2]) and len(body) > 2_000
        posts += is_batch
        if (is_batch and posts == KILLED[moment]) or b"sha256:" in body:
            publisher[0].send_signal(signal.SIGKILL)
            publisher[0].wait()
            if moment == "within a batch":  # what had been read of it when the line went dead
                half = body[: body.rindex(b"\n", 0, len(body) // 2) + 1]
                _add_by_hand(place, path, half)
            return False
        return True

    with watched(place, old) as seen, servers.proxy(place.base, kill) as before:
        publisher.append(_start("publish", before, "-C", new, *place.through(before)))
        assert publisher[0].wait(60) == -signal.SIGKILL
        assert seen == {size_of(old)}
        again = kg("publish", place.base, "-C", new)
    assert again.exit_code == 0, again.stderr
    sent, found = map(
        int, re.findall(r"Batches sent: (\d+), there already: (\d+)", again.stdout)[0]
    )
    assert (sent == 0) == (moment == "before the switch")
    assert found == {"between two batches": 2, "within a batch": 1}.get(moment, sent + found)
    assert seen <= {size_of(old), size_of(old) + 1}
    assert kg("publish", place.base, "-C", new, "--verify").exit_code == 0


def _start(*words: str | Path) -> subprocess.Popen[bytes]:
    """Start `kg` as a process of its own, with small batches."""
    code = f"import kg.publish.plan as p; p.BATCH = {SMALL_BATCH}; from kg.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *map(str, words)], env=os.environ)


def _add_by_hand(place: Place, path: str, ntriples: bytes) -> None:
    """Add triples as a server may have done before it noticed that the line is dead."""
    done = httpx.post(
        place.base + path,
        content=ntriples,
        headers={"Content-Type": "application/n-triples"},
        auth=httpx.DigestAuth("dba", servers.PASSWORD) if place.kind == "virtuoso" else None,
    )
    assert done.is_success


def test_a_server_that_goes_away_is_told_and_what_arrived_is_not_sent_again(
    place: Place, tmp_path: Path
) -> None:
    folder, batches = project(tmp_path, "gone", "1"), 0

    def leave(method: str, path: str, body: bytes) -> bool:
        nonlocal batches
        batches += method == "POST" and len(body) > 2_000
        return batches < 4

    with servers.proxy(place.base, leave) as before:
        result = kg("publish", before, "-C", folder, *place.through(before))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "does not answer" in result.stderr
    assert "3 of" in result.stderr
    assert "Run the same command again to go on." in result.stderr
    assert "there already: 3." in kg("publish", place.base, "-C", folder).stdout


# ---- what is not as it should be


def test_a_changed_graph_is_found_and_published_anew(place: Place, tmp_path: Path) -> None:
    folder = project(tmp_path, "changed", "1")
    assert kg("publish", place.base, "-C", folder).exit_code == 0
    graph = KnowledgeGraph.load(folder)
    release = graph.remote(place.query).current()
    city = "https://w3id.org/sistercity/id/cities/exampleton"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    sort = graph.query(f"SELECT ?o {{ <{city}> a ?o }} ORDER BY ?o LIMIT 1", store=place.query)
    iri = graph.schema.prefixes[sort["o"][0].split(":")[0]] + sort["o"][0].split(":")[1]
    triple = f"<{city}> <{kind}> <{iri}>"
    _update(place, f"DELETE DATA {{ GRAPH <{release}> {{ {triple} }} }}")
    verdict = kg("publish", place.base, "-C", folder, "--verify")
    assert (verdict.exit_code, verdict.stdout) == (1, "")
    assert f"1 are missing, such as {triple} ." in verdict.stderr
    assert kg("publish", place.base, "-C", folder).exit_code == 0
    assert graph.remote(place.query).current() == f"{release}-b"
    assert kg("publish", place.base, "-C", folder).stdout.startswith("Nothing to send: ")
    assert kg("publish", place.base, "-C", folder, "--verify").exit_code == 0


def test_a_graph_that_lost_triples_on_the_way_is_not_switched_to(
    place: Place, tmp_path: Path
) -> None:
    folder = project(tmp_path, "lossy", "1")
    lost = 0

    def lose(method: str, path: str, body: bytes) -> bool:
        nonlocal lost
        if method == "GET" and path.startswith(PATHS[place.kind][2]) and not lost:
            lost += 1
            graph = httpx.URL(path).params["graph"]
            city = "<https://w3id.org/sistercity/id/cities/exampleton>"
            _update(place, f"DELETE WHERE {{ GRAPH <{graph}> {{ {city} ?p ?o }} }}")
        return True

    with servers.proxy(place.base, lose) as before:
        result = kg("publish", before, "-C", folder, *place.through(before))
    assert (lost, result.exit_code) == (1, 2)
    assert "does not give back what was sent" in result.stderr
    assert KnowledgeGraph.load(folder).remote(place.query).current() == ""
    assert kg("publish", place.base, "-C", folder).exit_code == 0


def _update(place: Place, text: str) -> None:
    done = httpx.post(
        place.base + PATHS[place.kind][1],
        content=text,
        headers={"Content-Type": "application/sparql-update"},
        auth=httpx.DigestAuth("dba", servers.PASSWORD) if place.kind == "virtuoso" else None,
    )
    assert done.is_success, done.text


def test_a_graph_that_is_not_given_at_once_is_read_back_by_property(
    place: Place, tmp_path: Path
) -> None:
    folder, refused = project(tmp_path, "large", "1"), 0

    def refuse(method: str, path: str, body: bytes) -> bool | int:
        nonlocal refused
        is_read = method == "GET" and path.startswith(PATHS[place.kind][2])
        refused += is_read
        return 500 if is_read else True

    with servers.proxy(place.base, refuse) as before:
        result = kg("publish", before, "-C", folder, *place.through(before))
    assert (refused, result.exit_code) == (1, 0), result.stderr
    assert kg("publish", place.base, "-C", folder, "--verify").exit_code == 0


def test_a_release_that_another_publisher_removed_does_not_become_current(
    place: Place, tmp_path: Path
) -> None:
    old, new = project(tmp_path, "both", "1"), project(tmp_path, "both", "2", note=NOTE)
    assert kg("publish", place.base, "-C", old).exit_code == 0
    current = KnowledgeGraph.load(old).remote(place.query).current()
    catalogue = current.rpartition("/")[0]

    def come_between(method: str, path: str, body: bytes) -> bool:
        if b"sha256:" in body:
            gone = f"GRAPH <{catalogue}> {{ ?dataset dcat:hasVersion ?release }}"
            keep = f"FILTER(?release != <{current}>)"
            prefix = "PREFIX dcat: <http://www.w3.org/ns/dcat#> "
            _update(place, f"{prefix}DELETE {{ {gone} }} WHERE {{ {gone} {keep} }}")
        return True

    with servers.proxy(place.base, come_between) as before:
        result = kg("publish", before, "-C", new, *place.through(before))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{current} is current now, not {catalogue}/2-" in result.stderr
    assert "someone else publishes this data set at the same time" in result.stderr
    assert KnowledgeGraph.load(old).remote(place.query).current() == current
    assert kg("publish", place.base, "-C", new).exit_code == 0


def test_going_back_sends_nothing_and_graphs_of_others_are_not_touched(
    place: Place, tmp_path: Path
) -> None:
    old, new = project(tmp_path, "back", "1"), project(tmp_path, "back", "2", note=NOTE)
    theirs = "https://w3id.org/sistercity/id/dataset/backs/releases/1-0123456789ab"
    catalogue = "https://w3id.org/sistercity/id/dataset/back/releases"
    named = f"<{catalogue[:-9]}> <http://www.w3.org/ns/dcat#hasVersion> <{theirs}>"
    _update(
        place,
        f"INSERT DATA {{ GRAPH <{theirs}> {{ <http://s> <http://p> 1 }} "
        f"GRAPH <{catalogue}> {{ {named} }} }}",
    )
    for folder in (old, new):
        assert kg("publish", place.base, "-C", folder).exit_code == 0
    back = kg("publish", place.base, "-C", old)
    assert "Batches sent: 0, there already: 8" in back.stdout
    assert kg("publish", place.base, "-C", old, "--verify").exit_code == 0
    assert RemoteStore(place.query, {}).query(f"ASK {{ GRAPH <{theirs}> {{ ?s ?p 1 }} }}").truth


def test_virtuoso_wants_the_right_user(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "wrong")
    folder = project(tmp_path, "closed", "1")
    wrong = kg("publish", place.base, "-C", folder)
    monkeypatch.delenv(USER)
    nobody = kg("publish", place.base, "-C", folder)
    if place.kind == "oxigraph":  # asks nobody who they are
        assert (wrong.exit_code, nobody.exit_code) == (0, 0)
        return
    assert (wrong.exit_code, nobody.exit_code) == (2, 2)
    assert "does not take the user and the password in KG_STORE_USER" in wrong.stderr
    assert "wants a user: set KG_STORE_USER and KG_STORE_PASSWORD" in nobody.stderr
    assert "wrong" not in wrong.stderr


def test_a_server_that_only_reads_says_so(tmp_path: Path) -> None:
    with servers.oxigraph(tmp_path / "db"):
        pass
    with servers.oxigraph(tmp_path / "db", mode="serve-read-only") as server:
        result = kg("publish", server.base, "-C", FIXTURE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "/update does not take an update (403: " in result.stderr
