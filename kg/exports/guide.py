"""The guide for people who fill in tables, and a project to begin with: made from the shapes."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from kg.names import LANGUAGES
from kg.schema import Column, Kind, Schema, Table
from kg.tables import render_templates
from kg.tables.template import render_rows

GUIDE = "GUIDE.md"

LANGUAGE_NAMES = {"en": "English", "id": "Bahasa Indonesia", "ko": "한국어"}
_SHOWN_CODES = 16


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("kg.exports").joinpath("guide.toml").read_text(encoding="utf-8"))


def render_project(schema: Schema, name: str) -> dict[str, str]:
    """Return blank tables by file name; the data set's own row is filled in, the rest is empty."""
    key = "-".join(part for part in _ascii(name).split("-") if part) or "data"
    row = {
        "id": key,
        "title@en": name,
        "version": "0.1.0",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }
    dataset = {"dataset.csv": render_rows(schema.tables["dataset"].headers, [row])}
    return render_templates(schema) | dataset


def _ascii(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())


def render_guide(schema: Schema) -> str:
    """Return the guide as Markdown: all tables and columns, in one language after another."""
    return "\n".join(line for lang in LANGUAGES for line in _part(schema, lang)) + "\n"


def _part(schema: Schema, lang: str) -> Iterator[str]:
    yield f"# {_words()['title'][lang]} ({LANGUAGE_NAMES[lang]})\n"
    yield _words()["intro"][lang] + "\n"
    for table in schema.tables.values():
        yield from _table(table, lang)


def _table(table: Table, lang: str) -> Iterator[str]:
    yield f"## {table.name}.csv: {table.labels[lang]}\n"
    yield table.help[lang] + "\n"
    yield f"| {_words()['column'][lang]} | {_words()['meaning'][lang]} | {_words()['how'][lang]} |"
    yield "|---|---|---|"
    for column in table.columns:
        cells = (
            ", ".join(f"`{h}`" for h in column.headers),
            meaning(column, lang),
            how(column, lang),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def words(key: str, lang: str) -> str:
    """Return a phrase of the guide."""
    return _words()[key][lang]


def meaning(column: Column, lang: str) -> str:
    """Return what a column means."""
    return column.help.get(lang) or column.labels.get(lang, "")


def hint(column: Column, lang: str) -> str:
    """Return how a cell of the column is to be written, in short."""
    notes = [_words()["required"][lang]] if column.required else []
    notes += [_words()["many"][lang]] if column.separator else []
    told = f"({'; '.join(notes)}) " if notes else ""
    return told + column.expected.get(lang, "")


def how(column: Column, lang: str) -> str:
    """Return how a cell of the column is to be written, with the codes of a short list."""
    told, codes = hint(column, lang), column.code_list
    if column.kind is Kind.CODE and codes and len(codes.codes) <= _SHOWN_CODES:
        names = (f"`{c.notation}` ({c.labels.get(lang, '')})" for c in codes.codes.values())
        told += f" {_words()['codes'][lang].capitalize()}: {', '.join(names)}."
    return told
