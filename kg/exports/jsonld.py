"""JSON-LD as the ontology's context makes it shortest: a node each row, a property each line.

The context stands in the document, so that it can be read without network. It may be any JSON-LD
1.1 context; terms whose definition is more than an IRI, a type and a container are not used, and
what has no term is written in full.

Source: JSON-LD 1.1, W3C Recommendation, 16 July 2020.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.dates import datatype
from kg.errors import KgError
from kg.names import RDF_TYPE, XSD, thing_prefix
from kg.schema import Column, Kind
from kg.tables import TableData
from kg.turtle.document import parts

CONTEXT = "context.jsonld"
_CANONICAL = re.compile("0|-?[1-9][0-9]{0,14}")  # what a JSON number gives back as it was
_PREFIX_ENDS = (":", "/", "?", "#", "[", "]", "@")

Json = Any


def read_context(ontology: Path) -> Mapping[str, Json]:
    """Read the JSON-LD context of an ontology; KgError where there is none."""
    file = ontology / CONTEXT
    try:
        return dict(json.loads(file.read_text(encoding="utf-8"))["@context"])
    except FileNotFoundError:
        raise KgError(f"{file} is missing: JSON-LD needs the context of the ontology.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise KgError(f"{file} is not a JSON-LD context: {error}") from None


@dataclass(frozen=True, slots=True)
class Term:
    """What a context says of a property: its key, the type of its values, and their container."""

    key: str
    type: str = ""
    container: str = ""


class Context:
    """A JSON-LD context as a writer needs it: from IRIs to the words that stand for them."""

    def __init__(self, context: Mapping[str, Json]) -> None:
        self._prefixes = {
            word: iri
            for word, iri in context.items()
            if isinstance(iri, str) and iri.endswith(_PREFIX_ENDS) and not word.startswith("@")
        }
        self.has_language = "@language" in context  # which plain strings would then be in
        aliases = {iri: word for word, iri in context.items() if iri in ("@id", "@type")}
        self.id, self.type = aliases.get("@id", "@id"), aliases.get("@type", "@type")
        self._terms: dict[str, Term] = {}
        for word, definition in context.items():
            if term := self._read(word, definition):
                self._terms.setdefault(self._expand(_iri(definition)), term)
        self.sets = {term.key for term in self._terms.values() if term.container == "@set"}

    def _read(self, word: str, definition: Json) -> Term | None:
        if word.startswith("@") or word in self._prefixes or _iri(definition).startswith("@"):
            return None
        if isinstance(definition, str):
            return Term(word)
        if not set(definition) <= {"@id", "@type", "@container"}:
            return None
        container = definition.get("@container", "")
        if container not in ("", "@set", "@language"):
            return None
        return Term(word, self._expand(definition.get("@type", "")), container)

    def _expand(self, word: str) -> str:
        prefix, colon, rest = word.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else word

    def term(self, iri: str) -> Term:
        """Return the term of a property or class, made from its IRI where the context has none."""
        return self._terms.get(iri) or Term(self.iri(iri))

    def iri(self, iri: str) -> str:
        """Return an IRI behind the prefix that makes it shortest, in full where none does."""
        short = (
            f"{word}:{iri.removeprefix(namespace)}"
            for word, namespace in self._prefixes.items()
            if iri.startswith(namespace) and iri != namespace
        )
        fit = (s for s in short if "://" not in s)
        return min(fit, key=lambda s: (len(s), s), default=iri)


def _iri(definition: Json) -> str:
    if isinstance(definition, Mapping):
        return str(definition.get("@id", "@none"))
    return definition if isinstance(definition, str) else "@none"


def render_jsonld(context: Mapping[str, Json], tables: Iterable[TableData]) -> Iterator[bytes]:
    """Yield a JSON-LD document of all rows, the same triples as `render_ntriples`."""
    words = Context(context)
    terms = ",\n ".join(f"{_text(word)}: {_text(said)}" for word, said in context.items())
    yield f'{{"@context": {{\n {terms}}},\n"@graph": ['.encode()
    comma = "\n"
    for data in tables:
        for part in parts(data):
            yield (comma + ",\n".join(_nodes(part, words))).encode()
            comma = ",\n"
    yield b"\n]}\n"


def _nodes(data: TableData, words: Context) -> Iterator[str]:
    """Yield the node of each row: its id and classes on the first line, then a line a property."""
    classes = ", ".join(_text(words.term(iri).key) for iri in data.table.classes)
    several = f"[{classes}]" if len(data.table.classes) > 1 else classes
    kind = f", {_text(words.type)}: {several}" if classes else ""
    columns = [_properties(data, column, words) for column in data.table.columns]
    for key, *properties in zip(data.cells("id").to_pylist(), *columns, strict=True):
        begin = f"{{{_text(words.id)}: {_text(words.iri(data.table.prefix + key))}{kind}"
        yield ",\n ".join((begin, *filter(None, properties))) + "}"


def _properties(data: TableData, column: Column, words: Context) -> list[str]:
    """Return a column's property and its values for each row, "" where it has none."""
    write = _Values(column, words)
    cells = zip(*(data.cells(header).to_pylist() for header in column.headers), strict=True)
    rows = list(cells)
    known = {row: write(row) if any(row) else "" for row in set(rows)}
    return [known[row] for row in rows]


