"""Sources of each row: the best grade, the oldest date of issue, and disputes."""

from dataclasses import dataclass

import pandas as pd

from kg.coverage.days import NEVER, first_days
from kg.tables import TableData, Tables

WORST = 99
STUDY = "study"
FACT_TABLES = (
    *("agreements", "commitments", "programs", "outcomes", "events", "studies", "searches"),
)


@dataclass(frozen=True)
class Evidence:
    """What supports things (`table:id`).

    `cites` has a row (thing, source) for each citation; `grade` is the best rank among a thing's
    sources, 1 being a signed text; `issued` is the first day of its oldest dated source.
    """

    cites: pd.DataFrame
    grade: pd.Series
    issued: pd.Series
    disputed: frozenset[str]
    ranks: dict[str, int]

    @property
    def strict(self) -> int:
        """Return the worst rank that strict coverage takes: that of a study."""
        return self.ranks[STUDY]


def things(data: TableData, ids: pd.Series) -> pd.Series:
    """Return `table:id` for ids of one table."""
    return data.table.name + ":" + ids


def read_evidence(tables: Tables) -> Evidence:
    """Gather the citations of all tables that hold facts."""
    ranks = {
        c.notation: c.rank or WORST for c in tables.schema.code_lists["source-kind"].codes.values()
    }
    sources = tables["sources"].frame("id", "kind")
    of_source = pd.DataFrame(
        {
            "source": sources["id"],
            "grade": sources["kind"].map(ranks).fillna(WORST).astype(int),
            "issued": first_days(tables["sources"], "issued").to_numpy(),
        }
    )
    cites = pd.concat([_citations(tables[name]) for name in FACT_TABLES], ignore_index=True)
    joined = cites.merge(of_source, on="source", how="left")
    best = joined.groupby("thing")[["grade", "issued"]].min()
    return Evidence(
        cites,
        best["grade"].fillna(WORST).astype(int),
        best["issued"].fillna(NEVER).astype(int),
        _disputed(tables),
        ranks,
    )


def _citations(data: TableData) -> pd.DataFrame:
    name = next((c.name for c in data.table.columns if c.targets == ("sources",)), None)
    if name is None:
        return pd.DataFrame({"thing": pd.Series(dtype="str"), "source": pd.Series(dtype="str")})
    pairs = data.values(name).to_pandas()
    return pd.DataFrame({"thing": things(data, pairs["id"]), "source": pairs["value"]})


def _disputed(tables: Tables) -> frozenset[str]:
    """Return what a statement disputes, and what two statements give different values for."""
    frame = tables["statements"].frame("about", "property", "value", "stance")
    denied = set(frame.loc[frame["stance"] == "disputes", "about"])
    values = frame.groupby(["about", "property"])["value"].nunique().reset_index()
    torn = set(values.loc[values["value"] > 1, "about"])
    return frozenset(denied | torn)
