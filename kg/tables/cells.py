"""Cells of one column as its shape wants them: codes as notations, values tidy, faults told.

What needs other tables (what is a reference, and does it lead to a row?) is kg.check's business.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.dates import readings, to_interval
from kg.names import EDTF, ID, LANGUAGES, XSD
from kg.problems import Detail, Severity, suggest
from kg.problems.suggest import suggest_date, suggest_id, suggest_integer
from kg.schema import Column, Kind
from kg.tables.columns import Rows, Values, each_once, join, split

LONGEST_CELL = 64 * 1024
LISTED_AT_MOST = 10
INTEGER = r"^[+-]?[0-9]+$"
DECIMAL = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
# RFC 3987, without IPv6 hosts and private characters: what every RDF parser takes.
_LETTER = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}"
    r"\x{10000}-\x{1FFFD}\x{20000}-\x{2FFFD}-]|%[0-9A-Fa-f]{2})"
)
_PATH = f"(?:{_LETTER}|[:@/?])"
_HOST = f"//(?:(?:{_LETTER}|:)*@)?{_LETTER}+(?::[0-9]*)?"
_ADDRESS = f"^[A-Za-z][A-Za-z0-9+.-]*:(?:{_HOST}(?:[/?]{_PATH}*)?|{_LETTER}{_PATH}*)(?:#{_PATH}*)?$"
_FORMS = {
    XSD + "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    XSD + "gYearMonth": "[0-9]{4}-[0-9]{2}",
    XSD + "gYear": "[0-9]{4}",
    EDTF: "[0-9-]+[~?]",
}
_SETS = (Kind.CODE, Kind.REFERENCE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value in one row (or in how many more rows, for a note)."""

    code: str
    row: int
    value: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR
    details: Mapping[str, Detail] = field(default_factory=dict)


def check_cells(column: Column, cells: pa.Array) -> tuple[pa.Array, list[Fault]]:
    """Return the cells of one header in canonical form, and their faults.

    A value at fault stays as typed, so that later checks can still see its row.
    """
    faults = list(_too_long(cells))
    values = split(cells, column.separator)
    if not column.separator and column.kind in _SETS:
        faults += _too_many(values)
    told = {fault.row for fault in faults}
    read, found = _READERS[column.kind](column, values)
    faults += (fault for fault in found if fault.row not in told)
    if column.separator:
        read, twice = each_once(read, in_order=column.kind in _SETS)
        faults += _note("repeated-value", twice, cells)
    return join(read, column.separator, len(cells)), faults


def _too_long(cells: pa.Array) -> Iterator[Fault]:
    lengths = pc.fill_null(pc.binary_length(cells), 0).to_numpy()
    for row in np.flatnonzero(lengths > LONGEST_CELL):
        value = cells[int(row)].as_py()[:80]
        details = {"length": int(lengths[row]), "limit": LONGEST_CELL}
        yield Fault("cell-too-long", int(row), value, details=details)


def _too_many(values: Values) -> Iterator[Fault]:
    for row, value in _pairs(values.where(pc.match_substring(values.texts, ";"))):
        count = len([v for v in value.split(";") if v.strip()])
        if count > 1:
            yield Fault("too-many-values", row, value, details={"count": count})


def _note(code: str, rows: Rows, cells: pa.Array) -> list[Fault]:
    if not len(rows):
        return []
    first = int(rows[0])
    value = cells[first].as_py() or ""
    return [Fault(code, first, value, severity=Severity.NOTE, details={"count": len(rows)})]


def _pairs(values: Values) -> Iterable[tuple[int, str]]:
    return zip(values.rows.tolist(), values.texts.to_pylist(), strict=True)


def _mismatches(values: Values, pattern: str) -> Values:
    return values.where(pc.invert(pc.match_substring_regex(values.texts, pattern)))


Read = tuple[Values, list[Fault]]


def _read_text(column: Column, values: Values) -> Read:
    if not column.pattern:
        return values, []
    code = "bad-id" if column.pattern == ID else "bad-text"
    faults = [
        Fault(code, row, value, suggest_id(value) if code == "bad-id" else "")
        for row, value in _pairs(_mismatches(values, column.pattern))
    ]
    return values, faults


def _read_date(column: Column, values: Values) -> Read:
    days = to_interval(values.texts)
    texts = values.texts
    faults = [
        _date_fault(column, int(values.rows[i]), texts[int(i)].as_py())
        for i in np.flatnonzero(days.malformed)
    ]
    faults += [
        Fault("impossible-date", int(values.rows[i]), texts[int(i)].as_py())
        for i in np.flatnonzero(days.impossible)
    ]
    if len(column.date_types) < len(_FORMS):
        sound = values.where(pa.array(~days.malformed & ~days.impossible))
        wrong = _mismatches(sound, _date_form(column))
        faults += [Fault("bad-date", row, value) for row, value in _pairs(wrong)]
    return values, faults


