"""A comparison in words: one sentence that says it all, then lists by partner and by table."""

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

import click
import pandas as pd

from kg.cli.output import print_frame
from kg.cli.words import say
from kg.compare import ADDED, CHANGED, GONE
from kg.names import partner_of, relation_cities
from kg.tables import to_records

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.compare import Comparison

LINES_AT_MOST = 60
PARTNER_LINES_AT_MOST = 400
_NAMED_AT_MOST = 4
_LETTERS_AT_MOST = 60
_LETTERS_BEFORE = 12
_NOTHING = ("", "unrecorded")
_PAIRS = (("raised", "lowered"), ("shifted",), ("joined",), ("left",))


def print_changes(
    graph: "KnowledgeGraph", other: "KnowledgeGraph", found: "Comparison", lang: str
) -> None:
    """Print a comparison of `other`, the older graph, with `graph`."""
    for line in summary_lines(graph, found, lang):
        click.echo(line)
    words = _Words(graph, other, found.new.city, lang)
    listed = found.cells[~found.cells[["before", "after"]].isin(_NOTHING).all(axis=1)]
    lines = list(words.by_partner(listed, found.relations))
    for line in lines[:PARTNER_LINES_AT_MOST]:
        click.echo(line)
    if len(lines) > PARTNER_LINES_AT_MOST:
        click.echo(say("diff-more", lang, count=len(lines) - PARTNER_LINES_AT_MOST))
    if len(listed) < len(found.cells):
        click.echo(say("diff-not-listed", lang, count=len(found.cells) - len(listed)))
    _print_rows(words.rows(found.rows.head(LINES_AT_MOST)), len(found.rows), lang)
    for row in to_records(found.renamed):
        click.echo(say("diff-renamed", lang, **row))


def summary_lines(graph: "KnowledgeGraph", found: "Comparison", lang: str) -> Iterator[str]:
    """Yield the sentence on fields, then those on topics, relations and rows where they changed."""
    sides = {
        name: f"{state.version} ({state.as_of})".strip()
        for name, state in (("old", found.old), ("new", found.new))
    }
    if found.is_empty:
        yield say("diff-nothing", lang, **sides)
        return
    labels = graph.schema.code_lists["denominator"].codes[found.denominator].labels
    yield say("diff-head", lang, **sides, fields=labels[lang], told=_counted(found, "field", lang))
    if (found.cells["level"] == "topic").any():
        yield say("diff-topics", lang, told=_counted(found, "topic", lang))
    if len(found.relations):
        kinds = found.relations["kind"].value_counts()
        details = {kind: int(kinds.get(kind, 0)) for kind in ("began", "ended", "restaged")}
        yield say("diff-relations", lang, **details)
    if len(found.rows):
        kinds = found.rows["kind"].value_counts()
        cells = found.rows[found.rows["kind"] == CHANGED]
        details = {kind: int(kinds.get(kind, 0)) for kind in (ADDED, GONE)}
        changed = len(cells[["table", "id"]].drop_duplicates())
        yield say("diff-rows", lang, **details, changed=changed, cells=len(cells))


def _counted(found: "Comparison", level: str, lang: str) -> str:
    counts = found.count(level)
    parts = [say("diff-closed", lang, **counts)]
    parts += [
        say(f"diff-{kinds[0]}", lang, **counts) for kinds in _PAIRS if any(counts[k] for k in kinds)
    ]
    return "; ".join([*parts, say("diff-uncovered", lang, **counts)])


def _print_rows(lines: list[dict[str, str]], total: int, lang: str) -> None:
    """Print the first of `total` changes of rows as a table."""
    if not lines:
        return
    titles = {name: say(f"diff-column-{name}", lang) for name in lines[0]}
    print_frame(pd.DataFrame(lines), "table", titles)
    if total > len(lines):
        click.echo(say("diff-more", lang, count=total - len(lines)))


