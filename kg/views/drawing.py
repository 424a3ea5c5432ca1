"""Drawing: the network of the page as pyvis models it, nodes and edges with fixed positions.

The only module that knows pyvis. Its template is not used: see `page`.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import TypeAlias, cast

from pyvis.network import Network

from kg.views.layout import Edge, Position, place_layers
from kg.views.payload import Payload
from kg.views.records import Records, list_of, text_of

Drawing: TypeAlias = dict[str, list[dict[str, object]]]

# An edge: from, to, and what it says; the kind chooses the line in the page.
Link: TypeAlias = tuple[str, str, str]


def read_vis() -> str:
    """Read the script of vis-network that the installed pyvis brings."""
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8")


def build_drawing(payload: Payload) -> Drawing:
    """Build the nodes and edges of the network, placed in layers.

    Node ids are `kind:id`. Labels are not set: the page writes them in the reader's language.
    """
    layers, links = _layers(payload), _links(payload)
    known = {node for nodes in layers.values() for node in nodes}
    links = [link for link in links if link[0] in known and link[1] in known]
    positions = place_layers(layers, [_ends(link) for link in links])
    return _model(layers, positions, links)


def _ends(link: Link) -> Edge:
    """Give the two ends of a link."""
    return link[0], link[1]


def _facts(payload: Payload, table: str) -> Records:
    """Read the facts of a table from the payload."""
    return cast(dict[str, Records], payload["facts"])[table]


def _layers(payload: Payload) -> dict[str, list[str]]:
    """Sort the things of the payload into layers; topics stand among the fields."""
    fields = cast(list[dict[str, str]], payload["fields"])
    relations = cast(list[dict[str, str]], payload["relations"])
    return {
        "focal": [f"city:{payload['focal']}"],
        "city": [f"city:{relation['partner']}" for relation in relations],
        "agreement": [f"agreement:{key}" for key in sorted(_facts(payload, "agreements"))],
        "program": [f"program:{key}" for key in sorted(_facts(payload, "programs"))],
        "field": [f"field:{field['id']}" for field in fields if field["level"] != "group"],
        "group": [f"field:{field['id']}" for field in fields if field["level"] == "group"],
    }


def _links(payload: Payload) -> list[Link]:
    """List what connects the things: each agreement and programme by links of its own."""
    return [*_city_links(payload), *_program_links(payload), *_field_links(payload)]


def _city_links(payload: Payload) -> Iterator[Link]:
    """Link the focal city to its partners, these to agreements, and agreements to earlier ones."""
    focal = str(payload["focal"])
    for relation in cast(list[dict[str, str]], payload["relations"]):
        yield f"city:{focal}", f"city:{relation['partner']}", "relation"
    for party in _facts(payload, "parties").values():
        if (city := text_of(party, "city")) != focal:
            yield f"city:{city}", f"agreement:{text_of(party, 'agreement')}", "party"
    for key, agreement in _facts(payload, "agreements").items():
        for column in ("renews", "carries_out"):
            for earlier in list_of(agreement, column):
                yield f"agreement:{earlier}", f"agreement:{key}", column


def _program_links(payload: Payload) -> Iterator[Link]:
    """Link programmes to the agreements they carry out, else to the cities that take part."""
    for key, program in _facts(payload, "programs").items():
        for agreement in list_of(program, "agreements"):
            yield f"agreement:{agreement}", f"program:{key}", "carries"
        for city in [] if "agreements" in program else list_of(program, "cities"):
            yield f"city:{city}", f"program:{key}", "takes-part"


def _field_links(payload: Payload) -> Iterator[Link]:
    """Link agreements and programmes to their fields, and fields to what lies above them."""
    for commitment in _facts(payload, "commitments").values():
        agreement, named = text_of(commitment, "agreement"), text_of(commitment, "field")
        yield f"agreement:{agreement}", f"field:{named}", "commitment"
    for key, program in _facts(payload, "programs").items():
        for covered in list_of(program, "fields"):
            yield f"program:{key}", f"field:{covered}", "in-field"
    for field in cast(list[dict[str, str]], payload["fields"]):
        if "broader" in field:
            yield f"field:{field['id']}", f"field:{field['broader']}", "broader"


def _model(
    layers: dict[str, list[str]], positions: dict[str, Position], links: list[Link]
) -> Drawing:
    """Hand nodes and edges to pyvis, and take back what the page needs of its model.

    Directed, since pyvis drops parallel edges of an undirected network.
    """
    network = Network(directed=True)
    network.toggle_physics(False)
    for layer, nodes in layers.items():
        for node in nodes:
            place = positions[node]
            network.add_node(node, label=node, x=place.x, y=place.y, physics=False, group=layer)
    for index, (start, end, kind) in enumerate(links):
        network.add_edge(start, end, id=index, kind=kind)
    nodes_, edges, *_ = network.get_network_data()
    return {
        "nodes": [{key: node[key] for key in ("id", "group", "x", "y")} for node in nodes_],
        "edges": [{key: edge[key] for key in ("id", "from", "to", "kind")} for edge in edges],
    }
