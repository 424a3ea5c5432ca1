"""Foreign tables of twin towns: each row is taken or reported, and nothing is guessed in silence.

Cities, dates and places of these tables are examples made up for the tests.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.imports.foreign import (
    CityMapping,
    ForeignTable,
    Guess,
    Mapping,
    MappingError,
    PairMapping,
    Reading,
    Source,
    guess_mapping,
    read_mapping,
    read_pairs,
    read_table,
    render_guess,
    render_mapping,
    to_mapping,
    to_table,
)
from kg.imports.foreign.cities import split_cell
from kg.imports.foreign.codes import code_list
from kg.imports.foreign.coordinates import from_degrees, to_point
from kg.imports.foreign.days import to_day
from kg.imports.foreign.faults import RefusedError
from kg.imports.foreign.headers import read_words, to_header
from kg.imports.foreign.items import to_item
from kg.imports.foreign.kinds import shares
from kg.imports.foreign.mapping import CITY_PARTS, PAIR_PARTS, SOURCE_KEYS, to_form
from kg.imports.foreign.table import to_names, to_ranges
from kg.imports.pairs import ForeignCity, ForeignPair
from kg.names import LANGUAGES
from kg.problems import Problem, Severity, render_text
from kg.problems.render import message
from tests.workbooks import Formula, make

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Source("List of examples", "official-site")
PLAIN = Mapping(
    CityMapping({"name": ("City",)}),
    CityMapping({"name": ("Partner",), "country": ("Country",)}),
    PairMapping({"signed": "Since"}),
    SOURCE,
)
THREE = """City,Partner,Country,Since
Examplestad,Samplecity,KR,1997-08-25
Examplestad,Probe,DE,1960
Contoh,Échantillon,FR,
"""


def table_of(
    text: str | bytes, file: str = "t.csv", mapping: Mapping | None = None
) -> ForeignTable:
    table, _ = to_table(text.encode() if isinstance(text, str) else text, file, mapping)
    assert table is not None
    return table


def reading_of(text: str, mapping: Mapping = PLAIN) -> Reading:
    reading = read_pairs(table_of(text, mapping=mapping), mapping)
    assert reading.rows == reading.taken + reading.reported
    return reading


def guess_of(text: str | bytes, file: str = "t.csv") -> Guess:
    return guess_mapping(table_of(text, file))


def told(problems: Sequence[Problem]) -> list[tuple[str, int | None, str]]:
    return [(p.code, p.line, str(p.severity)) for p in problems]


def names(reading: Reading) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.other.name) for pair in reading.pairs]


def keys(guess: Guess) -> dict[str, str]:
    """Return the key of each column that stands in the mapping."""
    return {column.column: column.key for column in guess.columns if column.is_sure}


# ---- one table in many shapes


def to_jsonl(rows: Sequence[AnyMapping[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def shapes() -> dict[str, bytes]:
    rows = list(csv.DictReader(io.StringIO(THREE)))
    cells = [list(rows[0]), *([*row.values()] for row in rows)]
    bindings = [{k: {"type": "literal", "value": v} for k, v in row.items() if v} for row in rows]
    return {
        "comma.csv": THREE.encode(),
        "semicolon.csv": THREE.replace(",", ";").encode(),
        "tab.tsv": THREE.replace(",", "\t").encode(),
        "pipe.txt": THREE.replace(",", "|").encode(),
        "mark.csv": b"\xef\xbb\xbf" + THREE.encode(),
        "utf16.csv": THREE.encode("utf-16"),
        "old.csv": THREE.encode("cp1252"),
        "apart.csv": THREE.replace("É", "E\u0301").encode(),
        "crlf.csv": THREE.replace("\n", "\r\n").encode(),
        "title.csv": b"Twin towns of Examplestad,,,\n,,,\n" + THREE.encode(),
        "book.xlsx": make({"Twins": cells}),
        "book.csv": make({"Twins": cells}),  # whatever its name says
        "lines.jsonl": to_jsonl(rows).encode(),
        "array.json": json.dumps(rows, indent=1).encode(),
        "query.json": json.dumps({"head": {}, "results": {"bindings": bindings}}).encode(),
    }


@pytest.mark.parametrize("file", list(shapes()))
def test_one_table_gives_the_same_pairs_in_every_shape(file: str) -> None:
    table, problems = to_table(shapes()[file], file)
    assert table is not None
    assert {p.severity for p in problems} <= {Severity.NOTE}
    reading = read_pairs(table, PLAIN)
    assert (reading.rows, reading.taken, reading.problems) == (3, 3, [])
    assert names(reading) == [
        ("Examplestad", "Samplecity"), ("Examplestad", "Probe"), ("Contoh", "Échantillon"),
    ]  # fmt: skip
    assert [pair.signed for pair in reading.pairs] == ["1997-08-25", "1960", ""]
    assert [pair.other.country for pair in reading.pairs] == ["KR", "DE", "FR"]
    assert guess_mapping(table).mapping.other == PLAIN.other


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        ("semicolon.csv", {"other-separator"}),
        ("utf16.csv", {"byte-order-mark", "other-encoding"}),
        ("old.csv", {"other-encoding"}),
        ("apart.csv", {"not-composed"}),
        ("title.csv", {"pairs-above-header", "blank-line"}),
    ],
)
def test_each_repair_of_a_file_is_a_note(file: str, codes: set[str]) -> None:
    _, problems = to_table(shapes()[file], file)
    assert {p.code for p in problems} == codes - {"blank-line"}


def test_lines_are_those_of_the_file() -> None:
    text = 'Title,,\n\nCity,Partner,Country\n"Example\nstad",B,X\n,,\nC,D,Y\n'
    table = table_of(text)
    assert (table.header_line, list(table.lines)) == (3, [4, 7])
    assert list(table_of('[\n {"a": "x"},\n\n {"a": "y"}]', "t.json").lines) == [2, 4]


def test_columns_get_names_of_their_own() -> None:
    assert to_names(["City", "City", "", "City (2)"]) == ["City", "City (2)", "column C",
                                                          "City (2) (2)"]  # fmt: skip
    table = table_of("City,,City,\nA,,B,x\n")
    assert table.header == ("City", "City (2)", "column D")


def test_a_workbook_is_read_as_it_shows() -> None:
    book = make(
        {
            "About": [["made up"]],
            "Twins": [
                ["Twin towns", None, None, None, None],
                ["City", "Partner", "Country", "Since", "Active"],
                ["Examplestad", "Samplecity", "KR", date(1997, 8, 25), True],
                [None, "Probe", "DE", 1960, False],
                ["Contoh", Formula("=A1", ""), "FR", 1991, True],
                ["Contoh", "Muster", "DE", datetime(2000, 5, 1, 9, 30), True],
            ],
        },
        {"Twins": "A3:A4"},
    )
    table, problems = to_table(book, "b.xlsx", PLAIN)
    assert table is not None
    assert {p.code: str(p.severity) for p in problems} == {
        "pairs-other-sheets": "warning", "pairs-filled-merged": "note", "date-cell": "note",
        "pairs-above-header": "note", "formula-without-value": "warning",
    }  # fmt: skip
    reading = read_pairs(table, PLAIN)
    assert names(reading) == [("Examplestad", "Samplecity"), ("Examplestad", "Probe"),
                              ("Contoh", "Muster")]  # fmt: skip
    assert [pair.signed for pair in reading.pairs] == ["1997-08-25", "1960", "2000-05-01"]
    assert {pair.sheet for pair in reading.pairs} == {"Twins"}
    assert (reading.rows, reading.taken, reading.reported) == (4, 3, 1)
    assert "b.xlsx, sheet Twins, cell B5: Partner: The row names no city" in render_text(
        reading.problems
    )


def test_a_lost_cell_that_is_not_read_does_no_harm() -> None:
    book = make({"T": [["City", "Partner", "X"], ["A", "B", Formula("=1/0", "#DIV/0!")]]})
    mapping = Mapping(CityMapping({"name": ("City",)}), CityMapping({"name": ("Partner",)}))
    table, problems = to_table(book, "b.xlsx", mapping)
    assert table is not None
    assert [str(p.severity) for p in problems] == ["note"]
    assert read_pairs(table, mapping).taken == 1


def test_a_sheet_that_is_not_there_is_told() -> None:
    book = make({"Twins": [["City", "Partner"], ["A", "B"]]})
    table, (problem,) = to_table(book, "b.xlsx", Mapping(sheet="Twin"))
    assert table is None
    assert (problem.code, problem.suggestion) == ("pairs-no-sheet", "Twins")


def test_lines_of_json_at_fault_are_reported_and_others_read() -> None:
    text = '{"City": "A", "Partner": {"name": "B"}}\nfoo\n{"City": [{}]}\n7\n{"City": ["C", 1]}\n'
    table, problems = to_table(text.encode(), "t.jsonl")
    assert table is not None
    assert table.header == ("City", "Partner.name")
    assert list(table.rows) == [("A", "B"), ("C; 1", "")]
    assert told(problems)[:3] == [("pairs-bad-json", 2, "error"), ("pairs-nested", 3, "error"),
                                  ("pairs-no-object", 4, "error")]  # fmt: skip
    assert table.refused == (2, 3, 4)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (r'"a\u0000b"', "control-character"),
        (r'"\ud800"', "pairs-bad-json"),
        ('"A", "City": "B"', "pairs-bad-json"),
        ("[[1]]", "pairs-nested"),
    ],
)
def test_what_no_cell_can_hold_is_told(value: str, code: str) -> None:
    text = f'{{"City": {value}}}\n{{"City": "A", "Partner": "B"}}\n'
    table, problems = to_table(text.encode(), "t.jsonl")
    assert table is not None
    assert told(problems) == [(code, 1, "error")]
    assert (table.refused, list(table.rows)) == ((1,), [("A", "B")])


def test_json_nested_too_deeply_is_told() -> None:
    _, (problem,) = to_table(b"[" * 100_000, "t.json")
    assert problem.code == "pairs-bad-json"


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b"", "pairs-empty", "no rows"),
        (b"City,Partner\n", "pairs-empty", "no rows"),
        (b"{}\n", "pairs-empty", "no rows"),
        (b"<!DOCTYPE html>\n<html><body><table>", "pairs-not-a-table", "a web page (HTML)"),
        (b"<?xml version='1.0'?><a/>", "pairs-not-a-table", "XML"),
        (b"%PDF-1.7\n", "pairs-not-a-table", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "pairs-not-a-table", "a binary file"),
        (b"PK\x03\x04 not a zip", "damaged-workbook", "damaged"),
        (b'City,Partner\nA,"B\n', "unclosed-quote", "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(raw: bytes, code: str, words: str) -> None:
    table, problems = to_table(raw, "t.csv")
    assert table is None
    assert problems[-1].code == code
    assert words in message(problems[-1], "en")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    table, (problem,) = read_table(tmp_path / "none.csv", None)
    assert (table, problem.code) == (None, "unreadable-file")


# ---- rows: taken or reported


def test_rows_without_a_city_or_with_the_same_city_twice_are_reported() -> None:
    reading = reading_of("City,Partner,Country,Since\n,B,X,\nA,,X,\nA,-,,\n\nB,b,,\nC,D,Y,\n")
    assert told(reading.problems) == [
        ("pairs-city-missing", 2, "error"), ("pairs-city-missing", 3, "error"),
        ("pairs-city-missing", 4, "error"), ("pairs-with-itself", 6, "error"),
    ]  # fmt: skip
    assert [p.column for p in reading.problems] == ["City", "Partner", "Partner", "Partner"]
    assert (reading.rows, reading.taken, reading.reported, reading.partly) == (5, 1, 4, 0)


def test_cities_of_one_name_at_two_places_are_two() -> None:
    mapping = Mapping(
        CityMapping({"name": ("a",), "point": ("p",)}),
        CityMapping({"name": ("b",), "point": ("q",)}),
    )
    reading = reading_of('a,p,b,q\nX,"1, 2",X,"1, 9"\nX,"1, 2",X,"1.01, 2"\n', mapping)
    assert told(reading.problems) == [("pairs-with-itself", 3, "error")]


def test_a_pair_given_again_is_kept_and_told() -> None:
    reading = reading_of("City,Partner,Country,Since\nA,B,,1990\nC,D,,\nA,b,,1991\nB,A,,\n")
    assert told(reading.problems) == [("pairs-repeated", 4, "note"), ("pairs-both-ways", 5, "note")]
    assert len(reading.pairs) == reading.taken == 4
    assert message(reading.problems[0], "en").startswith("A – b: line or row 2 names this pair")


def test_ragged_rows_are_counted_as_reported() -> None:
    table, problems = to_table(
        b"City,Partner,Country,Since\nA,B,X,1990\nA,B\nC,D,X,1991\n", "t.csv"
    )
    assert table is not None
    assert told(problems) == [("ragged-row", 3, "error")]
    reading = read_pairs(table, PLAIN)
    assert (reading.rows, reading.taken, reading.reported) == (3, 2, 1)


def test_a_detail_that_cannot_be_read_costs_the_detail_and_not_the_pair() -> None:
    mapping = Mapping(
        CityMapping({"name": ("City",), "wikidata": ("Q",), "level": ("Level",)}),
        CityMapping({"name": ("Partner",), "lat": ("lat",), "long": ("lon",)}),
        PairMapping({"signed": "Since", "relation_type": "Type", "source_url": "Link"}),
    )
    reading = reading_of(
        "City,Q,Level,Partner,lat,lon,Since,Type,Link\n"
        "A,64,citty,B,x,1,soon,twinn city,example.org\n"
        "A,wd:Q64,kota,B,-7,110,Mei 1990,Kota Kembar,https://example.org/a\n",
        mapping,
    )
    assert told(reading.problems)[:6] == [
        ("pairs-bad-item", 2, "warning"), ("unknown-code", 2, "warning"),
        ("pairs-bad-coordinates", 2, "warning"), ("pairs-bad-date", 2, "warning"),
        ("unknown-code", 2, "warning"), ("bad-address", 2, "warning"),
    ]  # fmt: skip
    assert [p.suggestion for p in reading.problems[:6]] == ["Q64", "city", "", "", "sister", ""]
    assert (reading.taken, reading.reported, reading.partly) == (1, 1, 1)
    assert reading.pairs[0] == ForeignPair(
        2, ForeignCity("A", column="City"), ForeignCity("B", column="Partner")
    )
    assert reading.pairs[1] == ForeignPair(
        3,
        ForeignCity("A", level="city", wikidata="Q64", column="City"),
        ForeignCity("B", lat=-7.0, long=110.0, column="Partner"),
        signed="1990-05", relation_type="sister", source_url="https://example.org/a",
    )  # fmt: skip


def test_one_cell_with_many_partners_is_taken_apart() -> None:
    mapping = Mapping(
        CityMapping({"name": ("City",)}),
        CityMapping({"name": ("Partners",)}, {}, ",", "{name} ({country})"),
    )
    text = (
        'City,Partners\nA,"B (Germany), C (D.C., USA), Frankfurt (Oder) (Germany), E"\n'
        'F,\nG,"H (France), I (Italy"\n'
    )
    reading = reading_of(text, mapping)
    assert [(p.other.name, p.other.country) for p in reading.pairs] == [
        ("B", "Germany"), ("C", "D.C., USA"), ("Frankfurt (Oder)", "Germany"), ("E", ""),
        ("H", "France"),
    ]  # fmt: skip
    assert told(reading.problems) == [("pairs-no-partner", 3, "note"),
                                      ("pairs-not-in-pattern", 4, "error")]  # fmt: skip
    assert (reading.taken, reading.reported, reading.partly) == (1, 2, 1)


def test_lists_side_by_side_belong_together() -> None:
    other = CityMapping({"name": ("n",), "wikidata": ("q",), "country": ("c",)}, {}, ";")
    mapping = Mapping(CityMapping(always={"name": "Examplestad"}), other)
    reading = reading_of("n,q,c\nA; B,Q1;Q2,Italy\nA;B;C,Q1,X;Y\n", mapping)
    assert [(p.other.name, p.other.wikidata, p.other.country) for p in reading.pairs[:2]] == [
        ("A", "Q1", "Italy"), ("B", "Q2", "Italy")]  # fmt: skip
    assert {p.one.name for p in reading.pairs} == {"Examplestad"}
    assert ("pairs-uneven-lists", 3, "warning") in told(reading.problems)


def test_a_wide_row_names_a_partner_a_column() -> None:
    other = CityMapping({"name": ("P1", "P2"), "country": ("C1", "C2")}, {"level": "city"})
    mapping = Mapping(CityMapping({"name": ("City",)}), other)
    reading = reading_of("City,P1,C1,P2,C2\nA,B,X,C,Y\nD,,,E,Z\nF,,,,\nG,,X,H,\n", mapping)
    assert [(p.one.name, p.other.name, p.other.country, p.other.column) for p in reading.pairs] == [
        ("A", "B", "X", "P1"), ("A", "C", "Y", "P2"), ("D", "E", "Z", "P2"), ("G", "H", "", "P2"),
    ]  # fmt: skip
    assert told(reading.problems) == [("pairs-no-partner", 4, "note"),
                                      ("pairs-city-missing", 5, "error")]  # fmt: skip
    assert (reading.taken, reading.reported, reading.partly) == (2, 2, 1)


def test_repairs_are_told_once_a_column_with_all_rows() -> None:
    mapping = Mapping(
        CityMapping({"name": ("City",)}),
        CityMapping({"name": ("Partner",), "lat": ("lat",), "long": ("lon",)}),
    )
    reading = reading_of(
        "City;Partner;lat;lon\nA;B;-6,9;107,6\nA;C;-7,1;107,7\nA;D;110.4;-7.1\nA;E;7°30′S;110°E\n",
        mapping,
    )
    assert [(p.other.lat, p.other.long) for p in reading.pairs] == [
        (-6.9, 107.6), (-7.1, 107.7), (-7.1, 110.4), (-7.5, 110.0)]  # fmt: skip
    assert [(p.code, p.line, p.details["lines"]) for p in reading.problems] == [
        ("pairs-comma-decimal", 2, "2–3"), ("pairs-swapped-coordinates", 4, "4"),
        ("pairs-degrees", 5, "5"),
    ]  # fmt: skip
    assert reading.taken == 4


CELLS = st.sampled_from(
    ["", "A", "B", "b", " C ", "A; B", "A (France)", "A (France", "Q1", "Q0", "10/09/2017", "x;y;z",
     "2017", "13/13/2013", "-6,9", "107.6", "-", "é", "\x01", "Point(1 2)", ";"]
)  # fmt: skip


@settings(max_examples=40)
@given(
    st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6),
    st.sampled_from(["", ";"]),
    st.sampled_from(["", "{name} ({country})"]),
)
def test_rows_in_are_rows_taken_and_rows_reported(
    rows: list[list[str]], separator: str, pattern: str
) -> None:
    header = ["a", "b", "q", "when", "where"]
    mapping = Mapping(
        CityMapping({"name": ("a",)}),
        CityMapping(
            {"name": ("b",), "wikidata": ("q",), "point": ("where",)}, {}, separator, pattern
        ),
        PairMapping({"signed": "when"}),
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    table, found = to_table(out.getvalue().encode(), "t.csv", Mapping(header_row=1))
    full = [n for n, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    if table is None:
        assert full == []
        return
    reading = read_pairs(table, mapping)
    assert reading.rows == len(full) == reading.taken + reading.reported
    kept_notes = {"pairs-no-partner"}
    faults = [p for p in [*found, *reading.problems]
              if p.severity is not Severity.NOTE or p.code in kept_notes]  # fmt: skip
    assert reading.reported == len({p.line for p in faults} & set(full))
    assert {pair.line for pair in reading.pairs} <= set(full)
    whole = set(full) - {p.line for p in faults}
    assert whole <= {pair.line for pair in reading.pairs}


# ---- dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        *(("2017", "2017"), ("2017-09", "2017-09"), ("2017-09-10~", "2017-09-10~")),
        *(("25/09/2017", "2017-09-25"), ("9/25/2017", "2017-09-25"), ("5.5.2010", "2010-05-05")),
        *(("2017. 9. 10.", "2017-09-10"), ("2017년 9월 10일", "2017-09-10")),
        *(("2017년 9월", "2017-09"), ("2017年9月10日", "2017-09-10"), ("2017/9/10", "2017-09-10")),
        *(("09/2017", "2017-09"), ("1er mars 1990", "1990-03-01")),
        *(("10 September 2017", "2017-09-10"), ("September 10th, 2017", "2017-09-10")),
        *(("2 Juni 1960", "1960-06-02"), ("17. Mai 1955", "1955-05-17")),
        *(("10 de agosto de 1985", "1985-08-10"), ("Desember 2001", "2001-12")),
        *(("ca. 1990", "1990~"), ("sekitar 1990", "1990~"), ("약 1990년", "1990~")),
        *(("2017-09-10T00:00:00Z", "2017-09-10"), ("2017-01-01T00:00:00Z", "2017")),
    ],
)  # fmt: skip
def test_dates_are_read_in_many_forms(text: str, date: str) -> None:
    assert to_day(text).text == date


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("soon", "pairs-bad-date", ""),
        ("10/09/17", "pairs-bad-date", ""),
        ("1990s", "pairs-bad-date", ""),
        ("44958", "pairs-bad-date", "2023-02-01"),
        ("31/02/2017", "impossible-date", ""),
        ("2017-13", "impossible-date", ""),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str, hint: str) -> None:
    with pytest.raises(RefusedError) as refused:
        to_day(text)
    assert (refused.value.code, refused.value.suggestion) == (code, hint)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_in_the_order_of_the_mapping_and_no_other(day: date) -> None:
    assert to_day(day.strftime("%d/%m/%Y"), "dmy").text == day.isoformat()
    assert to_day(day.strftime("%m/%d/%Y"), "mdy").text == day.isoformat()
    open_day = to_day(day.strftime("%d/%m/%Y"))
    assert (open_day.text or day.isoformat()) == day.isoformat()
    assert open_day.readings == () or day.isoformat() in open_day.readings


DOUBTFUL = "City,Partner,Country,Since\nA,B,,10/09/2017\nC,D,,11/09/2017\nE,F,,09/09/2017\n"


def test_a_doubtful_date_is_not_read_but_told_with_both_readings_and_the_key() -> None:
    reading = reading_of(DOUBTFUL)
    assert told(reading.problems) == [
        ("pairs-doubtful-date", 2, "error"), ("pairs-doubtful-date", 3, "error"),
        ("pairs-date-order", 2, "note"),
    ]  # fmt: skip
    assert [pair.signed for pair in reading.pairs] == ["", "", "2017-09-09"]
    assert (reading.taken, reading.reported, reading.partly) == (1, 2, 2)
    lines = render_text(reading.problems).splitlines()
    assert lines[0] == (
        'error: t.csv:2: Since: "10/09/2017" can be 2017-09-10 (day first) or 2017-10-09 '
        '(month first). Say in the mapping which: [table] date_order = "dmy" or "mdy" '
        "[pairs-doubtful-date]"
    )
    assert "Rows: 2, at 2–3 [pairs-date-order]" in lines[2]


@pytest.mark.parametrize(("order", "first"), [("dmy", "2017-09-10"), ("mdy", "2017-10-09")])
def test_the_mapping_settles_the_order(order: str, first: str) -> None:
    mapping = Mapping(PLAIN.one, PLAIN.other, PLAIN.pair, date_order=order)
    reading = reading_of(DOUBTFUL, mapping)
    assert (reading.problems, reading.pairs[0].signed) == ([], first)


@pytest.mark.parametrize("order", ["mdy", "ymd"])
def test_a_date_against_the_order_of_the_mapping_is_told(order: str) -> None:
    mapping = Mapping(PLAIN.one, PLAIN.other, PLAIN.pair, date_order=order)
    (problem,) = reading_of("City,Partner,Country,Since\nA,B,,25/09/2017\n", mapping).problems
    assert (problem.code, problem.suggestion) == ("pairs-against-order", "2017-09-25")


# ---- items and coordinates


@pytest.mark.parametrize(
    "form",
    ["Q{}", "q{}", "wd:Q{}", "http://www.wikidata.org/entity/Q{}", "<http://www.wikidata.org/entity/Q{}>",
     "https://www.wikidata.org/wiki/Q{}", "https://m.wikidata.org/wiki/Q{}#sitelinks",
     "https://www.wikidata.org/wiki/Special:EntityData/Q{}.json"],
)  # fmt: skip
def test_items_are_read_in_every_form(form: str) -> None:
    assert to_item(form.format(1726)) == "Q1726"


@pytest.mark.parametrize("text", ["Q0", "Q", "Q1x", "Berlin", "https://example.org/wiki/Q1", "P31"])
def test_what_is_no_item_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="pairs-bad-item"):
        to_item(text)


@given(st.decimals(-90, 90, places=4), st.decimals(-180, 180, places=4))
def test_points_have_their_longitude_first_and_pairs_their_latitude(
    lat: float, long: float
) -> None:
    for text in (f"Point({long} {lat})", f"SRID=4326;POINT ({long}  {lat})", f"{lat}, {long}"):
        point = to_point(text)
        assert (point.lat, point.long, point.repair) == (float(lat), float(long), "")
    south, west = ("S" if lat < 0 else "N"), ("W" if long < 0 else "E")
    point = from_degrees(f"{abs(lat)}° {south}", f"{west} {abs(long)}")
    assert (point.lat, point.long) == (float(lat), float(long))


@pytest.mark.parametrize(
    ("lat", "long", "code"),
    [
        ("x", "1", "pairs-bad-coordinates"),
        ("6.9E", "7", "pairs-bad-coordinates"),
        ("6°70′S", "7", "pairs-bad-coordinates"),
        ("-6914864", "1", "pairs-coordinates-out-of-range"),
        ("100°S", "7°E", "pairs-coordinates-out-of-range"),
        ("nan", "1", "pairs-bad-coordinates"),
    ],
)
def test_coordinates_that_cannot_be_are_refused(lat: str, long: str, code: str) -> None:
    with pytest.raises(RefusedError, match=code):
        from_degrees(lat, long)


def test_a_place_off_the_earth_is_refused() -> None:
    with pytest.raises(RefusedError):
        to_point("<http://www.wikidata.org/entity/Q405> Point(1 2)")


def test_a_time_stamp_at_the_start_of_a_year_is_the_year() -> None:
    reading = reading_of("City,Partner,Country,Since\nA,B,,1987-01-01T00:00:00Z\n")
    assert told(reading.problems) == [("pairs-first-of-january", 2, "note")]
    assert (reading.pairs[0].signed, reading.taken) == ("1987", 1)


def test_a_cell_too_long_for_a_name_is_reported() -> None:
    reading = reading_of(f"City,Partner,Country,Since\nA,{'B' * 301},,\n")
    assert told(reading.problems) == [("pairs-long-name", 2, "error")]


def test_the_header_is_where_the_mapping_says() -> None:
    text = b"A,B,C,D\n" + THREE.encode()
    assert table_of(text).header == ("A", "B", "C", "D")
    assert table_of(text, mapping=Mapping(header_row=2)).header_line == 2
    table, (problem,) = to_table(text, "t.csv", Mapping(header_row=9))
    assert (table, problem.code, problem.line) == (None, "pairs-no-header", 9)


def test_half_a_place_is_told() -> None:
    other = CityMapping({"name": ("b",), "lat": ("lat",), "long": ("lon",)})
    reading = reading_of("a,b,lat,lon\nA,B,,7\n", Mapping(CityMapping({"name": ("a",)}), other))
    assert told(reading.problems) == [("pairs-half-coordinates", 2, "warning")]


# ---- mappings

GOOD = """\
[source]
name = "List of examples"
kind = "Situs resmi"
url = "https://example.org/list"
accessed = "2026-11"

