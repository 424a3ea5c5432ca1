"""Networks for networkx: cities by agreements, and cities and fields by coverage.

Nodes and edges are added in the order of their ids, so that the same data give the same network.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pandas as pd

from kg.names import LANGUAGES, partner_of, relation_cities
from kg.tables import by_id, to_records

Frames = Mapping[str, pd.DataFrame]
Row = Mapping[str, Any]


def relations_network(
    tables: Frames, relations: pd.DataFrame, links: pd.DataFrame | None = None
) -> "nx.MultiGraph[str]":
    """Return cities as nodes and an edge for each agreement of a pair: parallel ones stay apart.

    A relation without an agreement has one edge of kind "contact". Nodes: `label`, `country`,
    `level`, and `lat`, `long` where known. Edges (key = the agreement's id): `relation`, `kind`,
    `status`, `signed`, `stage` (of the relation).

    `links` says what of a relation is on record by the date of `relations`, in the columns relation
    and thing (`agreements:x`). Without it, agreements of any date are edges.
    """
    network: nx.MultiGraph[str] = nx.MultiGraph()
    _add_cities(network, tables["cities"], {*relations["city_a"], *relations["city_b"]})
    agreements = by_id(tables["agreements"])
    of_city = _agreements_by_city(tables["parties"])
    on_record = None if links is None else set(zip(links["relation"], links["thing"], strict=True))
    for row in to_records(relations):
        one, other = row["city_a"], row["city_b"]
        shared = [
            key
            for key in sorted(of_city.get(one, set()) & of_city.get(other, set()))
            if on_record is None or (row["relation"], f"agreements:{key}") in on_record
        ]
        common = {"relation": row["relation"], "stage": row["stage"]}
        for key in shared:
            facts = {name: agreements[key][name] for name in ("kind", "status", "signed")}
            network.add_edge(one, other, key=key, **common, **facts)
        if not shared:
            network.add_edge(one, other, key="contact", **common, kind="contact")
    return network


def _agreements_by_city(parties: pd.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for agreement, city in zip(parties["agreement"], parties["city"], strict=True):
        found.setdefault(city, set()).add(agreement)
    return found


def _add_cities(network: "nx.Graph[str]", cities: pd.DataFrame, wanted: Iterable[str]) -> None:
    rows = by_id(cities)
    for city in sorted(wanted):
        row = rows[city]
        label = label_of(row, city)
        place = {a: float(row[a]) for a in ("lat", "long") if row[a]}
        network.add_node(
            city, kind="city", label=label, country=row["country"], level=row["level"], **place
        )


def coverage_network(tables: Frames, cells: pd.DataFrame, city: str) -> "nx.Graph[str]":
    """Return partner cities of one city and fields as nodes, cells as edges.

    Fields are named `fields:x`, so that no field can be taken for a city. Edges: `rung`, `rank`,
    `gap`, `level`. Cells with nothing on record are edges too: their gap is "open".
    """
    network: nx.Graph[str] = nx.Graph(city=city)
    partners = {
        relation: partner_of(city, relation)
        for relation in sorted(set(cells["relation"]))
        if city in relation_cities(relation)
    }
    _add_cities(network, tables["cities"], partners.values())
    fields = by_id(tables["fields"])
    for cell in to_records(cells[cells["relation"].isin(partners)]):
        field = f"fields:{cell['field']}"
        if field not in network:
            label = label_of(fields[cell["field"]], cell["field"])
            network.add_node(field, kind="field", label=label, level=cell["level"])
        facts = {name: cell[name] for name in ("rung", "rank", "gap", "level")}
        network.add_edge(partners[cell["relation"]], field, **facts)
    return network


def label_of(row: Row, key: str) -> str:
    """Return the first name or description that a row has, in the order of languages."""
    headers = [f"{base}@{lang}" for base in ("name", "description") for lang in LANGUAGES]
    return next((str(row[header]) for header in headers if row.get(header)), key)
