"""Whole matrices: cells with nothing on record, denominators, and counts of named sets of cells."""

from collections.abc import Iterable

import pandas as pd

from kg.coverage.cells import COLUMNS, COVERED, FLAGS, build_cells, last_searches
from kg.coverage.facts import Facts
from kg.coverage.relations import of_city

DENOMINATORS = ("scheme", "agreed", "peers")
_NOTHING: dict[str, object] = {
    "rung": "unrecorded",
    "rank": 0,
    "gap": "open",
    "studied": 0,
    "grade": "",
}


def build_matrix(
    facts: Facts, relations: pd.DataFrame, as_of: int, *, city: str, strict: bool = False
) -> pd.DataFrame:
    """Return the cells at a day, with the column `peers`; `relations` are those of the same day.

    Of the city's relations cells with nothing on record have a row too, of others they have none.
    """
    cells = build_cells(facts, as_of, strict=strict)
    cells = add_unrecorded(cells, of_city(relations, city)["relation"], facts, as_of)
    return add_denominators(cells, relations, city=city)


def add_unrecorded(
    cells: pd.DataFrame, relations: Iterable[str], facts: Facts, as_of: int
) -> pd.DataFrame:
    """Return the cells with a row for each field and topic of these relations, recorded or not."""
    levels = facts.tree.levels[facts.tree.levels != "group"]
    index = pd.MultiIndex.from_product(
        [sorted(relations), levels.index], names=["relation", "field"]
    )
    known = pd.MultiIndex.from_frame(cells[["relation", "field"]])
    lacking = index.difference(known)
    if not len(lacking):
        return cells
    empty = pd.DataFrame(_NOTHING | dict.fromkeys(FLAGS, False), index=lacking)
    fields = lacking.get_level_values("field")
    empty["searched"] = last_searches(facts, as_of, lacking)
    empty["level"] = levels.reindex(fields).to_numpy()
    empty["topics"] = facts.tree.topic_counts.reindex(fields).to_numpy()
    empty["topics_covered"] = 0
    both = pd.concat([cells, empty.reset_index()[list(COLUMNS)]], ignore_index=True)
    return both.sort_values(["relation", "field"], ignore_index=True)


def add_denominators(
    cells: pd.DataFrame, relations: pd.DataFrame, *, city: str | None = None
) -> pd.DataFrame:
    """Return the cells with a column `peers`: another relation of the city has rung 2 or above.

    The city is the one given where it is a party; otherwise either city of the relation counts.
    `agreed` is already a column, and `scheme` is every cell of a level.
    """
    views = pd.concat(
        [
            relations[["relation", "city_a"]].rename(columns={"city_a": "city"}),
            relations[["relation", "city_b"]].rename(columns={"city_b": "city"}),
        ]
    )
    strong = cells.loc[cells["rank"] >= 2, ["relation", "field"]].merge(views, on="relation")
    others = strong.groupby(["city", "field"]).size().rename("others").reset_index()
    own = views[views["relation"].isin(views.loc[views["city"] == city, "relation"])]
    views = views[~views["relation"].isin(own["relation"]) | (views["city"] == city)]
    seen = cells[["relation", "field", "rank"]].merge(views, on="relation").merge(
        others, on=["city", "field"], how="left"
    )  # fmt: skip
    seen["peers"] = seen["others"].fillna(0) > (seen["rank"] >= 2).astype(int)
    peers = seen.groupby(["relation", "field"])["peers"].any()
    index = pd.MultiIndex.from_frame(cells[["relation", "field"]])
    return cells.assign(peers=peers.reindex(index, fill_value=False).to_numpy(bool))


def count(
    cells: pd.DataFrame, facts: Facts, *, relations: int, level: str, denominator: str
) -> dict[str, int]:
    """Return how many cells of a level there are, are covered, and have each rung.

    `cells` may leave out unrecorded cells: of the scheme they are counted, not built.
    """
    of_level = cells[cells["level"] == level]
    if denominator != "scheme":
        of_level = of_level[of_level[denominator]]
    total = relations * len(facts.tree.at(level)) if denominator == "scheme" else len(of_level)
    covered = int((of_level["rank"] >= COVERED).sum())
    rungs = {str(rung): int(n) for rung, n in of_level["rung"].value_counts().items()}
    rungs["unrecorded"] = total - sum(n for rung, n in rungs.items() if rung != "unrecorded")
    return {"total": total, "covered": covered, "uncovered": total - covered, **rungs}
