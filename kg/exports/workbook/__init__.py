"""A workbook (.xlsx) of the tables, blank or filled: sheets to fill in, with lists and notes."""

import io
from datetime import datetime

import xlsxwriter

from kg.exports.workbook.guide import write_guide
from kg.exports.workbook.lists import plan_lists, write_lists
from kg.exports.workbook.sheet import to_formats, write_header, write_rows
from kg.schema import Schema
from kg.tables import Tables
from kg.tables.sheets import CODES, READ_ME, sheet_names

__all__ = ["render_workbook"]

_NO_CLOCK = datetime(2000, 1, 1)  # the same data give the same bytes on any day


def render_workbook(schema: Schema, tables: Tables | None = None, lang: str = "en") -> bytes:
    """Return a workbook with a sheet for each table, in the schema's order.

    Rows stand by id, codes by their name in the language, all as text: no cell is a formula. The
    first sheet explains the others in three languages, this one first. The same data give the same
    bytes. KgError where a table or a cell is larger than such a file can hold.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": _NO_CLOCK})
        sheets, formats = sheet_names(schema), to_formats(book)
        lists = plan_lists(schema, sheets, lang)
        guide = book.add_worksheet(READ_ME)
        for name, table in schema.tables.items():
            sheet = book.add_worksheet(sheets[name])
            write_header(sheet, table, formats, lists, lang)
            if tables:
                write_rows(sheet, tables[name], formats, lang)
        write_guide(guide, book, schema, sheets, lang)
        write_lists(book.add_worksheet(CODES), book, lists)
    return made.getvalue()