class _Words:
    """Says changes in the words of the newer graph, else of the older."""

    def __init__(
        self, graph: "KnowledgeGraph", other: "KnowledgeGraph", city: str, lang: str
    ) -> None:
        self.graph, self.other, self.city, self.lang = graph, other, city, lang
        self.tells_causes = True

    def by_partner(self, cells: pd.DataFrame, relations: pd.DataFrame) -> Iterator[str]:
        """Yield each partner and below it what became of the relation and of its fields."""
        causes = {*cells["cause"], *relations["cause"]}
        self.tells_causes = len(causes) > 1
        if len(causes) == 1:
            cause = self._code("change-cause", min(causes))
            yield say("diff-one-cause", self.lang, cause=cause)
        of = {part: rows.groupby("relation") for part, rows in enumerate((relations, cells))}
        known = {(self._partner(r), r) for r in (*relations["relation"], *cells["relation"])}
        for partner, relation in sorted(known):
            yield f"\n{partner}"
            if relation in of[0].groups:
                yield from map(self._relation, to_records(of[0].get_group(relation)))
            if relation in of[1].groups:
                yield from map(self._cell, to_records(of[1].get_group(relation)))

    def _relation(self, row: dict[str, str]) -> str:
        change = self._code("change-kind", row["kind"])
        stage = self._step("relation-stage", row["before"], row["after"])
        return f"  {change}: {stage}{self._cause(row)}"

    def _cell(self, row: dict[str, str]) -> str:
        field, change = (
            self._label("fields", row["field"]),
            self._code("change-kind", row["kind"]),
        )
        rung = self._step("rung", row["before"], row["after"])
        gap = self._step("gap", row["gap_before"], row["gap_after"])
        line = f"  {field}: {change}: {rung}; {gap}{self._cause(row)}"
        return f"{line}\n      {self._shortened(row['because'])}" if row["because"] else line

    def _cause(self, row: dict[str, str]) -> str:
        return f" ({self._code('change-cause', row['cause'])})" if self.tells_causes else ""

    def rows(self, rows: pd.DataFrame) -> list[dict[str, str]]:
        """Return a line for each row added or gone and each cell changed, in their order."""
        return [
            {
                "table": row["table"],
                "row": row["id"],
                "change": self._code("change-kind", row["kind"]),
                "column": row["column"],
                "value": _values(row["before"], row["after"]) if row["column"] else "",
            }
            for row in to_records(rows)
        ]

    def _partner(self, relation: str) -> str:
        cities = relation_cities(relation)
        own = [partner_of(self.city, relation)] if self.city in cities else cities
        return " – ".join(self._label("cities", city) for city in own)

    def _label(self, table: str, key: str) -> str:
        name = self.graph.label(f"{table}:{key}", self.lang)
        return name if name != key else self.other.label(f"{table}:{key}", self.lang)

    def _code(self, scheme: str, notation: str) -> str:
        """Return the label of a code; an older ontology may not know it."""
        lists = self.graph.schema.code_lists
        known = lists[scheme].codes.get(notation) if scheme in lists else None
        return known.labels[self.lang] if known else notation

    def _step(self, scheme: str, before: str, after: str) -> str:
        one, other = (self._code(scheme, notation) or "–" for notation in (before, after))
        return one if one == other else f"{one} → {other}"

    def _shortened(self, things: str) -> str:
        named = [thing for thing in things.split(";") if thing]
        more = len(named) - _NAMED_AT_MOST
        return ", ".join(named[:_NAMED_AT_MOST]) + (
            say("and-more", self.lang, count=more) if more > 0 else ""
        )


def _values(before: str, after: str) -> str:
    """Return both values, of long ones the part where they begin to differ; "" as a dash."""
    start = 0
    if max(len(before), len(after)) > _LETTERS_AT_MOST:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
        start = max(0, len(list(alike)) - _LETTERS_BEFORE)
    return " → ".join(_cut(text, start) or "–" for text in (before, after))


def _cut(text: str, start: int) -> str:
    """Return a text from a letter on, not longer than a line bears."""
    part = text[start : start + _LETTERS_AT_MOST]
    head, tail = "…" if start and part else "", "…" if len(text) > start + len(part) else ""
    return f"{head}{part}{tail}"
