"""Rows of any table with hostile text and no fault, for property tests."""

import unicodedata
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import strategies as st

from kg.problems import Problem
from kg.schema import Column, Kind, Table
from kg.tables import TableData
from kg.tables.read import to_table
from kg.tables.template import render_rows

WORDS = st.text(
    st.sampled_from("ab\"'\\;,.<>{}|^`@#:_ \n\t\u00a0\u2028서울é😀\u202e%$=")
    | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=8,
)
IDS = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
YEARS = st.from_regex(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?[~?]?", fullmatch=True)
DAYS = st.dates().map(lambda day: day.isoformat())
PATHS = st.text(st.sampled_from("ab/:@!$&'()*+,;=?서\u00e9~-._"), max_size=8)


def values_of(column: Column) -> st.SearchStrategy[str]:
    """Return a strategy for one value of a column."""
    match column.kind:
        case Kind.TEXT:
            return WORDS
        case Kind.STRING if column.name == "language":
            return st.sampled_from(["id", "ko-KR"])
        case Kind.STRING:
            return WORDS if not column.separator else WORDS.map(lambda w: w.replace(";", ","))
        case Kind.DATE:
            return DAYS if len(column.date_types) == 1 else DAYS | YEARS
        case Kind.INTEGER:
            return st.integers(1, 99).map(str)  # rdflib reads a bare 007 as 7
        case Kind.DECIMAL if column.minimum == 0:
            return st.from_regex(r"[+]?[0-8]?[0-9](\.[0-9]{0,3})?|\.[0-9]", fullmatch=True)
        case Kind.DECIMAL:
            return st.from_regex(r"[+-]?[0-8]?[0-9](\.[0-9]{0,3})?|-?\.[0-9]", fullmatch=True)
        case Kind.IRI if column.value_template:
            return st.integers(1, 999).map("Q{}".format)
        case Kind.IRI:
            return PATHS.map("https://example.org/{}".format)
        case Kind.CODE:
            assert column.code_list is not None
            return st.sampled_from(sorted(column.code_list.codes))
        case Kind.REFERENCE:
            return st.tuples(st.sampled_from(column.targets), IDS).map(
                lambda pair: ":".join(pair) if column.is_typed_reference else pair[1]
            )


def cells_of(column: Column) -> st.SearchStrategy[str]:
    one = values_of(column).map(clean)
    if not column.separator:
        return one
    return st.lists(one, max_size=3).map(lambda many: ";".join(v for v in many if v))


def clean(text: str) -> str:
    """Return a value as the reader will hold it."""
    composed = unicodedata.normalize("NFC", text)
    return str(pc.utf8_trim_whitespace(pa.scalar(composed)).as_py())


def rows_of(table: Table) -> st.SearchStrategy[list[dict[str, str]]]:
    """Return a strategy for rows, each with an id of its own and all that is required."""
    cells = {h: cells_of(column) for column in table.columns for h in column.headers}
    required = {h for column in table.columns if column.required for h in column.headers[:1]}
    full = {h: cells[h].filter(bool) for h in cells if h in required} | {"id": IDS}
    free = {h: cells[h] for h in cells if h not in full}
    row = st.fixed_dictionaries(full, optional=free)
    return st.lists(row, max_size=4, unique_by=lambda row: row["id"])


def read_rows(
    table: Table, rows: Iterable[Mapping[str, str]], file: str = "f"
) -> tuple[TableData, list[Problem]]:
    """Return rows as they are read from a CSV file, and what is told of them."""
    return to_table(render_rows(table.headers, rows).encode(), table, file)


def to_data(table: Table, rows: Iterable[Mapping[str, str]], file: str = "f") -> TableData:
    """Return rows as they are read, in which there is no fault."""
    data, problems = read_rows(table, rows, file)
    assert {p.code for p in problems} <= {"repeated-value"}
    return data
