"""Items of Wikidata in every form in which tables name them, and web addresses."""

import re

from kg.imports.foreign.faults import RefusedError

_ITEM = re.compile(
    r"<?(?:https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/(?:Special:EntityData/|Item:)?|wd:|"
    r"wikidata:)?(Q[1-9][0-9]*)(?:\.[a-z]+)?(?:[#?][^\s>]*)?>?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r'https?://[^\s<>"{}|\\^`]+')
_NUMBER = re.compile("[1-9][0-9]*")


def to_item(text: str) -> str:
    """Return an item as Q and a number; RefusedError where the text is none.

    >>> to_item("http://www.wikidata.org/entity/Q1726"), to_item("wd:q64")
    ('Q1726', 'Q64')
    """
    if match := _ITEM.fullmatch(text):
        return match[1].upper()
    raise RefusedError("pairs-bad-item", f"Q{text}" if _NUMBER.fullmatch(text) else "")


def is_address(text: str) -> bool:
    """Tell whether a text is a web address, as tables hold it."""
    return bool(_ADDRESS.fullmatch(text))
