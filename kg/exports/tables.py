"""Coverage and gaps as CSV."""

import csv
import io
from collections.abc import Mapping

import numpy as np
import pandas as pd

from kg.names import LANGUAGES, relation_cities
from kg.tables import to_records

FORMULA_SIGNS = "=+-@＝＋－＠\t"  # the wide ones are those of East Asian keyboards
_GAP_COLUMNS = (
    "relation",
    "field",
    "gap",
    "rung",
    *(f"{what}@{lang}" for what in ("cities", "field", "gap") for lang in LANGUAGES),
    "unstudied",
    "unframed",
    "searched",
    "as_of",
)


def render_coverage(cells: pd.DataFrame, as_of: str) -> bytes:
    """Return all cells as CSV, one a row, with the date for which they hold."""
    return to_csv(cells.assign(as_of=as_of)).encode("utf-8")


def to_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV with LF at line ends; truth values are true and false."""
    return frame.map(_written).to_csv(index=False, lineterminator="\n")


def _written(cell: object) -> object:
    """Return a truth value as text; other cells, 1 and 0 among them, stay as they are."""
    return str(bool(cell)).lower() if isinstance(cell, bool | np.bool_) else cell


def render_gaps(
    cells: pd.DataFrame,
    as_of: str,
    names: Mapping[str, Mapping[str, Mapping[str, str]]],
    gaps: Mapping[str, Mapping[str, str]],
) -> bytes:
    """Return the cells with a gap in words: `names` holds labels of cities and fields by language.

    The file begins with a byte order mark, by which spreadsheet programs know UTF-8.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, _GAP_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for cell in to_records(cells[cells["gap"] != ""]):
        writer.writerow(_gap_row(cell, as_of, names, gaps))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _gap_row(
    cell: Mapping[str, object],
    as_of: str,
    names: Mapping[str, Mapping[str, Mapping[str, str]]],
    gaps: Mapping[str, Mapping[str, str]],
) -> dict[str, object]:
    one, other = relation_cities(str(cell["relation"]))
    row: dict[str, object] = {
        "relation": cell["relation"],
        "field": cell["field"],
        "gap": cell["gap"],
        "rung": cell["rung"],
        "unstudied": "true" if cell["studied"] == 0 else "false",
        "unframed": "true" if cell["unframed"] else "false",
        "searched": cell["searched"],
        "as_of": as_of,
    }
    for lang in LANGUAGES:
        cities = (names["cities"][city][lang] for city in (one, other))
        row[f"cities@{lang}"] = " – ".join(plain(city) for city in cities)
        row[f"field@{lang}"] = plain(names["fields"][str(cell["field"])][lang])
        row[f"gap@{lang}"] = gaps[str(cell["gap"])][lang]
    return row


def plain(text: str) -> str:
    """Keep a spreadsheet program from taking text for a formula."""
    return f"'{text}" if text.startswith(tuple(FORMULA_SIGNS)) else text
