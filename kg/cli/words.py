"""The words that commands print, in three languages."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("kg.cli").joinpath("words.toml").read_text(encoding="utf-8"))


def say(key: str, lang: str, **details: object) -> str:
    """Return a phrase in a language with its placeholders filled."""
    return _read()[key][lang].format(**details)
