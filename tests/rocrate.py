"""Runs rocrate-validator without a network: gets its arguments, prints its report as JSON.

It wants to fetch the context of RO-Crate 1.2 from w3id.org. It is given one here: the terms that
our crate uses, each meaning what it means there. A term that is not here stays without a meaning,
and the validator says so.
"""

import sys
from typing import Any

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
SCHEMA = "http://schema.org/"
OF_SCHEMA = (
    "CreativeWork", "Dataset", "GeoShape", "Organization", "Place", "PropertyValue",
    "about", "alternateName", "author", "contentSize", "creditText", "datePublished",
    "description", "encodingFormat", "geo", "hasPart", "identifier", "inLanguage", "keywords",
    "license", "name", "propertyID", "sha256", "spatialCoverage",
    "temporalCoverage", "url", "value", "version",
)  # fmt: skip
TERMS = {
    **{term: SCHEMA + term for term in OF_SCHEMA},
    "Geometry": "http://www.opengis.net/ont/geosparql#Geometry",
    "asWKT": "http://www.opengis.net/ont/geosparql#asWKT",
    "File": SCHEMA + "MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}


class Answer:
    """What the web would have answered."""

    status_code = 200
    headers = {"Content-Type": "application/ld+json"}  # noqa: RUF012

    def json(self) -> Any:
        return {"@context": TERMS}


class Session:
    """A web in which there is nothing but the context."""

    def get(self, url: str, **_: object) -> Answer:
        if url != CONTEXT:
            raise OSError(f"no network: {url}")
        return Answer()

    head = get


def main() -> None:
    from rocrate_validator.cli import cli  # type: ignore[import-not-found]
    from rocrate_validator.utils.http import HttpRequester  # type: ignore[import-not-found]

    HttpRequester.__initialize_session__ = lambda self, *_, **__: setattr(
        self, "session", Session()
    )
    cli(sys.argv[1:])


if __name__ == "__main__":
    main()
