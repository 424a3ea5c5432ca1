"""Graph: what follows from a project's data, as frames, networks, RDF, pages and answers."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

import pandas as pd

from kg import coverage as cov
from kg.api.choices import Evidence, NetworkKind, expect
from kg.api.project import Project
from kg.errors import DataError, KgError
from kg.labels import code_labels
from kg.names import LANGUAGES, relation_cities, relation_id
from kg.problems import Problem, render_text, sort_problems
from kg.tables import TableData
from kg.turtle import render_ntriples, render_turtle

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.store import Answer, Store
    from kg.store.questions import Question
    from kg.views.notebook import Matrix
    from kg.views.payload import Payload

ROWS_OF_A_WHOLE_PAGE = 100_000
"""The most rows in all tables with which the page of no city in particular holds all relations."""

PROBLEMS_IN_A_NOTEBOOK = 5


class KnowledgeGraph(Project):
    """One project: its tables, its problems, and what follows from them.

    Everything but `problems`, `tables` and names needs data without errors, and raises DataError
    otherwise. A city, field or agreement is given by its id or its name in any language, a date as
    YYYY, YYYY-MM or YYYY-MM-DD; KgError where there is none such.
    """

    # ---- relations and cells

    def relations(self, city: str | None = None, *, as_of: str | None = None) -> pd.DataFrame:
        """Return relations at a date: relation, city_a, city_b, stage, last (date of contact)."""
        relations = cov.build_relations(self.links, self.day(as_of))
        if city is None:
            return relations
        return cov.of_city(relations, self.find("cities", city))

    def relation(self, city: str, partner: str) -> str:
        """Return the id of the relation of two cities; KgError when nothing of it is on record."""
        relation = relation_id(self.find("cities", city), self.find("cities", partner))
        if relation not in self.relation_ids():
            raise KgError(f"No relation of {city} and {partner} is on record.")
        return relation

    def relation_ids(self, city: str | None = None) -> list[str]:
        """Return the ids of all relations or of a city's, whatever their date, sorted."""
        known = sorted(set(self.links.rows["relation"]))
        key = self.find("cities", city) if city else ""
        return [relation for relation in known if not city or key in relation_cities(relation)]

    def coverage(
        self,
        city: str | None = None,
        partner: str | None = None,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
        level: str | None = None,
        denominator: str = "scheme",
    ) -> pd.DataFrame:
        """Return a row for each cell (relation, field) at a date, sorted by relation and field.

        Of the city asked for (else the focal city) cells with nothing on record have a row too; of
        other relations only recorded cells do. Columns: relation, field, level (group, field,
        topic), rung and its number `rank`, gap, agreed, lapsed, unrealised, unagreed, disputed,
        undated, single_source, unframed, searched (day), studied (number), grade (kind of the best
        source), topics, topics_covered, peers.
        """
        expect("evidence", evidence, get_args(Evidence))
        expect("level", level, (None, *cov.LEVELS))
        expect("denominator", denominator, cov.DENOMINATORS)
        day = self.day(as_of)
        relations = self.relations(as_of=as_of)
        view = self._view(city)
        strict = evidence == "strict"
        cells = cov.build_matrix(self.facts, relations, day, city=view, strict=strict)
        if city:
            cells = cells[cells["relation"].isin(cov.of_city(relations, view)["relation"])]
        if partner:
            cells = cells[cells["relation"] == self.relation(view, partner)]
        if level:
            cells = cells[cells["level"] == level]
        if denominator != "scheme":
            cells = cells[cells[denominator]]
        return cells.reset_index(drop=True)

    def gaps(
        self, city: str | None = None, partner: str | None = None, **options: Any
    ) -> pd.DataFrame:
        """Return the cells of `coverage` that have a gap; options as there.

        As there, of all fields of the scheme, agreed or not; the command `kg gaps` lists those of
        agreed fields, which is `denominator="agreed"`.
        """
        cells = self.coverage(city, partner, **options)
        return cells[cells["gap"] != ""].reset_index(drop=True)

    def count(
        self,
        city: str,
        partner: str | None = None,
        *,
        level: str = "field",
        denominator: str | None = None,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> dict[str, int]:
        """Count cells of one level: total, covered, uncovered, and by rung.

        The denominator is `agreed` for a relation and `scheme` for a city unless named.
        """
        cells = self.coverage(city, partner, as_of=as_of, evidence=evidence)
        return cov.count(
            cells,
            self.facts,
            relations=1 if partner else len(self.relations(city, as_of=as_of)),
            level=level,
            denominator=denominator or ("agreed" if partner else "scheme"),
        )

    def why(
        self,
        city: str,
        partner: str,
        field: str,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> cov.Explanation:
        """Explain one cell: its rung, what is missing, and the rows and sources behind it."""
        expect("evidence", evidence, get_args(Evidence))
        relation, key = self.relation(city, partner), self.find("fields", field)
        strict = evidence == "strict"
        return cov.explain(self.facts, self.data, relation, key, self.day(as_of), strict=strict)

    def _view(self, city: str | None) -> str:
        return self.find("cities", city) if city else self.focal_city

    # ---- the graph

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

    # ---- pages

    def to_html(
        self, city: str | None = None, partner: str | None = None, *, as_of: str | None = None
    ) -> str:
        """Return the page as one file that needs no network; it opens at a city and a date.

        Without a city it holds the whole data set and opens at the focal city; where all tables
        together have more than ROWS_OF_A_WHOLE_PAGE rows, only the focal city's relations. With a
        city it holds that city's relations, with a partner their one relation: a small page.
        """
        from kg.views import render_page

        return render_page(self.payload(city, partner, as_of=as_of))

    def payload(
        self, city: str | None = None, partner: str | None = None, *, as_of: str | None = None
    ) -> "Payload":
        """Return what the page of `to_html` holds, as plain data."""
        from kg.views import build_payload

        view, only = self._view(city), None
        if partner:
            only = [self.relation(view, partner)]
        elif city or sum(map(len, self.data.data.values())) > ROWS_OF_A_WHOLE_PAGE:
            only = self.relation_ids(view) if view else []
        return build_payload(
            self.tables,
            self.facts,
            code_labels(self.schema),
            self.schema,
            focal=view,
            as_of=self.day(as_of),
            only=only,
        )

    def to_brief(
        self,
        city: str,
        partner: str,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
        lang: str = "en",
    ) -> str:
        """Return one relation on one sheet, to read or to print: one file that needs no network.

        KgError when nothing of the relation is on record at the date.
        """
        from kg.views.brief import render_brief

        expect("evidence", evidence, get_args(Evidence))
        expect("language", lang, LANGUAGES)
        payload = self.payload(city, partner, as_of=as_of)
        if self.relation(city, partner) not in set(self.relations(as_of=as_of)["relation"]):
            raise KgError(
                f"No relation of {city} and {partner} is on record as of {self.day_text(as_of)}."
            )
        names = [
            self.label(f"cities:{self.find('cities', word)}", lang) for word in (city, partner)
        ]
        return render_brief(payload, title=" – ".join(names), lang=lang, evidence=evidence)

    def matrix(
        self, city: str | None = None, *, as_of: str | None = None, lang: str = "en"
    ) -> "Matrix":
        """Return the matrix of a city (else the focal city), which a notebook shows by itself."""
        from kg.views.notebook import render_matrix

        expect("language", lang, LANGUAGES)
        view = self._view(city)
        return render_matrix(
            self.coverage(view or None, as_of=as_of),
            cov.of_city(self.relations(as_of=as_of), view),
            self.tables["fields"],
            self.names("cities", "fields") | code_labels(self.schema),
            city=view,
            as_of=self.day_text(as_of),
            lang=lang,
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the focal city's matrix, or why there is none."""
        from kg.views.notebook import render_notice

        try:
            return self.matrix().html
        except DataError as error:
            told = render_text(self.problems, at_most=PROBLEMS_IN_A_NOTEBOOK)
            return render_notice(str(error), told.splitlines())
        except KgError as error:
            return render_notice(str(error))

    # ---- SPARQL

    @cached_property
    def store(self) -> "Store":
        """Return the embedded store with graph, cube and ontology; loaded when first asked for."""
        from kg.store import open_store

        return open_store(self.to_ntriples(), self._ontology)

    def answer(self, sparql: str) -> "Answer":
        """Answer a SPARQL query; QueryError when it cannot be parsed."""
        return self.store.query(sparql)

    @cached_property
    def questions(self) -> "dict[str, Question]":
        """Return the named questions that come with the ontology."""
        from kg.store.questions import read_questions

        return read_questions(self._ontology / "questions")

    def question(self, name: str) -> "Question":
        """Return a named question; KgError with the nearest name when there is none."""
        from kg.store.questions import find_question

        return find_question(self.questions, name)

    def ask(self, name: str, /, **parameters: str | int) -> pd.DataFrame:
        """Answer a named question as a frame; where no city is asked for, it is the focal city."""
        return self.query(self.question(name).text(self.data, self.focal_city, **parameters))

    def query(self, sparql: str) -> pd.DataFrame:
        """Answer a SELECT query as a frame."""
        return self.answer(sparql).to_frame()
