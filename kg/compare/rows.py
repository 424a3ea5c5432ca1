"""Rows that were added, changed or are gone, table by table; a changed row, cell by cell."""

from collections.abc import Iterable

import pandas as pd

from kg.tables import TableData, Tables

ADDED, CHANGED, GONE = "added", "changed", "gone"
COLUMNS = ("kind", "table", "id", "column", "before", "after")


def compare_rows(old: Tables, new: Tables) -> pd.DataFrame:
    """Return a row for each row added or gone and for each cell that changed.

    Columns: kind, table, id, column (a header with its language), before and after; the last three
    are empty for whole rows. Tables stand in the order of the newer schema, then of the older; rows
    by id; columns in the order of the shape. Cells are compared as they were read: codes as
    notations, many values in their order; what a schema does not know is empty.
    """
    parts = [_of_table(name, old, new) for name in _both(new.data, old.data)]
    return pd.concat([_empty(), *parts], ignore_index=True)


def unknown_columns(tables: Tables, other: Tables) -> list[str]:
    """Return the columns (`table.header`) of tables that the other schema does not know."""
    return [
        f"{name}.{header}"
        for name, data in tables.data.items()
        for header in data.table.headers
        if name not in other.data or header not in other[name].table.headers
    ]


def renamed_rows(rows: pd.DataFrame, old: Tables, new: Tables) -> pd.DataFrame:
    """Return rows that are gone and stand under another id, cell for cell: table, before, after.

    A row is named where no other row gone or added has the same cells, so that the pair is certain;
    that it is the same thing remains for people to say.
    """
    parts = []
    for name in dict.fromkeys(rows.loc[rows["kind"] == GONE, "table"]):
        if name not in new.data:
            continue
        own = rows[rows["table"] == name]
        gone = _frame(old, name, own.loc[own["kind"] == GONE, "id"])
        added = _frame(new, name, own.loc[own["kind"] == ADDED, "id"])
        cells = [h for h in gone.columns if h in added.columns and h != "id"]
        alone = [f[~f.duplicated(cells, keep=False)] for f in (gone, added)]
        pairs = alone[0].merge(alone[1], on=cells, suffixes=("_before", "_after"))
        pairs = pairs[(pairs[cells] != "").any(axis=1)]
        parts.append(
            pd.DataFrame({"table": name, "before": pairs["id_before"], "after": pairs["id_after"]})
        )
    nothing = pd.DataFrame({"table": [], "before": [], "after": []}, dtype="str")
    return pd.concat([nothing, *parts], ignore_index=True)


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def _both(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*one, *other]))


def _frame(tables: Tables, name: str, ids: "pd.Series[str]") -> pd.DataFrame:
    frame = tables[name].frame()
    return frame[frame["id"].isin(ids)]


def _of_table(name: str, old: Tables, new: Tables) -> pd.DataFrame:
    one, other = old.data.get(name), new.data.get(name)
    if one is not None and other is not None and one.rows.equals(other.rows):
        return _empty()
    headers = _both(_headers(other), _headers(one))
    before, after = _indexed(one, headers), _indexed(other, headers)
    kept = before.index.intersection(after.index)
    parts = [
        _whole(GONE, name, before.index.difference(after.index)),
        _whole(ADDED, name, after.index.difference(before.index)),
        _cells(name, before.loc[kept], after.loc[kept], headers),
    ]
    rows = pd.concat(parts, ignore_index=True)
    rank = rows["column"].map({header: n for n, header in enumerate(["", *headers])})
    return rows.assign(rank=rank).sort_values(["id", "rank"]).drop(columns="rank")


def _headers(data: TableData | None) -> tuple[str, ...]:
    return data.table.headers if data else ("id",)


def _indexed(data: TableData | None, headers: list[str]) -> pd.DataFrame:
    """Return the rows by id with all headers of both, "" where the file has none."""
    frame = data.frame() if data else pd.DataFrame({"id": []}, dtype="str")
    return frame.set_index("id").reindex(columns=headers[1:], fill_value="")


def _whole(kind: str, table: str, ids: "pd.Index[str]") -> pd.DataFrame:
    rows = pd.DataFrame({"id": ids}, dtype="str")
    return rows.assign(kind=kind, table=table, column="", before="", after="")[list(COLUMNS)]


def _cells(
    table: str, before: pd.DataFrame, after: pd.DataFrame, headers: list[str]
) -> pd.DataFrame:
    parts = [_empty()]
    for header in headers[1:]:
        one, other = before[header], after[header]
        differs = one.ne(other)
        if differs.any():
            parts.append(
                pd.DataFrame(
                    {
                        "kind": CHANGED,
                        "table": table,
                        "id": one.index[differs],
                        "column": header,
                        "before": one[differs].to_numpy(),
                        "after": other[differs].to_numpy(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
