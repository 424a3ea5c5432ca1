"""Workbooks: made to fill in, read like CSV tables, their problems told by sheet and cell."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.check import check_references, check_rules, read_rules
from kg.check.shacl import _to_problem as to_problem
from kg.cli import main
from kg.cli.words import say
from kg.errors import KgError
from kg.exports.workbook import render_workbook
from kg.exports.workbook.lists import plan_lists
from kg.names import LANGUAGES
from kg.problems import (
    Problem,
    Severity,
    Sheet,
    render_csv,
    render_json,
    render_text,
    sort_problems,
)
from kg.schema import Kind, Schema, load_schema, packaged_data, packaged_ontology
from kg.schema.folders import project_folders, project_home
from kg.tables import Tables, package, read_tables
from kg.tables.read import to_table
from kg.tables.sheets import CODES, READ_ME, sheet_names
from kg.tables.template import render_rows
from kg.tables.values import to_text
from kg.tables.workbook import to_tables
from kg.turtle import render_turtle
from tests import workbooks
from tests.any_rows import rows_of
from tests.workbooks import Cell, Formula, Shown, make, place, write

SCHEMA = load_schema(packaged_ontology())
FIXTURE = Path(__file__).parent / "fixture" / "data"
BOOK = "book.xlsx"


def kg(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], prog_name="kg")


@pytest.fixture(scope="module")
def bandung(schema: Schema) -> Tables:
    return read_tables(packaged_data(), schema)[0]


@pytest.fixture(scope="module")
def fixture(schema: Schema) -> Tables:
    return read_tables(FIXTURE, schema)[0]


def only(schema: Schema, *names: str) -> Schema:
    return replace(schema, tables={name: schema.tables[name] for name in names})


def read(sheets: dict[str, workbooks.Rows], schema: Schema, **more: object) -> list[Problem]:
    return sort_problems(to_tables(make(sheets, **more), schema, BOOK)[1])  # type: ignore[arg-type]


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(p.code, place(p)) for p in problems]


# ---- there and back


@pytest.mark.parametrize("lang", ["ko"])
def test_the_data_are_the_same_from_a_workbook_in_any_language(
    bandung: Tables, schema: Schema, lang: str
) -> None:
    tables, problems = to_tables(render_workbook(schema, bandung, lang), schema, BOOK)
    assert problems == []
    assert sum(len(data) for data in tables.data.values()) > 900
    for name, data in bandung.data.items():
        assert tables[name].rows.equals(data.rows), name


def test_the_graph_is_the_same_byte_for_byte(fixture: Tables, schema: Schema) -> None:
    tables, _ = to_tables(render_workbook(schema, fixture, "id"), schema, BOOK)
    turtle = [b"".join(render_turtle(schema, [*t.data.values()])) for t in (fixture, tables)]
    assert turtle[0] == turtle[1]
    assert len(turtle[0]) > 10_000


TABLES = st.sampled_from([*SCHEMA.tables]).flatmap(
    lambda name: st.tuples(st.just(name), rows_of(SCHEMA.tables[name]))
)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(TABLES)
def test_hostile_text_survives_and_a_second_reader_sees_the_same_cells(
    drawn: tuple[str, list[dict[str, str]]],
) -> None:
    name, rows = drawn
    schema, table = only(SCHEMA, name), SCHEMA.tables[name]
    data, _ = to_table(render_rows(table.headers, rows).encode(), table, f"{name}.csv")
    raw = render_workbook(schema, Tables(schema, {name: data}))
    tables, problems = to_tables(raw, schema, BOOK)
    assert problems == []
    assert tables[name].rows.equals(data.rows)
    sheet = openpyxl.load_workbook(io.BytesIO(raw))[name]
    cells = [c for row in sheet.iter_rows(min_row=2) for c in row if c.value is not None]
    assert len(cells) == sum(len(data) - data.cells(h).null_count for h in table.headers)
    assert {(c.data_type, c.number_format) for c in cells} <= {("s", "@")}  # no formula, no date


# ---- cells


DAY = datetime(2017, 5, 3)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("서울", "서울"),
        ("=1+1", "=1+1"),
        ("_x0041_", "_x0041_"),
        (5.0, "5"),
        (-6.9, "-6.9"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (2015, "2015"),
        (1e15, "1000000000000000"),
        (1e20, "100000000000000000000"),
        (0.000001, "0.000001"),
        (Shown(0.25, "0%"), "0.25"),
        (Shown(1070000, "#,##0"), "1070000"),
        (DAY, "2017-05-03"),
        (date(2017, 5, 3), "2017-05-03"),
        (Formula('="a"&"b"', "ab"), "ab"),
        (Formula("=2+3", 5), "5"),
        (Formula('=""', ""), ""),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_cell_is_read_as_it_was_typed(cell: Cell, text: str, schema: Schema) -> None:
    raw = make({"cities": [["id", "note@en"], ["here", cell]]})
    tables, _ = to_tables(raw, schema, BOOK)
    assert tables["cities"].frame()["note@en"].tolist() == [text]


@pytest.mark.parametrize("count_from", [False, True], ids=["1900", "1904"])
def test_days_are_read_by_either_calendar(count_from: bool, schema: Schema) -> None:
    raw = make({"cities": [["id", "note@en"], ["x", DAY]]}, date_1904=count_from)
    assert to_tables(raw, schema, BOOK)[0]["cities"].frame()["note@en"].tolist() == ["2017-05-03"]


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        (True, "boolean-cell", "TRUE"),
        (datetime(2017, 5, 3, 14, 30), "time-cell", "2017-05-03 14:30"),
        (time(14, 30), "time-cell", "14:30:00"),
        (Formula("=1/0", "#DIV/0!"), "error-cell", "#DIV/0!"),
        (Formula("=NA()", "#N/A"), "error-cell", "#N/A"),
        ("a\x01b", "control-character", "\\x01"),
    ],
)
def test_a_cell_that_is_no_text_is_told_once(
    cell: Cell, code: str, value: str, schema: Schema
) -> None:
    found = read({"studies": [["id", "name@en", "kind"], ["x", "A study", cell]]}, schema)
    at_cell = [(p.code, p.value) for p in found if place(p) == "studies!C2"]
    assert (code, value) in at_cell
    assert [c for c, _ in at_cell if c == "missing-value"] == []


def test_letters_in_parts_are_composed_with_a_note(schema: Schema) -> None:
    apart = unicodedata.normalize("NFD", "반둥")
    raw = make({"cities": [["id", "name@ko"], ["a", "a"], ["b", apart], ["c", apart]]})
    tables, problems = to_tables(raw, schema, BOOK)
    assert tables["cities"].frame()["name@ko"].tolist() == ["a", "반둥", "반둥"]
    note = next(p for p in problems if p.code == "not-composed")
    assert (place(note), note.details["count"]) == ("cities!B3", 2)
    assert "Cells: 2; this is the first" in render_text([note])


def test_days_are_noted_and_those_that_may_be_months_or_years_doubted(schema: Schema) -> None:
    header = ["id", "signed", "note@en"]
    rows: workbooks.Rows = [
        header,
        ["a", date(2017, 5, 1), date(2017, 6, 1)],
        ["b", date(2017, 5, 2)],
        ["c", date(1905, 7, 9)],  # what a cell with the format of dates makes of 2017
    ]
    found = [p for p in read({"agreements": rows}, schema) if p.severity is not Severity.ERROR]
    assert [(p.code, place(p), p.value) for p in found] == [
        ("date-cell", "agreements!C2", "2017-06-01"),
        ("month-cell", "agreements!B2", "2017-05-01"),
        ("date-cell", "agreements!B3", "2017-05-02"),
        ("year-cell", "agreements!B4", "1905-07-09"),
    ]
    assert found[2].details["count"] == 1
    assert found[3].details["year"] == 2017


def test_formulas_that_nobody_calculated_are_no_empty_cells(schema: Schema) -> None:
    book = openpyxl.Workbook()
    book.active.title = "cities"
    for row in (["id", "note@en"], ["x", '="a"']):
        book.active.append(row)
    book.save(made := io.BytesIO())
    _, problems = to_tables(made.getvalue(), schema, BOOK)
    assert ("formula-without-value", "cities!B2") in told(problems)


def test_numbers_have_no_exponent() -> None:
    assert [to_text(n) for n in (1e300, -1.5e-7, 12345678901234567890)] == [
        "1" + "0" * 300,
        "-0.00000015",
        "12345678901234567890",
    ]


# ---- sheets

HEADER = ["id", "name@en", "kind"]


def test_where_the_header_may_stand_and_what_is_passed_over(schema: Schema) -> None:
    rows: workbooks.Rows = [
        [],
        [None, *HEADER],
        [],
        [None, "a", "A", "Press"],
        [None, " "],
        [None, "b", "B", "press"],
    ]
    sheets = {"Sources ": rows, "Sheet1": [], READ_ME: [["Hello"]], CODES: [["x"]]}
    tables, problems = to_tables(make(sheets), schema, BOOK)
    assert told(problems) == [("blank-line", "Sources !3")]
    assert problems[0].details["count"] == 2
    assert tables["sources"].frame()["kind"].tolist() == ["press", "press"]
    assert tables["sources"].lines.tolist() == [4, 6]
    assert all(data.whole for data in tables.data.values())
    assert len(tables["cities"]) == 0


def test_all_problems_of_sheets_are_told_in_one_run(schema: Schema) -> None:
    found = read(
        {
            "sources": [
                [*HEADER, "colour", None, "publisher"],
                ["a", "A", "press", "red"],
                ["a", "A", "pres", None, "stray"],
                ["b", "B", "press", None, None, "P"],
                ["c", "C", "press"],
                ["d", None, "press"],
            ],
            "cities": [["Cities of 2024"], [], ["id", "name@en"], ["x", "X"]],
            "fields": [["id", "id"], ["x", "y"]],
            "agencys": [["id"]],
            "(cache)": [["x"]],
            "events": [[" "]],
        },
        schema,
        merged={"sources": "F4:F5"},
    )
    assert told(found) == [
        ("unknown-sheet", "agencys!"),
        ("unknown-sheet", "cache!"),
        ("header-below", "cities!3"),
        ("empty-file", "events!1"),
        ("doubled-column", "fields!B1"),
        ("missing-column", "fields!1"),
        ("missing-column", "fields!1"),
        ("unknown-column", "sources!D1"),
        ("nameless-column", "sources!3"),
        ("duplicate-id", "sources!A3"),
        ("unknown-code", "sources!C3"),
        ("merged-cells", "sources!F4"),
        ("missing-value", "sources!B6"),
    ]
    notes = [p for p in found if p.severity is Severity.NOTE]
    assert [p.value for p in notes] == ["cache"]  # nobody sees it, so nobody wrote rows there


def test_cells_under_merged_ones_are_told_by_the_merge_alone(schema: Schema) -> None:
    rows: workbooks.Rows = [HEADER, ["a", "A", "press"], ["b", "B"]]
    assert told(read({"sources": rows}, schema, merged={"sources": "C2:C3"})) == [
        ("merged-cells", "sources!C2")
    ]


def test_a_workbook_without_any_table_says_so(schema: Schema) -> None:
    assert told(read({"Sheet1": []}, schema)) == [("no-sheets", "!")]


# ---- words


def test_problems_are_told_by_sheet_and_cell_in_three_languages(schema: Schema) -> None:
    rows: workbooks.Rows = [HEADER, ["a", "A", "pres"], ["a", "B", "press"], [], ["c", "C", True]]
    found = read({"sources": rows, "fields": []}, schema)
    assert len(found) == 5
    english, indonesian, korean = (render_text(found, lang).splitlines() for lang in LANGUAGES)
    assert english[0] == (
        "error: book.xlsx, sheet fields, row 1: The sheet is empty. Its first row must name the "
        "columns: id,name@en,name@id,name@ko,… [empty-file]"
    )
    assert english[1].startswith(
        'error: book.xlsx, sheet sources, cell C2: kind: "pres" is not in the list "Kinds of '
        'source"; did you mean "press"?'
    )
    assert english[2] == (
        'error: book.xlsx, sheet sources, cell A3: id: "a" stands already in row 2 [duplicate-id]'
    )
    assert english[3] == (
        "error: book.xlsx, sheet sources, cell C5: kind: The cell holds the truth value TRUE, not "
        "text. Format it as text and write what is meant [boolean-cell]"
    )
    assert english[4] == (
        "note: book.xlsx, sheet sources, row 4: Blank rows were passed over. Rows: 1; this is the "
        "first [blank-line]"
    )
    assert indonesian[2] == (
        'kesalahan: book.xlsx, lembar sources, sel A3: id: "a" sudah ada di baris 2 [duplicate-id]'
    )
    assert korean[2] == (
        '오류: book.xlsx, sources 시트, A3 칸: id: "a"은(는) 이미 2행에 있습니다 [duplicate-id]'
    )
    assert korean[4].startswith("참고: book.xlsx, sources 시트, 4행: 빈 행 1개를 건너뛰었습니다")


@pytest.mark.parametrize("code", sorted(workbooks.CODES))
def test_the_words_of_each_code_fill_their_places(code: str) -> None:
    details = dict.fromkeys(("size", "limit", "example", "letter", "range", "count"), "7")
    details |= {"cell": "G7", "month": "2017-05", "year": "2017"}
    problem = Problem(code, BOOK, 7, "id", "x", details=details, sheet=Sheet("cities", {"id": "A"}))
    texts = [render_text([problem], lang).splitlines()[0] for lang in LANGUAGES]
    assert len(set(texts)) == len(LANGUAGES)
    assert [text for text in texts if re.search(r"[{}]", text) or "A7" not in text] == []


def test_notes_of_several_sheets_share_a_line(schema: Schema) -> None:
    rows: workbooks.Rows = [HEADER, [], ["a", "A"]]
    found = read({"sources": rows, "studies": rows}, schema)
    notes = [line for line in render_text(found).splitlines() if line.startswith("note")]
    assert notes == [
        "note: 2 sheets: book.xlsx, sheet sources, row 2: Blank rows were passed over. Rows: 2; "
        "this is the first [blank-line]"
    ]


def test_json_and_csv_have_sheet_and_cell_behind_what_they_had(schema: Schema) -> None:
    found = read({"sources": [HEADER, ["a", "A", "pres"]]}, schema)
    (row,) = json.loads(render_json(found))
    assert list(row)[-2:] == ["sheet", "cell"]
    assert (row["file"], row["line"], row["column"]) == (BOOK, 2, "kind")
    assert (row["sheet"], row["cell"]) == ("sources", "C2")
    (cells,) = csv.DictReader(io.StringIO(render_csv(found)))
    assert [*cells] == [*row]
    assert (cells["sheet"], cells["cell"]) == ("sources", "C2")
    (other,) = csv.DictReader(io.StringIO(render_csv([Problem("missing-value", "data/x.csv", 1)])))
    assert (other["sheet"], other["cell"]) == ("", "")


# ---- checks across sheets


def change(tables: Tables, table: str, row: str, header: str, cell: str) -> Tables:
    """Return tables with one cell changed."""
    data = tables[table]
    frame = data.frame().set_index("id", drop=False)
    frame.loc[row, header] = cell
    rows = pa.Table.from_pandas(frame, preserve_index=False).cast(data.rows.schema)
    return Tables(tables.schema, {**tables.data, table: replace(data, rows=rows)})


def test_references_and_rules_tell_sheet_and_cell(fixture: Tables, schema: Schema) -> None:
    keys = fixture["agreements"].cells("id").to_pylist()
    wrong = change(fixture, "agreements", keys[1], "sources", "no-such-source")
    wrong = change(wrong, "agreements", keys[0], "signed", "2020-05-01")
    wrong = change(wrong, "agreements", keys[0], "valid_until", "2001-01-01")
    tables, problems = to_tables(render_workbook(schema, wrong), schema, BOOK)
    assert problems == []
    found = [*check_references(tables)]
    assert told(found) == [("dangling-reference", "agreements!M3")]
    rules = [r for r in read_rules(packaged_ontology() / "rules") if r.severity == "error"]
    broken = [p for p in check_rules(tables, rules) if place(p).startswith("agreements!")]
    assert ("ends-before-it-begins", "agreements!I2") in told(broken)


def test_shacl_tells_sheet_and_cell(schema: Schema, fixture: Tables) -> None:
    tables, _ = to_tables(render_workbook(schema, fixture), schema, BOOK)
    results = rdflib.Graph().parse(data=RESULT, format="turtle")
    key = tables["cities"].cells("id")[1].as_py()
    result = results.value(None, rdflib.RDF.type, rdflib.SH.ValidationResult)
    assert result is not None
    results.set((result, rdflib.SH.focusNode, rdflib.URIRef(schema.tables["cities"].prefix + key)))
    problem = to_problem(results, result, tables)
    assert place(problem) == "cities!A3"


RESULT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a sh:ValidationResult ; sh:resultPath rdf:type ; sh:resultMessage "No."@en .
"""


