"""Brings a list of twin towns into tables: read, matched, drafted, checked, then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check import read_rules
from kg.errors import DataError, KgError
from kg.exports import write_all
from kg.exports.guide import GUIDE, render_guide
from kg.imports.pairs import ForeignCity, ForeignPair
from kg.imports.relations import (
    Drafted,
    Spot,
    Tally,
    blank_project,
    dataset_row,
    day_of,
    draft_rows,
    find_fields,
    place_pairs,
    tell_doubles,
    to_typed,
)
from kg.problems import Problem, Severity, has_errors, sort_problems
from kg.schema import load_schema, packaged_data
from kg.schema.folders import project_ontology
from kg.tables import Tables, read_tables, render_csv
from kg.tables.find import find_row
from kg.worklist.changes import Changes, find_changes
from kg.worklist.files import Sheet

if TYPE_CHECKING:
    from kg.imports.foreign import Mapping as ColumnMapping
    from kg.imports.foreign import Reading
    from kg.imports.places import Match


@dataclass(frozen=True)
class Listing:
    """A foreign list as it was read; `fields` are still words."""

    file: str
    mapping: "ColumnMapping"
    reading: "Reading"


@dataclass(frozen=True)
class Bringing:
    """What a foreign list would do to tables; nothing is written before `write`.

    `problems` are those of its rows and cells, and of the tables that come of them; `review` is a
    CSV of the cities in doubt, "" where there are none. `tally` counts rows, and `cities` and
    `relations` what they name. `has_places` is false where no gazetteer is installed.
    """

    changes: Changes
    problems: Sequence[Problem]
    tally: Tally
    relations: int
    review: str
    ontology: Path
    has_places: bool
    new: bool = False

    @property
    def warnings(self) -> list[Problem]:
        """Return the problems; those of rows that were not taken are warnings to the tables."""
        own = set(map(id, self.changes.problems))
        return [
            replace(p, severity=Severity.WARNING)
            if p.severity is Severity.ERROR and id(p) not in own
            else p
            for p in self.problems
        ]

    def write(self, out: Path | None = None) -> list[Path]:
        """Write the tables, all or none, and return their places.

        Into the project that was asked, or into `out`, a new folder. DataError where the rows have
        errors; KgError where the folder holds something already.
        """
        if not self.new:
            return self.changes.write()
        if out is None:
            raise KgError("Name the folder in which the new project is to be written.")
        if has_errors(self.changes.problems):
            raise DataError("The rows have errors; see .problems.", tuple(self.problems))
        expect_new(out)
        tables = self.changes.tables
        files = {f"data/{name}.csv": render_csv(data) for name, data in tables.data.items()}
        guide = render_guide(tables.schema).encode()
        return write_all(out, {**files, GUIDE: [guide]})


def expect_new(out: Path) -> None:
    """Hold that a folder has no tables yet: KgError."""
    for place in (out / "data", out / GUIDE):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise KgError(f"{place} is there already. Choose another folder; nothing was changed.")


def read_listing(file: Path, mapping: "ColumnMapping | Path") -> Listing:
    """Read a foreign table by its mapping; DataError with all problems where nothing can be taken.

    MappingError (a KgError) where the mapping itself is at fault.
    """
    from kg.imports.foreign import Reading, read_mapping, read_pairs, read_table

    if isinstance(mapping, Path):
        mapping = read_mapping(mapping)
    table, problems = read_table(file, mapping)
    if table is None:
        raise DataError(f"{file} cannot be read as a table.", tuple(problems))
    read = read_pairs(table, mapping)
    told = sort_problems([*problems, *read.problems])
    if not read.pairs:
        raise DataError(f"{file}: no row names a pair that could be taken.", tuple(told))
    reading = Reading(read.pairs, told, read.rows, read.taken, read.reported, read.partly)
    return Listing(str(file), mapping, reading)


@dataclass
class _Places:
    """The matches of all cities, and what was wrong with the review."""

    matches: dict[ForeignCity, "Match"]
    has_gazetteer: bool
    problems: list[Problem] = field(default_factory=list)


def _match(listing: Listing, base: Tables, review: Path | None) -> _Places:
    from kg.imports.places import check_decisions, match_cities, read_gazetteer, read_review

    decisions, problems = read_review(review) if review else (None, [])
    if has_errors(problems):
        raise DataError(f"{review} has errors, so nothing was changed.", tuple(problems))
    gazetteer = read_gazetteer()
    pairs = listing.reading.pairs
    named = dict.fromkeys(city for pair in pairs for city in (pair.one, pair.other))
    bare = {city: replace(city, column="") for city in named}  # one city in both columns
    cities = list(dict.fromkeys(bare.values()))
    matches = match_cities(cities, base["cities"], gazetteer, decisions)
    if decisions:
        problems += check_decisions(matches, decisions)
    matched = dict(zip(cities, matches, strict=True))
    by_city = {city: matched[bare[city]] for city in named}
    return _Places(by_city, gazetteer is not None, problems)


def bring(
    listing: Listing,
    base: Tables,
    before: Sequence[Problem],
    ontology: Path,
    folder: Path | None,
    *,
    review: Path | None = None,
    new: Mapping[str, str] | None = None,
) -> Bringing:
    """Find out what a list does to tables without errors; `review` is one that was filled in.

    For a project that is to be made, `new` holds its name, and the focal city and licence if any.
    """
    from kg.imports.places import render_review

    places = _match(listing, base, review)
    pairs, strange = find_fields(listing.reading.pairs, base, listing.file)
    countries = base.schema.code_lists["country"].codes
    placed, left = place_pairs(pairs, places.matches, countries, listing.file)
    drafted = draft_rows(placed, base, listing.mapping.source, listing.mapping.language)
    if new is not None:
        _draft_dataset(drafted, listing, base, new)
    typed, faults = to_typed(drafted, base.schema, listing.file)
    sheet = Sheet(listing.file, {}, typed, problems=faults)
    changes = find_changes([sheet], base, before, read_rules(ontology / "rules"), folder)
    matches = list({match.city: match for match in places.matches.values()}.values())
    doubtful = [match for match in matches if not match.sure]
    doubles = tell_doubles(
        placed, places.matches, base.schema.code_lists["city-level"], listing.file
    )
    read = [*listing.reading.problems, *places.problems, *strange, *left]
    told = [*read, *doubles, *changes.problems]
    return Bringing(
        changes,
        sort_problems(told),
        _tally(listing, pairs, len(placed), [*strange, *left], matches),
        drafted.relations,
        render_review(matches) if doubtful else "",
        ontology,
        places.has_gazetteer,
        new is not None,
    )


def _tally(
    listing: Listing,
    pairs: Sequence[ForeignPair],
    placed: int,
    left: Sequence[Problem],
    matches: Sequence["Match"],
) -> Tally:
    """Count rows: those that gave pairs and of which nothing was told are taken."""
    reading = listing.reading
    told = {p.line for p in reading.problems if p.severity is not Severity.NOTE}
    whole = {pair.line for pair in pairs} - told
    reported = reading.reported + len(whole & {p.line for p in left})
    doubtful = sum(not match.sure for match in matches)
    return Tally(reading.rows, reported, len(pairs), placed, len(matches), doubtful)


def _draft_dataset(
    drafted: Drafted, listing: Listing, base: Tables, new: Mapping[str, str]
) -> None:
    focal = new.get("focal", "")
    if focal:
        cities, _ = to_typed(drafted, base.schema, listing.file)
        if "cities" not in cities:
            raise KgError(f'"{focal}" is not among the cities that could be taken.')
        focal = find_row(cities["cities"], focal)
    row = dataset_row(
        new["name"], listing.mapping.source, drafted.source, focal, new.get("licence", "")
    )
    drafted.add("dataset", row, Spot("", 1))


def bring_new(
    listing: Listing, out: Path, *, review: Path | None = None, focal: str = "", licence: str = ""
) -> Bringing:
    """Find out what project a list makes; its name is that of the folder that is to be made.

    KgError without a day as of which it is to speak: `accessed` or `issued` of the source.
    """
    if not day_of(listing.mapping.source):
        raise KgError(
            "A new project needs the day on which the list was read: accessed, under [source] in "
            "the mapping, as 2024-06-30."
        )
    ontology = project_ontology(out)
    schema = load_schema(ontology)
    packaged, _ = read_tables(packaged_data(), schema)
    new = {"name": out.resolve().name, "focal": focal, "licence": licence}
    base = blank_project(schema, packaged)
    return bring(listing, base, (), ontology, None, review=review, new=new)
