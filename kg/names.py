"""IRIs, prefixes and the version: the only place where the base IRI stands."""

import re
from collections.abc import Mapping
from types import MappingProxyType

VERSION = "0.4.0"
"""The version of the package, which its outputs name as their maker."""

BASE = "https://w3id.org/sistercity/"
TERMS = BASE + "def#"
SHAPES = BASE + "shapes#"
THINGS = BASE + "id/"
SCHEMES = BASE + "scheme/"

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

LANGUAGES = ("en", "id", "ko")

ID = "^[a-z0-9]+(-[a-z0-9]+)*$"

LOCAL = r"^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$"
"""Names that Turtle takes behind a prefix as they are."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "sisc": TERMS,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
        "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "xsd": XSD,
    }
)


def thing_prefix(table: str) -> str:
    """Return the namespace of a table's rows."""
    return f"{THINGS}{table}/"


def thing_table(prefix: str) -> str:
    """Return the table whose rows have this namespace."""
    return prefix.removeprefix(THINGS).rstrip("/")


def scheme_prefix(scheme: str) -> str:
    """Return the namespace of a code list's codes."""
    return f"{SCHEMES}{scheme}/"


def is_local(name: str) -> bool:
    """Tell whether Turtle takes the name behind a prefix as it is."""
    return bool(re.fullmatch(LOCAL, name))


PAIR = "--"
"""What stands between the two cities in a relation's id; no id contains it."""


def relation_id(one: str, other: str) -> str:
    """Return the id of the unordered pair of two cities: both ids, sorted, joined by `--`.

    No id contains `--`, so the pair can be read back without doubt.
    """
    return PAIR.join(sorted((one, other)))


def relation_cities(relation: str) -> tuple[str, str]:
    """Return the two cities of a relation id; ValueError when it is not one."""
    one, other = relation.split(PAIR)
    return one, other


def partner_of(city: str, relation: str) -> str:
    """Return the city with which a city has a relation."""
    one, other = relation_cities(relation)
    return other if city == one else one
