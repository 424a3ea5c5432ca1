"""Days as whole numbers, so that comparing them needs no special case for what is not known."""

import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from kg.dates import day_interval
from kg.tables import TableData

# Further off than any date that can be written, and any term of years from it.
ALWAYS = -10_000_000
NEVER = 10_000_000

Numbers = npt.NDArray[np.int64]


def first_days(data: TableData, header: str, missing: int = NEVER) -> pd.Series:
    """Return the first day that each date of a column can mean, by id."""
    return _by_id(data, data.interval(header).first, missing)


def last_days(data: TableData, header: str) -> pd.Series:
    """Return the last day that each date of a column can mean, by id."""
    return _by_id(data, data.interval(header).last, NEVER)


def _by_id(data: TableData, days: npt.NDArray[np.datetime64], missing: int) -> pd.Series:
    return pd.Series(to_numbers(days, missing), index=data.cells("id").to_pandas(), dtype="int64")


def to_numbers(days: npt.NDArray[np.datetime64], missing: int) -> Numbers:
    """Return days since 1970-01-01; `missing` where there is none."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(days), missing, numbers)


def plus_years(days: pd.Series, years: pd.Series) -> pd.Series:
    """Return the same day of the year some years later (29 February becomes 1 March)."""
    known = (days > ALWAYS) & (days < NEVER) & years.notna()
    start = days.where(known, 0).to_numpy().astype("datetime64[D]")
    months = start.astype("datetime64[M]") + years.where(known, 0).to_numpy().astype(int) * 12
    later = months.astype("datetime64[D]") + (start - start.astype("datetime64[M]"))
    return pd.Series(later.astype(np.int64), index=days.index).where(known, NEVER)


def to_day(text: str) -> int:
    """Return the last day that a date can mean: `2017` as a point in time is its end.

    ValueError when it is not a date.
    """
    return int(day_interval(text)[1].astype(np.int64))


def to_texts(days: pd.Series) -> pd.Series:
    """Return days as YYYY-MM-DD, "" where there is none (NaN)."""
    known = days.fillna(0).to_numpy(dtype="int64").astype("datetime64[D]")
    texts = pd.Series(np.datetime_as_string(known), index=days.index, dtype="str")
    return texts.where(days.notna(), "")


def to_text(day: int) -> str:
    """Return a day as YYYY-MM-DD, "" where none is known."""
    if day in (ALWAYS, NEVER):
        return ""
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day))).isoformat()
