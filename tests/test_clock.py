"""The day for which coverage holds when nobody names one."""

import pytest

from kg.coverage.clock import default_day
from kg.coverage.days import to_text
from kg.schema import Schema
from kg.tables import read_tables
from tests.conftest import WriteData


@pytest.mark.parametrize(
    ("status", "day"),
    [
        ("under-way", "2024-05-06"),
        ("completed", "2024-05-06"),
        ("planned", "2020-01-02"),
        ("cancelled", "2020-01-02"),
        ("not-realised", "2020-01-02"),
    ],
)
def test_of_programmes_the_dates_of_those_that_ran_count(
    status: str, day: str, schema: Schema, write_data: WriteData
) -> None:
    folder = write_data(
        {
            "sources": "id,name@en,kind,issued\npaper,Paper,press,2020-01-02\n",
            "programs": f"id,status,began\npilot,{status},2024-05-06\n",
        }
    )
    tables, _ = read_tables(folder, schema)
    assert to_text(default_day(tables)) == day
