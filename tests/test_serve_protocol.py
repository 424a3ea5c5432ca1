"""W3C's tests of the SPARQL 1.1 Protocol, under their names: what they ask, and what is answered.

Those of updates and of data sets are refused here, and that is what is held.
"""

from typing import Any

import pytest

from kg import KnowledgeGraph
from kg.serve import forms
from kg.serve.app import build_app
from kg.serve.limits import Limits
from kg.serve.served import Served
from kg.store.disk import DiskStore, write_store
from tests.serving import Answerer, Client

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
ASK, GRAPH = {"query": "ASK {}"}, "http://kasei.us/2009/09/sparql/data/data1.rdf"


@pytest.fixture(scope="module")
def client(small: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("protocol") / "store"
    write_store(folder, small.to_ntriples(), small.ontology)
    pool = Answerer(DiskStore(folder, small.schema.prefixes))
    served = Served(small, {}, folder, 1, "v1", "http://127.0.0.1/")
    return Client(build_app(served, Limits(), pool=pool))


def kind(name: str) -> dict[str, str]:
    return {"Content-Type": name}


GOOD: dict[str, tuple[str, dict[str, Any], str]] = {
    "query_get": ("GET", {"params": ASK}, forms.JSON),
    "query_post_form": ("POST", {"data": ASK}, forms.JSON),
    "query_post_direct": ("POST", {"content": "ASK {}", "headers": kind(QUERY)}, forms.JSON),
    "query_content_type_select": ("GET", {"params": {"query": "SELECT (1 AS ?x) {}"}}, forms.JSON),
    "query_content_type_ask": ("GET", {"params": ASK}, forms.JSON),
    "query_content_type_describe": (
        "GET", {"params": {"query": "DESCRIBE sisc:City"}}, forms.TURTLE),
    "query_content_type_construct": (
        "GET", {"params": {"query": "CONSTRUCT { <s:s> <p:p> 1 } WHERE {}"}}, forms.TURTLE),
}  # fmt: skip
BAD: dict[str, tuple[str, dict[str, Any], int]] = {
    "bad_query_method": ("PUT", {"params": ASK}, 405),
    "bad_multiple_queries": ("GET", {"params": {"query": ["ASK {}", "SELECT * {}"]}}, 400),
    "bad_query_wrong_media_type": (
        "POST", {"content": "ASK {}", "headers": kind("text/plain")}, 415),
    "bad_query_missing_form_type": ("POST", {"content": "query=ASK%20%7B%7D"}, 415),
    "bad_query_missing_direct_type": ("POST", {"content": "ASK {}"}, 415),
    "bad_query_non_utf8": (
        "POST",
        {"content": "ASK {}".encode("utf-16"), "headers": kind(f"{QUERY}; charset=UTF-16")},
        415,
    ),
    "bad_query_syntax": ("GET", {"params": {"query": "ASK { ?s ?p }"}}, 400),
    "query_dataset_default_graphs_get": (
        "GET", {"params": {**ASK, "default-graph-uri": [GRAPH, GRAPH]}}, 400),
    "query_dataset_default_graphs_post": (
        "POST",
        {"params": {"default-graph-uri": GRAPH}, "content": "ASK {}", "headers": kind(QUERY)},
        400,
    ),
    "query_dataset_named_graphs_get": ("GET", {"params": {**ASK, "named-graph-uri": GRAPH}}, 400),
    "query_dataset_named_graphs_post": ("POST", {"data": {**ASK, "named-graph-uri": GRAPH}}, 400),
    "query_dataset_full": (
        "GET", {"params": {**ASK, "default-graph-uri": GRAPH, "named-graph-uri": GRAPH}}, 400),
    "query_multiple_dataset": (
        "GET",
        {"params": {"query": f"ASK FROM <{GRAPH}> {{}}", "default-graph-uri": GRAPH}},
        400,
    ),
    "update_post_form": ("POST", {"data": {"update": "CLEAR ALL"}}, 400),
    "update_post_direct": ("POST", {"content": "CLEAR ALL", "headers": kind(UPDATE)}, 415),
    "bad_update_get": ("GET", {"params": {"update": "CLEAR ALL"}}, 400),
    "bad_update_wrong_media_type": (
        "POST", {"content": "CLEAR ALL", "headers": kind("text/plain")}, 415),
    "a_query_in_body_and_address": (
        "POST", {"params": ASK, "content": "ASK {}", "headers": kind(QUERY)}, 400),
    "a_query_in_form_and_address": ("POST", {"params": ASK, "data": ASK}, 400),
    "a_query_that_is_packed": (
        "POST",
        {"content": "ASK {}", "headers": {**kind(QUERY), "Content-Encoding": "gzip"}},
        415,
    ),
    "a_query_that_is_no_good_has_no_version": (
        "GET", {"params": {"query": "ASK {"}, "headers": {"If-None-Match": "*"}}, 400),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_answered(client: Client, name: str) -> None:
    method, asked, media_type = GOOD[name]
    reply = client.request(method, "/sparql", **asked)
    assert (reply.status_code, reply.headers["content-type"]) == (200, media_type)
    assert reply.content


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused(client: Client, name: str) -> None:
    method, asked, expected = BAD[name]
    reply = client.request(method, "/sparql", **asked)
    assert (reply.status_code, reply.headers["content-type"]) == (
        expected,
        "text/plain; charset=utf-8",
    )
    assert reply.text.strip()
