"""Triples that no table holds, or not just as they stand: told as problems, CSV and N-Triples."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.imports.rows import Sorted
from kg.imports.triples import Triple, is_iri, object_term, resource, to_ntriples
from kg.imports.values import Refusal
from kg.names import LANGUAGES, is_local
from kg.problems import Detail, Problem, Severity
from kg.problems.render import message

_COLUMNS = ("file", "line", "subject", "predicate", "object", "code")
_TIDIED = Refusal("rdf-tidied")


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A triple and why no table holds it; where it is only tidied, a cell holds its words."""

    triple: Triple
    why: Refusal

    @property
    def is_tidied(self) -> bool:
        """Tell whether a cell holds the words, without the white space around them."""
        return self.why == _TIDIED


def sort_left_over(found: Sorted) -> list[LeftOver]:
    """Return what has no place by file, line, subject, predicate and object."""

    def key(left: LeftOver) -> tuple[object, ...]:
        t = left.triple
        return (t.file, t.line or 0, t.subject, t.predicate, t.text, t.datatype, t.language)

    tidied = [LeftOver(triple, _TIDIED) for triple in found.tidied]
    return sorted([LeftOver(*refused) for refused in found.refused] + tidied, key=key)


def to_problems(left_over: Iterable[LeftOver], prefixes: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each: a warning where the tables lack it, a note where it is tidied.

    The column names subject and property, since most syntaxes have no line for a triple.
    """
    return [_to_problem(left, prefixes) for left in left_over]


def _to_problem(left: LeftOver, prefixes: Mapping[str, str]) -> Problem:
    triple, why = left.triple, left.why
    place = f"{_short(triple.subject, prefixes)} {_short(triple.predicate, prefixes)}"
    return Problem(
        code=why.code,
        file=triple.file,
        line=triple.line,
        column=place,
        value=_object(triple, prefixes),
        severity=Severity.NOTE if left.is_tidied else Severity.WARNING,
        suggestion=_short(why.suggestion, prefixes) if why.suggestion else "",
        details={name: _plain(detail, prefixes) for name, detail in why.details.items()},
    )


def _object(triple: Triple, prefixes: Mapping[str, str]) -> str:
    """Return the object for reading: as in N-Triples, with prefixes."""
    if not triple.datatype:
        return _short(triple.text, prefixes)
    datatype = resource(triple.datatype)
    return object_term(triple).replace(datatype, _short(triple.datatype, prefixes))


def _plain(detail: Detail, prefixes: Mapping[str, str]) -> Detail:
    """Return an IRI with a prefix where one fits, and other details as they are."""
    is_known = isinstance(detail, str) and detail.startswith(tuple(prefixes.values()))
    return _short(detail, prefixes) if isinstance(detail, str) and is_known else detail


def _short(text: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with a prefix where one fits, and other words as they are."""
    if not is_iri(text) or ":" not in text:
        return text
    cut = max(text.rfind("#"), text.rfind("/")) + 1
    for prefix, namespace in prefixes.items():
        if namespace == text[:cut] and is_local(text[cut:]):
            return f"{prefix}:{text[cut:]}"
    return f"<{text}>"


def render_left_over_csv(
    left_over: Iterable[LeftOver], prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield CSV, a row a triple: place, terms as N-Triples writes them, and the reason.

    The file begins with a byte order mark, by which spreadsheet programs know UTF-8.
    """
    header = (*_COLUMNS, *(f"reason@{lang}" for lang in LANGUAGES))
    yield b"\xef\xbb\xbf" + _line(header)
    for left in left_over:
        problem, triple = _to_problem(left, prefixes), left.triple
        terms = resource(triple.subject), resource(triple.predicate), object_term(triple)
        reasons = (message(problem, lang) for lang in LANGUAGES)
        yield _line((triple.file, str(triple.line or ""), *terms, left.why.code, *reasons))


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode("utf-8")


def render_left_over(left_over: Iterable[LeftOver]) -> Iterator[bytes]:
    """Yield the triples as N-Triples: with the graph of the tables they say all that was read."""
    for left in left_over:
        yield to_ntriples(left.triple).encode("utf-8")