def _date_form(column: Column) -> str:
    return f"^({'|'.join(_FORMS[datatype] for datatype in column.date_types)})$"


def _date_fault(column: Column, row: int, value: str) -> Fault:
    match readings(value):
        case (one, two):
            return Fault("ambiguous-date", row, value, details={"one": one, "two": two})
        case (one,):
            return Fault("bad-date", row, value, one)
        case _:
            near = suggest_date(value)
            fits = re.search(_date_form(column), near)
            return Fault("bad-date", row, value, near if fits else "")


def _read_number(column: Column, values: Values) -> Read:
    pattern = INTEGER if column.kind is Kind.INTEGER else DECIMAL
    sound = pc.match_substring_regex(values.texts, pattern)
    faults = [
        Fault("bad-number", row, value, _number_hint(value, column))
        for row, value in _pairs(values.where(pc.invert(sound)))
    ]
    numbers = values.where(sound)
    size = pc.cast(numbers.texts, pa.float64())
    low = -np.inf if column.minimum is None else column.minimum
    high = np.inf if column.maximum is None else column.maximum
    outside = pc.or_(pc.less(size, low), pc.greater(size, high))
    faults += [
        Fault("out-of-range", row, value, details={"range": _span(column)})
        for row, value in _pairs(numbers.where(outside))
    ]
    return values, faults


def _span(column: Column) -> str:
    if column.maximum is None:
        return f"≥ {column.minimum:.15g}"
    if column.minimum is None:
        return f"≤ {column.maximum:.15g}"
    return f"{column.minimum:.15g} … {column.maximum:.15g}"


def _number_hint(value: str, column: Column) -> str:
    if column.kind is Kind.DECIMAL:
        return _decimal_point(value)
    near = suggest_integer(value)
    return near if near and (column.minimum is None or int(near) >= column.minimum) else ""


def _decimal_point(value: str) -> str:
    head, comma, tail = value.partition(",")
    plain = comma and (head.lstrip("-") + tail).isdigit()
    return f"{head}.{tail}" if plain else ""


def _read_iri(column: Column, values: Values) -> Read:
    """Check whole IRIs; where the shape has a template, the cell is what fills it."""
    before, _, after = column.value_template.partition("{" + column.name + "}")
    whole = pc.binary_join_element_wise(before, values.texts, after, "")
    sound = pc.match_substring_regex(whole, _ADDRESS)
    if column.pattern:
        sound = pc.and_(sound, pc.match_substring_regex(whole, column.pattern))
    return values, [
        Fault("bad-address", row, value) for row, value in _pairs(values.where(pc.invert(sound)))
    ]


def _read_code(column: Column, values: Values) -> Read:
    codes = column.code_list
    assert codes is not None  # a column of this kind has one by construction
    encoded = values.texts.dictionary_encode()
    typed: list[str] = encoded.dictionary.to_pylist()
    found = [codes.find(word) for word in typed]
    canonical = [code or word for code, word in zip(found, typed, strict=True)]
    read = Values(pa.array(canonical, pa.string()).take(encoded.indices), values.rows)
    unknown = pa.array([not code for code in found], pa.bool_()).take(encoded.indices)
    known = codes.spellings
    hints = {
        word: known.get(suggest(word, known), "")
        for code, word in zip(found, typed, strict=True)
        if not code
    }
    name = codes.title or codes.name
    return read, [
        Fault("unknown-code", row, value, hints[value], details={"list": name, **choices(column)})
        for row, value in _pairs(values.where(unknown))
    ]


def choices(column: Column) -> Mapping[str, Detail]:
    """Return the labels of a short code list as a detail of a message; nothing for others."""
    codes = column.code_list
    if codes is None or len(codes.codes) > LISTED_AT_MOST:
        return {}
    labels = {
        lang: ", ".join(code.labels.get(lang) or code.notation for code in codes.codes.values())
        for lang in LANGUAGES
    }
    return {"choices": labels}


def _as_they_stand(column: Column, values: Values) -> Read:
    return values, []


_READERS: dict[Kind, Callable[[Column, Values], Read]] = {
    Kind.TEXT: _read_text,
    Kind.STRING: _read_text,
    Kind.DATE: _read_date,
    Kind.INTEGER: _read_number,
    Kind.DECIMAL: _read_number,
    Kind.IRI: _read_iri,
    Kind.CODE: _read_code,
    Kind.REFERENCE: _as_they_stand,
}


def missing(column: Column, cells: Sequence[pa.Array]) -> Rows:
    """Return the rows in which every header of a required column is empty."""
    empty = pc.is_null(cells[0])
    for other in cells[1:]:
        empty = pc.and_(empty, pc.is_null(other))
    return np.flatnonzero(empty.to_numpy(zero_copy_only=False))
