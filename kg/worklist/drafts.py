"""Which rows would close gaps, with all that is known of them already. Pure.

A gap gets the rows of each way in which it can close: what was agreed, what was done, what came of
it; beside them one for a search that found nothing and, where no study covers it, one for a study.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

import pandas as pd

from kg.coverage import Facts
from kg.tables import Tables, to_records
from kg.worklist.desk import Desk
from kg.worklist.draft import Draft


def draft_rows(
    gaps: pd.DataFrame,
    facts: Facts,
    tables: Tables,
    as_of: int,
    *,
    lenient: pd.DataFrame | None = None,
    lang: str = "en",
) -> list[Draft]:
    """Return rows for cells with a gap, by relation and field; each relation ends with a source.

    `gaps` are cells of kg.coverage; `lenient` are the same cells by all sources where `gaps` counts
    the better ones only: what weaker sources support is then not drafted again, its row is.
    Searches get a name in the language.
    """
    desk = Desk(gaps["relation"], facts, tables, as_of, lang)
    own = {} if lenient is None else _gaps_by_cell(lenient)
    rows: dict[tuple[str, str], Draft] = {}
    cells = to_records(gaps.sort_values(["relation", "field"]))
    for relation, of_relation in groupby(cells, key=lambda cell: str(cell["relation"])):
        for cell in of_relation:
            for draft in desk.rows_for(cell, own.get((relation, cell["field"]))):
                known = rows.setdefault((draft.table, draft.cells["id"]), draft)
                served = tuple(dict.fromkeys(known.serves + draft.serves))
                rows[draft.table, draft.cells["id"]] = replace(known, serves=served)
        source = desk.source(relation)
        rows[source.table, source.cells["id"]] = source
    _expect_all(gaps, rows.values())
    return list(rows.values())


def _expect_all(gaps: pd.DataFrame, rows: Iterable[Draft]) -> None:
    """Hold that no gap was left without a row."""
    served = {(relation, field) for row in rows for relation, field, _ in row.serves}
    assert served == set(zip(gaps["relation"], gaps["field"], strict=True))


def _gaps_by_cell(cells: pd.DataFrame) -> dict[tuple[str, str], str]:
    keys = zip(cells["relation"], cells["field"], strict=True)
    return dict(zip(keys, cells["gap"], strict=True))
