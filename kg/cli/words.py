"""The words that commands print, in three languages."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _read() -> dict[str, dict[str, str]]:
    """Read all phrases: one file for each command that has its own, and those in common."""
    texts = sorted(files("kg.cli").joinpath("phrases").iterdir(), key=lambda file: file.name)
    return {
        key: words
        for file in texts
        for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def say(key: str, lang: str, **details: object) -> str:
    """Return a phrase in a language with its placeholders filled."""
    return _read()[key][lang].format(**details)
