"""Fields of cooperation by the words with which a list names them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.imports.pairs import ForeignPair
from kg.labels import Labels
from kg.problems import Problem, Severity, Sheet, suggest
from kg.tables import Tables


def find_fields(
    pairs: Sequence[ForeignPair], tables: Tables, file: str
) -> tuple[list[ForeignPair], list[Problem]]:
    """Return the pairs with the ids of their fields, and a problem for each word that is none.

    A field is named by its id or its name in any language; of a word that is none the pair is taken
    without it.
    """
    if not any(pair.fields for pair in pairs):
        return list(pairs), []
    words = _words(tables)
    problems: dict[tuple[str, int, str], Problem] = {}
    found = []
    for pair in pairs:
        ids = [words.get(word.casefold(), "") for word in pair.fields]
        for word, key in zip(pair.fields, ids, strict=True):
            if not key:
                place = (pair.sheet, pair.line, word)
                problems[place] = _unknown(pair, word, words, file)
        found.append(replace(pair, fields=tuple(sorted({*ids} - {""}))))
    return found, list(problems.values())


def _words(tables: Tables) -> Mapping[str, str]:
    """Map each id, and each name that one field alone has, to the field."""
    meant: dict[str, set[str]] = {}
    for key, names in Labels(tables).of_table("fields").items():
        for name in names.values():
            meant.setdefault(name.casefold(), set()).add(key)
    once = {word: min(keys) for word, keys in meant.items() if len(keys) == 1}
    return once | {key: key for key in tables["fields"].cells("id").to_pylist()}


def _unknown(pair: ForeignPair, word: str, words: Mapping[str, str], file: str) -> Problem:
    sheet = Sheet(pair.sheet) if pair.sheet else None
    near = suggest(word.casefold(), words)
    return Problem("listed-no-field", file, pair.line, None, word, Severity.WARNING, near,
                   sheet=sheet)  # fmt: skip
