"""Coverage of a relation or a city as its page shows it: what is not covered comes first.

The cells are those of `kg coverage` at the date of the data. They are of fields; of topics those
are told that are agreed or planned with nothing carried out, for a covered field may hide them.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kg.api import KnowledgeGraph
from kg.names import PAIR, SCHEMES, TERMS, partner_of, thing_prefix
from kg.serve.pages.addresses import to_address
from kg.serve.pages.naming import Naming
from kg.store.lookup import Lookup

MOST_PARTNERS = 40
"""Partners in the table of a city's page: those with most that is due."""

_OPEN, _AGREED, _COVERED = 1, 2, 4  # ranks of rungs: explored, agreed, under way
_MOST_RELATIONS = 1_000_000


class Cell(NamedTuple):
    """A field of a relation as `kg coverage` tells it."""

    field: str
    rung: str
    rank: int
    gap: str
    disputed: bool

    @property
    def is_due(self) -> bool:
        """Tell whether the field is agreed or planned, with nothing carried out."""
        return _AGREED <= self.rank < _COVERED


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words: the field, where it stands, what is missing, and whether it is disputed."""

    field: str
    address: str
    rung: str
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The fields of one relation: agreed and not carried out, covered, open; and those silent.

    Of topics there are those agreed and not carried out.
    """

    due: list[Shown]
    topics: list[Shown]
    covered: list[Shown]
    open: list[Shown]
    silent: list[Shown]

    @property
    def total(self) -> int:
        """Return the number of fields."""
        return sum(map(len, (self.due, self.covered, self.open, self.silent)))


@dataclass(frozen=True, slots=True)
class Partner:
    """A relation as the page of one of its cities shows it; `covered` is a number of fields."""

    name: str
    address: str
    stage: str
    due: list[Shown]
    covered: int


class CoverageReader:
    """Reads the cells of a graph, with names from its store."""

    def __init__(self, graph: KnowledgeGraph, lookup: Lookup, naming: Naming) -> None:
        self._graph = graph
        self._lookup = lookup
        self._naming = naming

    @cached_property
    def _cells(self) -> Any:
        """Return the cells as a frame."""
        return self._graph.coverage(level="field")[["relation", *Cell._fields]]

    @cached_property
    def _topics(self) -> dict[str, list[Cell]]:
        """Return the topics of each relation that are due."""
        found: dict[str, list[Cell]] = {}
        frame = self._graph.coverage(level="topic")[["relation", *Cell._fields]]
        for relation, *row in frame.itertuples(index=False, name=None):
            if (cell := Cell(*row)).is_due:
                found.setdefault(relation, []).append(cell)
        return found

    @cached_property
    def _places(self) -> dict[str, Any]:
        """Return where the cells of each relation stand."""
        return {str(key): at for key, at in self._cells.groupby("relation").indices.items()}

    @cached_property
    def _counted(self) -> tuple[Counter[str], Counter[str]]:
        """Return how many fields of each relation are due, and how many are covered."""
        covered = self._cells["rank"] >= _COVERED
        due = (self._cells["rank"] >= _AGREED) & ~covered
        return Counter(self._cells["relation"][due]), Counter(self._cells["relation"][covered])

    def of_relation(self, relation: str, lang: str) -> Coverage:
        """Return all fields of a relation (its id), each list in the order of names."""
        cells = self._read(relation)
        told = {cell.field for cell in cells}
        missing = [f for f in self._graph.facts.tree.at("field") if f not in told]
        silent = [self._show(relation, cell, lang) for cell in cells if not cell.rank]
        silent += [self._silent(field, lang) for field in missing]
        return Coverage(
            due=self._named([cell for cell in cells if cell.is_due], relation, lang),
            topics=self._named(self._topics.get(relation, []), relation, lang),
            covered=self._named([c for c in cells if c.rank >= _COVERED], relation, lang),
            open=self._named([c for c in cells if c.rank == _OPEN], relation, lang),
            silent=sorted(silent, key=lambda shown: shown.field),
        )

    def of_city(self, city: str, lang: str) -> tuple[list[Partner], int]:
        """Return the partners of a city (its id), most that is due first, and their number."""
        pointing = self._lookup.subjects(
            TERMS + "partner", thing_prefix("cities") + city, _MOST_RELATIONS
        )
        relations = [iri.removeprefix(thing_prefix("relations")) for iri in pointing]
        due, covered = self._counted
        relations.sort(key=lambda relation: (-due[relation], -covered[relation], relation))
        shown = [self._partner(relation, city, lang) for relation in relations[:MOST_PARTNERS]]
        shown.sort(key=lambda partner: (-len(partner.due), -partner.covered, partner.name))
        return shown, len(relations)

    def _partner(self, relation: str, city: str, lang: str) -> Partner:
        iri = thing_prefix("relations") + relation
        stages = self._lookup.objects(iri, TERMS + "relationStage")
        due = [cell for cell in self._read(relation) if cell.is_due]
        return Partner(
            name=self._naming.of(thing_prefix("cities") + partner_of(city, relation), lang),
            address=to_address(iri),
            stage=", ".join(self._naming.of(stage, lang) for stage in stages),
            due=self._named(due, relation, lang),
            covered=self._counted[1][relation],
        )

    def _read(self, relation: str) -> list[Cell]:
        """Return the cells of a relation that have a row."""
        rows = self._cells.iloc[self._places.get(relation, [])]
        return [Cell(*row[1:]) for row in rows.itertuples(index=False, name=None)]

    def _named(self, cells: list[Cell], relation: str, lang: str) -> list[Shown]:
        shown = (self._show(relation, cell, lang) for cell in cells)
        return sorted(shown, key=lambda one: one.field)

    def _show(self, relation: str, cell: Cell, lang: str) -> Shown:
        told = [f"rung/{cell.rung}", cell.gap and f"gap/{cell.gap}"]
        told.append("mark/disputed" if cell.disputed else "")
        return Shown(
            field=self._field(cell.field, lang),
            address=to_address(f"{thing_prefix('cells')}{relation}{PAIR}{cell.field}"),
            rung=cell.rung,
            said=" · ".join(self._naming.of(SCHEMES + code, lang) for code in told if code),
            tone="due" if cell.is_due else "covered" if cell.rank >= _COVERED else "open",
        )

    def _silent(self, field: str, lang: str) -> Shown:
        """Show a field of which the graph has no cell: it leads to the field."""
        said = self._naming.of(f"{SCHEMES}rung/unrecorded", lang)
        address = to_address(thing_prefix("fields") + field)
        return Shown(self._field(field, lang), address, "unrecorded", said, "open")

    def _field(self, field: str, lang: str) -> str:
        return self._naming.of(thing_prefix("fields") + field, lang)
