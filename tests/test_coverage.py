"""Coverage against the hand count of tests/fixture, and cases that its two dates do not show."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from kg.check import check_references, check_rules, read_rules
from kg.coverage import (
    Facts,
    add_denominators,
    add_unrecorded,
    build_cells,
    build_relations,
    count,
    explain,
    read_facts,
    to_day,
)
from kg.problems import Severity
from kg.schema import packaged_ontology
from kg.tables import Tables, read_tables
from tests.table_sets import FIELDS, Row, TableSet, schema, to_tables

FIXTURE = Path(__file__).parent / "fixture"
COUNTS = [(day, mode) for day in ("2024-06-30", "2016-12-31") for mode in ("lenient", "strict")]
MARKS = ("lapsed", "unrealised", "unagreed", "single_source", "disputed", "undated", "unframed")
FOCAL = "exampleton"

Cells = dict[tuple[str, str], Row]


def read_expected(name: str) -> list[Row]:
    with (FIXTURE / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_cell(rows: list[Row]) -> Cells:
    return {(row["relation"], row["field"]): row for row in rows}


def as_counted(cells: pd.DataFrame) -> Cells:
    """Write cells as the hand count does: marks as one text, flags as yes or nothing."""
    counted = cells[["relation", "field", "rung", "gap", "searched", "studied", "grade"]].astype(
        str
    )
    counted["agreed"] = cells["agreed"].map({True: "yes", False: ""})
    counted["marks"] = [
        ";".join(mark.replace("_", "-") for mark, holds in zip(MARKS, row, strict=True) if holds)
        for row in cells[list(MARKS)].to_numpy()
    ]
    counted["topics"] = cells["topics"].astype(str)
    counted["topics_covered"] = cells["topics_covered"].astype(str)
    return by_cell([{str(k): str(v) for k, v in row.items()} for row in counted.to_dict("records")])


@pytest.fixture(scope="module")
def tables() -> Tables:
    read, problems = read_tables(FIXTURE / "data", schema())
    assert problems == []
    return read


@pytest.fixture(scope="module")
def facts(tables: Tables) -> Facts:
    return read_facts(tables)


def whole(facts: Facts, day: int, *, strict: bool) -> pd.DataFrame:
    """Return the cells of all relations, recorded or not."""
    relations = build_relations(facts.links, day)
    cells = build_cells(facts, day, strict=strict)
    cells = add_unrecorded(cells, relations["relation"], facts, day)
    return add_denominators(cells, relations, city=FOCAL)


# ---- the hand count


def test_fixture_passes_all_checks(tables: Tables) -> None:
    found = [
        *check_references(tables),
        *check_rules(tables, read_rules(packaged_ontology() / "rules")),
    ]
    assert [(p.code, p.severity) for p in found] == [("approved-but-not-signed", Severity.NOTE)]


@pytest.mark.parametrize(("as_of", "mode"), COUNTS)
def test_cells_equal_the_hand_count(facts: Facts, as_of: str, mode: str) -> None:
    cells = as_counted(whole(facts, to_day(as_of), strict=mode == "strict"))
    assert cells == by_cell(read_expected(f"{as_of}-{mode}"))


@pytest.mark.parametrize(("as_of", "mode"), COUNTS)
def test_only_recorded_cells_are_built(facts: Facts, as_of: str, mode: str) -> None:
    built = build_cells(facts, to_day(as_of), strict=mode == "strict")
    recorded = {
        key
        for key, row in by_cell(read_expected(f"{as_of}-{mode}")).items()
        if row["rung"] != "unrecorded" or row["marks"] or row["studied"] != "0"
    }
    assert set(zip(built["relation"], built["field"], strict=True)) == recorded


@pytest.mark.parametrize(("as_of", "mode"), COUNTS)
def test_percentages_equal_the_hand_count(facts: Facts, as_of: str, mode: str) -> None:
    cells = whole(facts, to_day(as_of), strict=mode == "strict")
    of_city = [r for r in build_relations(facts.links, to_day(as_of))["relation"] if FOCAL in r]
    expected = [r for r in read_expected("percentages") if (r["as_of"], r["mode"]) == (as_of, mode)]
    assert len(expected) >= 2 * 3 * 4
    for row in expected:
        chosen = [row["relation"]] if row["relation"] else of_city
        counts = count(
            cells[cells["relation"].isin(chosen)],
            facts,
            relations=len(chosen),
            level=row["level"],
            denominator=row["denominator"],
        )
        assert (counts["covered"], counts["total"]) == (int(row["covered"]), int(row["total"])), row


@pytest.mark.parametrize(
    "row", read_expected("turning-days"), ids=lambda row: "-".join(row.values())
)
def test_cells_turn_on_the_day_that_was_counted(facts: Facts, row: Row) -> None:
    day = to_day(row["as_of"])
    cells = add_unrecorded(build_cells(facts, day), [row["relation"]], facts, day)
    cell = as_counted(cells)[row["relation"], row["field"]]
    if row["column"] in MARKS:
        assert (row["column"] in cell["marks"].split(";")) == (row["value"] == "yes")
    else:
        assert cell[row["column"]] == row["value"]


def read_table(name: str) -> list[Row]:
    with (FIXTURE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("level", ["field", "topic"])
def test_fixture_holds_each_case(level: str, facts: Facts) -> None:
    """The hand count is worth its name only while each rung, gap and mark occurs at each level."""
    counted = [row for day, mode in COUNTS for row in read_expected(f"{day}-{mode}")]
    rows = [row for row in counted if facts.tree.levels[row["field"]] == level]
    lists = schema().code_lists
    assert {row["rung"] for row in rows} == set(lists["rung"].codes)
    assert {row["gap"] for row in rows} == {"", *lists["gap"].codes}
    marks = {mark for row in rows for mark in row["marks"].split(";") if mark}
    marks |= {"searched" for row in rows if row["searched"]}
    marks |= {"unstudied" if row["studied"] == "0" else "studied" for row in rows}
    assert marks == set(lists["mark"].codes)


@pytest.mark.parametrize(
    ("table", "column", "scheme"),
    [
        ("sources", "kind", "source-kind"),
        ("programs", "status", "program-status"),
        ("commitments", "stage", "commitment-stage"),
        ("outcomes", "kind", "outcome-kind"),
        ("events", "kind", "event-kind"),
        ("studies", "kind", "study-kind"),
        ("statements", "stance", "stance"),
        ("searches", "found", "search-result"),
    ],
)
def test_fixture_holds_each_code(table: str, column: str, scheme: str) -> None:
    assert {row[column] for row in read_table(table)} == set(schema().code_lists[scheme].codes)


# ---- cases that the fixture's two dates do not show


def built(rows: TableSet, day: str) -> pd.DataFrame:
    cells = build_cells(read_facts(to_tables(rows)), to_day(day))
    return cells.set_index(["relation", "field"])


RAN = {"kind": "project", "status": "completed", "began": "2003"}
TREE = [{"id": field, "broader": above} for field, above in FIELDS.items()]
MOU = {"id": "m", "kind": "mou", "status": "signed", "signed": "2003"}
PARTIES = [{"id": city, "agreement": "m", "city": city} for city in ("a", "b")]


def cells_with(cells: pd.DataFrame, column: str) -> set[tuple[str, str]]:
    return set(cells.index[cells[column] > 0])


def test_a_study_of_two_programmes_covers_each_only_where_it_took_place() -> None:
    rows: TableSet = {
        "fields": TREE,
        "programs": [
            {"id": "one", "cities": "a;b", "fields": "water", **RAN},
            {"id": "two", "cities": "a;c", "fields": "buses", **RAN},
        ],
        "studies": [{"id": "s", "issued": "2004", "about": "programs:one;programs:two"}],
    }
    expected = {("a--b", "water"), ("a--c", "buses"), ("a--c", "roads")}
    assert cells_with(built(rows, "2010"), "studied") == expected


def test_a_programme_with_an_agreement_counts_for_its_parties_alone() -> None:
    program = {"id": "p", "agreements": "m", "cities": "a;b;c", "fields": "water", **RAN}
    rows: TableSet = {
        "fields": TREE, "agreements": [MOU], "parties": PARTIES, "programs": [program]
    }  # fmt: skip
    assert cells_with(built(rows, "2010"), "rank") == {("a--b", "water")}


@pytest.mark.parametrize(("cities", "relation"), [("a;c", "a--c"), ("a", "a--b"), ("", "a--b")])
def test_an_event_of_fewer_than_two_cities_is_one_of_its_agreement(
    cities: str, relation: str
) -> None:
    event = {"id": "e", "kind": "talks", "on": "2004", "agreement": "m", "fields": "water"}
    rows: TableSet = {
        "fields": TREE,
        "agreements": [MOU],
        "parties": PARTIES,
        "events": [event | {"cities": cities}],
    }
    assert cells_with(built(rows, "2010"), "rank") == {(relation, "water")}


def test_the_agreement_to_renew_is_the_latest_and_not_the_last_by_name() -> None:
    signed = {"z": "2001", "y": "2005"}
    rows: TableSet = {
        "fields": TREE,
        "agreements": [MOU | {"id": m, "signed": signed[m], "valid_until": "2006"} for m in signed],
        "parties": [
            {"id": m + city, "agreement": m, "city": city} for m in signed for city in "ab"
        ],
        "commitments": [
            {"id": m, "agreement": m, "field": "water", "stage": "text"} for m in signed
        ],
        "programs": [{"id": "p", "cities": "a;b", "fields": "water", **RAN}],
    }
    tables = to_tables(rows)
    why = explain(read_facts(tables), tables, "a--b", "water", to_day("2010"))
    assert (why.cell["gap"], why.closing_table) == ("lapsed", "agreements")
    assert why.closing_row["renews"] == "y"


def test_the_furthest_dates_are_dates_like_others() -> None:
    talks = {"kind": "talks", "cities": "a;b"}
    rows: TableSet = {
        "fields": TREE,
        "agreements": [MOU | {"signed": "0001", "valid_until": "9998", "term_years": "99"}],
        "parties": PARTIES,
        "commitments": [{"id": "c", "agreement": "m", "field": "water", "stage": "text"}],
        "events": [{"id": "e", "on": "9999-12-31", "fields": "buses", **talks}],
    }
    assert list(built(rows, "9998-12-31")["lapsed"]) == [False]
    last = built(rows, "9999")
    assert not last["undated"].any()
    assert last.loc[("a--b", "water"), "lapsed"]
    assert cells_with(last, "rank") - {("a--b", "water")} == {("a--b", "buses"), ("a--b", "roads")}
    assert len(built(rows, "0001-01-01")) == len(built(rows, "2010")) == 1


def test_a_running_programme_runs_before_its_expected_end() -> None:
    program = {"id": "p", "cities": "a;b", "fields": "water", "status": "under-way"}
    rows: TableSet = {
        "fields": TREE,
        "sources": [{"id": "s", "kind": "press", "issued": "2003"}],
        "programs": [program | {"ended": "2009", "sources": "s"}],
    }
    rungs = [built(rows, day).loc[("a--b", "water"), "rung"] for day in ("2004", "2009", "2010")]
    assert rungs == ["under-way", "under-way", "delivered"]


@pytest.mark.parametrize(
    ("table", "column", "start", "last_day"),
    [
        ("agreements", "signed", "2004-02-29", "2009-02-28"),
        ("agreements", "effective", "2003-06", "2008-06-29"),
        ("parties", "signed_on", "2003", "2008-12-30"),
    ],
)
def test_a_term_runs_from_the_last_day_that_its_start_can_mean(
    table: str, column: str, start: str, last_day: str
) -> None:
    rows: TableSet = {
        "fields": TREE,
        "agreements": [MOU | {"signed": "", "term_years": "5"}],
        "parties": PARTIES,
        "commitments": [{"id": "c", "agreement": "m", "field": "water", "stage": "text"}],
    }
    rows[table] = [row | {column: start} for row in rows[table]]
    facts, day = read_facts(to_tables(rows)), to_day(last_day)
    lapsed = [build_cells(facts, on).iloc[0]["lapsed"] for on in (day, day + 1)]
    assert lapsed == [False, True]
