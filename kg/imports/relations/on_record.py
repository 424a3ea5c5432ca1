"""What is on record of relations before a list is taken in: their agreements, and free ids."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from kg.coverage.agreements import agreement_relations
from kg.imports.relations.cities import Cells
from kg.imports.relations.listed import days_of, is_within
from kg.tables import Tables

_LAST = 10**9  # behind all days


class OnRecord:
    """The tables of a project as an import asks for them; all rows by id are read once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._ids = {name: set(data.cells("id").to_pylist()) for name, data in tables.data.items()}

    def rows(self, table: str) -> dict[str, Cells]:
        """Return the rows of a table by id, without empty cells."""
        if table not in self._rows:
            rows = self.tables[table].rows.to_pylist()
            self._rows[table] = {
                row["id"]: {header: cell for header, cell in row.items() if cell} for row in rows
            }
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, dict[str, Cells]]:
        return {}

    def agreement(self, relation: str, source: str, dates: Sequence[str]) -> Cells | None:
        """Return the agreement on record that a listed relation means, None where there is none.

        It is the one that cites the list already; else one signed at the date that the list gives,
        else the first signed one. It makes partners of the two: a letter of intent does not.
        """
        known = [self.rows("agreements")[key] for key in self._agreements.get(relation, ())]
        citing = [row for row in known if source in row.get("sources", "").split(";")]
        founding = [row for row in known if row["status"] == "signed" and self._founds(row)]
        dated = [row for row in founding if self._is_of(row, dates)]
        return min(citing or dated or founding, key=self._age, default=None)

    def _is_of(self, agreement: Cells, dates: Sequence[str]) -> bool:
        known = self.date(agreement)
        return any(known and (is_within(known, d) or is_within(d, known)) for d in dates)

    def _founds(self, row: Cells) -> bool:
        kinds = self.tables.schema.code_lists["agreement-kind"].codes
        return kinds[row["kind"]].establishes == "agreed"

    def _age(self, row: Cells) -> tuple[int, str]:
        date = self.date(row)
        return (days_of(date)[0] if date else _LAST), row["id"]

    def date(self, agreement: Cells) -> str:
        """Return when an agreement was signed, "" where no date is on record."""
        own = agreement.get("signed") or agreement.get("effective", "")
        sides = self.parties(agreement["id"]).values()
        return own or max((row.get("signed_on", "") for row in sides), default="")

    def parties(self, agreement: str) -> Mapping[str, Cells]:
        """Return the parties of an agreement by city."""
        return self._parties.get(agreement, {})

    @cached_property
    def _parties(self) -> dict[str, dict[str, Cells]]:
        found: dict[str, dict[str, Cells]] = {}
        for row in self.rows("parties").values():
            found.setdefault(row["agreement"], {}).setdefault(row["city"], row)
        return found

    @cached_property
    def _agreements(self) -> dict[str, list[str]]:
        frame = agreement_relations(self.tables)
        found: dict[str, list[str]] = {}
        for key, relation in zip(frame["id"], frame["relation"], strict=True):
            found.setdefault(relation, []).append(key)
        return found

    def find(self, table: str, cells: Cells) -> str:
        """Return the id of the first row that has these cells, "" where none has."""
        key = (table, tuple(sorted(cells)))
        if key not in self._found:
            names = key[1]
            self._found[key] = {
                tuple(row.get(name, "") for name in names): row["id"]
                for row in reversed(self.rows(table).values())
            }
        return self._found[key].get(tuple(cells[name] for name in key[1]), "")

    @cached_property
    def _found(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], str]]:
        return {}

    def ids(self, table: str) -> Collection[str]:
        """Return the ids of a table, those given out among them."""
        return self._ids[table]

    def fresh(self, table: str, stem: str) -> str:
        """Return an id that no row has and that was not given out before."""
        key, number = stem, 2
        while key in self._ids[table]:
            key, number = f"{stem}-{number}", number + 1
        self._ids[table].add(key)
        return key
