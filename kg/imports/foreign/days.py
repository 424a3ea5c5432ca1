"""Dates as tables write them to the notation of ours; of two readings none is chosen in silence."""

import re
from dataclasses import dataclass

from kg.dates import PATTERN, day_interval, readings
from kg.imports.foreign.faults import RefusedError
from kg.problems.suggest import MONTH_OF, suggest_date

_OURS = re.compile(PATTERN)
_ABOUT = re.compile(
    r"(?:c|ca|cca|circa|about|around|approx|approximately|sekitar|kira-kira|um|vers|env|hacia|약)"
    r"(?:\.\s*|\s+|(?<=약))(.+)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\+?([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[+-][0-9:]+)?")
_MIDNIGHT = re.compile(r"\+?[0-9-]+[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?")
DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_MONTHS = (
    re.compile(r"(?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})"),
    re.compile(r"(?P<y>[0-9]{4})[/.-](?P<m>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})\s*[년年]\s*(?:(?P<m>[0-9]{1,2})\s*[월月])?"),
)
_CJK_DAY = re.compile(
    r"([0-9]{4})\s*[./年년-]\s*([0-9]{1,2})\s*[./月월-]\s*([0-9]{1,2})\s*[.日일]?"
)
_FILLERS = {"de", "del", "the", "of", "tanggal", "tgl", ""}
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|º|°)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in our notation; "" where it has two `readings`. `repair` is the code of a note."""

    text: str
    readings: tuple[str, ...] = ()
    repair: str = ""


def to_day(text: str, order: str = "") -> Day:
    """Return the date that a text says; RefusedError where it says none.

    >>> to_day("10/09/2017").readings, to_day("10/09/2017", "mdy").text
    (('2017-09-10', '2017-10-09'), '2017-10-09')
    >>> to_day("25/09/2017").text, to_day("10 September 2017").text, to_day("ca. 1990").text
    ('2017-09-25', '2017-09-10', '1990~')
    """
    if _OURS.match(text):
        return Day(_sound(text))
    if match := _ABOUT.fullmatch(text):
        day = to_day(match[1].strip(), order)
        return Day(f"{day.text.rstrip('~?')}~" if day.text else "", day.readings, day.repair)
    if match := _STAMP.fullmatch(text):
        return _of_stamp(match[1], text)
    if match := DAY.fullmatch(text):
        return _in_order(match, order)
    if match := _CJK_DAY.fullmatch(text):
        return Day(_joined(*match.groups()))
    for form in _MONTHS:
        if match := form.fullmatch(text):
            return Day(_joined(match["y"], match["m"] or ""))
    return Day(_in_words(text))


def _sound(text: str) -> str:
    try:
        day_interval(text)
    except ValueError:
        raise RefusedError("impossible-date") from None
    return text


def _joined(year: str, month: str = "", day: str = "") -> str:
    return _sound("-".join([year, *(f"{int(part):02}" for part in (month, day) if part)]))


def _of_stamp(day: str, text: str) -> Day:
    """Return the day of a time stamp; Wikidata writes a year as the first moment of it."""
    if day.endswith("-00-00"):
        return Day(_sound(day[:4]))
    if day.endswith("-01-01") and _MIDNIGHT.fullmatch(text):
        return Day(_sound(day[:4]), repair="pairs-first-of-january")
    return Day(_sound(day))


def _in_order(match: re.Match[str], order: str) -> Day:
    found = readings(match[0])
    if not found:
        raise RefusedError("impossible-date")
    if order == "ymd":  # then the year does not stand last
        raise RefusedError("pairs-against-order", found[0] if len(found) == 1 else "", order=order)
    one, two, year = match.groups()
    if order in ("dmy", "mdy"):
        month, day = (two, one) if order == "dmy" else (one, two)
        wanted = f"{year}-{int(month):02}-{int(day):02}"
        if wanted not in found:
            raise RefusedError("pairs-against-order", found[0], order=order)
        return Day(wanted)
    return Day(found[0]) if len(found) == 1 else Day("", found)


def _in_words(text: str) -> str:
    """Return a date with its month in words: a day or none, one month, one year."""
    words = [word.casefold() for word in re.split(r"[\s.,/-]+", text)]
    words = [word for word in words if word not in _FILLERS]
    months = [MONTH_OF[word] for word in words if word in MONTH_OF]
    years = [word for word in words if re.fullmatch("[0-9]{4}", word)]
    days = [match[1] for word in words if (match := _ORDINAL.fullmatch(word))]
    if len(months) == len(years) == 1 and len(days) < 2 and len(words) == 2 + len(days):
        return _joined(years[0], str(months[0]), *days)
    raise RefusedError("pairs-bad-date", suggest_date(text))
