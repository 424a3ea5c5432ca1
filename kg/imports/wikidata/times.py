"""Times of Wikidata in the notation of our tables.

A query gives 2015-01-01T00:00:00Z for the day, for the month and for the year alike; what is meant
is its precision: 9 year, 10 month, 11 day (less is a decade or more), a value of its own.
Source: Wikibase/DataModel/JSON, "time".
"""

import re
from functools import lru_cache

from kg.dates import day_interval

YEAR, MONTH, DAY = 9, 10, 11
_TIME = re.compile(r"\+?(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:T[0-9:.]+Z?)?")
_UNKNOWN = re.compile(r"https?://www\.wikidata\.org/\.well-known/genid/.+|_:.+|t[0-9]+")


def is_unknown(value: str) -> bool:
    """Tell whether a value is one that Wikidata says to be there and not known ("some value")."""
    return bool(_UNKNOWN.fullmatch(value))


@lru_cache(maxsize=100_000)  # of many rows few dates differ
def to_date(time: str, precision: str = "") -> str:
    """Return a time as YYYY, YYYY-MM or YYYY-MM-DD, "" where it cannot be written so.

    Without a precision, the first of January stands for the year and the first of another month
    for the month: a date is not made more exact than it may be.

    >>> to_date("2015-01-01T00:00:00Z", "11"), to_date("2015-01-01T00:00:00Z")
    ('2015-01-01', '2015')
    >>> to_date("2016-05-01T00:00:00Z"), to_date("2016-05-23T00:00:00Z", "9"), to_date("2016-05")
    ('2016-05', '2016', '2016-05')
    >>> to_date("1960-01-01T00:00:00Z", "8"), to_date("in May")
    ('', '')
    """
    match = _TIME.fullmatch(time)
    if not match:
        return _checked(time)
    year, month, day = match.group("y", "m", "d")
    unit = int(precision) if re.fullmatch("[0-9]{1,2}", precision) else _unit(month, day)
    if unit < YEAR:
        return ""
    parts = (year, month, day)[: min(unit, DAY) - YEAR + 1]
    return _checked("-".join(parts))


def _unit(month: str, day: str) -> int:
    if day not in ("00", "01"):
        return DAY
    return MONTH if month not in ("00", "01") else YEAR


def _checked(text: str) -> str:
    try:
        day_interval(text)
    except ValueError:
        return ""
    return text


@lru_cache(maxsize=100_000)
def to_days(date: str) -> tuple[int, int]:
    """Return first and last day that a date can mean, as day numbers; ValueError when it is none.

    >>> to_days("1970-02")
    (31, 58)
    """
    first, last = day_interval(date)
    return int(first.astype(int)), int(last.astype(int))


def are_apart(one: str, other: str) -> bool:
    """Tell whether two dates cannot mean the same day; one that is unknown is apart from none.

    >>> are_apart("2015", "2015-05"), are_apart("2015", "2016-05"), are_apart("", "2016")
    (False, True, False)
    """
    if not one or not other:
        return False
    (first, last), (begin, end) = to_days(one), to_days(other)
    return last < begin or end < first
