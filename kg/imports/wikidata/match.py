"""Relations here beside statements there: in both, here only, there only, near, or not comparable.

Cities are the same where their items are. A name alone never makes them so: a pair whose partner
has the same name and country under another item, or is one of ours that has no item, is `near`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.imports.wikidata.ours import City, Relation
from kg.imports.wikidata.statements import Stated, Statement
from kg.imports.wikidata.times import are_apart, to_days
from kg.names import relation_id

STATUSES = ("both", "here-only", "there-only", "near", "no-item", "not-asked")

Ends = tuple[str, str]
"""Two items, sorted."""


@dataclass(frozen=True, slots=True)
class There:
    """What is stated of two items at a day, by the first, the second or both."""

    by: tuple[str, ...]  # items, sorted
    start: str = ""
    end: str = ""  # of one that has ended, "" where the day is not known
    is_ended: bool = False
    references: int = 0
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One relation, one pair of items that is stated, or both; "" and 0 for what is not known.

    `city_a` and `city_b` are ids of ours, "" for a city that is not; `item_a`, `item_b` the items,
    which of a near pair are ours. `status` is one of STATUSES. `signed` holds each day of signing
    on record, joined by `;`. `there` is stated or ended; `stated_by` says which city's item states
    it (a, b or a;b), `one_sided` is true, false, or "" where the other side was not asked.
    `differs` is signed (no day of signing can be the start there), ended-here or ended-there,
    joined by `;`. Where a city of ours is near, `near_city` is its id and `near_item` the item
    there that is like it.
    """

    status: str
    relation: str
    city_a: str
    city_b: str
    item_a: str
    item_b: str
    stage: str = ""
    signed: str = ""
    ended: str = ""
    there: str = ""
    stated_by: str = ""
    one_sided: str = ""
    start: str = ""
    end: str = ""
    references: int = 0
    reference_urls: str = ""
    differs: str = ""
    near_city: str = ""
    near_item: str = ""


@dataclass
class Matched:
    """All pairs, by status and id, and the rows that speak of none of them at the day."""

    pairs: list[Pair] = field(default_factory=list)
    strangers: int = 0  # statements between cities that are not ours
    later: int = 0  # statements that begin after the day


def match(
    cities: Mapping[str, City], relations: Sequence[Relation], stated: Stated, day: int
) -> Matched:
    """Set relations and statements side by side at a day."""
    bench = _Bench(cities, stated)
    found = Matched()
    there = _at_day(bench, found, day)
    pairs = [bench.beside(relation, there) for relation in relations]
    pairs = [bench.near(pair, there) if pair.status != "both" else pair for pair in pairs]
    pairs += [bench.alone(ends, there[ends]) for ends in sorted(there.keys() - bench.used)]
    found.pairs = sorted(pairs, key=_order)
    return found


def _order(pair: Pair) -> tuple[object, ...]:
    at = STATUSES.index(pair.status)
    return (at, pair.relation, pair.city_a, pair.city_b, pair.item_a, pair.item_b)


def _at_day(bench: "_Bench", found: Matched, day: int) -> dict[Ends, There]:
    """Return what is stated of each pair with a city of ours; count the other statements."""
    by_ends: dict[Ends, list[Statement]] = defaultdict(list)
    for statement in bench.stated.statements:
        if statement.start and to_days(statement.start)[0] > day:
            found.later += 1
        elif statement.by in bench.of_item or statement.of in bench.of_item:
            by_ends[_ends(statement.by, statement.of)].append(statement)
        else:
            found.strangers += 1
    return {ends: _sum(statements, day) for ends, statements in by_ends.items()}


def _ends(one: str, other: str) -> Ends:
    return (one, other) if one < other else (other, one)


def _sum(statements: Sequence[Statement], day: int) -> There:
    """Return several statements of one pair as one: ended only where each has ended."""
    over = [s.is_ended and (not s.end or to_days(s.end)[1] <= day) for s in statements]
    return There(
        by=tuple(sorted({s.by for s in statements})),
        start=min((s.start for s in statements if s.start), default=""),
        end=max((s.end for s in statements), default="") if all(over) else "",
        is_ended=all(over),
        references=sum(s.references for s in statements),
        urls=tuple(sorted({url for s in statements for url in s.urls})),
    )


