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


_PATTERN = re.compile(
    r"""
      (?P<skip> \s+ | \#[^\r\n]* )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                | " (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ ' )
    | (?P<open> " (?: [^"\\\r\n] | \\. )*+ | ' (?: [^'\\\r\n] | \\. )*+ )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank> _:\w (?: [\w.-]*[\w-] )? )
    | (?P<name> (?: [^\W\d_] (?: [\w.-]*[\w-] )? )? :
                (?: (?: [\w:] | %[0-9A-Fa-f]{2} | \\[^\w\s] )
                    (?: \.* (?: [\w:-] | %[0-9A-Fa-f]{2} | \\[^\w\s] ) )* )? )
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
