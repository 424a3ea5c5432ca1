"""Changes: what files of filled-in rows would do to a project's tables, and the act of doing it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from kg.check import Rule
from kg.coverage import Facts, read_facts, to_text
from kg.errors import DataError, KgError
from kg.exports import write_all
from kg.problems import Problem, has_errors, sort_problems
from kg.tables import TableData, Tables, render_csv
from kg.tables.read import to_table
from kg.worklist.effect import check_merged, compare_coverage, day_of
from kg.worklist.files import REFUSED, Row, Sheet, accounted, read_sheet
from kg.worklist.merge import ADDED, CHANGED, CellChange, merge

SUFFIXES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Changes:
    """What rows would do to the tables; nothing is written before `write`.

    `rows` has the fate of each row of the files (added, changed, unchanged, blank, refused) and
    `cells` the cells of rows on record that change; `problems` are those that the rows cause.
    """

    base: Tables
    tables: Tables
    touched: Sequence[str]
    rows: Sequence[Row]
    cells: Sequence[CellChange]
    problems: Sequence[Problem]
    folder: Path | None

    @property
    def is_empty(self) -> bool:
        """Tell whether the tables stay as they are."""
        return not self.touched

    def count(self, fate: str) -> int:
        """Return how many rows have a fate."""
        return sum(row.fate == fate for row in self.rows)

    def moves(self, as_of: str | None = None, *, strict: bool = False) -> pd.DataFrame:
        """Return the cells of coverage that move, with their state before and after.

        Columns: see kg.worklist.effect. Without a date each side has that of its own tables, since
        a new fact may be the latest. DataError when a row has an error.
        """
        if has_errors(self.problems):
            raise DataError("The rows have errors; see .problems.", tuple(self.problems))
        days = day_of(self.base, as_of), day_of(self.tables, as_of)
        return compare_coverage(self._facts_before, self._facts, days, strict=strict)

    def day_text(self, as_of: str | None = None) -> str:
        """Return the day for which coverage holds with the rows in the tables, YYYY-MM-DD."""
        return to_text(day_of(self.tables, as_of))

    def later_than(self, as_of: str | None = None) -> list[str]:
        """Return the typed rows (`table:id`) that the date leaves out, since they come after it."""
        facts = self._facts.rows
        later = set(facts.loc[facts["since"] > day_of(self.tables, as_of), "thing"])
        typed = {f"{r.table}:{r.id}" for r in self.rows if r.fate in (ADDED, CHANGED)}
        return sorted(typed & later)

    @cached_property
    def _facts_before(self) -> Facts:
        return read_facts(self.base)

    @cached_property
    def _facts(self) -> Facts:
        return read_facts(self.tables)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Return the changed tables as CSV, by file name."""
        return {f"{n}.csv": b"".join(render_csv(self.tables[n])) for n in self.touched}

    def write(self) -> list[Path]:
        """Write the changed tables, all or none, and return their places.

        DataError when a row has an error; KgError when the project is not one's own, holds no CSV
        tables, cannot be written to, or was changed since it was read.
        """
        if has_errors(self.problems):
            raise DataError("The rows have errors; see .problems.", tuple(self.problems))
        folder = expect_own(self.folder)
        if self.is_empty:
            return []
        for name in self.touched:
            _expect_unchanged(folder, self.base[name])
            _hold(self.files[f"{name}.csv"], self.tables[name])
        return write_all(folder, {name: [text] for name, text in self.files.items()})


def expect_own(folder: Path | None) -> Path:
    """Return the folder of a project's tables; KgError where rows cannot be written into it."""
    if folder is None:
        raise KgError(
            "The data that came with the package are not changed. Name a project of your own "
            "(-C FOLDER, the one with data/ in it), or look at what would change with --dry-run."
        )
    if folder.is_file():
        raise KgError(
            f"{folder} is a workbook, which is not written to. Type the rows into its sheets, or "
            f"make a project of CSV tables: kg export csv -C {folder} --out FOLDER/data."
        )
    return folder


def _expect_unchanged(folder: Path, base: TableData) -> None:
    """Refuse to write over a table that is not what was read: KgError."""
    file = folder / f"{base.table.name}.csv"
    raw = file.read_bytes() if file.is_file() else ",".join(base.table.headers).encode()
    now, problems = to_table(raw, base.table, base.file)
    if has_errors(problems) or not now.rows.equals(base.rows):
        raise KgError(f"{file} has been changed since it was read. Nothing was written; try again.")


def _hold(text: bytes, data: TableData) -> None:
    """Hold that a text has all rows of a table and nothing else."""
    again, problems = to_table(text, data.table, data.file)
    assert not has_errors(problems)
    assert again.rows.equals(data.rows)


def read_changes(
    paths: Sequence[Path],
    base: Tables,
    before: Sequence[Problem],
    rules: Sequence[Rule],
    folder: Path | None,
) -> Changes:
    """Read files of filled-in rows and find out what they do to tables without errors.

    `before` are the problems that the tables have already. KgError where a file cannot be read.
    """
    sheets = [read_sheet(_read(path), str(path), base) for path in dict.fromkeys(paths)]
    return find_changes(sheets, base, before, rules, folder)


def find_changes(
    sheets: Sequence[Sheet],
    base: Tables,
    before: Sequence[Problem],
    rules: Sequence[Rule],
    folder: Path | None,
) -> Changes:
    """Find out what typed rows do to tables without errors; as `read_changes`, but pure."""
    merged = merge(sheets, base)
    problems = [*_told(sheets), *merged.problems]
    problems = sort_problems([*problems, *check_merged(merged, before, base, rules)])
    rows = [*(row for sheet in sheets for row in sheet.told), *merged.rows]
    assert len(rows) == accounted(sheets)
    rows = sorted(_refused(rows, problems), key=lambda row: (row.file, row.line))
    return Changes(base, merged.tables, merged.touched, rows, merged.cells, _once(problems), folder)


def _read(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise KgError(
            f"{path} is not a CSV file. In the spreadsheet program, save it as CSV UTF-8 "
            f"({', '.join(SUFFIXES)} are read)."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise KgError(f"{path} cannot be read: {error.strerror or error}.") from error


def _told(sheets: Iterable[Sheet]) -> list[Problem]:
    return [problem for sheet in sheets for problem in sheet.problems]


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Return each problem once: a cell at fault may be told by the reader and by the whole."""
    found: list[Problem] = []
    for problem in problems:
        if problem not in found[-1:]:
            found.append(problem)
    return found


def _refused(rows: Sequence[Row], problems: Sequence[Problem]) -> Iterator[Row]:
    """Say of rows with an error that they are refused."""
    wrong = {(p.file, p.line) for p in problems if has_errors([p])}
    for row in rows:
        yield replace(row, fate=REFUSED) if (row.file, row.line) in wrong else row
