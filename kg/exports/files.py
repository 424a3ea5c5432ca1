"""Writes a set of files, or a folder, whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KgError

try:
    import fcntl
except ImportError:  # Windows: what a killed build left stays there, and harms nothing
    fcntl = None  # type: ignore[assignment]

Pieces = Iterable[bytes]
_PREFIX = ".building-"
_REPLACING, _NEW, _OLD = ".replacing-", "new", "old"
AT_ONCE = 2  # files; most of the work on each is done outside the interpreter


def write_all(folder: Path, files: Mapping[str, Pieces]) -> list[Path]:
    """Write files into a folder: all of them, or on any failure none.

    A name may have folders in it (`data/cities.csv`); a folder that was made for it stays.
    They are written into a temporary folder beside their place and moved when each is complete on
    the disk; a build that is killed or finds the disk full leaves the old files as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_debris(folder, _PREFIX)
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as made, _held(Path(made)):
            write_files(Path(made), files)
            return _replace(Path(made), folder, list(files))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise KgError(f"cannot write into {folder}: {why}. Nothing was changed there.") from error


def write_files(folder: Path, files: Mapping[str, Pieces]) -> None:
    """Write files into a folder that nobody else looks at yet; OSError leaves it half filled."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(lambda name: _write(folder / name, files[name]), files))


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which at the end takes the place of `folder` and all in it.

    It lies beside its place until then; when the filling fails, nothing is changed. A program that
    is killed between the two renamings leaves the old folder beside, and the next run restores it.
    """
    place = folder.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _restore_folder(place)
        _remove_debris(place.parent, _REPLACING)
        with (
            tempfile.TemporaryDirectory(prefix=_REPLACING, dir=place.parent) as name,
            _held(made := Path(name)),
        ):
            (made / _NEW).mkdir()
            yield made / _NEW
            _swap(made, place)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise KgError(f"cannot write {folder}: {why}. Nothing was changed there.") from error


def _swap(made: Path, place: Path) -> None:
    """Put the new folder in its place; when it cannot be moved there, put the old one back."""
    old = made / _OLD / place.name
    old.parent.mkdir()
    if place.exists():
        os.replace(place, old)
    try:
        os.replace(made / _NEW, place)
    except OSError:
        if old.exists():
            os.replace(old, place)
        raise


def _restore_folder(place: Path) -> None:
    """Bring back what a killed program had put aside."""
    for left in sorted(place.parent.glob(f"{_REPLACING}*")):
        with _held(left) as is_free:
            if is_free and not place.exists() and (left / _OLD / place.name).exists():
                os.replace(left / _OLD / place.name, place)


def _remove_debris(folder: Path, prefix: str) -> None:
    """Remove what killed builds left; a build that still runs holds its folder."""
    for left in sorted(folder.glob(f"{prefix}*")):
        with _held(left) as is_free:
            if is_free:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder for this process; false where another one has it. The system lets go of it."""
    if fcntl is None:
        yield False
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # someone else's, or gone by now
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = True
    except OSError:  # held by a build that runs, or a disk that knows no locks
        held = False
    try:
        yield held
    finally:
        os.close(handle)


def _write(path: Path, pieces: Pieces) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _replace(made: Path, folder: Path, names: list[str]) -> list[Path]:
    """Move all files to their place; when one cannot be moved, put the old ones back."""
    kept = made / "old"
    kept.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if (folder / name).exists():
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                _keep(folder / name, kept / name)
        for name in names:
            os.replace(made / name, folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            _restore(kept / name, folder / name)
        raise
    return [folder / name for name in names]


def _keep(file: Path, place: Path) -> None:
    """Keep an old file without copying it, where the disk can."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copy2(file, place)


def _restore(old: Path, place: Path) -> None:
    if old.exists():
        os.replace(old, place)
    else:
        place.unlink(missing_ok=True)
