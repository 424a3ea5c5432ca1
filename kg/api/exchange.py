"""Exchange: the graph as others take it away: RDF, networks, files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from kg import coverage as cov
from kg.api.choices import Evidence, NetworkKind, expect
from kg.api.partners import Partners
from kg.names import LANGUAGES
from kg.problems import Problem, sort_problems
from kg.tables import TableData
from kg.turtle import render_ntriples, render_turtle

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class Exchange(Partners):
    """A project whose graph can be taken to other tools."""

    @property
    def ontology(self) -> Path:
        """Return the folder of the ontology that is the schema of these tables."""
        return self._ontology

    def export(
        self,
        form: str,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
        network: NetworkKind | None = None,
        about: str | None = None,
        lang: str = "en",
    ) -> dict[str, Iterable[bytes]]:
        """Return the files of a format by name, each in pieces of bytes; see docs/formats.md.

        Formats are the keys of kg.exports.formats.FORMATS. A network format takes `network`
        (relations unless named) and `about`: the city of coverage, the agreement of chain. `lang`
        is that of the lists in a workbook. KgError for an unknown format, or a choice that means
        nothing to it.
        """
        from kg.exports.choices import Choices
        from kg.exports.formats import render_format

        expect("evidence", evidence, get_args(Evidence))
        expect("network", network, (None, *get_args(NetworkKind)))
        expect("language", lang, LANGUAGES)
        choices = Choices(as_of, evidence, network, about, lang)
        return dict(render_format(self, form, choices))

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
        """Return the graph, without the cube, as Turtle: the same bytes for the same data."""
        return b"".join(render_turtle(self.schema, self.graph_tables())).decode()

    def to_ntriples(self) -> Iterator[bytes]:
        """Yield the graph and the coverage cube as N-Triples."""
        return render_ntriples([*self.graph_tables(), *self.cube_tables()])

    def to_rdflib(self) -> "rdflib.Graph":
        """Return the graph and the coverage cube as an rdflib Graph with our prefixes."""
        from kg.exports.graph import to_rdflib

        return to_rdflib([*self.graph_tables(), *self.cube_tables()], self.schema.prefixes)

    def to_reference(self) -> str:
        """Return the page that documents the ontology: tables, terms, codes, rules, questions.

        One file of HTML in three languages that needs no network.
        """
        from kg.views.reference import render_reference

        return render_reference(self._ontology, self.schema)

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
        self,
        kind: NetworkKind = "relations",
        key: str | None = None,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> "nx.Graph[str]":
        """Return a network: `relations` (cities by agreements), `coverage` (partners of the city
        `key`, else of the focal city, by fields), or `chain` (of the agreement `key`, whatever its
        date).

        Nodes, edges and their attributes: see kg.network.
        """
        from kg import network

        expect("network", kind, get_args(NetworkKind))
        if kind == "relations":
            rows = self.links.rows
            on_record = rows[rows["since"] <= self.day(as_of)]
            return network.relations_network(self.tables, self.relations(as_of=as_of), on_record)
        if kind == "coverage":
            city = self._view(key)
            cells = self.coverage(city, as_of=as_of, evidence=evidence)
            return network.coverage_network(self.tables, cells, city)
        return network.chain(self.tables, self.find("agreements", key or ""))
