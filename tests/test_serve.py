"""The endpoint and what stands around it, in this process: SPARQL Protocol, files, refusals."""

import calendar
import io
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from kg import KnowledgeGraph
from kg.cli import main
from kg.cli.words import say
from kg.errors import KgError, QueryError
from kg.names import LANGUAGES
from kg.serve import forms
from kg.serve.access import to_line
from kg.serve.app import build_app
from kg.serve.folder import own_folder
from kg.serve.forms import choose
from kg.serve.limits import Limits
from kg.serve.served import File, Served
from kg.store.disk import DiskStore, write_store
from tests.serving import Answerer, Client

CITIES = "SELECT ?city ?name { ?city a sisc:City ; rdfs:label ?name } ORDER BY ?name"
TRUE = "ASK { ?city a sisc:City }"
TRIPLES = "CONSTRUCT { ?city a sisc:City } WHERE { ?city a sisc:City }"
BROKEN = "SELECT ?city\nWHERE { ?city a sisk:City }"
PARTS = ("text", "turtle", "*", "/", ";", "q", "=", "0.5", "nan", "1e9", ",", " ")
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def store(small: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> DiskStore:
    folder = tmp_path_factory.mktemp("served") / "store"
    assert write_store(folder, small.to_ntriples(), small.ontology) == len(small.store)
    return DiskStore(folder, small.schema.prefixes)


@pytest.fixture(scope="module")
def served(small: KnowledgeGraph) -> Served:
    files = {
        "gaps.csv": File(b"a,b\n", "text/csv; charset=utf-8", '"1234"'),
        "explorer.html": File(b"<p>", "text/html; charset=utf-8", '"5678"'),
    }
    return Served(small, files, Path("nowhere"), 17, "v1", "http://127.0.0.1:8000/")


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("<p>", media_type="text/html")


@pytest.fixture(scope="module")
def pool(store: DiskStore) -> Answerer:
    return Answerer(store)


@pytest.fixture(scope="module")
def app(served: Served, pool: Answerer) -> Starlette:
    limits = Limits(body=2000, patience=0.2)
    return build_app(served, limits, [Route("/query", _page)], pool=pool)


@pytest.fixture(scope="module")
def client(app: Starlette) -> Client:
    return Client(app)


# ---- the query operation


@pytest.mark.parametrize(
    ("accept", "form"),
    [(forms.JSON, "json"), (forms.XML, "xml"), (forms.CSV, "csv"), (forms.TSV, "tsv")],
)
def test_rows_in_each_form(client: Client, small: KnowledgeGraph, accept: str, form: str) -> None:
    reply = client.get("/sparql", params={"query": CITIES}, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, accept)
    read: Any = Result.parse(io.BytesIO(reply.content), format=form)
    expected = [tuple(row) for row in small.answer(CITIES).to_frame(full_iris=True).values]
    assert len(expected) > 5
    assert [tuple(str(cell) for cell in row) for row in read] == expected


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (forms.TURTLE, "turtle"),
        (forms.NTRIPLES, "nt"),
        (forms.RDF_XML, "xml"),
        (forms.JSON_LD, "json-ld"),
        (forms.NQUADS, "nquads"),
        (forms.TRIG, "trig"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, of itself
def test_triples_in_each_form(
    client: Client, small: KnowledgeGraph, accept: str, form: str
) -> None:
    reply = client.get("/sparql", params={"query": TRIPLES}, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, accept)
    read = rdflib.Dataset(default_union=True)
    read.parse(data=reply.text, format=form)
    assert {str(s) for s, _, _ in read.triples((None, None, None))} == {
        str(t.subject.value)  # type: ignore[union-attr]
        for t in small.answer(TRIPLES).triples or ()
    }


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", forms.JSON),
        ("*/*", forms.JSON),
        ("text/*", forms.CSV),
        ("text/html,application/xhtml+xml,*/*;q=0.8", forms.JSON),
        (f"{forms.JSON};q=0.5, {forms.XML}", forms.XML),
        (f"{forms.JSON};q=0, */*;q=0.1", forms.XML),
        (f"*/*, {forms.JSON};q=0.9", forms.XML),
        ("APPLICATION/JSON", "application/json"),
        ("application/json; charset=utf-8 ; Q=0.7,,", "application/json"),
        ("nonsense, text/csv", forms.CSV),
        ("text/html", None),
        (f"{forms.JSON};q=0", None),
        (f"{forms.JSON};q=high", None),
        (f"{forms.JSON};q=nan", None),
        (f"{forms.JSON};q=9, {forms.XML};q=0.1", forms.XML),
        (f"a/b{' ' * 60_000}x, */*;q=0.1", forms.JSON),  # at once
    ],
)
def test_the_form_is_what_the_client_likes_best(accept: str, expected: str | None) -> None:
    assert choose(accept, forms.ROWS) == expected


