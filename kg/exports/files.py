"""Writes a set of files whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import KgError

Pieces = Iterable[bytes]


def write_all(folder: Path, files: Mapping[str, Pieces]) -> list[Path]:
    """Write files into a folder: all of them, or on any failure none.

    They are written into a temporary folder beside their place and moved when each is complete on
    the disk; a build that is killed or finds the disk full leaves the old files as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as made:
            for name, pieces in files.items():
                _write(Path(made) / name, pieces)
            return _replace(Path(made), folder, list(files))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise KgError(f"cannot write into {folder}: {reason}. Nothing was changed there.") from error


def _write(path: Path, pieces: Pieces) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _replace(made: Path, folder: Path, names: list[str]) -> list[Path]:
    """Move all files to their place; when one cannot be moved, put the old ones back."""
    kept = made / "old"
    kept.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                shutil.copy2(folder / name, kept / name)
        for name in names:
            os.replace(made / name, folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            _restore(kept / name, folder / name)
        raise
    return [folder / name for name in names]


def _restore(old: Path, place: Path) -> None:
    if old.exists():
        os.replace(old, place)
    else:
        place.unlink(missing_ok=True)
