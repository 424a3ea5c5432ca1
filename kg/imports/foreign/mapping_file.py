"""Reads a mapping (TOML 1.0); all mistakes in it are found in one run, each with its line."""

import re
import tomllib
from collections import abc
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.dates import day_interval
from kg.errors import KgError
from kg.imports.foreign.codes import code_list, find_code, near_code
from kg.imports.foreign.coordinates import from_degrees
from kg.imports.foreign.faults import RefusedError
from kg.imports.foreign.items import is_address, to_item
from kg.imports.foreign.mapping import (
    CITY_PARTS,
    DATE_ORDERS,
    PAIR_PARTS,
    SOURCE_KEYS,
    CityMapping,
    Mapping,
    PairMapping,
    Source,
)
from kg.problems import Detail, Problem, render_text, suggest

_TABLE_KEYS = ("sheet", "header_row", "date_order", "language")
_CITY_KEYS = (*CITY_PARTS, "always", "separator", "pattern")
_SECTIONS = {
    "source": SOURCE_KEYS,
    "table": _TABLE_KEYS,
    "one": _CITY_KEYS,
    "other": _CITY_KEYS,
    "pair": (*PAIR_PARTS, "always", "separator"),
}
_CODES = {"level": "city-level", "relation_type": "relation-type", "kind": "source-kind"}
_READ: abc.Mapping[str, abc.Callable[[str], object]] = {
    "wikidata": to_item,
    "lat": lambda text: from_degrees(text, "0"),
    "long": lambda text: from_degrees("0", text),
}
_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MISSING = {
    "name": {
        "en": "what the source is called",
        "id": "nama sumbernya",
        "ko": "출처의 이름",
    },
    "kind": {
        "en": "of what kind the source is",
        "id": "jenis sumbernya",
        "ko": "출처의 유형",
    },
    "one": {
        "en": "where the name or the Wikidata item of the one city stands",
        "id": "letak nama atau butir Wikidata kota yang satu",
        "ko": "한쪽 도시의 이름이나 위키데이터 항목이 있는 곳",
    },
    "other": {
        "en": "where the name or the Wikidata item of the other city stands",
        "id": "letak nama atau butir Wikidata kota yang lain",
        "ko": "상대 도시의 이름이나 위키데이터 항목이 있는 곳",
    },
}


class MappingError(KgError):
    """Report a mapping that cannot be used; all mistakes in it are in `.problems`."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def read_mapping(path: Path) -> Mapping:
    """Read a mapping; MappingError with every mistake, its line and what may have been meant."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path}: not valid UTF-8. Save the mapping as UTF-8.") from error
    return to_mapping(text, str(path))


