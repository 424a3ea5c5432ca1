"""The server as it runs: its worker processes, hostile requests, limits, and how it ends."""

import doctest
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kg import KnowledgeGraph
from kg.errors import KgError
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.run import open_socket, serve
from tests.serving import (
    COUNT,
    ENDLESS,
    FIXTURE,
    GREEDY,
    ROOT,
    SLOW,
    Server,
    children,
    count_of,
    is_running,
    read_all,
    running,
    state,
    until,
)

pytestmark = pytest.mark.engine

HOST = b"Host: 127.0.0.1\r\n"
LIMIT = 3.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running("--time-limit", str(LIMIT), "--memory", "192", "--answer", "1") as started:
        yield started


def healthy(server: Server) -> bool:
    return bool(server.get("health").json()["workers"] == 2)


@pytest.fixture(autouse=True)
def _whole(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each attack the server answers, with all its workers and no dead ones left."""
    yield
    if "server" in request.fixturenames:
        server: Server = request.getfixturevalue("server")
        assert until(lambda: healthy(server))
        assert count_of(server.ask(COUNT)) > 10_000
        assert [state(pid) for pid in children(server.process.pid)].count("Z") == 0


# ---- workers


def test_an_endless_query_ends_in_time_while_others_are_answered(server: Server) -> None:
    with ThreadPoolExecutor(21) as pool:
        begun = time.monotonic()
        endless = pool.submit(server.ask, ENDLESS)
        others = [pool.submit(server.ask, COUNT) for _ in range(20)]
        counts = {count_of(other.result()) for other in others}
        assert not endless.done()
        stopped = endless.result()
    assert len(counts) == 1
    assert stopped.status_code == 504
    assert stopped.text == (
        "The query takes longer than 3 seconds, and was stopped. Ask for less, or in parts.\n"
    )
    assert time.monotonic() - begun < LIMIT + 5


def test_a_query_that_takes_all_memory_is_stopped(server: Server) -> None:
    reply = server.ask(GREEDY)
    assert (reply.status_code, reply.text) == (
        422,
        "The query needs more than 192 MB of memory. Ask for less, or in parts.\n",
    )


def test_an_answer_that_is_too_large_is_refused_whole(server: Server) -> None:
    reply = server.ask("SELECT * { ?s ?p ?o }")
    assert reply.status_code == 422
    assert reply.text.startswith("The answer is larger than 1 MB. Nothing of it is sent: ")


@pytest.mark.parametrize(
    "query",
    [
        "ASK { {} " + "UNION {} " * 50_000 + "}",
        "ASK { ?s " + "a/" * 50_000 + "a ?o }",
    ],
)
def test_a_query_that_nests_deeply_takes_at_most_its_worker_down(
    server: Server, query: str
) -> None:
    reply = httpx.post(f"{server.base}sparql", data={"query": query}, timeout=60)
    assert (reply.status_code, reply.text) == (
        422,
        "The query nests too deeply or is too long. Ask for less, or in parts.\n",
    )


def test_a_worker_that_was_killed_is_replaced(server: Server) -> None:
    before = server.workers()
    assert len(before) == 2
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert count_of(server.ask(COUNT)) > 10_000
    assert until(lambda: len(server.workers()) == 2)
    assert not set(before) & set(server.workers())


def test_a_query_whose_worker_is_killed_is_asked_again(server: Server) -> None:
    assert until(server.is_at_rest)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.ask, SLOW)
        assert until(server.is_busy)
        (busy,) = [pid for pid in server.workers() if state(pid) == "R"]
        os.kill(busy, signal.SIGKILL)
        assert count_of(asked.result()) > 0


def test_a_client_that_leaves_frees_its_worker(server: Server) -> None:
    for _ in range(2):
        with pytest.raises(httpx.TimeoutException):
            httpx.get(f"{server.base}sparql", params={"query": ENDLESS}, timeout=0.3)
    begun = time.monotonic()
    assert count_of(server.ask(COUNT)) > 10_000
    assert time.monotonic() - begun < LIMIT


def test_a_worker_can_open_no_further_file_or_connection(server: Server) -> None:
    limits = [Path(f"/proc/{pid}/limits").read_text(encoding="ascii") for pid in server.workers()]
    assert [bool(re.search(r"^Max open files +0 +0 ", text, re.MULTILINE)) for text in limits] == [
        True,
        True,
    ]


# ---- what is refused


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """Listen on a port of this machine, and keep who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.settimeout(0.1)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    came.append(waiting.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{waiting.getsockname()[1]}/data", came
        ended.set()
        thread.join()


FETCHING = (
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }} }}",
    "SELECT * {{ #\rSERVICE<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o.sErViCe SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(?a<?b&&?c>?d)SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{0}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 'a\\\\'SERVICE SILENT <{0}> {{ ?s ?p ?o }} #' \n }}",
    "SELECT * {{ VALUES ?x {{ '''a' }} SERVICE <{0}> {{ ?s ?p ?o }} # \\x ''' }} \n }}",
    'SELECT * {{ VALUES ?x {{ """a" }} SERVICE <{0}> {{ ?s ?p ?o }} # \\u12 """ }} \n }}',
    "SELECT * {{ VALUES ?x {{ '''\\\\' }} SERVICE <{0}> {{ ?s ?p ?o }} # \\uD800 ''' }} \n }}",
    "SELECT * {{ VALUES ?x {{ '''a' }} SERVICE <{0}> {{ ?s ?p ?o }} # \\UFFFFFFFF ''' }} \n }}",
    "SELECT * {{ FILTER(1<2)SERVICE#>\n<{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ OPTIONAL {{ ?s cities:a·\\# ?o }} SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\U00000053ERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "LOAD <{0}>",
    "LOAD SILENT <{0}> INTO GRAPH <{0}>",
    "#\nPREFIX a: <{0}> LOAD <{0}>",
    "INSERT DATA {{ <{0}> a <{0}> }}",
    "DELETE WHERE {{ ?s ?p ?o }}",
    "CLEAR ALL",
    "DROP ALL",
)


