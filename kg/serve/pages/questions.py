"""Routes of the question pack: the list, and each question as a form, a table or a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.api import KnowledgeGraph
from kg.errors import KgError
from kg.labels import Labels, code_labels
from kg.serve import forms
from kg.serve.pages.addresses import query_address
from kg.serve.pages.answers import MOST_BYTES, to_table
from kg.serve.pages.resource import Reader
from kg.serve.pages.site import HTML, Site, View
from kg.serve.replies import refuse, to_response
from kg.store.questions import Parameter, Question
from kg.views.shell import read_words

ROOT = "/questions"
SUFFIXES = {
    "html": "text/html",
    "csv": forms.CSV,
    "json": forms.JSON,
    "rq": "application/sparql-query",
}
"""Forms of an answer by the ending of a fixed address; `rq` is the query itself."""

MOST_CHOICES = 400
"""Rows that are listed to choose from; of more, a name is typed."""


_HEAD = re.compile(r"^# (?:title@|about@|parameter ).*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of the form."""

    name: str
    label: str
    value: str
    is_number: bool
    choices: list[tuple[str, str]]


class Questions:
    """Answers the named questions that come with the ontology."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes of the list and of each question, with and without an ending."""
        return [
            Route(ROOT, self.every),
            Route(f"{ROOT}.json", self.listed),
            Route(f"{ROOT}/{{name}}", self.one),
        ]

    def every(self, request: Request) -> Response:
        """List all questions."""
        view = View(self._site, request)
        if forms.choose(request.headers.get("accept", ""), ("text/html", "application/json")) == (
            "application/json"
        ):
            return self.listed(request)
        return view.kept(HTML) or view.page(
            "questions", questions=list(self._site.graph.questions.values())
        )

    def listed(self, request: Request) -> Response:
        """List all questions as JSON, with queries about the focal city."""
        view = View(self._site, request)
        graph = self._site.graph
        told = [
            {**_plain(question), "query": ready_text(graph, question, view.lang)}
            for question in graph.questions.values()
        ]
        return view.kept(forms.JSON) or JSONResponse(
            {"questions": told, "prefixes": dict(graph.schema.prefixes)},
            headers=view.caching(forms.JSON),
        )

    async def one(self, request: Request) -> Response:
        """Answer one question in the form that is asked for."""
        view = View(self._site, request)
        name, suffix = _split(request.path_params["name"])
        accept = ",".join(request.headers.getlist("accept"))
        chosen = SUFFIXES[suffix] if suffix else forms.choose(accept, tuple(SUFFIXES.values()))
        if chosen is None:
            return refuse(406, f"A question is answered as one of: {', '.join(SUFFIXES.values())}.")
        try:
            question = self._site.graph.question(name)
        except KgError as error:
            if chosen == "text/html":
                return view.page("fault", 404, fault=str(error), back=ROOT)
            return refuse(404, str(error))
        if known := view.kept(chosen, exists=False):
            return known
        try:
            asked = _asked(question, request, view.lang)
            text = question.text(self._site.graph.data, self._site.graph.focal_city, **asked)
        except KgError as error:
            if chosen != "text/html":
                return refuse(400, str(error))
            return await self._page(view, request, question, "", str(error))
        if chosen == "text/html":
            return await self._page(view, request, question, text, "")
        if chosen == SUFFIXES["rq"]:
            headers = {**view.caching(chosen), "Content-Type": f"{chosen}; charset=utf-8"}
            return Response(text, headers=headers)
        return to_response(await self._site.answer(text, chosen), view.caching(chosen))

    async def _page(
        self, view: View, request: Request, question: Question, text: str, fault: str
    ) -> Response:
        table, status = None, 400 if fault else 200
        if text:
            said = await self._site.answer(text, forms.JSON)
            if not said.is_good:
                fault, status = said.body.decode(), said.status
            elif len(said.body) <= MOST_BYTES:
                reader = Reader(self._site.lookup, self._site.naming, view.lang)
                table = await run_in_threadpool(to_table, said.body, reader)
        query = str(request.url.query)
        shown = to_plain(text, question.title[view.lang]) if text else ""
        return view.page(
            "question",
            status,
            question=question,
            fields=[
                self._field(p, request, view.lang)
                for p in question.parameters.values()
                if p.kind != "language"
            ],
            table=table,
            fault=fault,
            text=shown,
            files={s: f"{ROOT}/{question.name}.{s}{query and '?'}{query}" for s in SUFFIXES},
            query=query_address(shown) if text else "",
        )

    def _field(self, parameter: Parameter, request: Request, lang: str) -> Field:
        given = request.query_params.get(parameter.name)
        choices = self._choices(parameter, lang)
        return Field(
            name=parameter.name,
            label=_label(parameter.name, lang),
            value=given if given is not None else self._default(parameter),
            is_number=parameter.kind == "integer",
            choices=choices if len(choices) <= MOST_CHOICES else [],
        )

    def _default(self, parameter: Parameter) -> str:
        return self._site.graph.focal_city if parameter.name == "city" else parameter.default

    def _choices(self, parameter: Parameter, lang: str) -> list[tuple[str, str]]:
        """Return what can be chosen, with its name, in the order of names."""
        kind = parameter.kind
        names = self._names.of_table(kind) if kind in self._site.graph.data.data else {}
        names = names or self._codes.get(kind, {})
        found = sorted((n.get(lang) or n.get("en") or key, key) for key, n in names.items())
        any_one = [("*", "*")] if parameter.default == "*" and found else []
        return any_one + [(key, name) for name, key in found]

    @cached_property
    def _names(self) -> Labels:
        return Labels(self._site.graph.data)

    @cached_property
    def _codes(self) -> Mapping[str, Any]:
        return code_labels(self._site.graph.schema)


def ready_text(graph: KnowledgeGraph, question: Question, lang: str) -> str:
    """Return a query about the focal city, with names in a language, ready for the editor."""
    asked = {"lang": lang} if "lang" in question.parameters else {}
    try:
        text = question.text(graph.data, graph.focal_city, **asked)
    except KgError:  # there is no focal city
        text = question.query
    return to_plain(text, question.title[lang])


def to_plain(text: str, title: str) -> str:
    """Return a query without the words at its head but its title in one language."""
    return f"# {title}\n{_HEAD.sub('', text)}"


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES else (name, "")


def _asked(question: Question, request: Request, lang: str) -> dict[str, str]:
    """Return the parameters that were given; an empty one holds as not given.

    The language of names is that of the page.
    """
    given = {n: v for n, v in request.query_params.items() if v.strip() and n != "lang"}
    return given | ({"lang": lang} if "lang" in question.parameters else {})


def _label(name: str, lang: str) -> str:
    known = read_words("words").get(f"sparql.parameter.{name}")
    return str(known[lang]) if isinstance(known, dict) else name


def _plain(question: Question) -> dict[str, object]:
    parameters = question.parameters.values()
    return {
        "name": question.name,
        "title": dict(question.title),
        "about": dict(question.about),
        "parameters": [{"name": p.name, "kind": p.kind, "default": p.default} for p in parameters],
    }