def to_mapping(text: str, file: str) -> Mapping:
    """Return the mapping that a text says; pure."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{file}: not valid TOML: {error}.") from error
    reader = _Reader(file, key_lines(text))
    mapping = reader.read(given)
    if reader.problems:
        found = tuple(reader.problems)
        words = render_text(found).rstrip("\n")
        raise MappingError(f"{file}: the mapping cannot be used.\n{words}", found)
    return mapping


def key_lines(text: str) -> dict[str, int]:
    """Return the line of each section and key, by names joined with dots.

    >>> key_lines('[one]\\nname = "City"\\nalways.country = "ID"')
    {'one': 1, 'one.name': 2, 'one.always.country': 3}
    """
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[+([^\]]+)\]", line):
            section = re.sub(r"[\s\"']", "", match[1])
            found.setdefault(section, number)
        elif match := re.match(r"\s*([\w.\"' -]+?)\s*=", line):
            key = re.sub(r"[\s\"']", "", match[1])
            found.setdefault(f"{section}.{key}".lstrip("."), number)
    return found


@dataclass
class _Reader:
    """Reads the sections of one mapping and gathers what is wrong with them."""

    file: str
    lines: abc.Mapping[str, int]
    problems: list[Problem] = field(default_factory=list)

    def read(self, given: dict[str, Any]) -> Mapping:
        self._known(given, _SECTIONS, "mapping-unknown-section")
        sections = {name: self._section(given, name) for name in _SECTIONS}
        table = sections["table"]
        return Mapping(
            one=self._city("one", sections["one"]),
            other=self._city("other", sections["other"]),
            pair=self._pair(sections["pair"]),
            source=self._source(sections["source"]),
            sheet=self._text(table, "table", "sheet"),
            header_row=self._row(table),
            date_order=self._order(table),
            language=self._language(table, "table"),
            file=self.file,
            lines=self.lines,
        )

    def tell(self, code: str, key: str, value: str = "", hint: str = "", **details: Detail) -> None:
        """Gather a mistake at a key."""
        line = self.lines.get(key) or self.lines.get(key.rpartition(".")[0])
        self.problems.append(
            Problem(code, self.file, line, key, value, suggestion=hint, details=details)
        )

    def _known(self, given: abc.Iterable[str], known: abc.Iterable[str], code: str,
               before: str = "") -> None:  # fmt: skip
        names = list(known)
        for key in given:
            if key not in names:
                hint = suggest(key, names)
                self.tell(code, before + key, key, hint, known=", ".join(names))

    def _section(self, given: dict[str, Any], name: str) -> dict[str, Any]:
        found = given.get(name, {})
        if not isinstance(found, dict):
            self.tell("mapping-not-a-section", name, str(found), section=name)
            return {}
        self._known(found, _SECTIONS[name], "mapping-unknown-key", f"{name}.")
        return found

    def _text(self, given: dict[str, Any], section: str, key: str) -> str:
        value = given.get(key, "")
        if isinstance(value, str):
            return value if key == "separator" else value.strip()
        self.tell("mapping-not-text", f"{section}.{key}", str(value))
        return ""

    def _columns(self, value: object, key: str) -> tuple[str, ...]:
        given = value if isinstance(value, list) else [value]
        names = [name for name in given if isinstance(name, str)]
        if names == given:
            return tuple(" ".join(name.split()) for name in names if name.strip())
        self.tell("mapping-not-columns", key, str(value))
        return ()

    def _always(self, given: dict[str, Any], section: str, parts: tuple[str, ...]
                ) -> dict[str, str]:  # fmt: skip
        always = given.get("always", {})
        if not isinstance(always, dict):
            self.tell("mapping-not-a-section", f"{section}.always", section=f"{section}.always")
            return {}
        place = f"{section}.always"
        self._known(always, parts, "mapping-unknown-key", f"{place}.")
        for part in sorted(set(always) & set(given)):
            self.tell("mapping-twice", f"{place}.{part}", part)
        found = {part: self._text(always, place, part) for part in parts if part in always}
        return {part: self._code(part, word, place) for part, word in found.items() if word}

    def _code(self, part: str, word: str, place: str) -> str:
        """Return the code that a word means, where codes are wanted."""
        if part not in _CODES or not word:
            return word
        if found := find_code(_CODES[part], word):
            return found
        known = ", ".join(code_list(_CODES[part]).codes)
        self.tell("mapping-not-a-code", f"{place}.{part}", word, near_code(_CODES[part], word),
                  known=known)  # fmt: skip
        return ""

    def _city(self, name: str, given: dict[str, Any]) -> CityMapping:
        found = {p: self._columns(given[p], f"{name}.{p}") for p in CITY_PARTS if p in given}
        columns = {part: names for part, names in found.items() if names}
        city = CityMapping(
            columns,
            self._always(given, name, tuple(p for p in CITY_PARTS if p != "point")),
            self._text(given, name, "separator"),
            self._text(given, name, "pattern"),
        )
        self._check_city(name, city)
        self._check_always(f"{name}.always", city.always)
        return city

    def _check_city(self, name: str, city: CityMapping) -> None:
        if not {"name", "wikidata"} & (set(city.columns) | set(city.always)):
            self.tell("mapping-missing", name, what=_MISSING[name])
        widths = {len(names) for names in city.columns.values()} - {1}
        if len(widths) > 1:
            self.tell("mapping-uneven", name)
        if name == "one" and (city.separator or widths):
            self.tell("mapping-many-ones", name)
        try:
            _ = city.form
        except ValueError:
            self.tell("mapping-bad-pattern", f"{name}.pattern", city.pattern)

    def _check_always(self, place: str, always: abc.Mapping[str, str]) -> None:
        for part, read in _READ.items():
            try:
                if part in always:
                    read(always[part])
            except RefusedError as refused:
                self.tell(refused.code, f"{place}.{part}", always[part], refused.suggestion)

    def _pair(self, given: dict[str, Any]) -> PairMapping:
        found = {p: self._columns(given[p], f"pair.{p}") for p in PAIR_PARTS if p in given}
        for part, names in found.items():
            if len(names) > 1:
                self.tell("mapping-not-columns", f"pair.{part}", ", ".join(names))
        columns = {part: names[0] for part, names in found.items() if names}
        always = self._always(given, "pair", PAIR_PARTS)
        for part in ("signed", "ended"):
            self._date(always.get(part, ""), f"pair.always.{part}")
        self._address(always.get("source_url", ""), "pair.always.source_url")
        return PairMapping(columns, always, self._text(given, "pair", "separator") or ";")

    def _source(self, given: dict[str, Any]) -> Source:
        values = {key: self._text(given, "source", key) for key in SOURCE_KEYS if key != "language"}
        for key in ("name", "kind"):
            if not values[key]:
                self.tell("mapping-missing", f"source.{key}", what=_MISSING[key])
        values["kind"] = self._code("kind", values["kind"], "source")
        for key in ("issued", "accessed"):
            self._date(values[key], f"source.{key}")
        self._address(values["url"], "source.url")
        return Source(**values, language=self._language(given, "source"))

    def _address(self, value: str, key: str) -> None:
        if value and not is_address(value):
            self.tell("mapping-bad-address", key, value)

    def _date(self, value: str, key: str) -> None:
        try:
            day_interval(value or "2000")
        except ValueError:
            self.tell("mapping-bad-date", key, value)

    def _language(self, given: dict[str, Any], section: str) -> str:
        value = self._text(given, section, "language")
        if value and not _TAG.fullmatch(value):
            self.tell("mapping-bad-language", f"{section}.language", value)
        return value

    def _row(self, given: dict[str, Any]) -> int:
        value = given.get("header_row", 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.tell("mapping-bad-row", "table.header_row", str(value))
            return 0
        return value

    def _order(self, given: dict[str, Any]) -> str:
        value = self._text(given, "table", "date_order").lower()
        if value and value not in DATE_ORDERS:
            hint = suggest(value, DATE_ORDERS)
            known = ", ".join(DATE_ORDERS)
            self.tell("mapping-not-a-code", "table.date_order", value, hint, known=known)
            return ""
        return value
