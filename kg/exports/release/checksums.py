"""checksums.txt, as sha256sum writes and reads it, and what a folder is like beside it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.exports.release.files import CHECKSUMS, PackageFile, read_package

_LINE = re.compile(r"^(?P<sha256>[0-9a-f]{64}) [ *](?P<path>.+)$")


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths of files that are not as the checksums say, sorted."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added)


def render_checksums(files: Iterable[PackageFile]) -> bytes:
    """Return a line a file, sorted by path."""
    ordered = sorted(files, key=lambda file: file.path)
    return "".join(f"{file.sha256}  {file.path}\n" for file in ordered).encode()


def size_of_checksums(paths: Iterable[str]) -> int:
    """Return how large checksums.txt becomes, which its own description says before it is there."""
    return sum(64 + len("  \n") + len(path.encode()) for path in paths)


def parse_checksums(text: str) -> dict[str, str]:
    """Return path -> SHA-256; KgError with the line that is none."""
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not (match := _LINE.match(line)):
            raise KgError(
                f"{CHECKSUMS}:{number}: not a checksum. Expected 64 hexadecimals, two blanks and a "
                "path, as sha256sum writes them."
            )
        found[match["path"]] = match["sha256"]
    return found


def read_checksums(folder: Path) -> dict[str, str]:
    """Read the checksums of a release; KgError where the folder has none and so is no release."""
    file = folder / CHECKSUMS
    if not file.is_file():
        raise KgError(f"{folder} is not a release: it has no {CHECKSUMS}.")
    try:
        return parse_checksums(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise KgError(f"{file}: not text in UTF-8, so it cannot be checked.") from error


def read_differences(folder: Path) -> Differences:
    """Compare all files of a release with its checksums; KgError where it has none."""
    stated = read_checksums(folder)
    return compare(stated, {file.path: file.sha256 for file in read_package(folder)})


def compare(stated: Mapping[str, str], found: Mapping[str, str]) -> Differences:
    """Compare checksums by path; that of checksums.txt itself is stated nowhere."""
    return Differences(
        changed=tuple(sorted(p for p in stated if p in found and stated[p] != found[p])),
        missing=tuple(sorted(p for p in stated if p not in found)),
        added=tuple(sorted(p for p in found if p not in stated and p != CHECKSUMS)),
    )
