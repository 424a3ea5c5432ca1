"""YASGUI, the editor of SPARQL on the query page: found where npm put it, served from here.

It is not part of this project. @zazuko/yasgui is taken and not @triply/yasgui, from which it comes:
it is kept up to date, and its build stands alone: one script, one style sheet, no further request.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PLACE = Path("node_modules") / "@zazuko" / "yasgui"
_FILES = ("yasgui.min.js", "yasgui.min.css")
TO_INSTALL = "npm install --no-save @zazuko/yasgui"


@dataclass(frozen=True, slots=True)
class Yasgui:
    """The published build: its version, and its files by name."""

    version: str
    files: Mapping[str, bytes]


def find_yasgui(*folders: Path) -> Yasgui | None:
    """Read YASGUI from the `node_modules` of the first folder, or parent of one, that has it.

    None where it is not whole, or nowhere: the query page does without.
    """
    above = [at for folder in folders for at in (folder.resolve(), *folder.resolve().parents)]
    for at in above:
        try:
            about = json.loads((at / _PLACE / "package.json").read_text(encoding="utf-8"))
            files = {name: (at / _PLACE / "build" / name).read_bytes() for name in _FILES}
            return Yasgui(str(about["version"]), files)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None
