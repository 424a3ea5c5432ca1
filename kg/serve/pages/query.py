"""Route of the query page: a form that works by itself, in place of which YASGUI comes up."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve import forms
from kg.serve.pages.answers import MOST_BYTES, to_table
from kg.serve.pages.questions import ready_text
from kg.serve.pages.resource import Reader
from kg.serve.pages.site import HTML, Site, View
from kg.serve.pages.yasgui import TO_INSTALL, Yasgui
from kg.serve.replies import to_response

ROOT = "/query"
FILES = {
    "csv": forms.CSV,
    "json": forms.JSON,
    "tsv": forms.TSV,
    "ttl": forms.TURTLE,
    "nt": forms.NTRIPLES,
    "jsonld": forms.JSON_LD,
}
"""What the form can send in place of a table, by the ending of the file."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'self'"
)
"""YASGUI sets styles of its own; nothing can be asked of another server."""

_START = """\
SELECT ?city ?name
WHERE {
  ?city a sisc:City ; rdfs:label ?name .
  FILTER(LANG(?name) = "en")
}
ORDER BY ?name
LIMIT 20"""


class QueryPage:
    """Shows a query, and runs it when asked to."""

    def __init__(self, site: Site, yasgui: Yasgui | None) -> None:
        self._site = site
        self._yasgui = yasgui

    def route(self) -> Route:
        """Return the route of the page."""
        return Route(ROOT, self.show)

    async def show(self, request: Request) -> Response:
        """Show the query in the address; with `run` also its answer, as a table or a file."""
        view = View(self._site, request)
        asked = request.query_params
        text = asked.get("query", "") or self._picked(asked, view.lang)
        form = asked.get("form", "html")
        is_asked = bool(text.strip()) and "run" in asked
        if is_asked and form in FILES:
            said = await self._site.answer(text, _wanted(form))
            attached = {"Content-Disposition": f'attachment; filename="answer.{form}"'}
            return to_response(said, attached if said.is_good else None)
        if not is_asked and (known := view.kept(HTML)):
            return known
        shown = await self._answer(text, view.lang) if is_asked else {}
        return self._page(view, text, form, shown)

    def _picked(self, asked: QueryParams, lang: str) -> str:
        """Return the question that was chosen from the list, "" where none was."""
        question = self._site.graph.questions.get(asked.get("question", ""))
        return ready_text(self._site.graph, question, lang) if question else ""

    async def _answer(self, text: str, lang: str) -> dict[str, object]:
        said = await self._site.answer(text, f"{forms.JSON}, {forms.TURTLE};q=0.9")
        if not said.is_good:
            return {"fault": said.body.decode(), "status": said.status}
        if len(said.body) > MOST_BYTES:
            return {"too_large": True}
        if said.media_type != forms.JSON:
            return {"triples": said.body.decode()}
        reader = Reader(self._site.lookup, self._site.naming, lang)
        return {"table": await run_in_threadpool(to_table, said.body, reader)}

    def _page(self, view: View, text: str, form: str, shown: dict[str, object]) -> Response:
        status = shown.get("status", 200)
        prefixes = self._site.graph.schema.prefixes
        sent = view.page(
            "query",
            status if isinstance(status, int) else 200,
            text=text or f"{_declared(prefixes)}\n\n{_START}",
            form=form,
            files=tuple(FILES),
            yasgui=self._yasgui,
            to_install=TO_INSTALL,
            questions=list(self._site.graph.questions.values()),
            picked=view.given("question"),
            table=shown.get("table"),
            triples=shown.get("triples"),
            fault=shown.get("fault"),
            too_large=bool(shown.get("too_large")),
        )
        sent.headers["Content-Security-Policy"] = _POLICY
        return sent


def _wanted(form: str) -> str:
    """Return the media type of a form; rows and triples come as what they can be."""
    others = ", ".join(f"{media_type};q=0.5" for media_type in (forms.JSON, forms.TURTLE))
    return f"{FILES[form]}, {others}"


def _declared(prefixes: Mapping[str, str]) -> str:
    return "\n".join(f"PREFIX {name}: <{prefixes[name]}>" for name in ("rdfs", "sisc"))
