"""Work: gaps as rows to fill in, and filled-in rows put into the tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.api.choices import expect
from kg.api.exchange import Exchange
from kg.check import read_rules
from kg.names import LANGUAGES
from kg.worklist import Changes, draft_rows, read_changes, render_worklist

if TYPE_CHECKING:
    from kg.api.bring import Bringing, Listing


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

    def import_list(
        self, file: Path | str, mapping: Path | str, *, review: Path | str | None = None
    ) -> "Bringing":
        """Find out what a foreign list of twin towns adds, by a mapping; see docs/import.md.

        Nothing is written before `.write()`. `review` is one of cities in doubt that was filled in.
        DataError where nothing can be read, with all problems; KgError for a mapping at fault.
        """
        from kg.api.bring import read_listing

        listing = read_listing(Path(file), Path(mapping))
        return self.bring(listing, review=Path(review) if review else None)

    def bring(self, listing: "Listing", *, review: Path | None = None) -> "Bringing":
        """Find out what a list that was read adds; as `import_list`."""
        from kg.api.bring import bring

        base = self.data
        return bring(listing, base, self.problems, self._ontology, self.folder, review=review)