@given(accept=st.lists(st.sampled_from(PARTS)).map("".join))
@settings(max_examples=30)
def test_any_header_can_be_read(accept: str) -> None:
    assert choose(accept, forms.TRIPLES) in (None, *forms.TRIPLES)


def test_a_query_is_asked_in_three_ways(client: Client) -> None:
    replies = [
        client.get("/sparql", params={"query": CITIES}),
        client.post("/sparql", data={"query": CITIES}),
        client.post("/sparql", content=CITIES, headers={"Content-Type": QUERY}),
        client.post("/sparql", content=CITIES, headers={"Content-Type": f"{QUERY}; charset=UTF-8"}),
    ]
    assert [reply.status_code for reply in replies] == [200] * 4
    assert len({reply.content for reply in replies}) == 1
    assert json.loads(replies[0].content)["head"]["vars"] == ["city", "name"]


def test_ask_answers_in_two_forms_and_no_other(client: Client) -> None:
    for accept, expected in ((forms.JSON, '"boolean":true'), ("text/xml", "<boolean>true<")):
        reply = client.get("/sparql", params={"query": TRUE}, headers={"Accept": accept})
        assert expected in reply.text
    reply = client.get("/sparql", params={"query": TRUE}, headers={"Accept": "text/csv"})
    assert (reply.status_code, reply.text.partition(":")[0]) == (
        406,
        "This query is answered as one of",
    )


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    got, head = (
        client.request(method, "/sparql", params={"query": CITIES}) for method in ("GET", "HEAD")
    )
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([("query", CITIES), ("query", CITIES)], 'The parameter "query" is given more than once.'),
        ([("quary", CITIES)], 'The parameter "query" is missing.'),
        ([("query", "")], "The query is empty."),
        ([("update", "CLEAR ALL")], "This endpoint only answers queries; facts are changed in the"),
        ([("query", TRUE), ("default-graph-uri", "http://e/")], "default-graph-uri: there is one"),
        ([("query", TRUE), ("named-graph-uri", "")], "named-graph-uri: there is one graph here"),
        ([("query", f"#\n{TRUE}\n;")], 'line 3, column 1: the query cannot be read from ";" on.'),
        ([("query", "SELECT * FROM <http://e/> {}")], "line 1, column 10: FROM names another"),
        ([("query", "LOAD <http://e/>")], "line 1, column 1: LOAD would change data."),
        ([("query", "ASK { SERVICE <http://e/> {} }")], "line 1, column 7: SERVICE would ask"),
        ([(str(n), "") for n in range(101)], "There are more than 100 parameters."),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: Client, parameters: list[tuple[str, str]], expected: str
) -> None:
    for reply in (
        client.get("/sparql", params=parameters),
        client.post("/sparql", content=urlencode(parameters), headers={"Content-Type": FORM}),
    ):
        assert (reply.status_code, reply.headers["content-type"]) == (
            400,
            "text/plain; charset=utf-8",
        )
        assert reply.text.startswith(expected)


