"""What a PDF that Chromium printed says of itself, read without a library for PDF."""

import re

_PAGE = re.compile(rb"/Type\s*/Page\b")
_BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")
_TITLE = re.compile(rb"/Title\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]*)>)")


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return the width and height of each page in whole millimetres."""
    assert pdf.startswith(b"%PDF-")
    boxes = [
        (round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in _BOX.findall(pdf)
    ]
    assert len(boxes) == len(_PAGE.findall(pdf)), "not every page has a size of its own"
    return boxes


def title_of(pdf: bytes) -> str:
    """Return the title, which Chromium takes from the page as it was when it was printed."""
    found = _TITLE.search(pdf)
    assert found, "no title"
    literal, coded = found.groups()
    return bytes.fromhex(coded.decode()).decode("utf-16") if coded else literal.decode("latin-1")
