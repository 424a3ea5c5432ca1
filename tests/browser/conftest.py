"""A Chromium without network, pages on disk, and a log of what a page asks for or complains of."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, Request

from kg.views import build_payload, render_page
from kg.views.payload import Payload
from tests.browser import example
from tests.browser.large import large_inputs

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CELL = 'td[data-id="cell:samplebourg/festivals"]'
LANGUAGES = ("en", "id", "ko")
SELECTIONS = (
    "",
    "cell:samplebourg/planning",
    "city:samplebourg",
    "field:culture",
    "agreement:sample-loi",
    "program:bus-study",
    "cell:placeholder/urban",
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@dataclass
class Opened:
    """A page that was opened, with every request beyond its own file and every complaint."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        """Note what the page asks for beside its own file and what it makes itself."""
        if not request.is_navigation_request() and not request.url.startswith(("blob:", "data:")):
            self.requests.append(request.url)


class Open(Protocol):
    """Opens the page `small`, `large` or a file, at a fragment."""

    def __call__(
        self,
        name: str | Path = "small",
        fragment: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        **options: Any,
    ) -> Opened: ...


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the pages of the small and of the large example."""
    folder = tmp_path_factory.mktemp("pages")
    small = build_payload(
        example.tables(),
        example.coverage(),
        example.relations(),
        example.CODES,
        focal=example.FOCAL,
    )
    large = build_payload(*large_inputs(), example.CODES, focal="exampleton")
    return {"small": write(folder, "small", small), "large": write(folder, "large", large)}


def write(folder: Path, name: str, payload: Payload) -> Path:
    """Write a payload's page as a user would find it."""
    path = folder / f"{name}.html"
    path.write_text(render_page(payload), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Open pages from disk, without network; in the end nothing was asked for, nothing failed."""
    opened: list[Opened] = []

    def open_(
        name: str | Path = "small",
        fragment: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        **options: Any,
    ) -> Opened:
        context = browser.new_context(
            offline=True, viewport={"width": width, "height": height}, **options
        )
        one = Opened(context.new_page())
        one.page.on("request", one.note_request)
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.on(
            "console",
            lambda message: (
                one.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        path = name if isinstance(name, Path) else pages[name]
        one.page.goto(f"{path.as_uri()}#{fragment}")
        one.page.wait_for_selector("html[data-ready]")
        opened.append(one)
        return one

    yield open_
    for one in opened:
        assert one.requests == []
        assert one.complaints == []
        one.page.context.close()