# ---- files that are no workbooks, or would take all memory


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "damaged-workbook"),
        (b"id,name@en\n", "damaged-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old-workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked-workbook",
        ),
        (make({"cities": [["id"]]})[:-40], "damaged-workbook"),
    ],
    ids=["empty", "text", "xls", "password", "cut"],
)
def test_what_is_no_workbook_is_told(raw: bytes, code: str, schema: Schema) -> None:
    tables, problems = to_tables(raw, schema, BOOK)
    assert [p.code for p in problems] == [code]
    assert not any(data.whole for data in tables.data.values())  # so no reference is looked for
    assert [*check_references(tables)] == []


def swapped(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one file of its package changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (SHEET, lambda xml: xml[: len(xml) // 2]),
        (SHEET, lambda xml: xml.replace(b"<v>0</v>", b"<v>99999999</v>")),
        ("xl/workbook.xml", lambda xml: b"<!DOCTYPE x [<!ENTITY y 'z'>]>" + xml),
        ("xl/workbook.xml", lambda _: b"<"),
        ("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet1", b"sheet9")),
    ],
)
def test_a_damaged_package_is_told(
    name: str, change: Callable[[bytes], bytes], schema: Schema
) -> None:
    raw = make({"cities": [["id"], ["x"]]})
    assert swapped(raw, name, change) != raw
    assert [p.code for p in to_tables(swapped(raw, name, change), schema, BOOK)[1]] == [
        "damaged-workbook"
    ]


