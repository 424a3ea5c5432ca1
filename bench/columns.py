"""Draws the columns of made-up tables: ids, names, dates, choices; whole columns at a time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]

_WIDTH = 7  # of the numbers in ids, so that ids sort as their numbers do


class Dice:
    """Draws from a seed; the same calls in the same order give the same columns."""

    def __init__(self, seed: int) -> None:
        self._draw = np.random.Generator(np.random.PCG64(seed))

    def numbers(self, size: int, low: int, high: int) -> Numbers:
        """Draw integers from low to high, both included."""
        return self._draw.integers(low, high, size=size, endpoint=True)

    def few(self, size: int, below: int) -> Numbers:
        """Draw integers from 0 to below - 1, small ones much more often: hubs and leaves."""
        return (self._draw.random(size) ** 3 * below).astype(np.int64)

    def pick(self, size: int, words: Sequence[str]) -> pa.Array:
        """Draw words; one that stands twice is drawn twice as often."""
        return pa.array(words, pa.string()).take(pa.array(self.numbers(size, 0, len(words) - 1)))

    def some(self, column: pa.Array, share: float) -> pa.Array:
        """Keep about this share of a column, and empty the rest."""
        return keep(column, self._draw.random(len(column)) < share)

    def dates(self, years: Numbers) -> pa.Array:
        """Write a date within each year, one in eight without the day, in both, or uncertain."""
        size = len(years)
        year, month, day = (
            pc.utf8_lpad(texts(numbers), 2, "0")
            for numbers in (years, self.numbers(size, 1, 12), self.numbers(size, 1, 28))
        )
        forms = pa.array(self.numbers(size, 0, 23) // 21 * self.numbers(size, 1, 4))
        return pc.choose(
            pc.cast(forms, pa.int8()),
            joined("-", year, month, day),
            joined("-", year, month),
            year,
            joined("", year, "~"),
            joined("", joined("-", year, month, day), "?"),
        )


def texts(numbers: Numbers) -> pa.Array:
    """Write integers as text."""
    return pc.cast(pa.array(numbers), pa.string())


def decimals(hundredths: Numbers) -> pa.Array:
    """Write hundredths as decimal numbers."""
    return pc.cast(pa.array(hundredths / 100), pa.string())


def ids(kind: str, numbers: Numbers) -> pa.Array:
    """Write ids such as `city-0000012`."""
    return joined("-", kind, pc.utf8_lpad(texts(numbers), _WIDTH, "0"))


def names(words: str, numbers: Numbers) -> pa.Array:
    """Write names such as `Made-up City 12`."""
    return joined(" ", words, texts(numbers))


def joined(separator: str, *parts: pa.Array | str) -> pa.Array:
    """Join columns and constant words; an empty part is left out, with its separator."""
    return pc.binary_join_element_wise(*parts, separator, null_handling="skip")


def keep(column: pa.Array, mask: npt.NDArray[np.bool_]) -> pa.Array:
    """Empty a column where the mask is false."""
    return pc.if_else(pa.array(mask), column, pa.scalar(None, pa.string()))


def constant(size: int, word: str) -> pa.Array:
    """Repeat a word."""
    return pa.repeat(pa.scalar(word, pa.string()), size)
