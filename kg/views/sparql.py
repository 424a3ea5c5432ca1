"""SPARQL: what the second page holds beside the first, so that it answers queries by itself.

Oxigraph's WebAssembly is not part of this project: it is taken from a `node_modules` folder when
the page is built. The page keeps it, the graph and the ontology packed (zlib, base64).
"""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.labels import Labels, Names
from kg.names import SCHEMES, THINGS, scheme_prefix
from kg.schema import CodeList
from kg.store.questions import Question
from kg.tables import Tables
from kg.views.bundle import bundle_modules

_PLACE = Path("node_modules") / "oxigraph"
_OLDEST = (0, 5)
_TO_INSTALL = "npm install --no-save oxigraph"

_EXPORT = re.compile(r"^export (?:(?=(?:async )?(?:class|const|function|let)\b)|\{[^}]*\};?)", re.M)
_MODULE = re.compile(r"^\s*(?:import|export)\b|\bimport\.meta\b", re.M)


@dataclass(frozen=True, slots=True)
class Engine:
    """Oxigraph's web build: its script, as a classic one, and its WebAssembly."""

    version: str
    script: str
    wasm: bytes


def find_engine(*folders: Path) -> Engine:
    """Read Oxigraph from the `node_modules` of the first folder, or parent of one, that has it.

    KgError says what to install, and where, when none has it or its version is too old.
    """
    above = [place for folder in folders for place in (folder.resolve(), *folder.resolve().parents)]
    found = next((at / _PLACE for at in above if (at / _PLACE / "package.json").is_file()), None)
    if found is None:
        raise KgError(
            "The page with SPARQL needs the npm package oxigraph, and there is none in "
            f"{above[0] / 'node_modules'} or above it: run `{_TO_INSTALL}` in {above[0]}."
        )
    try:
        return _read_engine(found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KgError(
            f"The npm package in {found} is not whole, or older than "
            f"{'.'.join(map(str, _OLDEST))}: run `{_TO_INSTALL}@latest` in {found.parents[1]}."
        ) from error


def build_sparql(
    engine: Engine,
    ntriples: Iterable[bytes],
    ontology: Path,
    tables: Tables,
    questions: Mapping[str, Question],
) -> dict[str, object]:
    """Gather the data of the tab: the engine, the graph, the questions and what they ask for."""
    terms = [file.read_text(encoding="utf-8") for file in sorted(ontology.glob("*.ttl"))]
    return {
        "engine": {"version": engine.version, "script": engine.script},
        "worker": bundle_modules("sparqlworker"),
        "store": {
            "wasm": _pack([engine.wasm]),
            "graph": _pack(ntriples),
            "ontology": _pack([json.dumps(terms, ensure_ascii=False).encode()]),
            "prefixes": dict(tables.schema.prefixes),
        },
        "bases": [THINGS, SCHEMES],
        "questions": [_question(question) for question in questions.values()],
        "kinds": _kinds(tables, questions),
    }


def _read_engine(folder: Path) -> Engine:
    """Read the package; an error of any kind where it is not what it must be."""
    version = str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])
    script = _to_classic((folder / "web.js").read_text(encoding="utf-8"))
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    if tuple(numbers[:2]) < _OLDEST or "initSync" not in script:
        raise ValueError(version)
    return Engine(version, script, (folder / "web_bg.wasm").read_bytes())


def _to_classic(module: str) -> str:
    """Return a module as a classic script.

    A page opened from disk may start a worker from its own text, but not as a module. The place of
    the module, where it would look for its WebAssembly, is never asked for: it is handed over.
    """
    script = _EXPORT.sub("", module).replace("import.meta.url", "undefined")
    if _MODULE.search(script):
        raise ValueError("it is a module of another kind")
    return script


def _pack(pieces: Iterable[bytes]) -> str:
    """Write bytes as base64 of a zlib stream, which browsers call `deflate`."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(piece) for piece in pieces), packer.flush()])
    return base64.b64encode(packed).decode("ascii")


def _question(question: Question) -> dict[str, object]:
    parameters = question.parameters.values()
    return {
        "name": question.name,
        "title": dict(question.title),
        "about": dict(question.about),
        "query": question.query,
        "parameters": [{"name": p.name, "kind": p.kind} for p in parameters],
    }


def _kinds(tables: Tables, questions: Mapping[str, Question]) -> dict[str, object]:
    """Return the rows and codes that can be asked for, by table or code list."""
    labels = Labels(tables)
    found: dict[str, object] = {}
    for kind in sorted({p.kind for q in questions.values() for p in q.parameters.values()}):
        if kind in tables.data:
            rows = labels.of_table(kind)
            found[kind] = {"base": tables[kind].table.prefix, "prefix": kind, "rows": rows}
        elif kind in tables.schema.code_lists:
            codes = _codes(tables.schema.code_lists[kind])
            found[kind] = {"base": scheme_prefix(kind), "prefix": kind, "rows": codes}
    return found


def _codes(codes: CodeList) -> Names:
    """Return the labels of codes by what stands last in their IRIs."""
    base = scheme_prefix(codes.name)
    return {code.iri.removeprefix(base): dict(code.labels) for code in codes.codes.values()}
