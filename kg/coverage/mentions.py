"""Commitments, events, studies and searches as facts."""

import pandas as pd

from kg.coverage.agreements import ENDINGS, city_pairs, fall_back
from kg.coverage.days import ALWAYS, NEVER, first_days
from kg.coverage.evidence import Evidence
from kg.names import LANGUAGES
from kg.tables import Tables

ALL_FIELDS = "*"


def commitment_facts(
    tables: Tables, evidence: Evidence, terms: pd.DataFrame, of_agreement: pd.DataFrame
) -> pd.DataFrame:
    """Return fields that texts name, and fields that only a council approved."""
    results = [f"expected_result@{lang}" for lang in LANGUAGES]
    frame = tables["commitments"].frame(
        "id", "agreement", "field", "stage", "lead", "budget", *results
    )
    of = terms.reindex(frame["agreement"])
    named = ((frame["stage"] == "text").to_numpy()) & of["signed"].fillna(False).to_numpy(bool)
    own = of["since"].where(~of["undated"].fillna(True).to_numpy(bool), NEVER).fillna(NEVER)
    things = pd.Index("commitments:" + frame["id"])
    since, undated = fall_back(own.reset_index(drop=True).astype(int), things, evidence)
    lacks = (frame["lead"] == "") | (frame[results] == "").all(axis=1) | (frame["budget"] == "")
    facts = frame[["agreement", "field"]].assign(
        thing=things,
        rests_on="agreements:" + frame["agreement"],
        role=pd.Series(named).map({True: "named", False: "approved"}),
        since=since,
        undated=undated,
        ends=of["end"].fillna(NEVER).astype(int).to_numpy(),
        unframed=lacks & named,
    )
    return facts.merge(of_agreement.rename(columns={"id": "agreement"}), on="agreement")


def event_links(
    tables: Tables, evidence: Evidence, terms: pd.DataFrame, of_agreement: pd.DataFrame
) -> pd.DataFrame:
    """Return events in their relations; an event without cities is one of its agreement."""
    data = tables["events"]
    frame = data.frame("id", "kind", "agreement", "on")
    own = first_days(data, "on").reset_index(drop=True)
    start = terms["since"].reindex(frame["agreement"]).fillna(NEVER).astype(int)
    things = pd.Index("events:" + frame["id"])
    since, undated = fall_back(own, things, evidence, start.reset_index(drop=True))
    events = pd.DataFrame(
        {
            "id": frame["id"],
            "thing": things,
            "role": "event",
            "since": since,
            "undated": undated,
            "ending": frame["kind"].isin(ENDINGS),
            "dated": own < NEVER,
            "typed": frame["on"],
        }
    )
    pairs = city_pairs(data.values("cities").to_pandas().rename(columns={"value": "city"}))
    of = frame[["id", "agreement"]].merge(
        of_agreement.rename(columns={"id": "agreement"}), on="agreement"
    )
    links = pd.concat([pairs, of.loc[~of["id"].isin(pairs["id"]), ["id", "relation"]]])
    return events.merge(links, on="id")


def study_facts(
    tables: Tables, evidence: Evidence, of_agreement: pd.DataFrame, programs: pd.DataFrame
) -> pd.DataFrame:
    """Return studies in the relations of what they are about, in the fields that they name.

    A study that names no field covers those of the programmes that it is about.
    """
    data = tables["studies"]
    about = data.values("about").to_pandas()
    kind = about["value"].str.replace(":.*", "", regex=True)
    key = about["value"].str.replace("^.*:", "", regex=True)
    about = pd.DataFrame({"study": about["id"], "table": kind, "id": key})
    of_programs = about[about["table"] == "programs"].merge(programs[["id", "relation"]], on="id")
    of_agreements = about[about["table"] == "agreements"].merge(of_agreement, on="id")
    of_cities = city_pairs(data.values("cities").to_pandas().rename(columns={"value": "city"}))
    relations = pd.concat(
        [
            of_programs[["study", "relation"]],
            of_agreements[["study", "relation"]],
            of_cities.rename(columns={"id": "study"}),
        ]
    ).drop_duplicates()
    fields = data.values("fields").to_pandas().rename(columns={"id": "study", "value": "field"})
    named = relations.merge(fields, on="study")
    # A field is inherited in its programme's relations only: one that compares programmes of two
    # partners does not study the field of the one with the other.
    inherited = of_programs[~of_programs["study"].isin(fields["study"])].merge(
        tables["programs"].values("fields").to_pandas().rename(columns={"value": "field"}), on="id"
    )
    both = pd.concat([named, inherited[["study", "relation", "field"]]]).drop_duplicates()
    return _dated_studies(tables, evidence, both)


def _dated_studies(tables: Tables, evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    data = tables["studies"]
    issued = first_days(data, "issued")
    since, undated = fall_back(issued, "studies:" + issued.index, evidence)
    return rows.assign(
        thing="studies:" + rows["study"],
        role="study",
        since=since.reindex(rows["study"]).to_numpy(),
        undated=undated.reindex(rows["study"]).to_numpy(),
    )


def search_facts(tables: Tables) -> pd.DataFrame:
    """Return searches that found nothing; without fields they cover the relation as a whole."""
    data = tables["searches"]
    frame = data.frame("id", "found")
    since = first_days(data, "on", ALWAYS).reset_index(drop=True)
    rows = pd.DataFrame({"id": frame["id"], "since": since, "undated": since <= ALWAYS})
    rows = rows[(frame["found"] == "nothing").to_numpy()]
    pairs = city_pairs(data.values("cities").to_pandas().rename(columns={"value": "city"}))
    fields = data.values("fields").to_pandas().rename(columns={"value": "field"})
    joined = rows.merge(pairs, on="id").merge(fields, on="id", how="left")
    return joined.assign(
        thing="searches:" + joined["id"], role="search", field=joined["field"].fillna(ALL_FIELDS)
    )
