"""What a list says of each relation: a pair given twice, or in both directions, is one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kg.dates import day_interval
from kg.imports.pairs import ForeignPair
from kg.names import relation_id


@dataclass(slots=True)
class Listed:
    """One relation as a list tells of it; `types` has what each city calls it, by the city's id.

    `signed` holds the dates that rows give, the earliest first; of those that can be the same day
    only the most exact. `line` and `sheet` are those of the first row.
    """

    relation: str
    line: int
    sheet: str
    signed: list[str] = field(default_factory=list)
    ended: str = ""
    types: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def list_relations(pairs: Iterable[tuple[ForeignPair, str, str]]) -> dict[str, Listed]:
    """Return relation -> what is listed of it, by relation; `pairs` have the ids of their cities.

    The order of rows does not matter, but for which row is named as the place.
    """
    by_relation: dict[str, list[tuple[ForeignPair, str, str]]] = {}
    for pair, one, other in pairs:
        by_relation.setdefault(relation_id(one, other), []).append((pair, one, other))
    return {relation: _listed(relation, by_relation[relation]) for relation in sorted(by_relation)}


def _listed(relation: str, rows: list[tuple[ForeignPair, str, str]]) -> Listed:
    first = min((pair for pair, _, _ in rows), key=lambda pair: (pair.sheet, pair.line))
    return Listed(
        relation,
        first.line,
        first.sheet,
        signed=keep_exact(pair.signed for pair, _, _ in rows if pair.signed),
        ended=max((pair.ended for pair, _, _ in rows), default=""),
        types=_types(rows),
        fields=tuple(sorted({name for pair, _, _ in rows for name in pair.fields})),
        notes=tuple(sorted({text for pair, _, _ in rows for text in _notes(pair)})),
    )


def _types(rows: list[tuple[ForeignPair, str, str]]) -> dict[str, str]:
    """Return what each city calls the relation: in rows that begin with it, else in the others."""
    own = sorted((one, pair.relation_type) for pair, one, _ in rows if pair.relation_type)
    its = sorted((other, pair.relation_type) for pair, _, other in rows if pair.relation_type)
    return dict(reversed(its)) | dict(reversed(own))


def _notes(pair: ForeignPair) -> Iterable[str]:
    return filter(None, (pair.note, pair.source_url))


def keep_exact(dates: Iterable[str]) -> list[str]:
    """Return dates by their first day, without those in which a more exact one lies.

    >>> keep_exact(["1997", "1997-08-25", "2004"])
    ['1997-08-25', '2004']
    """
    kept: list[str] = []
    for date in sorted(set(dates), key=_width):
        if not any(is_within(known, date) for known in kept):
            kept.append(date)
    return sorted(kept, key=lambda date: (days_of(date), date))


def _width(date: str) -> tuple[int, str]:
    first, last = days_of(date)
    return last - first, date


def is_within(exact: str, wide: str) -> bool:
    """Tell whether all days that a date can mean lie within those of another."""
    first, last = days_of(wide)
    begin, end = days_of(exact)
    return first <= begin and end <= last


@lru_cache(maxsize=10_000)
def days_of(date: str) -> tuple[int, int]:
    """Return first and last day of a date as day numbers."""
    first, last = day_interval(date)
    return int(first.astype(int)), int(last.astype(int))
