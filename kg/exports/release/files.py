"""The files of a release as they lie on the disk: sizes, checksums, media types, words on each."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from kg.errors import KgError

METADATA, CHECKSUMS, DATASET = "ro-crate-metadata.json", "checksums.txt", "dataset.ttl"
PAGE = "explorer.html"
_ABOUT = (METADATA, DATASET, "csv-metadata.json", "mapping.rml.ttl", "ontology.html")

_MEDIA_TYPES = {
    "": "text/plain",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".parquet": "application/vnd.apache.parquet",
    ".rq": "application/sparql-query",
    ".sql": "application/sql",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""As IANA registers them; a file without a suffix is a licence."""

RDF = ("application/ld+json", "application/n-quads", "application/n-triples", "text/turtle")


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file of a release: its path with slashes, size in bytes, SHA-256 in hexadecimals."""

    path: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Return the media type, by the suffix."""
        return _MEDIA_TYPES.get(PurePosixPath(self.path).suffix, "application/octet-stream")

    @property
    def address(self) -> str:
        """Return the path as a relative IRI."""
        return quote(self.path)

    @property
    def is_distribution(self) -> bool:
        """Tell whether the file holds data, rather than words or terms about them."""
        path = PurePosixPath(self.path)
        is_about = path.name in _ABOUT or path.suffix in ("", ".cff", ".md", ".txt")
        return not is_about and not self.path.startswith("ontology/")


def read_paths(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, hidden ones too, with slashes, sorted."""
    found = (path for path in folder.rglob("*") if not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def read_file(folder: Path, path: str) -> PackageFile:
    """Measure one file of a release."""
    place = folder / path
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PackageFile(path, place.stat().st_size, digest)


def read_package(folder: Path) -> list[PackageFile]:
    """Measure all files of a release, sorted by path."""
    return [read_file(folder, path) for path in read_paths(folder)]


@cache
def read_words() -> Mapping[str, Any]:
    """Read the words of a release: files, readme, keywords; each by language."""
    text = resources("kg.exports.release").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words_on(path: str) -> Mapping[str, str]:
    """Return what is said of a file by language; KgError where nothing is."""
    return pattern_of(path)[1]


def pattern_of(path: str) -> tuple[str, Mapping[str, str]]:
    """Return the pattern of paths that a file falls under, and what is said of such files."""
    for pattern, words in read_words()["files"].items():
        if fnmatchcase(path, pattern):
            return pattern, words
    raise KgError(f"{path} has no description, so it is no part of a release.")


def listed(paths: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return what is said of files: each pattern that any of them falls under, in their order."""
    present = {pattern_of(path)[0] for path in paths}
    return {key: words for key, words in read_words()["files"].items() if key in present}
