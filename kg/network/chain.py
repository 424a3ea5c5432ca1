"""The chain of an agreement: what it follows, what follows it, and what came of it."""

from collections.abc import Iterable, Mapping

import networkx as nx

from kg.network.build import Frames, Row, label_of
from kg.tables import by_id


def chain(tables: Frames, agreement: str) -> "nx.MultiDiGraph[str]":
    """Return what an agreement follows and what follows it, from letter of intent to outcomes.

    Nodes are `table:id` with `kind` (the table), `label` and `date`; an edge points from the
    earlier to what carries it out, renews it, or comes of it. Its key and `kind` say which of
    these; an agreement that both carries out and renews another has two edges from it. KeyError
    when there is no such agreement.
    """
    agreements = by_id(tables["agreements"])
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    links = _agreement_links(agreements)
    family = nx.node_connected_component(links, agreement) if agreement in links else {agreement}
    for key in sorted(family):
        _add(network, "agreements", key, agreements[key], "signed")
    for later in sorted(family):
        for word in ("carries_out", "renews"):
            for earlier in _values(agreements[later][word]):
                _link(network, f"agreements:{earlier}", f"agreements:{later}", word)
    _add_programs(network, tables, family)
    return network


def _agreement_links(agreements: Mapping[str, Row]) -> "nx.Graph[str]":
    pairs = [
        (key, earlier)
        for word in ("carries_out", "renews")
        for key, row in agreements.items()
        for earlier in _values(row[word])
    ]
    return nx.Graph(pairs)


def _add_programs(network: "nx.MultiDiGraph[str]", tables: Frames, family: Iterable[str]) -> None:
    outcomes = by_id(tables["outcomes"])
    for key, row in sorted(by_id(tables["programs"]).items()):
        carried = sorted(set(_values(row["agreements"])) & set(family))
        if not carried:
            continue
        _add(network, "programs", key, row, "began")
        for agreement in carried:
            _link(network, f"agreements:{agreement}", f"programs:{key}", "agreements")
        results = {k: outcome for k, outcome in outcomes.items() if outcome["program"] == key}
        for outcome, result in sorted(results.items()):
            _add(network, "outcomes", outcome, result, "on")
            _link(network, f"programs:{key}", f"outcomes:{outcome}", "program")


def _link(network: "nx.MultiDiGraph[str]", earlier: str, later: str, kind: str) -> None:
    network.add_edge(earlier, later, key=kind, kind=kind)


def _add(network: "nx.MultiDiGraph[str]", table: str, key: str, row: Row, date: str) -> None:
    network.add_node(f"{table}:{key}", kind=table, label=label_of(row, key), date=row[date])


def _values(cell: str) -> list[str]:
    return [value for value in cell.split(";") if value]
