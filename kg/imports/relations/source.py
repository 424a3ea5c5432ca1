"""The list as a source: its row, or the one that it has already. Pure."""

from typing import TYPE_CHECKING

from kg.imports.relations.cities import Cells
from kg.imports.relations.on_record import OnRecord
from kg.imports.relations.slugs import to_slug
from kg.imports.relations.words import in_all

if TYPE_CHECKING:
    from kg.imports.foreign import Source

GEONAMES = "geonames"


def source_row(source: "Source", record: OnRecord) -> Cells:
    """Return the row of a list; one on record with its address or its id and name is that row."""
    known = record.rows("sources")
    stem = "-".join(filter(None, (to_slug(source.name) or "list", to_slug(source.issued))))
    for row in known.values():
        if source.url and row.get("url") == source.url and row.get("issued", "") == source.issued:
            return {"id": row["id"]}
    if stem in known and source.name in known[stem].values():
        return {"id": stem}
    row = {"id": record.fresh("sources", stem), "name@en": source.name, "kind": source.kind}
    told = ("publisher", "url", "issued", "accessed", "language")
    row |= {name: text for name in told if (text := getattr(source, name))}
    return row | in_all("source", "note")


def geonames_row(record: OnRecord) -> Cells:
    """Return the row of the gazetteer from which places come."""
    if GEONAMES in record.ids("sources"):
        return {"id": GEONAMES}
    row = {"id": GEONAMES, "kind": "blog", "publisher": "GeoNames", "language": "en"}
    row["url"] = "https://www.geonames.org/"
    return row | in_all("geonames", "name") | in_all("geonames-note", "note")