@pytest.mark.parametrize("pattern", FETCHING)
def test_nothing_is_fetched_or_changed(
    server: Server, listener: tuple[str, list[object]], pattern: str
) -> None:
    address, came = listener
    query = pattern.format(address)
    asked = {
        "get": server.ask(query),
        "form": httpx.post(f"{server.base}sparql", data={"query": query}),
        "body": post(server, query, "application/sparql-query"),
    }
    assert {name: reply.status_code for name, reply in asked.items()} == dict.fromkeys(asked, 400)
    assert "line " in asked["get"].text
    assert len({reply.text for reply in asked.values()}) == 1
    assert came == []


def test_an_escape_in_a_comment_ends_no_line(
    server: Server, listener: tuple[str, list[object]]
) -> None:
    address, came = listener
    reply = server.ask(f"SELECT * {{ # \\u000A SERVICE <{address}> {{ ?s ?p ?o }}\n }}")
    assert (reply.status_code, came) == (200, [])


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
def test_graphs_that_are_not_here_are_refused(
    server: Server, listener: tuple[str, list[object]], name: str
) -> None:
    address, came = listener
    reply = server.get("sparql", params={"query": COUNT, name: address})
    assert (reply.status_code, came) == (400, [])


def post(server: Server, body: str | bytes, kind: str) -> httpx.Response:
    return httpx.post(f"{server.base}sparql", content=body, headers={"Content-Type": kind})


def test_updates_are_refused_in_each_way_to_send_them(server: Server) -> None:
    update = "INSERT DATA { <http://e/> a <http://e/> }"
    before = count_of(server.ask(COUNT))
    assert post(server, update, "application/sparql-update").status_code == 415
    assert post(server, f"update={update}", "application/x-www-form-urlencoded").status_code == 400
    assert server.get("sparql", params={"update": update}).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        reply = httpx.request(method, f"{server.base}sparql", content=update)
        assert reply.status_code == 405
        assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert count_of(server.ask(COUNT)) == before


# ---- requests that are no good


def status(reply: bytes) -> int:
    assert reply.startswith(b"HTTP/1.1 "), reply[:80]
    return int(reply.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"/%zz", 400),
        (b"/sparql?query=%", 400),
        (b"/%00", 400),
        (b"/graph.ttl%00.csv", 400),
        (b"/%ff", 400),
        (b"/..%5c..%5cetc", 400),
        (b"/../../etc/passwd", 404),
        (b"/%2e%2e/%2e%2e/etc/passwd", 404),
        (b"/..%2f..%2fetc%2fpasswd", 404),
        (b"//etc/passwd", 404),
        (b"/./graph.ttl", 404),
        (b"/data/cities.csv", 404),
        (b"/sparql?query=%FF", 400),
        (b"http://example.org/graph.ttl", 400),
    ],
)
def test_tricks_with_addresses(server: Server, target: bytes, expected: int) -> None:
    reply = server.raw(b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert status(reply) == expected
    assert b"root:" not in reply


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Host: example.org\r\n",
        b"Host: 127.0.0.1.example.org\r\n",
        b"Host: 127.0.0.1@example.org\r\n",
        b"Host: localhost:80:80\r\n",
        b"Host: 127.0.0.1\r\nHost: example.org\r\n",
    ],
)
def test_a_server_is_asked_under_its_own_name(server: Server, head: bytes) -> None:
    reply = server.raw(b"GET /health HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n")
    assert status(reply) in (400, 421)