class _Bench:
    """Cities and statements laid out to be matched; `used` holds pairs that found a relation."""

    def __init__(self, cities: Mapping[str, City], stated: Stated) -> None:
        self.cities, self.stated = cities, stated
        self.of_item: dict[str, str] = {}
        for key in sorted(cities, reverse=True):  # of two with one item the first by id
            if cities[key].item:
                self.of_item[cities[key].item] = key
        self.named: dict[str, list[str]] = defaultdict(list)
        for key in sorted(cities):
            for name in cities[key].names:
                self.named[name].append(key)
        self.used: set[Ends] = set()
        self._of: dict[str, list[str]] = defaultdict(list)
        for statement in stated.statements:
            self._of[statement.by].append(statement.of)
            self._of[statement.of].append(statement.by)

    def beside(self, relation: Relation, there: Mapping[Ends, There]) -> Pair:
        """Return a relation with what is stated of its two items."""
        a, b = self.cities[relation.city_a].item, self.cities[relation.city_b].item
        known = there.get(_ends(a, b))
        if known:
            self.used.add(_ends(a, b))
        is_asked = bool({a, b} & self.stated.asked)
        silent = "no-item" if not (a and b) else "here-only" if is_asked else "not-asked"
        pair = Pair(
            status="both" if known else silent,
            relation=relation.key,
            city_a=relation.city_a,
            city_b=relation.city_b,
            item_a=a,
            item_b=b,
            stage=relation.stage,
            signed=";".join(relation.signed),
            ended=relation.ended,
        )
        return self._with(pair, known, (a, b))

    def near(self, pair: Pair, there: Mapping[Ends, There]) -> Pair:
        """Return a relation as near where one statement names a partner of the same name."""
        found = {
            (other.key, item, items)
            for own, other in self._sides(pair)
            for item in self._of.get(own, ())
            for items in [(own, item) if other.key == pair.city_b else (item, own)]
            if (ends := _ends(*items)) in there and ends not in self.used
            if self._is_like(other, item)
        }
        if len(found) != 1:
            return pair
        ((city, item, items),) = found
        self.used.add(_ends(*items))
        near = replace(pair, status="near", near_city=city, near_item=item)
        return self._with(near, there[_ends(*items)], items)

    def _sides(self, pair: Pair) -> Iterator[tuple[str, City]]:
        """Yield the item of each city of a pair with the city at its other end."""
        for own, other in ((pair.item_a, pair.city_b), (pair.item_b, pair.city_a)):
            if own:
                yield own, self.cities[other]

    def alone(self, ends: Ends, known: There) -> Pair:
        """Return a pair that is stated and no relation here; a city of ours comes first."""
        ours = [self.of_item.get(item, "") for item in ends]
        is_turned = ours[0] > ours[1] if all(ours) else not ours[0]
        a, b = ends[::-1] if is_turned else ends
        city_a, city_b = self.of_item.get(a, ""), self.of_item.get(b, "")
        like = "" if city_b else next(iter(self.like(b)), "")
        pair = Pair(
            status="there-only",
            relation=relation_id(city_a, city_b) if city_b else "",
            city_a=city_a,
            city_b=city_b,
            item_a=a,
            item_b=b,
            near_city=like,
            near_item=b if like else "",
        )
        return self._with(pair, known, (a, b))

    def like(self, item: str) -> list[str]:
        """Return the cities of ours that have a name and the country of an item, sorted."""
        names = self.stated.items[item].names if item in self.stated.items else ()
        keys = {key for name in names for key in self.named.get(name, ())}
        return sorted(key for key in keys if self._is_like(self.cities[key], item))

    def _is_like(self, city: City, item: str) -> bool:
        """Tell whether name and country are equal, and the item is that of no city of ours."""
        known = self.stated.items.get(item)
        if known is None or item in self.of_item:
            return False
        same_country = not known.countries or city.country in known.countries
        return same_country and not city.names.isdisjoint(known.names)

    def _with(self, pair: Pair, known: There | None, items: Ends) -> Pair:
        """Return a pair with what is stated of its items there."""
        if known is None:
            return pair
        return replace(
            pair,
            there="ended" if known.is_ended else "stated",
            stated_by=";".join("ab"[n] for n, item in enumerate(items) if item in known.by),
            one_sided=self._one_sided(known, items),
            start=known.start,
            end=known.end,
            references=known.references,
            reference_urls=" ".join(known.urls),
            differs=";".join(_differences(pair, known)),
        )

    def _one_sided(self, known: There, items: Ends) -> str:
        """Say whether one side alone states it; "" where the other's statements were not asked."""
        if len(known.by) > 1:
            return "false"
        seen = set(items) if self.stated.both_ways else set(items) - set(known.by)
        return "true" if seen & self.stated.asked else ""


def _differences(pair: Pair, known: There) -> Iterator[str]:
    if not pair.stage:
        return
    if all(are_apart(signed, known.start) for signed in pair.signed.split(";")):
        yield "signed"
    if pair.stage == "lapsed" and not known.is_ended:
        yield "ended-here"
    if pair.stage != "lapsed" and known.is_ended:
        yield "ended-there"
