"""Networks: cities by agreements, partners by fields, and the chain of an agreement."""

from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from kg import KnowledgeGraph
from kg.network import Frames, chain, coverage_network, relations_network

FIXTURE = Path(__file__).resolve().parent / "fixture"


@pytest.fixture(scope="module")
def graph(small: KnowledgeGraph) -> KnowledgeGraph:
    return small


@pytest.fixture(scope="module")
def relations(graph: KnowledgeGraph) -> "nx.MultiGraph[str]":
    return relations_network(graph.tables, graph.relations())


@pytest.fixture(scope="module")
def coverage(graph: KnowledgeGraph) -> "nx.Graph[str]":
    return coverage_network(graph.tables, graph.coverage("exampleton"), "exampleton")


# ---- relations


def test_cities_know_their_country_level_and_place(relations: "nx.MultiGraph[str]") -> None:
    assert {city: facts for city, facts in relations.nodes(data=True)} == {  # noqa: C416
        "dummyville": _city("Dummyville", "US", "city"),
        "exampleton": _city("Exampleton", "ID", "city", lat=-6.5, long=107.5),
        "mockford": _city("Mockford", "JP", "city", lat=35.0, long=137.5),
        "sampleburg": _city("Sampleburg", "KR", "metropolitan-city", lat=36.5, long=128.0),
        "testhaven": _city("Testhaven", "AU", "city", lat=-33.0, long=150.5),
    }


def _city(label: str, country: str, level: str, **place: float) -> dict[str, object]:
    return {"kind": "city", "label": label, "country": country, "level": level, **place}


def test_each_agreement_of_a_pair_is_an_edge_of_its_own(relations: "nx.MultiGraph[str]") -> None:
    assert Counter(frozenset((a, b)) for a, b in relations.edges()) == {
        frozenset(("exampleton", "sampleburg")): 4,
        frozenset(("exampleton", "mockford")): 2,
        frozenset(("dummyville", "exampleton")): 2,
        frozenset(("dummyville", "mockford")): 1,  # of the plan of three cities
        frozenset(("exampleton", "testhaven")): 1,
    }
    assert relations.get_edge_data("sampleburg", "exampleton")["sampleburg-loi"] == {
        "relation": "exampleton--sampleburg", "stage": "agreed",
        "kind": "loi", "status": "signed", "signed": "2014-10",
    }  # fmt: skip
    draft = relations.get_edge_data("exampleton", "testhaven")["testhaven-mou"]
    assert (draft["status"], draft["signed"], draft["stage"]) == ("unsigned", "", "contact")


def test_a_relation_without_agreement_has_one_edge_of_contact(graph: KnowledgeGraph) -> None:
    parties = graph.tables["parties"]
    tables = {**graph.tables, "parties": parties[parties["agreement"] != "testhaven-mou"]}
    network = relations_network(tables, graph.relations("testhaven"))
    assert list(network.edges(keys=True, data=True)) == [
        ("exampleton", "testhaven", "contact",
         {"relation": "exampleton--testhaven", "stage": "contact", "kind": "contact"}),
    ]  # fmt: skip


FIRST = {"sampleburg-loi", "sampleburg-chambers"}


def test_an_agreement_after_the_date_is_no_edge(graph: KnowledgeGraph) -> None:
    links = graph.links.rows
    for day, known in (("2014", {"sampleburg-loi"}), ("2017", {*FIRST, "sampleburg-mou"})):
        on_record = links[links["since"] <= graph.day(day)]
        network = relations_network(graph.tables, graph.relations(as_of=day), on_record)
        assert set(network.get_edge_data("exampleton", "sampleburg")) == known
    later = relations_network(graph.tables, graph.relations(as_of="2014"))
    assert len(later.get_edge_data("exampleton", "sampleburg")) == 4


def test_without_relations_there_is_an_empty_network(graph: KnowledgeGraph) -> None:
    network = relations_network(graph.tables, graph.relations(as_of="1000").iloc[:0])
    assert (len(network.nodes), len(network.edges)) == (0, 0)


# ---- coverage


def test_partners_and_fields_are_joined_by_cells(coverage: "nx.Graph[str]") -> None:
    kinds = Counter(kind for _, kind in coverage.nodes(data="kind"))
    assert kinds == {"city": 4, "field": 5 + 5 + 1}  # one group has something on record
    assert coverage.graph == {"city": "exampleton"}
    assert "exampleton" not in coverage
    assert len(coverage.edges) == 4 * 10 + 1
    assert nx.is_bipartite(coverage)
    assert coverage.nodes["fields:buses"] == {"kind": "field", "label": "Buses", "level": "topic"}
    assert coverage.edges["sampleburg", "fields:buses"] == {
        "rung": "evidenced", "rank": 6, "gap": "lapsed", "level": "topic",
    }  # fmt: skip
    assert coverage.edges["mockford", "fields:trams"]["gap"] == "open"


