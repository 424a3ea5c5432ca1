"""Styles, scripts and the sign of the pages, each at an address that names its content."""

import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.replies import refuse
from kg.views.shell import read_style

ROOT = "/assets"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_OWN = ("pages.css", "query.css", "query.mjs", "icon.svg")
_DARK = re.compile(r'\[data-theme="dark"\] (\{[^}]*\})')
_SIGNS = re.compile(r"^\.(?:tone-|sign)[^{]*\{[^}]*\}", re.MULTILINE)
_YEAR = 365 * 24 * 3600


class Assets:
    """Files of the pages; an address has a hash in it, so that a browser keeps them for good."""

    def __init__(self, others: Mapping[str, bytes]) -> None:
        own = {name: _read(name) for name in _OWN}
        own["pages.css"] = theme().encode() + own["pages.css"]
        self._files = {**own, **others}
        self._tags = {n: hashlib.sha256(b).hexdigest()[:10] for n, b in self._files.items()}

    def address(self, name: str) -> str:
        """Return the address of a file."""
        return f"{ROOT}/{self._tags[name]}/{name}"

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return name in self._files

    def route(self) -> Route:
        """Return the route of all files."""
        return Route(f"{ROOT}/{{tag}}/{{name}}", self._send)

    def _send(self, request: Request) -> Response:
        name = request.path_params["name"]
        if self._tags.get(name) != request.path_params["tag"]:
            return refuse(404, "There is no such file.")
        headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}
        kind = _TYPES[name.rpartition(".")[2]]
        return Response(self._files[name], headers={**headers, "Content-Type": kind})


def theme() -> str:
    """Return colours, letters and signs of the explorer page; dark where the system is."""
    dark = r"@media (prefers-color-scheme: dark) { :root \1 }"
    signs = "\n".join(_SIGNS.findall(read_style("matrix")))
    return f"{_DARK.sub(dark, read_style('theme'))}\n{signs}\n"


def _read(name: str) -> bytes:
    return files("kg.serve.pages").joinpath("static", name).read_bytes()
