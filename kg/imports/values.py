"""Objects of triples to the values of cells: what kg.turtle.terms writes, read the other way."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from kg.dates import PATTERN, datatype
from kg.imports.context import BASE_IRI, UNNAMED
from kg.imports.triples import STRING, Triple, is_iri
from kg.names import XSD, thing_prefix
from kg.problems import Detail, suggest
from kg.schema import Column, Kind
from kg.tables.cells import DECIMAL, INTEGER, LONGEST_CELL
from kg.tables.columns import trim
from kg.tables.decode import CONTROLS

_KEY = re.compile("[a-z0-9-]+")  # of derived tables too; kg.check looks whether it is well formed
_WORDS = (Kind.TEXT, Kind.STRING)
_NAMES = {STRING: "xsd:string", "": "IRI"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a triple has no place in a table: the code of a problem, and what fills its words."""

    code: str
    suggestion: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


class NoPlace(Exception):
    """Say that a triple has no place in a table, and why."""

    def __init__(self, code: str, suggestion: str = "", **details: Detail) -> None:
        super().__init__(code)
        self.reason = Refusal(code, suggestion, details)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a cell holds it, and the header of its column."""

    header: str
    text: str


@dataclass
class CellReader:
    """Reads the objects of one column; what a code's IRI stands for is looked up once."""

    column: Column
    _codes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        codes = self.column.code_list
        self._codes = {c.iri: c.notation for c in codes.codes.values()} if codes else {}

    def read(self, triple: Triple) -> Value:
        """Return the value; NoPlace where the column cannot hold just this object."""
        header, text = _READERS[self.column.kind](self, triple)
        return Value(header, _fit(self.column, text))

    def _words(self, triple: Triple) -> tuple[str, str]:
        """Return words in a language, which has a column of its own."""
        if not triple.language:
            raise self._other_type(triple)
        for language, header in zip(self.column.languages, self.column.headers, strict=True):
            if language.casefold() == triple.language.casefold():
                return header, triple.text
        known = ", ".join(self.column.languages)
        near = triple.language.partition("-")[0]
        raise NoPlace(
            "rdf-no-language",
            near if near in self.column.languages else "",
            language=triple.language,
            languages=known,
        )

    def _string(self, triple: Triple) -> tuple[str, str]:
        return self._literal(triple, STRING, "")

    def _integer(self, triple: Triple) -> tuple[str, str]:
        return self._literal(triple, XSD + "integer", INTEGER)

    def _decimal(self, triple: Triple) -> tuple[str, str]:
        return self._literal(triple, XSD + "decimal", DECIMAL)

    def _literal(self, triple: Triple, wanted: str, pattern: str) -> tuple[str, str]:
        if triple.datatype != wanted:
            raise self._other_type(triple)
        if not re.search(pattern, triple.text):
            raise NoPlace("rdf-bad-form", datatype=_short(wanted))
        return self.column.name, triple.text

    def _date(self, triple: Triple) -> tuple[str, str]:
        """Return a date whose form says the datatype that the file says."""
        if triple.datatype not in self.column.date_types:
            raise self._other_type(triple)
        if not re.search(PATTERN, triple.text) or datatype(triple.text) != triple.datatype:
            raise NoPlace("rdf-bad-form", datatype=_short(triple.datatype))
        return self.column.name, triple.text

    def _iri(self, triple: Triple) -> tuple[str, str]:
        """Return the IRI, or what stands in the place that its template leaves open."""
        text = self._resource(triple)
        check_address(text)
        before, _, after = self.column.value_template.partition("{" + self.column.name + "}")
        if not (text.startswith(before) and text.endswith(after)):
            raise NoPlace("rdf-other-address", form=self.column.value_template)
        return self.column.name, text[len(before) : len(text) - len(after)]

    def _code(self, triple: Triple) -> tuple[str, str]:
        text = self._resource(triple)
        if text in self._codes:
            return self.column.name, self._codes[text]
        check_address(text)
        assert self.column.code_list is not None  # a column of this kind has one by construction
        known = {notation: iri for iri, notation in self._codes.items()}
        near = known.get(suggest(text.replace("#", "/").rpartition("/")[2], known), "")
        title = self.column.code_list.title or self.column.code_list.name
        raise NoPlace("rdf-unknown-code", near, list=title)

    def _reference(self, triple: Triple) -> tuple[str, str]:
        text = self._resource(triple)
        for table in self.column.targets:
            key = text.removeprefix(thing_prefix(table))
            if key != text and _KEY.fullmatch(key):
                typed = f"{table}:{key}" if self.column.is_typed_reference else key
                return self.column.name, typed
        check_address(text)
        raise NoPlace("rdf-other-reference", tables=", ".join(self.column.targets))

    def _resource(self, triple: Triple) -> str:
        if triple.datatype:
            raise self._other_type(triple)
        return triple.text

    def _other_type(self, triple: Triple) -> NoPlace:
        found = f"@{triple.language}" if triple.language else _short(triple.datatype)
        return NoPlace("rdf-other-datatype", found=found, wanted=_wanted(self.column))


_READERS: Mapping[Kind, Callable[[CellReader, Triple], tuple[str, str]]] = {
    Kind.TEXT: CellReader._words,
    Kind.STRING: CellReader._string,
    Kind.DATE: CellReader._date,
    Kind.INTEGER: CellReader._integer,
    Kind.DECIMAL: CellReader._decimal,
    Kind.IRI: CellReader._iri,
    Kind.CODE: CellReader._code,
    Kind.REFERENCE: CellReader._reference,
}


def check_address(text: str) -> None:
    """Raise NoPlace for a resource without an address, or with only a part of one."""
    if not is_iri(text):
        raise NoPlace("rdf-blank-node")
    if text.startswith(UNNAMED):
        raise NoPlace("rdf-unnamed", word=text.removeprefix(UNNAMED))
    if text.startswith(BASE_IRI):
        raise NoPlace("rdf-relative", part=text.removeprefix(BASE_IRI))


def _wanted(column: Column) -> str:
    match column.kind:
        case Kind.TEXT:
            return ", ".join(f"@{language}" for language in column.languages)
        case Kind.DATE:
            return ", ".join(_short(name) for name in column.date_types)
        case Kind.STRING | Kind.INTEGER | Kind.DECIMAL:
            return f"xsd:{column.kind}"
        case Kind.IRI | Kind.CODE | Kind.REFERENCE:
            return "IRI"


def _short(name: str) -> str:
    return _NAMES.get(name) or name.replace(XSD, "xsd:").rpartition("/")[2]


def _fit(column: Column, text: str) -> str:
    """Return text as the reader of CSV will hold it; NoPlace where it would be another value."""
    if found := CONTROLS.search(text):
        raise NoPlace("rdf-control-character", character=f"U+{ord(found[0]):04X}")
    tidy = to_tidy(text)
    if tidy != text and column.kind not in _WORDS:
        raise NoPlace("rdf-not-in-a-cell")
    if not tidy:
        raise NoPlace("rdf-empty")
    if column.separator and column.separator in tidy:
        raise NoPlace("rdf-holds-separator", mark=column.separator)
    if len(tidy.encode()) > LONGEST_CELL:
        raise NoPlace("rdf-too-long", limit=LONGEST_CELL)
    return tidy


def to_tidy(text: str) -> str:
    """Return text composed (NFC), with LF at line ends, and without white space around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if text[:1].isspace() or text[-1:].isspace():
        return trim(pa.array([text], pa.string()))[0].as_py() or ""
    return text
