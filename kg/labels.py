"""Names of rows, in a language or in the next that has one, and of codes."""

from kg.names import LANGUAGES
from kg.schema import Schema
from kg.tables import TableData, Tables

Names = dict[str, dict[str, str]]
_NAMED_BY = ("name", "title", "description")


class Labels:
    """The names of all rows; a table is read when it is first asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[str, Names] = {}

    def of_table(self, table: str) -> Names:
        """Return id -> language -> name; a table whose rows have no names gives nothing."""
        if table not in self._known:
            self._known[table] = _filled(self._tables[table])
        return self._known[table]

    def of(self, thing: str, lang: str) -> str:
        """Return the name of a thing (`table:id`), its id where it has none."""
        table, _, key = thing.partition(":")
        return self.of_table(table).get(key, {}).get(lang) or key


def _filled(data: TableData) -> Names:
    base = next((b for b in _NAMED_BY if f"{b}@en" in data.table.headers), None)
    if base is None:
        return {}
    frame = data.frame()
    columns = {lang: frame[f"{base}@{lang}"] for lang in LANGUAGES}
    fallback = columns["en"]
    for lang in LANGUAGES[1:]:
        fallback = fallback.where(fallback != "", columns[lang])
    filled = [columns[lang].where(columns[lang] != "", fallback) for lang in LANGUAGES]
    return {
        str(key): dict(zip(LANGUAGES, map(str, names), strict=True))
        for key, *names in zip(frame["id"], *filled, strict=True)
    }


def code_labels(schema: Schema) -> dict[str, Names]:
    """Return the labels of all codes: list -> notation -> language -> label."""
    return {
        name: {code.notation: dict(code.labels) for code in codes.codes.values()}
        for name, codes in schema.code_lists.items()
    }
