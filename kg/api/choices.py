"""Choices: the words that options of the Python face take."""

from collections.abc import Sequence
from typing import Literal

from kg.errors import KgError

Evidence = Literal["lenient", "strict"]
NetworkKind = Literal["relations", "coverage", "chain"]


def expect(what: str, value: str | None, known: Sequence[str | None]) -> None:
    """Refuse a word that is not among those known: KgError names them."""
    if value not in known:
        words = ", ".join(word for word in known if word)
        raise KgError(f'Unknown {what} "{value}". It is one of: {words}.')
