"""Node.js, which runs the modules of the page without a browser."""

import shutil
import sys
from pathlib import Path

import pytest


def find_node() -> str:
    """Return the path of Node.js: the one installed beside Python, else any."""
    beside = shutil.which("node", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("node")
    if found is None:
        pytest.fail("There is no Node.js: pip install '.[test]' brings it.")
    return found
