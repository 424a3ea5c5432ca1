"""Triples to rows: which table a subject belongs to, and which column takes each of its triples."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from kg.imports.triples import Triple
from kg.imports.values import CellReader, NoPlace, Refusal, Value, check_address
from kg.names import ID, RDF_TYPE, THINGS, thing_table
from kg.problems import suggest
from kg.problems.suggest import suggest_id
from kg.schema import Schema, Table


@dataclass(slots=True)
class Row:
    """A subject: its cells by header, each value with the triple that says it."""

    key: str
    table: Table
    typed: Triple | None = None
    cells: dict[str, dict[str, Triple]] = field(default_factory=dict)
    again: list[tuple[str, str, Triple]] = field(default_factory=list)  # said, but for white space

    def triples(self) -> Iterator[Triple]:
        """Yield the triples that the row holds."""
        for values in self.cells.values():
            yield from values.values()
        yield from (triple for _, _, triple in self.again)


Refused = tuple[Triple, Refusal]


@dataclass(slots=True)
class Sorted:
    """Rows by table and id; the triples without a place; how many were said again or derived."""

    rows: dict[str, dict[str, Row]]
    refused: list[Refused] = field(default_factory=list)
    tidied: list[Triple] = field(default_factory=list)
    read: int = 0
    repeated: int = 0
    derived: int = 0

    def held(self) -> int:
        """Return how many triples stand in rows."""
        rows = (row for table in self.rows.values() for row in table.values())
        return sum(1 + sum(map(len, row.cells.values())) for row in rows)


@dataclass
class _Home:
    """What may be said of the subjects of one namespace, typed in or derived."""

    table: Table | None = None
    classes: set[str] = field(default_factory=set)
    columns: dict[str, list[CellReader]] = field(default_factory=lambda: defaultdict(list))
    derived_tables: list[str] = field(default_factory=list)
    derived_classes: set[str] = field(default_factory=set)
    derived_columns: dict[str, list[CellReader]] = field(default_factory=lambda: defaultdict(list))
    pattern: str = ID


def sort_triples(triples: Iterable[Triple], schema: Schema) -> Sorted:
    """Put each triple in its row, or among those that have no place; in no case drop it."""
    homes = _homes(schema)
    found = Sorted({name: {} for name in schema.tables})
    for triple in triples:
        found.read += 1
        try:
            _place(triple, homes, found)
        except NoPlace as why:
            found.refused.append((triple, why.reason))
    _refuse_without_class(found)
    _refuse_second_values(found)
    _note_tidied(found)
    assert found.read == found.held() + found.repeated + found.derived + len(found.refused)
    return found


def _homes(schema: Schema) -> Mapping[str, _Home]:
    homes: dict[str, _Home] = defaultdict(_Home)
    for table in (*schema.derived.values(), *schema.tables.values()):
        home = homes[table.prefix]
        if table.derived:
            home.derived_tables.append(table.name)
            classes, columns = home.derived_classes, home.derived_columns
        else:
            home.table, classes, columns = table, home.classes, home.columns
        classes.update(table.classes)
        for column in table.columns:
            columns[column.path].append(CellReader(column))
            if column.name == "id":
                home.pattern = column.pattern
    return dict(homes)


def _place(triple: Triple, homes: Mapping[str, _Home], found: Sorted) -> None:
    """Put one triple where it belongs; NoPlace where that is nowhere."""
    home, key = _home_of(triple, homes)
    if home.table and (triple.predicate in home.columns or triple.predicate == RDF_TYPE):
        rows = found.rows[home.table.name]
        row = rows.get(key) or rows.setdefault(key, Row(key, home.table))
        _put(triple, home, row, found)
        return
    if triple.predicate in home.derived_columns:
        _read(home.derived_columns[triple.predicate], triple)
    elif triple.predicate == RDF_TYPE and not _is_of(triple, home.derived_classes):
        raise NoPlace("rdf-other-class", table=", ".join(home.derived_tables))
    elif triple.predicate != RDF_TYPE:
        check_address(triple.predicate)
        raise NoPlace("rdf-unknown-property", _near(triple.predicate, home))
    found.derived += 1


def _is_of(triple: Triple, classes: Container[str]) -> bool:
    return triple.text in classes and not triple.datatype


def _home_of(triple: Triple, homes: Mapping[str, _Home]) -> tuple[_Home, str]:
    """Return what the subject may hold, and its id."""
    cut = triple.subject.rfind("/") + 1
    prefix, key = triple.subject[:cut], triple.subject[cut:]
    home = homes.get(prefix)
    if home and re.fullmatch(home.pattern, key):
        return home, key
    if home:
        raise NoPlace("rdf-bad-id", suggest_id(key))
    check_address(triple.subject)
    if not prefix.startswith(THINGS):
        raise NoPlace("rdf-foreign-subject", form=THINGS)
    name = thing_table(prefix)
    raise NoPlace("rdf-unknown-table", suggest(name, [*map(thing_table, homes)]), table=name)


def _near(predicate: str, home: _Home) -> str:
    """Return the property of the same table whose name is most like this one, or ""."""
    named = {_local(path): path for path in (*home.columns, *home.derived_columns)}
    return named.get(suggest(_local(predicate), named), "")


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _put(triple: Triple, home: _Home, row: Row, found: Sorted) -> None:
    """Put one triple of a table's subject into its row."""
    if triple.predicate == RDF_TYPE:
        if not _is_of(triple, home.classes):
            raise NoPlace("rdf-other-class", table=row.table.name)
        found.repeated += row.typed is not None
        row.typed = row.typed or triple
        return
    value = _read(home.columns[triple.predicate], triple)
    if value.header == "id" and value.text != row.key:
        raise NoPlace("rdf-other-id", row.key)
    first = row.cells.setdefault(value.header, {}).setdefault(value.text, triple)
    if first is triple:
        return
    found.repeated += 1
    if triple.datatype and triple.text != value.text:
        row.again.append((value.header, value.text, triple))


