"""A mapping as TOML with comments, which reads back to the same mapping."""

import json
from collections import abc
from dataclasses import asdict
from textwrap import wrap

from kg.imports.foreign.codes import code_list
from kg.imports.foreign.mapping import CITY_PARTS, PAIR_PARTS, CityMapping, Mapping
from kg.problems.catalogue import read_catalogue

_WIDTH = 98


def render_mapping(
    mapping: Mapping,
    open_keys: abc.Mapping[str, abc.Sequence[str]] | None = None,
    lang: str = "en",
) -> str:
    """Return a mapping as TOML with comments in a language.

    `open_keys` are lines of comment to put under a section, by its name.
    """
    notes = open_keys or {}
    source = {key: value for key, value in asdict(mapping.source).items() if value}
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
    heads = {
        "source": _comment("mapping-head-source", lang, kinds=kinds),
        "table": _comment("mapping-head-table", lang),
        "one": _comment("mapping-head-city", lang, parts=", ".join(CITY_PARTS)),
        "other": "",
        "pair": _comment("mapping-head-pair", lang, parts=", ".join(PAIR_PARTS)),
    }
    keys: dict[str, abc.Mapping[str, object]] = {
        "source": {"name": "", "kind": "", "accessed": ""} | source,
        "table": {key: value for key, value in table.items() if value},
        "one": _city(mapping.one),
        "other": _city(mapping.other),
        "pair": pair,
    }
    sections = [_section(name, heads[name], keys[name], notes) for name in keys]
    return "\n".join([_comment("mapping-head", lang), *sections])


def _comment(code: str, lang: str, **details: str) -> str:
    """Return words of the catalogue as lines of comment."""
    words = read_catalogue()[code][lang].format(**details)
    lines = wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines)


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
