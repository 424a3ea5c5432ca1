"""`kg gaps --worklist`: a work list on the disk, never over what someone has filled in."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.words import say
from kg.errors import KgError
from kg.schema.folders import project_home

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph


def write_worklist(graph: "KnowledgeGraph", file: Path, rows: bytes, gaps: int, lang: str) -> str:
    """Write a work list and return what to say of it; KgError where the file cannot be one."""
    from kg.exports import write_all

    if not gaps:
        return say("apply-no-worklist", lang, file=file)
    if file.suffix.lower() != ".csv":
        raise KgError(f"{file}: a work list is a CSV file; name it {file.stem}.csv.")
    if file.exists():
        raise KgError(f"{file} is there already. Choose another name; nothing was changed.")
    if graph.folder and file.resolve().parent == _tables_folder(graph.folder):
        raise KgError(
            f"{file} would lie among the tables, and be taken for one. Choose another folder."
        )
    write_all(file.resolve().parent, {file.name: [rows]})
    return say("apply-worklist", lang, file=file, rows=_count(rows), gaps=gaps)


def _tables_folder(place: Path) -> Path:
    """Return the folder that is read for tables; for a workbook the data/ in which it may lie."""
    return (project_home(place) / "data" if place.is_file() else place).resolve()


def _count(rows: bytes) -> int:
    return sum(1 for _ in csv.reader(rows.decode().splitlines())) - 1
