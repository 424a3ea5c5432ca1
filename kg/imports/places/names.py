"""Names made alike: letters without marks, no case, no punctuation; and what stands beside them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

# Letters that Unicode does not take apart; marks of Thai, Devanagari and Hangul are letters.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
            "ħ": "h", "ə": "a", "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي",
            "ی": "ي", "ک": "ك", "ς": "σ"}  # fmt: skip
_DROPPED = "'’‘ʻʼ`´ʹ′·.\u0640\u200b\u200c\u200d\u200e\u200f"
_SPACED = '-‐‑–—,/()[]_;:"“”«»'
_ASCII = str.maketrans({**dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_SPACED, " ")})
_FOLDED: Mapping[int, str] = str.maketrans({**_LETTERS}) | _ASCII
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0591-\u05c7]")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "sta": "santa"}
_BESIDE = re.compile(r"(?P<head>[^,(（]+?)\s*(?:,\s*|[(（])(?P<beside>[^)）]+)[)）]?\s*")


def fold(name: str) -> str:
    """Return a name for comparing: Köln is koln, St. Louis is saint louis, Xi’an is xian.

    >>> fold("Köln"), fold("St. Louis"), fold("Xi’an"), fold("Łódź"), fold("서울")
    ('koln', 'saint louis', 'xian', 'lodz', '서울')
    """
    if name.isascii():
        text = name.lower().translate(_ASCII)
    else:
        apart = normalize("NFKD", name.casefold().translate(_FOLDED))
        text = normalize("NFC", _MARKS.sub("", apart)).translate(_FOLDED)
    words = text.split()
    if len(words) > 1 and not _SHORT.keys().isdisjoint(words):
        words = [_SHORT.get(word, word) for word in words]
    return " ".join(words)


fold_often = lru_cache(maxsize=50_000)(fold)


def split_beside(name: str) -> tuple[str, str]:
    """Return a name and what stands beside it after a comma or in brackets, "" where nothing does.

    >>> split_beside("Portland, Oregon"), split_beside("Frankfurt (Oder)"), split_beside("Bonn")
    (('Portland', 'Oregon'), ('Frankfurt', 'Oder'), ('Bonn', ''))
    """
    match = _BESIDE.fullmatch(name)
    return (match["head"], match["beside"].strip()) if match else (name, "")
