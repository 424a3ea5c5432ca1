"""`kg brief`, `to_brief` and the PDF of a page: what is written, said and refused."""

import html
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.cli import main
from kg.errors import KgError
from kg.exports import pdf
from kg.names import LANGUAGES
from tests.paper import page_sizes, title_of

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
HERE = ("-C", str(FIXTURE))
NAME = "brief-exampleton-sampleburg"
A4 = [(210, 297)]
HEADINGS = {
    "en": "Exampleton and Sampleburg: brief",
    "id": "Exampleton dan Sampleburg: lembar ringkas",
    "ko": "이그잼플턴·샘플버그 협력 요약서",
}


@pytest.fixture(autouse=True)
def _quick(read_once: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read the small project once for all commands, and stand in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "PLACES", ())


def brief(*words: str | Path, here: tuple[str, ...] = HERE) -> Result:
    """Run the command; a traceback is a fault of the test."""
    result = CliRunner().invoke(main, ["brief", *map(str, words), *here])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def written() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*") if path.is_file())


def fake_browser(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of our own where Chromium would be."""
    program = folder / "bin" / "chromium"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")


# ---- the command


@pytest.mark.browser
def test_a_brief_of_the_packaged_data_is_written_as_html_and_as_pdf() -> None:
    result = brief("Bandung", "서울", "--lang", "id", here=())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Ditulis: brief-bandung-seoul.html, brief-bandung-seoul.pdf.",
        "Buka brief-bandung-seoul.html di peramban; tidak memerlukan jaringan.",
    ]
    assert written() == ["brief-bandung-seoul.html", "brief-bandung-seoul.pdf"]
    printed = Path("brief-bandung-seoul.pdf").read_bytes()
    assert title_of(printed) == "Bandung dan Seoul: lembar ringkas"
    assert page_sizes(printed) == A4


@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_is_one_sheet_of_what_the_script_drew(small: KnowledgeGraph, lang: str) -> None:
    printed = pdf.print_pdf(small.to_brief("exampleton", "sampleburg", lang=lang))
    assert title_of(printed) == HEADINGS[lang]  # the page takes its heading as title when drawn
    assert page_sizes(printed) == A4


@pytest.mark.usefixtures("_no_browser")
@pytest.mark.parametrize(
    ("lang", "note"), [("en", "No PDF: "), ("id", "Tanpa PDF: "), ("ko", "PDF 없음: ")]
)
def test_without_a_browser_the_html_is_written_and_one_line_says_so(lang: str, note: str) -> None:
    result = brief("exampleton", "sampleburg", "--lang", lang)
    assert result.exit_code == 0
    assert result.stderr.startswith(note)
    assert len(result.stderr.splitlines()) == 1
    assert written() == [f"{NAME}.html"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo broken >&2; exit 3", "chromium could not print the page: broken"),
        ("exit 0", "chromium did not print the page."),
        ("exec sleep 20", "chromium did not print the page within 1 seconds."),
    ],
)
def test_a_browser_that_fails_leaves_the_html(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    why: str,
) -> None:
    fake_browser(tmp_path_factory.mktemp("fake"), script, monkeypatch)
    monkeypatch.setattr(pdf, "SECONDS", 1)
    result = brief("exampleton", "sampleburg")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"No PDF: {why}")
    assert len(result.stderr.splitlines()) == 1
    assert written() == [f"{NAME}.html"]


@pytest.mark.usefixtures("_no_browser")
@pytest.mark.parametrize("name", ["there/mine.html", "there/mine.pdf", "there/mine"])
def test_out_names_the_file_and_its_folder_is_made(name: str) -> None:
    result = brief("exampleton", "sampleburg", "--out", name)
    assert result.stdout.startswith(f"Wrote {Path('there/mine.html')}.\n")
    assert written() == [str(Path("there/mine.html"))]


@pytest.mark.usefixtures("_no_browser")
def test_date_and_evidence_stand_in_the_page() -> None:
    assert brief("exampleton", "sampleburg", "--as-of", "2016", "--strict").exit_code == 0
    page = Path(f"{NAME}.html").read_text(encoding="utf-8")
    assert '"asOf":"2016-12-31"' in page
    assert '"mode":"strict"' in page


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("exampelton", "sampleburg"), 'Did you mean "exampleton"?'),
        (("exampleton", "samplburg"), 'Did you mean "sampleburg"?'),
        (("mockford", "sampleburg"), "No relation of mockford and sampleburg is on record."),
        (("exampleton", "exampleton"), "No relation of exampleton and exampleton is on record."),
        (("exampleton", "sampleburg", "--as-of", "1900"), "is on record as of 1900-12-31."),
        (("exampleton", "sampleburg", "--as-of", "soon"), "soon"),
        (("exampleton", "sampleburg", "--lang", "xx"), "xx"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    words: tuple[str, ...], why: str
) -> None:
    result = brief(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr
    assert written() == []


# ---- the page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_is_one_file_that_may_ask_for_nothing(small: KnowledgeGraph, lang: str) -> None:
    page = html.unescape(small.to_brief("exampleton", "sampleburg", lang=lang))
    assert page.startswith(f'<!doctype html>\n<html lang="{lang}"')
    assert "default-src 'none'" in page
    assert "connect-src 'none'" in page
    assert re.findall(r'(?:src|href)="', page) == []
    assert "has not run" in page, "a page whose script did not run says so"


def test_a_brief_knows_its_words_only(small: KnowledgeGraph) -> None:
    with pytest.raises(KgError, match="evidence"):
        small.to_brief("exampleton", "sampleburg", evidence="hearsay")  # type: ignore[arg-type]
    with pytest.raises(KgError, match="language"):
        small.to_brief("exampleton", "sampleburg", lang="xx")


# ---- printing


@pytest.mark.browser
def test_a_page_without_its_script_is_not_printed_empty(small: KnowledgeGraph) -> None:
    page = small.to_brief("exampleton", "sampleburg")
    halted = page.replace('"use strict";', '"use strict";throw 1;', 1)
    assert halted != page
    drawn, idle = pdf.print_pdf(page), pdf.print_pdf(halted)
    assert title_of(drawn) != title_of(idle)
    assert b"/Font" in idle, "the words that the script has not run"


@pytest.mark.browser
def test_a_page_is_printed_by_a_user_without_rights(small: KnowledgeGraph) -> None:
    page = small.to_brief("exampleton", "sampleburg")
    if os.geteuid() != 0:
        assert page_sizes(pdf.print_pdf(page)) == A4
        return
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        os.environ["HOME"] = "/nonexistent"
        try:
            os._exit(0 if page_sizes(pdf.print_pdf(page)) == A4 else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.usefixtures("_no_browser")
def test_without_a_browser_printing_says_what_is_needed() -> None:
    with pytest.raises(KgError, match="PDF needs Chromium or Chrome"):
        pdf.print_pdf("")


def test_a_browser_outside_the_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "Google" / "chrome.exe"
    program.parent.mkdir()
    program.write_bytes(b"")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.setattr(pdf, "PLACES", ("{ProgramFiles}/Google/chrome.exe",))
    assert pdf.find_chromium() == str(program)
    monkeypatch.delenv("ProgramFiles")
    assert pdf.find_chromium() is None


def test_a_superuser_alone_prints_without_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        made = next(word for word in command if word.startswith("--print-to-pdf="))
        Path(made.partition("=")[2]).write_bytes(b"%PDF-")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(pdf, "find_chromium", lambda: "chromium")
    monkeypatch.setattr(subprocess, "run", note)
    for user in (0, 1000):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert pdf.print_pdf("") == b"%PDF-"
    assert ["--no-sandbox" in command for command in asked] == [True, False]
    assert all("--host-resolver-rules=MAP * ~NOTFOUND" in command for command in asked)