def test_a_sheet_that_reaches_too_far_is_told_before_it_is_read(schema: Schema) -> None:
    raw = make({"cities": [["id"], ["x"]]})
    far = swapped(raw, SHEET, lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"'))
    _, problems = to_tables(far, schema, BOOK)
    assert told(problems) == [("large-sheet", "cities!")]
    assert "as far as cell XFD1048576; at most 20,000,000 cells" in render_text(problems)
    blank = swapped(
        raw,
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", b'<row><c r="XFD1048576" s="1"/></row></sheetData>'
        ),
    )
    assert "large-sheet" not in [p.code for p in to_tables(blank, schema, BOOK)[1]]


def test_a_package_that_hides_its_size_is_told(schema: Schema) -> None:
    raw = make({"cities": [["id"], ["x"]]})
    size = len(zipfile.ZipFile(io.BytesIO(raw)).read(SHEET)).to_bytes(4, "little")
    assert raw.count(size) == 2  # before the file, and in the list at the end
    lies = raw.replace(size, (9).to_bytes(4, "little"))
    assert [p.code for p in to_tables(lies, schema, BOOK)[1]] == ["damaged-workbook"]
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(twice := io.BytesIO(raw), "a") as more,
    ):
        more.writestr(SHEET, "<a/>")
    assert [p.code for p in to_tables(twice.getvalue(), schema, BOOK)[1]] == ["damaged-workbook"]


