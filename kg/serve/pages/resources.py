"""Routes of resources: the form that a client likes best, or a fixed one by its ending."""

import json
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.exports.jsonld import compact
from kg.names import PAIR, THINGS, relation_cities, thing_prefix
from kg.problems import suggest
from kg.serve import forms
from kg.serve.pages import addresses
from kg.serve.pages.addresses import ROOT, SUFFIXES, split_suffix, to_address, to_iri
from kg.serve.pages.evidence import find_basis
from kg.serve.pages.explorer import explorer_address
from kg.serve.pages.questions import ROOT as QUESTIONS
from kg.serve.pages.resource import Item, Reader
from kg.serve.pages.site import HTML, Site, View
from kg.serve.replies import refuse
from kg.store.lookup import is_iri

_OFFERED = tuple(SUFFIXES.values())
_IN_HEADERS = "".join(map(chr, range(0x21, 0x7F)))  # other letters are percent-encoded
_LONGEST = 2000  # characters of an IRI that is asked for


class Resources:
    """Answers for each IRI of the graph and the ontology."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the route of what has an address of its own, and that of any IRI."""
        return [
            Route(ROOT, self.by_iri),
            Route(f"{ROOT}/{{path:path}}", self.by_path),
        ]

    def by_path(self, request: Request) -> Response:
        """Answer at the address of an IRI, or of one form of what it names."""
        path = request.path_params["path"]
        iri = to_iri(path)
        if self._knows(iri):
            return self._negotiate(request, iri)
        stem, suffix = split_suffix(path)
        if suffix and self._knows(to_iri(stem)):
            return self._send(request, to_iri(stem), suffix)
        return self._missing(request, to_iri(stem))

    def by_iri(self, request: Request) -> Response:
        """Answer for `?iri=…`: lead to its own address, or show what has none here."""
        iri = self._expand(request.query_params.get("iri", "").strip()[:_LONGEST])
        if not self._knows(iri):
            return self._missing(request, iri)
        if addresses.is_ours(iri):
            return RedirectResponse(View(self._site, request).link(to_address(iri)), 303)
        suffix = request.query_params.get("as", "")
        if suffix in SUFFIXES:
            return self._send(request, iri, suffix)
        return self._negotiate(request, iri)

    def _expand(self, text: str) -> str:
        """Return the IRI that is meant: in full, behind a prefix, or between < and >."""
        text = text.removeprefix("<").removesuffix(">")
        prefix, colon, name = text.partition(":")
        namespace = self._site.graph.schema.prefixes.get(prefix)
        if namespace and colon and not name.startswith("//"):
            return namespace + name
        if colon and prefix in self._site.graph.data.data:
            return f"{THINGS}{prefix}/{name}"
        return text

    def _knows(self, iri: str) -> bool:
        return is_iri(iri) and self._site.lookup.knows(iri)

    def _negotiate(self, request: Request, iri: str) -> Response:
        accept = ",".join(request.headers.getlist("accept"))
        chosen = forms.choose(accept, _OFFERED)
        if chosen is None:
            return refuse(406, f"A resource is sent as one of: {', '.join(_OFFERED)}.",
                          {"Vary": "Accept, Accept-Language"})  # fmt: skip
        suffix = next(name for name, media_type in SUFFIXES.items() if media_type == chosen)
        sent = self._send(request, iri, suffix)
        sent.headers["Content-Location"] = to_address(iri, suffix)
        return sent

    def _send(self, request: Request, iri: str, suffix: str) -> Response:
        view = View(self._site, request)
        media_type = HTML if suffix == "html" else SUFFIXES[suffix]
        if known := view.kept(media_type):
            return known
        if suffix == "html":
            return self._page(view, iri)
        body = self._describe(iri, media_type)
        charset = "; charset=utf-8" if media_type == forms.TURTLE else ""
        headers = {**view.caching(media_type), "Content-Type": media_type + charset}
        described = quote(iri, safe=_IN_HEADERS)
        return Response(body, headers={**headers, "Link": f'<{described}>; rel="describes"'})

    def _describe(self, iri: str, media_type: str) -> bytes:
        """Return what is said of a resource; JSON-LD with the words of our context."""
        body = self._site.lookup.describe(iri, media_type)
        if media_type != forms.JSON_LD:
            return body
        return compact(json.loads(body), self._site.context).encode()

    def _page(self, view: View, iri: str) -> Response:
        site = self._site
        reader = Reader(site.lookup, site.naming, view.lang)
        resource = reader.read(iri)
        table = site.naming.table(iri)
        name = table.name if table else ""
        key = iri.removeprefix(thing_prefix(name))
        partners, number = site.coverage.of_city(key, view.lang) if name == "cities" else ([], 0)
        basis = find_basis(site.graph, name, key)
        if basis:
            resource = replace(resource, sources=reader.sources(basis.sources))
        return view.page(
            "resource",
            canonical=to_address(iri),
            resource=resource,
            forms={suffix: to_address(iri, suffix) for suffix in SUFFIXES},
            types=SUFFIXES,
            table=name,
            relation=site.coverage.of_relation(key, view.lang) if name == "relations" else None,
            partners=partners,
            partners_number=number,
            all_partners=f"{QUESTIONS}/partners?city={key}",
            behind=reader.behind(basis, _timeline(key)) if basis else None,
            explorer=explorer_address(site.graph, name, iri, view.lang),
            query=addresses.query_address(
                f"SELECT ?property ?value WHERE {{ <{iri}> ?property ?value }}"
            ),
        )

    def _missing(self, request: Request, iri: str) -> Response:
        """Say that nothing is known of an IRI, and what may have been meant."""
        accept = ",".join(request.headers.getlist("accept"))
        near = self._near(iri)
        if forms.choose(accept, ("text/html", "text/plain")) != "text/html" or forms.names(
            accept, *_OFFERED[1:]
        ):
            hint = f" Did you mean <{near[0]}>?" if near else ""
            return refuse(404, f"There is no resource <{iri}>.{hint}", {"Vary": "Accept"})
        view = View(self._site, request)
        found = [Item(self._site.naming.of(i, view.lang), to_address(i), note=i) for i in near]
        return view.page("missing", 404, iri=iri, near=found)

    def _near(self, iri: str) -> list[str]:
        """Return resources that may have been meant, likeliest first."""
        tables = self._site.graph.data.data
        key = iri.rstrip("/").rpartition("/")[2].lower()
        asked = iri.removeprefix(THINGS).partition("/")[0]
        named = [name for name in (asked, *tables) if name in tables]
        exact = [f"{THINGS}{name}/{key}" for name in named]
        guess = suggest(asked, tables) or "cities"
        ids = tables[guess].cells("id").drop_null().to_pylist()
        near = f"{THINGS}{guess}/{suggest(key, ids)}"
        return list(dict.fromkeys(i for i in (*exact, near, *_turned(iri)) if self._knows(i)))[:5]


def _timeline(key: str) -> str:
    """Return the address of all dated steps of a relation, or of that of a cell."""
    one, other, *_ = key.split(PAIR)
    return f"{QUESTIONS}/timeline?city={one}&partner={other}"


def _turned(iri: str) -> list[str]:
    """Return the relation of the same two cities in the order in which ids name them."""
    try:
        one, other = sorted(relation_cities(iri.rpartition("/")[2]))
    except ValueError:
        return []
    return [f"{THINGS}relations/{one}--{other}"]
