"""Changes in words: rows that are new, cells that change, and gaps that close or move."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.cli.words import say
from kg.labels import Labels
from kg.names import relation_cities
from kg.tables import by_id, to_records

if TYPE_CHECKING:
    from kg.worklist import Changes

SHOWN_AT_MOST = 200
_FATES = ("added", "changed", "unchanged", "blank", "refused")


def rows_line(changes: "Changes", lang: str) -> str:
    """Return what became of the rows of all files, in numbers that add up."""
    counts = {fate: changes.count(fate) for fate in _FATES}
    return say("apply-rows", lang, all=sum(counts.values()), **counts)


def change_lines(
    changes: "Changes", lang: str, as_of: str | None = None, *, strict: bool = False
) -> Iterator[str]:
    """Yield what rows without errors would change, a line each."""
    yield rows_line(changes, lang)
    if blank := ", ".join(_blank(changes, lang)):
        yield say("apply-blank", lang, lines=blank)
    if changes.is_empty:
        yield say("apply-nothing", lang)
        return
    labels = Labels(changes.tables)
    yield from _section("apply-added", list(_added(changes, labels, lang)), lang)
    yield from _section("apply-changed", list(_changed(changes, labels, lang)), lang)
    day = changes.day_text(as_of)
    moves = to_records(changes.moves(as_of, strict=strict))
    lines = [line for move in moves for line in _moved(changes, move, labels, lang)]
    yield from _section("apply-moved", lines, lang, as_of=day)
    if not any(move["gap"] != move["gap_before"] for move in moves):
        yield say("apply-still", lang, as_of=day)
    if later := changes.later_than(as_of):
        yield say("apply-later", lang, as_of=day, rows=", ".join(later))


def _blank(changes: "Changes", lang: str) -> Iterator[str]:
    """Yield for each file the lines that were left blank, as ranges."""
    blank = [row for row in changes.rows if row.fate == "blank"]
    for file in dict.fromkeys(row.file for row in blank):
        lines = sorted({row.line for row in blank if row.file == file})
        yield say("apply-lines", lang, file=file, lines=", ".join(_ranges(lines)))


def _ranges(lines: Sequence[int]) -> Iterator[str]:
    """Yield runs of lines: 3, 4, 5, 9 are 3–5 and 9."""
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        first, *others = (line for _, line in run)
        yield f"{first}–{others[-1]}" if others else str(first)


def _section(head: str, lines: Sequence[str], lang: str, **details: str) -> Iterator[str]:
    if lines:
        yield say(head, lang, **details)
        yield from lines[:SHOWN_AT_MOST]
    if left := len(lines[SHOWN_AT_MOST:]):
        yield say("apply-more", lang, count=left)


def _added(changes: "Changes", labels: Labels, lang: str) -> Iterator[str]:
    for table in changes.touched:
        keys = [row.id for row in changes.rows if (row.table, row.fate) == (table, "added")]
        rows = by_id(changes.tables[table].frame())
        for key in keys:
            cells = (f"{h}={_plain(c)}" for h, c in rows[key].items() if c and h != "id")
            yield f"  {_title(table, key, labels, lang)}: {', '.join(cells)}"


def _changed(changes: "Changes", labels: Labels, lang: str) -> Iterator[str]:
    for cell in changes.cells:
        title = _title(cell.table, cell.id, labels, lang)
        old = _plain(cell.old) or say("apply-empty", lang)
        yield f"  {title}: {cell.column}: {old} → {_plain(cell.new)}"


def _title(table: str, key: str, labels: Labels, lang: str) -> str:
    name = labels.of(f"{table}:{key}", lang)
    return f"{table}: {key}" if name == key else f"{table}: {key} ({_plain(name)})"


def _plain(text: str) -> str:
    """Return text fit for one line of a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _moved(changes: "Changes", move: dict[str, Any], labels: Labels, lang: str) -> Iterator[str]:
    codes = changes.tables.schema.code_lists
    rungs, gaps = codes["rung"].codes, codes["gap"].codes
    cities = (labels.of(f"cities:{city}", lang) for city in relation_cities(move["relation"]))
    place = {"cities": " – ".join(cities), "field": labels.of(f"fields:{move['field']}", lang)}

    def gap(name: str) -> str:
        return gaps[name].labels[lang] if name else say("apply-no-gap", lang)

    if (move["gap"], move["rung"]) != (move["gap_before"], move["rung_before"]):
        yield say("apply-gap", lang, **place, before=gap(move["gap_before"]),
                  after=gap(move["gap"]), rung_before=rungs[move["rung_before"]].labels[lang],
                  rung=rungs[move["rung"]].labels[lang])  # fmt: skip
    if move["searched"] != move["searched_before"]:
        yield say("apply-searched", lang, **place, on=move["searched"])
    if move["studied"] != move["studied_before"]:
        yield say("apply-studied", lang, **place, before=move["studied_before"],
                  after=move["studied"])  # fmt: skip
