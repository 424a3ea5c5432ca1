"""What all pages share: the graph they show, the language they speak, and how a reply is made."""

import hashlib
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.exports.jsonld import read_context
from kg.names import LANGUAGES, VERSION
from kg.serve.pages.assets import Assets
from kg.serve.pages.coverage import CoverageReader
from kg.serve.pages.naming import Naming
from kg.serve.pages.words import choose_language, say
from kg.serve.protocol import Answer
from kg.serve.replies import kept
from kg.serve.served import Served
from kg.store.lookup import Lookup, open_lookup
from kg.views.shell import template

HTML = "text/html; charset=utf-8"


class Site:
    """The served graph, with what is read from it for pages."""

    def __init__(self, served: Served, answer: Answer, assets: Assets) -> None:
        self.served = served
        self.assets = assets
        self.graph = served.graph
        self.answer = answer

    @cached_property
    def lookup(self) -> Lookup:
        """Return the store on the disk, opened in this process for lookups alone."""
        return open_lookup(self.served.store, self.graph.schema.prefixes)

    @cached_property
    def naming(self) -> Naming:
        """Return the names of resources."""
        return Naming(self.lookup, self.graph.schema)

    @cached_property
    def coverage(self) -> CoverageReader:
        """Return the reader of cells."""
        return CoverageReader(self.graph, self.lookup, self.naming)

    @cached_property
    def context(self) -> Mapping[str, Any]:
        """Return the JSON-LD context of the ontology; empty where it has none."""
        try:
            return read_context(self.graph.ontology)
        except KgError:
            return {}

    def title(self, lang: str) -> str:
        """Return the title of the data set."""
        row = self.graph.tables["dataset"]
        titles = {code: str(text) for code in LANGUAGES for text in row.get(f"title@{code}", ())}
        return titles.get(lang) or titles.get("en") or next(filter(None, titles.values()), "kg")


class View:
    """One request as a page sees it: its language, and its links, which keep that language."""

    def __init__(self, site: Site, request: Request) -> None:
        self._site = site
        self._request = request
        asked = request.query_params.get("lang", "")
        self._asked = asked if asked in LANGUAGES else ""
        self.lang = choose_language(asked, request.headers.get("accept-language", ""))
        self.say = partial(say, lang=self.lang)

    @property
    def base(self) -> str:
        """Return the address of the server as the reader knows it, also behind a proxy."""
        is_secure = self._request.headers.get("x-forwarded-proto") == "https"
        base = self._request.base_url
        return str(base.replace(scheme="https") if is_secure else base)

    def given(self, name: str) -> str:
        """Return a parameter of the request, "" where it is not given."""
        return str(self._request.query_params.get(name, ""))

    def link(self, address: str, lang: str = "") -> str:
        """Return an address of this server in the language that the reader chose, if any."""
        if not (chosen := lang or self._asked):
            return address
        base, mark, fragment = address.partition("#")
        return f"{base}{'&' if '?' in base else '?'}lang={chosen}{mark}{fragment}"

    def _address(self) -> str:
        """Return the address of this page without its language."""
        asked = [p for p in self._request.query_params.multi_items() if p[0] != "lang"]
        path = self._request.scope["raw_path"].decode("ascii")
        return f"{path}?{urlencode(asked)}" if asked else path

    def page(self, name: str, status: int = 200, canonical: str = "", **shown: object) -> Response:
        """Return a page made from a template; what caches keep of it they ask about each time.

        `canonical` is its address without language and form, that of the request unless named.
        """
        text = template(f"{name}.html.j2", "kg.serve.pages").render(
            w=lambda key, **details: say(key, self.lang, **details),
            lang=self.lang,
            canonical=self.base + (canonical or self._address()).removeprefix("/"),
            turned={lang: self.link(self._address(), lang) for lang in LANGUAGES},
            link=self.link,
            asset=self._site.assets.address,
            site_title=self._site.title(self.lang),
            **shown,
        )
        headers = {"Content-Language": self.lang, "Content-Type": HTML}
        headers |= self.caching(HTML) if status == 200 else {"Cache-Control": "no-store"}
        return Response(text, status, headers)

    def caching(self, media_type: str) -> dict[str, str]:
        """Return the headers by which a cache knows this version of what was asked for."""
        return {
            "ETag": self._etag(media_type),
            "Cache-Control": "public, no-cache",
            "Vary": "Accept, Accept-Language",
        }

    def kept(self, media_type: str, *, exists: bool = True) -> Response | None:
        """Return 304 where the client has this version already; see kg.serve.replies.kept."""
        found = kept(self._request, self._etag(media_type), exists=exists)
        if found:
            found.headers["Vary"] = "Accept, Accept-Language"
        return found

    def _etag(self, media_type: str) -> str:
        told = (VERSION, self._site.served.version, self.base, str(self._request.url.path),
                str(self._request.url.query), self.lang, media_type)  # fmt: skip
        return f'W/"{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:24]}"'
