"""Codes of the ontology by the words with which people name them."""

from functools import cache

from kg.problems import suggest
from kg.schema import CodeList, load_schema, packaged_ontology


@cache
def code_list(name: str) -> CodeList:
    """Return a code list of the packaged ontology."""
    return load_schema(packaged_ontology()).code_lists[name]


@cache
def find_code(name: str, word: str) -> str:
    """Return the code that a word means in any of the languages, or ""."""
    return code_list(name).find(word)


def near_code(name: str, word: str) -> str:
    """Return the code whose word is most like this one, or ""."""
    codes = code_list(name)
    return codes.spellings.get(suggest(word, codes.spellings), "")
