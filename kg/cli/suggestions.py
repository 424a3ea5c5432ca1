"""Suggestions in words: why a city, why not, and which rules it keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from kg.cli.words import say

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.suggest import Reason, Suggestion, Suggestions, Verdict

_NAMED_AT_MOST = 4


@dataclass(frozen=True)
class Words:
    """Suggestions of one graph in one language."""

    graph: "KnowledgeGraph"
    found: "Suggestions"
    lang: str

    @property
    def city(self) -> str:
        """Return the name of the city that looks for a partner."""
        return self.graph.label(f"cities:{self.found.city}", self.lang)

    @property
    def field(self) -> str:
        """Return the name of the field."""
        return self.graph.label(f"fields:{self.found.field}", self.lang)

    def names(self, things: Iterable[str]) -> str:
        """Return the names of things, at most some of them."""
        every = (self.graph.label(thing, self.lang).rstrip(".") for thing in things)
        labels = list(dict.fromkeys(every))
        more = len(labels) - _NAMED_AT_MOST
        shown = "; ".join(labels[:_NAMED_AT_MOST])
        return shown + (say("and-more", self.lang, count=more) if more > 0 else "")

    def cities(self, keys: Iterable[str]) -> str:
        """Return the names of cities."""
        return self.names(f"cities:{key}" for key in keys)

    def code(self, scheme: str, code: str) -> str:
        """Return the label of a code, "" for none."""
        found = self.graph.schema.code_lists[scheme].codes.get(code)
        return found.labels[self.lang] if found else code

    def reason(self, reason: "Reason") -> str:
        """Say one reason for or against a city."""
        value = reason.value
        if reason.kind == "partner":
            value = self.code("relation-stage", value)
        elif reason.kind == "level":
            value = self.code("city-level", value)
        return self._cited(
            say(
                f"suggest-{reason.kind}",
                self.lang,
                city=self.city,
                field=self.field,
                others=self.cities(reason.others),
                things=self.names(reason.things),
                rung=self.code("rung", reason.rung),
                grade=self.code("source-kind", reason.grade),
                value=value,
            ),
            reason.sources,
        )

    def verdict(self, verdict: "Verdict", candidate: str) -> str:
        """Say whether a city keeps a rule, and by what it was judged."""
        return self._cited(
            say(
                "suggest-rule",
                self.lang,
                verdict=say(f"suggest-{verdict.verdict}", self.lang),
                rule=self.graph.label(f"policies:{verdict.policy}", self.lang),
                why=self._judged_by(verdict, candidate),
            ),
            verdict.sources,
        )

    def texts(self, top: int) -> list[str]:
        """Return the words of each row of the frame of the first suggestions, in its order."""
        return [
            text
            for one in self.found.found[:top]
            for text in (
                *map(self.reason, one.reasons),
                *map(self.reason, one.against),
                *(self.verdict(verdict, one.city) for verdict in one.verdicts),
            )
        ]

    def _judged_by(self, verdict: "Verdict", candidate: str) -> str:
        levels = [
            self.code("city-level", self._levels[key]) or say("suggest-no-level", self.lang)
            for key in (self.found.city, candidate)
        ]
        here, _, there = verdict.value.partition(";")
        is_far = verdict.kind.startswith("distance")
        key = "suggest-distance" if is_far else f"suggest-by-{verdict.kind}"
        if verdict.kind in ("one-per-country", "diplomatic-relations"):
            key += f"-{verdict.verdict}"
        elif is_far and not verdict.value:
            key = "suggest-no-place"
        return say(
            key,
            self.lang,
            city=self.city,
            other=self.graph.label(f"cities:{candidate}", self.lang),
            country=self.code("country", verdict.value) or say("suggest-no-country", self.lang),
            others=self.cities(verdict.others),
            levels=" – ".join(levels),
            here=here,
            there=there,
        )

    @cached_property
    def _levels(self) -> dict[str, str]:
        cities = self.graph.tables["cities"]
        return dict(zip(cities["id"], cities["level"], strict=True))

    def _cited(self, text: str, sources: Iterable[str]) -> str:
        keys = ", ".join(sources)
        return f"{text} [{keys}]" if keys else text


def print_suggestions(words: Words, top: int) -> None:
    """Print the first suggestions, each with its reasons, and how they are ordered."""
    found, lang = words.found, words.lang
    names = {"city": words.city, "field": words.field}
    click.echo(say("suggest-head", lang, as_of=found.as_of, **names))
    if found.covered:
        partners = words.cities(other for reason in found.covered for other in reason.others)
        click.echo(say("suggest-covered", lang, partners=partners, **names))
    else:
        click.echo(say("suggest-open", lang, **names))
    if not any(r.kind == "covers" for one in found.found for r in one.reasons):
        click.echo(say("suggest-nobody", lang, **names))
        click.echo(say("suggest-help", lang, column=found.field, **names))
    for place, one in enumerate(found.found[:top], start=1):
        _print_one(words, place, one)
    if not found.found:
        click.echo(say("suggest-none", lang, **names))
        return
    more = len(found.found) - top
    if more > 0:
        click.echo(say("suggest-more", lang, count=more))
    click.echo(say("suggest-order", lang))


def _print_one(words: Words, place: int, one: "Suggestion") -> None:
    click.echo(f"\n{place}. {words.graph.label(f'cities:{one.city}', words.lang)}")
    for reason in one.reasons:
        click.echo(f"   + {words.reason(reason)}")
    for reason in one.against:
        click.echo(f"   - {words.reason(reason)}")
    for verdict in one.verdicts:
        click.echo(f"   * {words.verdict(verdict, one.city)}")
