"""What typed rows do to the whole: problems that they cause, cells that move. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kg import coverage as cov
from kg.check import Rule, check_references, check_rules
from kg.coverage.clock import default_day, read_day
from kg.problems import Problem
from kg.tables import Tables
from kg.worklist.files import Row
from kg.worklist.merge import FIRST_MARK, Merged

_PLACE = ("relation", "field", "level")
_NOTHING: Mapping[str, str | int] = {
    "rung": "unrecorded",
    "gap": "open",
    "searched": "",
    "studied": 0,
}


def check_merged(
    merged: Merged, before: Iterable[Problem], base: Tables, rules: Sequence[Rule]
) -> Iterator[Problem]:
    """Yield the problems of the merged tables that were not there before, at their places.

    A typed row is at fault at its place in its file; a row on record that a typed one puts in the
    wrong at its place in data/.
    """
    old = set(_keyed(before, base))
    found = [*check_references(merged.tables), *check_rules(merged.tables, rules)]
    for problem, key in zip(found, _keyed(found, merged.tables), strict=True):
        if key not in old:
            yield _at_origin(problem, merged.origins)


Key = tuple[str, str, str, str, str]


def _keyed(problems: Iterable[Problem], tables: Tables) -> Iterator[Key]:
    """Yield what tells a problem from others wherever its row now stands."""
    ids = {data.file: _ids_by_line(data.lines.tolist(), data.cells("id").to_pylist())
           for data in tables.data.values()}  # fmt: skip
    for p in problems:
        row = ids.get(p.file, {}).get(p.line or 0, "")
        yield (p.code, p.file, row, p.column or "", p.value)


def _ids_by_line(lines: Sequence[int], ids: Sequence[str | None]) -> Mapping[int, str]:
    return {line: key or "" for line, key in zip(lines, ids, strict=True)}


def _at_origin(problem: Problem, origins: Sequence[Row]) -> Problem:
    if problem.line is None or problem.line < FIRST_MARK:
        return problem
    origin = origins[problem.line - FIRST_MARK]
    return replace(problem, file=origin.file, line=origin.line)


def compare_coverage(
    before: cov.Facts, after: cov.Facts, days: tuple[int, int], *, strict: bool = False
) -> pd.DataFrame:
    """Return a row for each cell that moves, by relation and field, with its state on both sides.

    `days` are those for which coverage holds before and after. Columns: relation, field, level,
    then rung, gap, searched and studied, each with `_before` too; a cell of which nothing was on
    record was open.
    """
    touched = _touched(before, after) if days[0] == days[1] else _all_relations(before, after)
    one = _state(before, days[0], touched, strict=strict)
    return _moved(one, _state(after, days[1], touched, strict=strict))


def day_of(tables: Tables, as_of: str | None) -> int:
    """Return the day that is asked for, else that of the tables."""
    return read_day(as_of) if as_of else default_day(tables)


def _all_relations(*every: cov.Facts) -> list[str]:
    return sorted({relation for facts in every for relation in facts.rows["relation"]})


def _touched(one: cov.Facts, other: cov.Facts) -> list[str]:
    """Return the relations of which a fact is new, gone or another."""
    both = pd.concat([one.rows.drop_duplicates(), other.rows.drop_duplicates()])
    return sorted(set(both.drop_duplicates(keep=False)["relation"]))


def _state(facts: cov.Facts, day: int, relations: Sequence[str], *, strict: bool) -> pd.DataFrame:
    here = facts.rows[facts.rows["relation"].isin(relations)]
    cells = cov.build_cells(replace(facts, rows=here), day, strict=strict)
    cells = cov.add_unrecorded(cells, relations, facts, day)
    return cells[[*_PLACE, *_NOTHING]]


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = before.merge(after, on=list(_PLACE), how="outer", suffixes=("_before", ""))
    differs = pd.Series(False, index=both.index)
    for name, nothing in _NOTHING.items():
        for side in (f"{name}_before", name):
            both[side] = both[side].where(both[side].notna(), nothing).astype(type(nothing))
        differs |= both[name] != both[f"{name}_before"]
    columns = [f"{name}{side}" for name in _NOTHING for side in ("_before", "")]
    moved = both.loc[differs, [*_PLACE, *columns]]
    return moved.sort_values(["relation", "field"], ignore_index=True)
