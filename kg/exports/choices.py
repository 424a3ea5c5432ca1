"""What a format is given and what it gives: a graph, choices, files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from kg.schema import Schema
from kg.tables import TableData, Tables

if TYPE_CHECKING:
    import networkx as nx

Evidence = Literal["lenient", "strict"]
NetworkKind = Literal["relations", "coverage", "chain"]
Files = Mapping[str, Iterable[bytes]]
"""Files by name, each in pieces."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen of an export; None is what holds without a choice."""

    as_of: str | None = None
    evidence: Evidence = "lenient"
    network: NetworkKind | None = None
    about: str | None = None
    lang: str = "en"  # of the workbook's lists; other formats hold all languages

    def made(self) -> list[str]:
        """Return the names of what was chosen."""
        chosen = {
            "network": self.network,
            "about": self.about,
            "as-of": self.as_of,
            "strict": self.evidence == "strict" or None,
        }
        return [name for name, choice in chosen.items() if choice is not None]


class Graph(Protocol):
    """What a format may ask of a knowledge graph, which stands on a floor above."""

    @property
    def schema(self) -> Schema:
        """Return the compiled ontology."""

    @property
    def data(self) -> Tables:
        """Return the tables as they were read."""

    @property
    def ontology(self) -> Path:
        """Return the folder of the ontology."""

    def graph_tables(self, as_of: str | None = None) -> list[TableData]:
        """Return rows and relations."""

    def cube_tables(
        self, as_of: str | None = None, evidence: Evidence = "lenient"
    ) -> list[TableData]:
        """Return the coverage cube."""

    def day_text(self, as_of: str | None = None) -> str:
        """Return the day that is meant by a date."""

    def label(self, thing: str, lang: str = "en") -> str:
        """Return the name of a thing."""

    def to_reference(self) -> str:
        """Return the page that documents the ontology."""

    def to_networkx(
        self,
        kind: NetworkKind = "relations",
        key: str | None = None,
        *,
        as_of: str | None = None,
        evidence: Evidence = "lenient",
    ) -> "nx.Graph[str]":
        """Return a network."""
