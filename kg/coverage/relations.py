"""Relations at a date: derived from agreements, events and programmes, never typed in."""

import numpy as np
import pandas as pd

from kg.coverage.days import to_text
from kg.coverage.facts import Facts
from kg.names import relation_cities


def build_relations(facts: Facts, as_of: int) -> pd.DataFrame:
    """Return the relations on record at a day, sorted by id.

    Columns: relation, city_a, city_b (sorted ids), stage (a code of relation-stage) and last (the
    day of the last dated agreement, event or programme, "" where none is dated).
    """
    links = facts.links[facts.links["since"] <= as_of]
    last = links[links["dated"]].groupby("relation")["since"].max()
    relations = pd.DataFrame({"relation": sorted(set(links["relation"]))}, dtype="str")
    pairs = [relation_cities(r) for r in relations["relation"]]
    relations["city_a"] = pd.Series([a for a, _ in pairs], dtype="str")
    relations["city_b"] = pd.Series([b for _, b in pairs], dtype="str")
    relations["stage"] = _stages(links, facts, as_of).reindex(relations["relation"]).to_numpy()
    days = last.reindex(relations["relation"])
    relations["last"] = pd.Series([to_text(int(d)) if d == d else "" for d in days], dtype="str")
    return relations


def _stages(links: pd.DataFrame, facts: Facts, as_of: int) -> pd.Series:
    """Return the highest stage: agreed or intent while in force; lapsed where all have ended."""
    terms = facts.terms.copy()
    terms.index = "agreements:" + terms.index
    of = terms.reindex(links["thing"])
    signed = of["signed"].eq(True).to_numpy()
    in_force = signed & (as_of < of["end"]).to_numpy()
    establishes = of["establishes"].to_numpy()
    rank = np.select(
        [in_force & (establishes == "agreed"), in_force, signed], [3, 2, 1], default=0
    )
    best = pd.Series(rank, index=links["relation"]).groupby(level=0).max()
    return best.map({3: "agreed", 2: "intent", 1: "lapsed", 0: "contact"})
