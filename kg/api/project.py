"""Project: the tables of a folder, what is wrong with them, and the names and dates in them."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import pandas as pd

from kg import coverage as cov
from kg.api.choices import expect
from kg.check import check_references, check_rules, read_rules
from kg.coverage.clock import default_day, read_day
from kg.errors import DataError
from kg.labels import Labels, Names
from kg.problems import Problem, has_errors, sort_problems
from kg.schema import Schema, load_schema, project_folders
from kg.schema.folders import project_ontology
from kg.tables import Tables, read_tables
from kg.tables.find import find_row


class Project:
    """One project: its tables and their problems, its names, and the facts read from it.

    `folder` holds the tables; it is None where they are not one's own to write.
    """

    def __init__(
        self,
        tables: Tables,
        problems: Sequence[Problem],
        ontology: Path,
        folder: Path | None = None,
        *,
        method: Path | None = None,
    ) -> None:
        self._tables = tables
        self._ontology = ontology
        self.folder = folder
        self._method = method
        self.problems: list[Problem] = sort_problems(problems)

    @classmethod
    def load(cls, project: Path | str | None = None) -> Self:
        """Read and check a project: a folder with data/ in it, or a workbook (.xlsx).

        Without one: the current folder if it has data/, otherwise the data that came with the
        package. KgError when there is no project; problems in data are in `.problems`.
        """
        folders = project_folders(None if project is None else Path(project))
        schema = load_schema(folders.ontology)
        tables, problems = read_tables(folders.data, schema)
        own = project is not None or folders.data == Path.cwd() / "data"
        return cls._checked(
            tables,
            problems,
            folders.ontology,
            folders.data if own else None,
            method=folders.data / "README.md",
        )

    @classmethod
    def from_rdf(cls, *files: Path | str, project: Path | str | None = None) -> Self:
        """Read and check RDF of the model: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML.

        The ontology is that of the project folder, or the packaged one. What no table holds is in
        `.problems`, a warning a triple; the places of other problems are lines of the CSV files
        that the same triples would make. KgError when a file cannot be read.
        """
        from kg.imports import read_rdf, to_problems

        ontology = project_ontology(Path() if project is None else Path(project))
        schema = load_schema(ontology)
        found = read_rdf(files, schema, ontology)
        problems = [*found.problems, *to_problems(found.left_over, schema.prefixes)]
        return cls._checked(found.tables, problems, ontology)

    @classmethod
    def _checked(
        cls,
        tables: Tables,
        problems: list[Problem],
        ontology: Path,
        folder: Path | None = None,
        *,
        method: Path | None = None,
    ) -> Self:
        """Return the project of tables that were read, with what comparing rows finds too."""
        problems += check_references(tables)
        problems += check_rules(tables, read_rules(ontology / "rules"))
        return cls(tables, problems, ontology, folder, method=method)

    @property
    def schema(self) -> Schema:
        """Return the compiled ontology."""
        return self._tables.schema

    @property
    def method(self) -> bytes:
        """Return the page that stands beside the tables and says how they were gathered, if any."""
        return self._method.read_bytes() if self._method and self._method.is_file() else b""

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

    # ---- dates

    @cached_property
    def as_of(self) -> str:
        """Return the day for which coverage holds unless another is asked for."""
        return cov.to_text(default_day(self.data))

    def day(self, as_of: str | None = None) -> int:
        """Return a date as a day number; KgError when it is not a date."""
        return read_day(self.as_of if as_of is None else as_of)

    def day_text(self, as_of: str | None = None) -> str:
        """Return a date as the day that is meant by it, YYYY-MM-DD."""
        return cov.to_text(self.day(as_of))

    def later_than(self, as_of: str | None = None) -> list[str]:
        """Return the things (`table:id`) that a date leaves out, since they come after it."""
        rows = self.facts.rows
        return sorted(set(rows.loc[rows["since"] > self.day(as_of), "thing"]))

    # ---- names

    @cached_property
    def focal_city(self) -> str:
        """Return the city from which the data look; without one, that with the most relations."""
        stated = [str(city) for city in self.tables["dataset"]["focal_city"] if city]
        if stated:
            return min(stated)
        relations = cov.build_relations(self.links, self.day())
        return str(min(relations[["city_a", "city_b"]].stack().mode(), default=""))

    def find(self, table: str, word: str) -> str:
        """Return the id of a row by its id or its name in any language.

        KgError when there is none, with the nearest name, or when several have it.
        """
        expect("table", table, tuple(self._tables.data))
        return find_row(self._tables[table], word)

    def names(self, *tables: str) -> dict[str, Names]:
        """Return the names of all rows of some tables: table -> id -> language -> name."""
        return {table: self._labels.of_table(table) for table in tables}

    def label(self, thing: str, lang: str = "en") -> str:
        """Return the name of a thing (`table:id`) in a language, else in the next that has one."""
        return self._labels.of(thing, lang)

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._tables)
