"""What the cells of a column are by their looks: items, points, degrees, days, countries, words."""

from collections.abc import Callable, Mapping, Sequence

from kg.imports.foreign.codes import find_code
from kg.imports.foreign.coordinates import from_degrees, to_point
from kg.imports.foreign.days import to_day
from kg.imports.foreign.faults import BLANKS, RefusedError
from kg.imports.foreign.items import to_item
from kg.imports.places.countries import find_countries

LOOKED_AT = 400  # different values of a column
NAMES: Mapping[str, Mapping[str, str]] = {
    "wikidata": {"en": "Wikidata items", "id": "butir Wikidata", "ko": "위키데이터 항목"},
    "point": {"en": "points (WKT)", "id": "titik (WKT)", "ko": "점 좌표(WKT)"},
    "lat": {
        "en": "degrees from -90 to 90",
        "id": "derajat dari -90 sampai 90",
        "ko": "-90에서 90 사이의 도",
    },
    "long": {
        "en": "degrees from -180 to 180",
        "id": "derajat dari -180 sampai 180",
        "ko": "-180에서 180 사이의 도",
    },
    "country": {"en": "countries", "id": "negara", "ko": "국가"},
    "date": {"en": "dates", "id": "tanggal", "ko": "날짜"},
    "source_url": {"en": "web addresses", "id": "alamat web", "ko": "웹 주소"},
    "level": {"en": "levels of cities", "id": "tingkat kota", "ko": "행정 단위"},
    "relation_type": {"en": "types of relations", "id": "jenis hubungan", "ko": "결연 유형"},
    "words": {"en": "words", "id": "kata", "ko": "글자"},
}
"""The kinds in words; most are named like the part that they suit."""


def shares(cells: Sequence[str]) -> dict[str, float]:
    """Return of each kind which share of the cells that hold anything are of it, 0 to 1."""
    values = list(dict.fromkeys(cell for cell in cells if cell not in BLANKS))[:LOOKED_AT]
    if not values:
        return dict.fromkeys(NAMES, 0.0)
    return {kind: sum(map(test, values)) / len(values) for kind, test in _TESTS.items()}


def _taken(read: Callable[[str], object]) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        try:
            read(text)
        except RefusedError:
            return False
        return True

    return test


def _to_latitude(text: str) -> float:
    point = from_degrees(text, "0")
    if point.long:  # taken for a longitude
        raise RefusedError("pairs-coordinates-out-of-range")
    return point.lat


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not _TESTS["wikidata"](text)


def _is_country(text: str) -> bool:
    """Tell whether text is the name of a country in any language, without a city before it."""
    return "," not in text and bool(find_countries(text))


def _is_words(text: str) -> bool:
    """Tell whether text has letters, and nothing that only looks so."""
    return any(c.isalpha() for c in text) and not any(
        _TESTS[kind](text) for kind in ("wikidata", "point", "source_url", "date")
    )


_TESTS: dict[str, Callable[[str], bool]] = {
    "wikidata": _taken(to_item),
    "point": lambda text: "point" in text.casefold() and _taken(to_point)(text),
    "lat": _taken(_to_latitude),
    "long": _taken(lambda text: from_degrees("0", text)),
    "country": lambda text: bool(find_code("country", text)) or _is_country(text),
    "date": _taken(to_day),
    "source_url": _is_address,
    "level": lambda text: bool(find_code("city-level", text)),
    "relation_type": lambda text: bool(find_code("relation-type", text)),
    "words": _is_words,
}