def test_what_would_unpack_to_too_much_is_told_before_it_is_unpacked(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "UNPACKED_AT_MOST", 1 << 20)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, bytes(3 << 20))
    _, problems = to_tables(made.getvalue(), schema, BOOK)
    assert render_text(problems).startswith(
        "error: book.xlsx: Unpacked, the workbook would take 3 MB; at most 1 MB are read."
    )


# ---- what is made to be filled in


@pytest.fixture(scope="module")
def blank(schema: Schema) -> openpyxl.Workbook:
    few = only(schema, "sources", "cities", "agreements", "obstacles")
    return openpyxl.load_workbook(io.BytesIO(render_workbook(few, lang="ko")))


def test_a_sheet_for_each_table_behind_the_guide(blank: openpyxl.Workbook) -> None:
    assert blank.sheetnames == [READ_ME, "sources", "cities", "agreements", "obstacles", CODES]
    assert blank[CODES].sheet_state == "hidden"
    guide = [c.value for row in blank[READ_ME].iter_rows() for c in row if c.value]
    titles = [text for text in guide if re.search(r"\((English|Bahasa Indonesia|한국어)\)", text)]
    assert [title.partition("(")[2] for title in titles] == [
        "한국어)",
        "English)",
        "Bahasa Indonesia)",
    ]
    assert guide.count("name@en, name@id, name@ko") == 9
    assert [c.hyperlink.location for c in blank[READ_ME]["A"] if c.hyperlink][:2] == [
        "'sources'!A1",
        "'cities'!A1",
    ]


