"""The review: doubtful cities as CSV with numbered candidates, and what the user chose of them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.imports.places.decisions import NEW, SKIP, Decision, Decisions, city_key
from kg.imports.places.model import Candidate, Match
from kg.problems import Problem, Severity
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
    rows = [_row(key, match) for key, match in doubtful.items()]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(rows, key=lambda row: (row[1], row[2], row[-1])))
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [name.strip() for name in next(reader, [])]
        if missing := [c for c in ("choice", "name", "city") if c not in header]:
            gone = [Problem("missing-column", file, 1, c, c) for c in missing]
            return Decisions(), [*problems, *gone]
        rows = _rows(reader, header)
        decisions, found = _decide(rows, file)
    except csv.Error as error:
        reason = Problem("unreadable-file", file, reader.line_num, details={"reason": str(error)})
        return Decisions(), [*problems, reason]
    return decisions, [*problems, *found]


def _rows(reader: "csv._reader", header: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line on which each row begins, and its cells by name."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, dict(zip(header, (cell.strip() for cell in cells), strict=False))
        line = reader.line_num + 1


def _decide(
    rows: Iterator[tuple[int, dict[str, str]]], file: str
) -> tuple[Decisions, list[Problem]]:
    found: dict[str, Decision] = {}
    problems: list[Problem] = []
    for line, row in rows:
        choice, name, key = row.get("choice", ""), row.get("name", ""), row.get("city", "")
        if not choice:
            continue
        details = {"city": name}
        if not key:
            problems.append(Problem("review-no-key", file, line, "city", name, details=details))
        elif not (chosen := to_choice(choice, row)):
            told = {**details, "count": sum(bool(row.get(c)) for c in CANDIDATES)}
            problems.append(
                Problem("review-bad-choice", file, line, "choice", choice, details=told)
            )
        elif (before := found.get(key)) and before.choice != chosen:
            told = {**details, "other": before.choice, "line": before.line}
            problems.append(
                Problem("review-contradiction", file, line, "choice", chosen, details=told)
            )
        else:
            found.setdefault(key, Decision(chosen, name, file, line))
    return Decisions(found), problems


def to_choice(text: str, row: dict[str, str]) -> str:
    """Return what a choice means: the key of a place, "new" or "skip"; "" where it means nothing.

    A number up to 5 is that of a candidate of the row; a larger one an id of GeoNames.
    """
    word = text.strip().casefold()
    number = word.removesuffix(".0").removesuffix(",0")
    if word in (NEW, SKIP):
        return word
    if number in CANDIDATES:
        key = _KEY.search(row.get(number, ""))
        return key[0] if key else ""
    if number.isascii() and number.isdecimal():
        return f"geonames:{number}" if len(number) > 3 else ""
    if _KEY.fullmatch(text.strip()):
        return text.strip()
    if _ITEM.fullmatch(word):
        return f"wikidata:{word.upper()}"
    return f"data:{word}" if _ID.fullmatch(word) else ""
