"""Connections: the things of the payload by layer, and what connects them, of all cities at once.

Relations are not among them: the page draws those of the city that its reader looks from.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

from kg.views.payload import Payload
from kg.views.records import Records, list_of, text_of

# A link: from, to, and what it says; the kind chooses the line in the page. Things are `kind:id`.
Link: TypeAlias = tuple[str, str, str]

# Which kind of thing the rows of a table are drawn as, and thereby in which layer.
KINDS = {
    "cities": "city",
    "agencies": "agency",
    "agreements": "agreement",
    "programs": "program",
    "outcomes": "outcome",
}


def facts_of(payload: Payload, table: str) -> Records:
    """Read the facts of a table from the payload."""
    return cast(dict[str, Records], payload["facts"])[table]


def pairs_of(payload: Payload) -> list[tuple[str, str]]:
    """Read the two cities of each relation, in the order of the payload."""
    relations = cast(list[dict[str, list[str]]], payload["relations"])
    return [(relation["cities"][0], relation["cities"][1]) for relation in relations]


def layers_of(payload: Payload) -> dict[str, list[str]]:
    """Sort the things of the payload into layers; topics stand among the fields.

    In order of id, but the fields in that of their tree.
    """
    layers = {
        kind: [f"{kind}:{key}" for key in sorted(facts_of(payload, table))]
        for table, kind in KINDS.items()
    }
    named = {str(payload["focal"]), *(city for pair in pairs_of(payload) for city in pair)}
    cities = (named | facts_of(payload, "cities").keys()) - {""}
    layers["city"] = [f"city:{key}" for key in sorted(cities)]
    fields = cast(list[dict[str, str]], payload["fields"])
    for layer, is_group in (("field", False), ("group", True)):
        layers[layer] = [f"field:{f['id']}" for f in fields if (f["level"] == "group") == is_group]
    return layers


def links_of(payload: Payload, things: Iterable[str]) -> list[Link]:
    """List what connects the things, each link once: agreements run by links of their own."""
    known = frozenset(things)
    found = (
        *_agreement_links(payload),
        *_program_links(payload),
        *_field_links(payload),
        *_agency_links(payload),
    )
    return [link for link in dict.fromkeys(found) if link[0] in known and link[1] in known]


def things_near(payload: Payload, layers: dict[str, list[str]], links: list[Link]) -> set[str]:
    """Collect what stands within one step of the focal city.

    Its relations' cities, agreements and programmes, what hangs on these, and all fields.
    """
    near = {f"city:{payload['focal']}", *layers["field"], *layers["group"]}
    for relation in cast(list[dict[str, list[str]]], payload["relations"]):
        if payload["focal"] in relation["cities"]:
            for column, kind in (("cities", "city"), ("agreements", "agreement")):
                near.update(f"{kind}:{key}" for key in relation[column])
            near.update(f"program:{key}" for key in relation["programs"])
    hanging = [(one, other) for one, other, kind in links if kind in ("result", "carried-by")]
    hanging += [(one, other) for one, other, kind in links if kind == "lead"]
    return near.union(*(pair for pair in hanging if not near.isdisjoint(pair)))


def _agreement_links(payload: Payload) -> Iterator[Link]:
    """Link agreements to the cities that are party to them, and to earlier agreements."""
    for party in facts_of(payload, "parties").values():
        yield f"city:{text_of(party, 'city')}", f"agreement:{text_of(party, 'agreement')}", "party"
    for key, agreement in facts_of(payload, "agreements").items():
        for column in ("renews", "carries_out"):
            for earlier in list_of(agreement, column):
                yield f"agreement:{earlier}", f"agreement:{key}", column


def _program_links(payload: Payload) -> Iterator[Link]:
    """Link programmes to the agreements they carry out, else to the cities that take part."""
    for key, program in facts_of(payload, "programs").items():
        for agreement in list_of(program, "agreements"):
            yield f"agreement:{agreement}", f"program:{key}", "carries"
        for city in [] if "agreements" in program else list_of(program, "cities"):
            yield f"city:{city}", f"program:{key}", "takes-part"
    for key, outcome in facts_of(payload, "outcomes").items():
        yield f"program:{text_of(outcome, 'program')}", f"outcome:{key}", "result"


def _field_links(payload: Payload) -> Iterator[Link]:
    """Link agreements and programmes to their fields, and fields to what lies above them."""
    for commitment in facts_of(payload, "commitments").values():
        agreement, named = text_of(commitment, "agreement"), text_of(commitment, "field")
        yield f"agreement:{agreement}", f"field:{named}", "commitment"
    for key, program in facts_of(payload, "programs").items():
        for covered in list_of(program, "fields"):
            yield f"program:{key}", f"field:{covered}", "in-field"
    for field in cast(list[dict[str, str]], payload["fields"]):
        if "broader" in field:
            yield f"field:{field['id']}", f"field:{field['broader']}", "broader"


def _agency_links(payload: Payload) -> Iterator[Link]:
    """Link agencies to what they lead or carry out, to their city, and to what they are part of."""
    for commitment in facts_of(payload, "commitments").values():
        for agency in list_of(commitment, "lead"):
            yield f"agency:{agency}", f"agreement:{text_of(commitment, 'agreement')}", "lead"
    for key, program in facts_of(payload, "programs").items():
        for agency in list_of(program, "agencies"):
            yield f"agency:{agency}", f"program:{key}", "carried-by"
    for key, agency_ in facts_of(payload, "agencies").items():
        yield f"agency:{key}", f"agency:{text_of(agency_, 'part_of')}", "part-of"
        yield f"agency:{key}", f"city:{text_of(agency_, 'city')}", "seat"
