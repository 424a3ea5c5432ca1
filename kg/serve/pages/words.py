"""The words of the pages, in three languages, and which language a reader wants."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.names import LANGUAGES

_OLD = {"in": "id"}  # as some systems still call Indonesian
_PART = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([0-9.]+))?")
_MOST = 50  # languages of one header


@cache
def read_words() -> Mapping[str, Mapping[str, str]]:
    """Read all phrases: key -> language -> text."""
    text = files("kg.serve.pages").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, lang: str, **details: object) -> str:
    """Return a phrase in a language with its placeholders filled."""
    return read_words()[key][lang].format(**details)


def choose_language(asked: str, header: str) -> str:
    """Return the language asked for, else that of an Accept-Language header, else English.

    Source: RFC 9110, section 12.5.4.
    """
    if asked in LANGUAGES:
        return asked
    best, quality = LANGUAGES[0], 0.0
    for part in header.split(",")[:_MOST]:
        match = _PART.fullmatch(part.strip())
        lang = _OLD.get(match[1].lower(), match[1].lower()) if match else ""
        liked = _quality(match[2]) if match else 0.0
        if lang in LANGUAGES and liked > quality:
            best, quality = lang, liked
    return best


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
