"""Relations and cells as tables, so that they are written and queried like all others."""

import numpy as np
import pandas as pd
import pyarrow as pa

from kg.coverage.cells import MARKS
from kg.coverage.days import to_text
from kg.names import TERMS
from kg.schema import Schema, Table
from kg.tables import TableData
from kg.tables.columns import Values, join

CUBE = "coverage"


def relation_tables(schema: Schema, relations: pd.DataFrame) -> list[TableData]:
    """Return the tables relations and twinnings."""
    frames = {"relations": _relations(relations), "twinnings": _twinnings(relations)}
    return [to_table(schema.derived[name], frame) for name, frame in frames.items()]


def cube_tables(schema: Schema, cells: pd.DataFrame, as_of: int, dataset: str) -> list[TableData]:
    """Return the tables cubes (one row) and cells; `cells` has the column peers."""
    structure = {"id": [CUBE], "structure": [TERMS + "coverage"], "part_of": [dataset]}
    cube = pd.DataFrame({**structure, "as_of": [to_text(as_of)]})
    frames = {"cubes": cube, "cells": _cells(cells, as_of)}
    return [to_table(schema.derived[name], frame) for name, frame in frames.items()]


def to_table(table: Table, frame: pd.DataFrame) -> TableData:
    """Return a frame of strings as the rows of a derived table, by id; an empty cell is null."""
    ordered = frame.sort_values("id")
    columns = {
        header: pa.array(ordered[header].replace("", None), pa.string())
        for header in dict.fromkeys(("id", *table.headers))
    }
    return TableData(table, pa.table(columns), np.zeros(len(frame), dtype=np.int64), "")


def _relations(relations: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": relations["relation"],
            "partner": relations["city_a"] + ";" + relations["city_b"],
            "stage": relations["stage"],
            "last_contact": relations["last"],
        }
    )


def _twinnings(relations: pd.DataFrame) -> pd.DataFrame:
    agreed = relations[relations["stage"] == "agreed"]
    one = agreed.rename(columns={"city_a": "id", "city_b": "twinned_with"})
    other = agreed.rename(columns={"city_b": "id", "city_a": "twinned_with"})
    both = pd.concat([one, other])[["id", "twinned_with"]].sort_values(["id", "twinned_with"])
    ids, rows = np.unique(both["id"].to_numpy(dtype=object), return_inverse=True)
    values = Values(pa.array(both["twinned_with"], pa.string()), rows.astype(np.int64))
    return pd.DataFrame({"id": ids, "twinned_with": join(values, ";", len(ids)).to_pandas()})


def _cells(cells: pd.DataFrame, as_of: int) -> pd.DataFrame:
    marks = [cells[flag].map({True: mark, False: ""}) for flag, mark in MARKS.items()]
    marks.append(cells["studied"].gt(0).map({True: "studied", False: "unstudied"}))
    marks.append(cells["searched"].ne("").map({True: "searched", False: ""}))
    denominators = [
        pd.Series("scheme", index=cells.index),
        cells["agreed"].map({True: "agreed", False: ""}),
        cells["peers"].map({True: "peers", False: ""}),
    ]
    return pd.DataFrame(
        {
            "id": cells["relation"] + "--" + cells["field"],
            "data_set": CUBE,
            "relation": cells["relation"],
            "field": cells["field"],
            "as_of": to_text(as_of),
            "level": cells["level"],
            "rung": cells["rung"],
            "gap": cells["gap"],
            "mark": _joined(marks),
            "denominator": _joined(denominators),
            "grade": cells["grade"],
            "studies": cells["studied"].astype("str"),
            "searched_on": cells["searched"],
            "topics": cells["topics"].astype("str"),
            "topics_covered": cells["topics_covered"].astype("str"),
        }
    )


def _joined(parts: list[pd.Series]) -> list[str]:
    return [";".join(sorted(p for p in row if p)) for row in zip(*parts, strict=True)]
