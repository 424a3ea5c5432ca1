"""Cells that name a city with its country, or many cities: how they are cut and taken apart."""

from collections.abc import Sequence

from kg.imports.foreign.cities import split_cell
from kg.imports.foreign.codes import find_code
from kg.imports.foreign.faults import BLANKS
from kg.imports.foreign.mapping import to_form

_SEPARATORS = (";", "\n", "|", " / ", ",")
_PATTERNS = ("{name} ({country})", "{name}, {country}", "{name} - {country}", "{name} – {country}")
_MOST, _ENOUGH, _SOME = 0.6, 0.3, 0.1
_LOOKED_AT = 400


def find_many(cells: Sequence[str]) -> tuple[str, str]:
    """Return the separator and the pattern of cells, "" where they need none.

    >>> find_many(["Berlin (Germany), Paris (France)", "Ulm (Germany)"])
    (',', '{name} ({country})')
    """
    values = list(dict.fromkeys(cell for cell in cells if cell not in BLANKS))[:_LOOKED_AT]
    whole = find_pattern(values)
    for separator in _SEPARATORS:
        pieces = [split_cell(value, separator) for value in values]
        if sum(len(found) > 1 for found in pieces) < _SOME * len(values) or not values:
            continue
        pattern = find_pattern([piece for found in pieces for piece in found])
        if separator != "," or _is_list(pieces, whole, pattern):
            return separator, pattern
    return "", whole


def _is_list(pieces: Sequence[Sequence[str]], whole: str, pattern: str) -> bool:
    """Tell whether commas stand between cities, and not before a region or a country."""
    if pattern or whole:
        return bool(pattern) and whole != "{name}, {country}"
    return sum(len(found) > 2 for found in pieces) >= 0.2 * len(pieces)


def find_pattern(names: Sequence[str]) -> str:
    """Return the pattern in which names have a country behind them, or ""."""
    for pattern in _PATTERNS:
        form = to_form(pattern)
        matches = [match for name in names if (match := form.fullmatch(name))]
        known = sum(bool(find_code("country", match["country"].strip())) for match in matches)
        if matches and known >= _MOST * len(matches) and len(matches) >= _ENOUGH * len(names):
            return pattern
    return ""
