"""What is looked at in an .xlsx file before its cells are read: a zip of XML files (ECMA-376).

The reader of cells unpacks without limit, makes room for every cell up to the last one, and passes
in silence over errors and over formulas without a value. So the package is looked through first,
and the reader is given what was seen.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from kg.problems import Problem, Sheet
from kg.tables.sheets import column_letter

UNPACKED_AT_MOST = 512 * 1024**2  # bytes
CELLS_AT_MOST = 20_000_000  # up to the last row and column that hold something, in one sheet
_READ = (".xml", ".rels")
_OLD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB], in which locked workbooks come too
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BLANK_CELL = re.compile(rb'<(?:\w+:)?c(?:\s+\w+="[^"<>]*")*\s*/>')
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DAMAGE = (
    zipfile.BadZipFile,
    *(zlib.error, lzma.LZMAError, OSError, EOFError),  # packed data; OSError is that of bzip2
    RuntimeError,  # a member with a password, or (NotImplementedError) packed in an unknown way
    *(ElementTree.ParseError, KeyError, ValueError),  # no XML, no such part, odd text in it
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that the reader of cells would take for an empty one."""

    code: str
    row: int  # from 1
    letter: str
    value: str = ""


@dataclass(slots=True)
class Package:
    """The package unpacked, and faults of cells by sheet; or why the file cannot be read at all."""

    raw: bytes = b""
    faults: Mapping[str, list[Fault]] = field(default_factory=dict)
    refusal: Problem | None = None


class _RefusedError(Exception):
    """Says why the workbook is not read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def check_package(raw: bytes, file: str) -> Package:
    """Look through the bytes of a workbook; pure."""
    if raw.startswith(_OLD_FILE):
        code = "locked-workbook" if _LOCKED in raw else "old-workbook"
        return Package(refusal=Problem(code, file))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _look_through(archive, file)
    except _RefusedError as error:
        return Package(refusal=error.problem)
    except _DAMAGE:
        return Package(refusal=Problem("damaged-workbook", file))


def _look_through(archive: zipfile.ZipFile, file: str) -> Package:
    size = sum(member.file_size for member in archive.infolist())
    if size > UNPACKED_AT_MOST:
        sizes = {"size": size >> 20, "limit": UNPACKED_AT_MOST >> 20}
        raise _RefusedError(Problem("large-workbook", file, details=sizes))
    if len(set(archive.namelist())) < len(archive.namelist()):  # which of two would be read?
        raise zipfile.BadZipFile
    names, seen = _sheet_parts(archive), io.BytesIO()
    faults: dict[str, list[Fault]] = {}
    with zipfile.ZipFile(seen, "w") as unpacked:
        for member in archive.infolist():
            if not member.filename.endswith(_READ):  # pictures and the like
                continue
            xml = archive.read(member)  # no more than the size that it states
            unpacked.writestr(member.filename, xml)
            if b"sheetData" in xml:
                sheets = names.get(member.filename, [])
                _check_extent(xml, file, sheets[0] if sheets else member.filename)
                faults |= {name: list(_cell_faults(xml)) for name in sheets}
    return Package(seen.getvalue(), faults)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """Return the names of sheets by the file in the package that holds them."""
    targets = {
        element.get("Id", ""): normpath(join("xl", element.get("Target", ""))).lstrip("/")
        for element in _parse(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, list[str]] = {}
    for element in _parse(archive.read("xl/workbook.xml")).iter():
        if _local(element.tag) == "sheet":
            link = next((v for k, v in element.items() if _local(k) == "id"), "")
            found.setdefault(targets.get(link, ""), []).append(element.get("name", ""))
    return found


def _parse(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml:  # no workbook has one; entities could grow without limit
        raise ValueError("DOCTYPE")
    return ElementTree.fromstring(xml)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _check_extent(xml: bytes, file: str, sheet: str) -> None:
    """Refuse a sheet in which a cell stands so far away that all before it take the memory."""
    rows = columns = 0
    for letters, row in _PLACE.findall(_BLANK_CELL.sub(b"", xml)):
        rows = max(rows, int(row))
        columns = max(columns, _number(letters))
    if rows * columns > CELLS_AT_MOST:
        last = f"{column_letter(columns - 1)}{rows}"
        details = {"cell": last, "limit": f"{CELLS_AT_MOST:,}"}
        raise _RefusedError(Problem("large-sheet", file, details=details, sheet=Sheet(sheet)))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell_faults(xml: bytes) -> Iterator[Fault]:
    """Yield cells with an error, and formulas that nobody calculated."""
    if b'"e"' not in xml and not _FORMULA.search(xml):
        return
    for attributes, content in _CELL.findall(xml):
        value = _VALUE.search(content)
        place = _PLACE.search(b" " + attributes)
        letter, row = (place[1].decode(), int(place[2])) if place else ("", 0)
        if b't="e"' in attributes:
            yield Fault("error-cell", row, letter, value[1].decode() if value else "")
        elif not value and b't="' not in attributes and _FORMULA.search(content):
            yield Fault("formula-without-value", row, letter)
