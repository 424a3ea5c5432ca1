"""Fields: the tree of fields as the rows of the matrix, each before what lies below it."""

import re

from kg.coverage import LEVELS
from kg.views.records import Records, text_of


def field_tree(fields: Records) -> list[dict[str, object]]:
    """List the fields depth first, each with its id, its level by depth, and its own columns.

    Siblings stand in the order of their notation, those without one behind, in order of id. A field
    whose broader field is unknown counts as a group, so that no row is lost.
    """
    children: dict[str, list[str]] = {}
    for key, field in fields.items():
        broader = text_of(field, "broader")
        children.setdefault(broader if broader in fields else "", []).append(key)
    rows: list[dict[str, object]] = []
    queue = [(key, 0) for key in _sorted(children.get("", []), fields)]
    while queue:
        key, depth = queue.pop(0)
        level = LEVELS[min(depth, len(LEVELS) - 1)]
        rows.append({"id": key, "level": level, **fields[key]})
        queue[:0] = [(child, depth + 1) for child in _sorted(children.get(key, []), fields)]
    return rows


def _sorted(keys: list[str], fields: Records) -> list[str]:
    """Sort siblings by notation, numbers by value, and then by id."""

    def place(key: str) -> tuple[bool, list[tuple[int, str]], str]:
        notation = text_of(fields[key], "notation")
        parts = re.findall(r"\d+|\D+", notation)
        order = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
        return not notation, order, key

    return sorted(keys, key=place)
