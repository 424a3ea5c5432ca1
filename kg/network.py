"""Networks for networkx: cities by agreements, cities and fields by coverage, one agreement's chain.

Nodes and edges are added in the order of their ids, so that the same data give the same network.
"""

from collections.abc import Iterable, Mapping

import networkx as nx
import pandas as pd

Frames = Mapping[str, pd.DataFrame]


def relations_network(tables: Frames, relations: pd.DataFrame) -> "nx.MultiGraph[str]":
    """Return cities as nodes and an edge for each agreement of a pair: parallel ones stay apart.

    A relation without an agreement has one edge of kind "contact". Nodes: `label`, `country`,
    `level`, and `lat`, `long` where known. Edges (key = the agreement's id): `relation`, `kind`,
    `status`, `signed`, `stage` (of the relation).
    """
    network: nx.MultiGraph[str] = nx.MultiGraph()
    _add_cities(network, tables["cities"], {*relations["city_a"], *relations["city_b"]})
    agreements = tables["agreements"].set_index("id")
    members = tables["parties"].groupby("agreement")["city"].agg(set)
    of_city: dict[str, set[str]] = {}
    for agreement, cities in members.items():
        for city in cities:
            of_city.setdefault(city, set()).add(str(agreement))
    for row in relations.itertuples():
        shared = sorted(of_city.get(row.city_a, set()) & of_city.get(row.city_b, set()))
        common = {"relation": row.relation, "stage": row.stage}
        for agreement in shared:
            facts = agreements.loc[agreement, ["kind", "status", "signed"]].to_dict()
            network.add_edge(row.city_a, row.city_b, key=agreement, **common, **facts)
        if not shared:
            network.add_edge(row.city_a, row.city_b, key="contact", **common, kind="contact")
    return network


def _add_cities(network: "nx.Graph[str]", cities: pd.DataFrame, wanted: Iterable[str]) -> None:
    rows = cities.set_index("id")
    for city in sorted(wanted):
        row = rows.loc[city]
        label = row["name@en"] or row["name@id"] or row["name@ko"]
        place = {a: float(row[a]) for a in ("lat", "long") if row[a]}
        network.add_node(city, kind="city", label=label, country=row["country"], level=row["level"], **place)


def coverage_network(tables: Frames, cells: pd.DataFrame, city: str) -> "nx.Graph[str]":
    """Return partner cities of one city and fields as nodes, cells as edges.

    Fields are named `fields:x`, so that no field can be taken for a city. Edges: `rung`, `rank`,
    `gap`, `level`. Cells with nothing on record are edges too: their gap is "open".
    """
    network: nx.Graph[str] = nx.Graph(city=city)
    partners = {
        relation: one if other == city else other
        for relation in sorted(set(cells["relation"]))
        for one, other in [relation.split("--")]
        if city in (one, other)
    }
    _add_cities(network, tables["cities"], partners.values())
    fields = tables["fields"].set_index("id")
    for cell in cells[cells["relation"].isin(partners)].itertuples():
        field = f"fields:{cell.field}"
        if field not in network:
            network.add_node(field, kind="field", label=fields.loc[cell.field, "name@en"], level=cell.level)
        network.add_edge(
            partners[str(cell.relation)],
            field,
            rung=cell.rung,
            rank=int(cell.rank),
            gap=cell.gap,
            level=cell.level,
        )
    return network


def chain(tables: Frames, agreement: str) -> "nx.DiGraph[str]":
    """Return what an agreement follows and what follows it, from letter of intent to outcomes.

    Nodes are `table:id` with `kind` (the table), `label` and `date`; an edge points from the earlier
    to what carries it out, renews it, or comes of it. KeyError when there is no such agreement.
    """
    agreements = tables["agreements"].set_index("id")
    agreements.loc[agreement]
    network: nx.DiGraph[str] = nx.DiGraph()
    links = _agreement_links(agreements)
    family = nx.node_connected_component(links, agreement) if agreement in links else {agreement}
    for key in sorted(family):
        _add(network, "agreements", key, agreements.loc[key], "signed")
    for later in sorted(family):
        for word in ("carries_out", "renews"):
            for earlier in _values(agreements.loc[later, word]):
                network.add_edge(f"agreements:{earlier}", f"agreements:{later}", kind=word)
    _add_programs(network, tables, family)
    return network


def _agreement_links(agreements: pd.DataFrame) -> "nx.Graph[str]":
    pairs = [
        (str(key), earlier)
        for word in ("carries_out", "renews")
        for key, cell in agreements[word].items()
        for earlier in _values(cell)
    ]
    return nx.Graph(pairs)


def _add_programs(network: "nx.DiGraph[str]", tables: Frames, family: Iterable[str]) -> None:
    outcomes = tables["outcomes"].set_index("id")
    for key, row in tables["programs"].set_index("id").sort_index().iterrows():
        carried = sorted(set(_values(row["agreements"])) & set(family))
        if not carried:
            continue
        _add(network, "programs", str(key), row, "began")
        for agreement in carried:
            network.add_edge(f"agreements:{agreement}", f"programs:{key}", kind="agreements")
        for outcome, result in outcomes[outcomes["program"] == key].sort_index().iterrows():
            _add(network, "outcomes", str(outcome), result, "on")
            network.add_edge(f"programs:{key}", f"outcomes:{outcome}", kind="program")


def _add(network: "nx.DiGraph[str]", table: str, key: str, row: pd.Series, date: str) -> None:
    label = row.get("name@en") or row.get("description@en") or key
    network.add_node(f"{table}:{key}", kind=table, label=label, date=row[date])


def _values(cell: str) -> list[str]:
    return [value for value in str(cell).split(";") if value]
