"""The review: doubtful cities as CSV with numbered candidates, and what the user chose of them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.imports.places.decisions import NEW, SKIP, Decision, Decisions, city_key
from kg.imports.places.model import Candidate, Match
from kg.problems import Detail, Problem, Severity
from kg.tables.decode import decode

CANDIDATES = ("1", "2", "3", "4", "5")
COLUMNS = ("choice", "name", "country", "region", "level", "lat", "long", "wikidata", "reason",
           *CANDIDATES, "city")  # fmt: skip
_KEY = re.compile(r"(?:data|geonames|wikidata):\S+$")
_ITEM = re.compile(r"[Qq][1-9][0-9]*")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FORMULA = ("=", "+", "-", "@")


def render_review(matches: Sequence[Match]) -> str:
    """Return a row for each doubtful city, sorted by name and country; the user fills `choice`.

    A choice is the number of a candidate, an id (of the project, of GeoNames, an item of Wikidata),
    "new" or "skip". The last column knows the city again. It begins with a byte order mark, by
    which spreadsheet programs know UTF-8.
    """
    doubtful = {city_key(m.city): m for m in matches if not m.sure}
    rows: list[list[str]] = [_row(key, match) for key, match in doubtful.items()]
    rows.sort(key=lambda row: (row[1], row[2], row[-1]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def _row(key: str, match: Match) -> list[str]:
    city = match.city
    spot = ["" if degrees is None else str(degrees) for degrees in (city.lat, city.long)]
    said = [_plain(text) for text in (city.name, city.country, city.region, city.level)]
    shown = [render_candidate(c) for c in match.candidates[: len(CANDIDATES)]]
    shown += [""] * (len(CANDIDATES) - len(shown))
    return ["", *said, *spot, city.wikidata, match.reason, *shown, key]


def _plain(text: str) -> str:
    """Return text that a spreadsheet program does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def render_candidate(candidate: Candidate) -> str:
    """Return a candidate for reading; its key stands last, and is read back."""
    place = candidate.place
    parts = [place.name, place.region, place.country, place.level]
    if place.population:
        parts.append(f"{place.population:,}".replace(",", " "))
    words = ", ".join(part for part in parts if part)
    return _plain(f"{words} ({'; '.join(candidate.reasons)}) {place.key}")


def read_review(path: Path) -> tuple[Decisions, list[Problem]]:
    """Read what the user chose; rows without a choice stay undecided.

    The file may have come through a spreadsheet program: another separator, encoding or order of
    rows and columns. KgError never: what cannot be read is a problem.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Decisions(), [Problem("unreadable-file", str(path), details={"reason": reason})]
    decoded = decode(raw, str(path))
    problems = [p for p in decoded.problems if p.severity is Severity.ERROR]
    if decoded.text is None:
        return Decisions(), problems
    return _read_text(decoded.text, str(path), problems)


def _read_text(text: str, file: str, problems: list[Problem]) -> tuple[Decisions, list[Problem]]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:  # a cell longer than the csv module takes
        told = Problem("unreadable-file", file, details={"reason": str(error)})
        return Decisions(), [*problems, told]
    header = rows[0][1]
    missing = [column for column in ("choice", "name", "city") if column not in header]
    if missing:
        return Decisions(), [
            *problems,
            *(Problem("missing-column", file, 1, c, c) for c in missing),
        ]
    decisions, found = _decide(rows[1:], file)
    return decisions, [*problems, *found]


def _rows(text: str, separator: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line on which each row begins, and its cells by name; the header first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(reader, [])]
    yield 1, dict(zip(header, header, strict=True))
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, dict(zip(header, (cell.strip() for cell in cells), strict=False))
        line = reader.line_num + 1


def _decide(
    rows: Sequence[tuple[int, dict[str, str]]], file: str
) -> tuple[Decisions, list[Problem]]:
    found: dict[str, Decision] = {}
    problems: list[Problem] = []
    for line, row in rows:
        if not (choice := row.get("choice", "")):
            continue
        key, decision = row.get("city", ""), Decision(to_choice(row), row["name"], file, line)
        before = found.get(key)
        if not key:
            problems.append(_problem("review-no-key", decision, choice))
        elif not decision.choice:
            count = sum(bool(row.get(number)) for number in CANDIDATES)
            problems.append(_problem("review-bad-choice", decision, choice, count=count))
        elif before and before.choice != decision.choice:
            told: dict[str, str | int] = {"other": before.choice, "before": before.line}
            problems.append(_problem("review-contradiction", decision, choice, **told))
        else:
            found.setdefault(key, decision)
    return Decisions(found), problems


def _problem(code: str, decision: Decision, choice: str, **details: str | int) -> Problem:
    told: dict[str, Detail] = {"city": decision.name, **details}
    return Problem(code, decision.file, decision.line, "choice", choice, details=told)


def to_choice(row: dict[str, str]) -> str:
    """Return what a choice means: the key of a place, "new" or "skip"; "" where it means nothing.

    A number up to 5 is that of a candidate of the row; a larger one an id of GeoNames.
    """
    text = row["choice"]
    word = text.casefold()
    number = word.removesuffix(".0").removesuffix(",0")
    if word in (NEW, SKIP):
        return word
    if number in CANDIDATES:
        key = _KEY.search(row.get(number, ""))
        return key[0] if key else ""
    if number.isascii() and number.isdecimal():
        return f"geonames:{number}" if len(number) > 3 else ""
    if _KEY.fullmatch(text):
        return text
    if _ITEM.fullmatch(word):
        return f"wikidata:{word.upper()}"
    return f"data:{word}" if _ID.fullmatch(word) else ""
