"""What changed between two states of the data: cells, relations and rows, counted in other ways."""

import csv
import io
import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyshacl
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.cli import main
from kg.cli.comparison import _values
from kg.compare import Comparison, State, build_state, compare, compare_rows, render_changes
from kg.compare.rows import renamed_rows
from kg.coverage import DENOMINATORS, read_facts, to_day
from kg.exports import render_coverage
from kg.names import LANGUAGES, TERMS
from kg.schema import Schema
from kg.tables import TableData, Tables, render_csv
from tests.any_rows import rows_of
from tests.table_sets import DAYS, TableSet, quick, schema, table_sets, to_tables

FIXTURE = Path(__file__).parent / "fixture"
_PAIRS = (
    *(("closed", "opened"), ("raised", "lowered"), ("joined", "left"), ("began", "ended")),
    *(("added", "gone"), ("shifted", "shifted"), ("restaged", "restaged"), ("changed", "changed")),
)
INVERSE = dict(_PAIRS) | {other: one for one, other in _PAIRS}
ONLY = "SELECT id FROM (SELECT * FROM {} EXCEPT SELECT * FROM {})"
LEAVES = ("commitments", "outcomes", "events", "studies", "searches")  # nothing refers to them
Edits = dict[str, list[tuple[str, str]]]
# A year earlier: the bus exchange was not entered yet, the pilot had another name.
EARLIER: Edits = {
    "dataset": [(",2024-06-30,exampleton,", ",2018-06-30,exampleton,"), (",0.1.0,", ",0.0.9,")],
    "programs": [("\nbus-exchange,", "\n#"), ("Compost pilot", "Compost trial")],
    "outcomes": [("\nbus-staff,", "\n#"), ("\nbus-timetable,", "\n#")],
    "studies": [("\nbus-article,", "\n#")],
}


