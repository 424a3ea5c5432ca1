"""The folder of the store: it goes with the server, or at the next start after a server was killed.

A server holds a lock in its folder for as long as it runs, and the system gives the lock back with
the process, however that ends. A folder whose lock can be had is nobody's any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import KgError

_PREFIX = "kg-serve-"
_LOCK = "lock"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give an empty folder for as long as it is needed; KgError where there is no room for one."""
    remove_left(Path(tempfile.gettempdir()))
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:
        raise KgError(
            f"no folder for the store can be made in {tempfile.gettempdir()}: {error.strerror}. "
            "Name another temporary folder by TMPDIR."
        ) from error
    try:
        with open(folder / "new", "wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            os.rename(held.name, folder / _LOCK)  # only now, so that nobody has it before
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_left(temporary: Path) -> None:
    """Remove the folders of one's own servers that were killed; what is in use stays."""
    for folder in sorted(temporary.glob(f"{_PREFIX}*")):
        with suppress(OSError):
            if folder.lstat().st_uid != os.getuid():
                continue
            with open(folder / _LOCK, "rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
