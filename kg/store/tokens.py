"""SPARQL text cut into tokens, for what must be known of a query before an engine sees it.

This is no parser: whether a query is valid is the engine's business.
Source: SPARQL 1.1 Query Language, W3C Recommendation, 21 March 2013, section 19.8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is; white space and comments give none."""

    IRI = "iri"
    STRING = "string"
    OPEN = "open"  # a string that is not closed on its line
    VARIABLE = "variable"
    LANGUAGE = "language"
    BLANK = "blank"
    NAME = "name"  # with a prefix, such as cities:seoul
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the place of its first character in the text."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the place behind the last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of these keywords, in any case."""
        return self.kind is Kind.WORD and self.text.upper() in words


_LETTERS = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
    r"\U00010000-\U000EFFFF"
)  # PN_CHARS_BASE
_INNER = rf"{_LETTERS}_0-9\u00B7\u0300-\u036F\u203F\u2040"  # PN_CHARS without the hyphen
_LOCAL = rf"[{_INNER}:] | %[0-9A-Fa-f]{{2}} | \\[^\w\s]"

_PATTERN = re.compile(
    rf"""
      (?P<skip> \s+ | \#[^\r\n]* )
    | (?P<iri> < (?: [^<>"{{}}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}} )* > )
    | (?P<string> \"{{3}} (?: \"{{0,2}} (?: [^"\\] | \\. ) )* \"{{3}}
                | '{{3}} (?: '{{0,2}} (?: [^'\\] | \\. ) )* '{{3}}
                | " (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ ' )
    | (?P<open> " (?: [^"\\\r\n] | \\. )*+ | ' (?: [^'\\\r\n] | \\. )*+ )
    | (?P<variable> [?$][{_INNER}]+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank> _:[{_INNER}] (?: [{_INNER}.-]*[{_INNER}-] )? )
    | (?P<name> (?: [{_LETTERS}] (?: [{_INNER}.-]*[{_INNER}-] )? )? :
                (?: (?: {_LOCAL} ) (?: \.* (?: - | {_LOCAL} ) )* )? )
    | (?P<number> \d+ (?: \.\d+ )? (?: [eE][+-]?\d+ )? )
    | (?P<word> [^\W\d] [\w.-]* )
    | (?P<sign> && | \|\| | [!<>]= | \^\^ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query; a character that begins none is a sign."""
    for match in _PATTERN.finditer(text):
        name = match.lastgroup
        if name and name != "skip":
            yield Token(Kind(name), match.group(), match.start())


def place(text: str, offset: int) -> str:
    """Return line and column of a character, both counted from 1, in words."""
    before = text[:offset]
    line = before.count("\n") + 1
    return f"line {line}, column {offset - (before.rfind(chr(10)) + 1) + 1}"
