"""What an officer and a researcher do with the real data, from a cold start and without network."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, Page, expect

from kg.cli import main
from kg.schema import packaged_data
from tests.browser.conftest import Open
from tests.paper import page_sizes

pytestmark = pytest.mark.browser

GAP = "cell:seoul/festivals"
NUMBERS = ("all", "uncovered", "agreed", "due")
A4 = [(210, 297)]


def kg(*words: str | Path) -> str:
    """Run a command that succeeds, and return what it prints."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page as one does who has nothing but the package."""
    folder = tmp_path_factory.mktemp("cold")
    kg("build", "--out", folder)
    return folder / "explorer.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the project of the data that came with the package."""
    folder = tmp_path / "mine"
    shutil.copytree(packaged_data(), folder / "data")
    return folder


def cell(page: Page, key: str = GAP) -> Locator:
    return page.locator(f'td[data-id="{key}"]')


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.id ?? document.activeElement.id"))


def numbers(page: Page) -> dict[str, int]:
    """Read the numbers of the sentence at the head of the page."""
    return {name: int(page.locator(f"#number-{name}").inner_text()) for name in NUMBERS}


def counted(*words: str) -> dict[str, int]:
    """Count the same from what the command prints, in which no cell of a field is left out."""
    rows = csv.DictReader(io.StringIO(kg("coverage", "bandung", *words, "--format", "csv")))
    cells = [row for row in rows if row["level"] == "field"]
    agreed = [row for row in cells if row["agreed"] == "true"]

    def open_of(some: list[dict[str, str]]) -> int:
        return sum(int(row["rank"]) < 4 for row in some)

    return {
        "all": len(cells),
        "uncovered": open_of(cells),
        "agreed": len(agreed),
        "due": open_of(agreed),
    }


def expect_the_gap_told(page: Page) -> None:
    """The panel says in Indonesian what is missing, why, as of when, and who has it."""
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Festival dengan Seoul")
    for told in (
        "Disepakati; belum ada program yang tercatat.",
        "Yang belum ada: program.",
        "Pernyataan Kehendak (LoI) Bandung dan Seoul, 2015",
        "ditandatangani 20 Mei 2015",
        "Siapa lagi yang mencakupnya",
        "Suwon",
        "programs.csv",
    ):
        expect(panel).to_contain_text(told)
    as_of = panel.locator("dl div, div", has=page.locator("dt", has_text="Per tanggal")).last
    expect(as_of).to_contain_text(re.compile(r"\d{1,2} \w+ 20\d\d"))


# ---- the officer


def test_the_officer_sees_a_gap_without_a_click_and_reads_why(open_page: Open, built: Path) -> None:
    page = open_page(built, locale="en-US").page
    expect(page.locator("#panel h2")).to_have_text("Where to look first")
    hatched = page.locator('#matrix .topic td.tone-due[data-id^="cell:seoul/"]')
    first = hatched.first
    expect(first).to_be_in_viewport()
    background = first.evaluate("node => getComputedStyle(node).backgroundImage")
    assert background.startswith("repeating-linear-gradient")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    cell(page).click()
    expect_the_gap_told(page)


def test_the_officer_does_the_same_by_keyboard_alone(open_page: Open, built: Path) -> None:
    page = open_page(built, locale="en-US").page
    page.keyboard.press("Tab")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Bahasa Indonesia":
            break
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if focused(page) == "skip":
            break
    page.keyboard.press("Enter")
    walk(page, "ArrowRight", lambda place: place.startswith(("city:seoul", "cell:seoul/")))
    walk(page, "ArrowDown", lambda place: place == GAP)
    page.keyboard.press("Enter")
    expect_the_gap_told(page)
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).not_to_have_text("Festival dengan Seoul")


def walk(page: Page, key: str, arrived: Callable[[str], bool]) -> None:
    """Press a key until the focus is where it should be."""
    seen = []
    for _ in range(90):
        seen.append(focused(page))
        if arrived(seen[-1]):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never came there: {seen}")


def test_an_address_opens_the_same_page_elsewhere_and_back_leads_back(
    open_page: Open, built: Path
) -> None:
    page = open_page(built, "lang=id").page
    chosen = (GAP, "city:braunschweig", "field:culture")
    told = []
    for key in chosen:
        page.locator(f'#matrix [data-id="{key}"]').click()
        told.append(page.locator("#panel").inner_text())
    assert len(set(told)) == 3
    address = page.evaluate("location.href")
    again = open_page(built, address.partition("#")[2], locale="ko-KR").page
    assert again.evaluate("location.href") == address
    assert again.locator("html").get_attribute("lang") == "id"
    assert again.locator("#panel").inner_text() == told[-1]
    expect(again.locator('#matrix [data-id="field:culture"]')).to_have_attribute(
        "aria-selected", "true"
    )
    for step, place in ((page.go_back, 1), (page.go_back, 0), (page.go_forward, 1)):
        step()
        expect(page.locator(f'#matrix [data-id="{chosen[place]}"]')).to_have_attribute(
            "aria-selected", "true"
        )
        assert page.locator("#panel").inner_text() == told[place]


