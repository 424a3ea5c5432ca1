"""The positions of the page's networks: layers, communities and the map."""

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np
import pytest

from kg.network import find_communities
from kg.views import drawing
from kg.views.connections import facts_of
from kg.views.drawing import build_drawing
from kg.views.layout import place_layers
from kg.views.map import build_map
from kg.views.projection import MIDDLE, WIDTH, Floats, Frame, frame_around
from kg.views.strip import place_discs
from kg.views.world import country_places, world_dots

ROOT = Path(__file__).resolve().parents[1]

PLACES = {
    "bandung": ("ID", -6.91, 107.61),
    "bogor": ("ID", -6.60, 106.80),
    "jakarta": ("ID", -6.21, 106.85),
    "london": ("GB", 51.51, -0.13),
    "seoul": ("KR", 37.57, 126.98),
    "suva": ("FJ", -18.14, 178.44),
    "los-angeles": ("US", 34.05, -118.24),
}
PAIRS = (
    ("bandung", "seoul"),
    ("bogor", "seoul"),
    ("jakarta", "los-angeles"),
    ("jakarta", "london"),
)


def sample(*, known: bool | tuple[str, ...] = True) -> dict[str, Any]:
    """Make a payload with a thing of each kind; `known` says which cities have coordinates."""
    names = PLACES if known is True else known or ()
    cities = {
        city: {"country": country} | ({"lat": str(lat), "long": str(long)} if city in names else {})
        for city, (country, lat, long) in PLACES.items()
    }
    return {
        "focal": "bandung",
        "fields": [
            {"id": "culture", "level": "group"},
            {"id": "festivals", "level": "field", "broader": "culture"},
            {"id": "lantern-shows", "level": "topic", "broader": "festivals"},
        ],
        "relations": [
            {
                "id": "--".join(pair), "cities": list(pair), "events": [], "studies": [],
                "agreements": ["loi", "mou", "twin"] if pair == PAIRS[0] else [],
                "programs": ["fair", "visit"] if pair == PAIRS[0] else [], "searches": [],
            }
            for pair in PAIRS
        ],
        "facts": {
            "cities": cities,
            "agencies": {"culture-office": {"city": "bandung", "part_of": "city-hall"},
                         "city-hall": {"city": "bandung"}},
            "agreements": {"mou": {"carries_out": ["loi"], "renews": ["loi"]}, "loi": {},
                           "twin": {}},
            "parties": {f"{key}-{city}": {"agreement": key, "city": city}
                        for key in ("loi", "mou", "twin") for city in ("bandung", "seoul")},
            "commitments": {
                "one": {"agreement": "mou", "field": "festivals", "lead": ["culture-office"]},
                "two": {"agreement": "mou", "field": "lantern-shows", "lead": ["culture-office"]},
                "lost": {"agreement": "mou", "field": "nowhere"},
            },
            "programs": {
                "fair": {"agreements": ["mou"], "cities": ["bandung", "seoul"],
                         "fields": ["festivals"], "agencies": ["city-hall"]},
                "visit": {"cities": ["bandung", "seoul"], "fields": ["festivals"]},
            },
            "outcomes": {"guests": {"program": "fair"}},
        },
    }  # fmt: skip


def many(cities: int, relations: int) -> dict[str, Any]:
    """Make a payload of many cities, each relation with an agreement and a programme."""
    random = np.random.default_rng(1)
    names = [f"city-{number:05}" for number in range(cities)]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < relations:
        one, other = (random.random(2) ** (2, 1) * cities).astype(int)
        if one != other:
            pairs.add((names[min(one, other)], names[max(one, other)]))
    made = sample()
    keys = {pair: "--".join(pair) for pair in sorted(pairs)}
    made["focal"] = names[0]
    made["relations"] = [
        {"id": key, "cities": list(pair), "agreements": [key], "programs": [key]}
        for pair, key in keys.items()
    ]
    made["facts"] |= {
        "cities": {
            name: {"country": "ID", "lat": str(lat), "long": str(long)}
            for name, (lat, long) in zip(names, random.uniform(-50, 60, (cities, 2)), strict=True)
        },
        "agreements": {key: {} for key in keys.values()},
        "parties": {
            f"{key}-{city}": {"agreement": key, "city": city}
            for pair, key in keys.items()
            for city in pair
        },
        "commitments": {key: {"agreement": key, "field": "festivals"} for key in keys.values()},
        "programs": {key: {"agreements": [key], "fields": ["festivals"]} for key in keys.values()},
        "outcomes": {f"of-{key}": {"program": key} for key in keys.values()},
    }
    return made


