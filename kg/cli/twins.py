"""Relations here beside statements at Wikidata, in words: counts first, then a list a status."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click
import pandas as pd

from kg.cli.output import print_frame
from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.imports.wikidata import Comparison, Pair

LISTED_AT_MOST = 20
NAMED_AT_MOST = 6
_LISTS = {
    "both": ("cities", "here", "there", "references", "differs"),
    "here-only": ("cities", "here"),
    "there-only": ("cities", "there", "references", "like"),
    "near": ("cities", "like", "here", "there", "references"),
}


def print_twins(graph: "KnowledgeGraph", found: "Comparison", as_of: str | None, lang: str) -> None:
    """Print what was compared, the counts, and up to LISTED_AT_MOST pairs of each status."""
    told = _Words(graph, found, lang)
    for line in told.summary(graph.day_text(as_of)):
        click.echo(line)
    click.echo()
    for status, columns in _LISTS.items():
        pairs = [pair for pair in found.pairs if pair.status == status]
        if not pairs:
            continue
        click.echo(say(f"compare-list-{status}", lang))
        rows = [told.row(pair, columns) for pair in pairs[:LISTED_AT_MOST]]
        said = [name for name in columns if any(row[name] != "" for row in rows)]
        titles = {name: say(f"compare-column-{name}", lang) for name in said}
        print_frame(pd.DataFrame(rows, columns=said), "table", titles)
        if (more := len(pairs) - LISTED_AT_MOST) > 0:
            click.echo(say("compare-more", lang, count=more) + "\n")
    for line in told.cities():
        click.echo(line)


class _Words:
    """Says what was found, in one language."""

    def __init__(self, graph: "KnowledgeGraph", found: "Comparison", lang: str) -> None:
        self.graph, self.found, self.lang = graph, found, lang
        self.stages = graph.schema.code_lists["relation-stage"].codes

    def summary(self, day: str) -> Iterator[str]:
        """Yield the lines that count."""
        yield self._say("head", day=day)
        yield "  " + self._rows()
        yield "  " + self._asked()
        count = self.found.count
        yield "  " + self._say(
            "counts",
            both=count("both"),
            here=count("here-only"),
            there=count("there-only"),
            near=count("near"),
        )
        if marks := self._marks():
            yield "  " + marks
        silent = {status: count(status) for status in ("no-item", "not-asked")}
        if told := self._parts("beside", silent):
            yield "  " + self._say("beside", told=told)
        others = {"strangers": self.found.strangers, "later": self.found.later}
        if told := self._parts("others", others, day=day):
            yield "  " + self._say("others", told=told)

    def _parts(self, key: str, counts: Mapping[str, int], **details: object) -> str:
        """Return the counts that are not zero, each with its words."""
        said = (self._say(f"{key}-{n}", count=c, **details) for n, c in counts.items() if c)
        return ", ".join(said)

    def _rows(self) -> str:
        """Return how many rows there are, and of what kind: the numbers add up."""
        rows = self.found.rows
        kinds = ("stating", "marking", "deprecated", "unknown", "unread")
        told = self._parts("rows", {kind: getattr(rows, kind) for kind in kinds}) or "–"
        return self._say("rows", read=rows.read, told=told, statements=self.found.statements)

    def _asked(self) -> str:
        asked = [city.city for city in self.found.cities if city.asked == "true"]
        names = self._listed([self._city(city) for city in asked])
        key = "asked" if self.found.marked else "asked-perhaps"
        return self._say(key, count=len(asked), names=names or "–")

    def _marks(self) -> str:
        """Return how many pairs rest on no agreement, are one-sided, have ended, or differ."""
        pairs = self.found.pairs
        marks = Counter(mark for pair in pairs for mark in pair.differs.split(";") if mark)
        marks["one-sided"] = sum(pair.one_sided == "true" for pair in pairs)
        marks["ended"] = sum(pair.there == "ended" for pair in pairs)
        marks["contact"] = sum(p.status == "here-only" and p.stage == "contact" for p in pairs)
        order = ("contact", "one-sided", "ended", "signed", "ended-here", "ended-there")
        return self._parts("mark", {mark: marks[mark] for mark in order})

    def row(self, pair: "Pair", columns: tuple[str, ...]) -> dict[str, str | int]:
        """Return a pair in words."""
        cells: dict[str, str | int] = {
            "cities": self._cities(pair),
            "here": self._here(pair),
            "there": self._there(pair),
            "references": pair.references,
            "differs": self._differs(pair),
            "like": self._like(pair),
        }
        return {name: cells[name] for name in columns}

    def _cities(self, pair: "Pair") -> str:
        ends = ((pair.city_a, pair.item_a), (pair.city_b, pair.item_b))
        return " – ".join(self._named(city, item) for city, item in ends)

    def _named(self, city: str, item: str) -> str:
        label = self.found.label(city, item, self.lang)
        return label if label == item or not item else f"{label} ({item})"

    def _here(self, pair: "Pair") -> str:
        stage = self.stages[pair.stage].labels[self.lang] if pair.stage else ""
        dates = pair.signed.replace(";", ", ")
        over = self._say("until", day=pair.ended) if pair.ended else ""
        return "; ".join(filter(None, (stage, dates, over)))

    def _there(self, pair: "Pair") -> str:
        """Return who states it there, since when, and whether it has ended."""
        if pair.stated_by == "a;b":
            who = self._say("by-both")
        else:
            at_a = pair.stated_by == "a"
            city, item = (pair.city_a, pair.item_a) if at_a else (pair.city_b, pair.item_b)
            key = "by-one" if pair.one_sided == "true" else "by"
            who = self._say(key, city=self.found.label(city, item, self.lang))
        since = self._say("since", day=pair.start) if pair.start else ""
        over = self._say("until", day=pair.end) if pair.end else self._say("ended")
        return "; ".join(filter(None, (who, since, over if pair.there == "ended" else "")))

    def _differs(self, pair: "Pair") -> str:
        marks = filter(None, pair.differs.split(";"))
        return ", ".join(self._say(f"differs-{mark}") for mark in marks)

    def _like(self, pair: "Pair") -> str:
        """Return the item there that is like a city of ours."""
        if not pair.near_item:
            return ""
        if pair.status == "near":
            return self._named("", pair.near_item)
        return self._say("like", city=self._city(pair.near_city))

    def cities(self) -> Iterator[str]:
        """Yield what concerns single cities: asked and silent, or without an item."""
        cities = self.found.cities
        silent = [c.city for c in cities if c.asked == "true" and not c.stated]
        if silent:
            names = self._listed([self._city(city) for city in silent])
            yield self._say("silent", names=names)
        lacking = [c for c in cities if not c.item]
        if not lacking:
            return
        found = any(city.suggestions for city in lacking)
        yield self._say("lacking" if found else "lacking-none", count=len(lacking))
        for city in lacking:
            for item in filter(None, city.suggestions.split(";")):
                yield self._say(
                    "perhaps", city=self._city(city.city), id=city.city, item=self._named("", item)
                )

    def _listed(self, names: list[str]) -> str:
        more = len(names) - NAMED_AT_MOST
        listed = ", ".join(names[:NAMED_AT_MOST])
        return listed + (say("and-more", self.lang, count=more) if more > 0 else "")

    def _city(self, city: str) -> str:
        return self.graph.label(f"cities:{city}", self.lang)

    def _say(self, key: str, **details: object) -> str:
        return say(f"compare-{key}", self.lang, **details)
