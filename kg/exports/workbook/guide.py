"""The first sheet of a workbook: how to fill in the others, in three languages."""

from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kg.exports.guide import LANGUAGE_NAMES, how, meaning, words
from kg.exports.workbook.lists import quoted
from kg.names import LANGUAGES
from kg.schema import Schema, Table

_WIDTHS = (34, 70, 70)  # letters
_LINE = 15  # points


def write_guide(
    sheet: Worksheet, book: Workbook, schema: Schema, sheets: Mapping[str, str], lang: str
) -> None:
    """Write how to fill in the tables, and what each column means, the user's language first."""
    head = book.add_format({"bold": True, "font_size": 14})
    link = book.add_format({"bold": True, "underline": 1, "font_color": "#0B5394"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = 0
    for tongue in in_order(lang):
        sheet.write_string(row, 0, f"{words('title', tongue)} ({LANGUAGE_NAMES[tongue]})", head)
        intro = plain(words("sheets", tongue))
        sheet.merge_range(row + 1, 0, row + 1, 2, intro, text)
        sheet.set_row(row + 1, _LINE * lines(intro, sum(_WIDTHS) - 10))
        row += 3
        for name, table in schema.tables.items():
            place = f"internal:{quoted(sheets[name])}!A1"
            _write_line(sheet, row, ("", table.labels[tongue], table.help[tongue]), text)
            sheet.write_url(row, 0, place, link, sheets[name])
            row = _write_columns(sheet, row + 1, table, tongue, text) + 1


def _write_columns(sheet: Worksheet, row: int, table: Table, lang: str, text: Format) -> int:
    """Write a line for each column, and return the row behind them."""
    for column in table.columns:
        cells = (", ".join(column.headers), meaning(column, lang), plain(how(column, lang)))
        _write_line(sheet, row, cells, text)
        row += 1
    return row


def _write_line(sheet: Worksheet, row: int, cells: Sequence[str], text: Format) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(row, place, cell, text)
    pairs = zip(cells, _WIDTHS, strict=True)
    sheet.set_row(row, _LINE * max(lines(cell, width - 4) for cell, width in pairs))


def plain(text: str) -> str:
    """Return a text of the guide without the marks that Markdown has for code."""
    return text.replace("`", "")


def in_order(lang: str) -> list[str]:
    """Return all languages, this one first."""
    return [lang, *(other for other in LANGUAGES if other != lang)]


def lines(text: str, width: int) -> int:
    """Return how many lines a text takes where so many letters fit in one; Hangul counts double."""
    sizes = [sum(1 + (east_asian_width(c) in "WF") for c in part) for part in text.split("\n")]
    return sum(max(1, -(-size // width)) for size in sizes)