@pytest.fixture(scope="module")
def drawn() -> drawing.Drawing:
    return build_drawing(sample())


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Frame()


def lines(drawn: drawing.Drawing, *kinds: str) -> list[tuple[str, str]]:
    """List the ends of the edges of some kinds."""
    return [(edge["from"], edge["to"]) for edge in drawn["edges"] if edge["kind"] in kinds]


# ---- layers


def test_layers_stand_in_columns_and_their_nodes_apart() -> None:
    layers = {"city": ["f", "a", "b"], "agreement": ["x", "y", "z"], "field": ["p", "q"]}
    edges = [("b", "x"), ("a", "y"), ("x", "q"), ("y", "p")]
    places = place_layers(layers, edges)
    assert places["a"].x == places["f"].x < places["x"].x < places["p"].x
    assert places["f"].y < places["a"].y < places["b"].y  # in the order given
    assert places["y"].y < places["z"].y < places["x"].y  # by what they connect
    assert len({place.y for node, place in places.items() if node in "xyz"}) == 3


def test_an_outcome_stands_by_its_programme_and_a_body_by_what_it_does() -> None:
    layers = {
        "city": ["a", "b"], "program": ["p", "q"], "outcome": ["m", "n"], "agency": ["v", "w"],
    }  # fmt: skip
    edges = [("b", "p"), ("a", "q"), ("p", "m"), ("q", "n"), ("v", "p"), ("w", "q"), ("v", "b")]
    places = place_layers(layers, edges)
    assert places["q"].y < places["p"].y
    assert places["n"].y < places["m"].y
    assert places["w"].y < places["v"].y
    assert [places[node].x for node in "avpm"] == sorted(places[node].x for node in "avpm")


# ---- things and what connects them


def test_every_thing_has_one_place_in_its_layer(drawn: drawing.Drawing) -> None:
    found: dict[str, list[str]] = {}
    for node in drawn["nodes"]:
        assert set(node) == {"id", "group", "x", "y"}
        found.setdefault(node["group"], []).append(node["id"])
    assert found == {
        "city": [f"city:{city}" for city in sorted(PLACES)],
        "agency": ["agency:city-hall", "agency:culture-office"],
        "agreement": ["agreement:loi", "agreement:mou", "agreement:twin"],
        "program": ["program:fair", "program:visit"],
        "outcome": ["outcome:guests"],
        "field": ["field:festivals", "field:lantern-shows"],
        "group": ["field:culture"],
    }
    places = {(node["x"], node["y"]) for node in drawn["nodes"]}
    assert len(places) == len(drawn["nodes"])


def test_edges_say_what_connects_things_each_once(drawn: drawing.Drawing) -> None:
    assert [edge["id"] for edge in drawn["edges"]] == list(range(len(drawn["edges"])))
    assert lines(drawn, "renews", "carries_out") == [("agreement:loi", "agreement:mou")] * 2
    assert lines(drawn, "carries") == [("agreement:mou", "program:fair")]
    assert lines(drawn, "takes-part") == [
        ("city:bandung", "program:visit"), ("city:seoul", "program:visit"),
    ]  # fmt: skip
    assert lines(drawn, "result") == [("program:fair", "outcome:guests")]
    assert lines(drawn, "lead") == [("agency:culture-office", "agreement:mou")]
    assert lines(drawn, "carried-by") == [("agency:city-hall", "program:fair")]
    assert lines(drawn, "part-of") == [("agency:culture-office", "agency:city-hall")]
    assert lines(drawn, "seat") == [
        ("agency:culture-office", "city:bandung"), ("agency:city-hall", "city:bandung"),
    ]  # fmt: skip
    assert lines(drawn, "broader") == [
        ("field:festivals", "field:culture"), ("field:lantern-shows", "field:festivals"),
    ]  # fmt: skip
    assert not lines(drawn, "relation")


def test_an_edge_to_what_is_not_there_is_left_out(drawn: drawing.Drawing) -> None:
    nodes = {node["id"] for node in drawn["nodes"]}
    assert {end for edge in drawn["edges"] for end in (edge["from"], edge["to"])} <= nodes
    assert len(lines(drawn, "commitment")) == 2


def test_parallel_agreements_keep_edges_and_places_of_their_own(drawn: drawing.Drawing) -> None:
    of_seoul = [end for start, end in lines(drawn, "party") if start == "city:seoul"]
    assert of_seoul == ["agreement:loi", "agreement:mou", "agreement:twin"]
    heights = [node["y"] for node in drawn["nodes"] if node["id"] in of_seoul]
    assert len(set(heights)) == 3


