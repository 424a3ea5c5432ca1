"""The page by keys alone, without colours or motion, and what axe-core finds of barriers in it."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from kg import KnowledgeGraph
from kg.schema import load_schema, packaged_ontology
from kg.views import render_page
from kg.views.reference import render_reference
from kg.views.sparql import build_sparql, find_engine
from tests.browser import example
from tests.browser.conftest import CELL, SELECTIONS, VIEWS, Open
from tests.browser.test_looks import turn_to

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STATES = (
    *(f"sel={selection}" for selection in SELECTIONS),
    *VIEWS,
    "sel=city:exampleton",
    "sel=field:culture-group",
    "sel=agency:spec-transport-office",
    "sel=no:thing",
    "net=map",
    "net=map&sel=country:ID",
    "net=chain&sel=agreement:sample-loi",
    "net=agencies&sel=cell:samplebourg/transport",
    "looks=agreed,planned&gaps=unstudied",
    "groups=urban&countries=JP&types=sister",
    "of=peers&open=*",
    "tab=brief&sel=city:samplebourg",
)
FEW = (
    "",
    "sel=cell:samplebourg/planning",
    "sel=city:samplebourg",
    "sel=agency:spec-transport-office",
    "net=map&country=ID",
    "looks=agreed,planned&gaps=unstudied",
    "tab=brief&sel=city:samplebourg",
)
# The looks of the page; the first is tried in every state.
ALL, SOME = (
    ("lang=en&theme=light", 1440),
    (
        ("lang=ko&theme=dark", 1440),
        ("lang=id&theme=light", 1024),
        ("lang=en&theme=dark", 390),
        ("lang=ko&theme=light", 390),
    ),
)


# ---- axe-core


@pytest.fixture(scope="module")
def axe() -> str:
    """Read axe-core, which the page's own policy would not let in."""
    assert AXE.is_file(), "axe-core is missing; scripts/test installs it into node_modules"
    return AXE.read_text(encoding="utf-8")


AUDIT = """async () => {
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}"""


