"""Pages of the server: addresses of resources, forms of them, questions, and the query page."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from starlette.applications import Starlette

from kg import KnowledgeGraph
from kg.names import BASE, EDTF, LANGUAGES, SCHEMES, TERMS, THINGS, relation_cities
from kg.schema import packaged_data
from kg.serve.app import build_app
from kg.serve.limits import Limits
from kg.serve.pages import addresses, answers, assets, coverage, questions, resource, routes, words
from kg.serve.pages.addresses import read_address, split_suffix, to_address, to_iri
from kg.serve.pages.explorer import explorer_address
from kg.serve.pages.resource import Reader
from kg.serve.pages.words import choose_language, read_words
from kg.serve.pages.yasgui import Yasgui, find_yasgui
from kg.serve.served import File, Served
from kg.serve.wire import Answered
from kg.serve.worker import answer
from kg.store.disk import DiskStore, write_store
from kg.store.lookup import Lookup, Value

SUBJECTS = "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(isIRI(?s)) }"
HTML, TURTLE, JSON_LD, NT = (
    "text/html",
    "text/turtle",
    "application/ld+json",
    "application/n-triples",
)


class Answerer:
    """Answers in this process."""

    alive = 1

    def __init__(self, store: DiskStore) -> None:
        self._store = store

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def answer(self, query: str, accept: str) -> Answered:
        return answer(self._store, query, accept, 10_000_000)


def make_served(graph: KnowledgeGraph, folder: Path) -> Served:
    triples = write_store(folder / "store", graph.to_ntriples(), graph.ontology)
    files = {"explorer.html": File(b"<p>", "text/html; charset=utf-8", '"1"')}
    return Served(graph, files, folder / "store", triples, "v1", "http://127.0.0.1/")


def make_app(served: Served) -> Starlette:
    pool = Answerer(DiskStore(served.store, served.graph.schema.prefixes))
    return build_app(served, Limits(), routes(served, pool.answer), pool=pool)


@pytest.fixture(scope="module")
def served(small: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Served:
    return make_served(small, tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def app(served: Served) -> Starlette:
    return make_app(served)


Get = Callable[..., httpx.Response]
T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread: a browser of other tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(coroutine)).result()


def getter(app: Starlette) -> Get:
    async def send(path: str, accept: str, **more: Any) -> httpx.Response:
        headers = {"Accept": accept, **more.pop("headers", {})}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1"
        ) as client:
            return await client.get(path, headers=headers, **more)

    return lambda path, accept=HTML, **more: run(send(path, accept, **more))


@pytest.fixture(scope="module")
def get(app: Starlette) -> Get:
    return getter(app)


@pytest.fixture(scope="module")
def city(small: KnowledgeGraph) -> str:
    assert small.focal_city
    return f"/resource/id/cities/{small.focal_city}"


# ---- addresses


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{THINGS}cities/seoul", "/resource/id/cities/seoul"),
        (f"{THINGS}relations/bandung--seoul", "/resource/id/relations/bandung--seoul"),
        (f"{TERMS}City", "/resource/def/City"),
        (f"{BASE}shapes#City", "/resource/shapes/City"),
        (f"{BASE}def", "/resource/def"),
        (f"{SCHEMES}classification/urusan-8.01", "/resource/scheme/classification/urusan-8.01"),
        (f"{BASE}id/cities/a b%20ü?", "/resource/id/cities/a%20b%2520%C3%BC%3F"),
    ],
)
def test_an_iri_has_one_address_which_leads_back(iri: str, address: str) -> None:
    assert to_address(iri) == address
    assert read_address(address) == iri


def test_what_has_no_address_of_its_own_is_asked_for_by_its_iri() -> None:
    foreign = "http://purl.org/dc/terms/title"
    assert (
        to_address(foreign, "ttl")
        == f"/resource?iri={foreign.replace(':', '%3A').replace('/', '%2F')}&as=ttl"
    )
    assert not addresses.is_ours(f"{BASE}def/City")  # whose address is that of def#City
    assert not addresses.is_ours(BASE)


def test_a_dot_in_a_name_is_not_a_form() -> None:
    assert split_suffix("scheme/classification/urusan-8.01") == (
        "scheme/classification/urusan-8.01",
        "",
    )
    assert split_suffix("id/cities/seoul.ttl") == ("id/cities/seoul", "ttl")
    assert to_iri("id/cities/seoul") == f"{THINGS}cities/seoul"


def test_each_subject_has_an_address_of_its_own(get: Get) -> None:
    subjects = get("/sparql", "text/csv", params={"query": SUBJECTS}).text.split()[1:]
    ours = [iri for iri in subjects if iri.startswith(BASE)]
    assert len(ours) > 1000
    assert [iri for iri in ours if read_address(to_address(iri)) != iri] == []
    assert len({to_address(iri) for iri in subjects}) == len(subjects)


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in found}


@pytest.mark.engine
def test_each_subject_of_the_packaged_data_resolves(tmp_path: Path) -> None:
    graph = KnowledgeGraph.load(packaged_data().parent)
    app = make_app(make_served(graph, tmp_path))
    store = DiskStore(tmp_path / "store", graph.schema.prefixes)
    found = json.loads(answer(store, SUBJECTS, "application/json", 10_000_000).body)
    subjects = [row["s"]["value"] for row in found["results"]["bindings"]]
    assert len(subjects) > 3500

    async def ask() -> list[str]:
        missing = []
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1"
        ) as client:
            for iri in subjects:
                reply = await client.get(to_address(iri, "nt"))
                linked = await client.get(to_address(iri, "jsonld"))
                told = ox.parse(reply.text, ox.RdfFormat.N_TRIPLES)
                same = ox.parse(linked.text, ox.RdfFormat.JSON_LD)
                if reply.status_code != 200 or f"<{iri}> " not in reply.text:
                    missing.append(iri)
                elif _canonical(told) != _canonical(same):
                    missing.append(f"{iri}: JSON-LD")
        return missing

    assert run(ask()) == []


@pytest.mark.engine
def test_a_page_takes_less_than_50_milliseconds(tmp_path: Path) -> None:
    graph = KnowledgeGraph.load(packaged_data().parent)
    get = getter(make_app(make_served(graph, tmp_path)))
    paths = ("id/cities/bandung", "id/relations/bandung--seoul", "scheme/gap/open", "def/City")
    for path in paths:
        get(f"/resource/{path}")
        began = time.process_time()
        reply = get(f"/resource/{path}")
        assert time.process_time() - began < 0.05, path
        assert reply.status_code == 200
        assert len(reply.content) < 100_000


# ---- forms of a resource


@pytest.mark.parametrize(
    ("accept", "media_type", "suffix"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", HTML, "html"),
        ("*/*", HTML, "html"),
        (TURTLE, TURTLE, "ttl"),
        (f"{NT}, {HTML};q=0.5", NT, "nt"),
        (JSON_LD, JSON_LD, "jsonld"),
    ],
)
def test_a_resource_comes_as_a_client_likes(
    get: Get, city: str, accept: str, media_type: str, suffix: str
) -> None:
    reply = get(city, accept)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].partition(";")[0] == media_type
    assert reply.headers["Content-Location"] == f"{city}.{suffix}"
    assert {"Accept", "Accept-Language"} <= set(reply.headers["Vary"].split(", "))
    fixed = get(f"{city}.{suffix}", "application/pdf")
    assert fixed.status_code == 200
    if suffix != "html":  # which leads to itself in other languages
        assert fixed.content == reply.content
    assert "Content-Location" not in fixed.headers


def test_the_forms_hold_the_same_triples(get: Get, city: str) -> None:
    iri = read_address(city)
    query = f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"
    told = get("/sparql", NT, params={"query": query}).content
    triples = {quad.triple for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES)}
    assert len(triples) > 5
    for suffix, form in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        reply = get(f"{city}.{suffix}")
        assert {q.triple for q in ox.parse(reply.content, form)} == triples, suffix
        assert get(f"{city}.{suffix}").content == reply.content


def test_the_same_resource_has_the_same_bytes_under_any_hash_seed() -> None:
    script = """