@pytest.mark.parametrize("host", [b"127.0.0.1", b"localhost:1", b"[::1]:80", b"LOCALHOST"])
def test_local_names_are_its_own(server: Server, host: bytes) -> None:
    head = b"Host: " + host + b"\r\nConnection: close\r\n\r\n"
    assert status(server.raw(b"GET /health HTTP/1.1\r\n" + head)) == 200


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 200_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 100_000 + b"\r\n", 431),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rHost: b\r\n\r\n", 400),
        (
            b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n",
            400,
        ),
        (
            b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
            b"Expect: 100-continue\r\nContent-Length: 5000000\r\n\r\n",
            413,
        ),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 421),
    ],
)
def test_requests_that_are_no_http(server: Server, sent: bytes, expected: int) -> None:
    assert status(server.raw(sent)) == expected


def test_a_client_that_leaves_in_a_body_leaves_no_trace(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head + b"X: left\r\nContent-Length: 9\r\n\r\nASK")
    broken = head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    assert status(server.raw(broken)) == 400
    lines = server.log.read_text(encoding="utf-8")
    assert until(
        lambda: server.log.read_text(encoding="utf-8").count('"POST /sparql HTTP/1.1" 0') > 1
    )
    assert "Traceback" not in lines


def test_a_body_of_two_megabytes_is_refused(server: Server) -> None:
    large = "SELECT * { ?s ?p ?o } #" + "a" * 2_000_000
    assert post(server, large, "application/sparql-query").status_code == 413
    assert httpx.post(f"{server.base}sparql", data={"query": large}).status_code == 413


def test_a_body_without_a_length_is_counted_as_it_comes(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)  # waits in no buffer
        connection.sendall(head)
        sent = 0
        try:
            while sent < 2000:  # 125 MB, were they taken
                connection.sendall(piece)
                sent += 1
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            pytest.fail("all of it was taken")
    assert sent < 200


def test_xml_is_not_parsed(server: Server) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert post(server, bomb, "application/xml").status_code == 415
    assert post(server, bomb, "application/sparql-results+xml").status_code == 415


def test_log_lines_cannot_be_made_up(server: Server) -> None:
    server.get("sparql?query=%0A127.0.0.1%20forged" + "a" * 5000)
    server.raw(b'GET /x"y HTTP/1.1\r\n' + HOST + b"Connection: close\r\n\r\n")
    lines = server.log.read_text(encoding="utf-8").splitlines()
    assert any('"GET /sparql?query=%0A127.0.0.1%20forgedaaa' in line for line in lines)
    assert max(map(len, lines)) < 400
    known = ("127.0.0.1 - - [", "a worker ", "Invalid ")
    assert [line for line in lines if not line.startswith(known)] == []


# ---- the start and the end


def test_sigterm_lets_what_is_being_answered_be_answered() -> None:
    with running("--time-limit", "20") as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        assert until(server.is_at_rest)
        asked = pool.submit(server.ask, SLOW)
        assert until(server.is_busy)
        assert server.stop() == 0
        assert count_of(asked.result()) > 0
        assert not any(is_running(pid) for pid in workers)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_the_page_on_serving_shows_what_is_answered() -> None:
    """Run the examples of the page against a server with the data that it tells of."""
    text = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    with running(project=ROOT) as server:
        own = block.replace("http://127.0.0.1:8000/", server.base)
        assert own != block
        test = doctest.DocTestParser().get_doctest(own, {}, "serve.md", None, 0)
        said: list[str] = []
        result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert result.failed == 0, "".join(said)
    assert result.attempted > 8


def test_workers_end_with_a_server_that_was_killed() -> None:
    with running("--time-limit", "2") as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        assert until(server.is_at_rest)
        asked = pool.submit(server.ask, ENDLESS)
        assert until(server.is_busy)
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
        assert until(lambda: not any(is_running(pid) for pid in workers), seconds=10)
        assert asked.exception() is not None


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "kg", "serve", "--port", port],
            capture_output=True, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: cannot listen at 127.0.0.1, port {port}: Address already in use. "
        "Choose another by --port.\n"
    )


