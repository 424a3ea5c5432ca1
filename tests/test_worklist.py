"""The officer's way to close gaps: a work list, filled in by spreadsheet, applied whole or not."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg import coverage as cov
from kg.cli import main
from kg.errors import DataError, KgError
from kg.names import LANGUAGES
from kg.problems import Problem, Severity, has_errors
from kg.problems.render import render_line
from kg.schema import Table
from kg.tables import TableData, Tables, render_csv
from kg.worklist import Changes, Draft, draft_rows, render_worklist
from kg.worklist.effect import compare_coverage
from kg.worklist.files import read_sheet
from kg.worklist.merge import ADDED, CHANGED, UNCHANGED, Merged, merge
from kg.worklist.render import NOT_HERE, TABLE
from tests.any_rows import rows_of
from tests.node import find_node
from tests.table_sets import Row, TableSet, quick, schema, table_sets, to_tables

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
Cells = Mapping[str, str]
Filled = Mapping[tuple[str, str], Cells]


def kg(*words: str | Path, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def bytes_of(folder: Path) -> dict[str, bytes]:
    found = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    assert found
    return found


def records(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def fill(raw: bytes, filled: Filled, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Fill cells of a work list in, and save it as a spreadsheet program does."""
    rows = records(raw)
    by_place = {(row[TABLE], row["id"]): row for row in rows}
    for place, cells in filled.items():
        assert set(cells) <= set(by_place[place])
        by_place[place].update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def line_of(raw: bytes, table: str, key: str) -> int:
    """Return the line of a row (no cell of these lists holds a line end)."""
    lines = [(row[TABLE], row["id"]) for row in records(raw)]
    return lines.index((table, key)) + 2


# ---- the officer's way, on the published data

SEOUL = ("bandung", "seoul", "--level", "topic")
LANTERNS: Cells = {
    "name@id": "Festival lentera Bandung–Seoul",
    "kind": "Program",
    "status": "selesai",
    "began": "2023-02-01",
    "sources": "bandung-seoul-source",
}
NEWS: Cells = {"name@id": "Humas Kota Bandung", "kind": "official-site", "url": "https://e.org/1"}
FESTIVAL = ("programs", "bandung-seoul-festivals")
SOURCE = ("sources", "bandung-seoul-source")


