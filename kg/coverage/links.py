"""Which agreements, events and programmes tie two cities together, and from when.

This is all that relations need; facts about fields are built on it (kg.coverage.facts).
"""

from dataclasses import dataclass

import pandas as pd

from kg.coverage.agreements import agreement_relations, agreement_terms
from kg.coverage.days import NEVER
from kg.coverage.evidence import Evidence, read_evidence
from kg.coverage.mentions import event_links
from kg.coverage.programs import program_facts
from kg.tables import Tables

CONTACT, LAPSED, INTENT, AGREED = range(4)


@dataclass(frozen=True)
class Links:
    """Links of things to relations.

    `rows` has the columns relation, thing, since, dated (it has a date of its own), typed (that
    date as it was written), founds (the stage that a signed agreement in force gives, else CONTACT)
    and ends (first day out of force).
    `terms`, `of_agreement`, `programs` and `events` are what they were gathered from.
    """

    rows: pd.DataFrame
    evidence: Evidence
    terms: pd.DataFrame
    of_agreement: pd.DataFrame
    programs: pd.DataFrame
    events: pd.DataFrame


def read_links(tables: Tables) -> Links:
    """Gather the links of all agreements, events and programmes."""
    evidence = read_evidence(tables)
    terms, of_agreement = agreement_terms(tables, evidence), agreement_relations(tables)
    programs = program_facts(tables, evidence, terms, of_agreement)
    events = event_links(tables, evidence, terms, of_agreement)
    columns = ["relation", "thing", "since", "dated", "typed"]
    others = pd.concat([programs[columns], events[columns]])
    others = others.assign(founds=CONTACT, ends=NEVER)
    rows = pd.concat([_of_agreements(of_agreement, terms), others], ignore_index=True)
    return Links(rows, evidence, terms, of_agreement, programs, events)


def _of_agreements(of_agreement: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    of = terms.reindex(of_agreement["id"])
    signed = of["signed"].to_numpy(bool)
    founds = of["establishes"].eq("agreed").map({True: AGREED, False: INTENT})
    return pd.DataFrame(
        {
            "relation": of_agreement["relation"],
            "thing": "agreements:" + of_agreement["id"],
            "since": of["since"].to_numpy(),
            "dated": signed & ~of["undated"].to_numpy(bool),
            "typed": of["typed"].to_numpy(),
            "founds": founds.where(signed, CONTACT).to_numpy(),
            "ends": of["end"].to_numpy(),
        }
    )
