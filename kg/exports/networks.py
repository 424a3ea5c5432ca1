"""Networks in the forms that Gephi, Cytoscape, igraph and spreadsheets read.

What is not known is left out, never written as an empty word. Dates stay text: many are a year or
a month, which a time line would have to make more exact than they are.

Sources: GraphML 1.0; GEXF 1.2 draft; Cytoscape.js elements JSON.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from xml.etree.ElementTree import SubElement

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.exports.tables import plain
from kg.names import LANGUAGES

Label = Callable[[str, str], str]
"""Gives the name of a thing (`table:id`) in a language."""

Network: TypeAlias = "nx.MultiGraph[str]"
Facts = Mapping[str, Any]

PROGRAM = "kg"
_NODES_FIRST, _EDGES_FIRST = ("Id", "Label"), ("Source", "Target", "Type", "Id", "Label")


def to_export(network: "nx.Graph[str]", label: Label, *, name: str, description: str) -> Network:
    """Return a network ready for export: edges keyed by ids of their own, names in all languages.

    Nodes have `label` (as in the network) and `label_en`, `label_id`, `label_ko`. Edges
    have `id`, which is their key too: both ends, and the key that they had among parallel ones;
    where that was an agreement's id, they have it as `agreement`. Order as in the network.
    """
    ready: Network = nx.MultiDiGraph() if network.is_directed() else nx.MultiGraph()
    ready.graph |= {"name": name, "description": description}
    for node in network:
        ready.add_node(node, **_known(network.nodes[node]), **_labels(node, label))
    for one, other, key, facts in _edges(network):
        edge = f"{one}--{other}" + (f":{key}" if key else "")
        agreement = {"agreement": key} if key and key != facts.get("kind") else {}
        ready.add_edge(one, other, key=edge, id=edge, **agreement, **_known(facts))
    return ready


def _known(facts: Facts) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact not in ("", None)}


def _labels(node: str, label: Label) -> dict[str, str]:
    thing = node if ":" in node else f"cities:{node}"
    return {f"label_{lang}": label(thing, lang) for lang in LANGUAGES}


def _edges(network: "nx.Graph[str]") -> Iterable[tuple[str, str, str, Facts]]:
    """Yield ends, key and facts of each edge; the key is "" where there are no parallel edges."""
    if isinstance(network, nx.MultiGraph):
        yield from network.edges(keys=True, data=True)
    else:
        for one, other, facts in network.edges(data=True):
            yield one, other, "", facts


def render_graphml(network: Network) -> bytes:
    """Return GraphML: each attribute declared with its type, each edge with its id.

    The id is a fact of the edge as well, since igraph 1.0 reads another attribute for it.
    """
    out = io.BytesIO()
    nx.write_graphml_xml(network, out)
    return out.getvalue() + b"\n"


def render_gexf(network: Network) -> bytes:
    """Return GEXF 1.2, which Gephi opens: labels in their place, numbers as such, no dynamics."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    del writer.graph_element.attrib["name"]  # which the schema does not know
    meta = writer.xml.find("meta")
    meta.attrib.clear()  # the day of writing
    meta.find("creator").text = PROGRAM
    SubElement(meta, "description").text = network.graph["description"]
    _drop(writer.xml, "networkx_key")  # the edge's id again
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"\n"


def _drop(document: Any, title: str) -> None:
    """Take an attribute out of a GEXF document: its declaration and its values."""
    for declared in document.iter("attributes"):
        for attribute in declared.findall(f"attribute[@title='{title}']"):
            declared.remove(attribute)
            for values in document.iter("attvalues"):
                for value in values.findall(f"attvalue[@for='{attribute.get('id')}']"):
                    values.remove(value)


def render_cytoscape(network: Network) -> bytes:
    """Return the JSON that Cytoscape imports and Cytoscape.js takes as `elements`."""
    found = nx.cytoscape_data(network, name="label")
    nodes, edges = found["elements"]["nodes"], found["elements"]["edges"]
    for element in nodes:
        del element["data"]["value"]  # the id again
    for element in edges:
        del element["data"]["key"]
    head = {"format_version": "1.0", "generated_by": PROGRAM, "data": network.graph}
    document = head | {"elements": {"nodes": nodes, "edges": edges}}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def render_nodes(network: Network) -> bytes:
    """Return the nodes as CSV with the headers that Gephi looks for: Id, Label, and attributes."""
    rows = [
        {"Id": node, "Label": facts["label"], **{n: f for n, f in facts.items() if n != "label"}}
        for node, facts in network.nodes(data=True)
    ]
    return _to_csv(_NODES_FIRST, rows)


def render_edges(network: Network) -> bytes:
    """Return the edges as CSV: Source, Target, Type, Id, Label (agreement or kind), attributes."""
    kind = "Directed" if network.is_directed() else "Undirected"
    rows = [
        {"Source": one, "Target": other, "Type": kind, "Id": facts["id"]}
        | {"Label": facts.get("agreement") or facts.get("kind") or facts.get("rung")}
        | {name: fact for name, fact in facts.items() if name != "id"}
        for one, other, facts in network.edges(data=True)
    ]
    return _to_csv(_EDGES_FIRST, rows)


def _to_csv(first: Iterable[str], rows: list[dict[str, Any]]) -> bytes:
    headers = dict.fromkeys(first) | dict.fromkeys(name for row in rows for name in row)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(headers), lineterminator="\n")
    writer.writeheader()
    writer.writerows({n: plain(f) if isinstance(f, str) else f for n, f in r.items()} for r in rows)
    return out.getvalue().encode()
