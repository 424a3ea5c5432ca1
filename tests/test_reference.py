"""The page that documents the ontology: nothing is missing, and it asks for nothing."""

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.check import Rule, read_rules
from kg.check.examples import check_example
from kg.names import LANGUAGES, TERMS
from kg.schema import Schema, load_schema, packaged_ontology
from kg.schema.vocabulary import read_vocabulary
from kg.store.questions import read_questions
from kg.views.reference import render_reference

ONTOLOGY = packaged_ontology()


class Page(HTMLParser):
    """What stands in a page: ids, links, and the words of each language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.spans: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known["href"])
        if tag in ("img", "script", "link", "iframe"):
            self.sources.append(known.get("src", known.get("href", "")))
        if tag == "span" and "lang" in known:
            self.spans[known["lang"]] += 1


@pytest.fixture(scope="module")
def html() -> str:
    return render_reference(ONTOLOGY, load_schema(ONTOLOGY))


@pytest.fixture(scope="module")
def told(html: str) -> Page:
    return Page(html)


def test_everything_that_the_ontology_holds_has_its_place(told: Page, schema: Schema) -> None:
    terms = [iri.removeprefix(TERMS) for iri in read_vocabulary(ONTOLOGY).terms]
    tables = [f"table-{name}" for name in (*schema.tables, *schema.derived)]
    rest = [f"codes-{name}" for name in schema.code_lists]
    rest += [f"rule-{rule.code}" for rule in read_rules(ONTOLOGY / "rules")]
    rest += [f"question-{name}" for name in read_questions(ONTOLOGY / "questions")]
    assert len(terms) > 80
    assert len(rest) > 60
    assert set(told.ids) >= {*terms, *tables, *rest}
    assert max(Counter(told.ids).values()) == 1


def test_every_link_within_the_page_leads_somewhere(told: Page) -> None:
    within = [link[1:] for link in told.links if link.startswith("#")]
    assert len(within) > 300
    assert [link for link in within if link not in told.ids] == []


def test_each_text_is_there_in_three_languages(told: Page) -> None:
    assert len(set(told.spans.values())) == 1
    assert set(told.spans) == set(LANGUAGES)


def test_the_page_asks_for_nothing_from_elsewhere(told: Page, html: str) -> None:
    assert told.sources == [""]  # the one script, which stands in the page
    assert "default-src &#39;none&#39;" in html


def test_a_column_of_the_shapes_stands_with_how_to_write_it(html: str, schema: Schema) -> None:
    column = schema.tables["agreements"].column("signed")
    for lang in LANGUAGES:
        assert f'<span lang="{lang}">{column.expected[lang]}</span>' in html
    assert '<a href="#codes-agreement-kind"><code>agreement-kind</code></a>' in html


def test_a_rule_shows_rows_that_break_it_and_what_is_then_told(html: str) -> None:
    part = html.partition('id="rule-ends-before-it-begins"')[2].partition("</section>")[0]
    assert "<code>began=2017-03</code> <code>ended=2016</code>" in part
    assert "programs.csv:2: ended: It ends on 2016, before it begins on 2017-03" in part
    assert "programs.csv:2: ended: Berakhir pada 2016" in part
    assert "SELECT" in part


@pytest.mark.parametrize("rule", read_rules(ONTOLOGY / "rules"), ids=lambda rule: rule.code)
def test_the_example_of_a_rule_breaks_that_rule_once(rule: Rule, schema: Schema) -> None:
    (problem,) = check_example(rule, schema)
    assert (problem.code, problem.severity) == (rule.code, rule.severity)
    headers = {table: set(schema.tables[table].headers) for table, _ in rule.example}
    assert all(set(row) <= headers[table] for table, row in rule.example)


def test_an_ontology_of_ones_own_is_documented_too(tmp_path: Path) -> None:
    own = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, own)
    shutil.rmtree(own / "questions")
    (own / "rules" / "mine.sql").write_text(
        "-- code: mine\n-- severity: note\n-- en: <b>{value}</b>\n-- id: {value}\n-- ko: {value}\n"
        "SELECT 'cities' AS \"table\", id, 'id' AS \"column\", id AS value FROM cities\n",
        encoding="utf-8",
    )
    html = render_reference(own, load_schema(own))
    assert 'id="rule-mine"' in html
    assert "&lt;b&gt;{value}&lt;/b&gt;" in html
    assert 'id="question-' not in html


# ---- what a section says


def section(html: str, key: str) -> str:
    """Return the section of the page that has an id."""
    return html.partition(f'id="{key}"')[2].partition("</section>")[0]


def spans(english: str, indonesian: str, korean: str) -> str:
    words = {"en": english, "id": indonesian, "ko": korean}
    return "".join(f'<span lang="{lang}">{text}</span>' for lang, text in words.items())


def test_a_table_names_the_columns_that_lead_to_it_and_those_to_fill_in(html: str) -> None:
    facts, _, rows = section(html, "table-agreements").partition("<table>")
    named = re.findall(r"<code>([a-z_]+\.[a-z_]+)</code>", facts)
    assert {"parties.agreement", "commitments.agreement", "studies.about"} <= set(named)
    assert not {"parties.city", "programs.kind"} & set(named)
    required = {
        row.partition("<code>")[2].partition("</code>")[0]
        for row in rows.split("<tr>")
        if '<span class="note"><span lang="en">required' in row
    }
    assert {"id", "kind", "status", "sources"} <= required
    assert not {"signed", "valid_until", "renews"} & required


def test_a_term_says_where_it_stands_and_where_it_is_used(html: str) -> None:
    agency = section(html, "Agency")
    assert "<code>org:Organization</code>" in agency or "org#Organization</code>" in agency
    assert '<a href="#table-agencies"><code>agencies</code></a>' in agency
    agreement = section(html, "agreement")
    of = agreement.partition("<dt>" + spans("of", "milik", "주체"))[2].partition("</dd>")[0]
    assert re.findall(r"#(\w+)", of) == ["Commitment", "Event", "Party", "Program"]
    used = agreement.partition("<dt>" + spans("used in", "dipakai di", "쓰이는 곳"))[2]
    assert re.findall(r"<code>(\w+)\.", used) == ["commitments", "events", "parties", "programs"]


def test_a_code_shows_what_else_a_cell_may_hold_and_long_lists_are_folded(html: str) -> None:
    kinds = section(html, "codes-search-result")
    row = kinds.partition("<code title=")[2].partition("</tr>")[0]
    english, indonesian, korean = re.findall(r'<span lang="\w+">([^<]+)</span>', row)[:3]
    assert f'<span lang="en">{indonesian} · {korean} · ' in row
    assert f'<span lang="id">{english} · {korean} · ' in row
    assert f'<span lang="ko">{english} · {indonesian} · ' in row
    assert "<details>" not in kinds
    assert "<details>" in section(html, "codes-country")