def audit(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands, whatever its impact."""
    return [str(fault) for fault in page.evaluate(AUDIT)]


def test_axe_finds_nothing_in_any_state(open_page: Open, axe: str) -> None:
    look, width = ALL
    page = open_page(fragment=look, width=width, bypass_csp=True).page
    page.evaluate(axe)
    for state in STATES:
        turn_to(page, f"{look}&{state}")
        assert audit(page) == [], state


@pytest.mark.parametrize(("look", "width"), SOME)
def test_axe_finds_nothing_in_other_looks(open_page: Open, axe: str, look: str, width: int) -> None:
    page = open_page(fragment=look, width=width, bypass_csp=True).page
    page.evaluate(axe)
    for state in FEW:
        turn_to(page, f"{look}&{state}")
        assert audit(page) == [], state


@pytest.mark.parametrize(
    ("width", "states"),
    [(1440, ("", "sel=city:seoul")), (390, ("net=agencies&sel=cell:suwon/education",))],
)
def test_axe_finds_nothing_in_the_real_page(
    open_page: Open, axe: str, width: int, states: tuple[str, ...]
) -> None:
    page = open_page("real", width=width, bypass_csp=True).page
    page.evaluate(axe)
    for state in states:
        turn_to(page, state)
        assert audit(page) == [], state


@pytest.mark.parametrize(("look", "width"), [ALL, ("lang=ko&theme=dark", 390)])
def test_axe_finds_nothing_in_what_opens(open_page: Open, axe: str, look: str, width: int) -> None:
    page = open_page(fragment=f"{look}&groups=urban", width=width, bypass_csp=True).page
    page.evaluate(axe)
    if width < 900:
        page.locator("#more").click()
    for name in ("#filter", "#legend details", "#network-list", "#scope details"):
        page.locator(f"{name} > summary").click()
        assert audit(page) == [], name
        page.locator(f"{name} > summary").click()
    page.locator("#find").fill("a")
    expect(page.locator("#find-list")).to_be_visible()
    assert audit(page) == []
    page.locator("#find").fill("no such name")
    expect(page.locator(".find-none")).to_be_visible()
    assert audit(page) == []


@pytest.mark.parametrize(
    ("scheme", "width", "language"), [("light", 1440, "English"), ("dark", 390, "한국어")]
)
def test_axe_finds_nothing_in_the_reference(
    browser: Browser,
    axe: str,
    tmp_path: Path,
    scheme: Literal["light", "dark"],
    width: int,
    language: str,
) -> None:
    path, ontology = tmp_path / "reference.html", packaged_ontology()
    path.write_text(render_reference(ontology, load_schema(ontology)), encoding="utf-8")
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, offline=True
    )
    page.goto(path.as_uri())
    page.evaluate(axe)
    page.get_by_role("button", name=language).press("Enter")
    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize(("look", "width"), [ALL, ("lang=id&theme=dark", 390)])
def test_axe_finds_nothing_in_the_sparql_tab(
    open_page: Open, axe: str, example_graph: KnowledgeGraph, tmp_path: Path, look: str, width: int
) -> None:
    engine = find_engine(ROOT)
    graph = example_graph
    triples, ontology = graph.to_ntriples(), packaged_ontology()
    sparql = build_sparql(engine, triples, ontology, graph.data, graph.questions)
    path = tmp_path / "sparql.html"
    path.write_text(render_page(example.payload_of(graph), sparql), encoding="utf-8", newline="\n")
    page = open_page(path, f"tab=sparql&{look}", width=width, bypass_csp=True).page
    page.evaluate(axe)
    expect(page.locator("#sparql-status")).to_have_attribute("data-at", "ready", timeout=30_000)
    page.locator('[data-question="partners"]').click()
    page.locator("#sparql-run").click()
    expect(page.locator("#sparql-answer tbody tr").first).to_be_visible(timeout=30_000)
    assert audit(page) == []
    page.locator("#sparql-text").fill("SELEC * {}")
    page.locator("#sparql-run").click()
    expect(page.locator("#sparql-fault")).not_to_be_empty()
    assert audit(page) == []


# ---- keys

# What the Tab key should reach, in the order of the page, as a mark on each element.
STOPS = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const stops = [...document.querySelectorAll(kinds)].filter(
    (node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility(),
  );
  stops.forEach((node, place) => (node.dataset.stop = place));
  return stops.length;
}"""
# Where the focus is, and whether it can be seen: an outline of two pixels or more, on screen.
HERE = """() => {
  const node = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const isOn = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && isOn;
  return [Number(node.dataset.stop ?? -1), isSeen, node.outerHTML.slice(0, 90)];
}"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "state",
    [
        "sel=cell:samplebourg/planning",
        "looks=agreed&groups=urban&year=2020",
        "tab=brief&sel=city:samplebourg",
    ],
)
def test_the_tab_key_reaches_each_control_once_and_shows_where_it_is(
    open_page: Open, state: str, width: int
) -> None:
    page = open_page(fragment=state, width=width).page
    count = page.evaluate(STOPS)
    for place in range(count):
        page.keyboard.press("Tab")
        at, is_seen, node = page.evaluate(HERE)
        assert at == place, node
        assert is_seen, node
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)[0] <= 0  # out of the page, or round to its start: no trap


def test_the_order_of_the_tab_key_is_that_of_the_page(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/planning").page
    seen: list[str] = []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        part = page.evaluate(PART)
        if seen[-1:] != [part]:
            seen.append(part)
    assert seen == ["skip", "top", "bar", "matrix", "legend", "network", "panel", "scope"]


PARTS = "#skip, #top, #bar, #matrix, #legend, #network, #panel, #scope"
PART = f"document.activeElement.closest('{PARTS}')?.id"


def test_the_skip_link_leads_into_a_tab_too(open_page: Open) -> None:
    page = open_page(fragment="tab=brief").page
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#tab-brief")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#tab-brief') !== null")


def test_escape_closes_what_lies_uppermost(open_page: Open) -> None:
    page = open_page(fragment="sel=cell:samplebourg/planning").page
    page.locator("#filter summary").press("Enter")
    page.locator("#filter button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#filter")).not_to_have_attribute("open", "")
    expect(page.locator("#filter summary")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("cu")
    expect(page.locator("#find-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#find-list")).to_be_hidden()
    expect(page.locator("#find")).to_be_focused()
    page.locator("#scope summary").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#scope dl")).to_be_hidden()
    assert "sel=cell:samplebourg/planning" in page.evaluate("location.hash")
    page.locator("#panel .close").focus()
    page.keyboard.press("Escape")
    assert "sel=" not in page.evaluate("location.hash")


def test_the_grid_answers_the_keys_of_a_tree_grid(open_page: Open) -> None:
    page = open_page("large", "open=*").page
    place = """() => {
      const cell = document.activeElement;
      return [cell.closest('tr').rowIndex, cell.cellIndex];
    }"""
    page.locator("tbody tr:nth-child(2) td").nth(3).focus()
    last_row = page.locator("#matrix tr").count() - 1
    last_column = page.locator("#matrix thead th").count() - 1
    for key, expected in (
        ("PageDown", [12, 4]),
        ("PageUp", [2, 4]),
        ("End", [2, last_column]),
        ("Home", [2, 0]),
        ("ArrowRight", [2, 1]),
        ("Control+End", [last_row, last_column]),
        ("ArrowDown", [last_row, last_column]),
        ("Control+Home", [1, 0]),
    ):
        page.keyboard.press(key)
        assert page.evaluate(place) == expected, key
    row = page.locator("#matrix tbody tr").first
    expect(row).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Space")
    expect(row).to_have_attribute("aria-expanded", "false")
    assert page.evaluate(place) == [1, 0]
    page.keyboard.press("Space")
    expect(row).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator('#matrix th[aria-selected="true"]')).to_be_focused()
    expect(page.locator("#panel h2")).not_to_be_empty()


# ---- motion and colour


def test_nothing_moves_for_those_who_want_no_motion(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce").page
    moving = "document.getAnimations().filter(({ playState }) => playState === 'running').length"
    for control in (CELL, "#filter summary", "#theme", "#enlarge"):
        page.locator(control).click()
        assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# Draw every sign in black on white, without what else a swatch or a cell tells.
PLAIN = """() => {
  for (const node of document.querySelectorAll('.swatch')) {
    Object.assign(node.style, { background: '#fff', boxShadow: 'none', color: '#000' });
  }
}"""


def test_the_shape_alone_tells_a_rung(open_page: Open) -> None:
    page = open_page().page
    page.evaluate(PLAIN)
    swatches = page.locator("#legend > div .swatch")
    pictures = {swatch.screenshot() for swatch in swatches.all()}
    assert len(pictures) == swatches.count() == 8
    cells = page.locator("#matrix td.cell")
    assert cells.count() > 30
    assert cells.count() == page.locator("#matrix td.cell > .sign").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signs_and_choices_stand_out_in_forced_colours(open_page: Open, scheme: str) -> None:
    page = open_page(fragment="looks=agreed", forced_colors="active", color_scheme=scheme).page
    swatches = page.locator("#legend > div .swatch")
    assert len({swatch.screenshot() for swatch in swatches.all()}) == 8
    ground = "nodes => new Set(nodes.map((node) => getComputedStyle(node).backgroundColor)).size"
    for group in ("#top .segments button", "#top .tabs button", "#legend > div button"):
        assert page.locator(group).evaluate_all(ground) == 2, group
