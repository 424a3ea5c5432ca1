"""Cells of a row to the cities that it names on one side of a pair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.imports.foreign.codes import code_list, find_code, near_code
from kg.imports.foreign.coordinates import Point, from_degrees, to_point
from kg.imports.foreign.faults import BLANKS, Fault, RefusedError, Repair
from kg.imports.foreign.items import to_item
from kg.imports.foreign.mapping import CityMapping
from kg.imports.pairs import ForeignCity
from kg.problems import Severity

LONGEST_NAME = 300
_NAMED = ("name", "wikidata")
_NEAR = 0.1  # degrees within which two points can be one city
_WIDE = str.maketrans("（），；", "(),;")

Cell = tuple[str, str]
"""The column of a cell and its text."""


@dataclass
class Found:
    """The cities of one side of a row, what could not be taken, and what was tidied."""

    cities: list[ForeignCity] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)


def to_cities(mapping: CityMapping, cells: Mapping[str, str]) -> Found:
    """Return the cities of one side; `cells` holds the texts of the row by column."""
    found = Found()
    always = {part: ("", text) for part, text in mapping.always.items()}
    for slot in range(mapping.width):
        parts = {
            part: (names[slot % len(names)], cells[names[slot % len(names)]])
            for part, names in mapping.columns.items()
        }
        present = {part: cell for part, cell in parts.items() if cell[1] not in BLANKS}
        own = [part for part in present if len(mapping.columns[part]) > 1]
        if mapping.width > 1 and not own:
            continue  # no city in this place of a wide row
        for one in _each(mapping, always | present, found):
            _add(mapping, one, found)
    return found


def _each(
    mapping: CityMapping, parts: Mapping[str, Cell], found: Found
) -> Iterator[dict[str, Cell]]:
    """Yield the parts of each city of cells that hold many; parts with one value suit them all."""
    if not mapping.separator:
        yield dict(parts)
        return
    pieces = {part: split_cell(text, mapping.separator) for part, (_, text) in parts.items()}
    count = max((len(pieces[part]) for part in _NAMED if part in pieces), default=0)
    for part in [p for p in pieces if len(pieces[p]) not in (1, count)]:
        column, text = parts[part]
        details = {"found": len(pieces.pop(part)), "expected": count}
        found.faults.append(Fault("pairs-uneven-lists", column, text, details=details))
    for n in range(count):
        yield {
            part: (parts[part][0], texts[n if len(texts) > 1 else 0])
            for part, texts in pieces.items()
        }


def split_cell(text: str, separator: str) -> list[str]:
    """Return the values of a cell; a separator within brackets separates nothing.

    >>> split_cell("Berlin (Germany), Washington (D.C., USA)", ",")
    ['Berlin (Germany)', 'Washington (D.C., USA)']
    """
    mark = separator.strip() or separator
    plain = text.split(mark)
    if "(" in text and text.count("(") == text.count(")"):
        joined: list[str] = []
        for piece in plain:
            if joined and joined[-1].count("(") > joined[-1].count(")"):
                joined[-1] += mark + piece
            else:
                joined.append(piece)
        plain = joined
    return [piece.strip() for piece in plain if piece.strip() not in BLANKS]


def _add(mapping: CityMapping, parts: dict[str, Cell], found: Found) -> None:
    """Add the city that the parts say, or the fault for which there is none."""
    try:
        words = _taken_apart(mapping, parts)
        item = to_item(parts["wikidata"][1]) if "wikidata" in parts else ""
    except RefusedError as refused:
        item, part = "", "wikidata" if refused.code == "pairs-bad-item" else "name"
        fault = refused.to_fault(*parts[part])
        if part == "name" or "name" not in parts:
            found.faults.append(replace(fault, severity=Severity.ERROR))  # without it no city
            return
        found.faults.append(fault)
    if "name" not in parts and not item:
        if column := next((column for column, _ in parts.values() if column), ""):
            names = mapping.columns.get("name") or mapping.columns.get("wikidata") or (column,)
            fault = Fault("pairs-city-missing", names[0], "", Severity.ERROR)
            found.faults.append(fault)
        return
    point = _point(parts, found)
    level = parts.get("level")
    found.cities.append(
        ForeignCity(
            **words,
            level=to_code("city-level", *level, found.faults) if level else "",
            wikidata=item,
            lat=point.lat if point else None,
            long=point.long if point else None,
            column=parts.get("name", parts.get("wikidata", ("", "")))[0],
        )
    )


def _taken_apart(mapping: CityMapping, parts: Mapping[str, Cell]) -> dict[str, str]:
    """Return name, country and region of a city, its name taken apart by the pattern."""
    words = {part: parts[part][1] for part in ("name", "country", "region") if part in parts}
    text = words.get("name", "").translate(_WIDE)
    if len(text) > LONGEST_NAME:
        raise RefusedError("pairs-long-name", limit=LONGEST_NAME)
    if mapping.form is None or not text or not parts["name"][0]:
        return {"name": "", **words}
    if match := mapping.form.fullmatch(text):
        return words | {part: value.strip() for part, value in match.groupdict().items()}
    if any(sign in text for sign in mapping.pattern if sign in "()[],/|:"):
        raise RefusedError("pairs-not-in-pattern", pattern=mapping.pattern)
    return words  # a name and nothing else


def to_code(scheme: str, column: str, text: str, faults: list[Fault]) -> str:
    """Return the code that a word means, or "" and add the fault that there is none."""
    if code := find_code(scheme, text):
        return code
    details = {"list": code_list(scheme).title}
    hint = near_code(scheme, text)
    faults.append(Fault("unknown-code", column, text, suggestion=hint, details=details))
    return ""


def _point(parts: Mapping[str, Cell], found: Found) -> Point | None:
    given = [part for part in ("point", "lat", "long") if part in parts]
    if not given:
        return None
    column = parts[given[0]][0]
    text = ", ".join(parts[part][1] for part in given if part != "point" or given == ["point"])
    try:
        if given[0] == "point":
            column, text = parts["point"]
            point = to_point(text)
        elif len(given) == 1:
            raise RefusedError("pairs-half-coordinates")
        else:
            point = from_degrees(parts["lat"][1], parts["long"][1])
    except RefusedError as refused:
        found.faults.append(refused.to_fault(column, text))
        return None
    if point.repair:
        read = f"{point.lat}, {point.long}"
        found.repairs.append(Repair(point.repair, column, text, read))
    return point


def is_same(one: ForeignCity, other: ForeignCity) -> bool:
    """Tell whether two cities are one: the same item, or the same words and no other place."""
    if one.wikidata and other.wikidata:
        return one.wikidata == other.wikidata
    if not one.name or _words(one) != _words(other):
        return False
    return _apart(one.lat, other.lat) < _NEAR and _apart(one.long, other.long) < _NEAR


def _apart(one: float | None, other: float | None) -> float:
    return 0.0 if one is None or other is None else abs(one - other)


def _words(city: ForeignCity) -> tuple[str, ...]:
    return tuple(text.casefold() for text in (city.name, city.country, city.region))


def key_of(city: ForeignCity) -> tuple[str, ...]:
    """Return what tells a city from others in the same file: its item, else its words and place."""
    if city.wikidata:
        return (city.wikidata,)
    place = "" if city.lat is None or city.long is None else f"{city.lat:.1f} {city.long:.1f}"
    return (*_words(city), place)
