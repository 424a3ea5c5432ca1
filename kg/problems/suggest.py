"""Near misses: what a mistyped word may have meant."""

from collections.abc import Collection

from rapidfuzz import fuzz, process, utils

CLOSE_ENOUGH = 80


def suggest(word: str, known: Collection[str]) -> str:
    """Return the known word most like this one, or "" where none is near enough."""
    scorers = (fuzz.ratio, fuzz.token_set_ratio) if " " in word or "-" in word else (fuzz.ratio,)
    choices = sorted(known)
    for scorer in scorers:
        found = process.extractOne(
            word, choices, scorer=scorer, processor=utils.default_process, score_cutoff=CLOSE_ENOUGH
        )
        if found:
            return str(found[0])
    return ""
