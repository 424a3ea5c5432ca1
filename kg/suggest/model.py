"""What a suggestion consists of: reasons and verdicts as values, words are made elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from kg.coverage import RUNGS

GROUNDS = ("covers", "agreed", "talks", "intends", "related")
"""Kinds of reasons about the field itself; a city with none of them is not suggested."""

KEPT, BROKEN, NOT_KNOWN = "kept", "broken", "not-known"
_FRAME = ("place", "city", "side", "kind", "verdict", "others", "things", "rung", "grade", "value")


@dataclass(frozen=True)
class Reason:
    """One reason for or against a city.

    Kinds of reasons for it: `covers` (the field, with one of `others`), `agreed` (an agreement with
    the asking city names the field), `talks` (with the asking city in the field), `intends` (named
    or spoken of with one of `others`), `related` (covers `things`, fields beside it in the tree),
    `partner` (already; `value` is the stage), `through` (partner of `others`, who are partners of
    the asking city), `size` (`value`: times as many people) and `level` (`value`: the same level).

    Kinds of reasons against it: `obstacle`, `failed` (programmes not realised), `stalled` (planned,
    and the date has passed), `lapsed`, `silent` (`value`: date of the last contact) and `domestic`.

    `things` are `table:id`, `others` ids of cities, `sources` ids of sources.
    """

    kind: str
    others: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    rung: str = ""
    grade: str = ""
    value: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a city keeps one rule of the table policies: kept, broken or not-known.

    `others` are the cities that break it, `value` is what it was judged by.
    """

    policy: str
    kind: str
    verdict: str
    others: tuple[str, ...] = ()
    value: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """One city, with all that speaks for and against it on record."""

    city: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def rank(self) -> int:
        """Return the number of the best rung that a reason rests on."""
        return max((RUNGS.index(r.rung) for r in self.reasons if r.rung), default=0)

    @property
    def broken(self) -> int:
        """Return how many rules it breaks."""
        return sum(verdict.verdict == BROKEN for verdict in self.verdicts)

    @property
    def order(self) -> tuple[int, int, int, int, int, str]:
        """Return what it is ordered by, the first being the strongest.

        Rules broken; the best rung in the field; partner already, partner of a partner, neither;
        reasons against; number of relations in which it covers the field; the id.
        """
        kinds = {reason.kind for reason in self.reasons}
        nearness = 0 if "partner" in kinds else 1 if "through" in kinds else 2
        covers = sum(reason.kind == "covers" for reason in self.reasons)
        return (self.broken, -self.rank, nearness, len(self.against), -covers, self.city)


@dataclass(frozen=True)
class Suggestions:
    """All cities that could close the gap of a city in a field, the first being the best.

    `covered` are the partners with which the city covers the field already; they are not among
    those found.
    """

    city: str
    field: str
    as_of: str
    covered: tuple[Reason, ...] = ()
    found: tuple[Suggestion, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each reason and verdict.

        Columns: place, city, side (for, against, rule), kind, verdict, others, things, rung, grade,
        value, sources; several values stand as `a;b`, things of a rule are the rule.
        """
        return pd.DataFrame(self._rows(), columns=[*_FRAME, "sources"])

    def _rows(self) -> Iterator[dict[str, object]]:
        for place, one in enumerate(self.found, start=1):
            head = {"place": place, "city": one.city}
            for side, reasons in (("for", one.reasons), ("against", one.against)):
                for r in reasons:
                    yield {
                        **head, "side": side, "kind": r.kind, "verdict": "",
                        "others": ";".join(r.others), "things": ";".join(r.things),
                        "rung": r.rung, "grade": r.grade, "value": r.value,
                        "sources": ";".join(r.sources),
                    }  # fmt: skip
            for v in one.verdicts:
                yield {
                    **head, "side": "rule", "kind": v.kind, "verdict": v.verdict,
                    "others": ";".join(v.others), "things": f"policies:{v.policy}",
                    "rung": "", "grade": "", "value": v.value, "sources": ";".join(v.sources),
                }  # fmt: skip