def test_each_column_has_its_name_a_note_and_the_form_of_text(
    blank: openpyxl.Workbook, schema: Schema
) -> None:
    sheet, table = blank["agreements"], schema.tables["agreements"]
    assert tuple(cell.value for cell in sheet[1]) == table.headers
    assert sheet.freeze_panes == "B2"
    for cell in sheet[1]:
        column = table.of_header(cell.value)
        assert cell.comment.text.startswith(f"한국어: {column.help['ko']}\n")
        assert column.expected["id"] in cell.comment.text
        assert (cell.fill.start_color.rgb == "FF1F3864") is column.required
    looks = [*sheet.column_dimensions.values()]  # neighbours of one look are kept together
    assert {(letters.number_format, letters.width >= 12) for letters in looks} == {("@", True)}
    assert sum(letters.max - letters.min + 1 for letters in looks) == len(table.headers)


def test_lists_offer_codes_and_ids_and_never_forbid(blank: openpyxl.Workbook) -> None:
    rules = {str(r.sqref): r for r in blank["agreements"].data_validations.dataValidation}
    kind, sources = rules["E2:E1048576"], rules["M2:M1048576"]
    assert (kind.formula1, kind.errorStyle, kind.showErrorMessage) == (
        "codes_agreement_kind", "warning", True,
    )  # fmt: skip
    assert (sources.formula1, sources.showErrorMessage) == (
        "ids_sources",
        False,
    )  # it takes several
    assert "G2:G1048576" not in rules  # dates
    about = {str(r.sqref) for r in blank["obstacles"].data_validations.dataValidation}
    assert "B2:B1048576" not in about  # a row of one of several tables
    names = {name: cells.attr_text for name, cells in blank.defined_names.items()}
    assert names["ids_sources"] == (
        "'sources'!$A$2:INDEX('sources'!$A:$A,MAX(2,COUNTA('sources'!$A:$A)))"
    )
    sheet, cells = names["codes_agreement_kind"].split("!")
    assert sheet in (CODES, f"'{CODES}'")
    offered = [row[0].value for row in blank[CODES][cells.replace("$", "")]]
    assert "양해각서" in offered


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_a_list_offers_is_understood(schema: Schema, lang: str) -> None:
    lists = plan_lists(schema, sheet_names(schema), lang)
    found = {
        c.code_list.name: c.code_list
        for t in schema.tables.values()
        for c in t.columns
        if c.code_list
    }
    assert len(found) > 10
    assert set(lists.codes) == set(found)
    for name, words in lists.codes.items():
        assert [found[name].find(word) for word in words] == [*found[name].codes]


