"""The day for which coverage holds: the one asked for, else from the data, never from the clock."""

import numpy as np

from kg.coverage.days import NEVER, first_days, to_day
from kg.errors import KgError
from kg.tables import Tables

# Dates of what happened or was written. Dates of what is to come (terms, plans) say nothing of when
# the data were gathered; of programmes those count that ran.
_DATED = (
    ("agreements", "signed"),
    ("parties", "signed_on"),
    ("parties", "approved_on"),
    ("outcomes", "on"),
    ("events", "on"),
    ("studies", "issued"),
    ("sources", "issued"),
    ("sources", "accessed"),
    ("searches", "on"),
)


RAN = ("under-way", "completed", "suspended")


def default_day(tables: Tables) -> int:
    """Return the data set's own date, else the latest date in the data, else 1970-01-01."""
    stated = tables["dataset"].cells("as_of").drop_null().to_pylist()
    if stated:
        return to_day(stated[0])
    days = [day for table, column in _DATED for day in first_days(tables[table], column)]
    days += _days_of_programs(tables)
    return max((day for day in days if day < NEVER), default=0)


def _days_of_programs(tables: Tables) -> list[int]:
    data = tables["programs"]
    status = data.frame("status")["status"].to_numpy()
    began, ended = first_days(data, "began").to_numpy(), first_days(data, "ended").to_numpy()
    ran = [*began[np.isin(status, RAN)], *ended[status == "completed"]]
    return [int(day) for day in ran]


def read_day(text: str) -> int:
    """Return the day that a person asks for; KgError when it is no date."""
    try:
        return to_day(text)
    except ValueError:
        raise KgError(f'"{text}" is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.') from None
