"""Payload: all that the page of one city shows, as plain data, each thing once and by its id.

Pure: frames in, data out. It reads coverage and never computes it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias, cast

import pandas as pd

from kg.coverage import COVERED, MARKS, of_city
from kg.names import partner_of, relation_cities
from kg.views.facts import facts_of_relation, select_facts
from kg.views.fields import field_tree
from kg.views.records import Records, text_of, to_records

Codes: TypeAlias = Mapping[str, Mapping[str, Mapping[str, str]]]
Payload: TypeAlias = dict[str, object]

CELL = (
    "relation", "field", "rank", "gap", "agreed", "marks", "searched", "studied", "grade",
    "topics", "covered",
)  # fmt: skip
BEST = 8  # how many relations of other cities the page names for a field

# The code lists whose labels the page shows.
SCHEMES = (
    "agreement-kind", "agreement-status", "commitment-stage", "country", "event-kind", "funding",
    "gap", "mark", "obstacle-kind", "outcome-kind", "program-kind", "program-status",
    "relation-stage", "relation-type", "rung", "search-result", "source-kind", "stance",
    "study-kind",
)  # fmt: skip

# Tables for which the page offers rows to fill in.
FORMS = ("agreements", "parties", "commitments", "programs", "outcomes", "searches")


def build_payload(
    tables: Mapping[str, pd.DataFrame],
    coverage: pd.DataFrame,
    relations: pd.DataFrame,
    codes: Codes,
    *,
    focal: str,
    as_of: str = "",
) -> Payload:
    """Gather what the page of the focal city shows.

    `tables` has one frame a table with the columns of its CSV, all strings; `coverage` one row a
    cell of the focal city's relations, and recorded cells of others; `relations` one row a pair.
    Without `as_of`, the date of the data set, or else the latest date in `relations`.
    """
    mine = of_city(relations, focal)
    elsewhere = _covered_elsewhere(coverage, set(mine["relation"]))
    cities = {*mine["city_a"], *mine["city_b"], *_cities_of(elsewhere)}
    facts = select_facts(tables, focal, cities)
    own = _own_relations(mine, facts, focal)
    fields = field_tree(to_records(tables["fields"]))
    dataset = next(iter(to_records(tables["dataset"]).values()), {})
    payload: Payload = {
        "focal": focal,
        "asOf": as_of or dataset.get("as_of", "") or max(relations["last"], default=""),
        "dataset": dataset,
        "fields": fields,
        "relations": own,
        "cells": _cells(coverage, own, [str(field["id"]) for field in fields]),
        "elsewhere": elsewhere,
        "facts": facts,
        "forms": {table: list(tables[table].columns) for table in FORMS},
        "codes": _used_codes(codes, facts["cities"]),
    }
    return payload | {"fingerprint": fingerprint(payload)}


def fingerprint(payload: Payload) -> str:
    """Give a short hash of the data shown, so that two printouts can be told apart."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _own_relations(
    mine: pd.DataFrame, facts: Mapping[str, Records], focal: str
) -> list[dict[str, object]]:
    """List the focal city's relations, each with its partner, stage and facts, in order of id."""
    entries: list[dict[str, object]] = []
    for row in mine.sort_values("relation").to_dict("records"):
        partner = partner_of(focal, row["relation"])
        entry = {
            "id": row["relation"],
            "partner": partner,
            "stage": row["stage"],
            "last": row["last"],
        }
        entries.append(entry | facts_of_relation(facts, focal, partner))
    return entries


def _cells(
    coverage: pd.DataFrame, own: list[dict[str, object]], fields: list[str]
) -> dict[str, object]:
    """Lay out the focal city's cells as rows of CELL, with relation and field by position."""
    relation = {entry["id"]: index for index, entry in enumerate(own)}
    field = {name: index for index, name in enumerate(fields)}
    rows = [
        [
            relation[row["relation"]],
            field[row["field"]],
            int(row["rank"]),
            row["gap"],
            int(bool(row["agreed"])),
            [code for column, code in MARKS.items() if row[column]],
            row["searched"],
            int(row["studied"]),
            row["grade"],
            int(row["topics"]),
            int(row["topics_covered"]),
        ]
        for row in coverage[coverage["relation"].isin(list(relation))].to_dict("records")
    ]
    return {"columns": list(CELL), "rows": sorted(rows, key=lambda row: (row[0], row[1]))}


def _covered_elsewhere(coverage: pd.DataFrame, own: set[str]) -> dict[str, dict[str, object]]:
    """Say for each field how many relations of other cities cover it, and name the best few."""
    others = coverage[(coverage["rank"] >= COVERED) & ~coverage["relation"].isin(list(own))]
    found: dict[str, list[tuple[int, str]]] = {}
    for row in others.to_dict("records"):
        found.setdefault(row["field"], []).append((-int(row["rank"]), row["relation"]))
    return {
        field: {
            "count": len(hits),
            "best": [[relation, -rank] for rank, relation in sorted(hits)[:BEST]],
        }
        for field, hits in sorted(found.items())
    }


def _cities_of(elsewhere: Mapping[str, Mapping[str, object]]) -> set[str]:
    """Collect the cities of the relations named for other cities."""
    return {
        city
        for hits in elsewhere.values()
        for relation, _ in cast(list[tuple[str, int]], hits["best"])
        for city in relation_cities(relation)
    }


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