def test_of_many_things_only_those_near_the_focal_city_have_a_place(
    monkeypatch: pytest.MonkeyPatch, drawn: drawing.Drawing
) -> None:
    monkeypatch.setattr(drawing, "MOST", 5)
    small = build_drawing(sample())
    assert {node["id"] for node in drawn["nodes"]} - {node["id"] for node in small["nodes"]} == {
        "city:bogor", "city:jakarta", "city:london", "city:suva", "city:los-angeles",
    }  # fmt: skip
    assert small["edges"] == drawn["edges"]
    far = build_drawing(sample() | {"focal": "suva"})
    assert {node["id"] for node in far["nodes"]} == {
        "city:suva", "field:culture", "field:festivals", "field:lantern-shows",
    }  # fmt: skip
    assert far["edges"] == drawn["edges"]


# ---- map


def test_the_map_is_natural_earth() -> None:
    right = 0.8707 * np.pi  # half the equator
    frame = Frame()
    x, y = frame.place(np.array([0.0, 0.0, 45.0]), np.array([MIDDLE, MIDDLE + 90, MIDDLE])).T
    assert x.tolist() == pytest.approx([WIDTH / 2, WIDTH * 0.75, WIDTH / 2])
    angle = np.pi / 4  # d(45°) of the polynomial, by hand
    up = 1.007226 * angle + 0.015085 * angle**3 - 0.044475 * angle**7
    up += 0.028874 * angle**9 - 0.005916 * angle**11
    assert y[0] - y[2] == pytest.approx(up / right * WIDTH / 2)


def test_cities_stand_where_they_lie() -> None:
    built = build_map(sample())
    cities = built["cities"]
    assert cities["bandung"][1] > cities["seoul"][1] > cities["london"][1]  # southwards
    assert (
        cities["los-angeles"][0] < cities["london"][0] < cities["bandung"][0] < cities["seoul"][0]
    )
    assert cities["bandung"] == pytest.approx([767.8, 266.6], abs=0.11)  # by hand
    assert built["strip"] == built["height"] == pytest.approx(426.4)
    assert built["width"] == 1000


def test_only_cities_with_a_relation_are_on_the_map() -> None:
    built = build_map(sample())
    assert list(built["cities"]) == list(built["community"]) == sorted(PLACES.keys() - {"suva"})


def test_a_place_beyond_the_frame_makes_it_larger(frame: Frame) -> None:
    wide = frame_around(np.array([-6.9, 82.5, -77.8]))
    assert (wide.top, wide.bottom) == (82.5, -77.8)
    assert frame_around(np.array([])) == frame
    assert wide.height > frame.height
    assert wide.place(np.array([82.5, -77.8]), np.array([0.0, 0.0]))[:, 1].tolist() == [
        0, wide.height,
    ]  # fmt: skip


def test_the_ground_is_dots_over_land_and_none_at_sea(frame: Frame) -> None:
    dots = world_dots(frame)
    points = np.array(dots).reshape(-1, 2)
    assert len(json.dumps(dots, separators=(",", ":"))) < 40_000
    assert len(points) > 3000
    assert (points >= 0).all()
    assert (points <= [1000, frame.height]).all()
    for city, (_, lat, long) in PLACES.items():
        assert nearest_dot(frame, lat, long, points) < 6, city
    for lat, long in ((0.0, -30.0), (45.0, -40.0), (-30.0, 80.0), (40.0, 170.0)):  # oceans
        assert nearest_dot(frame, lat, long, points) > 12


def nearest_dot(frame: Frame, lat: float, long: float, points: Floats) -> float:
    place = frame.place(np.array([lat]), np.array([long]))[0]
    return float(np.hypot(*(points - place).T).min())


def test_a_country_stands_amid_its_cities_else_where_it_lies() -> None:
    built = build_map(sample(known=("bandung", "bogor", "seoul")))
    x, y = zip(*(built["cities"][city] for city in ("bandung", "bogor")), strict=True)
    assert built["countries"]["ID"] == pytest.approx([sum(x) / 2, sum(y) / 2], abs=0.11)
    assert built["countries"]["KR"] == built["cities"]["seoul"]
    frame = Frame()
    london = frame.place(np.array([51.51]), np.array([-0.13]))[0]
    assert np.hypot(*(built["countries"]["GB"] - london)) < 15  # of a city of no coordinates
    assert list(built["countries"]) == ["GB", "ID", "KR", "US"]


