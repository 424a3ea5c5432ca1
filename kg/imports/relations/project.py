"""A project to begin with for a list: the tree of fields, and the row of the data set. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from kg.imports.relations.cities import Cells
from kg.imports.relations.slugs import to_slug
from kg.imports.relations.words import in_all
from kg.names import LANGUAGES
from kg.schema import Schema
from kg.tables import TableData, Tables
from kg.tables.rows import to_empty

if TYPE_CHECKING:
    from kg.imports.foreign import Source

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_WHOLE_DAY = 10


def blank_project(schema: Schema, packaged: Tables) -> Tables:
    """Return tables with the packaged fields and the sources of these, and nothing else.

    Without fields nothing could be said of what is not covered.
    """
    data = {name: to_empty(table, f"data/{name}.csv") for name, table in schema.tables.items()}
    fields = packaged["fields"]
    if fields.rows.column_names == list(schema.tables["fields"].headers):
        cited = fields.values("sources")["value"]
        sources = packaged["sources"]
        kept = pc.is_in(sources.cells("id"), value_set=pc.unique(cited))
        data |= {"fields": fields, "sources": _speaking_for_nobody(_filter(sources, kept))}
    return Tables(schema, data)


def _filter(data: TableData, kept: pa.Array) -> TableData:
    lines = data.lines[kept.to_numpy(zero_copy_only=False)]
    return replace(data, rows=data.rows.filter(kept), lines=lines)


def _speaking_for_nobody(data: TableData) -> TableData:
    """Return sources without the cities for which they speak: these are not in the tables."""
    place = data.rows.column_names.index("speaks_for")
    empty = pa.nulls(len(data), pa.string())
    return replace(data, rows=data.rows.set_column(place, "speaks_for", empty))


def dataset_row(name: str, source: "Source", key: str, focal: str, licence: str) -> Cells:
    """Return the row of the data set of a list whose row in the table sources is `key`."""
    title = source.name or name
    row = {"id": to_slug(name) or "data", "title@en": title, "version": "0.1.0", "sources": key}
    row |= {"licence": licence or LICENCE} | ({"focal_city": focal} if focal else {})
    row |= {"as_of": day} if (day := day_of(source)) else {}
    listed: Mapping[str, str] = dict.fromkeys(LANGUAGES, title)
    return row | in_all("scope", "scope", list=listed)


def day_of(source: "Source") -> str:
    """Return the day on which a list was read, else that on which it was issued; "" without one."""
    days = (day for day in (source.accessed, source.issued) if len(day) == _WHOLE_DAY)
    return next(days, "")
