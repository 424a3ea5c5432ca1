"""Makes tables of one city with many partners and many fields, as wide as a page may have to be."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bench.columns import Dice, ids, keep, names, texts
from bench.make_tables import tables_of
from bench.world import Columns, World, row_numbers

PARTNERS, FIELDS, GROUPS = 300, 120, 8
_AGREEMENTS = 4 * PARTNERS  # so that a partner has about as many commitments as in the real data


@dataclass(frozen=True)
class Star(World):
    """A world in which one city agreed with all others, in fields that all stand open."""

    def fields(self, size: int) -> pa.Array:
        """Draw fields."""
        return ids("field", self.dice.numbers(size, GROUPS, GROUPS + FIELDS - 1))


def make_star(seed: int = 1) -> dict[str, Columns]:
    """Return all tables of the star: each partner with about four agreements and what follows."""
    star = _make_world(seed)
    return tables_of(star) | {"fields": flat_fields(GROUPS, FIELDS, star.dice, star.sources)}


def _make_world(seed: int) -> Star:
    """Draw the agreements; each tenth renews the one before it, as in every made-up world."""
    dice, rows = Dice(seed), row_numbers(_AGREEMENTS)
    other = 1 + (rows // 10 * 9 + rows % 10) % PARTNERS
    year = dice.numbers(_AGREEMENTS, 1975, 2010)
    renewing = np.arange(9, _AGREEMENTS, 10)
    other[renewing], year[renewing] = other[renewing - 1], year[renewing - 1] + 5
    return Star(dice, np.zeros_like(rows), other, year, PARTNERS + 1, _AGREEMENTS // 10)


def flat_fields(groups: int, fields: int, dice: Dice, sources: int) -> Columns:
    """Make a table of fields in groups, without topics."""
    rows = row_numbers(groups + fields)
    return {
        "id": ids("field", rows),
        "name@en": names("Made-up field", rows),
        "name@id": names("Bidang rekaan", rows),
        "name@ko": names("가상 분야", rows),
        "broader": keep(ids("field", rows % groups), rows >= groups),
        "notation": texts(rows),
        "sources": ids("source", dice.few(len(rows), sources)),
    }
