"""Bytes of a CSV file to clean text: encoding, byte order mark, NUL bytes, composed letters."""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from kg.problems import Problem, Severity

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What spreadsheet programs write in the West and in Korea when they are not asked for UTF-8.
_OLD_ENCODINGS = ["cp949", "cp1252"]
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(slots=True)
class Decoded:
    """The text of a file (None when it cannot be used) and what was noticed on the way."""

    text: str | None
    problems: list[Problem] = field(default_factory=list)


def decode(raw: bytes, file: str) -> Decoded:
    """Return the text in composed form (NFC) with LF at line ends."""
    text, problems = _to_text(raw, file)
    if text is None:
        return Decoded(None, problems)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        lines = [n for n, line in enumerate(text.split("\n"), 1) if "\0" in line]
        return Decoded(None, [*problems, *(Problem("nul-byte", file, n) for n in lines)])
    problems += _control_characters(text, file)
    if not unicodedata.is_normalized("NFC", text):
        problems.append(_not_composed(text, file))
        text = unicodedata.normalize("NFC", text)
    return Decoded(text, problems)


def _to_text(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            notes = [Problem("byte-order-mark", file, 1, severity=Severity.NOTE)]
            notes += _encoding_note(encoding, file) if encoding != "utf-8" else []
            return _strictly(raw[len(mark) :], encoding, file, notes)
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        best = None if _is_damaged(raw) else from_bytes(raw, cp_isolation=_OLD_ENCODINGS).best()
        if best is None:
            line = raw.count(b"\n", 0, error.start) + 1
            return None, [Problem("bad-encoding", file, line)]
        return str(best), _encoding_note(best.encoding, file)


def _is_damaged(raw: bytes) -> bool:
    """Tell whether most letters beyond ASCII are sound UTF-8: then no other encoding is meant."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) > 2 * broken


def _strictly(
    raw: bytes, encoding: str, file: str, notes: list[Problem]
) -> tuple[str | None, list[Problem]]:
    try:
        return raw.decode(encoding), notes
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(encoding, "replace").count("\n") + 1
        return None, [Problem("bad-encoding", file, line)]


def _encoding_note(encoding: str, file: str) -> list[Problem]:
    return [Problem("other-encoding", file, value=encoding, severity=Severity.NOTE)]


def _control_characters(text: str, file: str) -> list[Problem]:
    if not CONTROLS.search(text):
        return []
    return [
        Problem("control-character", file, n, value=sign)
        for n, line in enumerate(text.split("\n"), 1)
        if (sign := find_control(line))
    ]


def find_control(text: str) -> str:
    """Return the first character that RDF and XML cannot hold, in a form that shows, or ""."""
    found = CONTROLS.search(text)
    return repr(found.group())[1:-1] if found else ""


def _not_composed(text: str, file: str) -> Problem:
    lines = [
        n
        for n, line in enumerate(text.split("\n"), 1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    return Problem(
        "not-composed", file, lines[0], severity=Severity.NOTE, details={"count": len(lines)}
    )
