"""Grid: a city's fields by partners in words and signs, as the plain data of a template. Pure."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from kg.coverage import COVERED, RUNGS
from kg.labels import Names
from kg.names import partner_of
from kg.tables import to_records

MOST_PARTNERS = 40
"""The most columns; where there are more partners, those with the most on record have one."""

SIGNS = dict(zip(("searched", *RUNGS), "–·○◔◑◕●★", strict=True))

Cell = Mapping[str, object]
Drawn = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Names of cities, fields and codes, and phrases, in one language."""

    names: Mapping[str, Names]
    lang: str

    def name(self, table: str, key: str) -> str:
        """Return the name of a city or field, or the label of a code."""
        return self.names[table].get(key, {}).get(self.lang) or key

    def say(self, phrase: str, **details: object) -> str:
        """Return a phrase with its placeholders filled."""
        return _phrases()[phrase][self.lang].format(**details)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("kg.views").joinpath("notebook.toml").read_text(encoding="utf-8"))


class Grid:
    """Some fields of a city by its partners.

    `cells` and `relations` are the city's own, at one day; `tree` lists the fields depth first.
    Fields with nothing on record with any of the partners shown are counted, not listed.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        relations: pd.DataFrame,
        tree: Sequence[Mapping[str, object]],
        words: Words,
        city: str,
    ) -> None:
        is_known = (cells["rank"] > 0) | cells["agreed"] | (cells["studied"] > 0)
        own = cells["relation"].isin(list(relations["relation"]))
        self.cells = cells.assign(known=is_known)[own & (cells["level"] == "field")]
        self.relations = relations
        self.share = share_of(to_records(self.cells))
        self._tree, self._words, self._city = tree, words, city
        recorded = self.cells[self.cells["known"]]
        self._shown = self._order(recorded)
        self._rows = set(recorded.loc[recorded["relation"].isin(self._shown), "field"])
        self._at = {(c["relation"], c["field"]): c for c in to_records(self.cells)}

    def columns(self) -> Iterator[Drawn]:
        """Yield each partner: its name, its stage, and how much of what is agreed is covered."""
        stages = self.relations.set_index("relation")["stage"]
        for relation in self._shown:
            own = self.cells[self.cells["relation"] == relation]
            name = self._partner(relation)
            stage = self._words.name("relation-stage", str(stages[relation]))
            share = share_of(to_records(own[own["agreed"]]))
            yield {"name": name, "title": f"{name}: {stage}", "share": _fraction(share)}

    def groups(self) -> Iterator[dict[str, object]]:
        """Yield each group with the rows of its fields that have something on record."""
        group: dict[str, object] = {}
        rows: list[dict[str, object]] = []
        for field in [*self._tree, {"id": "", "level": "group"}]:
            key = str(field["id"])
            if field["level"] == "group":
                if rows:
                    yield group | {"rows": rows}
                group, rows = {"name": self._words.name("fields", key)}, []
            elif key in self._rows:
                rows.append(self._row(key))

    def legend(self) -> Iterator[Drawn]:
        """Yield what the signs mean."""
        say, name = self._words.say, self._words.name
        yield {"sign": SIGNS["unrecorded"], "tone": "o", "name": name("rung", "unrecorded")}
        yield {"sign": SIGNS["searched"], "tone": "o", "name": say("searched-sign")}
        for rank, rung in enumerate(RUNGS[1:], 1):
            yield {"sign": SIGNS[rung], "tone": _tone(rank), "name": name("rung", rung)}

    def notes(self) -> Iterator[str]:
        """Yield what is not shown, and what a hatched cell does not mean."""
        every = self.cells["field"].nunique()
        if left := every - len(self._rows):
            yield self._words.say("left-out", fields=left, all_fields=every)
        if left := len(self.relations) - len(self._shown):
            yield self._words.say(
                "partners-left-out", partners=left, all_partners=len(self.relations)
            )
        yield self._words.say("absence")

    def _order(self, recorded: pd.DataFrame) -> list[str]:
        """Put the partners with the most covered first, then those with the most on record."""
        known = recorded["relation"].value_counts()
        covered = recorded.loc[recorded["rank"] >= COVERED, "relation"].value_counts()
        names = [str(relation) for relation in self.relations["relation"]]
        return sorted(
            names, key=lambda r: (-covered.get(r, 0), -known.get(r, 0), self._partner(r))
        )[:MOST_PARTNERS]

    def _partner(self, relation: str) -> str:
        return self._words.name("cities", partner_of(self._city, relation))

    def _row(self, field: str) -> dict[str, object]:
        cells = [self._at[relation, field] for relation in self._shown]
        return {
            "name": self._words.name("fields", field),
            "cells": [self._cell(cell) for cell in cells],
            "share": _fraction(share_of(c for c in self._at.values() if c["field"] == field)),
        }

    def _cell(self, cell: Cell) -> Drawn:
        rung = str(cell["rung"])
        look = "searched" if cell["searched"] and rung == "unrecorded" else rung
        tone = _tone(int(str(cell["rank"])))
        return {"sign": SIGNS[look], "tone": tone, "title": self._title(cell)}

    def _title(self, cell: Cell) -> str:
        """Say in words what a cell shows; "" where there is nothing to say."""
        if not (cell["known"] or cell["searched"]):
            return ""
        name, say = self._words.name, self._words.say
        parts = [name("rung", str(cell["rung"]))]
        if cell["gap"] and cell["known"]:
            parts.append(name("gap", str(cell["gap"])))
        if cell["topics"]:
            parts.append(say("topics", covered=cell["topics_covered"], total=cell["topics"]))
        if cell["studied"]:
            parts.append(say("studies", count=cell["studied"]))
        if cell["searched"]:
            parts.append(say("searched", on=cell["searched"]))
        place = f"{self._partner(str(cell['relation']))}, {name('fields', str(cell['field']))}"
        return f"{place}: {'; '.join(parts)}"


def share_of(cells: Iterable[Cell]) -> dict[str, int]:
    """Count cells, and how many of them are covered."""
    ranks = [int(str(cell["rank"])) for cell in cells]
    return {"covered": sum(rank >= COVERED for rank in ranks), "total": len(ranks)}


def _tone(rank: int) -> str:
    """Choose how a cell is drawn: open, agreed or planned and so due, or covered by its rung."""
    if rank >= COVERED:
        return f"c{rank}"
    return "d" if rank > 1 else "o"


def _fraction(share: Mapping[str, int]) -> str:
    return f"{share['covered']}/{share['total']}" if share["total"] else "–"
