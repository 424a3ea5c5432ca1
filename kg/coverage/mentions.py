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
    about, cities = data.values("about").to_pandas(), data.values("cities").to_pandas()
    relations = study_relations(about, cities, of_agreement, programs)
    of_programs = _about_programs(about, programs)
    fields = data.values("fields").to_pandas().rename(columns={"id": "study", "value": "field"})
    named = relations.merge(fields, on="study")
    # A field is inherited in its programme's relations only: one that compares programmes of two
    # partners does not study the field of the one with the other.
    inherited = of_programs[~of_programs["study"].isin(fields["study"])].merge(
        tables["programs"].values("fields").to_pandas().rename(columns={"value": "field"}), on="id"
    )
    both = pd.concat([named, inherited[["study", "relation", "field"]]]).drop_duplicates()
    return _dated_studies(tables, evidence, both)


def study_relations(
    about: pd.DataFrame, cities: pd.DataFrame, of_agreement: pd.DataFrame, programs: pd.DataFrame
) -> pd.DataFrame:
    """Return (study, relation) of the agreements, programmes and cities that studies are about.

    `about` and `cities` have a row (id, value) for each value of these columns.
    """
    parts = [
        _about_programs(about, programs),
        _about(about, "agreements").merge(of_agreement, on="id"),
        city_pairs(cities.rename(columns={"value": "city"})).rename(columns={"id": "study"}),
    ]
    return pd.concat([part[["study", "relation"]] for part in parts]).drop_duplicates()


def _about(about: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return (study, id) of the rows of one table that studies are about."""
    prefix = f"{table}:"
    own = about[about["value"].str.startswith(prefix)]
    return pd.DataFrame({"study": own["id"], "id": own["value"].str.removeprefix(prefix)})


def _about_programs(about: pd.DataFrame, programs: pd.DataFrame) -> pd.DataFrame:
    return _about(about, "programs").merge(programs[["id", "relation"]], on="id")


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
