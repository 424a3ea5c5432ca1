"""What a row to fill in is, and what it may hold from the start."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.names import LANGUAGES

PREFILLED = {
    "agreements": ("id", "kind", "status", "renews"),
    "parties": ("id", "agreement", "city"),
    "commitments": ("id", "agreement", "field", "stage"),
    "programs": ("id", "agreements", "cities", "fields"),
    "outcomes": ("id", "program"),
    "searches": ("id", *(f"name@{lang}" for lang in LANGUAGES), "cities", "fields", "found"),
    "studies": ("id", "cities", "fields"),
}
"""What a row to fill in may hold from the start; one with no more than that was left blank."""

UPDATED = {"programs": ("status", "began", "ended")}
"""The columns of rows on record, with one value each, that a row to fill in asks to replace."""


@dataclass(frozen=True)
class Draft:
    """One row to fill in.

    `cells` holds what is known by header, `use` says when the row is the one to fill in (a key of
    words.toml) and `wanted` which columns are still to be filled. `about` is the thing on record
    (`table:id`) that the row changes or adds to, "" where there is none. A row may serve several
    gaps (relation, field, kind); one for a source serves none, and has its relation only.
    """

    table: str
    cells: Mapping[str, str]
    use: str
    wanted: tuple[str, ...]
    relation: str = ""
    about: str = ""
    serves: tuple[tuple[str, str, str], ...] = ()

    @property
    def relations(self) -> tuple[str, ...]:
        """Return the relations of the gaps, each once."""
        return tuple(dict.fromkeys(relation for relation, _, _ in self.serves)) or (self.relation,)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of the gaps, each once."""
        return tuple(dict.fromkeys(field for _, field, _ in self.serves))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the kinds of the gaps, each once."""
        return tuple(dict.fromkeys(gap for _, _, gap in self.serves))
