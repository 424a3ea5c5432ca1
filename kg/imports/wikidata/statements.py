"""Rows of an answer as statements that one item makes of another, and what is known of items."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from kg.imports.wikidata.results import Results, Row
from kg.imports.wikidata.times import is_unknown, to_date
from kg.names import LANGUAGES
from kg.problems import Problem, Severity

_ITEM = re.compile(
    r"<?(?:https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)?(?P<item>Q[1-9][0-9]*)>?"
)
_DEPRECATED = "deprecatedrank"


@dataclass(slots=True)
class Item:
    """What the rows say of an item; its classes and countries are sorted when they are read."""

    labels: dict[str, str] = field(default_factory=dict)  # by language, "" for one not named
    countries: set[str] = field(default_factory=set)  # codes of ISO 3166-1
    classes: set[str] = field(default_factory=set)  # items: what kind of place it is

    def label(self, lang: str) -> str:
        """Return the label in a language, else in the next that has one, or ""."""
        known = (self.labels.get(of) for of in (lang, "en", "", *LANGUAGES))
        return next(filter(None, known), "")

    @property
    def names(self) -> set[str]:
        """Return the labels in all languages as they are compared."""
        return {fold(name) for name in self.labels.values()}


@dataclass(frozen=True, slots=True)
class Statement:
    """One item (`by`) states that it is twinned with another (`of`).

    Dates are in the notation of the tables, "" where none is known; `is_ended` holds also where
    the end is said to be there and its day is not known. `key` is the statement's own name.
    """

    by: str
    of: str
    key: str = ""
    start: str = ""
    end: str = ""
    is_ended: bool = False
    references: int = 0
    urls: tuple[str, ...] = ()


@dataclass
class Stated:
    """What the rows say: statements without repetition, items, and what became of each row.

    `asked` holds the items in the column city: those whose statements were looked for. Where
    `marked`, rows without a partner say so of each; otherwise one that states nothing is not in
    it. Where `both_ways`, what other items state of these was looked for too.
    """

    statements: list[Statement] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    marked: bool = False
    both_ways: bool = False
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    stating: int = 0  # rows that state something, the same statement perhaps in several
    marking: int = 0  # rows that say that a city was asked
    deprecated: int = 0
    unknown: int = 0  # rows with a partner that Wikidata says to be there and not known
    unread: int = 0


def to_statements(results: Results) -> Stated:
    """Return what the rows of an answer say; each row is counted once."""
    found = Stated(problems=[*results.problems], read=results.read)
    found.unread = results.read - len(results.rows)
    seen: dict[tuple[str, str, str], Statement] = {}
    for row in results.rows:
        _take(row, found, seen)
    found.statements = list(seen.values())
    found.marked = found.marking > 0
    stating = [row for row in results.rows if row.cells.get("partner")]
    found.both_ways = all(row.cells.get("statedby") for row in stating)
    return found


def _take(row: Row, found: Stated, seen: dict[tuple[str, str, str], Statement]) -> None:
    city, partner = row.cells.get("city", ""), row.cells.get("partner", "")
    if is_unknown(city) or is_unknown(partner):
        found.unknown += 1
        found.problems.append(_problem("wikidata-unknown", row, "partner", partner, Severity.NOTE))
        return
    one, other, by = _item(row, "city", found), "", ""
    if partner:
        other = _item(row, "partner", found)
        by = _item(row, "statedby", found) if row.cells.get("statedby") else one
    if not one or (partner and (not other or not by)):
        found.unread += 1
    elif not partner:
        found.marking += 1
        found.asked.add(one)
        _describe(row, found.items.setdefault(one, Item()), one="city")
    elif one == other or by not in (one, other):
        found.unread += 1
        column = "partner" if one == other else "statedBy"
        found.problems.append(_problem("wikidata-same", row, column, row.cells[column.lower()]))
    else:
        found.asked.add(one)
        _state(row, one, other, by, found, seen)


def _item(row: Row, column: str, found: Stated) -> str:
    value = row.cells.get(column, "")
    match = _ITEM.fullmatch(value)
    if match is None:
        name = "statedBy" if column == "statedby" else column
        found.problems.append(_problem("wikidata-item", row, name, value))
    return match["item"] if match else ""


def _state(
    row: Row,
    one: str,
    other: str,
    by: str,
    found: Stated,
    seen: dict[tuple[str, str, str], Statement],
) -> None:
    _describe(row, found.items.setdefault(other, Item()), one="partner")
    if label := _label(row, "citylabel"):
        found.items.setdefault(one, Item()).labels.setdefault("", label)
    if row.cells.get("rank", "").casefold().endswith(_DEPRECATED):
        found.deprecated += 1
        return
    found.stating += 1
    end = row.cells.get("end", "")
    statement = Statement(
        by=by,
        of=other if by == one else one,
        key=row.cells.get("statement", ""),
        start=_date(row, "start", found) or _date(row, "pointInTime", found),
        end=_date(row, "end", found),
        is_ended=bool(end),
        references=_count(row.cells.get("references", "")),
        urls=_urls(row.cells.get("referenceurl", "")),
    )
    # Without a name of its own a statement is known by its dates: a bond may end and begin again.
    name = statement.key or f"{statement.start} {statement.end}"
    key = (statement.by, statement.of, name)
    seen[key] = _joined(seen[key], statement) if key in seen else statement


def _joined(one: Statement, other: Statement) -> Statement:
    """Return what two rows say of one statement: a query may give one row a qualifier."""
    return Statement(
        one.by,
        one.of,
        one.key,
        start=min(filter(None, (one.start, other.start)), default=""),
        end=max(one.end, other.end),
        is_ended=one.is_ended or other.is_ended,
        references=max(one.references, other.references),
        urls=tuple(sorted({*one.urls, *other.urls})),
    )


def _date(row: Row, column: str, found: Stated) -> str:
    value = row.cells.get(column.casefold(), "")
    if not value or is_unknown(value):
        return ""
    date = to_date(value, row.cells.get(f"{column.casefold()}precision", ""))
    if not date:
        found.problems.append(_problem("wikidata-date", row, column, value, Severity.NOTE))
    return date


def _urls(cell: str) -> tuple[str, ...]:
    return tuple(sorted({url for url in cell.split() if url.isprintable()}))


def _count(cell: str) -> int:
    return int(cell) if cell.isdecimal() and len(cell) < 10 else 0


def _describe(row: Row, item: Item, one: str) -> None:
    """Add what the row says of the partner, or of the city where it has none."""
    for lang in LANGUAGES:
        if label := _label(row, f"label{lang}"):
            item.labels.setdefault(lang, label)
    if label := _label(row, f"{one}label"):
        item.labels.setdefault("", label)
    item.countries.update(_words(row.cells.get("country", ""), "[A-Z]{2}"))
    item.classes.update(_words(row.cells.get("class", ""), "Q[0-9]+"))


def _label(row: Row, column: str) -> str:
    """Return a label on one line, with nothing in it that moves a cursor."""
    label = normalize("NFC", row.cells.get(column, ""))
    return "".join(c if c.isprintable() else " " for c in label).strip()


def _words(cell: str, pattern: str) -> Iterable[str]:
    return (word for word in cell.split() if re.fullmatch(pattern, word))


def _problem(
    code: str, row: Row, column: str, value: str, severity: Severity = Severity.ERROR
) -> Problem:
    place = f"{row.path} {column}".strip()
    return Problem(code, row.file, row.line, place, value, severity)


def fold(name: str) -> str:
    """Return a name as names are compared: composed, in one case, with single spaces."""
    return " ".join(normalize("NFC", name).casefold().split())
