"""ro-crate-metadata.json: the same description as JSON-LD, for repositories of research data.

Source: RO-Crate Metadata Specification 1.2 (researchobject.org, 2025).
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from kg.errors import KgError
from kg.exports.release.about import About
from kg.exports.release.files import CHECKSUMS, METADATA, PAGE, PackageFile, read_words, words_on
from kg.exports.release.licence import APACHE, LICENCES, UNICODE

CRATE = "https://w3id.org/ro/crate/1.2"
_AUTHOR, _PLACE, _HASH = "#author", "#place", "#rdfc-1.0"
Entity = dict[str, Any]


def render_crate(
    about: About, files: Sequence[PackageFile], *, checksums: int, sha256: str
) -> bytes:
    """Return the metadata of the crate: all files but itself, and what they refer to.

    `checksums` is the size of checksums.txt, which is written last and so has no checksum here;
    `sha256` the hash of the graph.
    """
    described = [_file(file, about) for file in files] + [_checksums(checksums)]
    described.sort(key=lambda entity: entity["@id"])
    graph = [
        _descriptor(about),
        _root(about, [entity["@id"] for entity in described]),
        *described,
        *_identifiers(about, sha256),
        *_context(about),
    ]
    crate = {"@context": f"{CRATE}/context", "@graph": graph}
    return (json.dumps(crate, ensure_ascii=False, indent=2) + "\n").encode()


def parse_described(text: str) -> set[str]:
    """Return the addresses of the files that a crate describes, itself among them; KgError."""
    try:
        entities = json.loads(text)["@graph"]
        files = {entity["@id"] for entity in entities if entity["@type"] == "File"}
    except (ValueError, LookupError, TypeError) as error:
        raise KgError(f"{METADATA}: not the metadata of a crate: {error}.") from error
    return files | {METADATA}


def _ref(name: str) -> dict[str, str]:
    return {"@id": name}


def _one(values: Iterable[Any]) -> Any:
    """Return values as JSON-LD has them when compact: a single one without a list."""
    found = list(values)
    return found[0] if len(found) == 1 else found


def _known(entity: Entity) -> Entity:
    """Leave out what is not known."""
    return {name: value for name, value in entity.items() if value not in ("", None, [], {})}


def _descriptor(about: About) -> Entity:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "name": f"Description of the release of {about.title}",
        "about": _ref("./"),
        "conformsTo": _ref(CRATE),
        "license": _ref(about.licence),
    }


def _root(about: About, parts: list[str]) -> Entity:
    others = [title for title in about.titles.values() if title != about.title]
    words = read_words()["keywords"]
    return _known(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": about.title,
            "alternateName": _one(others),
            "description": about.scope or about.title,
            "identifier": [_ref(about.iri), _ref(_HASH)],
            "version": about.version,
            "datePublished": about.date,
            "license": _ref(about.licence),
            "author": _ref(_AUTHOR) if about.author else "",
            "creditText": about.citation,
            "url": about.homepage,
            "keywords": [word for lang in about.languages for word in words[lang]],
            "inLanguage": _one(about.languages),
            "temporalCoverage": "/".join(about.period or ()),
            "spatialCoverage": _ref(_PLACE) if about.box else "",
            "hasPart": _one(_ref(part) for part in parts),
        }
    )


def _file(file: PackageFile, about: About) -> Entity:
    conforms = about.ontology and file.is_distribution and file.path != PAGE
    return _known(
        {
            "@id": file.address,
            "@type": "File",
            "name": PurePosixPath(file.path).name,
            "description": words_on(file.path)["en"],
            "encodingFormat": file.media_type,
            "contentSize": str(file.size),
            "sha256": file.sha256,
            "license": _licence(file, about),
            "conformsTo": _ref(about.ontology) if conforms else "",
        }
    )


def _licence(file: PackageFile, about: About) -> Any:
    if file.path == PAGE:
        return [_ref(about.licence), _ref(APACHE)]
    if file.path == "ontology/countries.ttl":
        return [_ref(about.licence), _ref(UNICODE)]
    return ""


def _checksums(size: int) -> Entity:
    return {
        "@id": CHECKSUMS,
        "@type": "File",
        "name": CHECKSUMS,
        "description": words_on(CHECKSUMS)["en"],
        "encodingFormat": "text/plain",
        "contentSize": str(size),
    }


def _identifiers(about: About, sha256: str) -> Iterable[Entity]:
    """Yield what the data set is known by: its name in the graph, and the hash of the graph."""
    yield {
        "@id": about.iri,
        "@type": "PropertyValue",
        "name": "Name (IRI) of the data set in its graph",
        "value": about.iri,
    }
    yield {
        "@id": _HASH,
        "@type": "PropertyValue",
        "name": "SHA-256 of the graph in its canonical form (RDFC-1.0)",
        "propertyID": "https://www.w3.org/TR/2024/REC-rdf-canon-20240521/",
        "value": sha256,
    }


def _context(about: About) -> Iterable[Entity]:
    """Yield what files and root refer to."""
    for licence in sorted({about.licence, APACHE, UNICODE}):
        name = LICENCES[licence].name if licence in LICENCES else licence
        words = f"{name}, in full at {licence}"
        yield {"@id": licence, "@type": "CreativeWork", "name": name, "description": words}
    if about.ontology:
        yield {
            "@id": about.ontology,
            "@type": "CreativeWork",
            "name": "The ontology by which the tables and the graph are made",
            "description": "Its files are in ontology/.",
        }
    if about.author:
        yield {"@id": _AUTHOR, "@type": "Organization", "name": about.author}
    if about.box:
        box, geometry = "The box around all cities", _ref("#box")
        yield {"@id": _PLACE, "@type": "Place", "name": box, "geo": geometry}
        yield {
            "@id": "#box",
            "@type": ["Geometry", "GeoShape"],
            "name": box,
            "asWKT": about.polygon,
        }
