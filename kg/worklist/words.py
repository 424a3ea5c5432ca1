"""The words of a work list, in three languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _read() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("kg.worklist").joinpath("words.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, **details: str) -> str:
    """Return a phrase in a language with its placeholders filled."""
    return _read()[key][lang].format(**details)
