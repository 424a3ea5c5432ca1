"""CSV to rows: cell by cell and line by line what Python's csv module reads, and no row lost."""

import csv
import io
import os
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.problems import Problem, Severity
from kg.schema import Column, Kind, Schema, Table, packaged_ontology
from kg.tables import TableData, Tables, parse, read_tables, render_templates
from kg.tables.columns import Values, each_once, join, split, trim
from kg.tables.decode import decode
from kg.tables.read import to_table
from kg.tables.template import render_rows

WriteData = Callable[[Mapping[str, str | bytes]], Path]

# Three columns of free text: what is read is then what the parser read.
HEADERS = ("id", "one", "two")
PLAIN = Table(
    name="plain",
    classes=("http://example.org/Plain",),
    prefix="http://example.org/",
    order=1,
    columns=tuple(
        Column(h, f"http://example.org/{h}", Kind.STRING, n) for n, h in enumerate(HEADERS)
    ),
    labels={},
    help={},
)

# Quotation marks, separators, line ends, letters whole and in parts.
SIGNS = st.sampled_from(
    [*"\",;\n\t='\\#", "\r\n", "\r", "ab", "서울", "\u1109\u1165", "e\u0301", "é", "😀"]
)
SPACED = SIGNS | st.sampled_from([" ", "\u3000", "\u2028", "\x85", "\x0b"])
CELLS = st.lists(SPACED, max_size=5).map("".join)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8)
SEPARATORS = st.sampled_from([",", ";", "\t"])


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_by_python(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the line at which each row begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, line = [], 1
    for row in reader:
        rows.append((line, row))
        line = reader.line_num + 1
    return rows


def is_blank(row: list[str]) -> bool:
    return not any(cell.strip() for cell in row)


def is_sound(text: str, separator: str) -> bool:
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


def assert_same_rows(text: str, separator: str) -> None:
    """Compare our rows with Python's: each is taken, told as ragged, or blank and counted."""
    parsed = parse.parse(text, PLAIN, "f")
    wanted = read_by_python(text, separator)[1:]
    rows = [(line, row) for line, row in wanted if not is_blank(row)]
    taken = [(line, row) for line, row in rows if len(row) == len(HEADERS)]
    told = [p.line for p in parsed.problems if p.code == "ragged-row"]
    assert parsed.rows is not None
    cells = [[cell or "" for cell in row.values()] for row in parsed.rows.to_pylist()]
    assert list(zip(parsed.lines.tolist(), cells, strict=True)) == taken
    assert told == [line for line, row in rows if len(row) != len(HEADERS)]
    blank = [p for p in parsed.problems if p.code == "blank-line"]
    counted = blank[0].details["count"] if blank else 0
    assert len(wanted) == len(rows) + int(str(counted))


# ---- rows


@given(ROWS, SEPARATORS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_rows_are_those_of_pythons_csv(
    rows: list[list[str]], separator: str, line_end: str, quoted: bool
) -> None:
    out = io.StringIO()
    csv.writer(
        out,
        delimiter=separator,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    ).writerows([HEADERS, *rows])
    decoded = decode(out.getvalue().encode(), "f")
    assert decoded.text == clean(out.getvalue())
    assert_same_rows(decoded.text, separator)


@given(st.lists(SIGNS, max_size=30).map("".join), SEPARATORS)
def test_any_text_is_read_as_python_reads_it_or_refused_as_python_refuses_it(
    body: str, separator: str
) -> None:
    text = clean(separator.join(HEADERS) + "\n" + body)
    if is_sound(text, separator):
        assert_same_rows(text, separator)
    else:
        parsed = parse.parse(text, PLAIN, "f")
        assert parsed.rows is None
        assert [p.code for p in parsed.problems][-1] == "unclosed-quote"


@given(ROWS)
def test_rows_in_are_rows_taken_and_rows_told(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADERS, *rows])
    data, problems = to_table(text.getvalue().encode(), PLAIN, "f")
    told = sum(p.code == "ragged-row" for p in problems)
    blank = sum(int(str(p.details["count"])) for p in problems if p.code == "blank-line")
    assert len(read_by_python(clean(text.getvalue()), ",")) - 1 == len(data) + told + blank
    assert data.lines.tolist() == [data.lines.tolist()[n] for n in order_of(data)]


def order_of(data: TableData) -> list[int]:
    """Return the places of rows sorted by id; rows without one come last, equal ids by line."""
    ids = data.cells("id").to_pylist()
    lines = data.lines.tolist()
    return sorted(
        range(len(ids)), key=lambda n: (ids[n] is None, (ids[n] or "").encode(), lines[n])
    )


@given(st.text(max_size=60))
def test_no_text_at_all_makes_the_reader_fail(text: str) -> None:
    data, problems = to_table(text.encode("utf-8", "surrogatepass"), PLAIN, "f")
    assert len(data) == 0 or problems or text.startswith("id")


@given(st.binary(max_size=60))
def test_no_bytes_at_all_make_the_reader_fail(raw: bytes) -> None:
    to_table(b"id,one\n" + raw, PLAIN, "f")
    to_table(raw, PLAIN, "f")


def test_rows_stand_by_id_with_their_lines() -> None:
    data, _ = to_table(b"id,one\nc,1\n\na,2\nb,3\nA,4\n", PLAIN, "f")
    assert data.cells("id").to_pylist() == ["A", "a", "b", "c"]
    assert data.lines.tolist() == [6, 4, 5, 2]
    assert data.cells("two").null_count == 4
    assert list(data.frame()["one"]) == ["4", "2", "3", "1"]


def test_a_block_too_small_is_told_and_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "_block_size", lambda body: 16)
    body = 'x,"' + "long " * 40 + '",y\n'
    parsed = parse.parse("id,one,two\n" + body * 4, PLAIN, "f")
    assert parsed.rows is None
    assert [p.code for p in parsed.problems] == ["unreadable-file"]


