"""Near misses: what a mistyped word, or a cell as a spreadsheet writes it, may have meant."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from rapidfuzz import fuzz, process, utils

CLOSE_ENOUGH = 80
_MONTHS = (  # English, Indonesian, German, French and Spanish
    "jan january januari januar jänner janvier ene enero",
    "feb february februari februar février fév fevrier febrero",
    "mar march maret märz mrz mars marzo",
    "apr april avril avr abril abr",
    "may mei mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio",
    "aug august agu ags agt agustus août aout agosto ago",
    "sep sept september septembre septiembre setiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december des desember dez dezember décembre déc decembre diciembre dic",
)
MONTH_OF = {word: n for n, words in enumerate(_MONTHS, start=1) for word in words.split()}
"""The number of each month by its names in small letters."""

_MONTH_FIRST = re.compile(r"([A-Za-z]+)[\s.,-]+([0-9]{4})")
_SHORT_YEAR = re.compile(r"([A-Za-z]+)-([0-9]{2})")  # what spreadsheets make of 2017-05
_KOREAN_MONTH = re.compile(r"([0-9]{4})\s*년\s*([0-9]{1,2})\s*월")
_CENTURY_ENDS = "30"  # for the programs 29 is 2029, and 30 is 1930
_SERIAL = re.compile(r"[0-9]{5}")
# Behind the leap day of 1900 that the spreadsheets count and the calendar lacks.
_DAY_NOUGHT = date(1899, 12, 30)
# Only units that leave the number as it is: not months for years, not millions for people.
_UNIT = re.compile(
    r"\s*(?:years?|yrs?|tahun|thn|개?년|people|persons?|participants?|orang|jiwa|peserta|명)\.?$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")


def suggest(word: str, known: Collection[str]) -> str:
    """Return the known word most like this one, or "" where none is near enough."""
    scorers = (fuzz.ratio, fuzz.token_set_ratio) if " " in word or "-" in word else (fuzz.ratio,)
    choices = sorted(known)
    for scorer in scorers:
        found = process.extractOne(
            word, choices, scorer=scorer, processor=utils.default_process, score_cutoff=CLOSE_ENOUGH
        )
        if found:
            return str(found[0])
    return ""


def suggest_id(word: str) -> str:
    """Return the word as an identifier, or "" where it has no letter or digit for one."""
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in word.lower())
    return "-".join(part for part in letters.split("-") if part)


def suggest_integer(text: str) -> str:
    """Return the whole number in text with separated thousands or a unit, or "".

    >>> suggest_integer("1.070.000"), suggest_integer("5 tahun"), suggest_integer("5 months")
    ('1070000', '5', '')
    """
    number = _UNIT.sub("", text)
    if match := _GROUPED.fullmatch(number):
        return number.replace(match[1], "")
    return number if number != text and re.fullmatch("[+-]?[0-9]+", number) else ""


def suggest_date(text: str) -> str:
    """Return the day of a spreadsheet's number, or the month written in words, or "".

    >>> suggest_date("44958"), suggest_date("Februari 2024"), suggest_date("2024년 2월")
    ('2023-02-01', '2024-02', '2024-02')
    >>> suggest_date("May-17"), suggest_date("Mei-98")
    ('2017-05', '1998-05')
    """
    if _SERIAL.fullmatch(text) and 20000 <= int(text) <= 60000:
        return (_DAY_NOUGHT + timedelta(days=int(text))).isoformat()
    if match := _MONTH_FIRST.fullmatch(text):
        month, year = MONTH_OF.get(match[1].casefold(), 0), match[2]
    elif match := _SHORT_YEAR.fullmatch(text):
        month = MONTH_OF.get(match[1].casefold(), 0)
        year = ("20" if match[2] < _CENTURY_ENDS else "19") + match[2]
    elif match := _KOREAN_MONTH.fullmatch(text):
        month, year = int(match[2]), match[1]
    else:
        return ""
    return f"{year}-{month:02}" if 1 <= month <= 12 and year != "0000" else ""