@pytest.mark.parametrize(
    ("status", "key", "column", "fewer"),
    [
        ("planned", GAP, ["Seoul", "6/6", "0/7"], 0),
        ("under-way", GAP, ["Seoul", "6/6", "1/7"], 0),  # a topic: the sentence counts fields
        ("under-way", "cell:braunschweig/tourism", ["Braunschweig", "4/11", "–"], 1),
    ],
)
def test_the_officer_closes_a_gap_with_a_row_from_the_page(
    open_page: Open,
    built: Path,
    project: Path,
    status: str,
    key: str,
    column: list[str],
    fewer: int,
) -> None:
    page = open_page(built, f"lang=id&sel={key}").page
    before = numbers(page)
    row = fill_in(saved(page, "new-rows-programs.csv"), key, {"status": status, "began": "2025-11"})
    problems = kg("check", project).splitlines()
    append(project / "data" / "programs.csv", row)
    assert kg("check", project).splitlines()[-1] == problems[-1], "no problem more"
    assert "explorer.html" in kg("build", project, "--lang", "id")
    new = open_page(project / "exports" / "explorer.html", f"lang=id&sel={key}").page
    expect(cell(new, key)).to_have_class(re.compile(rf"\b{status}\b"))
    expect(new.locator("#panel")).to_contain_text("Festival baru")
    is_due = "tone-due" in (cell(new, key).get_attribute("class") or "")
    assert is_due == (status == "planned")
    partner = key.partition(":")[2].partition("/")[0]
    head = new.locator(f'#matrix thead [data-id="city:{partner}"]')
    assert head.inner_text().split() == column
    after = numbers(new)
    assert {name: before[name] - after[name] for name in NUMBERS} == {
        "all": 0, "agreed": 0, "uncovered": fewer, "due": fewer
    }  # fmt: skip


def saved(page: Page, name: str) -> str:
    """Save the row of the panel, and read the file as a spreadsheet program does."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Simpan sebagai CSV: {name}").click()
    assert download.value.suggested_filename == name
    return Path(download.value.path()).read_bytes().decode("utf-8")


def fill_in(text: str, key: str, more: dict[str, str]) -> dict[str, str]:
    """Fill in what is required and still empty."""
    assert text.startswith("\ufeff"), "so that spreadsheet programs read UTF-8"
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    partner, _, field = key.partition(":")[2].partition("/")
    assert (row["cities"], row["fields"]) == (";".join(sorted(["bandung", partner])), field)
    assert row["agreements"]
    assert row["id"]
    blank = {
        "name@en": "A new festival",
        "name@id": "Festival baru",
        "name@ko": "새 축제",
        "kind": "programme",
        "sources": "republika-2015-05-24-loi",
        **more,
    }
    assert not any(row[name] for name in blank)
    return row | blank


def append(file: Path, row: dict[str, str]) -> None:
    """Paste a row at the end of a table."""
    headers = next(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert list(row) == headers
    with file.open("a", encoding="utf-8", newline="") as table:
        csv.DictWriter(table, headers, lineterminator="\n").writerow(row)


def test_the_officer_prints_the_brief_for_the_meeting(open_page: Open, built: Path) -> None:
    page = open_page(built, f"lang=id&sel={GAP}").page
    page.get_by_role("button", name="Lembar ringkas").click()
    brief = page.locator(".brief")
    for told in (
        "Bandung dan Seoul: lembar ringkas",
        "Kontak terakhir bertanggal",
        "Festival: Disepakati; belum ada program yang tercatat.",
        "Hambatan yang tercatat (6)",
        "Belum disepakati",
        "20 Mei 2015",
    ):
        expect(brief).to_contain_text(told)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Cetak").click()
    assert page.evaluate("window.printed")
    assert page_sizes(page.pdf(prefer_css_page_size=True)) == A4
    page.go_back()
    expect(cell(page)).to_be_visible()


def test_the_officer_does_it_on_a_telephone(open_page: Open, built: Path) -> None:
    page = open_page(
        built, locale="id-ID", width=390, height=844, has_touch=True, is_mobile=True
    ).page
    expect(page.locator("html")).to_have_attribute("lang", "id")
    cell(page).tap()
    expect_the_gap_told(page)
    expect(page.locator("#panel h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Lembar ringkas").tap()
    expect(page.locator("#brief-title")).to_have_text("Bandung dan Seoul: lembar ringkas")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.go_back()
    expect_the_gap_told(page)


# ---- the researcher


def test_the_researcher_turns_back_the_years_and_counts_alike(open_page: Open, built: Path) -> None:
    page = open_page(built, "lang=en").page
    assert numbers(page) == counted()
    slider = page.locator("#year")
    slider.focus()
    for _ in range(int(slider.input_value()) - 2017):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "31 December 2017")
    expect(page).to_have_url(re.compile("year=2017"))
    assert numbers(page) == counted("--as-of", "2017-12-31")
    assert focused(page) == "year"


def test_the_researcher_asks_for_stricter_evidence_and_counts_alike(
    open_page: Open, built: Path
) -> None:
    page = open_page(built, "lang=en").page
    page.locator("#evidence").select_option("strict")
    assert numbers(page) == counted("--strict")
    both = open_page(built, "lang=en&year=2017&evidence=strict").page
    assert numbers(both) == counted("--strict", "--as-of", "2017-12-31")
    assert len({str(counted(*words)) for words in ((), ("--strict",), ("--as-of", "2017"))}) == 3


# ---- one relation in a file of its own


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("lang", ["en", "id", "ko"])
def test_the_page_of_one_relation_shows_it_and_its_panel(open_page: Open, lang: str) -> None:
    kg("view", "bandung", "--partner", "seoul", "--lang", lang)
    page = open_page(Path("bandung-seoul.html").resolve(), f"lang={lang}").page
    columns = page.locator('#matrix thead [data-id^="city:"]')
    expect(columns).to_have_count(1)
    columns.click()
    seoul = {"en": "Seoul", "id": "Seoul", "ko": "서울"}[lang]
    expect(page.locator("#panel h2")).to_have_text(seoul)
    expect(page.locator("#panel .timeline li").first).to_be_visible()
    cell(page).click()
    expect(page.locator("#panel")).to_contain_text("2015")
    expect(page.locator("#number-all")).to_have_text("36")
