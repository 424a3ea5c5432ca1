"""Endpoints that answer wrongly, and what is sent, told apart without any engine."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError, QueryError
from kg.publish import plan as plans
from kg.publish import planned
from kg.publish.canonical import digest_triples, name_blank_nodes, sum_up
from kg.schema import packaged_ontology
from kg.store.remote import RemoteStore, declare
from kg.store.tokens import tokens
from kg.store.web import PASSWORD, USER
from tests.servers import answering, free_port, serving

FIXTURE = Path(__file__).parent / "fixture"
PREFIXES = {"cities": "https://w3id.org/sistercity/id/cities/", "ex": "http://example.org/"}
JSON = "application/sparql-results+json"


def store(base: str) -> RemoteStore:
    return RemoteStore(base, PREFIXES, seconds=5)


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>", "SPARQL endpoint .*text/html"),
        (404, {"Content-Type": "text/plain"}, b"no such page", "SPARQL endpoint .*404: no such"),
        (500, {"Content-Type": "text/plain"}, b"Boom\nat line 3", r"cannot answer .*\(500: Boom\)"),
        (301, {"Location": "https://new.example/sparql"}, b"", "moved to https://new.example/spar"),
        (503, {"Content-Type": "text/plain"}, b"busy", "cannot answer now .503: busy"),
        (200, {"Content-Type": JSON}, b"{", "answers what cannot be read"),
        (401, {"WWW-Authenticate": "Basic"}, b"", "wants a user: set KG_STORE_USER"),
    ],
)
def test_what_a_server_does_wrong_is_told_in_words(
    status: int, headers: Mapping[str, str], body: bytes, told: str
) -> None:
    with answering(status, headers, body) as base, pytest.raises(KgError, match=told):
        store(base).query("ASK {}")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(KgError, match=r"http://127.0.0.1:\d+ does not answer: .*refused"):
        store(f"http://127.0.0.1:{free_port()}").query("ASK {}")


def test_a_wrong_user_is_told_and_the_password_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "ann")
    monkeypatch.setenv(PASSWORD, "secret")
    with answering(401, {"WWW-Authenticate": "Basic"}, b"") as base, pytest.raises(KgError) as told:
        store(base).query("ASK {}")
    assert "does not take the user" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("address", ["somewhere", "ftp://host/x", "http://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(KgError, match="is no address of a server"):
        store(address)


def test_a_password_in_an_address_is_refused() -> None:
    with pytest.raises(KgError, match="do not belong in an address"):
        store("http://ann:secret@host/sparql")


def test_comments_are_not_sent_for_a_server_may_see_their_end_elsewhere() -> None:
    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

        def do_POST(self) -> None:
            sent.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response_only(200)
            self.send_header("Content-Type", JSON)
            self.end_headers()
            self.wfile.write(b'{"head": {}, "boolean": true}')

    with serving(Handler) as base:
        assert store(base).query("ASK # SERVICE\n{ ?s ?p '# kept' }").truth is True
    (query,) = parse_qs(sent[0])["query"]
    assert "SERVICE" not in query
    assert query.split() == ["ASK", "{", "?s", "?p", "'#", "kept'", "}"]


def test_a_query_that_cannot_be_read_is_not_sent() -> None:
    with pytest.raises(QueryError, match="line 1, column 18: the query cannot be read"):
        store("http://127.0.0.1:1/").query("SELECT * WHERE { ; }")


def test_rows_are_sorted_and_truth_values_written_as_ours_are() -> None:
    rows = ",".join(
        f'{{"x": {{"type": "typed-literal", "value": "{value}", '
        '"datatype": "http://www.w3.org/2001/XMLSchema#boolean"}}'
        for value in (1, 0)
    )
    body = f'{{"head": {{"vars": ["x"]}}, "results": {{"bindings": [{rows}]}}}}'.encode()
    with answering(200, {"Content-Type": JSON}, body) as base:
        assert store(base).query("SELECT ?x {}").to_csv() == "x\nfalse\ntrue\n"


@pytest.mark.parametrize(
    ("rows", "truth"), [('{"__ASK_RETVAL": {"type": "literal", "value": "1"}}', True), ("", False)]
)
def test_a_truth_value_may_come_as_a_row_or_none(rows: str, truth: bool) -> None:
    body = f'{{"head": {{"vars": ["__ASK_RETVAL"]}}, "results": {{"bindings": [{rows}]}}}}'
    with answering(200, {"Content-Type": JSON}, body.encode()) as base:
        assert store(base).query("ASK {}").truth is truth


def test_only_prefixes_that_are_used_and_missing_are_declared() -> None:
    text = "PREFIX ex: <http://other/> SELECT * { cities:a ex:b ?c }"
    told = declare(text, list(tokens(text)), PREFIXES)
    assert told == f"PREFIX cities: <{PREFIXES['cities']}> {text}"


# ---- what is sent


def digest(*objects: str) -> str:
    lines = "".join(f"<http://s> <http://p> {value} .\n" for value in objects)
    return sum_up(digest_triples([lines.encode()]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-79.00", "-79"), ("+1.50", "1.5"), ("0.0", "-0"), ("007", "7.0"), ("100", "100.0"),
    ],
)  # fmt: skip
def test_numbers_are_compared_by_value(one: str, other: str) -> None:
    kind = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
    assert digest(f'"{one}"{kind}') == digest(f'"{other}"{kind}')
    assert digest(f'"{one}"{kind}') != digest(f'"{other}1"{kind}')
    assert digest(f'"{one}"') != digest(f'"{other}"')


def test_the_digest_is_that_of_a_set() -> None:
    assert digest('"a"', '"b"', '"a"') == digest('"b"', '"a"')
    assert digest('"a"', '"b"') != digest('"a"')


def test_blank_nodes_of_the_ontology_are_named_alike_each_time() -> None:
    one, other = (b"".join(name_blank_nodes(packaged_ontology())) for _ in range(2))
    assert one == other
    assert b"_:" not in one.replace(b'"', b"")
    assert b"/.well-known/genid/" in one


def test_batches_are_whole_lines_in_order_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BATCH", 100)
    lines = [f'<http://s> <http://p> "{n}" .\n'.encode() for n in range(40)]
    lines.insert(7, b'<http://s> <http://p> "' + b"long" * 50 + b'" .\n')
    pieces = [b"".join(lines[:11]), b"".join(lines[11:])]
    with planned(pieces, "http://d", "1") as plan:
        batches = [plan.read(batch) for batch in plan.batches]
        assert plan.triples == 41
        assert plan.release == f"http://d/releases/1-{plan.sha256[:12]}"
    assert b"".join(batches) == b"".join(lines)
    assert all(batch.endswith(b" .\n") for batch in batches)
    assert [len(batch) > 100 for batch in batches].count(True) == 1


@pytest.mark.usefixtures("read_once")
def test_a_dry_run_asks_nobody(small: KnowledgeGraph) -> None:
    words = ["publish", "http://127.0.0.1:1", "-C", str(FIXTURE), "--dry-run"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Would send {len(small.store)} triples (")


@pytest.mark.usefixtures("read_once")
def test_a_server_that_is_not_known_is_told() -> None:
    with answering(200, {"Server": "Acme/1"}, b"") as base:
        result = CliRunner().invoke(main, ["publish", base, "-C", str(FIXTURE)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'calls itself "Acme/1"' in result.stderr
    assert "name --sparql, --update and --graph-store" in result.stderr
