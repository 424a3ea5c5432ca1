"""Arrow columns with many values in a cell: split, tidy, joined again."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Values:
    """Single values of a column and the row of each; in the order of rows and of cells."""

    texts: pa.Array
    rows: Rows

    def starts(self) -> Rows:
        """Return where the values of each row begin."""
        begins = np.ones(len(self.rows), dtype=bool)
        np.not_equal(self.rows[1:], self.rows[:-1], out=begins[1:])
        return np.flatnonzero(begins)

    def where(self, mask: pa.Array) -> "Values":
        """Keep the values at which the mask is true."""
        keep = pc.fill_null(mask, False)
        return Values(self.texts.filter(keep), self.rows[keep.to_numpy(zero_copy_only=False)])


def trim(cells: pa.Array) -> pa.Array:
    """Drop white space at both ends; what is then empty becomes null."""
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def split(cells: pa.Array, separator: str) -> Values:
    """Return the values of all cells; empty values between separators are no values."""
    present = np.flatnonzero(pc.is_valid(cells).to_numpy(zero_copy_only=False))
    texts = cells.drop_null()
    if not separator or not _contains(texts, separator):
        return Values(texts, present)
    lists = pc.split_pattern(texts, separator)
    rows = present[pc.list_parent_indices(lists).to_numpy()]
    values = trim(pc.list_flatten(lists))
    return Values(values, rows).where(pc.is_valid(values))


def _contains(texts: pa.Array, separator: str) -> bool:
    return bool(pc.any(pc.match_substring(texts, separator)).as_py())


def each_once(values: Values, *, in_order: bool) -> tuple[Values, Rows]:
    """Return each value of a row once, sorted or as they stood, and rows that named one twice."""
    if len(values.rows) == len(values.starts()):
        return values, np.zeros(0, dtype=np.int64)
    codes = values.texts.dictionary_encode()
    rank = pc.rank(codes.dictionary, "ascending").to_numpy()
    keys = rank[codes.indices.to_numpy()]
    order = np.lexsort((keys, values.rows))
    rows, keys = values.rows[order], keys[order]
    again = np.concatenate(([False], (rows[1:] == rows[:-1]) & (keys[1:] == keys[:-1])))
    kept = order[~again] if in_order else np.sort(order[~again])
    return Values(values.texts.take(pa.array(kept)), values.rows[kept]), np.unique(rows[again])


def join(values: Values, separator: str, length: int) -> pa.Array:
    """Return cells again: the values of each row joined, null where a row has none."""
    starts = values.starts()
    present = values.rows[starts]
    if len(present) == len(values.rows):
        joined = values.texts
    else:
        offsets = np.append(starts, len(values.rows))
        lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values.texts)
        joined = pc.binary_join(lists, separator)
    if len(present) == length:
        return joined
    places = np.full(length, -1, dtype=np.int64)
    places[present] = np.arange(len(present))
    return joined.take(pa.array(places, mask=places < 0))
