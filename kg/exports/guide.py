"""The guide for people who fill in tables, and a project to begin with: both made from the shapes."""

from collections.abc import Iterator

from kg.names import LANGUAGES
from kg.schema import Column, Kind, Schema, Table
from kg.tables import render_templates
from kg.tables.template import render_rows

GUIDE = "GUIDE.md"

_WORDS = {
    "title": {"en": "How to fill in the tables", "id": "Cara mengisi tabel", "ko": "표 작성 안내"},
    "intro": {
        "en": "Each table is a CSV file in the folder data; open it with a spreadsheet program and "
        "save it as CSV UTF-8. Comma, semicolon and tab are understood as separators. Begin with "
        "sources and cities: each row names the documents on which it rests. Codes may be written by "
        "any of their names in any of the three languages; rows of other tables are named by id. "
        "Then run `kg check` "
        "and `kg build` with the name of this folder.",
        "id": "Setiap tabel adalah berkas CSV di map data; buka dengan program lembar kerja dan "
        "simpan sebagai CSV UTF-8. Koma, titik koma, dan tab dipahami sebagai pemisah. Mulailah "
        "dengan sources dan cities: setiap baris menyebut dokumen yang mendasarinya. Kode boleh ditulis "
        "dengan salah satu namanya dalam ketiga bahasa; baris tabel lain disebut dengan id-nya. "
        "Lalu jalankan "
        "`kg check` dan `kg build` dengan nama map ini.",
        "ko": "각 표는 data 폴더의 CSV 파일입니다. 스프레드시트 프로그램으로 열고 CSV UTF-8로 저장하십시오. "
        "쉼표, 쌍반점, 탭을 구분 기호로 인식합니다. sources와 cities부터 작성하십시오. 각 행에는 근거 문서를 "
        "적습니다. 부호는 세 언어의 이름 가운데 하나로 써도 되고, 다른 표의 행은 id로 적습니다. "
        "그다음 이 폴더 이름으로 `kg check`와 `kg build`를 실행하십시오.",
    },
    "required": {"en": "required", "id": "wajib", "ko": "필수"},
    "many": {
        "en": "several, with ;",
        "id": "boleh lebih dari satu, dengan ;",
        "ko": "여러 개는 ;로 구분",
    },
    "codes": {"en": "one of", "id": "salah satu dari", "ko": "다음 중에서"},
    "column": {"en": "column", "id": "kolom", "ko": "열"},
    "meaning": {"en": "meaning", "id": "arti", "ko": "뜻"},
    "how": {"en": "how to write it", "id": "cara menulis", "ko": "쓰는 법"},
}
_LANGUAGE_NAMES = {"en": "English", "id": "Bahasa Indonesia", "ko": "한국어"}
_SHOWN_CODES = 16


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
    yield f"# {_WORDS['title'][lang]} ({_LANGUAGE_NAMES[lang]})\n"
    yield _WORDS["intro"][lang] + "\n"
    for table in schema.tables.values():
        yield from _table(table, lang)


def _table(table: Table, lang: str) -> Iterator[str]:
    yield f"## {table.name}.csv: {table.labels[lang]}\n"
    yield table.help[lang] + "\n"
    yield f"| {_WORDS['column'][lang]} | {_WORDS['meaning'][lang]} | {_WORDS['how'][lang]} |"
    yield "|---|---|---|"
    for column in table.columns:
        cells = (
            ", ".join(f"`{h}`" for h in column.headers),
            _meaning(column, lang),
            _how(column, lang),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _meaning(column: Column, lang: str) -> str:
    return column.help.get(lang) or column.labels.get(lang, "")


def _how(column: Column, lang: str) -> str:
    notes = [_WORDS["required"][lang]] if column.required else []
    notes += [_WORDS["many"][lang]] if column.separator else []
    words = f"({'; '.join(notes)}) " if notes else ""
    words += column.expected.get(lang, "")
    if (
        column.kind is Kind.CODE
        and column.code_list
        and len(column.code_list.codes) <= _SHOWN_CODES
    ):
        codes = (
            f"`{c.notation}` ({c.labels.get(lang, '')})" for c in column.code_list.codes.values()
        )
        words += f" {_WORDS['codes'][lang].capitalize()}: {', '.join(codes)}."
    return words
