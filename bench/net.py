"""Makes tables of pairs of cities: a city for each name in a country, an agreement a pair."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from bench.columns import Dice, constant, ids
from bench.countries import country_code, fold
from bench.pairs import Pair, Place
from bench.star import flat_fields
from bench.world import Columns, row_numbers
from kg.schema import Schema

_GROUPS, _FIELDS = 8, 32


@dataclass
class Net:
    """Cities by id with their country's code, which of them are paired, and what was left out."""

    cities: dict[str, tuple[Place, str]] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)  # countries, by pairs left out
    repeated: int = 0  # pairs that stand twice, or pair a city with itself

    @property
    def ranked(self) -> list[str]:
        """Return the cities from the one with the most partners on; of equal ones, by id."""
        degree = Counter(city for pair in self.pairs for city in pair)
        return sorted(degree, key=lambda city: (-degree[city], city))


def connect(pairs: Iterable[Pair], names: Mapping[str, str]) -> Net:
    """Give each city an id, and leave out pairs that stand twice or have no known country.

    One name in one country is one city, wherever its coordinates are.
    """
    net, known = Net(), dict[tuple[str, str], str]()
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        codes = [country_code(place.country, names) for place in pair]
        strange = {place.country for place, code in zip(pair, codes, strict=True) if not code}
        net.unknown.update(strange)
        if strange:
            continue
        one, other = (
            _identify(place, code, known, net) for place, code in zip(pair, codes, strict=True)
        )
        if one == other or frozenset((one, other)) in seen:
            net.repeated += 1
            continue
        seen.add(frozenset((one, other)))
        net.pairs.append((one, other))
    return net


def _identify(place: Place, code: str, known: dict[tuple[str, str], str], net: Net) -> str:
    key = (place.name, code)
    if key not in known:
        known[key] = next(name for name in _candidates(place.name, code) if name not in net.cities)
        net.cities[known[key]] = (place, code)
    return known[key]


def _candidates(name: str, code: str) -> Iterator[str]:
    """Yield ids for a city, from the plainest on."""
    words = re.findall("[a-z0-9]+", fold(name))
    base = "-".join([*(words or ["city"]), code.lower()])
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def net_tables(net: Net, schema: Schema) -> dict[str, Columns]:
    """Make all tables: a signed agreement without a date for each pair, and fields yet untouched.

    IndexError when there is no pair.
    """
    cities, size = list(net.cities.values()), len(net.pairs)
    rows, parties = row_numbers(size), row_numbers(2 * size)
    source = ids("source", row_numbers(1))[0].as_py()
    tables: dict[str, Columns] = {name: {"id": pa.array([], pa.string())} for name in schema.tables}
    return tables | {
        "dataset": _dataset(net.ranked[0]),
        "fields": flat_fields(_GROUPS, _FIELDS, Dice(1), sources=1),
        "sources": {
            "id": pa.array([source]),
            "name@en": pa.array(["A list of pairs"]),
            "kind": pa.array(["blog"]),
        },
        "cities": {
            "id": pa.array(list(net.cities)),
            "name@en": pa.array([place.name for place, _ in cities]),
            "country": pa.array([code for _, code in cities]),
            "level": constant(len(cities), "city"),
            "lat": pa.array([f"{place.lat:.4f}" for place, _ in cities]),
            "long": pa.array([f"{place.long:.4f}" for place, _ in cities]),
            "sources": constant(len(cities), source),
        },
        "agreements": {
            "id": ids("pair", rows),
            "name@en": pa.array([_title(net, pair) for pair in net.pairs]),
            "kind": constant(size, "unspecified"),
            "status": constant(size, "signed"),
            "sources": constant(size, source),
        },
        "parties": {
            "id": ids("party", parties),
            "agreement": ids("pair", parties // 2),
            "city": pa.array([city for pair in net.pairs for city in pair]),
            "relation_type": constant(2 * size, "sister"),
            "sources": constant(2 * size, source),
        },
    }


def _title(net: Net, pair: tuple[str, str]) -> str:
    return " and ".join(net.cities[city][0].name for city in pair)


def _dataset(focal: str) -> Columns:
    return {
        "id": pa.array(["pairs"]),
        "title@en": pa.array(["Pairs of cities, for timing only"]),
        "version": pa.array(["0"]),
        "as_of": pa.array(["2024-12-31"]),
        "focal_city": pa.array([focal]),
        "licence": pa.array(["https://creativecommons.org/publicdomain/zero/1.0/"]),
    }
