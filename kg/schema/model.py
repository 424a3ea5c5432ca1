"""What a compiled ontology consists of: values only, no RDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NoReturn
from unicodedata import normalize

from kg.names import is_local, scheme_prefix, thing_prefix

Text = Mapping[str, str]
"""Words by language tag."""


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"  # words in a language, one column a language
    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    IRI = "iri"
    CODE = "code"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Code:
    """A concept of a code list."""

    iri: str
    notation: str
    labels: Text
    definitions: Text
    aliases: tuple[str, ...] = ()
    rank: int | None = None
    establishes: str = ""


@dataclass(frozen=True)
class CodeList:
    """A code list; a cell may hold a notation or any label in any language."""

    name: str
    title: Text
    codes: Mapping[str, Code]

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Map each casefolded notation, label and alias to its notation; notations win."""
        words = {
            word.casefold(): code.notation
            for code in self.codes.values()
            for word in (*code.labels.values(), *code.aliases)
        }
        return words | {notation.casefold(): notation for notation in self.codes}

    def find(self, word: str) -> str:
        """Return the notation of the code that a word means, in any case, or ""."""
        return self.spellings.get(" ".join(normalize("NFC", word).split()).casefold(), "")

    @cached_property
    def is_regular(self) -> bool:
        """Tell whether each code's IRI is the scheme's namespace and its notation, a plain one."""
        return all(
            code.iri == scheme_prefix(self.name) + code.notation and is_local(code.notation)
            for code in self.codes.values()
        )

    @cached_property
    def namespace(self) -> str:
        """Return what the IRI of each code has before its notation, "" where they differ."""
        before = {code.iri.removesuffix(code.notation) for code in self.codes.values()}
        local = all(
            code.iri.endswith(code.notation) and is_local(code.notation)
            for code in self.codes.values()
        )
        return before.pop() if local and len(before) == 1 else ""


@dataclass(frozen=True)
class Column:
    """A property shape."""

    name: str
    path: str
    kind: Kind
    order: float
    required: bool = False
    separator: str = ""
    languages: tuple[str, ...] = ()
    date_types: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    targets: tuple[str, ...] = ()
    code_list: CodeList | None = None
    value_template: str = ""
    labels: Text = field(default_factory=dict)
    help: Text = field(default_factory=dict)
    expected: Text = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the names in the header of the CSV file."""
        return tuple(f"{self.name}@{lang}" for lang in self.languages) or (self.name,)

    @property
    def is_typed_reference(self) -> bool:
        """Tell whether a cell names its table too (`agreements:x`)."""
        return len(self.targets) > 1

    @property
    def namespace(self) -> str:
        """Return what makes an IRI of each code or id of the column, "" where nothing does."""
        if self.code_list:
            return self.code_list.namespace
        return thing_prefix(self.targets[0]) if len(self.targets) == 1 else ""


@dataclass(frozen=True)
class Table:
    """A node shape; columns stand in the order of the header.

    A derived table is computed and published, never typed in.
    """

    name: str
    classes: tuple[str, ...]
    prefix: str
    order: float
    columns: tuple[Column, ...]
    labels: Text
    help: Text
    derived: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the header of the CSV file."""
        return tuple(header for column in self.columns for header in column.headers)

    def column(self, name: str) -> Column:
        """Return a column by name; KeyError where there is none."""
        return next((c for c in self.columns if c.name == name), None) or _missing(name)

    def of_header(self, header: str) -> Column:
        """Return the column to which a header (with its language) belongs."""
        return next((c for c in self.columns if header in c.headers), None) or _missing(header)


def _missing(name: str) -> NoReturn:
    raise KeyError(name)


@dataclass(frozen=True)
class Schema:
    """All tables in their order, those that are derived, and all code lists."""

    tables: Mapping[str, Table]
    derived: Mapping[str, Table]
    code_lists: Mapping[str, CodeList]
    prefixes: Mapping[str, str]
    labels: Mapping[str, Text]  # of the ontology's terms, by IRI
    version_iri: str = ""  # of the ontology, "" where it names none