def edited(folder: Path, edits: Edits) -> Path:
    """Copy the fixture with edits of its text; a line that begins with # is left out."""
    shutil.copytree(FIXTURE / "data", folder / "data")
    for table, changes in edits.items():
        file = folder / "data" / f"{table}.csv"
        text = file.read_text(encoding="utf-8")
        for before, after in changes:
            assert text.count(before) >= 1, (table, before)
            text = text.replace(before, after)
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
        file.write_text("".join(kept), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def new(small: KnowledgeGraph) -> KnowledgeGraph:
    return small


@pytest.fixture(scope="module")
def old_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edited(tmp_path_factory.mktemp("earlier"), EARLIER)


@pytest.fixture(scope="module")
def old(old_folder: Path) -> KnowledgeGraph:
    return KnowledgeGraph.load(old_folder)


@pytest.fixture(scope="module")
def found(old: KnowledgeGraph, new: KnowledgeGraph) -> Comparison:
    """Compare the two releases once."""
    return new.diff(old)


def told(found: Comparison) -> list[tuple[str, ...]]:
    """Return kind, partner, field, rungs and cause of each changed cell."""
    return [
        (kind, relation.replace("exampleton--", ""), field, f"{before} > {after}", cause)
        for kind, relation, field, before, after, cause in found.cells[
            ["kind", "relation", "field", "before", "after", "cause"]
        ].itertuples(index=False)
    ]


# ---- counted by hand


def test_two_dates_of_one_project(new: KnowledgeGraph) -> None:
    found = new.diff("2016", as_of="2020")
    assert told(found) == [
        ("closed", "sampleburg", "buses", "under-way > evidenced", "time"),
        ("raised", "sampleburg", "education", "under-way > delivered", "time"),
        ("closed", "sampleburg", "transport", "under-way > evidenced", "time"),
    ]
    assert list(found.cells["because"]) == [
        "outcomes:bus-staff;outcomes:bus-timetable;programs:bus-exchange",
        "agreements:sampleburg-chambers;commitments:chambers-education;programs:chamber-secondment",
        "outcomes:bus-staff;outcomes:bus-timetable;programs:bus-exchange",
    ]
    assert found.relations.to_numpy().tolist() == [
        ["began", "exampleton--testhaven", "", "contact", "time"]
    ]
    assert found.rows.empty
    counts = found.count()
    assert (counts["closed"], counts["opened"], counts["raised"]) == (1, 0, 1)
    assert (counts["gaps_before"], counts["gaps_after"]) == (11, 10)


def test_two_releases_each_at_its_own_date(found: Comparison) -> None:
    assert told(found) == [
        ("raised", "sampleburg", "buses", "agreed > evidenced", "both"),
        ("closed", "sampleburg", "composting", "under-way > evidenced", "time"),
        ("shifted", "sampleburg", "education", "delivered > delivered", "time"),
        ("joined", "sampleburg", "trams", "unrecorded > planned", "time"),
        ("closed", "sampleburg", "transport", "agreed > evidenced", "record"),
        ("closed", "sampleburg", "waste", "under-way > evidenced", "time"),
    ]
    assert found.cells["because"][1] == "outcomes:compost-tonnes;programs:compost-pilot"
    assert set(found.relations["kind"]) == {"restaged"}
    rows = [" ".join(row) for row in found.rows.to_numpy().tolist()]
    assert rows == [
        "changed dataset exampleton-partners version 0.0.9 0.1.0",
        "changed dataset exampleton-partners as_of 2018-06-30 2024-06-30",
        "added programs bus-exchange   ",
        "changed programs compost-pilot name@en Compost trial Compost pilot",
        "added outcomes bus-staff   ",
        "added outcomes bus-timetable   ",
        "added studies bus-article   ",
    ]


def test_causes_are_the_same_when_the_later_release_is_named_first(
    old: KnowledgeGraph, new: KnowledgeGraph, found: Comparison
) -> None:
    back = old.diff(new)
    assert list(back.cells["cause"]) == list(found.cells["cause"])
    assert list(back.relations["cause"]) == list(found.relations["cause"])
    assert ordered(backwards(back.cells)) == ordered(found.cells)


def test_one_date_for_both_leaves_what_the_record_changed(
    old: KnowledgeGraph, new: KnowledgeGraph
) -> None:
    found = new.diff(old, as_of="2018")
    assert set(found.cells["cause"]) == {"record"}
    assert set(found.cells["field"]) == {"buses", "transport"}
    assert found.relations.empty
    assert len(found.rows) == 7


def test_a_new_agreement_is_no_gap_opened_but_newly_counted(new: KnowledgeGraph) -> None:
    agreed = new.diff("2012")
    before = set(new.coverage(as_of="2012", denominator="agreed")["field"])
    joined = agreed.cells[agreed.cells["kind"] == "joined"]
    assert len(joined) == agreed.count()["joined"] + agreed.count("topic")["joined"] > 0
    assert {"trams"} <= set(joined["field"]) - before


def test_another_id_with_the_same_cells_is_pointed_out(new: KnowledgeGraph) -> None:
    searches = new.data["searches"]
    ids = pc.replace_substring(searches.cells("id"), "mockford-water", "water-mockford")
    rows = searches.rows.set_column(0, "id", ids)
    before = Tables(new.schema, {**new.data.data, "searches": replace(searches, rows=rows)})
    changed = compare_rows(before, new.data)
    assert list(changed["kind"]) == ["added", "gone"]
    assert renamed_rows(changed, before, new.data).to_numpy().tolist() == [
        ["searches", "water-mockford", "mockford-water"]
    ]


def test_columns_that_one_ontology_lacks_are_told_and_count_as_empty(
    new: KnowledgeGraph, schema: Schema
) -> None:
    sources = schema.tables["sources"]
    kept = tuple(c for c in sources.columns if c.name != "publisher")
    tables = {k: t for k, t in schema.tables.items() if k != "obstacles"}
    tables["sources"] = replace(sources, columns=kept)
    smaller = replace(schema, tables=tables)
    data = {
        name: replace(new.data[name], table=table, rows=new.data[name].rows.select(table.headers))
        for name, table in tables.items()
    }
    state = build_state(Tables(smaller, data), new.facts, new.day(), "exampleton")
    found = compare(state, new.state())
    assert "sources.publisher" in found.unknown_before
    assert {"obstacles.about", "obstacles.kind"} < set(found.unknown_before)
    assert found.unknown_after == []
    changed = found.rows[found.rows["table"] == "sources"]
    assert set(changed["column"]) == {"publisher"}
    assert set(changed["before"]) == {""}
    assert len(found.rows[found.rows["table"] == "obstacles"]) == 5
    assert compare(new.state(), state).unknown_after == found.unknown_before


# ---- for any data


def states(rows: TableSet, day: str) -> State:
    tables = to_tables(rows)
    return build_state(tables, read_facts(tables), to_day(day), "w0-a")


def backwards(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn changes around."""
    pairs = {"before": "after", "gap_before": "gap_after"}
    names = pairs | {new: old for old, new in pairs.items()}
    return frame.rename(columns=names).assign(kind=frame["kind"].map(INVERSE))[frame.columns]


def ordered(frame: pd.DataFrame) -> list[list[str]]:
    return sorted(frame.to_numpy().tolist())


def amended(rows: TableSet, seed: int) -> TableSet:
    """Return the rows with some left out and some values changed, as in an earlier release."""
    chance = random.Random(seed)
    fewer = {name: [row for row in rows[name] if chance.random() < 0.7] for name in LEAVES}
    status = schema().tables["programs"].column("status").code_list
    assert status is not None
    programs = [
        row | {"status": chance.choice(sorted(status.codes))} if chance.random() < 0.3 else row
        for row in rows["programs"]
    ]
    return rows | fewer | {"programs": programs}


seeds = st.integers(0, 99)
two_days = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))


@pytest.mark.engine
@quick
@given(table_sets(), seeds, two_days, st.sampled_from(DENOMINATORS))
def test_a_comparison_turned_around_is_its_inverse(
    rows: TableSet, seed: int, days: tuple[str, str], denominator: str
) -> None:
    one, other = states(amended(rows, seed), days[0]), states(rows, days[1])
    there, back = compare(one, other, denominator), compare(other, one, denominator)
    assert compare(one, one, denominator).is_empty
    assert ordered(backwards(there.cells)) == ordered(back.cells)
    assert ordered(backwards(there.relations)) == ordered(back.relations)
    assert ordered(backwards(there.rows)) == ordered(back.rows)


@pytest.mark.engine
@quick
@given(
    table_sets(),
    seeds,
    two_days,
    st.sampled_from(DENOMINATORS),
    st.sampled_from(["field", "topic"]),
)
def test_counts_add_up(
    rows: TableSet, seed: int, days: tuple[str, str], denominator: str, level: str
) -> None:
    one, other = states(amended(rows, seed), days[0]), states(rows, days[1])
    n = compare(one, other, denominator).count(level)
    closed, opened = n["closed"] + n["left_gaps"], n["opened"] + n["joined_gaps"]
    assert n["gaps_before"] - closed + opened == n["gaps_after"]
    assert n["total_before"] - n["left"] + n["joined"] == n["total_after"]


@pytest.mark.engine
@quick
@given(st.data())
def test_rows_are_those_that_duckdb_finds_in_one_file_only(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["sources", "programs", "fields"]))
    table = schema().tables[name]
    one, other = (data.draw(rows_of(table)) for _ in range(2))
    other = other + [row for row in one if row["id"] not in {r["id"] for r in other}][:1]
    sides = [to_tables({name: rows}) for rows in (one, other)]
    found = compare_rows(*sides)
    columns = pa.schema([(header, pa.string()) for header in table.headers])
    with duckdb.connect() as base:
        for side, rows in (("before", one), ("after", other)):
            texts = [{h: row.get(h, "") for h in table.headers} for row in rows]
            base.register(side, pa.Table.from_pylist(texts, columns))
        gone = {key for (key,) in base.sql(ONLY.format("before", "after")).fetchall()}
        added = {key for (key,) in base.sql(ONLY.format("after", "before")).fetchall()}
    of = {
        kind: set(found.loc[found["kind"] == kind, "id"]) for kind in ("added", "changed", "gone")
    }
    assert (of["gone"], of["added"], of["changed"]) == (gone - added, added - gone, gone & added)
    assert len(one) + len(of["added"]) - len(of["gone"]) == len(other)


# ---- a second way


def exported(graph: KnowledgeGraph, as_of: str) -> dict[tuple[str, str], dict[str, str]]:
    """Read what `kg build` writes as coverage.csv at a date."""
    text = render_coverage(graph.coverage(as_of=as_of), as_of).decode()
    return {(row["relation"], row["field"]): row for row in csv.DictReader(io.StringIO(text))}


def except_by(one: dict[tuple[str, str], dict[str, str]]) -> set[tuple[str, ...]]:
    return {(*key, row["rung"], row["gap"]) for key, row in one.items() if row["agreed"] == "true"}


@pytest.mark.engine
@pytest.mark.parametrize("days", [("2012", "2016"), ("2024-06-30", "2016")])
def test_cells_are_those_that_two_exported_files_differ_in(
    new: KnowledgeGraph, days: tuple[str, str]
) -> None:
    found = new.diff(days[0], as_of=days[1])
    before, after = (except_by(exported(new, day)) for day in days)
    assert {key[:2] for key in before ^ after} == {
        (relation, field) for relation, field in found.cells[["relation", "field"]].to_numpy()
    }
    gained = {(r, f, rung, gap) for r, f, rung, gap in after - before}
    counted = found.cells[found.cells["kind"] != "left"]
    assert gained == {
        tuple(row) for row in counted[["relation", "field", "after", "gap_after"]].to_numpy()
    }
    assert len(gained) > 0


def test_rows_are_those_that_the_files_differ_in(old: KnowledgeGraph, new: KnowledgeGraph) -> None:
    found = compare_rows(old.data, new.data)
    lines = [lines_of(graph) for graph in (old, new)]
    assert lines[0] ^ lines[1] != set()
    ids = {(table, line.partition(",")[0]) for table, line in lines[0] ^ lines[1]}
    assert ids == set(found[["table", "id"]].itertuples(index=False, name=None))
    added, gone = (int((found["kind"] == kind).sum()) for kind in ("added", "gone"))
    assert len(lines[0]) + added - gone == len(lines[1])


def lines_of(graph: KnowledgeGraph) -> set[tuple[str, str]]:
    return {
        (name, line)
        for name, data in graph.data.data.items()
        for line in b"".join(render_csv(data)).decode().splitlines()[1:]
    }


# ---- RDF


def test_changes_are_rdf_of_the_ontology(found: Comparison) -> None:
    graph = rdflib.Graph().parse(data=b"".join(render_changes(found)), format="turtle")
    changes = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(TERMS + "Change")))
    assert len(changes) == len(found.changes()) == 16
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    ontology = rdflib.Graph().parse(FIXTURE.parents[1] / "ontology/sister-city.ttl")
    used = {p for p in graph.predicates() if str(p).startswith(TERMS)}
    assert len(used) == 14
    assert {p for p in used if (p, rdflib.RDFS.label, None) not in ontology} == set()
    waste = rdflib.URIRef("https://w3id.org/sistercity/id/cells/exampleton--sampleburg--waste")
    (change,) = graph.subjects(rdflib.URIRef(TERMS + "changed"), waste)
    assert str(change).endswith(
        "/id/changes/exampleton-partners-0-0-9-2018-06-30--exampleton-partners-0-1-0-2024-06-30"
        "--cells--exampleton--sampleburg--waste"
    )
    reasons = graph.objects(change, rdflib.URIRef(TERMS + "because"))
    assert sorted(str(reason).rpartition("/id/")[2] for reason in reasons) == [
        "outcomes/compost-tonnes",
        "programs/compost-pilot",
    ]


def test_an_ontology_older_than_comparisons_still_gives_them_as_rdf(found: Comparison) -> None:
    schema = found.new.tables.schema
    derived = {k: t for k, t in schema.derived.items() if k not in ("comparisons", "changes")}
    tables = replace(found.new.tables, schema=replace(schema, derived=derived))
    older = replace(found, new=replace(found.new, tables=tables))
    assert [*render_changes(older)] == [*render_changes(found)]


@pytest.mark.engine
def test_changes_satisfy_their_shapes(found: Comparison) -> None:
    ontology = FIXTURE.parents[1] / "ontology"
    shapes = rdflib.Graph().parse(ontology / "derived.ttl").parse(ontology / "shapes.ttl")
    data = rdflib.Graph().parse(data=b"".join(render_changes(found)), format="turtle")
    data.parse(ontology / "codes.ttl")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, report
    changed = rdflib.URIRef(TERMS + "changeKind")
    data.remove((next(data.subjects(changed)), changed, None))
    assert not pyshacl.validate(data, shacl_graph=shapes)[0]


def test_each_change_has_a_name_of_its_own(old: KnowledgeGraph, new: KnowledgeGraph) -> None:
    changes = new.diff(old, denominator="scheme").changes()
    assert changes["change"].is_unique
    assert changes["change"].str.fullmatch("[a-z0-9_-]+").all()


@pytest.mark.engine
def test_the_order_of_rows_changes_no_byte(
    old: KnowledgeGraph, new: KnowledgeGraph, found: Comparison
) -> None:
    again = shuffled(new).diff(shuffled(old))
    assert again.changes().to_csv() == found.changes().to_csv()
    assert b"".join(render_changes(again)) == b"".join(render_changes(found))


def shuffled(graph: KnowledgeGraph) -> KnowledgeGraph:
    chance, data = random.Random(3), {}
    for name, table in graph.data.data.items():
        order = chance.sample(range(len(table)), len(table))
        data[name] = TableData(table.table, table.rows.take(order), table.lines[order], table.file)
    return KnowledgeGraph(Tables(graph.schema, data), [], graph._ontology)


# ---- the command


@pytest.fixture(autouse=True)
def _quick(
    old: KnowledgeGraph, new: KnowledgeGraph, old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read the two small projects once for all commands."""
    load, known = KnowledgeGraph.load, {FIXTURE: new, old_folder: old}

    def load_once(project: Path | str | None = None) -> KnowledgeGraph:
        return known[project] if isinstance(project, Path) and project in known else load(project)

    monkeypatch.setattr(KnowledgeGraph, "load", load_once)


def kg(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, ["diff", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_the_first_sentence_says_it_all(old_folder: Path) -> None:
    lines = kg(old_folder, FIXTURE).stdout.splitlines()
    assert lines[0] == (
        "0.0.9 (2018-06-30) → 0.1.0 (2024-06-30), agreed fields: gaps closed 2, opened 0; gap of "
        "another kind 1; without activity on record 8 of 11, then 7 of 11."
    )
    assert lines[3] == "Rows: added 4, changed 2 (cells: 3), gone 0."
    at = lines.index("Sampleburg")
    assert lines[at + 3 : at + 5] == [
        "  Composting: gap closed: under way → result on record; no result on record → – "
        "(time passed)",
        "      outcomes:compost-tonnes, programs:compost-pilot",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_says_as_much(old_folder: Path, lang: str) -> None:
    lines = kg(old_folder, FIXTURE, "--lang", lang).stdout.splitlines()
    assert len(lines) == 38
    assert "2018-06-30" in lines[0]
    assert {"en": "gaps closed 2", "id": "tertutup 2", "ko": "해소 2건"}[lang] in lines[0]


def test_the_same_twice_has_not_changed() -> None:
    expected = "0.1.0 (2024-06-30) → 0.1.0 (2024-06-30): nothing changed.\n"
    assert kg(FIXTURE, FIXTURE).stdout == expected
    assert kg("2024-06-30", "-C", FIXTURE).stdout == expected


def test_long_values_are_shown_where_they_begin_to_differ() -> None:
    same = "Made up, and small enough to be counted by hand in an afternoon"
    assert _values(f"{same}, 1.", f"{same} by two.") == "…an afternoon, 1. → …an afternoon by two."
    assert _values("", "short") == "– → short"


def test_csv_and_json_hold_a_row_a_change(old_folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kg(old_folder, FIXTURE, "--format", "csv").stdout)))
    assert [row["of"] for row in rows] == ["cell"] * 6 + ["relation"] * 3 + ["row"] * 7
    assert json.loads(kg(old_folder, FIXTURE, "--format", "json").stdout) == rows
    assert rows[0]["change"] == "cells--exampleton--sampleburg--buses"
    assert rows[-4]["change"] == "programs--compost-pilot--name-en"
    assert kg(old_folder, FIXTURE, "--format", "turtle").stdout.startswith("@prefix ")


def test_cells_with_nothing_on_record_are_counted_and_not_listed() -> None:
    said = kg("2012", "-C", FIXTURE, "--of", "scheme").stdout
    assert "Not listed: 5 cells with nothing on record on either side; --format csv lists" in said
    rows = csv.DictReader(
        io.StringIO(kg("2012", "-C", FIXTURE, "--of", "scheme", "--format", "csv").stdout)
    )
    cells = [row for row in rows if row["of"] == "cell"]
    assert sum({row["before"], row["after"]} <= {"", "unrecorded"} for row in cells) == 5


def test_dates_in_the_wrong_order_are_told_and_run_backwards() -> None:
    result = kg("2020", "2016", "-C", FIXTURE)
    assert result.exit_code == 0
    assert result.stderr == (
        "note: the first (2020-12-31) is later than the second (2016-12-31), so the changes run "
        "backwards.\n"
    )
    assert "gaps closed 0, opened 1; rung risen 0, fallen 1" in result.stdout


def test_the_folder_with_errors_is_named(tmp_path: Path) -> None:
    bad = edited(tmp_path, {"programs": [("\nbus-exchange,", "\n#")]})
    result = kg(bad, FIXTURE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data/outcomes.csv:2: program: " in result.stderr
    assert result.stderr.endswith(f"The data in {bad} have errors, so nothing was compared.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere", FIXTURE), "error: nowhere has no data folder. Expected nowhere/data with CSV"),
        (("2016-13", "-C", FIXTURE), 'error: "2016-13" is not a date. Write YYYY, YYYY-MM or'),
        ((FIXTURE, "2016"), "two folders or two dates, not one of each. A folder named like a"),
        (("2012", "2016", "--as-of", "2015"), "--as-of sets one day for two folders; two dates"),
        ((FIXTURE, FIXTURE, "-C", FIXTURE), "--project is of no use where both folders are named"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(words: tuple[str | Path, ...], message: str) -> None:
    result = kg(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