def test_rows_over_many_blocks_keep_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "_block_size", lambda body: 64)
    body = 'a,"1\n2",3\nshort\n\nb,4,5\n' * 30
    assert_same_rows("id,one,two\n" + body, ",")


# ---- bytes


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-16"])
def test_korean_text_is_read_from_any_of_its_encodings(schema: Schema, encoding: str) -> None:
    words = [c.labels["ko"] for c in schema.code_lists["country"].codes.values()]
    text = "\n".join(
        word for word in words if word.encode("cp949", "ignore").decode("cp949") == word
    )
    assert decode(text.encode(encoding), "f").text == text


@pytest.mark.parametrize("word", ["서울특별시", "천안시", "수원시", "김해", "양산시와 우호 협정"])
def test_short_korean_text_is_not_taken_for_western_text(word: str) -> None:
    assert decode(f"id,name@ko\nx,{word}\n".encode("cp949"), "f").text == f"id,name@ko\nx,{word}\n"


@pytest.mark.parametrize("word", ["Curaçao", "Malmö", "São Paulo", "“Zürich” – Köln", "5 €", "Å"])
def test_short_western_text_is_not_taken_for_korean_text(word: str) -> None:
    assert decode(f"id,name@en\nx,{word}\n".encode("cp1252"), "f").text == f"id,name@en\nx,{word}\n"


@given(st.text(st.sampled_from("서울부산자매도시 협정ab,\n"), min_size=1), st.data())
def test_utf8_with_one_damaged_byte_is_refused_at_its_line(text: str, data: st.DataObject) -> None:
    text = "id,자매도시 협정 서울부산\n" + text
    raw = bytearray(text.encode())
    place = data.draw(st.sampled_from([n for n, byte in enumerate(raw) if byte >= 0x80]))
    raw[place] = 0xFF
    decoded = decode(bytes(raw), "f")
    line = raw[:place].count(b"\n") + 1
    assert (decoded.text, [(p.code, p.line) for p in decoded.problems]) == (
        None,
        [("bad-encoding", line)],
    )


# ---- folders


def test_a_table_without_a_file_is_empty(schema: Schema, write_data: WriteData) -> None:
    tables, problems = read_tables(write_data({"cities": "id\n"}), schema)
    assert {len(data) for data in tables.data.values()} == {0}
    assert [p.code for p in problems if p.file != "data/cities.csv"] == []
    assert tables["programs"].whole
    assert tables.frames()["programs"].columns.tolist() == list(schema.tables["programs"].headers)


