"""Finds the ISO code of a country as tables of pairs write it: by the ontology's English names."""

import re
import unicodedata
from collections.abc import Mapping

from kg.schema import Schema

# Names in common use that the ontology has no reason to know.
_OTHER = {
    "congo": "CG",
    "democratic republic of congo": "CD",
    "east timor": "TL",
    "england": "GB",
    "federated states of micronesia": "FM",
    "ivory coast": "CI",
    "northern ireland": "GB",
    "palestine": "PS",
    "republic of congo": "CG",
    "republic of ireland": "IE",
    "scotland": "GB",
    "wales": "GB",
    "west bank": "PS",
}


def country_names(schema: Schema) -> Mapping[str, str]:
    """Return plain English names of countries -> ISO code."""
    codes = schema.code_lists["country"].codes.values()
    names = {_plain(alias): code.notation for code in codes for alias in code.aliases}
    return _OTHER | names | {_plain(code.labels["en"]): code.notation for code in codes}


def country_code(name: str, names: Mapping[str, str]) -> str:
    """Return the ISO code of a country, "" when it is not known.

    Of `Wales, United Kingdom` the last part counts where the whole is not known.
    """
    return names.get(_plain(name)) or names.get(_plain(name.rpartition(",")[2]), "")


def fold(text: str) -> str:
    """Return a text without accents, in lower case."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _plain(name: str) -> str:
    """Reduce a name to what its spellings share: no accents, brackets, `the`, `&` or `St.`."""
    text = re.sub(r"\(.*?\)", " ", fold(name)).replace("&", " and ")
    text = re.sub(r"\bst\. ", "saint ", text)
    return " ".join(word for word in text.split() if word != "the")