def test_memory_in_which_no_worker_can_begin() -> None:
    taken = open_socket("127.0.0.1", 0)
    limits = Limits(memory=4 * MEGABYTE)
    with taken, pytest.raises(KgError, match=r"^a worker cannot begin with 4 MB of memory \(exit "):
        serve(KnowledgeGraph.load(FIXTURE), taken, limits, ready=print)


# ---- patience


def test_slow_clients_are_let_go() -> None:
    slow = {
        "nothing": b"",
        "half a head": b"GET /health HTTP/1.1\r\nHost: 127.",
        "half a body": b"POST /sparql HTTP/1.1\r\n" + HOST
        + b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nSELECT",
    }  # fmt: skip
    with running(limits="patience=1") as server, ThreadPoolExecutor(5) as pool:
        begun = time.monotonic()
        dropped = pool.submit(send_slowly, server)
        replies = dict(zip(slow, pool.map(server.raw, slow.values()), strict=True))
        assert {name: last_status(reply) for name, reply in replies.items()} == dict.fromkeys(
            slow, 408
        )
        assert dropped.result() < 60
        assert last_status(second_half(server)) == 408
        assert time.monotonic() - begun < 8
        assert server.get("health").status_code == 200


def second_half(server: Server) -> bytes:
    """Ask once, then begin to ask again, and return all that comes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n")
        assert status(connection.recv(65536)) == 200
        connection.sendall(b"GET /health HTT")
        return read_all(connection)


def test_a_get_with_a_slow_body_is_let_go() -> None:
    query = "sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%20{?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i}"
    sent = f"GET /{query} HTTP/1.1\r\nContent-Length: 9\r\n".encode() + HOST + b"\r\nx"
    with running(limits="patience=1") as server:
        assert status(server.raw(sent)) == 408


def last_status(reply: bytes) -> int:
    return status(b"HTTP/1.1 " + reply.rpartition(b"HTTP/1.1 ")[2])


def send_slowly(server: Server) -> int:
    """Send a head letter by letter, and return how many were taken."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        for sent, letter in enumerate(b"GET /health HTTP/1.1\r\nX: " + b"a" * 100):
            try:
                connection.send(bytes([letter]))
            except OSError:
                return sent
            time.sleep(0.05)
    return 1000


def test_a_reader_that_stops_is_let_go() -> None:
    with (
        running(limits="patience=1", project=ROOT) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(8):
            connection.sendall(b"GET /graph.nt HTTP/1.1\r\n" + HOST + b"\r\n")
        assert until(lambda: "/graph.nt" in server.log.read_text(encoding="utf-8"), seconds=8)
        assert until(lambda: has_no_connection(server), seconds=3)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_answers_that_nobody_reads_do_not_fill_the_memory() -> None:
    large = (
        b"GET /sparql?query=SELECT*%7B?s?p?o.?c%20a%20sisc:City%7D HTTP/1.1\r\n" + HOST + b"\r\n"
    )
    with (
        running(limits="held=10**7, patience=20") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(large)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        refused = server.ask(COUNT)
        assert (refused.status_code, refused.headers["retry-after"], refused.text) == (
            503,
            "5",
            "Too many answers are being read. Ask again in a few seconds.\n",
        )
        connection.close()
        assert until(lambda: server.ask(COUNT).status_code == 200, seconds=5)


def has_no_connection(server: Server) -> bool:
    """Tell whether the server holds no connection, by what the system says of its port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    port = f":{server.port:04X}"
    return not [row for row in rows if row[1].endswith(port) and row[3] == "01"]


def test_more_connections_than_there_may_be() -> None:
    with running(limits="connections=8") as server:
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(10)]
        try:
            assert until(lambda: server.get("health").status_code == 503)
        finally:
            for connection in held:
                connection.close()
        assert until(lambda: server.get("health").status_code == 200)


def test_more_queries_than_may_wait() -> None:
    with running(limits="workers=1, queue=2, seconds=1.5") as server, ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(server.ask, [ENDLESS] * 8))
        assert {reply.status_code for reply in replies} == {503, 504}
        (words,) = {(r.text, r.headers["retry-after"]) for r in replies if r.status_code == 503}
        assert words == ("Too many queries are waiting. Ask again in a few seconds.\n", "5")
