"""Names of sheets: which table a sheet of a workbook holds, within what the programs allow."""

import re
from collections.abc import Mapping, Set

from kg.schema import Schema

READ_ME, CODES = "read me", "codes"
_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
# The programs tell no capitals apart, and keep one name for themselves.
_TAKEN = frozenset({READ_ME, CODES, "history"})


def sheet_names(schema: Schema) -> dict[str, str]:
    """Return the name of each table's sheet: the table's own, cut and numbered where it must be."""
    names: dict[str, str] = {}
    for table in schema.tables:
        taken = _TAKEN | {name.casefold() for name in names.values()}
        names[table] = unique(_FORBIDDEN.sub("-", table), taken, _LONGEST)
    return names


def unique(name: str, taken: Set[str], longest: int, joint: str = "-") -> str:
    """Return the name, cut and with a number behind it where it is taken (in small letters)."""
    found, number = name[:longest], 1
    while found.casefold() in taken:
        number += 1
        found = f"{name[: longest - len(str(number)) - 1]}{joint}{number}"
    return found


def sheet_tables(schema: Schema) -> Mapping[str, str]:
    """Map the name of each sheet, in small letters, to its table."""
    return {sheet.casefold(): table for table, sheet in sheet_names(schema).items()}


def is_ours(sheet: str) -> bool:
    """Tell whether a sheet holds words for people or lists for the program, and no table."""
    return sheet.strip().casefold() in (READ_ME, CODES)


def column_letter(place: int) -> str:
    """Return what the programs call the column with this number, counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    above, own = divmod(place, 26)
    return (column_letter(above - 1) if above else "") + chr(ord("A") + own)
