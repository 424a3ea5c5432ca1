"""Exchange: the graph as others take it away: RDF, networks, files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from kg import coverage as cov
from kg.api.choices import Evidence, NetworkKind, expect
from kg.api.partners import Partners
from kg.problems import Problem, sort_problems
from kg.tables import TableData
from kg.turtle import render_ntriples, render_turtle

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class Exchange(Partners):
    """A project whose graph can be taken to other tools."""

    def graph_tables(self, as_of: str | None = None) -> list[TableData]:
        """Return the tables that make up the graph: all rows, relations and twinned cities."""
        derived = cov.relation_tables(self.schema, self.relations(as_of=as_of))
        return [*self.data.data.values(), *derived]

    def cube_tables(
        self, as_of: str | None = None, evidence: Evidence = "lenient"
    ) -> list[TableData]:
        """Return the tables of the coverage cube at a date."""
        cells = self.coverage(as_of=as_of, evidence=evidence)
        dataset = str(next(iter(self.tables["dataset"]["id"]), ""))
        return cov.cube_tables(self.schema, cells, self.day(as_of), dataset)

    def to_turtle(self) -> str:
        """Return the graph as Turtle, the same bytes for the same data."""
        return b"".join(render_turtle(self.schema, self.graph_tables())).decode()

    def to_ntriples(self) -> Iterator[bytes]:
        """Yield the graph and the coverage cube as N-Triples."""
        return render_ntriples([*self.graph_tables(), *self.cube_tables()])

    def to_rdflib(self) -> "rdflib.Graph":
        """Return the graph and the coverage cube as an rdflib Graph with our prefixes."""
        from kg.exports.graph import to_rdflib

        return to_rdflib([*self.graph_tables(), *self.cube_tables()], self.schema.prefixes)

    def check_shacl(self) -> list[Problem]:
        """Ask pySHACL about the same shapes; its results as problems with their places.

        It looks at rows and relations, not at the coverage cube, which would take three times as
        long. KgError when pySHACL is not installed.
        """
        from kg.check.shacl import check_shacl
        from kg.exports.graph import to_rdflib

        graph = to_rdflib(self.graph_tables(), self.schema.prefixes)
        return sort_problems(check_shacl(self.data, graph, self._ontology))

    def to_networkx(
        self, kind: NetworkKind = "relations", key: str | None = None
    ) -> "nx.Graph[str]":
        """Return a network: `relations` (cities by agreements), `coverage` (partners of the city
        `key`, else of the focal city, by fields), or `chain` (of the agreement `key`).

        Nodes, edges and their attributes: see kg.network.
        """
        from kg import network

        expect("network", kind, get_args(NetworkKind))
        if kind == "relations":
            rows = self.links.rows
            on_record = rows[rows["since"] <= self.day()]
            return network.relations_network(self.tables, self.relations(), on_record)
        if kind == "coverage":
            city = self._view(key)
            return network.coverage_network(self.tables, self.coverage(city), city)
        return network.chain(self.tables, self.find("agreements", key or ""))
