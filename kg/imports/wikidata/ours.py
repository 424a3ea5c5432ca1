"""What the project says: its cities by item and by name, and its relations with their dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.coverage import to_text
from kg.coverage.days import NEVER
from kg.coverage.links import INTENT
from kg.imports.wikidata.statements import fold
from kg.labels import Names
from kg.tables import to_records

if TYPE_CHECKING:
    import pandas as pd

    from kg.coverage import Links


@dataclass(frozen=True, slots=True)
class City:
    """A city of ours: its item ("" where it has none), country and names as they are compared."""

    key: str
    item: str
    country: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation at a day: its stage, its signings, and the last day in force of one lapsed."""

    key: str
    city_a: str
    city_b: str
    stage: str
    signed: tuple[str, ...]
    ended: str


def read_cities(frame: "pd.DataFrame", names: Names) -> dict[str, City]:
    """Return the cities by id; `frame` is the table, `names` its names by id and language."""
    rows = frame[["id", "wikidata", "country"]].itertuples(index=False, name=None)
    return {
        key: City(key, item, country, frozenset(map(fold, names[key].values())))
        for key, item, country in rows
    }


def read_relations(
    relations: "pd.DataFrame", links: "Links", signings: Mapping[str, str], day: int
) -> list[Relation]:
    """Return the relations at a day with the dates of their agreements, sorted by id.

    `signings` is when each agreement was signed (see `read_signings`).
    """
    signed, ends = _dates(links.rows, signings, day)
    return [
        Relation(
            row["relation"],
            row["city_a"],
            row["city_b"],
            row["stage"],
            tuple(sorted(signed.get(row["relation"], ()))),
            ends.get(row["relation"], "") if row["stage"] == "lapsed" else "",
        )
        for row in to_records(relations)
    ]


def read_signings(agreements: "pd.DataFrame", parties: "pd.DataFrame") -> dict[str, str]:
    """Return the date of signing of each thing `agreements:id`, as written; that of a party where
    the agreement has none. The date of a source is none of them.
    """
    dates: dict[str, str] = {}
    for frame, key, column in ((agreements, "id", "signed"), (parties, "agreement", "signed_on")):
        stated = frame[frame[column] != ""].sort_values(column)
        for name, date in zip(stated[key], stated[column], strict=True):
            dates.setdefault(f"agreements:{name}", date)
    return dates


def _dates(
    rows: "pd.DataFrame", signings: Mapping[str, str], day: int
) -> tuple[Mapping[str, set[str]], Mapping[str, str]]:
    """Return the days of signing of each relation, and its last day in force."""
    signed = rows[(rows["founds"] >= INTENT) & (rows["since"] <= day)]
    days: dict[str, set[str]] = {}
    for relation, thing in zip(signed["relation"], signed["thing"], strict=True):
        if date := signings.get(thing):
            days.setdefault(relation, set()).add(date)
    over = signed[signed["ends"] < NEVER].groupby("relation")["ends"].max()
    return days, {str(relation): to_text(end - 1) for relation, end in over.items()}