def _read(columns: Sequence[CellReader], triple: Triple) -> Value:
    """Return the value in the first column of this property that can hold it."""
    *others, last = columns
    for column in others:
        with suppress(NoPlace):
            return column.read(triple)
    return last.read(triple)


def _refuse_without_class(found: Sorted) -> None:
    """Take out what is no row: a subject that is nowhere said to be of its table's class."""
    for rows in found.rows.values():
        for row in [row for row in rows.values() if row.typed is None]:
            details = {"wanted": row.table.classes[0], "table": row.table.name}
            why = Refusal("rdf-no-class", details=details)
            found.refused += ((triple, why) for triple in row.triples())
            found.repeated -= len(row.again)
            del rows[row.key]


def _refuse_second_values(found: Sorted) -> None:
    """Leave one value in cells that hold one: the first in the order of texts, not of files."""
    for row, header, values in _cells(found):
        if len(values) > 1 and not row.table.of_header(header).separator:
            kept = min(values)
            for text in sorted(set(values) - {kept}):
                why = Refusal("rdf-second-value", details={"kept": kept})
                near = [t for *place, t in row.again if place == [header, text]]
                found.refused += ((triple, why) for triple in (values.pop(text), *near))
                found.repeated -= len(near)


def _note_tidied(found: Sorted) -> None:
    """Note the words that stand in cells otherwise than in the file."""
    for row, header, values in _cells(found):
        found.tidied += (t for text, t in values.items() if t.datatype and t.text != text)
        found.tidied += (t for of, text, t in row.again if of == header and text in values)


def _cells(found: Sorted) -> Iterator[tuple[Row, str, dict[str, Triple]]]:
    for rows in found.rows.values():
        for row in rows.values():
            for header, values in row.cells.items():
                yield row, header, values