[table]
date_order = "dmy"
header_row = 2

[one]
always.name = "Examplestad"
always.level = "kota"
always.wikidata = "wd:Q64"

[other]
name = ["Partner 1", "Partner 2"]
separator = ";"
pattern = "{name}, {country}"

[pair]
signed = "Since"
always.relation_type = "자매도시"
"""


def test_a_mapping_is_read_and_its_words_become_codes() -> None:
    mapping = to_mapping(GOOD, "m.toml")
    assert mapping.source.kind == "official-site"
    assert mapping.one.always == {"name": "Examplestad", "level": "city", "wikidata": "wd:Q64"}
    assert mapping.other.columns == {"name": ("Partner 1", "Partner 2")}
    assert mapping.pair.always == {"relation_type": "sister"}
    assert (mapping.header_row, mapping.date_order) == (2, "dmy")


def test_the_mapping_of_the_page_reads_a_table() -> None:
    page = (ROOT / "docs" / "import-mapping.md").read_text(encoding="utf-8")
    mapping = to_mapping(page.split("```toml\n")[1].split("```")[0], "m.toml")
    text = "Partners,Since\nA (France); B (Italy),10/09/2017\n"
    assert [(p.one.country, p.other.name, p.signed) for p in reading_of(text, mapping).pairs] == [
        ("DE", "A", "2017-09-10"), ("DE", "B", "2017-09-10")]  # fmt: skip


def test_every_mistake_of_a_mapping_is_told_at_once_with_its_line() -> None:
    text = (
        '[source]\nname = "x"\nkind = "pres"\nurl = "example.org"\naccessed = "yesterday"\n'
        '[tabel]\n[table]\ndate_order = "dym"\nheader_row = "2"\nlanguage = "English!"\n'
        '[one]\nname = "City"\nalways.name = "Bandung"\ncontry = "Country"\nalways.wikidata = '
        '"64"\nseparator = ";"\n[other]\ncountry = 7\npattern = "{nam}"\n'
        '[pair]\nsigned = ["a", "b"]\n'
    )
    with pytest.raises(MappingError) as error:
        to_mapping(text, "m.toml")
    assert {(p.code, p.line, p.suggestion) for p in error.value.problems} == {
        ("mapping-not-a-code", 3, "press"), ("mapping-bad-address", 4, ""),
        ("mapping-bad-date", 5, ""), ("mapping-unknown-section", 6, "table"),
        ("mapping-not-a-code", 8, ""), ("mapping-bad-row", 9, ""),
        ("mapping-bad-language", 10, ""), ("mapping-twice", 13, ""),
        ("mapping-unknown-key", 14, "country"), ("pairs-bad-item", 15, "Q64"),
        ("mapping-many-ones", 11, ""), ("mapping-not-columns", 18, ""),
        ("mapping-missing", 17, ""), ("mapping-bad-pattern", 19, ""),
        ("mapping-not-columns", 21, ""),
    }  # fmt: skip
    assert "m.toml:14: one.contry:" in str(error.value)
    assert 'did you mean "country"?' in str(error.value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"mapping-missing"}),
        ("one = 1", {"mapping-missing", "mapping-not-a-section"}),
        ('[one]\nname = 1.5\nalways = 2\n', {"mapping-missing", "mapping-not-columns",
                                            "mapping-not-a-section"}),
        ('[other]\nname=["a","b"]\ncountry=["a","b","c"]', {"mapping-missing", "mapping-uneven"}),
        ('[table]\nsheet = 3', {"mapping-missing", "mapping-not-text"}),
    ],
)  # fmt: skip
def test_other_mistakes_of_mappings(text: str, codes: set[str]) -> None:
    with pytest.raises(MappingError) as error:
        to_mapping(text, "m.toml")
    assert {p.code for p in error.value.problems} == codes


def test_a_mapping_that_cannot_be_read_is_one_error(tmp_path: Path) -> None:
    for raw, words in ((b"[one", "not valid TOML"), (b"\xff\xfe", "not valid UTF-8")):
        (tmp_path / "m.toml").write_bytes(raw)
        with pytest.raises(MappingError, match=words):
            read_mapping(tmp_path / "m.toml")
    with pytest.raises(MappingError, match="No such file"):
        read_mapping(tmp_path / "none.toml")


def test_a_column_that_the_table_lacks_is_told_at_its_line() -> None:
    mapping = to_mapping(GOOD.replace("header_row = 2\n", ""), "m.toml")
    reading = reading_of("Partner 1,Partner2,Since\nA,B,1990\nC,D,1991\n", mapping)
    (problem,) = reading.problems
    assert (problem.code, problem.file, problem.line) == ("mapping-no-column", "m.toml", 16)
    assert (problem.value, problem.suggestion) == ("Partner 2", "Partner2")
    assert (reading.pairs, reading.rows, reading.reported) == ([], 2, 2)


NAMES = st.text(st.sampled_from("ab \"'\\#[]=é서{}\x7f"), min_size=1, max_size=6).map(
    lambda text: " ".join(text.split()) or "x"
)


def parts_of(known: Sequence[str], values: st.SearchStrategy[str]
             ) -> st.SearchStrategy[dict[str, str]]:  # fmt: skip
    return st.dictionaries(st.sampled_from(known), values, max_size=3)


MAPPINGS = st.builds(
    lambda columns, wide, pair, name, order: Mapping(
        CityMapping({"name": ("n",), **{k: (v,) for k, v in columns.items()}}),
        CityMapping({"wikidata": tuple(wide)}, {"name": name, "country": name}, ";",
                    "{name}/ {region}"),
        PairMapping(pair, {"relation_type": "sister"}, "|"),
        Source(name, "press", publisher=name),
        name, 4, order, "pt-BR",
    ),
    parts_of([p for p in CITY_PARTS if p != "name"], NAMES),
    st.lists(NAMES, min_size=1, max_size=3),
    parts_of([p for p in PAIR_PARTS if p != "relation_type"], NAMES),
    NAMES,
    st.sampled_from(["", "dmy", "mdy", "ymd"]),
)  # fmt: skip


@settings(max_examples=40)
@given(MAPPINGS)
def test_a_mapping_that_is_written_reads_back(mapping: Mapping) -> None:
    assert to_mapping(render_mapping(mapping), "m.toml") == mapping


@pytest.mark.parametrize("pattern", ["", "{nam}", "{name}{country}", "{name} {name}", "{country}",
                                     "{name!r}", "{", "x"])  # fmt: skip
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        to_form(pattern)


def test_a_separator_in_brackets_separates_nothing() -> None:
    assert split_cell("A (x; y); B; ; -", ";") == ["A (x; y)", "B"]
    assert split_cell("A (x; B", ";") == ["A (x", "B"]
    assert split_cell("A / B/C", " / ") == ["A", "B", "C"]
    assert to_ranges([2, 3, 5]) == "2–3, 5"


# ---- guesses


def test_countries_are_known_by_their_names_in_many_languages() -> None:
    assert shares(["Deutschland", "Finnland", "독일", "Jepang", "XK"])["country"] == 1
    assert shares(["Paris, France", "Seoul, KR"])["country"] == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "city1,country1,lat1,lng1,city2,country2,lat2,lng2\nA,Italy,1.5,2.5,B,Turki,3.5,120.5\n",
            "one.name one.country one.lat one.long other.name other.country other.lat other.long",
        ),
        ("Kota,Kota Mitra,Negara,Tanggal Penandatanganan\nA,B,Jepang,2 Juni 1960\n",
         "one.name other.name other.country pair.signed"),
        ("도시,자매도시,국가,체결일\n가,나,일본,1997. 8. 25.\n",
         "one.name other.name other.country pair.signed"),
        ("Stadt;Partnerstadt;Land;seit\nA;B;Deutschland;17. Mai 1955\n",
         "one.name other.name other.country pair.signed"),
        ("Ville,Ville jumelée,Pays,Année\nA,B,France,1960\n",
         "one.name other.name other.country pair.signed"),
        ("Ciudad,Ciudad hermana,País,Fecha\nA,B,España,1960\n",
         "one.name other.name other.country pair.signed"),
        ("都市,姉妹都市,国名,提携年\nA,B,大韓民国,1960\n",
         "one.name other.name other.country pair.signed"),
        ("City,Country,City,Country,Type\nA,Italy,B,France,twin town\n",
         "one.name one.country other.name other.country pair.relation_type"),
        ("source,target\nhttp://www.wikidata.org/entity/Q1,Q2\n", "one.wikidata other.wikidata"),
        ("city,cityLabel,twin,twinLabel,start\nwd:Q1,A,wd:Q2,B,1990-01-01T00:00:00Z\n",
         "one.wikidata one.name other.wikidata other.name pair.signed"),
        ("City,City point,Twin,Twin point,Link\nA,Point(1 2),B,Point(3 4),https://example.org/\n",
         "one.name one.point other.name other.point pair.source_url"),
        ("from,to\nAnytown,Othertown\n", "one.name other.name"),
    ],
)  # fmt: skip
def test_columns_are_known_by_headers_and_values(text: str, found: str) -> None:
    guess = guess_of(text)
    assert list(keys(guess).values()) == found.split()
    assert guess.problems == ()
    assert read_pairs(table_of(text), guess.mapping).taken == 1


def test_a_guess_says_how_sure_it_is_and_why_in_each_language() -> None:
    guess = guess_of("City,Partner,Coordinates,Mayor\nA,B,Point(1 2),7\n")
    city, partner, place, mayor = guess.columns
    assert (city.is_sure, partner.is_sure, place.is_sure, mayor.is_sure) == (
        True,
        True,
        False,
        False,
    )
    assert 0 == mayor.certainty < place.certainty < 0.6 <= partner.certainty < city.certainty < 1
    for lang in LANGUAGES:
        assert all(message(reason, lang) for column in guess.columns for reason in column.reasons)
    assert [message(reason, "en") for reason in place.reasons] == [
        'The header has the word "coordinates"', "100 % of its values are points (WKT)",
        'It stands beside "Partner"',
    ]  # fmt: skip


def test_what_is_not_sure_stands_in_the_mapping_as_comment() -> None:
    guess = guess_of(DOUBTFUL.replace("Country", "Coordinates").replace(",,", ",Point(1 2),"))
    text = render_guess(guess)
    assert '# point = "Coordinates"  # 57%: ' in text
    assert '# date_order = ""  # Nothing tells whether the day or the month stands first' in text
    filled = text.replace('name = ""', 'name = "x"').replace('kind = ""', 'kind = "press"')
    mapping = to_mapping(filled, "m.toml")
    assert (mapping.one, mapping.other, mapping.pair) == (
        guess.mapping.one, guess.mapping.other, guess.mapping.pair)  # fmt: skip
    assert mapping.date_order == ""


@pytest.mark.parametrize(
    ("lang", "words"), [("id", "Cara membaca tabel"), ("ko", "모든 행의 근거가 되는 출처")]
)
def test_a_proposed_mapping_speaks_the_language_of_the_office(lang: str, words: str) -> None:
    guess = guess_of(DOUBTFUL)
    text = render_guess(guess, lang)
    assert words in text
    assert all(len(line) <= 100 for line in text.splitlines() if "date_order =" not in line)
    code = [line for line in text.splitlines() if not line.startswith("#")]
    assert code == [
        line for line in render_guess(guess, "en").splitlines() if not line.startswith("#")
    ]


def test_the_order_of_dates_is_taken_from_a_row_that_decides_it() -> None:
    guess = guess_of(DOUBTFUL + "G,H,,25/09/2017\n")
    assert guess.mapping.date_order == "dmy"
    (note,) = guess.problems
    assert (note.code, note.line, note.value) == ("guess-order", 5, "25/09/2017")


def test_the_order_of_dates_is_left_open_where_nothing_decides_it() -> None:
    guess = guess_of(DOUBTFUL)
    assert guess.mapping.date_order == ""
    assert told(guess.problems) == [("guess-no-order", 2, "warning")]
    assert guess.problems[0].details["lines"] == "2–3"


REASONS = """City,Sister cities,Country,Bidang,Date,Year,Zq
A,"B, C, D",Italy,health,1990,1991,7
E,"F (Italy), G",Italy,,1992,1993,8
"""


def test_each_column_left_out_has_its_reason() -> None:
    columns = {column.column: column for column in guess_of(REASONS).columns}
    codes = {name: column.reasons[-1].code for name, column in columns.items()}
    assert codes == {
        "City": "guess-one", "Sister cities": "guess-values", "Country": "guess-of-many",
        "Bidang": "guess-fields", "Date": "guess-values", "Year": "guess-taken",
        "Zq": "guess-nothing",
    }  # fmt: skip
    assert [name for name, column in columns.items() if column.is_sure] == [
        "City", "Sister cities", "Date"]  # fmt: skip
    assert "guess-side" in {reason.code for reason in columns["Sister cities"].reasons}
    wide = guess_of("City,Partner 1,Partner 2\nA,B,C\n").columns
    assert [column.reasons[-1].code for column in wide[1:]] == ["guess-wide", "guess-wide"]
    ((number, other),) = [guess_of("city1,city2\nA,B\n").columns]
    assert (number.reasons[-1].code, other.reasons[-1].code) == ("guess-one", "guess-other")


def test_two_orders_in_one_table_are_told() -> None:
    guess = guess_of(DOUBTFUL + "G,H,,25/09/2017\nI,J,,09/26/2017\n")
    assert guess.mapping.date_order == ""
    assert told(guess.problems) == [("guess-two-orders", 6, "warning")]
    assert 'In line or row 5 "25/09/2017" has the day first, in 6 "09/26/2017"' in message(
        guess.problems[0], "en"
    )


@pytest.mark.parametrize(
    ("cells", "separator", "pattern"),
    [
        (["B (Germany); C (France)", "D (Italy)"], ";", "{name} ({country})"),
        (["B (Germany), C (France)", "D (Italy)"], ",", "{name} ({country})"),
        (["B, Germany", "C, France"], "", "{name}, {country}"),
        (["B, Germany; C, France", "D, Italy"], ";", "{name}, {country}"),
        (["B\nC\nD", "E"], "\n", ""),
        (["B, C, D", "E, F"], ",", ""),
        (["B", "C"], "", ""),
    ],
)
def test_cells_with_many_cities_are_recognised(
    cells: list[str], separator: str, pattern: str
) -> None:
    rows = [["City", "Sister cities"], *([f"A{n}", cell] for n, cell in enumerate(cells))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    guess = guess_of(out.getvalue())
    wanted = [
        code for code, found in (("guess-many", separator), ("guess-pattern", pattern)) if found
    ]
    assert [problem.code for problem in guess.problems] == wanted
    assert (guess.mapping.other.separator, guess.mapping.other.pattern) == (separator, pattern)
    assert read_pairs(table_of(out.getvalue()), guess.mapping).taken == len(cells)


def test_numbered_partners_are_several_cities_of_a_row() -> None:
    guess = guess_of("City,Partner 1,Partner 2\nA,B,C\nD,E,\n")
    assert guess.mapping.other.columns == {"name": ("Partner 1", "Partner 2")}
    assert (
        len(read_pairs(table_of("City,Partner 1,Partner 2\nA,B,C\nD,E,\n"), guess.mapping).pairs)
        == 3
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("city,country,population\nA,Italy,7\n", "pairs-no-second-city"),
        ("city,temperature,rain\nA,3,4\n", "pairs-no-second-city"),
        ("City,Mayor name\nA,Jane Example\n", "pairs-no-second-city"),
        ("x,y\n1,2\n", "pairs-no-city"),
        ("a,b\nCarrot,Pea\n", "pairs-no-city"),
        ("Sister city,Country,Since\nB,Italy,1990\n", "guess-whose-partners"),
    ],
)
def test_a_table_that_is_not_about_pairs_is_refused_with_a_reason(text: str, code: str) -> None:
    (problem,) = guess_of(text).problems
    assert (problem.code, problem.line, str(problem.severity)) == (code, 1, "error")


def test_a_table_of_ours_is_not_taken_for_a_foreign_one() -> None:
    table, _ = read_table(ROOT / "data" / "cities.csv", None)
    assert table is not None
    assert told(guess_mapping(table).problems) == [("pairs-own-table", 1, "error")]


def test_the_words_of_headers_are_written_as_headers_are_read() -> None:
    groups = read_words()
    assert set(groups["parts"]) == {*CITY_PARTS, *PAIR_PARTS}
    for part, words in groups["parts"].items():
        for word in words:
            assert to_header(word).part == part, word
    for side, words in groups["sides"].items():
        assert {to_header(f"{word} x").side for word in words} == {side}


def test_what_a_mapping_says_of_the_source_are_columns_of_the_table_sources() -> None:
    header = (ROOT / "data" / "sources.csv").read_text(encoding="utf-8-sig").partition("\n")[0]
    columns = {name.partition("@")[0] for name in header.split(",")}
    assert set(SOURCE_KEYS) <= columns
    assert SOURCE.kind in code_list("source-kind").codes


@pytest.mark.engine
def test_a_mapping_is_written_alike_under_any_hash_seed() -> None:
    code = (
        "import sys; from kg.imports.foreign import guess_mapping, render_guess, to_table\n"
        "table, _ = to_table(sys.stdin.buffer.read(), 't.csv')\n"
        "sys.stdout.write(render_guess(guess_mapping(table), 'en'))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], input=DOUBTFUL.encode(), capture_output=True, check=True,
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert made == {render_guess(guess_of(DOUBTFUL)).encode()}
