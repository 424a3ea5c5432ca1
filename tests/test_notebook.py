"""What a notebook shows: a city's matrix as static HTML, or what is wrong with the data."""

import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from kg import KnowledgeGraph
from kg.errors import KgError
from kg.names import LANGUAGES, partner_of
from kg.views import grid

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"


class Reader(HTMLParser):
    """Reads the cells of each row as (class, title, text), and all tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str, str]]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            given = {name: value or "" for name, value in attrs}
            self.rows[-1].append((given.get("class", ""), given.get("title", ""), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            tone, title, text = self.rows[-1][-1]
            self.rows[-1][-1] = tone, title, text + data.strip()

    def row(self, name: str) -> list[tuple[str, str, str]]:
        (found,) = [row[1:] for row in self.rows if row[0][2] == name]
        return found


def changed(folder: Path, table: str, old: str, new: str) -> KnowledgeGraph:
    """Load the small project with some text in a table replaced."""
    shutil.copytree(FIXTURE / "data", folder / "data")
    file = folder / "data" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return KnowledgeGraph.load(folder)


# ---- the matrix


def test_the_matrix_shows_what_coverage_says_of_each_cell(packaged: KnowledgeGraph) -> None:
    html = packaged._repr_html_()
    read = Reader(html)
    cells = packaged.coverage("bandung", level="field")
    label = packaged.label
    columns = [name for _, _, name in read.rows[0][1:-1]]
    seen = 0
    for field, own in cells.groupby("field"):
        known = (own["rank"] > 0) | own["agreed"] | (own["studied"] > 0)
        name = label(f"fields:{field}")
        if not known.any():
            assert name not in {row[0][2] for row in read.rows}
            continue
        drawn = dict(zip(columns, read.row(name)[:-1], strict=True))
        for cell in own.to_dict("records"):
            partner = label(f"cities:{partner_of('bandung', cell['relation'])}")
            tone, title, sign = drawn[f"{partner}{_agreed_share(cells, cell['relation'])}"]
            searched = cell["searched"] and cell["rung"] == "unrecorded"
            assert sign == grid.SIGNS["searched" if searched else cell["rung"]]
            assert (tone in ("o", "d")) == (cell["rank"] < 4)
            assert (tone == "d") == (cell["rank"] in (2, 3))
            assert bool(title) == bool(cell["rank"] or cell["studied"] or cell["searched"])
            seen += 1
    assert seen > 500


def _agreed_share(cells: pd.DataFrame, relation: str) -> str:
    own = cells[(cells["relation"] == relation) & cells["agreed"]]
    return f"{(own['rank'] >= 4).sum()}/{len(own)}" if len(own) else "–"


def test_the_caption_counts_as_count_does_and_rows_left_out_are_told(
    packaged: KnowledgeGraph,
) -> None:
    html = packaged._repr_html_()
    counts = packaged.count("bandung")
    assert (
        f"<caption>Bandung, as of {packaged.as_of}: {counts['covered']} of {counts['total']} "
        "fields × partners covered</caption>"
    ) in html
    fields = packaged.coverage("bandung", level="field")["field"].nunique()
    shown = html.count('<th scope="row">')
    assert f"Not shown: {fields - shown} of {fields} fields, with nothing on record" in html
    assert "not that there was no cooperation" in html
    assert "<code>graph.to_html(&#34;bandung&#34;)</code>, <code>kg view bandung</code>" in html


def test_the_html_is_small_static_and_asks_for_nothing(packaged: KnowledgeGraph) -> None:
    html = packaged._repr_html_()
    assert len(html.encode("utf-8")) < 60_000
    read = Reader(html)
    assert {"table", "caption", "th", "td", "style"} <= read.tags
    assert not read.tags & {"script", "link", "img", "iframe", "a", "meta"}
    assert read.attributes <= {"class", "title", "scope", "colspan", "lang"}
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    selectors = [s for line in style.strip().splitlines() for s in line.split("{")[0].split(",")]
    assert len(selectors) > 20
    assert [s for s in selectors if ".kgm.kgm" not in s] == []  # nothing else in the notebook


def test_a_cell_says_in_words_what_it_shows(small: KnowledgeGraph) -> None:
    read = Reader(small.matrix().html)
    titles = {title for row in read.rows for _, title, _ in row}
    assert any("topics covered: " in title for title in titles)
    assert (
        "Sampleburg, Culture: planned; no progress on record; topics covered: 0 of 2; "
        "studies on record: 1"
    ) in titles
    assert any("last searched on " in title for title in titles)
    assert "Sampleburg: agreement in force" in titles


def test_a_matrix_is_of_the_city_the_date_and_the_language_asked_for(
    small: KnowledgeGraph,
) -> None:
    korean = small.matrix("Mockford", as_of="2016", lang="ko")
    assert (korean.city, korean.as_of) == ("mockford", "2016-12-31")
    assert repr(korean) == "Matrix(city='mockford', as_of='2016-12-31')"
    assert korean._repr_html_() == korean.html
    assert korean.html.startswith('<div class="kgm" lang="ko">')
    assert f"<caption>{small.label('cities:mockford', 'ko')}, 2016-12-31 기준" in korean.html
    assert "kg view mockford" in korean.html
    assert small.matrix().html == small._repr_html_() != small.matrix(lang="id").html
    with pytest.raises(KgError, match='Unknown language "fr"'):
        small.matrix(lang="fr")


def test_of_many_partners_those_with_most_on_record_are_shown(
    small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Reader(small.matrix().html)
    monkeypatch.setattr(grid, "MOST_PARTNERS", 2)
    html = small.matrix().html
    assert "Not shown: 2 of 4 partners, with the least on record." in html
    assert Reader(html).rows[0][1:-1] == whole.rows[0][1:3]
    assert small.matrix().html.count("<caption>Exampleton, as of 2024-06-30: 7 of 20 ") == 1


# ---- data that are hostile, wrong, or not there


def test_names_are_escaped(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>{{7*7}}{0}&"
    graph = changed(tmp_path, "cities", "Sampleburg", f'"{evil}"')
    html = graph._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{0}&amp;" in html
    Reader(html)


def test_data_with_errors_are_told_with_their_places(tmp_path: Path) -> None:
    graph = changed(tmp_path, "commitments", ",waste,", ",<b>wste,")
    html = graph._repr_html_()
    assert "<strong>The data have errors; see .problems, or run kg check.</strong>" in html
    assert "data/commitments.csv:3: field: " in html
    assert "&lt;b&gt;wste" in html
    assert "<table" not in html
    Reader(html)
    with pytest.raises(KgError, match="The data have errors"):
        graph.matrix()


def test_without_relations_there_is_a_text(small: KnowledgeGraph, tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    for file in (tmp_path / "data").glob("*.csv"):
        header = file.read_text(encoding="utf-8").splitlines()[0]
        file.write_text(f"{header}\n", encoding="utf-8")
    (tmp_path / "data" / "dataset.csv").write_text(
        "id,title@en,version,licence\nbare,Bare,1,https://example.org/licence\n", encoding="utf-8"
    )
    empty = KnowledgeGraph.load(tmp_path)._repr_html_()
    assert "<table" not in empty
    assert "<strong>No relation between cities is on record.</strong>" in empty
    Reader(empty)
    early = small.matrix("mockford", as_of="2000").html
    assert (
        "<strong>No relation of Mockford with another city is on record as of 2000-12-31."
    ) in early


def test_ipython_shows_the_matrix_by_itself(small: KnowledgeGraph) -> None:
    from IPython.core.formatters import DisplayFormatter

    shown, _ = DisplayFormatter().format(small)  # type: ignore[no-untyped-call]
    assert shown["text/html"] == small._repr_html_()
    shown, _ = DisplayFormatter().format(small.matrix("mockford"))  # type: ignore[no-untyped-call]
    assert shown["text/html"] == small.matrix("mockford").html


# ---- words


def test_each_phrase_is_in_three_languages_and_in_use() -> None:
    folder = ROOT / "kg" / "views"
    phrases = tomllib.loads((folder / "notebook.toml").read_text(encoding="utf-8"))
    code = "".join((folder / name).read_text("utf-8") for name in ("grid.py", "notebook.py"))
    assert len(phrases) >= 9
    for key, texts in phrases.items():
        assert tuple(texts) == LANGUAGES
        assert len({frozenset(re.findall(r"{\w+}", text)) for text in texts.values()}) == 1
        assert f'"{key}"' in code
