"""Routes of the first page, of the description of the data set, and of what robots may read.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note, 3 March 2011,
section 7 (/.well-known/void).
"""

from functools import cached_property
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.names import PREFIXES, VERSION, thing_prefix
from kg.serve.forms import TURTLE
from kg.serve.pages.addresses import to_address
from kg.serve.pages.resource import Item
from kg.serve.pages.site import HTML, Site, View

_EXAMPLES = ("dataset", "cities", "relations", "agreements", "programs", "fields")
_DESCRIPTION = "/dataset.ttl"
_ENDPOINT = "http://rdfs.org/ns/void#sparqlEndpoint"
_ROBOTS = "User-agent: *\nDisallow: /sparql\nDisallow: /query\nDisallow: /questions/\n"


class Home:
    """Says what the server holds, and where."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = Lock()
        self._described = ""

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/", self.show),
            Route("/.well-known/void", self.well_known),
            Route(_DESCRIPTION, self.describe),
            Route("/robots.txt", self.robots),
        ]

    def show(self, request: Request) -> Response:
        """Show the first page."""
        view = View(self._site, request)
        if known := view.kept(HTML):
            return known
        served = self._site.served
        return view.page(
            "home",
            data=self._dataset(view.lang),
            files=[(name, _size(len(file.body))) for name, file in served.files.items()],
            base=view.base,
            triples=served.triples,
            version=VERSION,
            questions=list(self._site.graph.questions.values())[:6],
            number=len(self._site.graph.questions),
            examples=self._examples(view.lang),
            vocabulary=self._vocabulary(view.lang),
        )

    def well_known(self, request: Request) -> Response:
        """Lead to the description of the data set, where programs look for it."""
        return RedirectResponse(_DESCRIPTION, 302)

    def describe(self, request: Request) -> Response:
        """Send the description of the data set (DCAT, VoID), and where it can be asked."""
        view = View(self._site, request)
        if known := view.kept(TURTLE):
            return known
        headers = {**view.caching(TURTLE), "Content-Type": f"{TURTLE}; charset=utf-8"}
        more = f"<{self._iri}> <{_ENDPOINT}> <{view.base}sparql> .\n"
        return Response(f"{self._description()}\n{more}", headers=headers)

    def _description(self) -> str:
        """Describe the data set once: the hash of a large graph takes its time."""
        with self._lock:
            if not self._described:
                self._described = self._site.graph.describe()
        return self._described

    def robots(self, request: Request) -> Response:
        """Tell robots to leave queries alone."""
        return PlainTextResponse(_ROBOTS)

    @cached_property
    def _iri(self) -> str:
        keys = self._site.graph.data["dataset"].cells("id").drop_null().to_pylist()
        return thing_prefix("dataset") + (keys[0] if keys else "")

    def _dataset(self, lang: str) -> dict[str, str]:
        """Return what the data set says of itself, "" where it says nothing."""
        text, site = self._site.lookup.text, self._site
        terms, dcterms = PREFIXES["sisc"], PREFIXES["dcterms"]
        return {
            "title": site.title(lang),
            "scope": text(self._iri, terms + "scope", lang),
            "version": text(self._iri, terms + "version", lang),
            "as_of": text(self._iri, terms + "asOf", lang),
            "licence": text(self._iri, dcterms + "license", lang),
            "citation": text(self._iri, dcterms + "bibliographicCitation", lang),
        }

    def _examples(self, lang: str) -> list[tuple[str, Item]]:
        """Return one thing of some tables: the focal city, and what stands first elsewhere."""
        found = []
        for iri in self._firsts:
            naming = self._site.naming
            kind = naming.table_name(naming.table(iri), lang)
            found.append((kind, Item(naming.of(iri, lang), to_address(iri))))
        return found

    @cached_property
    def _firsts(self) -> list[str]:
        found = (self._first(name) for name in _EXAMPLES)
        return [iri for iri in found if iri and self._site.lookup.knows(iri)]

    def _first(self, name: str) -> str:
        graph = self._site.graph
        if name == "cities" and graph.focal_city:
            return thing_prefix(name) + graph.focal_city
        if name == "relations":
            ids = graph.relation_ids(graph.focal_city or None)
        else:
            ids = graph.data[name].cells("id").drop_null().to_pylist()
        return thing_prefix(name) + ids[0] if ids else ""

    def _vocabulary(self, lang: str) -> list[Item]:
        """Return the main classes of the ontology."""
        names = ("City", "Relation", "Agreement", "Commitment", "Program", "Cell")
        iris = [PREFIXES["sisc"] + name for name in names]
        naming = self._site.naming
        return [
            Item(naming.of(iri, lang), to_address(iri))
            for iri in iris
            if self._site.lookup.knows(iri)
        ]


def _size(number: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{number / 1000:.0f} kB"
