"""Reads files in any syntax of RDF as a stream of triples; lexical forms stay as they stand.

No store is on the way: it would rewrite -6.90 to -6.9. Nothing is fetched from anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from pathlib import Path
from sys import intern
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError
from kg.imports.context import BASE_IRI, to_standalone
from kg.imports.triples import Triple, resource

_FORMATS: Mapping[str, tuple[ox.RdfFormat, str]] = {
    ".ttl": (ox.RdfFormat.TURTLE, "Turtle"),
    ".nt": (ox.RdfFormat.N_TRIPLES, "N-Triples"),
    ".nq": (ox.RdfFormat.N_QUADS, "N-Quads"),
    ".trig": (ox.RdfFormat.TRIG, "TriG"),
    ".jsonld": (ox.RdfFormat.JSON_LD, "JSON-LD"),
    ".json": (ox.RdfFormat.JSON_LD, "JSON-LD"),
    ".rdf": (ox.RdfFormat.RDF_XML, "RDF/XML"),
    ".xml": (ox.RdfFormat.RDF_XML, "RDF/XML"),
    ".owl": (ox.RdfFormat.RDF_XML, "RDF/XML"),
}
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
LONGEST_QUOTE = 160
_MARK = b"\xef\xbb\xbf"


@dataclass
class Reader:
    """Reads one file after another; `graphs` holds the names of the graphs that were met."""

    context: Path
    graphs: set[str] = field(default_factory=set)
    _blank: dict[tuple[str, str], str] = field(default_factory=dict)

    def read_file(self, path: Path) -> Iterator[Triple]:
        """Yield the triples of a file in its order; KgError with line and column of a fault."""
        form, name = _format_of(path)
        try:
            with path.open("rb") as file:
                lines = _lines(path) if form in _BY_LINE else iter(())
                for quad in ox.parse(self._input(file, form, path), form, base_iri=BASE_IRI):
                    yield self._to_triple(quad, str(path), next(lines, None))
        except SyntaxError as error:
            raise KgError(_fault(path, name, error)) from error
        except OSError as error:
            raise KgError(f"{path}: {error.strerror or error}") from error

    def _input(self, file: BufferedReader, form: ox.RdfFormat, path: Path) -> IO[bytes]:
        if file.peek(len(_MARK)).startswith(_MARK):
            file.seek(len(_MARK))
        if form == ox.RdfFormat.JSON_LD:
            return BytesIO(to_standalone(file.read(), str(path), self.context))
        if form == ox.RdfFormat.RDF_XML:
            _refuse_entities(file, path)
        return file

    def _to_triple(self, quad: ox.Quad, file: str, line: int | None) -> Triple:
        subject, predicate, thing, graph = quad
        if not isinstance(graph, ox.DefaultGraph):
            self.graphs.add(str(graph))
        text, datatype, language = "", "", ""
        if isinstance(thing, ox.Literal):
            text, datatype = thing.value, intern(thing.datatype.value)
            language = "--".join(filter(None, (thing.language, str(thing.direction or ""))))
        else:
            text = self._resource(thing, file)
        about = intern(self._resource(subject, file))  # many triples share it in memory
        return Triple(about, intern(predicate.value), text, datatype, language, file, line)

    def _resource(self, term: object, file: str) -> str:
        """Return a resource as text; blank nodes are numbered, since their names may be random."""
        if isinstance(term, ox.NamedNode):
            return term.value
        if isinstance(term, ox.BlankNode):
            number = f"_:b{len(self._blank) + 1}"
            return self._blank.setdefault((file, term.value), number)
        if isinstance(term, ox.Triple):
            parts = (term.subject, term.predicate, term.object)
            return f"<<( {' '.join(self._in_triple(part, file) for part in parts)} )>>"
        return str(term)

    def _in_triple(self, term: object, file: str) -> str:
        return str(term) if isinstance(term, ox.Literal) else resource(self._resource(term, file))


def _format_of(path: Path) -> tuple[ox.RdfFormat, str]:
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        known = ", ".join(_FORMATS)
        raise KgError(f"{path}: the end of its name says no syntax of RDF. Expected: {known}.")
    return found


def _lines(path: Path) -> Iterator[int]:
    """Yield the number of each line that holds a triple: one that is neither blank nor a note."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(_MARK).strip()
            if text and not text.startswith(b"#"):
                yield number


def _refuse_entities(file: BufferedReader, path: Path) -> None:
    """Refuse entities of one's own, ten lines of which can stand for gigabytes."""
    start = file.tell()
    for number, line in enumerate(file, start=1):
        if b"<!ENTITY" in line:
            raise KgError(
                f"{path}:{number}: entities (<!ENTITY …>) are not read, since a few of them can "
                "stand for more text than fits into memory. Write the addresses in full."
            )
    file.seek(start)


def _fault(path: Path, name: str, error: SyntaxError) -> str:
    """Say where a file cannot be read, as far as the parser knows."""
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    what = error.msg
    if error.lineno:  # the place stands at the head of the parser's words too
        what = what.partition(": ")[2] or what
    return f"{place}: not valid {name}: {_one_line(what)}."


def _one_line(text: str) -> str:
    """Return the parser's words, which quote the file, as a short line that moves no cursor."""
    visible = "".join(c if c.isprintable() else " " for c in text[: LONGEST_QUOTE + 1])
    return visible if len(text) <= LONGEST_QUOTE else visible[:LONGEST_QUOTE] + "…"
