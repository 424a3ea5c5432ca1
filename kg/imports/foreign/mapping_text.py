"""A mapping as TOML with comments, which reads back to the same mapping."""

import json
from collections import abc
from dataclasses import asdict

from kg.imports.foreign.mapping import CITY_PARTS, PAIR_PARTS, CityMapping, Mapping

_HEAD = """\
# How a table of pairs of cities is read. On the left stands what is meant, on the right the column
# of the table, as its header names it. What is the same in all rows: always.country = "ID".
"""
_SOURCE = """\
# The source on which all rows rest; name and kind are needed. Kinds: {kinds}.
"""
_TABLE = """\
# date_order: "dmy" reads 10/09/2017 as 10 September, "mdy" as 9 October. language: of the names.
"""
_CITY = """\
# Parts: {parts}. Of a cell with many cities:
# separator = ";", and pattern = "{{name}} ({{country}})" takes each of them apart.
"""
_PAIR = """\
# Parts: {parts}.
"""


def render_mapping(
    mapping: Mapping, open_keys: abc.Mapping[str, abc.Sequence[str]] | None = None
) -> str:
    """Return a mapping as TOML; `open_keys` are lines of comment to put under a section."""
    from kg.imports.foreign.codes import code_list

    notes = open_keys or {}
    source = {key: value for key, value in asdict(mapping.source).items() if value}
    needed = {"name": "", "kind": ""} | source
    table = {
        "sheet": mapping.sheet,
        "header_row": mapping.header_row,
        "date_order": mapping.date_order,
        "language": mapping.language,
    }
    pair = {**mapping.pair.columns, **_always(mapping.pair.always)}
    if mapping.pair.separator != ";":
        pair["separator"] = mapping.pair.separator
    kinds = ", ".join(code_list("source-kind").codes)
    return "\n".join(
        [
            _HEAD,
            _section("source", _SOURCE.format(kinds=kinds), needed, notes),
            _section("table", _TABLE, {k: v for k, v in table.items() if v}, notes),
            _section("one", _CITY.format(parts=", ".join(CITY_PARTS)), _city(mapping.one), notes),
            _section("other", "", _city(mapping.other), notes),
            _section("pair", _PAIR.format(parts=", ".join(PAIR_PARTS)), pair, notes),
        ]
    )


def _city(city: CityMapping) -> dict[str, object]:
    columns = {p: list(names) if len(names) > 1 else names[0] for p, names in city.columns.items()}
    more = {"separator": city.separator, "pattern": city.pattern}
    return {**columns, **_always(city.always), **{k: v for k, v in more.items() if v}}


def _always(parts: abc.Mapping[str, str]) -> dict[str, str]:
    return {f"always.{part}": value for part, value in parts.items()}


def _section(
    name: str,
    comment: str,
    keys: abc.Mapping[str, object],
    notes: abc.Mapping[str, abc.Sequence[str]],
) -> str:
    lines = [f"[{name}]", *comment.splitlines()]
    lines += [f"{key} = {to_toml(value)}" for key, value in keys.items()]
    lines += [f"# {line}" for note in notes.get(name, ()) for line in note.splitlines()]
    return "\n".join(lines) + "\n"


def to_toml(value: object) -> str:
    """Return a TOML value; strings of JSON are strings of TOML but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
