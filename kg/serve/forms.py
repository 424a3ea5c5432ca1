"""Media types: which form of an answer a client accepts.

Sources: RFC 9110, section 12.5.1 (Accept); SPARQL 1.1 Protocol, section 2.1.4.
"""

import re
from collections.abc import Sequence

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES, RDF_XML = "text/turtle", "application/n-triples", "application/rdf+xml"
JSON_LD, NQUADS, TRIG = "application/ld+json", "application/n-quads", "application/trig"

ROWS = (JSON, XML, CSV, TSV, "application/json", "application/xml", "text/xml")
TRUTH = (JSON, XML, "application/json", "application/xml", "text/xml")
TRIPLES = (TURTLE, NTRIPLES, RDF_XML, JSON_LD, NQUADS, TRIG)
"""What is offered for SELECT, for ASK, and for CONSTRUCT and DESCRIBE; the first is the default."""

MEANT = {"application/json": JSON, "application/xml": XML, "text/xml": XML}
"""Types that are less precise than what is sent under their name."""

_RANGE = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(;.*)?", re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*([^;\s]*)", re.IGNORECASE)
_PARTS = 100  # of one header; nobody means more


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered type that a client likes best, the first of equal ones; None for none.

    A range that names a type counts before one that names its family, and that before `*/*`. What
    is no range at all is passed over; an empty header accepts everything.
    """
    ranges = [_read_range(part) for part in accept.split(",")[:_PARTS] if part.strip()]
    if not ranges:
        return offered[0]
    liked = [(_quality(media_type, ranges), media_type) for media_type in offered]
    best = max(quality for quality, _ in liked)
    return next((t for quality, t in liked if quality == best), None) if best > 0 else None


def names(accept: str, *media_types: str) -> bool:
    """Tell whether a header names one of these types, rather than a family that holds it."""
    ranges = [_read_range(part) for part in accept.split(",")[:_PARTS]]
    return any(name in media_types and quality > 0 for name, quality in ranges)


def _read_range(part: str) -> tuple[str, float]:
    match = _RANGE.fullmatch(part.strip())
    if match is None:
        return "", 0.0
    quality = _QUALITY.search(match[3] or "")
    try:
        value = float(quality[1]) if quality else 1.0
    except ValueError:
        value = 0.0
    return f"{match[1]}/{match[2]}".lower(), value if 0 <= value <= 1 else 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    family = media_type.partition("/")[0]
    for name in (media_type, f"{family}/*", "*/*"):
        found = [quality for said, quality in ranges if said == name]
        if found:
            return max(found)
    return 0.0
