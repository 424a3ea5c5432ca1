"""Reads the folder ontology/ and compiles it."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import OWL, RDFS, Graph

from kg.errors import SchemaError
from kg.names import PREFIXES, TERMS, scheme_prefix, thing_table
from kg.schema.codes import compile_code_lists
from kg.schema.model import Schema, Text
from kg.schema.shapes import compile_tables
from kg.schema.terms import text


@dataclass(frozen=True, slots=True)
class _Ontology:
    """A folder by what its files say: two folders with the same files are the same ontology."""

    files: tuple[tuple[str, bytes], ...]
    folder: Path = field(compare=False)


def load_schema(folder: Path) -> Schema:
    """Read and compile every Turtle file of a folder; SchemaError names the file or shape at fault.

    The result is kept for the life of the process, for all folders with the same files.
    """
    files = tuple((file.name, file.read_bytes()) for file in sorted(folder.glob("*.ttl")))
    return _compile(_Ontology(files, folder))


@cache
def _compile(ontology: _Ontology) -> Schema:
    return compile_schema(read_graph(ontology.folder))


def read_graph(folder: Path) -> Graph:
    """Parse every Turtle file of the folder into one graph."""
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise SchemaError(f"{folder} holds no Turtle file. Expected shapes.ttl and its companions.")
    graph = Graph()
    for file in files:
        try:
            graph.parse(file, format="turtle")
        except Exception as error:  # rdflib raises many kinds, none of them its own base class
            raise SchemaError(f"{file}: not valid Turtle: {error}") from error
    return graph


def compile_schema(graph: Graph) -> Schema:
    """Compile shapes and code lists; pure."""
    code_lists = compile_code_lists(graph)
    tables = compile_tables(graph, code_lists)
    prefixes = dict(PREFIXES)
    prefixes |= {thing_table(table.prefix): table.prefix for table in tables.values()}
    prefixes |= {name: scheme_prefix(name) for name in code_lists}
    typed = {name: table for name, table in tables.items() if not table.derived}
    derived = {name: table for name, table in tables.items() if table.derived}
    version = min(map(str, graph.objects(None, OWL.versionIRI)), default="")
    return Schema(typed, derived, code_lists, prefixes, _term_labels(graph), version)


def _term_labels(graph: Graph) -> dict[str, Text]:
    terms = {s for s in graph.subjects(RDFS.label) if str(s).startswith(TERMS)}
    return {str(term): text(graph, term, RDFS.label) for term in sorted(terms, key=str)}
