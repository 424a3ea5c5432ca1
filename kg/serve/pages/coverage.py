"""Coverage of a relation or a city as its page shows it: what is not covered comes first."""

from dataclasses import dataclass
from functools import lru_cache

from kg.names import SCHEMES, TERMS
from kg.serve.pages.addresses import to_address
from kg.serve.pages.naming import Naming
from kg.store.lookup import Lookup

MOST_PARTNERS = 40
_MOST_CELLS = 1000
_KNOWN = 1_000  # relations whose cells are kept in mind
_DUE = ("agreed", "planned")
_OPEN = ("unrecorded", "explored")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a relation, with codes by their notations."""

    iri: str
    field: str
    rung: str
    gap: str

    @property
    def tone(self) -> str:
        """Return how the cell is drawn: due and open are hatched, covered is solid."""
        return "due" if self.rung in _DUE else "open" if self.rung in _OPEN else "covered"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words."""

    field: str
    address: str
    rung: str
    rung_name: str
    gap_name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The fields of one relation: agreed and not carried out, covered, open; and those silent."""

    due: list[Shown]
    covered: list[Shown]
    open: list[Shown]
    silent: list[Shown]
    partner: str = ""
    address: str = ""
    stage: str = ""

    @property
    def total(self) -> int:
        """Return the number of fields."""
        return sum(map(len, (self.due, self.covered, self.open, self.silent)))


class CoverageReader:
    """Reads cells from the cube in the store."""

    def __init__(self, lookup: Lookup, naming: Naming) -> None:
        self._lookup = lookup
        self._naming = naming
        self._cells = lru_cache(_KNOWN)(self._read_cells)

    def of_relation(self, relation: str, lang: str, city: str = "") -> Coverage | None:
        """Return the fields of a relation; None where the store has no cell of it.

        Seen from a city, the partner is the other one, and fields that are open are left out.
        """
        if not (cells := self._cells(relation)):
            return None
        told = [cell for cell in cells if not city or cell.tone != "open"]
        shown = [(cell, self._show(cell, lang)) for cell in told]
        shown.sort(key=lambda pair: pair[1].field)
        partner = [c for c in self._lookup.objects(relation, TERMS + "partner") if c != city]
        stages = self._lookup.objects(relation, TERMS + "relationStage")
        return Coverage(
            due=[text for cell, text in shown if cell.tone == "due"],
            covered=[text for cell, text in shown if cell.tone == "covered"],
            open=[text for cell, text in shown if cell.rung == "explored"],
            silent=[text for cell, text in shown if cell.rung == "unrecorded"],
            partner=" – ".join(self._naming.of(c, lang) for c in partner),
            address=to_address(relation),
            stage=", ".join(self._naming.of(stage, lang) for stage in stages),
        )

    def of_city(self, city: str, lang: str) -> tuple[list[Coverage], int]:
        """Return the relations of a city, those with most that is due first, and their number."""
        relations = self._lookup.subjects(TERMS + "partner", city, _MOST_CELLS)
        found = [
            coverage
            for relation in relations[:MOST_PARTNERS]
            if (coverage := self.of_relation(relation, lang, city))
        ]
        found.sort(key=lambda c: (-len(c.due), -len(c.covered), c.partner))
        return found, len(relations)

    def _read_cells(self, relation: str) -> tuple[Cell, ...]:
        """Read the cells of a relation that are of fields, not of groups or topics."""
        found = []
        for iri in self._lookup.subjects(TERMS + "relation", relation, _MOST_CELLS):
            said = self._lookup.outgoing(iri)
            level, field, rung, gap = (
                said[TERMS + name][0].text if TERMS + name in said else ""
                for name in ("fieldLevel", "field", "rung", "gap")
            )
            if level == f"{SCHEMES}field-level/field":
                found.append(Cell(iri, field, rung.rpartition("/")[2], gap.rpartition("/")[2]))
        return tuple(found)

    def _show(self, cell: Cell, lang: str) -> Shown:
        return Shown(
            field=self._naming.of(cell.field, lang),
            address=to_address(cell.iri),
            rung=cell.rung,
            rung_name=self._naming.of(f"{SCHEMES}rung/{cell.rung}", lang),
            gap_name=self._naming.of(f"{SCHEMES}gap/{cell.gap}", lang) if cell.gap else "",
            tone=cell.tone,
        )
