"""PDF: a page printed by an installed Chromium, since only browsers draw pages as they are."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import KgError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (  # where Windows and macOS have them, beside PATH
    "{ProgramFiles}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Microsoft/Edge/Application/msedge.exe",
    "{ProgramFiles}/Microsoft/Edge/Application/msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
SECONDS = 60


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or of a browser made from it."""
    places = [_expand(place) for place in PLACES]
    return next((path for name in [*BROWSERS, *places] if (path := shutil.which(name))), None)


def _expand(place: str) -> str:
    """Put a folder of the environment in the place of its name in braces."""
    name, _, rest = place.removeprefix("{").partition("}")
    return os.environ.get(name, "") + rest if place.startswith("{") else place


def print_pdf(html: str) -> bytes:
    """Return an HTML page as PDF, printed without network by the paper size that it asks for.

    KgError when there is no Chromium, or when it does not answer within SECONDS.
    """
    browser = find_chromium()
    if browser is None:
        raise KgError("PDF needs Chromium or Chrome; none is installed.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        page, pdf = Path(made, "page.html"), Path(made, "page.pdf")
        page.write_text(html, encoding="utf-8", newline="\n")
        _run([browser, *_options(Path(made), pdf), page.as_uri()])
        if not pdf.exists():
            raise KgError(f"{Path(browser).name} did not print the page.")
        return pdf.read_bytes()


def _options(folder: Path, pdf: Path) -> list[str]:
    """Ask for a print without a window, a user's profile, network, or the date at the margin."""
    # A superuser, as in a container, gets no sandbox from Chromium; the page is our own.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        "--virtual-time-budget=5000",
        f"--print-to-pdf={pdf}",
        *(["--no-sandbox"] if is_root else []),
    ]


def _run(command: list[str]) -> None:
    name = Path(command[0]).name
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired:
        raise KgError(f"{name} did not print the page within {SECONDS} seconds.") from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise KgError(f"{name} could not print the page: {_last_line(error)}") from None


def _last_line(error: OSError | subprocess.CalledProcessError) -> str:
    told = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip()
    return (told or str(error)).splitlines()[-1]
