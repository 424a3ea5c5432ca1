"""One sheet of a workbook: a header with notes and lists, and rows, all cells as text."""

from collections.abc import Callable
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kg.errors import KgError
from kg.exports.guide import LANGUAGE_NAMES, hint, how, meaning
from kg.exports.workbook.guide import in_order, lines, plain
from kg.exports.workbook.lists import Lists, word_of
from kg.schema import Column, Kind, Table
from kg.tables import TableData

ROWS_AT_MOST, LETTERS_AT_MOST = 1_048_576, 32_767  # of a sheet, of a cell (in UTF-16)
_WIDTHS = {Kind.TEXT: 36, Kind.STRING: 20, Kind.IRI: 36, Kind.CODE: 22, Kind.REFERENCE: 32}
_NARROW = 12  # dates and numbers
_TITLE_AT_MOST, _HINT_AT_MOST = 32, 255  # of the words beside a cell
_NOTE_WIDTH, _NOTE_LETTERS, _NOTE_LINE = 460, 72, 16  # pixels, letters in a line, pixels


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look: as text, so that no date is made of 2017-05; and the names of columns."""

    text: Format
    name: Format
    required: Format


def to_formats(book: Workbook) -> Formats:
    """Return the looks of a workbook's cells."""
    name = {"bold": True, "num_format": "@", "bottom": 1}
    return Formats(
        book.add_format({"num_format": "@"}),
        book.add_format({**name, "bg_color": "#DCE6F1"}),
        book.add_format({**name, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
    )


def write_header(sheet: Worksheet, table: Table, formats: Formats, lists: Lists, lang: str) -> None:
    """Write the names of the columns, each with a note on its meaning, and the lists below them."""
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_AT_MOST}"})
    for place, header in enumerate(table.headers):
        column = table.of_header(header)
        width = max(_WIDTHS.get(column.kind, _NARROW), len(header) + 3)
        sheet.set_column(place, place, width, formats.text)
        look = formats.required if column.required else formats.name
        sheet.write_string(0, place, header, look)
        sheet.write_comment(0, place, _note(column, lang), _note_size(_note(column, lang)))
        if name := lists.of_column(column):
            rule = {"validate": "list", "source": f"={name}", **_hints(column, lang)}
            sheet.data_validation(1, place, ROWS_AT_MOST - 1, place, rule)


def _note(column: Column, lang: str) -> str:
    return "\n\n".join(
        f"{LANGUAGE_NAMES[lang]}: {meaning(column, lang)}\n{plain(how(column, lang))}"
        for lang in in_order(lang)
    )


def _note_size(note: str) -> dict[str, object]:
    height = (lines(note, _NOTE_LETTERS) + 1) * _NOTE_LINE
    return {"author": "", "font_size": 9, "width": _NOTE_WIDTH, "height": height}


def _hints(column: Column, lang: str) -> dict[str, object]:
    """Return the words beside a cell with a list.

    A name in another language is right too, so the program asks and does not refuse; where several
    values are allowed, of which it knows nothing, it does not even ask.
    """
    title, told = column.labels.get(lang) or column.name, hint(column, lang)
    told = told if len(told) <= _HINT_AT_MOST else told[: _HINT_AT_MOST - 1] + "…"
    return {
        "input_title": title[:_TITLE_AT_MOST],
        "input_message": told,
        "error_type": "warning",
        "error_title": title[:_TITLE_AT_MOST],
        "error_message": told,
        "show_error": not column.separator,
    }


def write_rows(sheet: Worksheet, data: TableData, formats: Formats, lang: str) -> None:
    """Write the rows by id, codes by their names; KgError where the sheet cannot hold them."""
    if len(data) >= ROWS_AT_MOST:
        raise KgError(
            f"The table {data.table.name} has {len(data):,} rows; a sheet of a workbook holds "
            f"{ROWS_AT_MOST - 1:,}. Keep it as CSV."
        )
    rows = data.rows.sort_by("id")
    keys = rows.column("id").to_pylist()
    for place, header in enumerate(data.table.headers):
        in_words = _namer(data.table.of_header(header), lang)
        for row, cell in enumerate(rows.column(header).to_pylist()):
            if cell:
                text = in_words(cell)
                _check_length(text, f"{data.table.name}:{keys[row]}", header)
                sheet.write_string(row + 1, place, text, formats.text)


def _namer(column: Column, lang: str) -> Callable[[str], str]:
    """Return what makes names of the codes in a cell, and leaves other cells as they are."""
    codes, separator = column.code_list, column.separator
    if codes is None:
        return str
    words = {code: word_of(code, codes, lang, separator) for code in codes.codes}

    def in_words(cell: str) -> str:
        values = cell.split(separator) if separator else [cell]
        return separator.join(words.get(value, value) for value in values)

    return in_words


def _check_length(text: str, row: str, header: str) -> None:
    if 2 * len(text) > LETTERS_AT_MOST and len(text.encode("utf-16-le")) > 2 * LETTERS_AT_MOST:
        raise KgError(
            f"The cell {header} of {row} has {len(text):,} letters; a cell of a workbook holds "
            f"{LETTERS_AT_MOST:,}. Keep the tables as CSV."
        )
