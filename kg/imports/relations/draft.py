"""Pairs of cities and the places that they mean to rows of our tables. Pure.

An agreement is an instrument, and a list of twin towns names none: it says that two places are
partners. So each relation gets one agreement whose kind is not named, or, where one is on record,
that one gets the list as a source beside those it has. What the list says otherwise than the tables
(another date of signing) becomes a statement; no cell on record is replaced.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.imports.pairs import ForeignPair
from kg.imports.relations.cities import Cells, city_row, name_cities, names_of, told_of
from kg.imports.relations.listed import Listed, is_within, list_relations
from kg.imports.relations.on_record import OnRecord
from kg.imports.relations.slugs import to_slug
from kg.imports.relations.source import GEONAMES, geonames_row, source_row
from kg.imports.relations.words import in_all
from kg.labels import Labels
from kg.names import LANGUAGES, relation_cities
from kg.tables import Tables

if TYPE_CHECKING:
    from kg.imports.foreign import Source
    from kg.imports.places import Place

KIND, STATUS = "unspecified", "signed"
"""What is said of an agreement known from a list alone; see the note of the list's own row."""


class Spot(NamedTuple):
    """The row of a foreign table from which a row of ours comes; the sheet is "" in a CSV file."""

    sheet: str
    line: int


class Placed(NamedTuple):
    """A pair with the places of its two cities."""

    pair: ForeignPair
    one: "Place"
    other: "Place"


@dataclass
class Drafted:
    """Rows by table, each with where it comes from; `relations` counts those that are listed.

    A row with the id of one on record adds to it.
    """

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    spots: dict[str, list[Spot]] = field(default_factory=dict)
    source: str = ""
    relations: int = 0

    def add(self, table: str, row: Cells, spot: Spot) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(row)
        self.spots.setdefault(table, []).append(spot)


def draft_rows(
    placed: Sequence[Placed], tables: Tables, source: "Source", language: str = ""
) -> Drafted:
    """Return the rows that a list adds to tables; `language` is that of the names of its cities.

    The same rows come of any order of pairs, but for the places that are told in problems.
    """
    record, drafted = OnRecord(tables), Drafted()
    row = source_row(source, record)
    drafted.source = row["id"]
    drafted.add("sources", row, Spot("", 1))
    lang = language if language in LANGUAGES else ""
    ids = _draft_cities(placed, record, drafted, lang)
    listed = list_relations((p.pair, ids[p.one.key], ids[p.other.key]) for p in placed)
    drafted.relations = len(listed)
    names = _city_names(drafted.rows.get("cities", ()), tables)
    for relation in listed.values():
        _Relation(relation, record, drafted, names, lang or "en").draft()
    return drafted


def _draft_cities(
    placed: Sequence[Placed], record: OnRecord, drafted: Drafted, lang: str
) -> dict[str, str]:
    """Draft the cities that are not on record; return the id of each place by its key."""
    places = {place.key: place for _, *both in placed for place in both}
    called, spots = _called(placed), _spots(placed)
    ids = _on_record(places, called, record)
    fresh = {key: place for key, place in places.items() if key not in ids}
    same = _same_items(fresh.values())
    given = name_cities((fresh[key] for key in set(same.values())), set(record.ids("cities")))
    for key in sorted(given):
        cited = [drafted.source, *([GEONAMES] if key.startswith("geonames:") else [])]
        names = {lang: called[key]} if lang else {}
        row = city_row(fresh[key], given[key], names, ";".join(sorted(cited)))
        drafted.add("cities", row, spots[key])
    if any(key.startswith("geonames:") for key in given):
        drafted.add("sources", geonames_row(record), Spot("", 1))
    return ids | {key: given[first] for key, first in same.items()}


def _on_record(
    places: Mapping[str, "Place"], called: Mapping[str, str], record: OnRecord
) -> dict[str, str]:
    """Return the ids of places on record: matched, of one item, or the same in all that is said.

    The last is a place of the list itself that was taken before and that nothing else knows.
    """
    known = record.rows("cities")
    items = {row["wikidata"]: key for key, row in known.items() if "wikidata" in row}
    told = {told_of(row, name): key for key, row in known.items() for name in names_of(row)}
    ids = {}
    for key, place in places.items():
        row = city_row(place, "", {}, "")
        same = items.get(place.wikidata) or told.get(told_of(row, called[key]))
        if same := key.partition(":")[2] if key.startswith("data:") else same:
            ids[key] = same
    return ids


def _same_items(places: Iterable["Place"]) -> dict[str, str]:
    """Return for each key that of the first place with the same Wikidata item: they are one."""
    first: dict[str, str] = {}
    return {
        place.key: first.setdefault(place.wikidata or place.key, place.key)
        for place in sorted(places, key=lambda place: place.key)
    }


def _called(placed: Sequence[Placed]) -> dict[str, str]:
    """Return by key of place the name that the list uses most."""
    names: dict[str, Counter[str]] = {}
    for pair, one, other in placed:
        for place, city in ((one, pair.one), (other, pair.other)):
            names.setdefault(place.key, Counter())[city.name or place.name] += 1
    return {key: min(found, key=lambda n: (-found[n], n)) for key, found in names.items()}


