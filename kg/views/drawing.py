"""Drawing: the network of the page as pyvis models it, nodes and edges with fixed positions.

The only module that knows pyvis. Its template is not used: see `page`.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TypedDict, cast

from pyvis.network import Network

from kg.views.connections import Link, layers_of, links_of, things_near
from kg.views.layout import Position, place_layers
from kg.views.map import Map, build_map
from kg.views.payload import Payload

# The most things that are all modelled: pyvis looks for each new node among all others, which
# takes 0.1 s here and four times as long for twice as many.
MOST = 3000

Line = TypedDict("Line", {"id": int, "from": str, "to": str, "kind": str})


class Node(TypedDict):
    """A thing at its place; the group is its layer."""

    id: str
    group: str
    x: float
    y: float


class Drawing(TypedDict):
    """What the page draws: things, what connects them, and the map of all relations."""

    nodes: list[Node]
    edges: list[Line]
    map: Map


def read_vis() -> str:
    """Read the script of vis-network that the installed pyvis brings."""
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8")


def build_drawing(payload: Payload) -> Drawing:
    """Build the nodes and edges of the network, placed in layers, and the map.

    Node ids are `kind:id`. Labels are not set: the page writes them in the reader's language. Of
    more than MOST things, those within one step of the focal city have places, the rest edges only.
    """
    layers = layers_of(payload)
    links = links_of(payload, (node for nodes in layers.values() for node in nodes))
    if sum(map(len, layers.values())) > MOST:
        near = things_near(payload, layers, links)
        layers = {layer: [node for node in layers[layer] if node in near] for layer in layers}
    nodes, edges = _model(layers, links)
    return {"nodes": nodes, "edges": edges, "map": build_map(payload)}


def _model(layers: Mapping[str, list[str]], links: Iterable[Link]) -> tuple[list[Node], list[Line]]:
    """Hand nodes and edges to pyvis, and take back what the page needs of its model.

    Directed, since pyvis drops parallel edges of an undirected network. Edges of things that are
    not modelled stand beside the model, since pyvis knows no edge without its ends.
    """
    known = {node for nodes in layers.values() for node in nodes}
    lines = [_line(number, link) for number, link in enumerate(links)]
    inside = [line["from"] in known and line["to"] in known for line in lines]
    modelled = [line for line, is_inside in zip(lines, inside, strict=True) if is_inside]
    beside = [line for line, is_inside in zip(lines, inside, strict=True) if not is_inside]
    positions = place_layers(layers, [(line["from"], line["to"]) for line in modelled])
    network = _network(layers, positions, modelled)
    nodes, edges, *_ = network.get_network_data()
    taken = [{key: edge[key] for key in ("id", "from", "to", "kind")} for edge in edges]
    return (
        [cast(Node, {key: node[key] for key in ("id", "group", "x", "y")}) for node in nodes],
        sorted([*cast(list[Line], taken), *beside], key=lambda line: line["id"]),
    )


def _line(number: int, link: Link) -> Line:
    """Write a link as an edge."""
    return {"id": number, "from": link[0], "to": link[1], "kind": link[2]}


def _network(
    layers: Mapping[str, list[str]], positions: Mapping[str, Position], lines: Iterable[Line]
) -> Network:
    """Make the model."""
    network = Network(directed=True)
    network.toggle_physics(False)
    for layer, nodes in layers.items():
        for node in nodes:
            place = positions[node]
            network.add_node(node, label=node, x=place.x, y=place.y, physics=False, group=layer)
    for line in lines:
        network.add_edge(line["from"], line["to"], id=line["id"], kind=line["kind"])
    return network
