"""Graph: the public class, which adds pages and answers to what a project is."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, get_args

import pandas as pd

from kg import coverage as cov
from kg.api.choices import Evidence, expect
from kg.api.work import Work
from kg.errors import DataError, KgError
from kg.labels import code_labels
from kg.names import LANGUAGES
from kg.problems import render_text

if TYPE_CHECKING:
    from kg.api.release import Release
    from kg.api.verify import Verdict
    from kg.publish import Published
    from kg.store import Answer, Store
    from kg.store.questions import Question
    from kg.store.remote import RemoteStore
    from kg.views.notebook import Matrix
    from kg.views.payload import Payload

ROWS_OF_A_WHOLE_PAGE = 100_000
"""The most rows in all tables with which the page of no city in particular holds all relations."""

PROBLEMS_IN_A_NOTEBOOK = 5


class KnowledgeGraph(Work):
    """One project: its tables, its problems, and what follows from them.

    Everything but `problems`, `tables` and names needs data without errors, and raises DataError
    otherwise. A city, field or agreement is given by its id or its name in any language, a date as
    YYYY, YYYY-MM or YYYY-MM-DD; KgError where there is none such.
    """

    # ---- from elsewhere

    @classmethod
    def from_list(
        cls,
        file: Path | str,
        mapping: Path | str,
        *,
        review: Path | str | None = None,
        focal: str = "",
        licence: str = "",
    ) -> Self:
        """Return the project that a foreign list of twin towns makes; see docs/import.md.

        What was not taken is in `.problems`, a warning each. DataError where nothing can be read;
        KgError for a mapping at fault, or a focal city that is not in the list.
        """
        from kg.api.bring import bring_new, read_listing

        listing = read_listing(Path(file), Path(mapping))
        chosen = Path(review) if review else None
        name = Path(Path(file).stem)
        found = bring_new(listing, name, review=chosen, focal=focal, licence=licence)
        return cls(found.changes.tables, found.warnings, found.ontology)

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

    # ---- the citable package

    def release(
        self, folder: Path | str, *, as_of: str | None = None, provenance: bool = False
    ) -> "Release":
        """Write the citable package into a folder that is new, empty or an unchanged release.

        All of it or nothing; with `provenance` also where each row comes from. KgError when the
        folder holds anything that no release made.
        """
        from kg.api.release import write_release

        return write_release(self, Path(folder), as_of=as_of, provenance=provenance)

    @staticmethod
    def verify(folder: Path | str) -> "Verdict":
        """Say whether a release is what was published; KgError when the folder is none."""
        from kg.api.verify import verify_release

        return verify_release(Path(folder))

    def describe(self, *, as_of: str | None = None) -> str:
        """Return what the data set is and holds as Turtle (DCAT, VoID), without any file of it."""
        from kg.api.release import describe
        from kg.exports.release import render_dataset

        about, figures = describe(self, as_of)
        return render_dataset(about, [], figures, self.schema.prefixes).decode()

    def provenance(self) -> Iterator[bytes]:
        """Yield as N-Quads where each row comes from: its place in a table, and its sources."""
        from kg.api.release import provenance_of

        return provenance_of(self)

    # ---- SPARQL

    @cached_property
    def store(self) -> "Store":
        """Return the embedded store with graph, cube and ontology; loaded when first asked for."""
        from kg.store import open_store

        return open_store(self.to_ntriples(), self._ontology)

    def remote(self, url: str) -> "RemoteStore":
        """Return a SPARQL endpoint that answers as `store` does; see kg.store.remote.

        Where releases of this data set were published there, the current one is asked.
        """
        from kg.exports.release import dataset_iri
        from kg.store.remote import RemoteStore

        return RemoteStore(url, self.schema.prefixes, dataset_iri(self.data))

    def answer(self, sparql: str, *, store: str | None = None) -> "Answer":
        """Answer a SPARQL query from the embedded store, or from the endpoint at a URL.

        QueryError when it cannot be parsed; KgError when an endpoint does not answer.
        """
        return (self.remote(store) if store else self.store).query(sparql)

    @cached_property
    def questions(self) -> "dict[str, Question]":
        """Return the named questions that come with the ontology."""
        from kg.store.questions import read_questions

        return read_questions(self._ontology / "questions")

    def question(self, name: str) -> "Question":
        """Return a named question; KgError with the nearest name when there is none."""
        from kg.store.questions import find_question

        return find_question(self.questions, name)

    def ask(
        self, name: str, /, *, store: str | None = None, **parameters: str | int
    ) -> pd.DataFrame:
        """Answer a named question as a frame; where no city is asked for, it is the focal city.

        `store` is as in `answer`.
        """
        question = self.question(name)
        text = question.text(self.data, self.focal_city, **parameters)
        text = question.for_servers(text) if store else text
        return self.query(text, store=store)

    def query(self, sparql: str, *, store: str | None = None) -> pd.DataFrame:
        """Answer a SELECT query as a frame; `store` as in `answer`."""
        return self.answer(sparql, store=store).to_frame()

    def publish(self, url: str, **options: Any) -> "Published":
        """Put graph, coverage and ontology on a SPARQL server as a release of their own.

        Readers see the release before or this one, never a half; what was begun is taken up again.
        Options: see kg.api.publishing.publish. KgError where the server refuses or does not answer.
        """
        from kg.api.publishing import publish

        return publish(self, url, **options)
