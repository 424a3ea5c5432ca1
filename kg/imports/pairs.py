"""Pairs of cities as foreign tables tell of them, before the cities are known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignCity:
    """One city as a foreign row writes it; "" or None for what the row does not say.

    Name, country and region stand as written, trimmed and in composed form (NFC); `country` may be
    a code or a name in any language. `level` is a code of the scheme city-level, `wikidata` an item
    such as Q1726; `lat` and `long` are degrees. `column` is the header under which the name, or
    otherwise the item, stands.
    """

    name: str
    country: str = ""
    region: str = ""
    level: str = ""
    wikidata: str = ""
    lat: float | None = None
    long: float | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class ForeignPair:
    """Two cities that a foreign row pairs; `line` is that of the row in its file, or its sheet.

    Dates are in the notation of the tables (2017, 2017-09, 2017-09-10~). `relation_type` and
    `fields` are codes and ids of ours; `source_url` and `note` are the row's own.
    """

    line: int
    one: ForeignCity
    other: ForeignCity
    sheet: str = ""
    signed: str = ""
    ended: str = ""
    relation_type: str = ""
    fields: tuple[str, ...] = ()
    source_url: str = ""
    note: str = ""