def compact(node: Json, context: Mapping[str, Json]) -> str:
    """Return expanded nodes as a document with those words of the context that stand in it.

    `node` is a list of flat nodes as an engine writes them; the triples stay the same.
    """
    words = Context(context)
    nodes = [_compact_node(one, words) for one in node]
    body = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    used = _used(context, set(_strings(body)))
    return json.dumps({"@context": used, **body}, ensure_ascii=False, indent=1) + "\n"


def _compact_node(node: Mapping[str, Json], words: Context) -> dict[str, Json]:
    found: dict[str, Json] = {words.id: words.iri(node["@id"])}
    kinds = [*node.get("@type", ()), *(kind["@id"] for kind in node.get(RDF_TYPE, ()))]
    if kinds:
        found[words.type] = _one_or_all([words.term(iri).key for iri in kinds])
    for iri, values in node.items():
        if not iri.startswith("@") and iri != RDF_TYPE:
            for value in values:
                _add(found, words.term(iri), words.iri(iri), value, words)
    return {key: _shortened(value, key in words.sets) for key, value in found.items()}


def _shortened(value: Json, is_set: bool) -> Json:
    """Return one value for a list of one, and so for each language, unless it is to be a list."""
    if isinstance(value, dict):
        return {lang: _one_or_all(texts) for lang, texts in sorted(value.items())}
    return _one_or_all(value) if isinstance(value, list) and not is_set else value


def _add(found: dict[str, Json], term: Term, full: str, value: Json, words: Context) -> None:
    """Add a value under its term, or under the property in full where the term does not fit."""
    said, language, kind = value.get("@value"), value.get("@language"), value.get("@type")
    if term.container == "@language":
        if language:
            found.setdefault(term.key, {}).setdefault(language, []).append(said)
            return
        term = Term(full)
    if "@id" in value:
        iri = words.iri(value["@id"])
        shown: Json = iri if term.type == "@id" else {words.id: iri}
    elif language:
        shown = {"@value": said, "@language": language}
    elif kind:
        shown = said if term.type == kind else {"@value": said, words.type: words.iri(kind)}
    else:
        shown = {"@value": said} if term.type or words.has_language else said
    found.setdefault(term.key, []).append(shown)


def _strings(node: Json) -> Iterator[str]:
    """Yield all keys and texts of a document."""
    match node:
        case str():
            yield node
        case Mapping():
            yield from node
            for value in node.values():
                yield from _strings(value)
        case list():
            for value in node:
                yield from _strings(value)


def _used(context: Mapping[str, Json], strings: set[str]) -> dict[str, Json]:
    """Return the words of a context that stand in a document, with the prefixes they need."""
    prefixes = {text.partition(":")[0] for text in strings if ":" in text}
    kept = {word for word in context if word.startswith("@") or word in strings | prefixes}
    for word in sorted(kept):
        kept |= {text.partition(":")[0] for text in _strings(context[word])} & set(context)
    return {word: said for word, said in context.items() if word in kept}


class _Values:
    """Writes the cells of a column in a row as its property."""

    def __init__(self, column: Column, words: Context) -> None:
        self._column, self._words = column, words
        term = words.term(column.path)
        is_text = column.kind is Kind.TEXT
        fits = not term.type if is_text else term.container != "@language"
        self._term = term if fits else Term(words.iri(column.path))

    def __call__(self, cells: Sequence[str | None]) -> str:
        return f"{_text(self._term.key)}: {_text(self._values(cells))}"

    def _values(self, cells: Sequence[str | None]) -> Json:
        found = {
            h: self._split(cell)
            for h, cell in zip(self._column.headers, cells, strict=True)
            if cell
        }
        if self._term.container == "@language":
            return {h.partition("@")[2]: _one_or_all(values) for h, values in found.items()}
        values = [self._value(h, value) for h, texts in found.items() for value in texts]
        return values if self._term.container == "@set" else _one_or_all(values)

    def _split(self, cell: str) -> list[str]:
        separator = self._column.separator
        return [v for v in cell.split(separator) if v] if separator else [cell]

    def _value(self, header: str, value: str) -> Json:
        match self._column.kind:
            case Kind.TEXT:
                return {"@language": header.partition("@")[2], "@value": value}
            case Kind.STRING:
                return self._literal(value, XSD + "string")
            case Kind.INTEGER if not self._term.type and _CANONICAL.fullmatch(value):
                return int(value)
            case Kind.INTEGER | Kind.DECIMAL:
                return self._literal(value, XSD + self._column.kind)
            case Kind.DATE:
                return self._literal(value, datatype(value))
            case _:
                iri = self._words.iri(_value_iri(self._column, value))
                return iri if self._term.type == "@id" else {self._words.id: iri}

    def _literal(self, value: str, kind: str) -> Json:
        is_string = kind == XSD + "string"
        is_plain = not self._term.type and not self._words.has_language
        if is_plain if is_string else self._term.type == kind:
            return value
        return (
            {"@value": value}
            if is_string
            else {self._words.type: self._words.iri(kind), "@value": value}
        )


def _value_iri(column: Column, value: str) -> str:
    match column.kind:
        case Kind.CODE if column.code_list:
            return column.code_list.codes[value].iri
        case Kind.REFERENCE:
            table, _, key = value.rpartition(":")
            return thing_prefix(table or column.targets[0]) + key
        case _:
            before, _, after = column.value_template.partition("{" + column.name + "}")
            return before + value + after


def _one_or_all(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
