"""Any file to a foreign table: what it is is told by its bytes, not by the end of its name."""

import re
from pathlib import Path

from kg.imports.foreign.delimited import to_delimited
from kg.imports.foreign.mapping import Mapping
from kg.imports.foreign.records import is_json, to_records
from kg.imports.foreign.sheets import to_sheet
from kg.imports.foreign.table import ForeignTable
from kg.problems import Problem
from kg.tables.decode import decode

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKED = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, in which every other byte may be NUL
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|table|div)\b", re.I)
_WHAT = {
    "pdf": {"en": "a PDF document", "id": "dokumen PDF", "ko": "PDF 문서"},
    "html": {"en": "a web page (HTML)", "id": "halaman web (HTML)", "ko": "웹 페이지(HTML)"},
    "xml": {"en": "XML", "id": "XML", "ko": "XML"},
    "binary": {"en": "a binary file", "id": "berkas biner", "ko": "이진 파일"},
}


def read_table(
    path: Path, mapping: Mapping | None = None
) -> tuple[ForeignTable | None, list[Problem]]:
    """Read a table in CSV, TSV or the like, a workbook (.xlsx), JSON lines or a JSON array.

    Whatever was repaired on the way is a note. None in place of the table where there is none.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem("unreadable-file", str(path), details={"reason": reason})]
    return to_table(raw, str(path), mapping)


def to_table(
    raw: bytes, file: str, mapping: Mapping | None = None
) -> tuple[ForeignTable | None, list[Problem]]:
    """Return the table that the bytes of a file hold, and problems; pure."""
    table, problems = _of_bytes(raw, file, mapping or Mapping())
    if table and not table.rows and not table.refused:
        return None, [*problems, Problem("pairs-empty", file)]
    return table, problems


def _of_bytes(raw: bytes, file: str, mapping: Mapping) -> tuple[ForeignTable | None, list[Problem]]:
    if raw.startswith(_WORKBOOK):
        return to_sheet(raw, file, mapping.sheet, mapping.header_row, mapping.named)
    if what := _no_text(raw):
        return None, [Problem("pairs-not-a-table", file, details={"what": _WHAT[what]})]
    decoded = decode(raw, file)
    if decoded.text is None:
        return None, decoded.problems
    table, problems = _of_text(decoded.text, file, mapping.header_row)
    return table, [*decoded.problems, *problems]


def _no_text(raw: bytes) -> str:
    if raw.startswith(b"%PDF"):
        return "pdf"
    return "binary" if b"\0" in raw[:4096] and not raw.startswith(_MARKED) else ""


def _of_text(text: str, file: str, header_row: int) -> tuple[ForeignTable | None, list[Problem]]:
    if not text.strip(" \t\n,;|"):
        return None, [Problem("pairs-empty", file)]
    what = "html" if _HTML.match(text) else "xml" if text.lstrip().startswith("<?xml") else ""
    if what:
        return None, [Problem("pairs-not-a-table", file, details={"what": _WHAT[what]})]
    if is_json(text, Path(file).suffix.lower()):
        return to_records(text, file)
    return to_delimited(text, file, header_row)
