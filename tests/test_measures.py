"""Measures of networks: counted by hand, by a second engine, and where they are not defined."""

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import igraph
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.cli import main
from kg.network import Measures, city_measures, find_communities, measure, read_published
from kg.network.measures import SAMPLE, simple_graph

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
CITIES = [f"c{n}" for n in range(9)]
Pairs = list[tuple[str, str]]
pytestmark = pytest.mark.usefixtures("read_once")


SCRIPT = """
from kg.cli import main
for form in ("table", "csv", "json"):
    main([*{words!r}, "--format", form], standalone_mode=False)
"""


def measured(pairs: Pairs, exact: int = 1000) -> Measures:
    return measure(simple_graph(pairs), find_communities(pairs), exact=exact)


def kg(*words: str) -> Result:
    result = CliRunner().invoke(main, ["stats", "-C", str(FIXTURE), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


# ---- counted by hand: a triangle of Exampleton, Dummyville and Mockford, and Sampleburg beside it


def test_the_small_network_is_as_counted_by_hand(small: KnowledgeGraph) -> None:
    found = small.stats()
    assert asdict(found.measures) == {
        "cities": 4,  # Testhaven's memorandum is not signed: a contact
        "relations": 4,
        "mean_degree": 2.0,
        "largest_degree": 3,
        "most_related": ("exampleton",),
        "components": 1,
        "largest_component": 4,
        "triangles": 1,
        "transitivity": pytest.approx(3 / 5),  # triples: 3 of Exampleton, 1 each of the other two
        "clustering": pytest.approx((1 / 3 + 1 + 1 + 0) / 4),
        "assortativity": pytest.approx(-5 / 7),
        "mean_distance": pytest.approx((4 * 1 + 2 * 2) / 6),
        "diameter": 2,
        "sources": 4,
        "communities": (4,),
        "modularity": pytest.approx(0),
    }
    assert (found.agreements, found.contacts, found.as_of) == (7, 1, "2024-06-30")


def test_each_city_is_as_counted_by_hand(small: KnowledgeGraph) -> None:
    rows = small.stats().cities.astype(object)
    counted = rows.where(rows.notna(), None).set_index("city").to_dict("index")
    columns = ("relations", "agreements", "contacts", "clustering", "core", "fields", "share")
    assert {city: tuple(row[c] for c in columns) for city, row in counted.items()} == {
        "exampleton": (3, 7, 1, pytest.approx(1 / 3), 2, 5, 1.0),
        "dummyville": (2, 2, 0, 1.0, 2, 2, 0.4),
        "mockford": (2, 2, 0, 1.0, 2, 1, 0.2),
        "sampleburg": (1, 4, 0, None, 1, 4, 0.8),
        "testhaven": (0, 0, 1, None, None, 2, 0.4),
    }
    # Of 3 pairs of other cities, the 2 with Sampleburg are joined through Exampleton alone.
    assert counted["exampleton"]["betweenness"] == pytest.approx(2 / 3)


def test_each_field_is_as_counted_by_hand(small: KnowledgeGraph) -> None:
    rows = small.stats().fields
    assert {f: (a, c, n, s) for f, a, c, n, s in rows.itertuples(index=False)} == {
        "transport": (4, 1, 2, 0.4),
        "waste": (4, 1, 2, 0.4),
        "water": (0, 1, 2, 0.4),
        "culture": (1, 2, 4, 0.8),
        "education": (2, 3, 4, 0.8),
    }


def test_cities_and_fields_are_as_counted_by_hand(small: KnowledgeGraph) -> None:
    coverage = small.stats().coverage
    assert coverage.density == pytest.approx(14 / 25)
    assert (coverage.fields_of_a_city, coverage.cities_of_a_field) == (14 / 5, 14 / 5)
    rows = small.compare("dummyville").set_index("other").T.to_dict("list")
    assert rows == {  # Dummyville covers culture and education
        "testhaven": [2, 0, 0, 1.0],
        "mockford": [1, 1, 0, 0.5],
        "exampleton": [2, 0, 3, 0.4],
        "sampleburg": [1, 1, 3, 0.2],
    }
    assert list(rows) == ["testhaven", "mockford", "exampleton", "sampleburg"]


def test_cities_that_cover_a_field_or_a_topic(small: KnowledgeGraph) -> None:
    assert small.covering("culture").values.tolist() == [
        ["dummyville", 1, 5], ["mockford", 1, 5], ["exampleton", 1, 4], ["testhaven", 1, 4],
    ]  # fmt: skip
    assert small.covering("buses")["city"].tolist() == ["exampleton", "sampleburg"]
    assert small.covering("trams").empty


def test_the_date_decides_what_is_counted(small: KnowledgeGraph) -> None:
    early = small.stats(as_of="2012")
    assert (early.measures.cities, early.measures.relations, early.agreements) == (3, 2, 2)


# ---- a second engine

GRAPHS = st.lists(
    st.tuples(st.sampled_from(CITIES), st.sampled_from(CITIES)).filter(lambda p: p[0] != p[1]),
    max_size=20,
)


def close(value: float | None, other: float) -> None:
    """Compare a measure with igraph's, which is NaN where it is not defined."""
    assert (value is None) == (other != other), (value, other)
    if value is not None:
        assert value == pytest.approx(other, abs=1e-9)


def agree(pairs: Pairs) -> None:
    """Have igraph measure the same network."""
    graph = simple_graph(pairs)
    communities = find_communities(pairs)
    found, rows = measured(pairs), city_measures(graph, communities)
    cities = sorted(graph)
    number = {city: n for n, city in enumerate(cities)}
    net = igraph.Graph(len(cities), [(number[a], number[b]) for a, b in graph.edges()])
    parts = net.connected_components()
    assert (found.cities, found.relations) == (net.vcount(), net.ecount())
    assert found.largest_degree == max(net.degree(), default=None)
    assert (found.components, found.largest_component) == (
        len(parts), max(parts.sizes(), default=0),
    )  # fmt: skip
    assert found.triangles == len(net.list_triangles())
    close(found.transitivity, net.transitivity_undirected(mode="nan"))
    none = float("nan")
    of_cities = net.transitivity_avglocal_undirected(mode="zero") if cities else none
    close(found.clustering, of_cities)
    close(found.assortativity, net.assortativity_degree(directed=False))
    largest = parts.subgraph(parts.sizes().index(max(parts.sizes()))) if cities else net
    if len(parts.sizes()) and parts.sizes().count(max(parts.sizes())) == 1:
        close(found.mean_distance, largest.average_path_length())
        assert found.diameter == largest.diameter()
    membership = [0] * len(cities)
    for n, members in enumerate(communities):
        for city in members:
            membership[number[city]] = n
    close(found.modularity, net.modularity(membership) if pairs else none)
    assert rows["core"].tolist() == net.coreness()
    for value, other in zip(rows["clustering"], net.transitivity_local_undirected(), strict=True):
        assert value == pytest.approx(other, nan_ok=True)
    if len(cities) > 2:
        every = (len(cities) - 1) * (len(cities) - 2) / 2
        assert rows["betweenness"].tolist() == pytest.approx([b / every for b in net.betweenness()])


@given(GRAPHS)
@settings(max_examples=60)
def test_igraph_measures_the_same_of_any_network(pairs: Pairs) -> None:
    agree(pairs)


def test_igraph_measures_the_same_of_all_data() -> None:
    relations = KnowledgeGraph.load().relations()
    assert len(relations) > 40
    agree([*zip(relations["city_a"], relations["city_b"], strict=True)])


def world(cities: int, relations: int) -> Pairs:
    """Make a network as large as the published one, with hubs, the same on each run."""
    chance = random.Random(1)
    pairs: set[tuple[str, str]] = set()
    ends: list[str] = []
    while len(pairs) < relations:
        one = chance.choice(ends) if ends and chance.random() < 0.5 else f"c{len(ends) % cities}"
        other = f"c{chance.randrange(cities)}"
        if one != other and (min(one, other), max(one, other)) not in pairs:
            pairs.add((min(one, other), max(one, other)))
            ends += [one, other]
    return sorted(pairs)


@pytest.mark.engine
def test_a_network_as_large_as_the_published_one_takes_seconds() -> None:
    pairs = world(14_274, 20_573)
    began = time.process_time()
    found = measured(pairs)
    city_measures(simple_graph(pairs), find_communities(pairs))
    assert time.process_time() - began < 15
    assert (found.relations, found.sources, found.is_exact) == (20_573, SAMPLE, False)
    net = igraph.Graph.TupleList(pairs)
    largest = net.connected_components().giant()
    assert found.largest_component == largest.vcount() > 8000
    assert found.mean_distance == pytest.approx(largest.average_path_length(), rel=0.02)
    assert found.diameter is not None
    assert 0 <= largest.diameter() - found.diameter <= 4  # a lower bound


# ---- where a measure is not defined


@pytest.mark.parametrize(
    ("pairs", "undefined"),
    [
        ([], {"mean_degree", "largest_degree", "transitivity", "clustering", "assortativity",
              "mean_distance", "diameter", "modularity"}),
        ([("a", "b")], {"transitivity", "assortativity"}),
        ([("a", "b"), ("b", "c"), ("a", "c")], {"assortativity"}),  # all degrees are the same
        ([("a", "b"), ("b", "c")], set()),
    ],
)  # fmt: skip
def test_what_is_not_defined_is_none(pairs: Pairs, undefined: set[str]) -> None:
    found = measured(pairs)
    assert {name for name, value in asdict(found).items() if value is None} == undefined


def test_a_star_is_disassortative_by_construction() -> None:
    star = [("hub", f"c{n}") for n in range(5)]
    found = measured([*star, ("c0", "d")])
    assert found.assortativity is not None
    assert found.assortativity < 0
    assert (found.transitivity, found.clustering) == (0, 0)


@given(GRAPHS.filter(bool), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_relations_makes_no_difference(pairs: Pairs, chance: random.Random) -> None:
    turned = [(b, a) for a, b in pairs]
    chance.shuffle(turned)
    assert measured(turned, exact=3) == measured(pairs, exact=3)


def test_published_figures_agree_with_each_other() -> None:
    published = read_published()
    figures = published.figures
    assert "2017" in published.dated
    assert published.address.startswith("http")
    assert set(figures) <= set(Measures.__dataclass_fields__)
    assert 2 * figures["relations"] / figures["cities"] == pytest.approx(
        figures["mean_degree"], abs=1e-5
    )


# ---- the command


def test_measures_stand_beside_published_ones_with_a_warning() -> None:
    printed = kg().stdout
    assert "Degree assortativity                                -0.714   0.387" in printed
    assert 'Published: KONECT, network "Sister cities", of Wikidata in 2017-10' in printed
    assert "Read with care: these data were gathered around Exampleton." in printed
    for lang, word in (("id", "Bacalah dengan hati-hati"), ("ko", "주의")):
        assert word in kg("--lang", lang).stdout


def test_distances_of_a_part_are_said_to_be_estimated(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "between all pairs of cities" in kg().stdout
    found = small.stats()
    part = replace(found, measures=replace(found.measures, sources=2))
    monkeypatch.setattr(KnowledgeGraph, "stats", lambda *_, **__: part)
    printed = kg().stdout
    assert "Distances: estimated from 2 cities of the largest component" in printed


def test_a_city_that_covers_nothing_is_not_compared() -> None:
    printed = kg("--city", "mockford", "--as-of", "2012").stdout
    assert "No field that Mockford covers is on record as of 2012-12-31" in printed
    assert "No other city" not in printed


def test_data_that_look_from_no_city_are_not_said_to(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = small.tables["dataset"].assign(focal_city="")
    monkeypatch.setitem(small.tables, "dataset", dataset)
    printed = kg().stdout
    assert "gathered around" not in printed
    assert "Read with care: measures hold for the relations on record." in printed


def test_what_is_not_defined_is_told_in_words_and_is_no_number() -> None:
    assert (
        "Degree assortativity                                not defined"
        in kg("--as-of", "2000").stdout
    )
    for form in ("csv", "json"):
        printed = (
            kg("--as-of", "2000", "--format", form).stdout
            + kg("--by", "city", "--format", form).stdout
        )
        assert "nan" not in printed.lower()
        assert "true" not in printed


def test_csv_and_json_hold_the_same_measures() -> None:
    rows = list(csv.DictReader(io.StringIO(kg("--format", "csv").stdout)))
    records = json.loads(kg("--format", "json").stdout)
    assert [row["measure"] for row in rows] == [row["measure"] for row in records]
    assert {row["measure"]: row["value"] for row in records}["triangles"] == 1
    assert {row["measure"]: row["value"] for row in rows}["triangles"] == "1"
    cities = json.loads(kg("--by", "city", "--format", "json").stdout)
    assert (cities[0]["city"], cities[0]["relations"]) == ("exampleton", 3)


def test_one_city_and_one_field() -> None:
    assert "Testhaven    2" in kg("--city", "Dummyville").stdout
    assert "추진 단계" not in kg("--field", "culture").stdout
    assert "Mockford     1           delivered" in kg("--field", "culture").stdout
    assert kg("--field", "trams").stdout == (
        "No city that covers Trams is on record as of 2024-06-30.\n"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--city", "Samplebrg"), 'not in the table cities. Did you mean "sampleburg"?'),
        (("--field", "watr"), 'not in the table fields. Did you mean "water"?'),
        (("--field", "built"), "is a group and is not counted itself: name one of its"),
        (("--field", "water", "--by", "city"), "--city, --field and --by exclude each other"),
        (("--as-of", "soon"), '"soon" is not a date. Write YYYY'),
    ],
)
def test_what_cannot_be_measured_is_refused(words: tuple[str, ...], says: str) -> None:
    result = kg(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


@pytest.mark.engine
def test_the_same_bytes_under_any_order_of_hashing(tmp_path: Path) -> None:
    script = SCRIPT.format(words=["stats", "-C", str(FIXTURE), "--by", "city"])
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "COLUMNS": "160"},
            capture_output=True, check=True, cwd=tmp_path,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert len(printed) == 1
    text = printed.pop()
    assert all(word in text for word in (b"Exampleton", b"\nexampleton,", b'"exampleton"'))
