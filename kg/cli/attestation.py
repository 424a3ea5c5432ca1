"""Whose side attests what, in words: counts, a line a partner or a claim, and differences."""

from typing import TYPE_CHECKING

import click
import pandas as pd

from kg.cli.output import print_frame
from kg.cli.words import say
from kg.names import partner_of, relation_cities
from kg.tables import to_records

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

_SUMMED = ("relation", "field")


def print_sides(
    graph: "KnowledgeGraph",
    found: pd.DataFrame,
    view: str,
    as_of: str | None,
    lang: str,
    *,
    one: bool,
) -> None:
    """Print how many relations and fields each side attests, then partners, or claims of `one`."""
    told = _Words(graph, view, lang)
    city, day = graph.label(f"cities:{view}", lang), graph.day_text(as_of)
    click.echo(say("sides-head", lang, city=city, as_of=day))
    for what in _SUMMED:
        click.echo("  " + told.summary(found, what))
    lines = told.claims(found) if one else told.partners(found)
    print_frame(lines, "table", {c: say(f"sides-column-{c}", lang) for c in lines.columns})


def print_differences(
    graph: "KnowledgeGraph", differences: pd.DataFrame, view: str, lang: str
) -> None:
    """Print a line for each value that is on record otherwise for each side."""
    told = _Words(graph, view, lang)
    for row in to_records(differences):
        click.echo(told.difference(row))


class _Words:
    """Says whose side attests what, seen from one city."""

    def __init__(self, graph: "KnowledgeGraph", view: str, lang: str) -> None:
        self.graph, self.view, self.lang = graph, view, lang

    def summary(self, found: pd.DataFrame, what: str) -> str:
        """Return the sentence that counts relations or agreed fields by who attests them."""
        return say(
            f"sides-{what}s", self.lang, city=self._city(self.view), **self._count(found, what)
        )

    def partners(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return a line a partner: who attests the relation, and how many fields."""
        lines = []
        for relation in found["relation"].unique():
            own = found[found["relation"] == relation]
            (whole,) = to_records(own[own["what"] == "relation"])
            counts = self._count(own, "field")
            del counts["total"]
            partner = self._city(partner_of(self.view, str(relation)))
            lines.append({"partner": partner, "relation": self._attested(whole), **counts})
        return pd.DataFrame(lines).sort_values("partner", ignore_index=True)

    def claims(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return a line for the relation, each agreed field and each name of the relation."""
        lines = [
            {
                "what": say(f"sides-what-{row['what']}", self.lang),
                "about": self._about(row),
                "attested": self._attested(row),
                "sources": self._sources(row),
            }
            for row in to_records(found)
        ]
        return pd.DataFrame(lines)

    def _sources(self, row: dict[str, str]) -> str:
        """Return the sources of a claim, by side where a side is among them."""
        if not row["by"]:
            return row["sources_third"].replace(";", ", ")
        heads = [self._city(city) for city in relation_cities(row["relation"])]
        heads.append(say("sides-others", self.lang))
        cells = [row[f"sources_{side}"].replace(";", ", ") for side in ("a", "b", "third")]
        return "; ".join(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True) if cell)

    def difference(self, row: dict[str, str]) -> str:
        """Return one line on a value that is on record differently for each side."""
        types = self.graph.schema.code_lists["relation-type"].codes
        values = [row["value_a"], row["value_b"]]
        if row["what"] in ("relation_type", "relationType"):
            values = [types[v].labels[self.lang] if v in types else v for v in values]
        one, other = (self._city(city) for city in relation_cities(row["relation"]))
        what = f"sides-{row['what']}"
        known = row["what"] in ("relation_type", "signed_on")
        return say(
            "sides-differ",
            self.lang,
            about=self.graph.label(row["about"], self.lang),
            what=say(what, self.lang) if known else row["what"],
            one=f"{one} – {values[0]}",
            other=f"{other} – {values[1]}",
        )

    def _count(self, found: pd.DataFrame, what: str) -> dict[str, int]:
        rows = found[found["what"] == what]
        own = (rows["attested"] == "one") & (rows["by"] == self.view)
        return {
            "total": len(rows),
            "both": int((rows["attested"] == "both").sum()),
            "own": int(own.sum()),
            "theirs": int(((rows["attested"] == "one") & ~own).sum()),
            "third": int((rows["attested"] == "third").sum()),
        }

    def _about(self, row: dict[str, str]) -> str:
        if row["what"] == "field":
            return self.graph.label(f"fields:{row['about']}", self.lang)
        if row["what"] == "relation":
            return " – ".join(self._city(city) for city in relation_cities(row["relation"]))
        party = row["about"].removeprefix("parties:")
        parties = self.graph.tables["parties"].set_index("id")
        types = self.graph.schema.code_lists["relation-type"].codes
        agreement = self.graph.label(
            "agreements:" + str(parties.loc[party, "agreement"]), self.lang
        )
        city = self._city(str(parties.loc[party, "city"]))
        return f"{city}: {types[row['value']].labels[self.lang]} ({agreement})"

    def _attested(self, row: dict[str, str]) -> str:
        return say(f"sides-{row['attested']}", self.lang, city=self._city(row["by"]))

    def _city(self, city: str) -> str:
        return self.graph.label(f"cities:{city}", self.lang)
