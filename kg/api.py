"""The public Python face: a project that was read, checked, and can be asked."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import pandas as pd

from kg import coverage as cov
from kg.check import check_references, check_rules, read_rules
from kg.coverage.clock import default_day, read_day
from kg.errors import DataError, KgError
from kg.labels import Labels, Names, code_labels
from kg.names import relation_id
from kg.problems import Problem, has_errors, sort_problems
from kg.schema import Schema, load_schema, project_folders
from kg.tables import TableData, Tables, read_tables
from kg.tables.find import find_row
from kg.turtle import render_ntriples, render_turtle

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.store import Answer, Store
    from kg.store.questions import Question

Evidence = Literal["lenient", "strict"]
NetworkKind = Literal["relations", "coverage", "chain"]


class KnowledgeGraph:
    """One project: its tables, its problems, and what follows from them.

    Everything but `problems`, `tables` and names needs data without errors, and raises DataError
    otherwise. A city, field or agreement is given by its id or its name in any language, a date as
    YYYY, YYYY-MM or YYYY-MM-DD; KgError where there is none such.
    """

    def __init__(self, tables: Tables, problems: Sequence[Problem], ontology: Path) -> None:
        self._tables = tables
        self._ontology = ontology
        self.problems: list[Problem] = sort_problems(problems)

    @classmethod
    def load(cls, project: Path | str | None = None) -> "KnowledgeGraph":
        """Read and check a project folder (the one with data/ in it).

        Without a folder: the current one if it has data/, otherwise the data that came with the
        package. KgError when the folder is not a project; problems in data are in `.problems`.
        """
        folders = project_folders(None if project is None else Path(project))
        schema = load_schema(folders.ontology)
        tables, problems = read_tables(folders.data, schema)
        problems += check_references(tables)
        problems += check_rules(tables, read_rules(folders.ontology / "rules"))
        return cls(tables, problems, folders.ontology)

    @property
    def schema(self) -> Schema:
        """Return the compiled ontology."""
        return self._tables.schema

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return each table as a frame of strings; an empty cell is "", many values are `a;b`."""
        return self._tables.frames()

    @property
    def data(self) -> Tables:
        """Return the tables as they were read, as Arrow columns; DataError if there are errors."""
        if has_errors(self.problems):
            raise DataError(
                "The data have errors; see .problems, or run kg check.", tuple(self.problems)
            )
        return self._tables

    @cached_property
    def facts(self) -> cov.Facts:
        """Return what the tables say of relations and fields, for every date."""
        return cov.read_facts(self.data, self.links)

    @cached_property
    def links(self) -> cov.Links:
        """Return which agreements, events and programmes tie two cities together, and from when."""
        return cov.read_links(self.data)

    @cached_property
    def as_of(self) -> str:
        """Return the day for which coverage holds unless another is asked for."""
        return cov.to_text(default_day(self.data))

    @cached_property
    def focal_city(self) -> str:
        """Return the city from which the data look; without one, that with the most relations."""
        stated = [str(city) for city in self.tables["dataset"]["focal_city"] if city]
        cities = stated or self.relations()[["city_a", "city_b"]].stack().mode()
        return str(min(cities, default=""))

    # ---- relations and cells

    def day(self, as_of: str | None = None) -> int:
        """Return a date as a day number; KgError when it is not a date."""
        return read_day(self.as_of if as_of is None else as_of)

    def day_text(self, as_of: str | None = None) -> str:
        """Return a date as the day that is meant by it, YYYY-MM-DD."""
        return cov.to_text(self.day(as_of))

    def relations(self, city: str | None = None, *, as_of: str | None = None) -> pd.DataFrame:
        """Return relations at a date: relation, city_a, city_b, stage, last (date of contact)."""
        relations = cov.build_relations(self.links, self.day(as_of))
        if city is None:
            return relations
        return cov.of_city(relations, self.find("cities", city))

    def relation(self, city: str, partner: str) -> str:
        """Return the id of the relation of two cities; KgError when nothing of it is on record."""
        relation = relation_id(self.find("cities", city), self.find("cities", partner))
        if relation not in set(self.links.rows["relation"]):
            raise KgError(f"No relation of {city} and {partner} is on record.")
        return relation

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
        _expect("evidence", evidence, get_args(Evidence))
        _expect("level", level, (None, *cov.LEVELS))
        _expect("denominator", denominator, cov.DENOMINATORS)
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
        """Return the cells of `coverage` that have a gap; options as there."""
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
        _expect("evidence", evidence, get_args(Evidence))
        relation, key = self.relation(city, partner), self.find("fields", field)
        strict = evidence == "strict"
        return cov.explain(self.facts, self.data, relation, key, self.day(as_of), strict=strict)

    # ---- names

    def find(self, table: str, word: str) -> str:
        """Return the id of a row by its id or its name in any language.

        KgError when there is none, with the nearest name, or when several have it.
        """
        _expect("table", table, tuple(self._tables.data))
        return find_row(self._tables[table], word)

    def _view(self, city: str | None) -> str:
        return self.find("cities", city) if city else self.focal_city

    def later_than(self, as_of: str | None = None) -> list[str]:
        """Return the things (`table:id`) that a date leaves out, since they come after it."""
        rows = self.facts.rows
        return sorted(set(rows.loc[rows["since"] > self.day(as_of), "thing"]))

    def names(self, *tables: str) -> dict[str, Names]:
        """Return the names of all rows of some tables: table -> id -> language -> name."""
        return {table: self._labels.of_table(table) for table in tables}

    def label(self, thing: str, lang: str = "en") -> str:
        """Return the name of a thing (`table:id`) in a language, else in the next that has one."""
        return self._labels.of(thing, lang)

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._tables)

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

        _expect("network", kind, get_args(NetworkKind))
        if kind == "relations":
            return network.relations_network(self.tables, self.relations())
        if kind == "coverage":
            city = self._view(key)
            return network.coverage_network(self.tables, self.coverage(city), city)
        return network.chain(self.tables, self.find("agreements", key or ""))

    def to_html(self, city: str | None = None, *, as_of: str | None = None) -> str:
        """Return the page of one city (else the focal city): one file that needs no network."""
        from kg.views import build_payload, render_page

        view, day = self._view(city), self.day(as_of)
        relations = cov.build_relations(self.links, day)
        payload = build_payload(
            self.tables,
            cov.build_matrix(self.facts, relations, day, city=view),
            relations,
            code_labels(self.schema),
            focal=view,
            as_of=cov.to_text(day),
        )
        return render_page(payload)

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


def _expect(what: str, value: str | None, known: Sequence[str | None]) -> None:
    if value not in known:
        words = ", ".join(word for word in known if word)
        raise KgError(f'Unknown {what} "{value}". It is one of: {words}.')