import pyoxigraph as ox
from kg.store.lookup import Lookup
data = '<http://a/s> a <http://b/C>; <http://b/p> <http://c/x>, <http://a/y>, [ <http://b/q> 1 ] .'
store = ox.Store()
store.load(data.encode(), ox.RdfFormat.TURTLE)
lookup = Lookup(store, {"c": "http://c/", "a": "http://a/", "b": "http://b/", "d": "http://d/"})
for form in ("text/turtle", "application/n-triples", "application/ld+json"):
    print(lookup.describe("http://a/s", form).decode())
"""
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
        ).stdout
        for seed in ("0", "1")
    ]  # fmt: skip
    assert told[0] == told[1]
    assert told[0].startswith("@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n@prefix c:")
    assert "a:s a b:C ;" in told[0]
    assert told[0].count("/q>") == 1


def test_json_ld_is_in_the_words_of_our_context(get: Get) -> None:
    told = json.loads(get("/resource/id/agreements/sampleburg-mou", JSON_LD).text)
    assert told["id"] == "row:agreements/sampleburg-mou"
    assert told["type"] == "Agreement"
    assert set(told["label"]) == set(LANGUAGES)
    assert isinstance(told["source"], list)
    assert told["status"] == "sch:agreement-status/signed"
    assert len(told["@context"]) < 25
    kept = get("/resource/def/City", JSON_LD)
    graph = rdflib.Graph().parse(data=kept.text, format="json-ld")
    same = rdflib.Graph().parse(data=get("/resource/def/City", NT).text, format="nt")
    assert len(graph) > 5
    assert rdflib.compare.isomorphic(graph, same)


def test_each_page_has_one_title_one_heading_and_one_canonical_address(get: Get, city: str) -> None:
    for path, address in {
        "/?lang=ko": "/",
        f"{city}.html?lang=id": city,
        "/questions?lang=id": "/questions",
        "/questions/partners?city=mockford&lang=ko": "/questions/partners?city=mockford",
        "/query": "/query",
        "/resource?iri=http://purl.org/dc/terms/replaces": (
            "/resource?iri=http%3A%2F%2Fpurl.org%2Fdc%2Fterms%2Freplaces"
        ),
    }.items():
        page = get(path).text
        assert f'<link rel="canonical" href="http://127.0.0.1{address}">' in page, path
        assert page.count("<h1>") == page.count("<title>") == 1
        assert page.count('rel="alternate" hreflang="') == len(LANGUAGES)


def test_what_no_client_takes_is_406_and_names_the_forms(get: Get, city: str) -> None:
    reply = get(city, "image/png")
    assert reply.status_code == 406
    assert all(form in reply.text for form in (HTML, TURTLE, JSON_LD, NT))


def test_a_client_that_has_the_page_is_not_sent_it_again(get: Get, city: str) -> None:
    first = get(city)
    known = {"If-None-Match": first.headers["ETag"]}
    assert get(city, headers=known).status_code == 304
    assert get(city, TURTLE, headers=known).status_code == 200
    assert get(f"{city}?lang=ko", headers=known).status_code == 200


def test_any_iri_is_found_in_full_or_in_short(get: Get, small: KnowledgeGraph, city: str) -> None:
    for asked in (f"cities:{small.focal_city}", read_address(city), f"<{read_address(city)}>"):
        reply = get("/resource", params={"iri": asked})
        assert (reply.status_code, reply.headers["Location"]) == (303, city)
    found = get("/resource", params={"iri": "sisc:City", "lang": "ko"})
    assert found.headers["Location"] == "/resource/def/City?lang=ko"
    foreign = get("/resource", params={"iri": "http://purl.org/dc/terms/replaces"})
    assert foreign.status_code == 200
    assert "<h1>replaces</h1>" in foreign.text


@pytest.mark.parametrize(
    "asked", ["", "no iri", "javascript:alert(1)", "<script>alert(1)</script>"]
)
def test_nothing_that_is_asked_for_becomes_part_of_the_page(get: Get, asked: str) -> None:
    reply = get("/resource", params={"iri": asked})
    assert reply.status_code == 404
    assert "<script" not in reply.text
    assert 'href="javascript' not in reply.text


def test_a_near_miss_is_told(get: Get, small: KnowledgeGraph, city: str) -> None:
    assert small.focal_city
    wrong = f"{city}x"
    page = get(wrong)
    assert page.status_code == 404
    assert f'href="{city}"' in page.text
    text = get(wrong, TURTLE)
    assert text.text == (
        f"There is no resource <{read_address(wrong)}>. Did you mean <{read_address(city)}>?\n"
    )
    assert text.headers["Content-Type"].startswith("text/plain")
    one, other = small.relation_ids()[0].split("--")
    assert (
        f'href="/resource/id/relations/{one}--{other}"'
        in get(f"/resource/id/relations/{other}--{one}").text
    )


# ---- what a page of a resource shows


def test_a_page_speaks_the_language_of_its_reader(get: Get, city: str) -> None:
    assert (
        get(city, headers={"Accept-Language": "ko-KR,en;q=0.5"}).headers["Content-Language"] == "ko"
    )
    page = get(f"{city}?lang=id", headers={"Accept-Language": "ko"})
    assert page.headers["Content-Language"] == "id"
    assert '<html lang="id">' in page.text
    assert f'href="{city}?lang=ko" lang="ko"' in page.text
    assert re.search(r'href="/resource/[^"]*\?lang=id"', page.text)


def test_a_relation_shows_first_what_is_not_covered_as_kg_coverage_counts_it(
    get: Get, small: KnowledgeGraph
) -> None:
    relations = small.relation_ids()
    assert len(relations) > 3
    seen: list[int] = []
    for relation in relations:
        page = get(f"/resource/id/relations/{relation}").text
        counted = small.count(*relation_cities(relation), denominator="scheme")
        due = counted.get("agreed", 0) + counted.get("planned", 0)
        below = small.count(*relation_cities(relation), denominator="scheme", level="topic")
        topics = below.get("agreed", 0) + below.get("planned", 0)
        seen.append(topics)
        said = f"Topics agreed or planned, nothing carried out on record ({topics})"
        assert (said in page) == (topics > 0)
        assert page.count('class="chip tone-due') == due + topics, relation
        assert page.count('class="chip tone-covered') == counted["covered"], relation
        assert page.count('class="chip ') == counted["total"] + topics, relation
        assert f"Fields: {counted['total']}. Agreed or planned, nothing carried" in page
        told = [page.index(t) for t in ("tone-due", "tone-covered", "tone-open") if t in page]
        assert max(told) < page.index("What it rests on") < page.index("What is on record")
        if due:
            assert told[0] == min(told)
    assert max(seen) > 0


def test_fields_with_nothing_on_record_are_told_of_every_relation(get: Get) -> None:
    page = get("/resource/id/relations/dummyville--mockford?lang=id").text
    assert "Bidang lain tanpa catatan apa pun: 2" in page
    silent = page[page.index("tanpa catatan apa pun") :]
    assert "/resource/id/fields/" in silent  # the graph has no such cell
    assert all("?lang=id" in link for link in re.findall(r'href="(/resource/id[^"]*)"', silent))


def test_a_relation_and_a_cell_show_what_they_rest_on_and_where_sources_differ(
    get: Get, small: KnowledgeGraph
) -> None:
    page = get("/resource/id/relations/exampleton--sampleburg").text
    things = small.links.rows.query("relation == 'exampleton--sampleburg'")["thing"]
    assert len(things) > 3
    assert all(f"/resource/id/{thing.replace(':', '/')}" in page for thing in things)
    differ = page[page.index("Where sources differ") : page.index("What is on record")]
    assert differ.count("<li>") == 2
    assert ": 2016-11-24</a> <small>asserts ·" in differ
    assert page.count('<span class="grade">') > 3
    assert "disputed" in page[: page.index("What it rests on")]
    types = get("/resource/id/relations/exampleton--mockford").text
    assert "statements/mockford-type-press" in types
    cell = get("/resource/id/cells/exampleton--testhaven--education").text
    why = small.why("exampleton", "testhaven", "education")
    assert why.sources
    assert all(f"/resource/id/sources/{source}" in cell for source in why.sources)
    assert "statements/pupils-ended" in cell
    agreed = get("/resource/id/cells/exampleton--sampleburg--transport").text
    assert "/resource/id/agreements/sampleburg-mou" in agreed  # on which its commitment rests
    assert "Where sources differ" not in get("/resource/id/cells/exampleton--mockford--waste").text


def test_of_many_partners_those_with_most_that_is_due_are_shown(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "MOST_PARTNERS", 1)
    page = getter(make_app(served))("/resource/id/cities/exampleton").text
    cells = served.graph.coverage("exampleton", level="field")
    due = cells[cells["rank"].isin((2, 3))]["relation"].value_counts()
    assert due.iloc[0] > due.iloc[1]
    table = page[page.index('class="partners"') : page.index("</table>")]
    assert re.findall(r"/resource/id/relations/([^\"]+)", table) == [due.index[0]]
    assert f"1 of {len(served.graph.relation_ids('exampleton'))} partners are shown" in page
    assert 'href="/questions/partners?city=exampleton"' in page


def test_what_is_too_much_for_a_page_is_counted_and_led_to(
    get: Get, small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "MOST_LINKS", 1)
    monkeypatch.setattr(resource, "MOST_VALUES", 1)
    relation = get("/resource/id/relations/exampleton--sampleburg").text
    behind = relation[relation.index("What it rests on") : relation.index("Where sources differ")]
    assert "/questions/timeline?city=exampleton&amp;partner=sampleburg" in behind
    partner = relation[relation.index("What is on record") :]
    assert "<small>2</small>" in partner
    assert "/query?query=SELECT%20%3Fvalue" in partner
    cells = len(small.coverage("exampleton", "sampleburg"))
    assert f"<small>{cells}</small>" in partner
    assert "/id/cells/" not in partner[partner.index("What refers to it") :]
    monkeypatch.setattr(resource, "MOST_COUNTED", 1)
    monkeypatch.setattr(resource, "MOST_LINKS", 2)
    assert re.search(r"<small>\d+\+</small>", get("/resource/id/fields/culture").text)


def test_texts_are_in_the_language_of_the_page_alone(get: Get) -> None:
    page = get("/resource/def/City?lang=ko").text
    assert '<span lang="ko">' in page
    assert '<span lang="id">' not in page[page.index("기록된 내용") :]


def test_dates_that_are_about_or_uncertain_are_said_in_words() -> None:
    reader = Reader(Lookup(ox.Store(), {}), None, "ko")  # type: ignore[arg-type]
    assert [reader.date(d) for d in ("2017-08~", "2017?", "2017", "why?")] == [
        "2017-08경",
        "2017(불확실)",
        "2017",
        "why?",
    ]
    about = Value("2017~", datatype=EDTF)
    assert reader.item(about, "").text == "2017경"
    assert reader.item(replace(about, datatype=""), "").text == "2017~"


def test_a_city_shows_its_partners_and_what_refers_to_it(
    get: Get, small: KnowledgeGraph, city: str
) -> None:
    page = get(city).text
    relations = small.relation_ids(small.focal_city)
    assert relations
    assert all(f'href="/resource/id/relations/{relation}"' in page for relation in relations)
    assert f'href="/explorer.html#lang=en&amp;city={small.focal_city}"' in page
    assert "What refers to it" in page
    assert f'type="text/turtle" href="{city}.ttl"' in page
    assert "/query?query=SELECT" in page


def test_what_has_no_name_is_shown_by_the_turtle(get: Get) -> None:
    assert '<a href="/resource/def/Relation.ttl">[ … ]</a>' in get("/resource/def/Relation").text
    assert "owl:onProperty" in get("/resource/def/Relation.ttl").text


def test_sources_stand_with_their_grade(get: Get, small: KnowledgeGraph) -> None:
    agreements = small.tables["agreements"]
    row = agreements[agreements["sources"] != ""].iloc[0]
    page = get(f"/resource/id/agreements/{row['id']}").text
    assert page.count('<span class="grade">') == len(row["sources"].split(";"))


def test_what_very_many_things_refer_to_has_a_small_page(get: Get) -> None:
    engine = ox.Store()
    code, kind = ox.NamedNode(f"{SCHEMES}gap/open"), ox.NamedNode(f"{TERMS}gap")
    engine.bulk_extend(
        ox.Quad(ox.NamedNode(f"{THINGS}cells/c{n}"), kind, code) for n in range(3000)
    )
    lookup = Lookup(engine, {})
    assert lookup.incoming(code.value, 1000) is None
    assert len(lookup.subjects(kind.value, code.value, 100)) == 100
    page = get("/resource/scheme/gap/open")
    assert page.status_code == 200
    assert len(page.content) < 30_000


def test_the_explorer_is_opened_where_it_has_the_thing(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    focal = small.focal_city
    relation = small.relation_ids(focal)[0]
    other = relation.replace(f"{focal}--", "").replace(f"--{focal}", "")
    shown = explorer_address(small, "relations", f"{THINGS}relations/{relation}", "ko")
    assert shown == f"/explorer.html#lang=ko&city={focal}&sel=city:{other}"
    cell = explorer_address(small, "cells", f"{THINGS}cells/{relation}--culture", "en")
    assert cell.endswith(f"&sel=cell:{other}/culture")
    away = explorer_address(small, "cities", f"{THINGS}cities/{other}", "en")
    assert away == f"/explorer.html#lang=en&city={other}"
    monkeypatch.setattr("kg.serve.pages.explorer.ROWS_OF_A_WHOLE_PAGE", 1)
    assert explorer_address(small, "cities", f"{THINGS}cities/{other}", "en") == ""
    assert explorer_address(small, "sources", f"{THINGS}sources/x", "en") == ""


# ---- questions and the query page


def test_every_question_has_a_page_in_three_languages(get: Get, small: KnowledgeGraph) -> None:
    for lang in LANGUAGES:
        page = get(f"/questions?lang={lang}").text
        assert page.count('href="/questions/') == len(small.questions)
        assert all(f"/questions/{name}?lang={lang}" in page for name in small.questions)
    assert [q["name"] for q in get("/questions.json").json()["questions"]] == list(small.questions)


def test_a_question_is_answered_as_table_and_as_files(get: Get, small: KnowledgeGraph) -> None:
    text = small.question("partners").text(small.data, small.focal_city, lang="en")
    told = get("/sparql", "text/csv", params={"query": text}).text.splitlines()
    assert len(told) > 1
    page = get("/questions/partners")
    assert page.status_code == 200
    assert page.text.count("<tr>") == len(told)
    rows = get("/questions/partners.csv").text.splitlines()
    assert rows == told
    found = get("/questions/partners", "application/sparql-results+json").json()
    assert len(found["results"]["bindings"]) == len(told) - 1
    assert get("/questions/partners.rq").text == text


def test_a_question_takes_parameters_and_names_a_wrong_one(get: Get, small: KnowledgeGraph) -> None:
    other = next(c for c in small.tables["cities"]["id"] if c != small.focal_city)
    page = get(f"/questions/partners?city={other}&lang=ko").text
    assert f'<option value="{other}" selected>' in page
    assert "VALUES ?lang { &#34;ko&#34; }" in page
    wrong = get("/questions/partners?city=nowhereville")
    assert wrong.status_code == 400
    assert "&#34;nowhereville&#34; is not in the table cities." in wrong.text
    assert get("/questions/partners.csv?citie=x").text == (
        'The question partners has no parameter "citie". It has city, level, lang.\n'
    )
    missing = get("/questions/partner")
    assert missing.status_code == 404
    assert "Did you mean &#34;partners&#34;?" in missing.text
    assert get("/questions/partners", "image/png").status_code == 406


def test_an_answer_that_is_too_long_or_too_large_is_told(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "/query?query=SELECT * { ?s a sisc:City }&run=1"
    monkeypatch.setattr(answers, "MOST_ROWS", 2)
    monkeypatch.setattr(questions, "MOST_CHOICES", 1)
    for page in (get("/questions/partners").text, get(query).text):
        assert page.count("<tr>") == 3
        assert "The first 2 are shown; the CSV has them all." in page
    assert (
        '<input id="field-city" name="city" value="exampleton"' in get("/questions/partners").text
    )
    monkeypatch.setattr(questions, "MOST_BYTES", 10)
    monkeypatch.setattr("kg.serve.pages.query.MOST_BYTES", 10)
    for page in (get("/questions/partners").text, get(query).text):
        assert "<table>" not in page
        assert "take it as a file, for example CSV" in page


def test_the_query_page_runs_a_query_only_when_told(get: Get) -> None:
    query = 'SELECT ?name WHERE { ?c a sisc:City ; rdfs:label ?name FILTER(LANG(?name)="ko") }'
    page = get("/query", params={"query": query})
    assert "<table>" not in page.text
    assert "sisc:City ; rdfs:label" in page.text
    ran = get("/query", params={"query": query, "run": "1"})
    assert "<table>" in ran.text
    assert '<span lang="ko">' in ran.text
    file = get("/query", params={"query": query, "run": "1", "form": "csv"})
    assert file.text.startswith("name")
    assert file.headers["Content-Disposition"] == 'attachment; filename="answer.csv"'
    fault = get("/query", params={"query": "SELECT ?city\nWHERE { ?city a }", "run": "1"})
    assert fault.status_code == 400
    assert "line 2, column 17" in fault.text


def test_the_query_page_shows_triples_and_yes_or_no(get: Get) -> None:
    assert "Yes." in get("/query", params={"query": "ASK { ?c a sisc:City }", "run": "1"}).text
    triples = get("/query", params={"query": "DESCRIBE sisc:City", "run": "1"}).text
    assert "owl#Class" in triples
    assert (
        "nothing like it is on record"
        in get("/query", params={"query": "SELECT * WHERE { ?c a sisc:Cities }", "run": "1"}).text
    )


@pytest.mark.parametrize(
    "yasgui", [None, Yasgui("4.6.2", {"yasgui.min.js": b"", "yasgui.min.css": b""})]
)
def test_the_query_page_says_how_to_get_its_editor_or_brings_it(
    served: Served, monkeypatch: pytest.MonkeyPatch, yasgui: Yasgui | None
) -> None:
    monkeypatch.setattr("kg.serve.pages.find_yasgui", lambda *_: yasgui)
    page = getter(make_app(served))("/query?question=partners").text
    assert '<textarea id="text"' in page
    assert f"id/cities/{served.graph.focal_city}&gt;" in page
    assert ("npm install --no-save @zazuko/yasgui" in page) == (yasgui is None)
    assert ("<script" in page) == (yasgui is not None)


def test_the_endpoint_leads_a_browser_to_the_query_page(get: Get) -> None:
    reply = get("/sparql")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/query")
    assert get("/sparql", TURTLE).status_code == 200


# ---- what all pages share


def test_no_page_has_a_script_or_style_in_it_or_asks_another_server(get: Get, city: str) -> None:
    for path in ("/", city, "/questions", "/questions/partners", "/query", "/resource/x"):
        page = get(path).text
        assert re.findall(r"<script(?![^>]* src=\"/assets/)", page) == [], path
        assert re.findall(r"<style| style=| on\w+=\"", page) == [], path
        assert re.findall(r"(?:src|rel=\"(?:stylesheet|icon)\" href)=\"(?!/assets/)", page) == [], (
            path
        )
        assert "connect-src 'self'" in (policy := get(path).headers["Content-Security-Policy"]) or (
            "default-src 'self'" in policy
        )


def test_files_of_pages_are_kept_for_good_and_only_under_their_hash(get: Get) -> None:
    found = re.findall(r'"(/assets/[^"]+)"', get("/query").text)
    assert found
    for address in found:
        reply = get(address)
        assert reply.status_code == 200
        assert "immutable" in reply.headers["Cache-Control"]
    assert get("/assets/0/pages.css").status_code == 404


def test_dark_colours_are_those_of_the_explorer_page() -> None:
    style = assets.theme()
    assert "[data-theme" not in style
    assert style.count("prefers-color-scheme: dark") == 1
    assert ".tone-due" in style


def test_home_leads_to_everything(get: Get, small: KnowledgeGraph) -> None:
    page = get("/").text
    for link in ("/explorer.html", "/questions", "/query", "/resource/id/dataset/"):
        assert link in page, link
    assert "http://127.0.0.1/sparql" in page
    described = get("/.well-known/void")
    assert (described.status_code, described.headers["Location"]) == (302, "/dataset.ttl")
    text = get("/dataset.ttl").text
    assert text.startswith(small.describe())
    assert text.endswith("<http://rdfs.org/ns/void#sparqlEndpoint> <http://127.0.0.1/sparql> .\n")
    proxied = get("/", headers={"X-Forwarded-Proto": "https"}).text
    assert "https://127.0.0.1/sparql" in proxied
    assert "Disallow: /sparql" in get("/robots.txt").text


def test_all_words_are_there_in_three_languages_and_used() -> None:
    folder = Path(words.__file__).parent
    files = [*sorted(folder.rglob("*.j2")), *sorted(folder.glob("*.py"))]
    used = "".join(p.read_text(encoding="utf-8") for p in files)
    for key, said in read_words().items():
        assert list(said) == list(LANGUAGES), key
        assert f'w("{key}"' in used or f': "{key}"' in used or key.startswith("data-"), key


@pytest.mark.parametrize(
    ("asked", "header", "lang"),
    [
        ("", "", "en"),
        ("ko", "id", "ko"),
        ("xx", "in-ID,en;q=0.8", "id"),
        ("", "fr, ko;q=0.3, en;q=0.2", "ko"),
        ("", "en;q=0, id;q=x", "en"),
    ],
)
def test_the_language_is_chosen(asked: str, header: str, lang: str) -> None:
    assert choose_language(asked, header) == lang


def test_yasgui_is_found_above_a_folder_and_left_where_it_is_not_whole(tmp_path: Path) -> None:
    place = tmp_path / "node_modules" / "@zazuko" / "yasgui"
    (place / "build").mkdir(parents=True)
    (place / "package.json").write_text('{"version": "4.6.2"}', encoding="utf-8")
    (place / "build" / "yasgui.min.js").write_bytes(b"1")
    assert find_yasgui(tmp_path) is None
    (place / "build" / "yasgui.min.css").write_bytes(b"2")
    found = find_yasgui(tmp_path / "below")
    assert found
    assert found.version == "4.6.2"
    assert set(found.files) == {"yasgui.min.js", "yasgui.min.css"}