def test_names_stay_within_what_the_programs_allow(schema: Schema) -> None:
    cities = schema.tables["cities"]
    names = ["a" * 40, "a" * 41, "A" * 31, "History", "codes", "x[1]:y/z", "read me"]
    odd = replace(schema, tables={name: replace(cities, name=name) for name in names})
    sheets = sheet_names(odd)
    assert [*sheets.values()] == [
        "a" * 31, "a" * 29 + "-2", "A" * 29 + "-3", "History-2", "codes-2", "x-1--y-z", "read me-2",
    ]  # fmt: skip
    raw = render_workbook(odd)
    tables, problems = to_tables(raw, odd, BOOK)
    assert problems == []
    assert all(data.sheet is not None for data in tables.data.values())
    xml = zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet2.xml").decode()
    assert re.findall(r"<formula1>(.*?)</formula1>", xml)
    assert [t for t in re.findall(r'promptTitle="(.*?)"', xml) if len(t) > 32] == []
    assert [t for t in re.findall(r'(?:prompt|error)="(.*?)"', xml) if len(t) > 300] == []


@pytest.mark.parametrize(
    ("cell", "rows", "says"),
    [
        ("x" * 32_768, 1, "The cell note@en of cities:c0 has 32,768 letters; a cell of a workbook"),
        ("😀" * 16_384, 1, "has 16,384 letters"),
        ("x", 3, "The table cities has 3 rows; a sheet of a workbook holds 2"),
    ],
)
def test_what_a_workbook_cannot_hold_is_refused(
    cell: str, rows: int, says: str, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.exports.workbook.sheet.ROWS_AT_MOST", 3)
    few = only(schema, "cities")
    table = few.tables["cities"]
    lines = [{"id": f"c{n}", "note@en": cell} for n in range(rows)]
    data, _ = to_table(render_rows(table.headers, lines).encode(), table, "x")
    with pytest.raises(KgError, match=says):
        render_workbook(few, Tables(few, {"cities": data}))


# ---- commands


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_folder_is_made_with_the_name_of_another_kind_of_file(home: Path) -> None:
    said = kg("new", "twins.ods")
    assert (said.exit_code, [*home.iterdir()]) == (2, [])
    assert "A workbook is made with twins.xlsx; for a folder, choose" in said.stderr


@pytest.mark.parametrize("words", [("my-twins.xlsx",), ("my-twins", "--xlsx")])
def test_new_makes_a_workbook_that_is_sound(home: Path, words: tuple[str, ...]) -> None:
    result = kg("new", *words)
    assert result.exit_code == 0
    assert result.stdout.startswith("my-twins.xlsx is ready, with a sheet for each table.")
    assert [path.name for path in home.iterdir()] == ["my-twins.xlsx"]
    assert kg("check", "my-twins.xlsx").stdout == "errors: 0, warnings: 0, notes: 0\n"
    assert KnowledgeGraph.load("my-twins.xlsx").tables["dataset"]["id"].tolist() == ["my-twins"]
    assert "siap" in say("new-workbook", "id", book=BOOK)
    assert "만들었습니다" in say("new-workbook", "ko", book=BOOK)


@pytest.mark.engine
def test_a_workbook_filled_in_by_another_program_makes_a_project(home: Path) -> None:
    kg("new", BOOK, "--lang", "ko")
    book = openpyxl.load_workbook(BOOK)
    fill(book, "sources", {"id": "paper", "name@en": "A paper", "kind": "언론 보도"})
    city: dict[str, Cell] = {
        "country": "KR",
        "level": "시",
        "sources": "paper",
        "population": 1070000,
    }
    fill(book, "cities", {"id": "here", "name@ko": "여기", **city})
    fill(book, "cities", {"id": "there", "name@en": "There", **city, "lat": -6.9})
    book.save(BOOK)
    graph = KnowledgeGraph.load(BOOK)
    assert render_text(graph.problems) == "errors: 0, warnings: 0, notes: 0\n"
    assert graph.tables["sources"]["kind"].tolist() == ["press"]
    assert graph.tables["cities"]["population"].tolist() == ["1070000", "1070000"]
    assert graph.tables["cities"]["lat"].tolist() == ["", "-6.9"]


def fill(book: openpyxl.Workbook, sheet: str, row: dict[str, Cell]) -> None:
    """Write a row below the last one, as a person would."""
    headers = [cell.value for cell in book[sheet][1]]
    assert set(row) <= set(headers)
    book[sheet].append([row.get(header) for header in headers])


def test_new_leaves_a_workbook_that_is_there_as_it_is(home: Path) -> None:
    write(home / BOOK, b"mine")
    result = kg("new", BOOK)
    assert result.exit_code == 2
    assert "book.xlsx is there already. Choose another name; nothing was changed." in result.stderr
    assert Path(BOOK).read_bytes() == b"mine"


def test_build_writes_beside_the_workbook_what_the_tables_give(
    home: Path, fixture: Tables, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home / "mine" / "data" / BOOK, render_workbook(schema, fixture, "ko"))
    write(home / "mine" / "data" / "~$book.xlsx", b"of the program that has it open")
    write(home / "mine" / "data" / "._book.xlsx", b"of macOS")
    result = kg("build", "mine/data/book.xlsx", "--only", "graph")
    assert result.exit_code == 0, result.output
    graph = b"".join(render_turtle(schema, KnowledgeGraph.load(FIXTURE.parent).graph_tables()))
    assert Path("mine/exports/graph.ttl").read_bytes() == graph
    assert project_home(Path("mine/data/book.xlsx")) == project_home(Path("mine/book.xlsx"))
    assert project_folders(Path("mine")).data == Path("mine/data/book.xlsx")
    monkeypatch.chdir("mine/data")
    assert project_home(Path(BOOK)).resolve() == home / "mine"


def test_check_tells_errors_of_a_workbook_with_exit_code_1(home: Path) -> None:
    write(home / "data" / BOOK, make({"cities": [["id", "colour"], ["Here", "red"]]}))
    for words in (["check"], ["gaps", "-C", "data/book.xlsx"]):
        result = kg(*words)
        assert result.exit_code == 1
        assert 'error: book.xlsx, sheet cities, cell A2: id: "Here" is not an id' in result.output
    assert kg("build", "data/book.xlsx").exit_code == 1
    assert not (home / "exports").exists()


@pytest.mark.parametrize(
    ("there", "project", "says"),
    [
        (["data/b.xlsx", "data/cities.csv"], ".", "data holds a workbook (b.xlsx) and CSV tables "
         "(cities.csv). Keep one kind and move the other elsewhere."),
        (["data/a.xlsx", "data/b.xlsx"], ".", "data holds several workbooks (a.xlsx, b.xlsx)."),
        (["b.xls"], "b.xls", "b.xls is not a project. Expected a folder with data/ in it, or a "
         "workbook saved as .xlsx."),
        (["b.ods"], "b.ods", "or a workbook saved as .xlsx."),
        ([], "b.xlsx", "b.xlsx is not there."),
        (["x/y"], "x", "Expected x/data with CSV tables, or the name of a workbook (.xlsx)."),
    ],
)  # fmt: skip
def test_what_cannot_be_a_project_is_told_in_one_line(
    home: Path, there: list[str], project: str, says: str
) -> None:
    for file in there:
        write(home / file, b"")
    for words in (["check", project], ["build", project], ["gaps", "-C", project]):
        result = kg(*words)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: ")
        assert says in result.stderr.replace("./", "")


# ---- the same bytes

RENDER = """
import sys
from kg.exports.workbook import render_workbook
from kg.schema import load_schema, packaged_ontology
from kg.tables import read_tables
from pathlib import Path
schema = load_schema(packaged_ontology())
tables, _ = read_tables(Path(sys.argv[1]), schema)
sys.stdout.buffer.write(render_workbook(schema, tables, "id"))
"""


@pytest.mark.engine
def test_the_same_tables_give_the_same_bytes(fixture: Tables, schema: Schema) -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", RENDER, FIXTURE],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Seoul"))
    ]
    assert made[0] == made[1] == render_workbook(schema, fixture, "id")
    assert len(made[0]) > 100_000


