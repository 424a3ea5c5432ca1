"""Payload: all that the page shows, as plain data, each thing once and by its id.

Pure: frames in, data out. Coverage is not in it: the page computes it from the same facts as
`kg.coverage`, for the day and the evidence that its reader chooses.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TypeAlias

import pandas as pd

from kg.coverage import Facts, to_text
from kg.names import relation_cities
from kg.schema import Schema
from kg.views.evidence import evidence_rows, link_rows, relation_facts
from kg.views.facts import select_facts
from kg.views.fields import field_tree
from kg.views.forms import column_labels, fill_forms
from kg.views.records import Records, text_of, to_records

Codes: TypeAlias = Mapping[str, Mapping[str, Mapping[str, str]]]
Payload: TypeAlias = dict[str, object]

# The code lists whose labels the page shows.
SCHEMES = (
    "agency-kind", "agreement-kind", "agreement-status", "commitment-stage", "country",
    "event-kind", "funding", "gap", "mark", "obstacle-kind", "outcome-kind", "program-kind",
    "program-status", "relation-stage", "relation-type", "rung", "search-result", "source-kind",
    "stance", "study-kind",
)  # fmt: skip


def build_payload(
    tables: Mapping[str, pd.DataFrame],
    facts: Facts,
    codes: Codes,
    schema: Schema,
    *,
    focal: str,
    as_of: int,
    only: Collection[str] | None = None,
) -> Payload:
    """Gather what the page shows; it opens at the focal city and at a day.

    `tables` has one frame a table with the columns of its CSV, all strings. With `only`, the page
    holds these relations and what belongs to them, otherwise the whole data set.
    """
    on_record = sorted(set(facts.links.rows["relation"]))
    wanted = None if only is None else frozenset(only)
    relations = [name for name in on_record if wanted is None or name in wanted]
    belonging = relation_facts(facts, tables, relations)
    cities = {focal, *(city for name in relations for city in relation_cities(name))}
    records = select_facts(tables, None if only is None else belonging, cities)
    fields = field_tree(to_records(tables["fields"]))
    payload: Payload = {
        "focal": focal,
        "whole": only is None,
        "asOf": to_text(as_of) if relations else "",
        "dataset": next(iter(to_records(tables["dataset"]).values()), {}),
        "fields": fields,
        "relations": [
            {"id": name, "cities": list(relation_cities(name)), **belonging[name]}
            for name in relations
        ],
        "links": link_rows(facts.links, relations),
        "evidence": evidence_rows(facts, relations, [str(field["id"]) for field in fields]),
        "facts": records,
        "forms": fill_forms(schema),
        "columns": column_labels(schema),
        "codes": _used_codes(codes, records["cities"]),
    }
    return payload | {"fingerprint": fingerprint(payload)}


def fingerprint(payload: Payload) -> str:
    """Give a short hash of the data shown, so that two printouts can be told apart."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _used_codes(codes: Codes, cities: Records) -> dict[str, dict[str, dict[str, str]]]:
    """Copy the labels of the code lists that the page shows; of countries only those in use."""
    used = {text_of(city, "country") for city in cities.values()}
    return {
        scheme: {
            notation: dict(labels)
            for notation, labels in codes.get(scheme, {}).items()
            if scheme != "country" or notation in used
        }
        for scheme in SCHEMES
    }
