"""What `kg import` says and writes beside the tables: counts, reports, the review, a mapping."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.changes import change_lines
from kg.cli.words import say
from kg.errors import DataError, KgError
from kg.exports import write_all
from kg.imports.relations import count_doubles
from kg.problems import Severity, has_errors, render_csv, render_json, render_text
from kg.problems.render import message

if TYPE_CHECKING:
    from kg.api.bring import Bringing
    from kg.imports.foreign import ColumnGuess

SHOWN_AT_MOST = 20
"""Problems of each severity on a terminal; --report and --format have all."""
OPEN_AT_MOST = 40
"""Columns left open that are told; the mapping has all, as comments."""
_ASKED = "guess-whose-partners"  # an error that one line of the mapping settles


class Teller:
    """Tells what a list does to tables; with a format for programs, words go to stderr."""

    def __init__(self, found: "Bringing", lang: str, form: str = "text") -> None:
        self._found, self._lang, self._form = found, lang, form

    def say(self, key: str, **details: object) -> None:
        """Print a phrase."""
        self._line(say(key, self._lang, **details))

    def _line(self, text: str) -> None:
        click.echo(text, err=self._form != "text")

    def tell(self) -> None:
        """Print what was not taken or was tidied, then counts, which add up, then what changes."""
        problems, lang, tally = self._found.problems, self._lang, self._found.tally
        if self._form == "text" and problems:
            text = render_text(problems, lang, at_most=SHOWN_AT_MOST)
            click.echo(text, err=True, nl=False)
        elif self._form != "text":
            render = {"json": render_json, "csv": render_csv}[self._form]
            click.echo(render(problems, lang), nl=False)
        if not self._found.has_places:
            click.echo(say("import-no-places", lang), err=True)
        self.say("import-rows", rows=tally.rows, taken=tally.taken, reported=tally.reported)
        self.say("import-named", relations=self._found.relations, pairs=tally.pairs,
                 placed=tally.placed, cities=tally.cities, doubtful=tally.doubtful)  # fmt: skip
        self._tell_doubles()
        if tally.placed and not has_errors(self._found.changes.problems):
            self._tell_changes()

    def _tell_doubles(self) -> None:
        """Count the doubles, which may be drowned among other notes; all stand in the report."""
        counts = count_doubles(self._found.problems)
        if counts:
            self.say("import-doubles", places=counts["same-place"], names=counts["same-name"],
                     levels=counts["two-levels"])  # fmt: skip

    def _tell_changes(self) -> None:
        changes = self._found.changes
        if not self._found.new:
            for line in change_lines(changes, self._lang):
                self._line(line)
            return
        counts = Counter(row.table for row in changes.rows if row.fate == "added")
        shown = (f"{name} {counts[name]}" for name in changes.tables.data if name in counts)
        self.say("import-tables", tables=", ".join(shown))

    def write_beside(self, review: Path, report: Path | None) -> None:
        """Write the cities in doubt, and all that is told of rows; nothing is written over."""
        count = self._found.tally.doubtful
        if self._found.review and review.exists():
            self.say("import-review-there", count=count, file=review)
        elif self._found.review:
            write_all(review.parent, {review.name: [self._found.review.encode()]})
            self.say("import-review", count=count, file=review)
        if report is not None:
            told = render_csv(self._found.problems, self._lang)
            write_all(report.parent, {report.name: [told.encode()]})
            self.say("import-report", count=len(self._found.problems), file=report)

    def expect_sound(self) -> None:
        """Refuse tables with errors, and such to which nothing comes: DataError."""
        problems = self._found.changes.problems
        if has_errors(problems):
            raise DataError(say("import-refused", self._lang), tuple(problems))
        if not self._found.tally.placed:
            raise DataError(say("import-nothing-taken", self._lang), tuple(self._found.problems))

    def write_new(self, out: Path, *, dry_run: bool) -> None:
        """Write a new project."""
        if dry_run:
            self.say("apply-left")
            return
        self._found.write(out)
        self.say("import-next", folder=out, dataset=out / "data" / "dataset.csv")

    def write(self, agreed: bool) -> None:
        """Write the changed tables of a project, where that was agreed to."""
        if agreed:
            self.say("apply-written", files=", ".join(map(str, self._found.write())))
        else:
            self.say("apply-left")


def propose(file: Path, map_out: Path | None, lang: str) -> None:
    """Print or write a mapping, and say on stderr what each column was taken for."""
    from kg.imports.foreign import guess_mapping, read_table, render_guess

    if map_out and map_out.exists():
        raise KgError(say("import-there", lang, file=map_out))
    table, problems = read_table(file)
    if table is None:
        click.echo(render_text(problems, lang), err=True, nl=False)
        raise DataError(say("import-nothing-taken", lang), tuple(problems))
    found = guess_mapping(table)
    _tell_columns(found.columns, lang)
    problems = [*problems, *found.problems]
    if problems:
        click.echo(render_text(problems, lang), err=True, nl=False)
    if any(p.severity is Severity.ERROR and p.code != _ASKED for p in found.problems):
        raise DataError(say("import-not-pairs", lang, file=file), tuple(problems))
    text = render_guess(found, lang)
    if map_out is None:
        click.echo(text, nl=False)
    else:
        write_all(map_out.parent, {map_out.name: [text.encode()]})
        click.echo(say("import-guessed", lang, file=map_out, table=file), err=True)
    if has_errors(problems):
        raise SystemExit(1)


def _tell_columns(columns: Sequence["ColumnGuess"], lang: str) -> None:
    """Say of each column what it was taken for; of those left open only the first."""
    left_open = [column for column in columns if not column.is_sure]
    untold = {column.column for column in left_open[OPEN_AT_MOST:]}
    for column in columns:
        if column.column not in untold:
            click.echo(_column_line(column, lang), err=True)
    if untold:
        click.echo(say("import-columns-more", lang, count=len(untold)), err=True)


def _column_line(column: "ColumnGuess", lang: str) -> str:
    reasons = "; ".join(message(reason, lang).rstrip(".") for reason in column.reasons)
    key = column.key if column.is_sure else say("import-column-open", lang)
    sure = f"{column.certainty:.0%}"
    return say("import-column", lang, column=column.column, part=key, sure=sure, reasons=reasons)
