"""Names and notes of rows that are made of a list, in three languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.names import LANGUAGES


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("kg.imports.relations").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def in_all(key: str, column: str, **names: Mapping[str, str]) -> dict[str, str]:
    """Return a phrase as the cells of a column, one a language; `names` fill its placeholders."""
    return {
        f"{column}@{lang}": _words()[key][lang].format(**{n: v[lang] for n, v in names.items()})
        for lang in LANGUAGES
    }
