"""Opens pages in Chromium without network, each time in a new browser, and times frames."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Error, Page, Playwright, ViewportSize, sync_playwright

CORES = 2
_VIEW: ViewportSize = {"width": 1440, "height": 900}
_REST = 200  # milliseconds in which the browser tells of frames that it has painted
_WAIT = 60.0  # seconds until a page that shows nothing is given up
_FRAMES = (Path(__file__).parent / "frames.js").read_text(encoding="utf-8")


class BrowserError(Exception):
    """Report that there is no browser, or that a page did not show what was waited for."""


@dataclass(frozen=True)
class Visit:
    """A page that was opened; `marks` are seconds since navigation began.

    `matrix`: the first frame with cells of the matrix; `ready`: that with the network drawn too;
    `stable`: the first frame of pyvis's own page. `step` is what going to a fragment took.
    """

    marks: dict[str, float]
    step: dict[str, float]
    text: str  # of the panel, after the step
    picture: bytes  # of the network, after the step
    relations: int  # in the page's data


@contextmanager
def start_playwright() -> Iterator[Playwright]:
    """Start Playwright on two cores at most; BrowserError when there is no Chromium."""
    if not shutil.which("chromium"):
        raise BrowserError("There is no command chromium; install the browser of that name.")
    if hasattr(os, "sched_setaffinity"):  # only on Linux; processes started later inherit it
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with sync_playwright() as playwright:
        yield playwright


def visit(
    playwright: Playwright,
    path: Path,
    *,
    mark: str,
    fragment: str = "",
    then: str = "",
    wait: float = _WAIT,
) -> Visit:
    """Open a page in a new browser, wait for a mark, and go to another fragment.

    BrowserError when the mark is not there after so many seconds.
    """
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
    )
    try:
        context = browser.new_context(offline=True, viewport=_VIEW, locale="en")
        context.add_init_script(_FRAMES)
        page = context.new_page()
        page.set_default_timeout(wait * 1000)
        return _look(page, f"{path.as_uri()}#{fragment}", mark, then)
    except Error as failure:
        reason = failure.message.partition("\n")[0]
        raise BrowserError(f"{path.name}#{fragment}: {reason}") from failure
    finally:
        browser.close()


def _look(page: Page, address: str, mark: str, then: str) -> Visit:
    # Waiting for what the page says costs it nothing, and ends in time even where it hangs.
    with page.expect_console_message(lambda message: message.text == f"bench: {mark}"):
        page.goto(address, wait_until="commit")
    page.wait_for_timeout(_REST)
    marks: dict[str, float | None] = page.evaluate("benchFrames.marks")
    step = page.evaluate("fragment => benchFrames.go(fragment)", then) if then else {}
    return Visit(
        {name: time / 1000 for name, time in marks.items() if time is not None},
        {name: time / 1000 for name, time in step.items()},
        "\n".join(page.locator("#panel").all_inner_texts()),
        _picture(page),
        int(page.evaluate(_COUNT_RELATIONS)),
    )


_COUNT_RELATIONS = """
() => JSON.parse(document.getElementById('data')?.textContent ?? '{}').relations?.length ?? 0
"""


def _picture(page: Page) -> bytes:
    canvas = page.locator("#canvas")
    return canvas.screenshot() if canvas.count() else b""


def middle(visits: Sequence[Visit], mark: str) -> float:
    """Return the median of a mark over several visits."""
    return median(visit.marks[mark] for visit in visits)


def repeat(runs: int, playwright: Playwright, path: Path, **options: Any) -> list[Visit]:
    """Visit a page several times; options as in `visit`."""
    return [visit(playwright, path, **options) for _ in range(runs)]
