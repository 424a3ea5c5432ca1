"""What the header of a column says by its words, in the languages of words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(?<=[^\W\d])(?=\d)")  # city1


@dataclass(frozen=True, slots=True)
class Header:
    """A header taken apart: its part and side with the words that say so, and its number."""

    column: str
    part: str = ""
    word: str = ""
    side: str = ""
    side_word: str = ""
    number: int | None = None
    stem: str = ""  # the words without the number


@cache
def read_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Read the words of headers: of parts and of sides."""
    text = files("kg.imports.foreign").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def to_header(column: str) -> Header:
    """Return what a header says.

    >>> header = to_header("Negara Mitra")
    >>> header.part, header.word, header.side, header.side_word
    ('country', 'negara', 'other', 'mitra')
    """
    words = _words(column)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    plain = [word for word in words if not word.isdecimal()]
    part, word = _find(read_words()["parts"], plain)
    side, side_word = _find(read_words()["sides"], plain)
    return Header(column, part, word, side, side_word, numbers[-1] if numbers else None,
                  " ".join(plain))  # fmt: skip


def _words(text: str) -> list[str]:
    """Return the words of a header in small letters and without accents."""
    split = _NUMBER.sub(" ", _CAMEL.sub(" ", text))
    letters = unicodedata.normalize("NFKD", split)
    bare = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
    composed = unicodedata.normalize("NFC", bare).casefold()
    return [word for word in _NOT_WORD.split(composed) if word]


def _find(known: Mapping[str, Sequence[str]], words: Sequence[str]) -> tuple[str, str]:
    """Return the first group of which a word is met, and the word."""
    joined = " ".join(words)
    for group, members in known.items():
        for member in sorted(members, key=len, reverse=True):
            if _is_met(member, words, joined):
                return group, member
    return "", ""


def _is_met(member: str, words: Sequence[str], joined: str) -> bool:
    if member.isascii():
        return member in words if " " not in member else f" {member} " in f" {joined} "
    return member == joined if len(member) == 1 else member in joined
