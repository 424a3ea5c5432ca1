"""JSON-LD without the network: our own context is put in where it is named, others are refused.

What a context does not name is no fact by JSON-LD's rules and would vanish. Here it gets an address
of its own, so that it can be told. Source: JSON-LD 1.1, W3C Recommendation, 16 July 2020.
"""

import json
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.names import BASE

BASE_IRI = "relative:///"
"""Where addresses lead that a file gives only in part."""

UNNAMED = "relative:///unnamed#"
"""Where words of JSON-LD lead that no context names."""


def to_standalone(raw: bytes, file: str, context: Path) -> bytes:
    """Return a JSON-LD document that needs no other; KgError where it names a foreign context."""
    try:
        document = json.loads(raw.decode("utf-8"), object_pairs_hook=_each_once)
        placed = _place(document, context, file)
        return json.dumps(_with_unnamed(placed)).encode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise KgError(f"{file}:{line}: not valid UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"{file}:{error.lineno}:{error.colno}"
        raise KgError(f"{place}: not valid JSON: {error.msg}.") from error
    except RecursionError as error:
        raise KgError(f"{file}: nested too deeply to be read.") from error
    except ValueError as error:
        raise KgError(f"{file}: not valid JSON-LD: {error}.") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a key twice: one of the values would vanish."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'"{twice}" stands twice in one object')
    return found


def _place(node: Any, context: Path, file: str) -> Any:
    """Put our context in wherever it is named."""
    if isinstance(node, list):
        return [_place(item, context, file) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _context(value, context, file)
        if key == "@context"
        else _refused(value, file)
        if key == "@import"
        else _place(value, context, file)
        for key, value in node.items()
    }


def _context(value: Any, context: Path, file: str) -> Any:
    if isinstance(value, list):
        return [_context(item, context, file) for item in value]
    if not isinstance(value, str):
        return _place(value, context, file)
    is_ours = value.rpartition("/")[2] == context.name and (
        value.startswith(BASE) or "://" not in value
    )
    if not is_ours or not context.is_file():
        return _refused(value, file)
    return json.loads(context.read_text(encoding="utf-8"))["@context"]


def _refused(value: object, file: str) -> Any:
    raise KgError(
        f"{file}: the context {value} is not fetched: nothing is read from the network. Put the "
        "context itself in its place, or name context.jsonld."
    )


def _with_unnamed(document: Any) -> Any:
    """Give words that no context names an address: a default that every context may overrule."""
    default = {"@vocab": UNNAMED}
    if isinstance(document, list):
        return [_with_unnamed(item) for item in document]
    if not isinstance(document, dict):
        return document
    own = document.get("@context", [])
    contexts = own if isinstance(own, list) else [own]
    return {**document, "@context": [default, *contexts]}
