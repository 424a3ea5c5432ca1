"""What must hold of coverage for any data, on small made-up worlds."""

import random
from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

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
from tests.table_sets import DAYS, FIELDS, Row, TableSet, quick, table_sets, to_tables


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
