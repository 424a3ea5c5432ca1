"""Weighs a place that was found under some name against all that the input says of the city."""

from dataclasses import dataclass

from kg.imports.places.asked import Asked
from kg.imports.places.countries import territories
from kg.imports.places.gazetteer import distance_km
from kg.imports.places.model import CITIES, Candidate, Found

NEAR_KM = 25
"""As far may the coordinates of two sources lie from each other for one city of one name."""
BESIDE_KM = 6
"""As far for a name that is spelled otherwise, or in part."""
OF_CITY = ("name", "alternate-name")
"""How a place must have been named to go by exactly the name that was asked for."""
ALTERNATE_KM = 15
"""As far for another of its names, which may be that of the district around it."""
_OF_NAME = {"name": 1.0, "alternate-name": 0.95, "similar-name": 0.85, "part-of-name": 0.85,
            "shorter-name": 0.8, "longer-name": 0.7, "other-script": 0.4,
            "other-name": 0.3}  # fmt: skip
_AGAINST = {"country-differs": 0.5, "level-differs": 0.5, "region-differs": 0.6,
            "region-unknown": 0.95, "country-unknown": 0.9, "item-differs": 0.4,
            "part-of-country": 0.9, "far": 0.4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """A found place, its candidate, and its distance in kilometres (None without coordinates)."""

    found: Found
    candidate: Candidate
    distance: float | None

    @property
    def agrees(self) -> bool:
        """Tell whether the name agrees and nothing that is known speaks against the place."""
        against = set(self.candidate.reasons)
        if against & {"country-differs", "level-differs", "item-differs", "far"}:
            return False
        is_beside = self.distance is not None and self.distance <= BESIDE_KM
        if not is_beside and against & {"region-differs", "region-unknown"}:
            return False
        if self.found.named == "part-of-name":
            return is_beside or "region" in against
        if self.found.named == "alternate-name" and (self.distance or 0) > ALTERNATE_KM:
            return False
        return self.found.named in OF_CITY or (is_beside and self.found.named == "similar-name")


def weigh(found: Found, asked: Asked, level: str, beside: str) -> Weighed:
    """Return the place as a candidate: what speaks for and against it, and a score of both."""
    reasons = [found.named]
    place, city = found.place, asked.city
    reasons += _of_country(found, asked)
    if place.wikidata and city.wikidata and place.wikidata != city.wikidata:
        reasons.append("item-differs")
    if not is_same_level(found, level):
        reasons.append("level-differs")
    reasons += _of_region(found, asked, beside)
    distance = None
    if asked.has_coordinates and place.lat is not None and place.long is not None:
        assert city.lat is not None
        assert city.long is not None
        distance = distance_km(city.lat, city.long, place.lat, place.long)
        reasons.append("near" if distance <= NEAR_KM else "far")
    score = _OF_NAME[found.named] * found.similarity
    for reason in reasons:
        score *= _AGAINST.get(reason, 1.0)
    return Weighed(found, Candidate(place, round(score, 3), tuple(reasons)), distance)


def is_same_level(found: Found, level: str) -> bool:
    """Tell whether the place is of the level asked for; city and metropolitan city are alike."""
    if found.is_one_government or level == found.place.level:
        return True
    return level in CITIES and found.place.level in CITIES


def _of_country(found: Found, asked: Asked) -> list[str]:
    country = found.place.country
    if not asked.countries or not country:
        return ["country-unknown"]
    if country in asked.countries:
        return ["country"]
    parts = [part for whole in asked.countries for part in territories(whole)]
    return ["part-of-country" if country in parts else "country-differs"]


def _of_region(found: Found, asked: Asked, beside: str) -> list[str]:
    if not beside and not asked.city.region:
        return []
    codes = list(asked.regions(beside, found.place.country))
    if not codes:
        return []
    if any(code and code == found.admin1 for code in codes):
        return ["region"]
    known = [code for code in codes if code]
    return ["region-differs" if known and found.admin1 else "region-unknown"]
