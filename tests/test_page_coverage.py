"""The page computes coverage by itself; here it is held against kg.coverage, cell by cell."""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given

from kg import KnowledgeGraph
from kg.coverage import (
    DENOMINATORS,
    MARKS,
    Facts,
    add_denominators,
    add_unrecorded,
    build_cells,
    build_relations,
    count,
    read_facts,
    to_day,
)
from kg.coverage.cells import COLUMNS, last_searches
from kg.names import relation_cities
from kg.views import build_payload
from tests.node import find_node
from tests.table_sets import TableSet, quick, schema, table_sets, to_tables

ROOT = Path(__file__).resolve().parents[1]
KEYS = ["relation", "field"]
COUNTED = [*KEYS, "level", "rank", "rung", "agreed"]
MOST_DAYS = 4
SAME = [column for column in COLUMNS if column not in (*KEYS, "level")]

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class View:
    """A city or a country from which the relations are looked at, at a day."""

    day: int
    strict: bool
    city: str = ""
    country: str = ""


class Trial:
    """Some data, the days for which they are asked, and what kg.coverage says of them."""

    def __init__(self, facts: Facts, frames: dict[str, pd.DataFrame], days: list[int]) -> None:
        self.facts, self.frames, self.days = facts, frames, days
        self.moments = [(day, strict) for day in days for strict in (False, True)]
        payload = build_payload(frames, facts, {}, schema(), focal="", as_of=days[-1])
        self.payload: dict[str, Any] = dict(payload)
        self.countries = (
            frames["cities"].groupby("country")["id"].agg(list).drop("", errors="ignore")
        )
        self.relations = [relation["id"] for relation in self.payload["relations"]]
        self.grid = pd.MultiIndex.from_product(
            [self.relations, [field["id"] for field in self.payload["fields"]]], names=KEYS
        )

    @cached_property
    def cells(self) -> dict[tuple[int, bool], pd.DataFrame]:
        """All cells of all relations at each moment; groups only where they are recorded."""
        return {moment: self._cells(*moment) for moment in self.moments}

    @cached_property
    def on_record(self) -> dict[int, pd.DataFrame]:
        """The relations at each day."""
        return {day: build_relations(self.facts.links, day) for day in self.days}

    @cached_property
    def _unrecorded(self) -> pd.DataFrame:
        none = build_cells(self.facts, self.days[-1]).iloc[:0]
        empty = add_unrecorded(none, self.relations, self.facts, self.days[-1])
        return empty.set_index(KEYS)

    def _cells(self, day: int, strict: bool) -> pd.DataFrame:
        cells = build_cells(self.facts, day, strict=strict).set_index(KEYS)
        cells = cells[cells.index.get_level_values("relation").isin(self.relations)]
        others = self._unrecorded[~self._unrecorded.index.isin(cells.index)]
        others = others.assign(searched=last_searches(self.facts, day, others.index))
        return pd.concat([cells, others])

    def count(self, view: View) -> tuple[dict[str, list[int]], set[tuple[str, str]]]:
        """Count the cells of a view by level and denominator, and list those with peers."""
        relations = self.on_record[view.day]
        cells = self.cells[view.day, view.strict].reset_index()[COUNTED]
        cells = add_denominators(cells, relations, city=view.city or None)
        homes = self.countries[view.country] if view.country else [view.city]
        own = relations[relations[["city_a", "city_b"]].isin(homes).any(axis=1)]
        cells = cells[cells["relation"].isin(own["relation"])]
        counts = {}
        for level in ("field", "topic"):
            for of in DENOMINATORS:
                n = count(cells, self.facts, relations=len(own), level=level, denominator=of)
                counts[f"{level} {of}"] = [n["total"], n["covered"]]
        peers = cells[cells["peers"] & (cells["level"] != "group")]
        return counts, set(peers[KEYS].itertuples(index=False, name=None))

    def views(self) -> list[View]:
        """Return for each moment the busiest city and another in turn; for the last day all with
        several partners, and all countries."""
        partners = Counter(c for relation in self.relations for c in relation_cities(relation))
        busiest, *others = [city for city, _ in partners.most_common()]
        in_turn = zip(self.moments, cycle(others or [busiest]), strict=False)
        several = [city for city, number in partners.items() if number > 1]
        last = self.days[-1]
        return [
            *(View(*moment, city) for moment, other in in_turn for city in (busiest, other)),
            *(View(last, strict, city) for city in several for strict in (False, True)),
            *(View(last, strict=False, country=country) for country in self.countries.index),
        ]


