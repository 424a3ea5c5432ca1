"""What is refused before a query is run, and plain words for what the engine cannot read.

Engines name a place that can lie some characters behind the fault, and all that might have stood
there. The first token that does not fit is found here by asking the engine for ever longer
beginnings of the query.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kg.errors import QueryError
from kg.problems import suggest
from kg.store.tokens import Kind, Token, place, tokens

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_SAFE = (Kind.IRI, Kind.STRING, Kind.VARIABLE, Kind.LANGUAGE)
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z]\w*(?: [\w*:]+){2,}")
_ESCAPE = re.compile(
    r"""\\(?:[tbnrf"'\\]|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(?P<other>.?))""", re.DOTALL
)
_COMMENT = re.compile(r"#[^\r\n]*")
_COMPARED = re.compile(r"\)(.*)#")
_DEEPEST = 250  # brackets in each other
_ROOM = " " * 60  # longer than any keyword that the engine may try to read there


def check_allowed(text: str) -> list[Token]:
    """Return the tokens of a query; QueryError where it would change data or ask another server.

    SERVICE is looked for in every text that an engine could take for a keyword: also in words like
    `trueSERVICE`, which some engines cut in two.
    """
    found = list(tokens(text))
    if not found:
        raise QueryError("The query is empty.")
    first = _first_after_prologue(found)
    if first and first.is_word(*_UPDATES):
        raise QueryError(
            f"{place(text, first.start)}: {first.text} would change data. Only SELECT, ASK, "
            "CONSTRUCT and DESCRIBE are answered; facts are changed in the tables."
        )
    _check_depth(text, found)
    for token in found:
        if token.kind is Kind.STRING and (at := _strange_escape(token.text)) is not None:
            shown = token.text[at : at + 2].strip()
            raise QueryError(
                f"{place(text, token.start + at)}: {shown} stands for no character in a string; "
                "write \\\\ for a backslash."
            )
        if "service" in _keywords(token):
            raise QueryError(
                f"{place(text, token.start)}: SERVICE would ask another server. Queries are "
                "answered from this graph alone; name no word or prefix like it."
            )
    return found


def _check_depth(text: str, found: Sequence[Token]) -> None:
    """Refuse what nests so deeply that an engine may end at it, and the process with it."""
    depth = 0
    for token in found:
        if token.kind is Kind.SIGN:
            depth += {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}.get(token.text, 0)
        if depth > _DEEPEST:
            raise QueryError(
                f"{place(text, token.start)}: more than {_DEEPEST} brackets are open here."
            )


def _strange_escape(string: str) -> int | None:
    """Return the place of an escape that SPARQL does not have.

    An engine that cannot read a long string because of it may take the first two of its three
    quotation marks for an empty one, and what we hold for text as a part of the query.
    """
    for match in _ESCAPE.finditer(string):
        code = int(match[1] or match[2] or "0", 16)
        if match["other"] is not None or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            return match.start()
    return None


def without_comments(text: str, found: Sequence[Token]) -> str:
    """Return a query with spaces in the place of its comments, so that no place in it moves.

    An engine that is given this cannot take for a part of the query what we hold for a comment.
    """
    pieces, end = [], 0
    for token in found:
        pieces += [_COMMENT.sub(_blank, text[end : token.start]), token.text]
        end = token.end
    return "".join([*pieces, _COMMENT.sub(_blank, text[end:])])


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment[0])


def _keywords(token: Token) -> str:
    """Return what an engine could read as a keyword; behind a colon it could not.

    In `FILTER(1<2)SERVICE#>` it sees no IRI but a comparison, and a comment behind the keyword.
    """
    if token.kind is Kind.IRI and (hidden := _COMPARED.search(token.text)):
        return hidden[1].lower()
    if token.kind in _SAFE:
        return ""
    text = token.text.partition(":")[0] if token.kind is Kind.NAME else token.text
    return text.lower()


def _first_after_prologue(found: Sequence[Token]) -> Token | None:
    rest = iter(found)
    for token in rest:
        if token.is_word("PREFIX"):
            next(rest, None)
            next(rest, None)
        elif token.is_word("BASE"):
            next(rest, None)
        else:
            return token
    return None


def is_ordered(found: Sequence[Token]) -> bool:
    """Tell whether the query itself, not one inside it, has an ORDER BY."""
    depth = 0
    for token in found:
        if token.kind is Kind.SIGN:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        elif depth == 0 and token.is_word("ORDER"):
            return True
    return False


def is_word_of(found: Sequence[Token], *words: str) -> bool:
    """Tell whether one of these keywords stands in a query."""
    return any(token.is_word(*words) for token in found)


def check_syntax(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise QueryError, with line and column, where no engine could read the query."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise explain_fault(text, error, prefixes) from error
    except (OSError, RuntimeError, ValueError):
        return  # it can be read, and it is for another engine to answer it


def explain_fault(text: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """Return the engine's complaint in plain words, with line and column in the text."""
    found = list(tokens(text))
    if fault := _unknown_prefix(text, found, prefixes):
        return fault
    if fault := _open_quotation(text, found) or _spoken(text, error):
        return fault
    fitting = bisect_left(found, True, key=lambda token: not _fits(text[: token.end], prefixes))
    if fitting == len(found):
        return QueryError(f"{place(text, len(text.rstrip()))}: the query ends too early.")
    token = found[fitting]
    shown = token.text if len(token.text) <= 40 else token.text[:39] + "…"
    return QueryError(f'{place(text, token.start)}: the query cannot be read from "{shown}" on.')


def _unknown_prefix(
    text: str, found: Sequence[Token], prefixes: Mapping[str, str]
) -> QueryError | None:
    declared = set(prefixes)
    for before, token in zip([None, *found], found, strict=False):
        prefix = token.text.partition(":")[0]
        if token.kind is not Kind.NAME:
            continue
        if before and before.is_word("PREFIX"):
            declared.add(prefix)
        elif prefix not in declared:
            hint = suggest(prefix, declared)
            more = f' Did you mean "{hint}:"?' if hint else f" Write PREFIX {prefix}: <…> above."
            return QueryError(
                f'{place(text, token.start)}: the prefix "{prefix}:" is not known.{more}'
            )
    return None


def _open_quotation(text: str, found: Sequence[Token]) -> QueryError | None:
    for token in found:
        if token.kind is Kind.OPEN:
            return QueryError(
                f"{place(text, token.start)}: a quotation mark is opened here and not closed."
            )
    return None


def _spoken(text: str, error: SyntaxError) -> QueryError | None:
    """Return what the engine says in a sentence of its own, rather than as a list of words."""
    match = _PLACE.match(str(error))
    if match is None:
        return None
    sentences = [s for s in re.split(r", (?=[\[\"A-Z])", match[3]) if _SENTENCE.match(s)]
    if not sentences:
        return None
    at = _offset(text, int(match[1]), int(match[2]))
    if sentences[0].startswith("IRI parsing failed"):
        at = max(text.rfind("<", 0, at), 0)
        return QueryError(f"{place(text, at)}: what stands between < and > is not a full IRI.")
    said = sentences[0].strip()
    said = said[0].lower() + said[1:] if said[1].islower() else said
    return QueryError(f"{place(text, at)}: {said}.")


def _fits(beginning: str, prefixes: Mapping[str, str]) -> bool:
    """Tell whether a query can begin so: the engine then misses something only at the end."""
    padded = beginning + _ROOM
    try:
        ox.Store().query(padded, prefixes=dict(prefixes))
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        return match is not None and _offset(padded, int(match[1]), int(match[2])) >= len(padded)
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
