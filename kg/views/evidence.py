"""Evidence: rows from which the page computes coverage, and what belongs to each relation.

Pure: the facts of kg.coverage in, lists out. What holds at a day is left to the page.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from kg.coverage import Facts, Links
from kg.coverage.agreements import city_pairs
from kg.coverage.mentions import ALL_FIELDS, study_relations

Rows: TypeAlias = list[list[object]]

# The columns of the rows, in their order, behind relation and field.
EVIDENCE = (
    "thing", "role", "since", "undated", "turns", "proven", "proven_strict", "due", "ends",
    "unframed", "grade",
)  # fmt: skip
LINKS = ("thing", "since", "dated", "typed", "founds", "ends")
BELONGING = ("agreements", "programs", "events", "studies", "searches")


def evidence_rows(
    facts: Facts, relations: Sequence[str], fields: Sequence[str]
) -> dict[str, object]:
    """Return the facts of these relations, with relation and field by their places in the lists.

    A search of a relation as a whole has the field -1. Beside them stand what is disputed among
    them, the worst grade that strict evidence takes, and the kind of source of each grade.
    """
    places = {ALL_FIELDS: -1} | {field: place for place, field in enumerate(fields)}
    rows = facts.rows[facts.rows["field"].isin(places)]
    field = rows["field"].map(places).astype("int64")
    rows = _of_relations(rows.assign(field=field), relations, ["field", "thing"])
    named = {*rows["thing"], *rows["rests_on"]}
    return {
        "rows": _to_lists(rows, ["relation", "field", *EVIDENCE]),
        "disputed": sorted(facts.evidence.disputed & named),
        "strict": facts.evidence.strict,
        "kinds": {str(rank): kind for kind, rank in facts.evidence.ranks.items()},
    }


def link_rows(links: Links, relations: Sequence[str]) -> dict[str, object]:
    """Return what ties the cities of these relations together, with relations by their places."""
    rows = _of_relations(links.rows, relations, ["thing"])
    return {"rows": _to_lists(rows, ["relation", *LINKS])}


def _of_relations(rows: pd.DataFrame, relations: Sequence[str], then: list[str]) -> pd.DataFrame:
    """Keep the rows of these relations, sorted by their places and then by other columns."""
    places = {relation: place for place, relation in enumerate(relations)}
    kept = rows[rows["relation"].isin(places)]
    kept = kept.assign(relation=kept["relation"].map(places).astype("int64"))
    return kept.sort_values(["relation", *then], ignore_index=True)


def _to_lists(rows: pd.DataFrame, columns: Sequence[str]) -> Rows:
    """Return rows as lists, truth as 0 and 1."""
    flags = rows[list(columns)].select_dtypes("bool").columns
    numbered = rows.astype(dict.fromkeys(flags, "int64"))
    cells = (numbered[column].tolist() for column in columns)
    return [list(row) for row in zip(*cells, strict=True)]


def relation_facts(
    facts: Facts, tables: Mapping[str, pd.DataFrame], relations: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """List by relation and table the ids of what belongs to it, sorted.

    As in coverage, but whatever its date, and also where it reaches no field: events that ended an
    agreement, studies that name no field, and searches whatever they found.
    """
    links, studies, searches = facts.links, tables["studies"], tables["searches"]
    studied = study_relations(
        _values(studies, "about"), _values(studies, "cities"), links.of_agreement, links.programs
    )
    pairs = {
        "agreements": links.of_agreement,
        "programs": links.programs,
        "events": links.events,
        "studies": studied.rename(columns={"study": "id"}),
        "searches": city_pairs(_values(searches, "cities").rename(columns={"value": "city"})),
    }
    found: dict[str, dict[str, list[str]]] = {
        relation: {table: [] for table in BELONGING} for relation in relations
    }
    for table, pair in pairs.items():
        unique = pair[["relation", "id"]].drop_duplicates().sort_values(["relation", "id"])
        for relation, key in zip(unique["relation"].tolist(), unique["id"].tolist(), strict=True):
            if relation in found:
                found[relation][table].append(key)
    return found


def _values(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return (id, value) for each value of a column with several values a cell."""
    values = frame[column].str.split(";")
    pairs = pd.DataFrame({"id": frame["id"], "value": values}).explode("value", ignore_index=True)
    pairs = pairs.assign(value=pairs["value"].astype("str").str.strip())
    return pairs[pairs["value"] != ""]
