"""The day for which coverage holds when nobody names one: from the data, never from the clock."""

from kg.coverage.days import NEVER, first_days, to_day
from kg.tables import Tables

# Dates of what happened or was written. Dates of what is to come (terms, plans) say nothing of when
# the data were gathered.
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


def default_day(tables: Tables) -> int:
    """Return the data set's own date, else the latest date in the data, else 1970-01-01."""
    stated = tables["dataset"].cells("as_of").drop_null().to_pylist()
    if stated:
        return to_day(stated[0])
    days = [day for table, column in _DATED for day in first_days(tables[table], column)]
    return max((day for day in days if day < NEVER), default=0)
