"""Level words in names (Kabupaten, -gu, 특별시, Prefecture), as levels.toml lists them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a folded name: what is left without the level word, and the level."""

    stem: str
    level: str
    word: str


@cache
def _words() -> tuple[tuple[str, str, str], ...]:
    """Return (place of the word, word, level), longest words first, levels in the file's order."""
    levels = _table()
    found = [
        (place, word, level)
        for level, words in levels.items()
        if "ids" not in words
        for place in ("before", "after", "ending")
        for word in words[place]
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[1])))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("levels.toml").read_text(encoding="utf-8"))


@cache
def one_governments() -> frozenset[str]:
    """Return the ids of GeoNames whose city and province are one government."""
    return frozenset(map(str, _table()["one-government"]["ids"]))


@cache
def meant_by_region() -> frozenset[str]:
    """Return the keys of cities that go by the bare name of their region, as New York does."""
    return frozenset(f"geonames:{key}" for key in _table()["meant-by-region"]["ids"])


def read_levels(name: str) -> Iterator[Reading]:
    """Yield what a folded name may say of its level, the longest level word first."""
    for place, word, level in _words():
        if place == "before":
            is_there, stem = name.startswith(f"{word} "), name[len(word) :].strip()
        else:
            end = f" {word}" if place == "after" else word
            is_there, stem = name.endswith(end), name[: -len(end)].strip()
        if is_there and stem:
            yield Reading(stem, level, word)


def is_metropolitan(names: Sequence[str]) -> bool:
    """Tell whether any name ends as that of a metropolitan city does (광역시, 특별시)."""
    endings = tuple(_table()["metropolitan-city"]["ending"])
    return any(name.endswith(endings) for name in names)
