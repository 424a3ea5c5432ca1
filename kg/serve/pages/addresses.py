"""Where the server answers for an IRI, and which IRI an address means.

The address is `/resource/` and what the IRI has below the base, a `#` written as `/`:

    https://w3id.org/sistercity/id/cities/seoul  /resource/id/cities/seoul
    https://w3id.org/sistercity/def#City         /resource/def/City

Two IRIs never share an address: below `def` and `shapes` all names stand behind a `#`. What is not
below the base, such as a term of another vocabulary, is at `/resource?iri=…`.
Sources: Cool URIs for the Semantic Web, W3C Interest Group Note, 3 December 2008; RFC 9110,
section 8.7 (Content-Location).
"""

from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from kg.names import BASE, SHAPES, TERMS

ROOT = "/resource"
SUFFIXES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
"""Forms of a resource by the ending of a fixed address; the first is the default."""

_HASHED = (TERMS, SHAPES)


@lru_cache(20_000)
def to_address(iri: str, suffix: str = "") -> str:
    """Return the address of a resource, or with a suffix that of one form of it."""
    if not is_ours(iri):
        return f"{ROOT}?{urlencode({'iri': iri, **({'as': suffix} if suffix else {})})}"
    path = iri.removeprefix(BASE).replace("#", "/")
    return f"{ROOT}/{quote(path, safe='/:@')}{suffix and '.'}{suffix}"


def is_ours(iri: str) -> bool:
    """Tell whether an IRI has an address of its own: the rule leads back from there to it."""
    path = iri.removeprefix(BASE)
    return iri.startswith(BASE) and bool(path) and to_iri(path.replace("#", "/")) == iri


def to_iri(path: str) -> str:
    """Return the IRI that a path below `/resource/` means; percent signs are read already."""
    for base in _HASHED:
        folder = base.removeprefix(BASE).replace("#", "/")
        if path.startswith(folder) and path != folder:
            return base + path.removeprefix(folder)
    return BASE + path


def split_suffix(path: str) -> tuple[str, str]:
    """Cut the ending of a form from a path; "" where it has none."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES else (path, "")


def query_address(sparql: str) -> str:
    """Return the address of the query page with a text in it."""
    return "/query?" + urlencode({"query": sparql}, quote_via=quote)


def read_address(address: str) -> str:
    """Return the IRI of an address without a suffix."""
    return to_iri(unquote(address.removeprefix(f"{ROOT}/")))
