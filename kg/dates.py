"""Partial and uncertain dates: EDTF level 0 (YYYY, YYYY-MM, YYYY-MM-DD), with `~` or `?` behind.

A date stands for an interval of days. Everything that compares dates uses its first and last day.
Source: Extended Date/Time Format, Library of Congress, 2019 (ISO 8601-2).
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.names import EDTF, XSD

PATTERN = r"^(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2}))?)?[~?]?$"
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.년-]\s?(\d{1,2})[/.월-]\s?(\d{1,2})[일.]?$")

Days = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day that each date can mean (NaT where there is none), and what is wrong."""

    first: Days
    last: Days
    malformed: Mask
    impossible: Mask


def to_interval(texts: pa.Array) -> Interval:
    """Read dates by columns; an empty cell (null) is NaT and not a fault."""
    parts = pc.extract_regex(texts, PATTERN)
    year, month, day = (_to_numbers(pc.struct_field(parts, name)) for name in "ymd")
    empty = _to_numpy(pc.is_null(texts))
    malformed = ~empty & (year < 0)
    month_at = (year - 1970) * 12 + np.where(month > 0, month, 1) - 1
    start = month_at.astype("datetime64[M]")
    length = ((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(int)
    bad_month, bad_day = (month == 0) | (month > 12), (day == 0) | (day > length)
    impossible = ~empty & ~malformed & (bad_month | bad_day | (year == 0))
    first = start.astype("datetime64[D]") + np.maximum(day, 1) - 1
    last = np.where(
        day > 0,
        first,
        np.where(month > 0, start + 1, start + 12).astype("datetime64[D]") - 1,
    ).astype("datetime64[D]")
    first[empty | malformed | impossible] = np.datetime64("NaT")
    last[empty | malformed | impossible] = np.datetime64("NaT")
    return Interval(first, last, malformed, impossible)


def _to_numbers(texts: pa.Array) -> npt.NDArray[np.int64]:
    """Return integers, -1 where there is no text."""
    numbers = pc.cast(pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts), "int64")
    return pc.fill_null(numbers, -1).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _to_numpy(mask: pa.Array) -> Mask:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)


def day_interval(text: str) -> tuple[np.datetime64, np.datetime64]:
    """Return first and last day of one date; ValueError when it is none."""
    read = to_interval(pa.array([text], pa.string()))
    if read.malformed[0] or read.impossible[0]:
        raise ValueError(text)
    return read.first[0], read.last[0]


def datatype(text: str) -> str:
    """Return the datatype IRI of a well-formed date."""
    if text[-1] in "~?":
        return EDTF
    return XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)]


def readings(text: str) -> tuple[str, ...]:
    """Return the dates that a day written in another order can mean, most usual first.

    >>> readings("01/02/2023")
    ('2023-02-01', '2023-01-02')
    >>> readings("23.10.2014")
    ('2014-10-23',)
    """
    if match := _YEAR_FIRST.match(text):
        year, month, day = match.groups()
        return _possible((year, month, day))
    if match := _DAY_FIRST.match(text):
        one, two, year = match.groups()
        return _possible((year, two, one), (year, one, two))
    return ()


def _possible(*candidates: tuple[str, str, str]) -> tuple[str, ...]:
    written = (f"{y}-{int(m):02}-{int(d):02}" for y, m, d in candidates)
    return tuple(dict.fromkeys(text for text in written if _is_day(text)))


def _is_day(text: str) -> bool:
    try:
        day_interval(text)
    except ValueError:
        return False
    return True
