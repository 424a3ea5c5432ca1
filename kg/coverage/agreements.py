"""When agreements begin and end, and which relations they make."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from kg.coverage.days import ALWAYS, NEVER, first_days, last_days, plus_years
from kg.coverage.evidence import Evidence
from kg.names import PAIR
from kg.tables import TableData, Tables

ENDINGS = ("expiry", "termination")


def agreement_terms(tables: Tables, evidence: Evidence) -> pd.DataFrame:
    """Return by agreement: signed, since, end, undated, typed (date as written), establishes.

    `since` is the day of signing (for an unsigned one, of approval); failing that the oldest source
    counts, and failing that it counts always and is undated. `end` is the first day on which it is
    no longer in force.
    """
    data = tables["agreements"]
    frame = data.frame("id", "status", "kind", "signed", "effective").set_index("id")
    signed = frame["status"] == "signed"
    kinds = tables.schema.code_lists["agreement-kind"].codes
    establishes = {notation: code.establishes for notation, code in kinds.items()}
    own = first_days(data, "signed").where(lambda d: d < NEVER, first_days(data, "effective"))
    own = own.where(own < NEVER, _of_parties(tables, "signed_on", frame.index))
    approved = _of_parties(tables, "approved_on", frame.index)
    dated = own.where(signed, approved)
    since, undated = fall_back(dated, "agreements:" + frame.index, evidence)
    start = last_days(data, "effective").where(lambda d: d < NEVER, last_days(data, "signed"))
    start = start.where(start < NEVER, _of_parties(tables, "signed_on", frame.index, last_days))
    terms = pd.DataFrame({"signed": signed, "since": since, "undated": undated})
    terms["typed"] = frame["signed"].where(frame["signed"] != "", frame["effective"])
    terms["establishes"] = frame["kind"].map(establishes).fillna("")
    terms["end"] = _ends(tables, terms, start.where(start < NEVER, since), evidence)
    return terms


def fall_back(
    dates: pd.Series, things: pd.Index, evidence: Evidence, agreement_start: pd.Series | None = None
) -> tuple[pd.Series, pd.Series]:
    """Return since when facts count, and which of them have no date at all.

    A fact without a date of its own counts from the issue of its oldest source, else from the start
    of the agreement that it carries out, else always.
    """
    since, lacks = dates.copy(), (dates >= NEVER).to_numpy()
    since[lacks] = evidence.issued.reindex(things[lacks]).fillna(NEVER).astype(int).to_numpy()
    if agreement_start is not None:
        since = since.where(since < NEVER, agreement_start)
    undated = (since >= NEVER) | (since <= ALWAYS)
    return since.where(~undated, ALWAYS).astype(int), undated


def _of_parties(
    tables: Tables,
    column: str,
    index: pd.Index,
    read: Callable[[TableData, str], pd.Series] = first_days,
) -> pd.Series:
    data = tables["parties"]
    days = np.full(len(index) + 1, NEVER, dtype=np.int64)  # the last is for what leads nowhere
    rows = pc.index_in(data.cells("agreement"), value_set=tables["agreements"].cells("id"))
    np.minimum.at(days, pc.fill_null(rows, len(index)).to_numpy(), read(data, column).to_numpy())
    return pd.Series(days[:-1], index=index)


def _ends(tables: Tables, terms: pd.DataFrame, start: pd.Series, evidence: Evidence) -> pd.Series:
    """Return the first of: after the last valid day, end of the term, ending event, renewal."""
    data = tables["agreements"]
    years = pd.to_numeric(
        data.frame("id", "term_years").set_index("id")["term_years"], errors="coerce"
    )
    until = last_days(data, "valid_until")
    stated = (until + 1).where(until < NEVER, plus_years(start, years))
    renewals = data.values("renews").to_pandas()
    renewals["day"] = (
        terms["since"].where(terms["signed"], NEVER).reindex(renewals["id"]).to_numpy()
    )
    renewed = renewals.groupby("value")["day"].min()
    ended = _ending_events(tables, evidence)
    others = pd.concat([renewed, ended]).groupby(level=0).min().reindex(terms.index)
    first: pd.Series = np.minimum(stated, others.fillna(NEVER).astype(int))
    return first


def _ending_events(tables: Tables, evidence: Evidence) -> pd.Series:
    data = tables["events"]
    frame = data.frame("id", "kind", "agreement").set_index("id")
    since, _ = fall_back(first_days(data, "on"), "events:" + frame.index, evidence)
    ending = frame["kind"].isin(ENDINGS) & (frame["agreement"] != "")
    return since[ending].groupby(frame.loc[ending, "agreement"]).min()


def city_pairs(members: pd.DataFrame) -> pd.DataFrame:
    """Return (id, relation) for each pair of cities that stand together under an id.

    `members` has columns id and city.
    """
    unique = members.drop_duplicates()
    pairs = unique.merge(unique, on="id", suffixes=("_one", "_other"))
    pairs = pairs[pairs["city_one"] < pairs["city_other"]]
    relations = pairs["city_one"] + PAIR + pairs["city_other"]
    return pd.DataFrame({"id": pairs["id"], "relation": relations}).reset_index(drop=True)


def agreement_relations(tables: Tables) -> pd.DataFrame:
    """Return (id, relation) of agreements: three cities make three relations."""
    parties = tables["parties"].frame("agreement", "city")
    return city_pairs(parties.rename(columns={"agreement": "id"}))
