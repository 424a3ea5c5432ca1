"""Cities that a list may name twice, or two that it may take for one, told where they stand. Pure.

The rows are taken all the same: the places are sure, and the user may know better.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.imports.pairs import ForeignCity
from kg.imports.relations.doubts import describe_place
from kg.imports.relations.draft import Placed
from kg.problems import Detail, Problem, Severity, Sheet
from kg.schema import CodeList

if TYPE_CHECKING:
    from kg.imports.places import Double, Match

_First = tuple[str, int, str]  # sheet, line, column
_CODES = {
    "same-place": "listed-same-place",
    "two-levels": "listed-two-levels",
    "same-name": "listed-same-name",
}


def tell_doubles(
    placed: Sequence[Placed],
    matches: Mapping[ForeignCity, "Match"],
    levels: CodeList,
    file: str,
) -> list[Problem]:
    """Return a note for each double among the cities taken, at the row that names the later one.

    Namesakes in two countries are none, nor are such that a level tells apart.
    """
    from kg.imports.places import find_doubles

    first = _first_rows(placed, matches)
    found = find_doubles([matches[city] for city in matches if matches[city].city in first])
    return [
        _problem(double, some, first, levels, file)
        for double in found
        for some in _confusable(double)
    ]


def _first_rows(
    placed: Sequence[Placed], matches: Mapping[ForeignCity, "Match"]
) -> dict[ForeignCity, _First]:
    """Return where each city that was taken stands first."""
    found: dict[ForeignCity, _First] = {}
    for pair, _, _ in placed:
        for city in (pair.one, pair.other):
            here = (pair.sheet, pair.line, city.column)
            asked = matches[city].city
            found[asked] = min(here, found.get(asked, here))
    return found


def _confusable(double: "Double") -> Iterator[Sequence["Match"]]:
    if double.kind != "same-name":
        yield double.matches
        return
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in double.matches:
        assert match.place is not None
        groups.setdefault((match.place.country, match.place.level), []).append(match)
    yield from (some for some in groups.values() if len(some) > 1)


def _problem(
    double: "Double",
    matches: Iterable["Match"],
    first: Mapping[ForeignCity, _First],
    levels: CodeList,
    file: str,
) -> Problem:
    ordered = sorted(matches, key=lambda match: first[match.city])
    last = ordered.pop()
    sheet, line, column = first[last.city]
    places = [match.place for match in (last, *ordered) if match.place]
    details: dict[str, Detail] = {
        "others": ", ".join(f'"{_called(match.city)}"' for match in ordered),
        "first": first[ordered[0].city][1],
        "places": "; ".join(dict.fromkeys(map(describe_place, places))),
    }
    if double.kind == "two-levels":
        codes = [levels.codes[place.level or "city"] for place in places]
        details["levels"] = {lang: ", ".join(code.labels[lang] for code in codes)
                             for lang in codes[0].labels}  # fmt: skip
    where = (file, line, column or None)
    return Problem(_CODES[double.kind], *where, _called(last.city), Severity.NOTE,
                   details=details, sheet=Sheet(sheet) if sheet else None)  # fmt: skip


def _called(city: ForeignCity) -> str:
    return city.name or city.wikidata


def count_doubles(problems: Iterable[Problem]) -> Counter[str]:
    """Return the number of doubles by kind: same-place, two-levels, same-name."""
    kinds = {code: kind for kind, code in _CODES.items()}
    return Counter(kinds[problem.code] for problem in problems if problem.code in kinds)