@pytest.mark.engine
def test_a_second_reader_finds_all_the_data(bandung: Tables, schema: Schema) -> None:
    """Ask openpyxl, to which a cell is what the standard says."""
    raw = render_workbook(replace(schema, tables=bandung.schema.tables), bandung, "en")
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    for name, data in bandung.data.items():
        rows = [list(row) for row in book[name].iter_rows(values_only=True)]
        assert rows[0] == list(data.table.headers)
        frame = data.frame()
        assert [row[0] for row in rows[1:]] == frame["id"].tolist()
        for n, header in enumerate(data.table.headers):
            column = data.table.of_header(header)
            if column.kind is not Kind.CODE:
                seen = [row[n] if n < len(row) else None for row in rows[1:]]
                assert [cell or "" for cell in seen] == frame[header].tolist()


@pytest.mark.engine
def test_many_rows_are_read() -> None:
    schema, count = only(SCHEMA, "searches"), 200_000
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x{0}</t></is></c></row>'
    cells = "".join(row.format(n) for n in range(2, count + 2)).encode() + b"</sheetData>"
    raw = swapped(
        make({"searches": [["id"]]}), SHEET, lambda xml: xml.replace(b"</sheetData>", cells)
    )
    tables, problems = to_tables(raw, schema, BOOK)
    assert len(tables["searches"]) == count
    assert {p.code for p in problems} == {"missing-column"}


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_is_told_however_the_parts_are_packed(schema: Schema, packing: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", f"<a>{[*range(300)]}</a>")
    raw = bytearray(made.getvalue())
    start = raw.index(b"workbook.xml.rels") + len(b"workbook.xml.rels")
    raw[start + 9 : start + 29] = b"\xff" * 20  # behind the head of the packed data
    (problem,) = to_tables(bytes(raw), schema, BOOK)[1]
    assert problem.code == "damaged-workbook"
