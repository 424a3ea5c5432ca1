"""A Chromium without network, pages on disk, and a log of what a page asks for or complains of."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, Request

from kg import KnowledgeGraph
from kg.schema import packaged_data
from kg.views import render_page
from kg.views.payload import Payload
from tests.browser import example
from tests.browser.large import large_graph

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
# The same page from elsewhere: another city, a country, a year, stricter evidence.
VIEWS = (
    "city=specimen",
    "city=specimen&sel=cell:samplebourg/transport",
    "city=specimen&sel=city:prototype",
    "city=specimen&sel=agreement:spec-proto-mou",
    "city=specimen&sel=program:spec-upper-river",
    "country=ID",
    "country=ID&sel=cell:samplebourg--specimen/culture",
    "country=KR&year=2012",
    "year=2016&sel=cell:samplebourg/transport",
    "evidence=strict&of=agreed",
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
    """Opens a page by its name (`small`, `large`, `huge`, `real`) or file, at a fragment."""

    def __call__(
        self,
        name: str | Path = "small",
        fragment: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        **options: Any,
    ) -> Opened: ...


class Pages(dict[str, Path]):
    """Pages on disk by name; each is written when it is first asked for."""

    def __init__(self, folder: Path, graphs: Mapping[str, Callable[[], KnowledgeGraph]]) -> None:
        super().__init__()
        self._folder, self._graphs = folder, graphs

    def __missing__(self, name: str) -> Path:
        path = write(self._folder, name, example.payload_of(self._graphs[name]()))
        self[name] = path
        return path


@pytest.fixture(scope="session")
def example_graph() -> KnowledgeGraph:
    """Read the made-up project."""
    return example.load()


@pytest.fixture(scope="session")
def real_graph() -> KnowledgeGraph:
    """Read the data that came with the package."""
    return KnowledgeGraph.load(packaged_data().parent)


@pytest.fixture(scope="session")
def real_page(pages: Pages) -> Path:
    """Write the page of the data that came with the package."""
    return pages["real"]


@pytest.fixture(scope="session")
def pages(
    tmp_path_factory: pytest.TempPathFactory,
    example_graph: KnowledgeGraph,
    real_graph: KnowledgeGraph,
) -> Pages:
    """Offer the pages of the made-up project, of two large ones, and of the real data."""
    graphs = {
        "small": lambda: example_graph,
        "large": large_graph,
        "huge": lambda: large_graph(partners=300, fields=120),
        "real": lambda: real_graph,
    }
    return Pages(tmp_path_factory.mktemp("pages"), graphs)


def write(folder: Path, name: str, payload: Payload) -> Path:
    """Write a payload's page as a user would find it."""
    path = folder / f"{name}.html"
    path.write_text(render_page(payload), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def open_page(browser: Browser, pages: Pages) -> Iterator[Open]:
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
