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
    "sheets": {
        "en": "Each sheet is a table; the name of a sheet and its first row stay as they are. Point at the "
        "name of a column to read what it means. Columns with a dark name must be filled in; of a column in "
        "several languages, one is enough. Begin with sources and cities: each row names the documents on "
        "which it rests. Cells with a small arrow offer a list; where several values are allowed, write them "
        "with ; between them. Rows of other sheets are named by id. Dates are written 2017, 2017-05 or "
        "2017-05-01. Save as Excel workbook (.xlsx); then run `kg check` and `kg build` with the name of "
        "this file.",
        "id": "Setiap lembar adalah tabel; nama lembar dan baris pertamanya dibiarkan apa adanya. Arahkan "
        "penunjuk ke nama kolom untuk membaca artinya. Kolom dengan nama berlatar gelap wajib diisi; dari "
        "kolom dalam beberapa bahasa, satu bahasa cukup. Mulailah dengan sources dan cities: setiap baris "
        "menyebut dokumen yang mendasarinya. Sel dengan panah kecil menawarkan daftar; jika boleh lebih dari "
        "satu nilai, pisahkan dengan ;. Baris lembar lain disebut dengan id-nya. Tanggal ditulis 2017, "
        "2017-05, atau 2017-05-01. Simpan sebagai buku kerja Excel (.xlsx); lalu jalankan `kg check` dan "
        "`kg build` dengan nama berkas ini.",
        "ko": "시트 하나가 표 하나입니다. 시트 이름과 첫 행은 그대로 두십시오. 열 이름을 가리키면 뜻이 보입니다. "
        "이름이 어두운 바탕인 열은 반드시 적어야 하며, 여러 언어로 된 열은 한 언어만 적어도 됩니다. sources와 "
        "cities부터 작성하십시오. 각 행에는 근거 문서를 적습니다. 작은 화살표가 있는 칸은 목록에서 고를 수 있고, "
        "값을 여러 개 쓸 수 있는 칸에는 ;로 구분해 적습니다. 다른 시트의 행은 id로 적습니다. 날짜는 2017, 2017-05 "
        "또는 2017-05-01로 적습니다. Excel 통합 문서(.xlsx)로 저장한 다음 이 파일 이름으로 `kg check`와 "
        "`kg build`를 실행하십시오.",
    },
    "required": {"en": "required", "id": "wajib", "ko": "필수"},
    "many": {"en": "several, with ;", "id": "boleh lebih dari satu, dengan ;", "ko": "여러 개는 ;로 구분"},
    "codes": {"en": "one of", "id": "salah satu dari", "ko": "다음 중에서"},
    "column": {"en": "column", "id": "kolom", "ko": "열"},
    "meaning": {"en": "meaning", "id": "arti", "ko": "뜻"},
    "how": {"en": "how to write it", "id": "cara menulis", "ko": "쓰는 법"},
}
LANGUAGE_NAMES = {"en": "English", "id": "Bahasa Indonesia", "ko": "한국어"}
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
    yield f"# {_WORDS['title'][lang]} ({LANGUAGE_NAMES[lang]})\n"
    yield _WORDS["intro"][lang] + "\n"
    for table in schema.tables.values():
        yield from _table(table, lang)


def _table(table: Table, lang: str) -> Iterator[str]:
    yield f"## {table.name}.csv: {table.labels[lang]}\n"
    yield table.help[lang] + "\n"
    yield f"| {_WORDS['column'][lang]} | {_WORDS['meaning'][lang]} | {_WORDS['how'][lang]} |"
    yield "|---|---|---|"
    for column in table.columns:
        cells = (", ".join(f"`{h}`" for h in column.headers), meaning(column, lang), how(column, lang))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def words(key: str, lang: str) -> str:
    """Return a phrase of the guide."""
    return _WORDS[key][lang]


def meaning(column: Column, lang: str) -> str:
    """Return what a column means."""
    return column.help.get(lang) or column.labels.get(lang, "")


def hint(column: Column, lang: str) -> str:
    """Return how a cell of the column is to be written, in short."""
    notes = [_WORDS["required"][lang]] if column.required else []
    notes += [_WORDS["many"][lang]] if column.separator else []
    told = f"({'; '.join(notes)}) " if notes else ""
    return told + column.expected.get(lang, "")


def how(column: Column, lang: str) -> str:
    """Return how a cell of the column is to be written, with the codes of a short list."""
    told, codes = hint(column, lang), column.code_list
    if column.kind is Kind.CODE and codes and len(codes.codes) <= _SHOWN_CODES:
        names = (f"`{c.notation}` ({c.labels.get(lang, '')})" for c in codes.codes.values())
        told += f" {_WORDS['codes'][lang].capitalize()}: {', '.join(names)}."
    return told
