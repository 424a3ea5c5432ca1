"""Draws the world that made-up tables tell of: who agrees with whom, and when."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bench.columns import Dice, Numbers, ids, joined, keep

Columns = Mapping[str, pa.Array]
"""The columns of a table by header; those that are empty throughout are left out."""

GROUPS, FIELDS, TOPICS = 8, 32, 64


@dataclass(frozen=True)
class World:
    """What the tables share: who agreed with whom, when, and how many rows there are."""

    dice: Dice
    one: Numbers  # a city of each agreement
    other: Numbers  # its partner, never the same
    year: Numbers  # of signing
    cities: int
    sources: int

    @property
    def agreements(self) -> int:
        """Return the number of agreements."""
        return len(self.one)

    def cited(self, size: int) -> pa.Array:
        """Draw the sources of rows: one, and now and then two."""
        first, second = (self.dice.few(size, self.sources) for _ in range(2))
        more = self.dice.some(ids("source", second), 0.1)
        return joined(";", ids("source", first), keep(more, first != second))

    def fields(self, size: int) -> pa.Array:
        """Draw fields and topics."""
        return ids("field", self.dice.numbers(size, GROUPS, GROUPS + FIELDS + TOPICS - 1))

    def pair(self, agreement: Numbers) -> pa.Array:
        """Write both cities of agreements."""
        return joined(";", ids("city", self.one[agreement]), ids("city", self.other[agreement]))


def make_world(agreements: int, seed: int) -> World:
    """Draw who agrees with whom; each tenth agreement renews the one before it, five years on."""
    dice = Dice(seed)
    cities = agreements // 7 + 3
    one = dice.few(agreements, cities)
    other = (one + 1 + dice.few(agreements, cities - 1)) % cities
    year = dice.numbers(agreements, 1975, 2010)
    renewing = np.arange(9, agreements, 10)
    one[renewing], other[renewing] = one[renewing - 1], other[renewing - 1]
    year[renewing] = year[renewing - 1] + 5
    return World(dice, one, other, year, cities, agreements // 10 + 1)


def row_numbers(size: int) -> Numbers:
    """Return the row numbers of a table, from 0."""
    return np.arange(size)
