"""Makes tables of any number of agreements from a seed: the same seed, the same bytes.

Everything in them is made up and says so in its name. Each table of the ontology has rows and every
rule holds, so that checking finds nothing to say. About 30 triples come of each agreement.

    python -m bench.make_tables 100000 FOLDER [--seed 1]
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from bench import deeds, pacts
from bench.world import Columns, World, make_world
from kg.schema import Schema, load_schema, packaged_ontology

_MAKERS: Mapping[str, Callable[[World], Columns]] = {
    "dataset": pacts.dataset,
    "cities": pacts.cities,
    "agencies": pacts.agencies,
    "fields": pacts.fields,
    "agreements": pacts.agreements,
    "parties": pacts.parties,
    "commitments": pacts.commitments,
    "programs": deeds.programs,
    "outcomes": deeds.outcomes,
    "obstacles": deeds.obstacles,
    "events": deeds.events,
    "studies": deeds.studies,
    "sources": deeds.sources,
    "statements": deeds.statements,
    "searches": deeds.searches,
    "policies": deeds.policies,
}


def make_tables(agreements: int, seed: int = 1) -> dict[str, Columns]:
    """Return all tables, column by column, without the columns that are empty throughout."""
    return tables_of(make_world(agreements, seed))


def tables_of(world: World) -> dict[str, Columns]:
    """Return all tables that tell of a world."""
    return {name: maker(world) for name, maker in _MAKERS.items()}


def write_tables(tables: Mapping[str, Columns], schema: Schema, folder: Path) -> None:
    """Write each table with the whole header of the ontology, in its order, as UTF-8 with LF.

    KeyError where the ontology lacks a table or column that is made here.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in tables.items():
        headers = schema.tables[name].headers
        if strange := sorted(set(columns) - set(headers)):
            raise KeyError(f"the ontology's table {name} has no column {', '.join(strange)}")
        empty = pa.nulls(len(columns["id"]), pa.string())
        table = pa.table({header: columns.get(header, empty) for header in headers})
        write_csv(table, folder / f"{name}.csv")


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table of strings as CSV; DuckDB quotes what must be quoted and nothing else."""
    duckdb.from_arrow(table).write_csv(str(path), header=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("agreements", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    schema = load_schema(packaged_ontology())
    write_tables(make_tables(asked.agreements, asked.seed), schema, asked.folder)


if __name__ == "__main__":
    main()
