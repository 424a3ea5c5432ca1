"""Drafts the rows of one cell with a gap from what is on record of its relation. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.coverage import Facts
from kg.labels import Labels
from kg.names import relation_cities
from kg.tables import Tables, by_id
from kg.worklist.draft import PREFILLED, Draft
from kg.worklist.words import say

_BASIS = ("named", "approved", "event", "planned", "ran", "outcome")


class Fact(NamedTuple):
    """What is on record of a cell: a row of kg.coverage.facts, as far as it matters here."""

    thing: str
    role: str
    rests_on: str
    grade: int


class Desk:
    """Where rows are drafted: what is on record of some relations, and which ids are free."""

    def __init__(
        self, relations: Iterable[str], facts: Facts, tables: Tables, as_of: int, lang: str
    ) -> None:
        here = set(relations)
        self._lang = lang
        self._strict = facts.evidence.strict
        self._on_record = _by_cell(facts, here, as_of)
        self._signed = _signed_agreements(facts, here)
        ids = {name: data.cells("id").to_pylist() for name, data in tables.data.items()}
        self._taken = {name: set(of_table) for name, of_table in ids.items()}
        self._given: dict[tuple[str, str], str] = {}
        self._labels = Labels(tables)
        self._programs = by_id(tables["programs"].frame(*PREFILLED["programs"]))

    def rows_for(self, cell: Mapping[str, object], lenient: str | None) -> Iterator[Draft]:
        """Yield the rows of one cell with a gap; `lenient` is its gap by all sources, if known."""
        relation, field, gap = (str(cell[name]) for name in ("relation", "field", "gap"))
        on_record = self._on_record.get((relation, field), [])
        if lenient is not None and lenient != gap:
            drafts = self._to_support(on_record)
        else:
            drafts = self._to_close(relation, field, gap, on_record)
        drafts += self._beside(relation, field, studied=bool(cell["studied"]))
        for draft in drafts:
            yield replace(draft, relation=relation, serves=((relation, field, gap),))

    def source(self, relation: str) -> Draft:
        """Return the row for a source that is not on record yet."""
        key = self._fresh("sources", relation, f"{'-'.join(relation_cities(relation))}-source")
        wanted = ("name", "kind", "publisher", "issued", "url")
        return Draft("sources", {"id": key}, "source", wanted, relation)

    def _to_support(self, on_record: Sequence[Fact]) -> list[Draft]:
        """Return the rows on record that only weaker sources support."""
        weak = [f for f in on_record if f.grade > self._strict and f.role in _BASIS]
        return [_of_thing(thing) for thing in dict.fromkeys(fact.thing for fact in weak)]

    def _to_close(
        self, relation: str, field: str, gap: str, on_record: Sequence[Fact]
    ) -> list[Draft]:
        named = [_key(fact.rests_on) for fact in on_record if fact.role == "named"]
        match gap:
            case "open":
                return [*self._agreed(relation, field), self._program(relation, field, "")]
            case "paper-only":
                return [self._program(relation, field, ";".join(sorted(set(named))))]
            case "stalled" | "pending":
                return [self._progress(key) for key in _keys(on_record, "planned")]
            case "lapsed":
                return self._renewal(relation, field, named[-1])
            case _:
                return [self._outcome(key) for key in _keys(on_record, "ran")]

    def _agreed(self, relation: str, field: str) -> list[Draft]:
        """Return the row for a text that names the field, and for its agreement if there is none.

        Which of the agreements on record names the field is for the reader to say.
        """
        if relation in self._signed:
            return [self._commitment(relation, field, "")]
        stem = f"{'-'.join(relation_cities(relation))}-agreement"
        key = self._fresh("agreements", relation, stem)
        row = {"id": key, "status": "signed"}
        agreement = _draft("agreements", row, "agreement", "name", "kind", "signed", "sources")
        return [agreement, *self._parties(relation, key), self._commitment(relation, field, key)]

    def _renewal(self, relation: str, field: str, renewed: str) -> list[Draft]:
        key = self._fresh("agreements", renewed, f"{renewed}-renewal")
        row = {"id": key, "kind": "renewal", "status": "signed", "renews": renewed}
        agreement = _draft("agreements", row, "renewal", "name", "signed", "sources")
        agreement = replace(agreement, about=f"agreements:{renewed}")
        return [agreement, *self._parties(relation, key), self._commitment(relation, field, key)]

    def _parties(self, relation: str, agreement: str) -> Iterator[Draft]:
        for city in relation_cities(relation):
            key = self._fresh("parties", f"{agreement} {city}", f"{agreement}-{city}")
            row = {"id": key, "agreement": agreement, "city": city}
            yield _draft("parties", row, "party", "sources")

    def _commitment(self, relation: str, field: str, agreement: str) -> Draft:
        key = self._of_cell("commitments", relation, field)
        row = {"id": key, "agreement": agreement, "field": field, "stage": "text"}
        wanted = ("sources",) if agreement else ("agreement", "sources")
        return _draft("commitments", row, "commitment", *wanted)

    def _program(self, relation: str, field: str, agreements: str) -> Draft:
        key = self._of_cell("programs", relation, field)
        cities = ";".join(relation_cities(relation))
        row = {"id": key, "agreements": agreements, "cities": cities, "fields": field}
        return _draft("programs", row, "program", "name", "kind", "status", "began", "sources")

    def _progress(self, program: str) -> Draft:
        draft = _draft(
            "programs", self._programs[program], "progress", "status", "began", "ended", "sources"
        )
        return replace(draft, about=f"programs:{program}")

    def _outcome(self, program: str) -> Draft:
        key = self._fresh("outcomes", program, f"{program}-outcome")
        row = {"id": key, "program": program}
        draft = _draft("outcomes", row, "outcome", "kind", "description", "on", "sources")
        return replace(draft, about=f"programs:{program}")

    def _beside(self, relation: str, field: str, *, studied: bool) -> Iterator[Draft]:
        place = {"cities": ";".join(relation_cities(relation)), "fields": field}
        key = self._of_cell("searches", relation, field, "-search")
        name = self._search_name(relation, field)
        row = {"id": key, f"name@{self._lang}": name, **place, "found": "nothing"}
        yield _draft("searches", row, "search", "on", "by", "where")
        if not studied:
            key = self._of_cell("studies", relation, field, "-study")
            wanted = ("name", "kind", "authors", "issued", "url", "sources")
            yield _draft("studies", {"id": key, **place}, "study", *wanted)

    def _search_name(self, relation: str, field: str) -> str:
        """Return a name in the language of the list: others may not outlive an old encoding."""
        lang = self._lang
        one, other = (self._labels.of(f"cities:{c}", lang) for c in relation_cities(relation))
        name = self._labels.of(f"fields:{field}", lang)
        text = say("search-name", lang, one=one, other=other, field=name)
        return " ".join(text.split())

    def _of_cell(self, table: str, relation: str, field: str, end: str = "") -> str:
        stem = "-".join((*relation_cities(relation), field))
        return self._fresh(table, f"{relation} {field}", stem + end)

    def _fresh(self, table: str, purpose: str, stem: str) -> str:
        """Return an id that no row has, the same one whenever it is asked for a purpose again."""
        place = (table, purpose)
        if place not in self._given:
            key, number = stem, 2
            while key in self._taken[table]:
                key, number = f"{stem}-{number}", number + 1
            self._taken[table].add(key)
            self._given[place] = key
        return self._given[place]


def _draft(table: str, cells: Mapping[str, str], use: str, *wanted: str) -> Draft:
    return Draft(table, {header: cell for header, cell in cells.items() if cell}, use, wanted)


def _of_thing(thing: str) -> Draft:
    table, _, key = thing.partition(":")
    return replace(_draft(table, {"id": key}, "better", "sources"), about=thing)


def _by_cell(facts: Facts, relations: set[str], as_of: int) -> dict[tuple[str, str], list[Fact]]:
    """Return what is on record of each cell at a day, by date; a field has that of its topics."""
    rows = facts.rows[(facts.rows["since"] <= as_of) & facts.rows["relation"].isin(relations)]
    rows = rows.merge(facts.tree.ancestry, on="field").sort_values(["since", "thing"])
    found: dict[tuple[str, str], list[Fact]] = {}
    columns = ["relation", "counts_for", *Fact._fields]
    for relation, field, *fact in rows[columns].itertuples(index=False, name=None):
        found.setdefault((relation, field), []).append(Fact(*fact))
    return found


def _signed_agreements(facts: Facts, relations: set[str]) -> set[str]:
    """Return those of the relations that have a signed agreement."""
    terms, of = facts.links.terms, facts.links.of_agreement
    signed = of["id"].isin(terms.index[terms["signed"].to_numpy(bool)])
    return set(of.loc[signed & of["relation"].isin(relations), "relation"])


def _key(thing: str) -> str:
    return thing.partition(":")[2]


def _keys(on_record: Sequence[Fact], role: str) -> list[str]:
    return list(dict.fromkeys(_key(fact.thing) for fact in on_record if fact.role == role))
