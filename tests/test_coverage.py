"""Coverage against the hand count of tests/fixture, and what must hold for any data."""

import csv
import random
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.check import check_references, check_rules, read_rules
from kg.coverage import (
    DENOMINATORS,
    RUNGS,
    Facts,
    add_denominators,
    add_unrecorded,
    build_cells,
    build_relations,
    count,
    read_facts,
    to_day,
)
from kg.problems import Severity
from kg.schema import packaged_ontology
from kg.tables import Tables, read_tables
from tests.table_sets import DAYS, FIELDS, Row, TableSet, quick, schema, table_sets, to_tables

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


# ---- what holds for any data


def at(facts: Facts, day: str, *, strict: bool = False) -> pd.DataFrame:
    return build_cells(facts, to_day(day), strict=strict).set_index(["relation", "field"])


def built(rows: TableSet, day: str, *, strict: bool = False) -> pd.DataFrame:
    return at(read_facts(to_tables(rows)), day, strict=strict)


@quick
@given(table_sets())
def test_a_later_day_never_lowers_the_number_of_studies(rows: TableSet) -> None:
    facts = read_facts(to_tables(rows))
    studied = [at(facts, day)["studied"] for day in sorted(DAYS, key=to_day)]
    for before, after in pairwise(studied):
        assert (before <= after.reindex(before.index, fill_value=0)).all()


@quick
@given(table_sets())
def test_strict_evidence_never_raises_a_rung(rows: TableSet) -> None:
    facts = read_facts(to_tables(rows))
    for day in DAYS:
        strict = at(facts, day, strict=True)["rank"]
        assert (strict <= at(facts, day)["rank"].reindex(strict.index, fill_value=-1)).all()


@quick
@given(table_sets(), st.booleans())
def test_a_field_stands_as_high_as_each_of_its_topics(rows: TableSet, strict: bool) -> None:
    facts = read_facts(to_tables(rows))
    for day in DAYS:
        cells = at(facts, day, strict=strict)
        topics = cells[cells["level"] == "topic"]
        above = [(relation, FIELDS[str(topic)]) for relation, topic in topics.index]
        for column in ("rank", "studied", "agreed", "unrealised"):
            fields = cells[column].reindex(
                pd.MultiIndex.from_tuples(above, names=cells.index.names)
            )
            assert (fields.to_numpy() >= topics[column].to_numpy()).all()
        assert (cells["topics_covered"] <= cells["topics"]).all()


@quick
@given(table_sets(), st.sampled_from(DAYS), st.booleans())
def test_counts_never_exceed_the_denominator(rows: TableSet, day: str, strict: bool) -> None:
    facts = read_facts(to_tables(rows))
    relations = build_relations(facts.links, to_day(day))
    cells = build_cells(facts, to_day(day), strict=strict)
    full = add_unrecorded(cells, relations["relation"], facts, to_day(day))
    for level in ("field", "topic"):
        scheme = len(relations) * sum(facts.tree.levels == level)
        for denominator in DENOMINATORS:
            counts = [
                count(
                    add_denominators(of, relations),
                    facts,
                    relations=len(relations),
                    level=level,
                    denominator=denominator,
                )
                for of in (cells, full)
            ]
            assert counts[0]["covered"] == counts[1]["covered"] <= counts[1]["total"] <= scheme
            assert sum(counts[1].get(rung, 0) for rung in RUNGS) == counts[1]["total"]


@quick
@given(table_sets(), st.sampled_from(DAYS), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: TableSet, day: str, chance: random.Random) -> None:
    shuffled = {name: chance.sample(of_table, len(of_table)) for name, of_table in rows.items()}
    assert built(shuffled, day).equals(built(rows, day))


@quick
@given(table_sets(), st.sampled_from(DAYS), st.booleans())
def test_removing_a_programme_never_raises_a_rung(rows: TableSet, day: str, strict: bool) -> None:
    before = built(rows, day, strict=strict)["rank"]
    after = built(without(rows, "program-0"), day, strict=strict)["rank"]
    assert (after <= before.reindex(after.index, fill_value=-1)).all()


def without(rows: TableSet, program: str) -> TableSet:
    """Return the rows without one programme of each world and without what hangs on it."""

    def about(row: Row) -> str:
        return ";".join(t for t in row["about"].split(";") if not t.endswith(program))

    return rows | {
        "programs": [row for row in rows["programs"] if not row["id"].endswith(program)],
        "outcomes": [row for row in rows["outcomes"] if not row["program"].endswith(program)],
        "studies": [row | {"about": about(row)} for row in rows["studies"]],
    }


# ---- cases that the fixture's two dates do not show


def test_a_study_of_two_programmes_covers_each_only_where_it_took_place() -> None:
    program = {"kind": "project", "status": "completed", "began": "2003"}
    cells = built(
        {
            "fields": [{"id": f, "broader": b} for f, b in FIELDS.items()],
            "programs": [
                {"id": "one", "cities": "a;b", "fields": "water", **program},
                {"id": "two", "cities": "a;c", "fields": "buses", **program},
            ],
            "studies": [{"id": "s", "issued": "2004", "about": "programs:one;programs:two"}],
        },
        "2010",
    )
    studied = cells.index[cells["studied"] > 0]
    assert set(studied) == {
        ("a--b", "water"),
        ("a--c", "buses"),
        ("a--c", "roads"),
    }


def test_a_running_programme_runs_before_its_expected_end() -> None:
    rows = {
        "fields": [{"id": f, "broader": b} for f, b in FIELDS.items()],
        "sources": [{"id": "s", "kind": "press", "issued": "2003"}],
        "programs": [
            {"id": "p", "cities": "a;b", "fields": "water", "status": "under-way",
             "ended": "2009", "sources": "s"},
        ],
    }  # fmt: skip
    assert built(rows, "2004").loc[("a--b", "water"), "rung"] == "under-way"
    assert built(rows, "2010").loc[("a--b", "water"), "rung"] == "delivered"


@pytest.mark.parametrize(
    ("column", "date", "last_day"),
    [("signed", "2004-02-29", "2009-02-28"), ("effective", "2003-06", "2008-06-29"),
     ("signed_on", "2003", "2008-12-30")],
)  # fmt: skip
def test_a_term_runs_from_the_last_day_that_its_start_can_mean(
    column: str, date: str, last_day: str
) -> None:
    rows = {
        "fields": [{"id": f, "broader": b} for f, b in FIELDS.items()],
        "agreements": [
            {"id": "a", "kind": "mou", "status": "signed", "term_years": "5", column: date}
        ],
        "parties": [
            {"id": city, "agreement": "a", "city": city, column: date} for city in ("a", "b")
        ],
        "commitments": [{"id": "c", "agreement": "a", "field": "water", "stage": "text"}],
    }
    rows["agreements"] = [{k: v for k, v in rows["agreements"][0].items() if k != "signed_on"}]
    at_last = built(rows, last_day).loc[("a--b", "water"), "lapsed"]
    assert (at_last, built(rows, "2010").loc[("a--b", "water"), "lapsed"]) == (False, True)
