"""Relations at a date: derived from agreements, events and programmes, never typed in."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kg.coverage.days import to_texts
from kg.coverage.links import CONTACT, LAPSED, Links
from kg.names import PAIR

STAGES = ("contact", "lapsed", "intent", "agreed")


def build_relations(links: Links, as_of: int) -> pd.DataFrame:
    """Return the relations on record at a day, sorted by id.

    Columns: relation, city_a, city_b (sorted ids), stage (a code of relation-stage) and last (the
    date of the last dated agreement, event or programme as it was written, "" where none is dated).
    """
    rows = links.rows[links.rows["since"] <= as_of]
    in_force = as_of < rows["ends"]
    founds = rows["founds"].where(in_force | (rows["founds"] == CONTACT), LAPSED)
    of = pd.DataFrame({"relation": rows["relation"], "stage": founds})
    best = of.groupby("relation", sort=True)[["stage"]].max().reset_index()
    cities = pc.split_pattern(pa.array(best["relation"], pa.string()), PAIR)
    return pd.DataFrame(
        {
            "relation": best["relation"].astype("str"),
            "city_a": pc.list_element(cities, 0).to_pandas().astype("str"),
            "city_b": pc.list_element(cities, 1).to_pandas().astype("str"),
            "stage": pd.Series(np.array(STAGES)[best["stage"].astype(int)], dtype="str"),
            "last": _last(rows).reindex(best["relation"]).fillna("").to_numpy(),
        }
    )


def of_city(relations: pd.DataFrame, city: str) -> pd.DataFrame:
    """Return the relations of one city."""
    own = (relations["city_a"] == city) | (relations["city_b"] == city)
    return relations[own].reset_index(drop=True)


def _last(rows: pd.DataFrame) -> pd.Series:
    """Return the date of the last contact of each relation, as written where it was written."""
    dated = rows[rows["dated"]].sort_values(["since", "thing"])
    latest = dated.drop_duplicates("relation", keep="last").set_index("relation")
    return latest["typed"].where(latest["typed"] != "", to_texts(latest["since"]))