@pytest.mark.engine
def test_a_gap_is_closed_from_a_spreadsheet(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    here, asked, file = ("-C", tmp_path), tmp_path / "gaps.csv", tmp_path / "rows.csv"
    before = bytes_of(tmp_path / "data")
    said = kg("gaps", *SEOUL, *here, "--worklist", asked, "--lang", "id")
    assert (said.exit_code, said.stdout) == (
        0,
        f"{asked}: 22 baris isian untuk 7 kesenjangan. Isi baris yang Anda ketahui, biarkan yang "
        f"lain, lalu: kg apply {asked}\n",
    )
    worklist = asked.read_bytes()

    wrong = {FESTIVAL: {**LANTERNS, "began": "01/02/2023"}, SOURCE: NEWS}
    file.write_bytes(fill(worklist, wrong, separator=";", encoding="utf-8-sig"))
    told = kg("apply", file, *here, "--yes")
    assert (told.exit_code, told.stdout) == (1, "")
    place = f"{file}:{line_of(worklist, *FESTIVAL)}"
    assert (
        f'error: {place}: began: "01/02/2023" can be two days: write 2023-02-01 or 2023-01-02.'
        in told.stderr
    )
    assert "A byte order mark was recognised" in told.stderr
    assert 'Columns are taken to be separated by ";"' in told.stderr
    assert "new: 1" in told.stderr.lower()
    assert "refused: 1" in told.stderr
    assert "nothing was written" in told.stderr
    assert bytes_of(tmp_path / "data") == before

    file.write_bytes(fill(worklist, {FESTIVAL: LANTERNS, SOURCE: NEWS}, separator=";"))
    good = kg("apply", file, *here, "--yes")
    assert good.exit_code == 0, good.stderr
    assert "Rows: 22. New: 2, changed: 0, unchanged: 1, left blank: 19, refused: 0" in good.stdout
    assert (
        "  Bandung – Seoul, Festivals: no programme on record → no result on record "
        "(agreed → delivered)" in good.stdout
    )
    after = bytes_of(tmp_path / "data")
    assert {name for name in before if before[name] != after[name]} == {
        "programs.csv",
        "sources.csv",
    }
    new = [line for line in after["programs.csv"].splitlines() if b"festivals," in line]
    assert len(after["programs.csv"].splitlines()) == len(before["programs.csv"].splitlines()) + 1
    assert new[0].decode() == (
        "bandung-seoul-festivals,,Festival lentera Bandung–Seoul,,bandung-seoul-loi-2015,"
        "bandung;seoul,festivals,,programme,completed,2023-02-01,,,,,bandung-seoul-source,,,"
    )

    graph = KnowledgeGraph.load(tmp_path)
    assert not has_errors(graph.problems)
    gaps = graph.gaps("bandung", "seoul", denominator="agreed", level="topic")
    assert dict(zip(gaps["field"], gaps["gap"], strict=True))["festivals"] == "unproven"
    assert "bandung-seoul-festivals" in graph.to_turtle()
    again = graph.apply(file)
    assert again.is_empty
    assert again.write() == []
    assert bytes_of(tmp_path / "data") == after


# ---- the work list

SMALL = KnowledgeGraph.load(FIXTURE)


@pytest.fixture
def own(tmp_path: Path) -> KnowledgeGraph:
    """Return the small project, as one's own folder."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    return KnowledgeGraph(SMALL.data, SMALL.problems, ROOT / "ontology", tmp_path / "data")


def applied(graph: KnowledgeGraph, tmp_path: Path, raw: bytes, name: str = "list.csv") -> Changes:
    file = tmp_path / name
    file.write_bytes(raw)
    return graph.apply(file)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_work_list_is_words_then_the_table_then_cells(lang: str) -> None:
    raw = SMALL.worklist("exampleton", denominator="agreed", lang=lang)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = records(raw)
    header = list(rows[0])
    at = header.index(TABLE)
    assert at == 5
    assert header[at + 1] == "id"
    assert len(set(header)) == len(header)
    heads = {"en": "Fill in this row if", "id": "Isi baris ini jika", "ko": "이 행을 채우는 경우"}
    for row in rows:
        table = SMALL.schema.tables[row[TABLE]]
        assert row[heads[lang]]
        assert row["id"]
        marked = {name for name in header[at + 1 :] if row[name] == NOT_HERE}
        assert marked == {name for name in header[at + 1 :] if name not in table.headers}
    wanted = [row for row in rows if f"name@{lang}" in row[header[at - 1]]]
    assert {row[TABLE] for row in wanted} >= {"programs", "sources"}


def test_each_gap_has_a_row_and_each_kind_its_tables() -> None:
    cells = SMALL.gaps("exampleton")
    drafts = draft_rows(cells, SMALL.facts, SMALL.data, SMALL.day())
    by_gap: dict[str, set[str]] = {}
    for draft in drafts:
        for gap in draft.gaps:
            by_gap.setdefault(gap, set()).add(draft.use)
    beside = {"search", "study"}
    assert by_gap["paper-only"] - beside == {"program"}
    assert by_gap["open"] - beside == {"program", "commitment", "agreement", "party"}
    assert by_gap["stalled"] - beside == by_gap["pending"] - beside == {"progress"}
    assert by_gap["lapsed"] - beside == {"renewal", "party", "commitment"}
    assert by_gap["unproven"] - beside == {"outcome"}
    places = [(draft.table, draft.cells["id"]) for draft in drafts]
    assert len(set(places)) == len(places) > len(cells)


def test_a_row_that_serves_several_gaps_stands_once() -> None:
    drafts = draft_rows(SMALL.gaps("exampleton"), SMALL.facts, SMALL.data, SMALL.day())
    shared = [draft for draft in drafts if len(draft.fields) > 1]
    assert {draft.table for draft in shared} >= {"programs", "agreements"}


def test_strict_gaps_ask_for_a_better_source(own: KnowledgeGraph, tmp_path: Path) -> None:
    place = ("exampleton", "sampleburg")
    raw = own.worklist(*place, evidence="strict", level="field", as_of="2024-06-30")
    rows = [row for row in records(raw) if row[TABLE] == "outcomes"]
    assert [row["id"] for row in rows]
    source = "exampleton-sampleburg-source"
    study = {"name@en": "A study", "kind": "study"}
    filled: dict[tuple[str, str], Cells] = {("sources", source): study}
    filled |= {("outcomes", row["id"]): {"sources": source} for row in rows}
    changes = applied(own, tmp_path, fill(raw, filled))
    assert not has_errors(changes.problems)
    assert {cell.column for cell in changes.cells} == {"sources"}
    assert all(
        cell.new == ";".join(sorted({*cell.old.split(";"), source})) for cell in changes.cells
    )
    again = merge([read_sheet(fill(raw, filled), "list.csv", changes.tables)], changes.tables)
    assert (again.touched, again.problems) == ([], [])
    moves = changes.moves("2024-06-30", strict=True)
    transport = moves[moves["field"] == "transport"]
    assert transport[["gap_before", "gap"]].to_numpy().tolist() == [["unproven", ""]]
    assert "transport" not in set(changes.moves("2024-06-30")["field"])


def test_the_same_data_give_the_same_bytes() -> None:
    one = SMALL.worklist("exampleton")
    turned = {
        name: TableData(data.table, data.rows.take(pa.array(range(len(data)))[::-1]),
                        data.lines[::-1], data.file)
        for name, data in SMALL.data.data.items()
    }  # fmt: skip
    other = KnowledgeGraph(Tables(SMALL.schema, turned), [], ROOT / "ontology")
    assert other.worklist("exampleton") == one


def test_a_work_list_is_never_written_over_work(
    tmp_path: Path, own: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeGraph, "load", lambda folder=None: own)
    here = ("-C", tmp_path)
    file = tmp_path / "list.csv"
    file.write_text("mine", encoding="utf-8")
    for place, words in {
        file: "is there already. Choose another name; nothing was changed.",
        tmp_path / "list.xlsx": "a work list is a CSV file; name it list.csv.",
        tmp_path / "data" / "list.csv": "would lie among the tables",
    }.items():
        said = kg("gaps", *here, "--worklist", place)
        assert (said.exit_code, said.stdout) == (2, "")
        assert words in said.stderr
    own.folder = tmp_path / "data" / "book.xlsx"
    own.folder.touch()
    said = kg("gaps", *here, "--worklist", tmp_path / "data" / "list.csv")
    own.folder.unlink()
    assert (said.exit_code, "would lie among the tables" in said.stderr) == (2, True)
    assert file.read_text(encoding="utf-8") == "mine"
    assert sorted(bytes_of(tmp_path / "data")) == sorted(bytes_of(FIXTURE / "data"))


# ---- what is refused, each with its place

HEADER = "Words,table,id,name@en,kind,status,cities,fields,began,url,found,sources"
ROW = ",programs,lantern,Lantern,project,completed,exampleton;sampleburg,culture,2020,-,-,note-2015"


def lines(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def errors(changes: Changes) -> list[tuple[int | None, str | None, str, str]]:
    return [
        (p.line, p.column, p.code, p.value)
        for p in changes.problems
        if p.severity is Severity.ERROR
    ]


def a_source() -> str:
    return str(SMALL.tables["sources"]["id"][0])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("2020", "01/02/2023"), (2, "began", "ambiguous-date", "01/02/2023")),
        (("2020", "2020-02-30"), (2, "began", "impossible-date", "2020-02-30")),
        (("project", "projcet"), (2, "kind", "unknown-code", "projcet")),
        (("culture", "cultre"), (2, "fields", "dangling-reference", "cultre")),
        (("note-2015", "no-such"), (2, "sources", "dangling-reference", "no-such")),
        (("note-2015", ""), (2, "sources", "missing-value", "")),
        (("Lantern,", ","), (2, "name@en", "missing-value", "")),
        (("lantern", "Lantern Festival"), (2, "id", "bad-id", "Lantern Festival")),
        (("lantern", ""), (2, "id", "missing-value", "")),
        (("2020,-", "2020,https://e.org"), (2, "url", "foreign-cell", "https://e.org")),
        ((",programs", ",program"), (2, "table", "not-a-table", "program")),
        ((",programs", ","), (2, "table", "not-a-table", "")),
        ((";sampleburg", ""), (2, "cities", "program-without-partners", "lantern")),
        (("-,note-2015", "-"), (2, None, "ragged-row", ROW.replace("-,note-2015", "-"))),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(
    change: tuple[str, str], told: tuple[int, str, str, str], own: KnowledgeGraph, tmp_path: Path
) -> None:
    row = ROW.replace(*change).replace("note-2015", a_source())
    told = (*told[:3], told[3].replace("note-2015", a_source()))
    changes = applied(own, tmp_path, lines(row))
    assert errors(changes) == [told]
    assert [r.fate for r in changes.rows] == ["refused"]
    assert {p.file for p in changes.problems} == {str(tmp_path / "list.csv")}
    before = bytes_of(tmp_path / "data")
    with pytest.raises(DataError, match="have errors"):
        changes.write()
    assert bytes_of(tmp_path / "data") == before


def test_all_faults_are_told_in_one_run_in_words(own: KnowledgeGraph, tmp_path: Path) -> None:
    good = ROW.replace("note-2015", a_source())
    changes = applied(
        own,
        tmp_path,
        lines(good, good, good.replace("lantern", "other").replace("completed", "compleeted"),
              ",studies,paper,Paper,,completed,,,,,,"),
    )  # fmt: skip
    found = {(p.line, p.column, p.code) for p in changes.problems if has_errors([p])}
    assert found == {
        (3, "id", "duplicate-id"),
        (4, "status", "unknown-code"),
        (5, "kind", "missing-value"),
        (5, "sources", "missing-value"),
        (5, "status", "foreign-cell"),
    }
    assert [row.fate for row in changes.rows] == ["added", "refused", "refused", "refused"]


def test_the_words_of_a_refusal() -> None:
    told = Problem("foreign-cell", "l.csv", 5, "url", "x", details={"table": "programs"})
    assert render_line(told, "en") == (
        'l.csv:5: url: Rows of programs have no column "url"; leave this cell as it was '
        "[foreign-cell]"
    )


# ---- what is on record stays


def test_a_known_id_changes_its_cells_and_an_empty_cell_leaves_them(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    old = SMALL.tables["programs"].set_index("id").loc["tram-line-study"]
    raw = (
        "id,status,began,fields,name@en,sources\n"
        f"tram-line-study,under-way,2024-03-01,museums;{old['fields']},,{a_source()}\n"
    )
    changes = applied(own, tmp_path, raw.encode(), "my-programs.csv")
    assert changes.problems == []
    assert [(c.column, c.old, c.new) for c in changes.cells] == [
        ("fields", old["fields"], ";".join(sorted({"museums", *old["fields"].split(";")}))),
        ("status", "planned", "under-way"),
        ("began", old["began"], "2024-03-01"),
        ("sources", old["sources"], ";".join(sorted({*old["sources"].split(";"), a_source()}))),
    ]
    assert changes.write() == [tmp_path / "data" / "programs.csv"]
    new = KnowledgeGraph.load(tmp_path).tables["programs"].set_index("id").loc["tram-line-study"]
    assert new["name@en"] == old["name@en"] != ""
    assert {n for n in old.index if old[n] != new[n]} == {c.column for c in changes.cells}


def test_what_is_taken_out_of_a_cell_with_many_values_stays_and_is_told(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    frame = SMALL.tables["programs"]
    row = frame[frame["cities"].str.contains(";")].iloc[0]
    raw = f"id,cities\n{row['id']},{row['cities'].split(';')[0]}\n"
    changes = applied(own, tmp_path, raw.encode(), "programs.csv")
    assert [(p.code, p.line, p.column, p.severity) for p in changes.problems] == [
        ("kept-values", 2, "cities", Severity.NOTE)
    ]
    assert [r.fate for r in changes.rows] == [UNCHANGED]


def test_the_page_offers_rows_that_are_taken(own: KnowledgeGraph, tmp_path: Path) -> None:
    """As csv.mjs writes them: a mark, CRLF, a quote before what would be a formula."""
    headers = SMALL.schema.tables["programs"].headers
    cells = {
        "id": "exampleton-sampleburg-buses", "cities": "exampleton;sampleburg", "fields": "buses",
        "name@en": "'=Buses", "kind": "project", "status": "completed", "sources": a_source(),
    }  # fmt: skip
    row = ",".join(cells.get(header, "") for header in headers)
    raw = f"\ufeff{','.join(headers)}\r\n{row}\r\n".encode()
    changes = applied(own, tmp_path, raw, "new-rows-programs (1).csv")
    assert [(p.code, p.line, p.column) for p in changes.problems] == [
        ("byte-order-mark", 1, None), ("guarded-cell", 2, "name@en"),
    ]  # fmt: skip
    assert [r.fate for r in changes.rows] == [ADDED]
    assert "=Buses" in changes.tables["programs"].cells("name@en").to_pylist()


@pytest.mark.engine
def test_each_file_that_the_page_saves_is_read_and_left_blank_changes_nothing() -> None:
    asked = {"data": SMALL.payload(), "city": "exampleton", "day": SMALL.day()}
    page = [find_node(), str(ROOT / "tests" / "page_rows.mjs")]
    told = subprocess.run(page, input=json.dumps(asked), capture_output=True, encoding="utf-8")
    assert told.returncode == 0, told.stderr
    cells = json.loads(told.stdout)
    assert {cell["gap"] for cell in cells} >= {"open", "paper-only", "pending", "unproven"}
    for file in (file for cell in cells for file in cell["tables"]):
        sheet = read_sheet(file["text"].encode(), file["name"], SMALL.data)
        merged = merge([sheet], SMALL.data)
        assert [p.code for p in sheet.problems] == ["byte-order-mark"]
        assert len(sheet.told) + len(merged.rows) == file["rows"] > 0
        assert {row.fate for row in [*sheet.told, *merged.rows]} <= {"blank", UNCHANGED}
        assert merged.touched == []


def test_rows_left_as_the_page_gave_them_are_left_out_and_told(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    headers = ",".join(SMALL.schema.tables["commitments"].headers)
    given = {"id": "one", "field": "buses", "stage": "text"}
    row = ",".join(given.get(header, "") for header in headers.split(","))
    changes = applied(own, tmp_path, f"{headers}\n{row}\n".encode(), "new-rows-commitments.csv")
    assert [(r.line, r.id, r.fate) for r in changes.rows] == [(2, "one", "blank")]
    assert changes.is_empty


def test_rows_of_which_the_table_is_not_clear_are_refused(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    changes = applied(own, tmp_path, b"id,sources,note@en\nx,y,z\n", "mine.csv")
    assert errors(changes) == [(1, None, "unclear-table", "")]
    assert [r.fate for r in changes.rows] == ["refused"]


def test_a_column_that_no_table_has_is_refused_but_for_words_on_the_left(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    raw = b"My notes,table,id,stats\nsee mail,programs,tram-line-study,planned\n"
    changes = applied(own, tmp_path, raw)
    (told,) = changes.problems
    assert (told.code, told.line, told.column, told.suggestion) == (
        "unknown-column", 1, "stats", "status",
    )  # fmt: skip


def test_one_id_in_two_files_is_refused(own: KnowledgeGraph, tmp_path: Path) -> None:
    row = lines(ROW.replace("note-2015", a_source()))
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(row)
    two.write_bytes(row)
    changes = own.apply(one, two)
    (told,) = changes.problems
    assert (told.code, told.file, told.line, told.column) == ("given-twice", str(two), 2, "id")
    assert f'"lantern" is in {one}:2 too' in render_line(told, "en")
    assert [r.fate for r in changes.rows] == [ADDED, "refused"]


def test_what_two_files_leave_as_it_is_on_record_is_no_conflict(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    held = ",programs,tram-line-study,,-,{},,,,-,-,".format
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(lines(held("")))
    two.write_bytes(lines(held("completed")))
    for files in ((one, two), (two, one)):
        changes = own.apply(*files)
        fates = {(r.file, r.fate) for r in changes.rows}
        assert fates == {(str(one), UNCHANGED), (str(two), CHANGED)}
        assert changes.problems == []


def test_a_row_drafted_as_new_that_is_on_record_by_now_is_told(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    raw = lines(",programs,tram-line-study,Another,-,completed,,,1999,-,-,")
    (told,) = applied(own, tmp_path, raw).problems
    assert (told.code, told.severity, told.line, told.column) == (
        "on-record-by-now", Severity.WARNING, 2, "id",
    )  # fmt: skip
    assert (
        "this row would change it (name@en, status, began). If you mean another one"
        in render_line(told, "en")
    )
    gains = f",programs,tram-line-study,,-,,,,,-,-,{a_source()}"
    assert applied(own, tmp_path, lines(gains)).problems == []
    page = b"id,name@en\ntram-line-study,Another\n"
    for name, count in {"new-rows-programs.csv": 1, "programs.csv": 0}.items():
        assert len(applied(own, tmp_path, page, name).problems) == count


def test_problems_that_were_there_are_not_laid_on_new_rows(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    assert own.problems  # warnings of rules, at places that the new row moves down a line
    changes = applied(
        own, tmp_path, lines(ROW.replace("note-2015", a_source()).replace("lantern", "aaa"))
    )
    assert changes.problems == []


def test_a_row_on_record_that_a_new_one_puts_in_the_wrong_is_told_where_it_is(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    raw = f"id,agreement,city,sources\naaa,sampleburg-loi,exampleton,{a_source()}\n"
    changes = applied(own, tmp_path, raw.encode(), "parties.csv")
    (told,) = changes.problems
    line = own.data["parties"].line_of("sampleburg-loi-exampleton")
    assert (told.code, told.file, told.line) == ("paired-with-itself", "data/parties.csv", line)


# ---- where nothing can be written


def test_what_cannot_be_written_is_refused_with_what_to_do(
    own: KnowledgeGraph, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(lines(ROW.replace("note-2015", a_source())))
    table = tmp_path / "data" / "programs.csv"
    changes = own.apply(file)
    table.write_bytes(table.read_bytes() + b"new,New,,,,,,,,,,,,,,,,,\n")
    now = table.read_bytes()
    with pytest.raises(KgError, match=r"programs\.csv has been changed since it was read"):
        changes.write()
    assert table.read_bytes() == now
    with pytest.raises(KgError, match=r"not a CSV file\. In the spreadsheet program"):
        own.apply(tmp_path / "list.xlsx")
    with pytest.raises(KgError, match=r"none\.csv cannot be read: No such file"):
        own.apply(tmp_path / "none.csv")
    with pytest.raises(KgError, match="came with the package are not changed"):
        KnowledgeGraph(own.data, [], ROOT / "ontology").apply(file).write()
    book = tmp_path / "tables.xlsx"
    book.touch()
    with pytest.raises(KgError, match=r"tables\.xlsx is a workbook, which.*kg export csv -C"):
        KnowledgeGraph(own.data, [], ROOT / "ontology", book).apply(file).write()


@pytest.mark.engine
def test_the_command_asks_shows_and_tells(
    own: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = KnowledgeGraph(own.data, own.problems, ROOT / "ontology")
    monkeypatch.setattr(KnowledgeGraph, "load", lambda folder=None: own if folder else packaged)
    file = tmp_path / "list.csv"
    search = ",searches,seek,Seek,-,-,exampleton;sampleburg,culture,-,2024-07-01,nothing,"
    header = HEADER.replace("url,", "on,")
    row = ROW.replace("note-2015", a_source()).replace("2020", "2099")
    file.write_bytes(
        lines(row, search.replace("-,-,nothing", "-,2024-07-01,nothing"), header=header)
    )
    before = bytes_of(tmp_path / "data")

    shown = kg("apply", file, "-C", tmp_path, "--dry-run", "--as-of", "2024-12-31")
    assert shown.stdout.splitlines() == [
        "Rows: 2. New: 2, changed: 0, unchanged: 0, left blank: 0, refused: 0",
        "New rows:",
        "  programs: lantern (Lantern): name@en=Lantern, cities=exampleton;sampleburg, "
        f"fields=culture, kind=project, status=completed, began=2099, sources={a_source()}",
        "  searches: seek (Seek): name@en=Seek, on=2024-07-01, cities=exampleton;sampleburg, "
        "fields=culture, found=nothing",
        "What is covered, as of 2024-12-31:",
        "  Exampleton – Sampleburg, Culture: last searched on 2024-07-01, nothing found",
        "No gap closes or moves as of 2024-12-31.",
        "Dated after 2024-12-31, so not counted yet: programs:lantern. A later as_of in "
        "dataset.csv counts them.",
        "Nothing was written.",
    ]
    unasked = kg("apply", file, "-C", tmp_path)
    assert unasked.exit_code == 2
    assert "no terminal to ask. To write without being asked, add --yes." in unasked.stderr
    monkeypatch.setattr(import_module("kg.cli.apply"), "_has_terminal", lambda: True)
    left = kg("apply", file, "-C", tmp_path, stdin="n\n")
    assert (left.exit_code, left.stdout.splitlines()[-1]) == (0, "Nothing was written.")
    assert f"Write this to {tmp_path / 'data'}? [y/N]" in left.stdout
    assert bytes_of(tmp_path / "data") == before
    done = kg("apply", file, "-C", tmp_path, stdin="y\n")
    assert done.stdout.splitlines()[-1].startswith("Written: ")
    assert {n for n, text in bytes_of(tmp_path / "data").items() if text != before[n]} == {
        "programs.csv", "searches.csv",
    }  # fmt: skip
    not_own = kg("apply", file)
    assert not_own.exit_code == 2
    assert "came with the package are not changed" in not_own.stderr


# ---- for any data

DAY = cov.to_day("2010-12-31")
SOURCED: Cells = {"name@en": "S", "kind": "signed-text"}
DONE: dict[str, Cells] = {
    "program": {"name@en": "P", "kind": "project", "status": "completed", "began": "2003"},
    "progress": {"status": "completed", "began": "2003", "ended": "2003"},
    "outcome": {"kind": "output", "description@en": "D"},
    "renewal": {"name@en": "R", "signed": "2010-12-01"},
    "party": {},
    "commitment": {},
    "search": {"on": "2010-12-30"},
    "study": {"name@en": "T", "kind": "article", "issued": "2003"},
}
AGREED: dict[str, Cells] = {
    "agreement": {"name@en": "A", "kind": "friendship", "signed": "2003"},
    "party": {},
    "commitment": {},
}


def all_gaps(tables: Tables) -> tuple[cov.Facts, pd.DataFrame]:
    facts = cov.read_facts(tables)
    relations = cov.build_relations(facts.links, DAY)
    cells = cov.build_cells(facts, DAY)
    cells = cov.add_unrecorded(cells, relations["relation"], facts, DAY)
    return facts, cells[cells["gap"] != ""]


def apply_to(tables: Tables, raw: bytes) -> Merged:
    sheet = read_sheet(raw, "list.csv", tables)
    assert not has_errors(sheet.problems), sheet.problems
    merged = merge([sheet], tables)
    assert not has_errors(merged.problems), merged.problems
    assert len(sheet.told) + len(merged.rows) == len(records(raw))
    return merged


def filled_in(draft: Draft, ways: Mapping[str, Cells], facts: cov.Facts) -> Cells:
    """Return what a person who knows all would fill in, nothing where it is not the way."""
    if draft.use == "source":
        return SOURCED
    if draft.use not in ways or (ways is DONE and draft.gaps == ("open",) and is_text(draft)):
        return {}
    cells = {**ways[draft.use], "sources": f"{draft.relation.replace('--', '-')}-source"}
    if "agreement" in draft.wanted:
        terms, of = facts.links.terms, facts.links.of_agreement
        known = of.loc[of["relation"] == draft.relation, "id"]
        cells["agreement"] = str(next(key for key in known if terms["signed"][key]))
    return cells


def is_text(draft: Draft) -> bool:
    return draft.use in {"agreement", "party", "commitment"}


@pytest.mark.engine
@given(table_sets(), st.sampled_from([DONE, AGREED]))
@quick
def test_a_filled_work_list_moves_each_cell_that_it_is_for(
    rows: TableSet, ways: Mapping[str, Cells]
) -> None:
    tables = to_tables(rows)
    facts, gaps = all_gaps(tables)
    if ways is AGREED:
        gaps = gaps[gaps["gap"] == "open"]
    assume(len(gaps) > 0)
    drafts = draft_rows(gaps, facts, tables, DAY)
    filled = {(d.table, d.cells["id"]): filled_in(d, ways, facts) for d in drafts}
    merged = apply_to(tables, fill(render_worklist(drafts, tables), filled))
    assert {row.fate for row in merged.rows} <= {ADDED, CHANGED, UNCHANGED}
    moves = compare_coverage(facts, cov.read_facts(merged.tables), (DAY, DAY))
    moved = moves.set_index(["relation", "field"])
    for cell in gaps.to_dict("records"):
        now = moved.loc[(cell["relation"], cell["field"])]
        assert now["gap_before"] == cell["gap"] != now["gap"]
        assert now["studied"] >= (ways is DONE)
        assert now["searched"] == ("2010-12-30" if ways is DONE else cell["searched"])


@given(table_sets())
@quick
def test_an_unfilled_work_list_changes_nothing(rows: TableSet) -> None:
    tables = to_tables(rows)
    facts, gaps = all_gaps(tables)
    merged = apply_to(tables, render_worklist(draft_rows(gaps, facts, tables, DAY), tables))
    assert {row.fate for row in merged.rows} <= {UNCHANGED}
    assert merged.touched == []
    assert all(merged.tables[name] is tables[name] for name in tables.data)


TABLES = [schema().tables[name] for name in ("programs", "statements")]
Drawn = tuple[Table, list[Row], list[Row]]


def two_sets(table: Table) -> st.SearchStrategy[Drawn]:
    return st.tuples(st.just(table), rows_of(table), rows_of(table))


@given(st.sampled_from(TABLES).flatmap(two_sets))
@quick
def test_any_rows_are_added_or_laid_over_and_none_is_lost(drawn: Drawn) -> None:
    table, old, new = drawn
    base = to_tables({table.name: old})
    raw = b"".join(render_csv(to_tables({table.name: new})[table.name]))
    sheet = read_sheet(raw, f"{table.name}.csv", base)
    merged = merge([sheet], base).tables[table.name]
    typed = {row["id"]: row for row in sheet.data[table.name].rows.to_pylist()}
    assert set(typed) == {row["id"] for row in new} - {row.id for row in sheet.told}
    before = {row["id"]: row for row in base[table.name].rows.to_pylist()}
    after = {row["id"]: row for row in merged.rows.to_pylist()}
    assert set(after) == set(before) | set(typed)
    for key, row in after.items():
        one, other = before.get(key, {}), typed.get(key, {})
        for header, cell in row.items():
            if table.of_header(header).separator:
                parts = [v for held in (one, other) for v in (held.get(header) or "").split(";")]
                assert set((cell or "").split(";")) - {""} == set(parts) - {""}
            else:
                assert cell == (other.get(header) or one.get(header))