def test_a_country_on_both_sides_of_the_date_line_stands_amid_itself(frame: Frame) -> None:
    places = country_places({"FJ", "RU", "nowhere"}, frame)
    assert list(places) == ["FJ", "RU"]
    assert places["FJ"][0] > 900


def test_cities_without_coordinates_stand_below_by_community() -> None:
    built = build_map(sample(known=("bandung", "seoul", "los-angeles")))
    below = {city for city, (_, y) in built["cities"].items() if y > built["strip"]}
    assert below == {"bogor", "jakarta", "london"}
    assert built["height"] > built["strip"] == pytest.approx(426.4)
    assert built["community"]["jakarta"] == built["community"]["london"]
    jakarta, london, bogor = (built["cities"][city] for city in ("jakarta", "london", "bogor"))
    assert distance(jakarta, london) < distance(jakarta, bogor)


def distance(one: list[float], other: list[float]) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def test_without_any_coordinates_all_stand_by_community_on_no_ground() -> None:
    built = build_map(sample(known=False))
    assert (built["dots"], built["strip"]) == ([], 0)
    assert set(built["cities"]) == PLACES.keys() - {"suva"}
    assert built["countries"]["KR"] == built["cities"]["seoul"]
    assert all(0 <= x <= 1000 and 0 <= y <= built["height"] for x, y in built["cities"].values())
    only_other = build_map(sample(known=("suva",)))  # known, but it has no relation
    assert only_other == built


def test_without_relations_the_map_is_empty() -> None:
    built = build_map(sample() | {"relations": []})
    assert (built["cities"], built["countries"], built["community"]) == ({}, {}, {})
    assert (built["height"], built["dots"]) == (0, [])


# ---- communities and their discs


def test_communities_are_those_of_the_relations_largest_first() -> None:
    star = [("hub", f"partner-{n}") for n in range(6)]
    pairs = [*star, ("a", "b"), ("b", "c"), ("a", "c"), ("hub", "c")]
    found = find_communities(pairs)
    assert found[0][0] == "hub"
    assert set(found[0]) == {"hub", *(f"partner-{n}" for n in range(6))}
    assert found[1] == ["c", "a", "b"]
    assert find_communities([(other, one) for one, other in reversed(pairs)]) == found


def test_two_cities_share_no_place_and_communities_do_not_mix() -> None:
    groups = [[f"{size}-{n}-{k}" for k in range(size)] for size in (40, 9, 2, 1) for n in range(3)]
    places, height = place_discs(groups, step=36.0, tallest=700.0)
    assert len(places) == sum(map(len, groups))
    assert height <= 700
    spots = {city: np.array(place) for city, place in places.items()}
    for group in groups:
        hub = spots[group[0]]
        radius = max(np.hypot(*(spots[city] - hub)) for city in group)
        others = [spots[city] for city in places if city not in group]
        assert min(np.hypot(*(spot - hub)) for spot in others) > radius
    assert all(0 < x < WIDTH and 0 < y < height for x, y in places.values())


@pytest.mark.parametrize("sizes", [[1], [5000], [3] * 2000, [400, *[1] * 3000]])
def test_discs_shrink_until_they_fit(sizes: list[int]) -> None:
    groups = [[f"{n}-{k}" for k in range(size)] for n, size in enumerate(sizes)]
    places, height = place_discs(groups, step=22.0, tallest=300.0)
    assert len(places) == sum(sizes)
    assert height <= 300
    assert all(0 <= x <= WIDTH and 0 <= y <= height for x, y in places.values())


# ---- the same each time, and soon


def test_the_order_of_rows_does_not_matter_to_places() -> None:
    one, other = many(80, 120), many(80, 120)
    other["facts"] = {
        table: dict(reversed(list(records.items()))) for table, records in other["facts"].items()
    }
    assert list(facts_of(other, "cities")) != list(facts_of(one, "cities"))
    first, second = build_drawing(one), build_drawing(other)
    assert first["nodes"] == second["nodes"]
    assert first["map"] == second["map"]


@pytest.mark.browser
@pytest.mark.alone
def test_fourteen_thousand_cities_are_drawn_soon() -> None:
    payload = many(14_000, 20_000)
    start = perf_counter()
    built = build_drawing(payload)
    assert perf_counter() - start < 10  # about one second on two cores
    assert len(built["map"]["cities"]) > 10_000
    assert len(built["nodes"]) < 3000
    related: nx.Graph[str] = nx.Graph(relation["cities"] for relation in payload["relations"])
    partners = {f"city:{city}" for city in related[payload["focal"]]}
    assert partners <= {node["id"] for node in built["nodes"]}
