"""Work: gaps as rows to fill in, and filled-in rows put into the tables."""

from pathlib import Path
from typing import Any

from kg.api.choices import expect
from kg.api.exchange import Exchange
from kg.check import read_rules
from kg.names import LANGUAGES
from kg.worklist import Changes, draft_rows, read_changes, render_worklist


class Work(Exchange):
    """A project whose gaps can be closed from a spreadsheet."""

    def worklist(
        self,
        city: str | None = None,
        partner: str | None = None,
        *,
        lang: str = "en",
        **options: Any,
    ) -> bytes:
        """Return rows that would close the gaps of `gaps`, to fill in, as CSV with a mark.

        Options as in `gaps`. Left of the column `table` stand words in a language; see
        kg.worklist.
        """
        expect("language", lang, LANGUAGES)
        gaps = self.gaps(city, partner, **options)
        lenient = None
        if options.get("evidence") == "strict":
            lenient = self.coverage(city, partner, **{**options, "evidence": "lenient"})
        day = self.day(options.get("as_of"))
        drafts = draft_rows(gaps, self.facts, self.data, day, lenient=lenient, lang=lang)
        return render_worklist(drafts, self.data, lang)

    def apply(self, *files: Path | str) -> Changes:
        """Read filled-in rows (a work list, what the page saves, a table's rows) as changes.

        Nothing is written before `.write()`; what is wrong with the rows is in `.problems`.
        """
        rules = read_rules(self._ontology / "rules")
        paths = [Path(file) for file in files]
        return read_changes(paths, self.data, self.problems, rules, self.folder)
