"""Facts: what the tables hold about one city's relations, and which fact belongs to which relation.

Facts of other cities' relations stay out: the page of one city does not grow with the data set.
"""

from collections.abc import Mapping, Set
from typing import TypeAlias

import pandas as pd

from kg.views.records import Record, Records, list_of, rows_with, text_of, to_records

Frames: TypeAlias = Mapping[str, pd.DataFrame]

# The tables a statement can be about, and a page entry can cite sources from.
CITING = (
    "agreements", "parties", "commitments", "programs", "outcomes", "obstacles",
    "events", "studies", "searches", "statements", "cities", "agencies",
)  # fmt: skip


def select_facts(tables: Frames, focal: str, cities: Set[str]) -> dict[str, Records]:
    """Select by table the facts that concern the focal city, and the sources and bodies they name.

    `cities` are those to carry whether or not a fact names them.
    """
    facts = _select_agreed(tables, focal)
    facts |= _select_around(tables, focal, facts)
    facts["agencies"] = to_records(tables["agencies"], keep=_agencies(tables["agencies"], facts))
    facts["cities"] = to_records(tables["cities"], keep=_cities(facts) | {focal, *cities})
    about = [f"{table}:{key}" for table in CITING for key in facts.get(table, {})]
    facts["statements"] = to_records(rows_with(tables["statements"], "about", about))
    facts["sources"] = to_records(tables["sources"], keep=_cited(facts | _dataset(tables)))
    return facts


def _select_agreed(tables: Frames, focal: str) -> dict[str, Records]:
    """Select the agreements that the city is party to, and what carries them out."""
    parties = tables["parties"]
    signed = set(rows_with(parties, "city", [focal])["agreement"])
    programs = to_records(tables["programs"])
    programs = {
        key: program
        for key, program in programs.items()
        if not signed.isdisjoint(list_of(program, "agreements"))
        or ("agreements" not in program and focal in list_of(program, "cities"))
    }
    return {
        "agreements": to_records(tables["agreements"], keep=signed),
        "parties": to_records(rows_with(parties, "agreement", signed)),
        "commitments": to_records(rows_with(tables["commitments"], "agreement", signed)),
        "programs": programs,
        "outcomes": to_records(rows_with(tables["outcomes"], "program", programs)),
    }


def _select_around(tables: Frames, focal: str, facts: Mapping[str, Records]) -> dict[str, Records]:
    """Select events, studies, searches and obstacles that concern the city or its agreements."""
    about = {f"{table}:{key}" for table in ("agreements", "programs") for key in facts[table]}
    signed = facts["agreements"]
    events = to_records(tables["events"])
    studies = to_records(tables["studies"])
    return {
        "events": {
            key: event
            for key, event in events.items()
            if focal in list_of(event, "cities") or text_of(event, "agreement") in signed
        },
        "studies": {
            key: study
            for key, study in studies.items()
            if focal in list_of(study, "cities") or not about.isdisjoint(list_of(study, "about"))
        },
        "searches": to_records(rows_with(tables["searches"], "cities", [focal])),
        "obstacles": to_records(rows_with(tables["obstacles"], "about", about)),
    }


def _agencies(frame: pd.DataFrame, facts: Mapping[str, Records]) -> set[str]:
    """Collect the bodies that facts name, and the bodies these belong to."""
    named = {
        agency
        for table, column in (("programs", "agencies"), ("commitments", "lead"))
        for record in facts[table].values()
        for agency in list_of(record, column)
    }
    parents = dict(zip(frame["id"], frame["part_of"], strict=True))
    queue = list(named)
    while queue:
        parent = parents.get(queue.pop(), "")
        if parent and parent not in named:
            named.add(parent)
            queue.append(parent)
    return named


def _cities(facts: Mapping[str, Records]) -> set[str]:
    """Collect the cities that facts name."""
    several = {
        city
        for table in ("programs", "events", "studies", "searches")
        for record in facts[table].values()
        for city in list_of(record, "cities")
    }
    single = (
        (table, record) for table in ("parties", "agencies") for record in facts[table].values()
    )
    return several | {text_of(record, "city") for _, record in single} - {""}


def _dataset(tables: Frames) -> dict[str, Records]:
    """Read the description of the data set, which cites sources as well."""
    return {"dataset": to_records(tables["dataset"])}


def _cited(facts: Mapping[str, Records]) -> set[str]:
    """Collect the sources that the facts cite."""
    cited: set[str] = set()
    for records in facts.values():
        for record in records.values():
            cited.update(list_of(record, "sources"))
            cited.add(text_of(record, "source"))
    return cited - {""}


def facts_of_relation(
    facts: Mapping[str, Records], focal: str, partner: str
) -> dict[str, list[str]]:
    """List by table the ids of the facts that belong to the relation of the two cities.

    As in coverage: a programme belongs where it carries out an agreement of the two or, naming no
    agreement, where both take part; an event where both cities stand or, naming fewer than two,
    where its agreement belongs; a study where both cities or one of their agreements or programmes
    stand; a search where it names both.
    """
    pair = {focal, partner}
    signers: dict[str, set[str]] = {}
    for party in facts["parties"].values():
        signers.setdefault(text_of(party, "agreement"), set()).add(text_of(party, "city"))
    agreements = [key for key in facts["agreements"] if pair <= signers.get(key, set())]
    programs = [
        key for key, program in facts["programs"].items() if _carries(program, agreements, pair)
    ]
    refs = {f"agreements:{key}" for key in agreements} | {f"programs:{key}" for key in programs}

    def both(record: Record) -> bool:
        return pair <= set(list_of(record, "cities"))

    return {
        "agreements": agreements,
        "programs": programs,
        "events": [
            key
            for key, event in facts["events"].items()
            if both(event)
            or (
                len(set(list_of(event, "cities"))) < 2 and text_of(event, "agreement") in agreements
            )
        ],
        "studies": [
            key
            for key, study in facts["studies"].items()
            if both(study) or not refs.isdisjoint(list_of(study, "about"))
        ],
        "searches": [key for key, search in facts["searches"].items() if both(search)],
    }


def _carries(program: Record, agreements: list[str], pair: set[str]) -> bool:
    """Say whether a programme counts for the relation."""
    stated = list_of(program, "agreements")
    if stated:
        return not set(agreements).isdisjoint(stated)
    return pair <= set(list_of(program, "cities"))