def test_files_that_are_not_csv_are_not_looked_at(schema: Schema, write_data: WriteData) -> None:
    files = {"cities": "id\n", "README.md": "#", ".~lock.cities.csv#": "x"}
    _, problems = read_tables(write_data(files), schema)
    assert {p.file for p in problems} == {"data/cities.csv"}


@pytest.mark.parametrize("name", ["Cities.csv", "cities.CSV", "cities (1).csv"])
def test_a_file_that_is_nearly_a_table_is_told(
    schema: Schema, write_data: WriteData, name: str
) -> None:
    _, problems = read_tables(write_data({name: "id\n"}), schema)
    assert [(p.code, p.file, p.suggestion) for p in problems] == [
        ("unknown-table", f"data/{name}", "cities")
    ]


def test_a_file_that_cannot_be_opened_is_told(
    schema: Schema, write_data: WriteData, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(path))

    folder = write_data({"cities": "id\n"})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    tables, problems = read_tables(folder, schema)
    assert problems == [
        Problem("unreadable-file", "data/cities.csv", details={"reason": "Permission denied"})
    ]
    assert not tables["cities"].whole


def test_the_packaged_tables_of_a_blank_project_have_no_problem(
    schema: Schema, write_data: WriteData
) -> None:
    templates = render_templates(schema)
    assert list(templates) == [f"{name}.csv" for name in schema.tables]
    tables, problems = read_tables(write_data(templates), schema)
    assert problems == []
    assert {len(data) for data in tables.data.values()} == {0}


# ---- cells of many values

VALUES = st.lists(st.text(st.sampled_from("abc \t"), max_size=3), max_size=4).map(";".join)


@given(st.lists(st.none() | VALUES, max_size=6), st.booleans())
def test_values_are_split_taken_once_and_joined(cells: list[str | None], in_order: bool) -> None:
    column = trim(pa.array(cells, pa.string()))
    once, again = each_once(split(column, ";"), in_order=in_order)
    for row, cell in enumerate(column.to_pylist()):
        values = [v.strip() for v in (cell or "").split(";") if v.strip()]
        wanted = sorted(set(values)) if in_order else list(dict.fromkeys(values))
        assert join(once, ";", len(cells))[row].as_py() == (";".join(wanted) or None)
        assert (row in again.tolist()) == (len(values) > len(wanted))


def test_values_know_their_rows() -> None:
    values = split(pa.array(["b; a", None, ";", "c"]), ";")
    assert (values.texts.to_pylist(), values.rows.tolist()) == (["b", "a", "c"], [0, 0, 3])
    kept = values.where(pa.array([True, None, False]))
    assert (kept.texts.to_pylist(), kept.rows.tolist()) == (["b"], [0])
    assert join(Values(pa.array([], pa.string()), kept.rows[:0]), ";", 2).to_pylist() == [
        None,
        None,
    ]


def test_values_of_a_column_stand_one_a_row(schema: Schema, write_data: WriteData) -> None:
    rows = "id,name@en,name@ko,country,level,sources\nseoul,Seoul,서울,KR,city,site;paper\n"
    tables, _ = read_tables(write_data({"cities": rows}), schema)
    assert tables["cities"].values("sources").to_pylist() == [
        {"id": "seoul", "value": "paper"},
        {"id": "seoul", "value": "site"},
    ]
    assert tables["cities"].values("name")["value"].to_pylist() == ["Seoul", "서울"]
    assert tables["cities"].values("note").num_rows == 0


# ---- out and in again


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS), max_size=5))
def test_rows_written_are_the_rows_read(rows: list[dict[str, str]]) -> None:
    rows = [{h: clean(row.get(h, "")).strip() for h in HEADERS} for row in rows]
    text = render_rows(HEADERS, rows)
    data, problems = to_table(text.encode(), PLAIN, "f")
    whole = [row for row in rows if any(row.values())]
    assert sorted(map(str, whole)) == sorted(map(str, data.frame().to_dict("records")))
    errors = {p.code for p in problems if p.severity is Severity.ERROR}
    assert errors <= {"duplicate-id", "control-character"}


def test_the_fixture_has_no_error(schema: Schema) -> None:
    folder = packaged_ontology().parent / "tests" / "fixture" / "data"
    tables, problems = read_tables(folder, schema)
    assert isinstance(tables, Tables)
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    assert min(len(data) for data in tables.data.values()) >= 1
