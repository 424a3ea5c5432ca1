"""What a user decided on doubtful cities, and the keys by which cities are known again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.imports.pairs import ForeignCity
from kg.imports.places.model import Match
from kg.problems import Problem, Severity

NEW, SKIP = "new", "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """One filled row of a review: the key of a place, "new" or "skip", and where it stands."""

    choice: str
    name: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by the key of the city that was asked for."""

    by_city: Mapping[str, Decision] = field(default_factory=dict)

    def get(self, city: ForeignCity) -> Decision | None:
        """Return the decision on a city, None where there is none."""
        return self.by_city.get(city_key(city)) if self.by_city else None


def city_key(city: ForeignCity) -> str:
    """Return ten letters for what the input says of a city, not of the column it stands in.

    Letters alone, for a spreadsheet program makes numbers or dates of other keys.
    """
    said = (city.name, city.country, city.region, city.level, city.wikidata, city.lat, city.long)
    digest = hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:10])


def check_decisions(matches: Sequence[Match], decisions: Decisions) -> list[Problem]:
    """Return a problem for each decision on a city no longer asked, or for a place not known."""
    asked = {city_key(match.city): match for match in matches}
    found = []
    for key, decision in decisions.by_city.items():
        match = asked.get(key)
        if match is None:
            found.append(_problem("review-not-asked", decision, Severity.WARNING))
        elif match.reason == "unknown-choice":
            found.append(_problem("review-unknown-place", decision, Severity.ERROR))
    return found


def _problem(code: str, decision: Decision, severity: Severity) -> Problem:
    return Problem(
        code,
        decision.file,
        decision.line,
        "choice",
        decision.choice,
        severity,
        details={"city": decision.name},
    )
