"""The tables made for timing: the same from a seed, without a problem, and of fair size."""

from pathlib import Path

import pytest

from bench.make_tables import make_tables, write_tables
from kg.check import check_references, check_rules, read_rules
from kg.schema import load_schema, packaged_ontology
from kg.tables import Tables, read_tables
from kg.turtle import render_ntriples

SCHEMA = load_schema(packaged_ontology())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    write_tables(make_tables(1000, seed=7), SCHEMA, folder)
    return folder


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    tables, problems = read_tables(folder, SCHEMA)
    assert problems == []
    return tables


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


@pytest.mark.parametrize(("seed", "is_same"), [(7, True), (8, False)])
def test_the_seed_decides_on_the_bytes(
    folder: Path, tmp_path: Path, seed: int, is_same: bool
) -> None:
    write_tables(make_tables(1000, seed), SCHEMA, tmp_path)
    assert (_bytes(tmp_path) == _bytes(folder)) is is_same


def test_every_table_has_rows_and_the_whole_header(folder: Path, tables: Tables) -> None:
    for name, table in SCHEMA.tables.items():
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert tuple(header.split(",")) == table.headers
        assert len(tables[name]) > 0


def test_checks_find_nothing_to_say(tables: Tables) -> None:
    assert list(check_references(tables)) == []
    assert list(check_rules(tables, read_rules(packaged_ontology() / "rules"))) == []


def test_about_thirty_triples_come_of_each_agreement(tables: Tables) -> None:
    triples = b"".join(render_ntriples(tables.data.values())).count(b"\n")
    assert 25 <= triples / len(tables["agreements"]) <= 35


def test_a_column_that_the_ontology_lacks_is_refused(tmp_path: Path) -> None:
    columns = make_tables(1)["cities"]
    with pytest.raises(KeyError, match="the ontology's table cities has no column mayor"):
        write_tables({"cities": {**columns, "mayor": columns["id"]}}, SCHEMA, tmp_path)