def _spots(placed: Sequence[Placed]) -> dict[str, Spot]:
    """Return by key of place where the list names it first."""
    spots: dict[str, Spot] = {}
    for pair, one, other in placed:
        here = Spot(pair.sheet, pair.line)
        for place in (one, other):
            spots[place.key] = min(here, spots.get(place.key, here))
    return spots


def _city_names(fresh: Iterable[Cells], tables: Tables) -> dict[str, Mapping[str, str]]:
    """Return the names of all cities by id and language; a missing one is that of the next."""
    names: dict[str, Mapping[str, str]] = dict(Labels(tables).of_table("cities"))
    for row in fresh:
        own = {lang: row[f"name@{lang}"] for lang in LANGUAGES if f"name@{lang}" in row}
        names[row["id"]] = {lang: own.get(lang) or next(iter(own.values())) for lang in LANGUAGES}
    return names


class _Relation:
    """One relation of a list while its rows are drafted."""

    def __init__(
        self,
        listed: Listed,
        record: OnRecord,
        drafted: Drafted,
        names: Mapping[str, Mapping[str, str]],
        lang: str,
    ) -> None:
        self._listed, self._record, self._drafted, self._lang = listed, record, drafted, lang
        self._cities = relation_cities(listed.relation)
        self._names = dict(zip(("one", "other"), (names[c] for c in self._cities), strict=True))
        self._source = drafted.source

    def draft(self) -> None:
        known = self._record.agreement(self._listed.relation, self._source, self._listed.signed)
        key = self._new() if known is None else self._supported(known)
        self._draft_fields(key)
        if self._listed.ended:
            self._draft_end(key)

    def _add(self, table: str, row: Cells) -> None:
        cited = {} if table == "statements" else {"sources": self._source}
        self._drafted.add(table, row | cited, Spot(self._listed.sheet, self._listed.line))

    def _new(self) -> str:
        """Draft the agreement that the list implies, and its two parties."""
        listed = self._listed
        key = self._record.fresh("agreements", f"{'-'.join(self._cities)}-listed")
        row = {"id": key, "kind": KIND, "status": STATUS} | in_all(
            "agreement", "name", **self._names
        )
        row |= {"signed": listed.signed[0]} if listed.signed else {}
        row |= {f"note@{self._lang}": " · ".join(listed.notes)} if listed.notes else {}
        self._add("agreements", row)
        for city in self._cities:
            party = self._record.fresh("parties", f"{key}-{city}")
            kind = {"relation_type": listed.types[city]} if city in listed.types else {}
            self._add("parties", {"id": party, "agreement": key, "city": city} | kind)
        for date in listed.signed[1:]:
            self._state("agreements", key, "signed", date)
        return key

    def _supported(self, agreement: Cells) -> str:
        """Draft the list as a source of what is on record, and what it says besides."""
        key, dates = agreement["id"], self._listed.signed
        known = self._record.date(agreement)
        filled = {"signed": dates[0]} if dates and not known else {}
        self._add("agreements", {"id": key} | filled)
        for date in dates[len(filled) :]:
            if not is_within(known or dates[0], date):
                self._state("agreements", key, "signed", date)
        for city, party in self._record.parties(key).items():
            if city in self._cities:
                self._support_party(party, self._listed.types.get(city, ""))
        return key

    def _support_party(self, party: Cells, kind: str) -> None:
        known = party.get("relation_type", "")
        self._add("parties", {"id": party["id"]} | ({} if known else {"relation_type": kind}))
        if kind and known and kind != known:
            self._state("parties", party["id"], "relationType", kind)

    def _state(self, table: str, key: str, name: str, value: str) -> None:
        """Draft a statement of the list about a row, unless it is on record."""
        cells = {"about": f"{table}:{key}", "property": name, "value": value}
        cells |= {"source": self._source, "stance": "asserts"}
        if not self._record.find("statements", cells):
            stem = f"{key}-{to_slug(name)}-{to_slug(value)}-{self._source}"
            self._add("statements", {"id": self._record.fresh("statements", stem)} | cells)

    def _draft_fields(self, agreement: str) -> None:
        for name in self._listed.fields:
            cells = {"agreement": agreement, "field": name}
            known = self._record.find("commitments", cells)
            if known:
                self._add("commitments", {"id": known})
            else:
                fresh = self._record.fresh("commitments", f"{agreement}-{name}")
                self._add("commitments", {"id": fresh, "stage": "text"} | cells)

    def _draft_end(self, agreement: str) -> None:
        """Draft the end as an event; one on record, whatever ended the agreement, is the same."""
        ended = {"agreement": agreement}
        if known := self._record.find("events", ended | {"kind": "expiry"}) or self._record.find(
            "events", ended | {"kind": "termination"}
        ):
            self._add("events", {"id": known})
            return
        row = {"id": self._record.fresh("events", f"{agreement}-ended"), "kind": "termination"}
        row |= ended | {"on": self._listed.ended, "cities": ";".join(self._cities)}
        row |= in_all("ending", "name", **self._names) | in_all("how-it-ended", "note")
        self._add("events", row)
