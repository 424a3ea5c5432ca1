"""The words of each problem code, in three languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read_catalogue() -> Mapping[str, Mapping[str, str]]:
    """Read the messages: code -> language -> text with placeholders."""
    text = files("kg.problems").joinpath("messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