def ask(trial: Trial, views: list[View]) -> dict[str, Any]:
    """Ask the page's modules about all moments and views at once."""
    question = {
        "data": trial.payload,
        "moments": [{"day": day, "strict": strict} for day, strict in trial.moments],
        "views": [vars(view) for view in views],
    }
    done = subprocess.run(
        [find_node(), str(ROOT / "tests" / "page_coverage.mjs")],
        input=json.dumps(question).encode(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def as_frame(cells: list[dict[str, Any]]) -> pd.DataFrame:
    """Give the page's cells the columns of kg.coverage."""
    frame = pd.DataFrame(cells).rename(columns={"covered": "topics_covered"})
    for flag, mark in MARKS.items():
        frame[flag] = [mark in marks for marks in frame["marks"]]
    assert all(marks == [m for m in MARKS.values() if m in marks] for marks in frame["marks"])
    return frame[SAME]


def compare(trial: Trial) -> int:
    """Hold all that the page says against kg.coverage; return how many cells were compared."""
    views = trial.views()
    answer = ask(trial, views)
    distinct = as_frame(answer["cells"])
    compared = 0
    for moment, said in zip(trial.moments, answer["moments"], strict=True):
        compare_relations(trial, moment[0], said["relations"])
        compared += compare_cells(trial, moment, distinct.iloc[np.ravel(said["grid"])])
    for view, said in zip(views, answer["views"], strict=True):
        counts, peers = trial.count(view)
        assert said["counts"] == counts, view
        assert {tuple(cell) for cell in said["peers"]} == peers, view
    return compared


def compare_relations(trial: Trial, day: int, said: list[list[Any]]) -> None:
    expected = trial.on_record[day][["relation", "stage", "last"]].to_numpy().tolist()
    assert sorted([trial.relations[at], stage, last] for at, stage, last in said) == expected


def compare_cells(trial: Trial, moment: tuple[int, bool], said: pd.DataFrame) -> int:
    expected = trial.cells[moment]
    places = trial.grid.get_indexer(expected.index)
    for column in SAME:
        theirs, ours = said[column].to_numpy()[places], expected[column].to_numpy()
        wrong = np.flatnonzero(theirs != ours)
        assert not len(wrong), (moment, column, expected.index[wrong[0]], theirs[wrong[0]])
    bare = said.iloc[np.setdiff1d(np.arange(len(said)), places)]
    assert (bare["rung"] == "unrecorded").all()
    assert not bare[[*MARKS, "agreed"]].to_numpy().any()
    return len(expected)


def years(facts: Facts) -> list[int]:
    """Return the last day of each year from that of the first dated fact to that of the last."""
    since = pd.concat([facts.rows["since"], facts.links.rows["since"]])
    known = since[since.between(to_day("1000"), to_day("3000"))].astype("datetime64[s]")
    dates = pd.to_datetime(known.astype("int64") * 86_400, unit="s")
    return [to_day(str(year)) for year in range(dates.dt.year.min(), dates.dt.year.max() + 1)]


@pytest.mark.parametrize(
    ("folder", "least"), [(None, 100_000), (ROOT / "tests" / "fixture", 1_000)]
)
def test_the_page_says_of_each_year_what_coverage_says(folder: Path | None, least: int) -> None:
    graph = KnowledgeGraph.load(folder)
    trial = Trial(graph.facts, graph.tables, [*years(graph.facts), graph.day()])
    assert compare(trial) > least


def turns(facts: Facts) -> list[int]:
    """Return some of the days on which anything changes: there an error of one day would show."""
    columns = ["since", "turns", "proven", "proven_strict", "due", "ends"]
    days = np.unique([*facts.rows[columns].to_numpy().ravel(), *facts.links.rows["ends"]])
    known = days[(days > to_day("1000")) & (days < to_day("3000"))]
    return [int(day) for day in known[:: max(1, len(known) // MOST_DAYS)]]


@quick
@given(table_sets())
def test_the_page_says_of_any_data_what_coverage_says(rows: TableSet) -> None:
    tables = to_tables(rows)
    facts = read_facts(tables)
    assume(len(facts.links.rows))
    trial = Trial(facts, tables.frames(), turns(facts))
    assert compare(trial) >= len(trial.relations) * len(trial.moments) * 4
