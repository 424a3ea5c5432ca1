"""What a mapping says: which column of a foreign table is which part of a pair of cities."""

import re
from collections import abc
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import chain
from string import Formatter

CITY_PARTS = ("name", "country", "region", "level", "wikidata", "lat", "long", "point")
PAIR_PARTS = ("signed", "ended", "relation_type", "fields", "source_url", "note")
IN_PATTERN = ("name", "country", "region")
DATE_ORDERS = ("dmy", "mdy", "ymd")

Parts = abc.Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """The source on which all rows of the table rest, with the columns of the table sources."""

    name: str = ""
    kind: str = ""
    publisher: str = ""
    url: str = ""
    issued: str = ""
    accessed: str = ""
    language: str = ""


SOURCE_KEYS = tuple(part.name for part in fields(Source))


@dataclass(frozen=True)
class CityMapping:
    """Where one of the two cities stands.

    `columns` holds the columns of each part: one, or several where a row names several cities side
    by side (Partner 1, Partner 2 …). `always` holds parts that are the same in all rows. A cell
    with many cities is cut at `separator`, and each name taken apart by `pattern`.
    """

    columns: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    always: Parts = field(default_factory=dict)
    separator: str = ""
    pattern: str = ""

    @property
    def width(self) -> int:
        """Return how many cities stand side by side in a row."""
        return max((len(names) for names in self.columns.values()), default=1)

    @cached_property
    def form(self) -> re.Pattern[str] | None:
        """Return the pattern as a regular expression."""
        return to_form(self.pattern) if self.pattern else None


@dataclass(frozen=True)
class PairMapping:
    """Where that stands which is said of the pair; the fields in a cell are cut at `separator`."""

    columns: Parts = field(default_factory=dict)
    always: Parts = field(default_factory=dict)
    separator: str = ";"


@dataclass(frozen=True)
class Mapping:
    """How a foreign table is read; `lines` are those of the keys in the file of the mapping.

    `header_row` counts lines, or rows of the sheet, from 1; 0 where it is to be looked for. Without
    `date_order` a day such as 10/09/2017 is not read. `language` is that of the cities' names.
    """

    one: CityMapping = CityMapping()
    other: CityMapping = CityMapping()
    pair: PairMapping = PairMapping()
    source: Source = Source()
    sheet: str = ""
    header_row: int = 0
    date_order: str = ""
    language: str = ""
    file: str = field(default="", compare=False)
    lines: abc.Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def named(self) -> frozenset[str]:
        """Return all columns of the table that the mapping names."""
        of_cities = (names for city in (self.one, self.other) for names in city.columns.values())
        return frozenset(chain(*of_cities, self.pair.columns.values()))


def to_form(pattern: str) -> re.Pattern[str]:
    """Return a pattern such as "{name} ({country})" as a regular expression.

    What stands before the last bracket or comma belongs to the name; parts are to be trimmed.
    ValueError where the pattern is none, names a part twice, or has nothing between two parts.

    >>> to_form("{name} ({country})").fullmatch("Frankfurt (Oder) (Germany)")["country"]
    'Germany'
    """
    made = ""
    seen: list[str] = []
    for text, name, form, change in Formatter().parse(pattern):
        made += _literal(text)
        if name is not None:
            if name not in IN_PATTERN or name in seen or form or change:
                raise ValueError(name)
            if seen and not text:
                raise ValueError(f"{seen[-1]}{name}")
            made += f"(?P<{name}>{'.+' if name == 'name' else '.+?'})"
            seen.append(name)
    if "name" not in seen:
        raise ValueError("name")
    return re.compile(made, re.DOTALL)


def _literal(text: str) -> str:
    """Return text between parts as an expression in which white space may be of any width."""
    return r"\s*".join(re.escape(word) for word in re.split(r"\s+", text))
