"""What is known of a data set, gathered once for all descriptions of it.

What is not on record is empty here, and left out there: no homepage, no author is made up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.dates import datatype
from kg.names import LANGUAGES, thing_prefix
from kg.tables import TableData, Tables

Box = tuple[str, str, str, str]
"""West, south, east and north, in degrees as the tables write them."""

# Dates of what cities did, by which the time that the data cover is told.
_DONE = (
    ("agreements", "signed"),
    ("parties", "signed_on"),
    ("programs", "began"),
    ("programs", "ended"),
    ("outcomes", "on"),
    ("events", "on"),
)
_EXAMPLES = ("agreements", "programs")
_AUTHOR = re.compile(r"^(?P<author>.+?) \([0-9]{4}\)\. ")


@dataclass(frozen=True)
class About:
    """One data set: words by language, dates as they are typed, IRIs in full.

    `date` is that of the data, `as_of` the day for which relations and coverage hold.
    """

    iri: str
    titles: Mapping[str, str]
    scopes: Mapping[str, str]
    version: str
    date: str
    as_of: str
    licence: str
    citation: str
    author: str
    homepage: str
    languages: tuple[str, ...]
    focal_city: str
    period: tuple[str, str] | None
    box: Box | None
    examples: tuple[str, ...]
    ontology: str

    @property
    def title(self) -> str:
        """Return the title in the first language that has one."""
        return next((self.titles[lang] for lang in LANGUAGES if lang in self.titles), "")

    @property
    def scope(self) -> str:
        """Return the scope in the first language that has one."""
        return next((self.scopes[lang] for lang in LANGUAGES if lang in self.scopes), "")

    @property
    def polygon(self) -> str:
        """Return the box as Well-Known Text, longitude first, "" where there is none."""
        if self.box is None:
            return ""
        west, south, east, north = self.box
        corners = ((west, north), (west, south), (east, south), (east, north), (west, north))
        return f"POLYGON(({', '.join(' '.join(corner) for corner in corners)}))"


def dataset_iri(tables: Tables) -> str:
    """Return the IRI of the data set; data without errors have one row of it."""
    return thing_prefix("dataset") + str(tables["dataset"].cells("id")[0])


def gather(tables: Tables, *, date: str, as_of: str, focal_city: str) -> About:
    """Gather what the tables say of the data set and what follows from their rows."""
    row = {str(k): str(v) for k, v in tables["dataset"].frame().iloc[0].to_dict().items()}
    author = _AUTHOR.match(row["citation"])
    return About(
        iri=dataset_iri(tables),
        titles=_words(row, "title"),
        scopes=_words(row, "scope"),
        version=row["version"],
        date=date,
        as_of=as_of,
        licence=row["licence"],
        citation=row["citation"],
        author=author["author"] if author else "",
        homepage=row["homepage"],
        languages=_languages(tables),
        focal_city=thing_prefix("cities") + focal_city if focal_city else "",
        period=_period(tables, as_of),
        box=_box(tables["cities"]),
        examples=tuple(_examples(tables)),
        ontology=tables.schema.version_iri,
    )


def datatype_of(date: str) -> str:
    """Return the datatype of a date as a description states it, in which nothing is uncertain."""
    return datatype(date.rstrip("~?"))


def _words(row: Mapping[str, str], name: str) -> dict[str, str]:
    return {lang: row[f"{name}@{lang}"] for lang in LANGUAGES if row[f"{name}@{lang}"]}


def _languages(tables: Tables) -> tuple[str, ...]:
    """Return the languages in which any cell of any table has words."""
    found = {
        header.partition("@")[2]
        for data in tables.data.values()
        for header in data.table.headers
        if "@" in header and data.cells(header).null_count < len(data)
    }
    return tuple(lang for lang in LANGUAGES if lang in found)


def _period(tables: Tables, as_of: str) -> tuple[str, str] | None:
    """Return the first and the last date of what was done up to a day, as they were typed."""
    dated = [
        (str(first), str(last), text)
        for table, column in _DONE
        for first, last, text in _dates(tables[table], column)
        if str(first) <= as_of
    ]
    if not dated:
        return None
    first, last = min(dated), max(dated, key=lambda date: (date[1], date[0], date[2]))
    return first[2].rstrip("~?"), last[2].rstrip("~?")


def _dates(data: TableData, column: str) -> Iterator[tuple[object, object, str]]:
    interval = data.interval(column)
    texts = (str(text) for text in data.frame(column)[column])
    return (row for row in zip(interval.first, interval.last, texts, strict=True) if row[2])


def _box(cities: TableData) -> Box | None:
    """Return the box around all cities whose place is known."""
    places = cities.frame("lat", "long")
    known = places[(places["lat"] != "") & (places["long"] != "")]
    if known.empty:
        return None
    souths, wests = sorted(known["lat"], key=float), sorted(known["long"], key=float)
    return wests[0], souths[0], wests[-1], souths[-1]


def _examples(tables: Tables) -> Iterator[str]:
    """Yield the first row of some tables, as examples of what the graph describes."""
    for name in _EXAMPLES:
        for key in tables[name].cells("id").to_pylist()[:1]:
            yield thing_prefix(name) + key
