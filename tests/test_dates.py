"""Partial and uncertain dates: the days that they can mean, and what is wrong with others."""

import calendar
import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import datatype, day_interval, readings, to_interval
from kg.names import EDTF, XSD

MARKS = st.sampled_from(["", "~", "?"])


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2015-12", "2015-12-01", "2015-12-31"),
        ("2015-05-20", "2015-05-20", "2015-05-20"),
        ("1997~", "1997-01-01", "1997-12-31"),
        ("1997-10?", "1997-10-01", "1997-10-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-31~", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_means_the_days_from_first_to_last(text: str, first: str, last: str) -> None:
    assert day_interval(text) == (day(first), day(last))


@pytest.mark.parametrize(
    "text", ["2015-02-30", "2015-02-29", "1900-02-29", "2015-13", "2015-00", "2015-01-00", "0000"]
)
def test_days_that_are_in_no_calendar_are_impossible(text: str) -> None:
    read = to_interval(pa.array([text]))
    assert (read.malformed[0], read.impossible[0]) == (False, True)
    assert np.isnat(read.first[0])
    with pytest.raises(ValueError, match=text):
        day_interval(text)


@pytest.mark.parametrize(
    "text",
    ["", "15", "215", "20155", "2015-1", "2015/05", "2015-05-20T00", "2015~?", "-2015", "２０１５"],
)
def test_other_text_is_malformed(text: str) -> None:
    read = to_interval(pa.array([text]))
    assert (read.malformed[0], read.impossible[0]) == (True, False)
    assert np.isnat(read.last[0])


def test_an_empty_cell_is_no_fault() -> None:
    read = to_interval(pa.array([None, "2015"], pa.string()))
    assert read.malformed.tolist() == read.impossible.tolist() == [False, False]
    assert np.isnat(read.first).tolist() == [True, False]


def test_no_dates_are_no_days() -> None:
    assert len(to_interval(pa.array([], pa.string())).first) == 0


@given(st.dates(), MARKS)
def test_each_day_of_the_calendar_is_read_as_itself(date: datetime.date, mark: str) -> None:
    assert day_interval(date.isoformat() + mark) == (day(date.isoformat()),) * 2


@given(st.integers(1, 9999), st.integers(1, 12), MARKS)
def test_each_month_has_the_days_that_the_calendar_gives_it(
    year: int, month: int, mark: str
) -> None:
    first, last = day_interval(f"{year:04}-{month:02}{mark}")
    assert first == day(f"{year:04}-{month:02}-01")
    assert last == first + calendar.monthrange(year, month)[1] - 1


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_days_are_possible_as_python_sees_it(year: int, month: int, date: int) -> None:
    try:
        datetime.date(year, month, date)
        possible = True
    except ValueError:
        possible = False
    read = to_interval(pa.array([f"{year:04}-{month:02}-{date:02}"]))
    assert bool(read.impossible[0]) is not possible


@given(st.lists(st.none() | st.text("0123456789-~?/ 년", max_size=12)))
def test_each_cell_is_read_malformed_impossible_or_empty(cells: list[str | None]) -> None:
    read = to_interval(pa.array(cells, pa.string()))
    for place, cell in enumerate(cells):
        states = [bool(read.malformed[place]), bool(read.impossible[place]), cell is None]
        assert states.count(True) == (1 if np.isnat(read.first[place]) else 0)
        assert np.isnat(read.first[place]) == np.isnat(read.last[place])
        assert np.isnat(read.first[place]) or read.first[place] <= read.last[place]


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("2015", XSD + "gYear"),
        ("2015-05", XSD + "gYearMonth"),
        ("2015-05-20", XSD + "date"),
        ("2015~", EDTF),
        ("2015-05?", EDTF),
    ],
)
def test_a_date_has_the_datatype_of_its_precision(text: str, iri: str) -> None:
    assert datatype(text) == iri


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("01/02/2023", ("2023-02-01", "2023-01-02")),
        ("02/02/2023", ("2023-02-02",)),
        ("31-12-2015", ("2015-12-31",)),
        ("12/31/2015", ("2015-12-31",)),
        ("31/31/2015", ()),
        ("2015.5.20", ("2015-05-20",)),
        ("2015. 5. 20.", ("2015-05-20",)),
        ("2015년 5월 20일", ("2015-05-20",)),
        ("2015-5-20", ("2015-05-20",)),
        ("2015/02/30", ()),
        ("20/05/15", ()),
        ("May 2015", ()),
    ],
)
def test_days_in_other_orders_are_read_as_far_as_they_can_be(
    text: str, dates: tuple[str, ...]
) -> None:
    assert readings(text) == dates


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_a_day_written_day_first_is_among_its_readings(date: datetime.date) -> None:
    assert date.isoformat() in readings(f"{date.day}.{date.month}.{date.year:04}")
    assert readings(f"{date.year:04}년 {date.month}월 {date.day}일") == (date.isoformat(),)