def test_a_field_called_like_a_city_stays_apart(graph: KnowledgeGraph) -> None:
    fields = graph.tables["fields"].replace({"id": {"trams": "mockford"}})
    cells = graph.coverage("exampleton").replace({"field": {"trams": "mockford"}})
    network = coverage_network({**graph.tables, "fields": fields}, cells, "exampleton")
    assert network.nodes["mockford"]["kind"] == "city"
    assert network.nodes["fields:mockford"]["kind"] == "field"


def test_relations_of_other_cities_are_left_out(graph: KnowledgeGraph) -> None:
    network = coverage_network(graph.tables, graph.coverage(), "exampleton")
    assert set(network.nodes["dummyville"]) == {"kind", "label", "country", "level"}
    assert len(network.edges) == 4 * 10 + 1  # those of Dummyville and Mockford are not among them


# ---- chain

LOI_CHAIN = {
    ("sampleburg-loi", "sampleburg-mou", "carries_out"),
    ("sampleburg-loi", "sampleburg-renewal", "carries_out"),
    ("sampleburg-mou", "sampleburg-renewal", "renews"),
    ("sampleburg-loi", "compost-pilot", "agreements"),
    ("sampleburg-mou", "compost-pilot", "agreements"),
    ("sampleburg-mou", "bus-exchange", "agreements"),
    ("sampleburg-mou", "museum-loan", "agreements"),
    ("sampleburg-renewal", "tram-line-study", "agreements"),
    ("bus-exchange", "bus-staff", "program"),
    ("bus-exchange", "bus-timetable", "program"),
    ("compost-pilot", "compost-tonnes", "program"),
}


@pytest.mark.parametrize("start", ["sampleburg-loi", "sampleburg-mou", "sampleburg-renewal"])
def test_the_chain_runs_from_letter_of_intent_to_outcomes(
    graph: KnowledgeGraph, start: str
) -> None:
    network = chain(graph.tables, start)
    edges = network.edges(data=True)
    assert {(_key(a), _key(b), facts["kind"]) for a, b, facts in edges} == LOI_CHAIN
    assert nx.is_directed_acyclic_graph(network)
    assert Counter(kind for _, kind in network.nodes(data="kind")) == {
        "agreements": 3, "programs": 4, "outcomes": 3,
    }  # fmt: skip
    assert network.nodes["agreements:sampleburg-mou"] == {
        "kind": "agreements", "date": "2016-11-21",
        "label": "Memorandum of Understanding Exampleton-Sampleburg",
    }  # fmt: skip
    assert network.nodes["outcomes:compost-tonnes"] == {
        "kind": "outcomes", "date": "2023", "label": "Less waste reaches the landfill",
    }  # fmt: skip


def test_what_both_carries_out_and_renews_another_has_two_edges_from_it(
    graph: KnowledgeGraph,
) -> None:
    agreements = graph.tables["agreements"].copy()
    agreements.loc[agreements["id"] == "sampleburg-renewal", "renews"] = "sampleburg-loi"
    network = chain({**graph.tables, "agreements": agreements}, "sampleburg-renewal")
    pair = network.get_edge_data("agreements:sampleburg-loi", "agreements:sampleburg-renewal")
    assert pair == {"carries_out": {"kind": "carries_out"}, "renews": {"kind": "renews"}}


def _key(node: str) -> str:
    return node.partition(":")[2]


def test_an_agreement_by_itself_is_a_chain(graph: KnowledgeGraph) -> None:
    assert list(chain(graph.tables, "testhaven-mou").nodes) == ["agreements:testhaven-mou"]
    plan = chain(graph.tables, "three-city-plan")
    assert list(plan.edges(keys=False)) == [
        ("agreements:three-city-plan", "programs:waste-twinning"),
    ]
    with pytest.raises(KeyError):
        chain(graph.tables, "nothing")


# ---- the same each time


def drawn(kind: str, graph: KnowledgeGraph, tables: Frames) -> list[object]:
    network: nx.Graph[str]
    if kind == "relations":
        network = relations_network(tables, graph.relations())
    elif kind == "coverage":
        network = coverage_network(tables, graph.coverage("exampleton"), "exampleton")
    else:
        network = chain(tables, "sampleburg-loi")
    return [list(network.nodes(data=True)), list(network.edges(data=True))]


@pytest.mark.parametrize("kind", ["relations", "coverage", "chain"])
def test_the_same_rows_give_the_same_network_in_the_same_order(
    graph: KnowledgeGraph, kind: str
) -> None:
    again = KnowledgeGraph.load(FIXTURE)
    backwards = {name: frame.iloc[::-1] for name, frame in again.tables.items()}
    first = drawn(kind, graph, graph.tables)
    assert drawn(kind, again, again.tables) == first
    assert drawn(kind, again, backwards) == first