def test_faults_are_worded_as_on_the_command_line(client: Client, small: KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as fault:
        small.answer(BROKEN)
    told = str(fault.value)
    assert told.startswith('line 2, column 17: the prefix "sisk:" is not known. ')
    assert client.get("/sparql", params={"query": BROKEN}).text == f"{told}\n"


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/sparql-update", b"CLEAR ALL", 415),
        ("application/json", b"{}", 415),
        ("application/xml", b"<a/>", 415),
        ("", b"ASK {}", 415),
        (f"{QUERY}; charset=utf-16", b"ASK {}", 415),
        (QUERY, b"ASK { \xff }", 400),
        (FORM, b"query=%FF", 400),
        (FORM, b"query=\xff", 400),
        (QUERY, b" " * 2001, 413),
    ],
)
def test_bodies_that_are_no_query(client: Client, kind: str, body: bytes, expected: int) -> None:
    reply = client.post("/sparql", content=body, headers={"Content-Type": kind})
    assert reply.status_code == expected
    assert reply.text.endswith(".\n") or reply.text.endswith("tables.\n")


def test_a_body_without_a_length_is_counted(client: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * 1000

    reply = client.post("/sparql", content=pieces(), headers={"Content-Type": QUERY})
    assert (reply.status_code, reply.text) == (413, "A request has at most 0.00190735 MB.\n")


def test_methods_that_are_not_there(client: Client) -> None:
    for path, allowed in (
        ("/sparql", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/gaps.csv", {"GET", "HEAD"}),
    ):
        reply = client.request("PUT", path)
        assert (reply.status_code, set(reply.headers["allow"].split(", "))) == (405, allowed)
    assert client.request("OPTIONS", "/sparql").status_code == 204


def test_pages_elsewhere_may_read(client: Client) -> None:
    origin = {"Origin": "https://example.org"}
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = client.request("OPTIONS", "/sparql", headers=asked)
    assert reply.status_code == 200
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in reply.headers
    for path in ("/sparql?query=ASK{}", "/gaps.csv", "/nothing", "/sparql?query=nonsense"):
        reply = client.get(path, headers=origin)
        assert reply.headers["access-control-allow-origin"] == "*"


# ---- without a query


def test_the_endpoint_describes_itself(client: Client) -> None:
    reply = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=reply.text, format="turtle", publicID="http://h/sparql")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (endpoint,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert (endpoint, sd.endpoint, endpoint) in graph
    assert str(endpoint) == "http://h/sparql"
    assert len(list(graph.objects(endpoint, sd.resultFormat))) == 10
    assert client.get("/sparql").text == reply.text
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_a_browser_is_shown_the_query_page(client: Client) -> None:
    reply = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/query")


# ---- what caches are told


def test_an_answer_that_is_known_is_not_sent_again(client: Client, pool: Answerer) -> None:
    first = client.get("/sparql", params={"query": CITIES})
    assert "Accept" in first.headers["vary"]
    asked = pool.asked
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get("/sparql", params={"query": CITIES}, headers=known)
    assert (again.status_code, again.content, pool.asked) == (304, b"", asked)
    for changed in (
        client.get("/sparql", params={"query": TRUE}, headers=known),
        client.get("/sparql", params={"query": CITIES}, headers={**known, "Accept": "text/csv"}),
    ):
        assert changed.status_code == 200
        assert changed.headers["etag"] != first.headers["etag"]


def test_what_changes_or_fails_is_not_kept(client: Client) -> None:
    for query in ("SELECT (NOW() AS ?now) {}", "SELECT (uuid() AS ?id) {}", BROKEN, "busy"):
        reply = client.get("/sparql", params={"query": query})
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers


def test_files_are_served_from_memory(client: Client) -> None:
    reply = client.get("/gaps.csv")
    assert (reply.content, reply.headers["content-type"]) == (b"a,b\n", "text/csv; charset=utf-8")
    for tags in ('"1234"', 'W/"1234"', '"x", "1234"', "*"):
        assert client.get("/gaps.csv", headers={"If-None-Match": tags}).status_code == 304
    assert client.get("/gaps.csv", headers={"If-None-Match": '"123"'}).status_code == 200
    for path in ("/data/cities.csv", "/pyproject.toml", "/kg", "/gaps.csv/", "/gaps"):
        assert client.get(path).status_code in (307, 404)


# ---- what stands around all


def test_each_reply_has_the_headers_of_the_house(client: Client) -> None:
    for path in ("/gaps.csv", "/query", "/nothing", "/sparql?query=%", "/health"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert (
        client.get("/gaps.csv").headers["content-security-policy"].startswith("default-src 'none'")
    )
    assert client.get("/query").headers["content-security-policy"].startswith("default-src 'self'")
    assert client.get("/explorer.html").headers["content-security-policy"] == (
        "frame-ancestors 'self'"  # its own policy stands in it
    )


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "", "a@127.0.0.1", "[::2]"]
)
def test_another_name_is_refused(client: Client, host: str) -> None:
    reply = client.get("/health", headers={"Host": host})
    assert reply.status_code == 421


def test_health(client: Client, pool: Answerer) -> None:
    reply = client.get("/health")
    assert reply.json() == {"status": "ok", "version": "v1", "triples": 17, "workers": 1}
    pool.alive = 0
    try:
        assert (client.get("/health").status_code, client.get("/health").json()["status"]) == (
            503,
            "no worker",
        )
    finally:
        pool.alive = 1


def test_a_busy_server_says_when_to_ask_again(client: Client) -> None:
    reply = client.get("/sparql", params={"query": "busy"})
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")


def test_a_line_of_the_log() -> None:
    scope = {
        "client": ("127.0.0.1", 5),
        "method": "GET",
        "http_version": "1.1",
        "raw_path": b'/a"\n\\\xff',
        "query_string": b"q=" + b"x" * 500,
    }
    line = to_line(scope, 200, 0, calendar.timegm((2026, 1, 2, 3, 4, 5)), 0.012)
    assert line.startswith("127.0.0.1 - - [02/Jan/2026:03:04:05 +0000] ")
    assert '"GET /a\\x22\\x0a\\x5c\\xff?q=xxx' in line
    assert line.endswith('xxx... HTTP/1.1" 200 - 12ms')
    assert len(line) < 300


# ---- the folder of the store


def test_a_folder_goes_with_its_server_or_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, other, strange = (tmp_path / name for name in ("kg-serve-a", "kg-serve-b", "serve-c"))
    for folder in (left, other, strange):
        folder.mkdir()
    (tmp_path / "kg-serve-d").symlink_to(strange)
    for folder in (left, strange):
        (folder / "lock").touch()
    kept = {other.name, "kg-serve-d", strange.name}  # no lock, no folder, not its name
    with own_folder() as mine, own_folder() as second:
        assert {at.name for at in tmp_path.iterdir()} == {*kept, mine.name, second.name}
        assert (strange / "lock").exists()
    assert {at.name for at in tmp_path.iterdir()} == kept


def test_a_temporary_folder_that_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    told = r"nowhere: No such file or directory\. Name another"
    with pytest.raises(KgError, match=told), own_folder():
        pass


# ---- the command


def test_the_command_says_what_it_will_not_do(tmp_path: Path) -> None:
    for words, expected in (
        (["--port", "70000"], "70000 is not in the range 0<=x<=65535"),
        (["--bind", "192.0.2.1", "--port", "0"], "error: cannot listen at 192.0.2.1, port 0: "),
        ([str(tmp_path), "--port", "0"], "has no data folder. Expected "),
    ):
        result = CliRunner().invoke(main, ["serve", *words])
        assert (result.exit_code, result.stdout) == (2, "")
        assert expected in result.stderr


def test_the_first_line_in_three_languages() -> None:
    lines = {say("serve-ready", lang, base="http://h/", triples=1234) for lang in LANGUAGES}
    assert len(lines) == 3
    assert all("http://h/sparql" in line and "1,234" in line for line in lines)
