"""Lists from which cells are chosen: codes on a hidden sheet, and the ids of other sheets.

A list written into a cell's rule holds 255 characters at most; a name for cells has no such limit,
and grows with the sheet that it names.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kg.schema import CodeList, Column, Kind, Schema
from kg.tables.sheets import CODES, column_letter, unique

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of each code list, and the names in the workbook: of code lists, and of ids."""

    codes: Mapping[str, tuple[str, ...]]
    of_codes: Mapping[str, str]
    of_ids: Mapping[str, str]
    cells: Mapping[str, str]  # which cells a name stands for

    def of_column(self, column: Column) -> str:
        """Return the name of the list from which a column's cells are chosen, "" without one."""
        if column.code_list:
            return self.of_codes[column.code_list.name]
        is_plain = column.kind is Kind.REFERENCE and not column.is_typed_reference
        return self.of_ids.get(column.targets[0], "") if is_plain else ""


def word_of(code: str, codes: CodeList, lang: str, separator: str = "") -> str:
    """Return the name of a code, or its notation where the name would be read as another code."""
    label = codes.codes[code].labels.get(lang, "")
    is_safe = codes.find(label) == code and not (separator and separator in label)
    return label if is_safe else code


def plan_lists(schema: Schema, sheets: Mapping[str, str], lang: str) -> Lists:
    """Return all lists that columns of the tables need."""
    columns = [column for table in schema.tables.values() for column in table.columns]
    used = {c.code_list.name: c.code_list for c in columns if c.code_list}
    codes = {
        name: tuple(word_of(code, found, lang, ";") for code in found.codes)
        for name, found in used.items()
    }
    of_codes = _named("codes", used)
    of_ids = _named("ids", schema.tables)
    cells = {
        of_codes[name]: _below(CODES, column_letter(place), len(codes[name]))
        for place, name in enumerate(codes)
    }
    for name, table in schema.tables.items():
        cells[of_ids[name]] = _growing(sheets[name], column_letter(table.headers.index("id")))
    return Lists(codes, of_codes, of_ids, cells)


def _named(kind: str, names: Mapping[str, object]) -> dict[str, str]:
    """Return a name for each that the programs allow: letters, digits, underscores."""
    found: dict[str, str] = {}
    for name in names:
        taken = {other.casefold() for other in found.values()}
        found[name] = unique(re.sub(r"\W", "_", f"{kind}_{name}"), taken, _LONGEST, "_")
    return found


def _below(sheet: str, letter: str, count: int) -> str:
    return f"={quoted(sheet)}!${letter}$2:${letter}${count + 1}"


def _growing(sheet: str, letter: str) -> str:
    """Return the cells below the header down to the last that is filled, without blanks between."""
    column = f"{quoted(sheet)}!${letter}"
    whole = f"{column}:${letter}"
    return f"={column}$2:INDEX({whole},MAX(2,COUNTA({whole})))"


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"


def write_lists(sheet: Worksheet, book: Workbook, lists: Lists) -> None:
    """Write the code lists into a hidden sheet, and give all lists their names."""
    sheet.hide()
    for place, (name, words) in enumerate(lists.codes.items()):
        for row, text in enumerate([name, *words]):
            sheet.write_string(row, place, text)
    for name, cells in lists.cells.items():
        book.define_name(name, cells)
