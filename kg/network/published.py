"""Figures that others published of networks of sister cities, to stand beside one's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Published:
    """One network as its publisher measured it: `figures` by the names that Measures has."""

    name: str
    address: str
    data: str
    dated: str
    figures: Mapping[str, float]


@cache
def read_published() -> Published:
    """Read the published figures that come with the package."""
    text = files("kg.network").joinpath("published.toml").read_text(encoding="utf-8")
    return Published(**tomllib.loads(text)["konect-twin"])
