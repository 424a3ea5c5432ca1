"""Programmes and their outcomes as facts: what status and dates mean for a relation and a field."""

import pandas as pd

from kg.coverage.agreements import city_pairs, fall_back
from kg.coverage.days import ALWAYS, NEVER, Numbers, first_days, last_days
from kg.coverage.evidence import WORST, Evidence
from kg.tables import TableData, Tables


def program_facts(
    tables: Tables, evidence: Evidence, terms: pd.DataFrame, of_agreement: pd.DataFrame
) -> pd.DataFrame:
    """Return each programme in each of its relations, with what its dates mean."""
    data = tables["programs"]
    frame = data.frame("id", "status", "began", "ended").set_index("id")
    began, ended = first_days(data, "began"), first_days(data, "ended")
    status = frame["status"]
    role = _roles(status, (began < NEVER) | (ended < NEVER))
    # The end of a running programme is to come; it does not say since when it runs.
    past = ended.where(status != "under-way", NEVER)
    own = began.where(began < NEVER, past).where(role == "ran", NEVER)
    since, undated = fall_back(own, "programs:" + status.index, evidence, _starts(data, terms))
    outcomes = _outcome_days(tables, evidence, since)
    sound = evidence.grade.reindex(outcomes["thing"]).fillna(WORST) <= evidence.strict
    programs = pd.DataFrame(
        {
            "id": status.index,
            "thing": "programs:" + status.index,
            "role": role.to_numpy(),
            "since": since.to_numpy(),
            "undated": undated.to_numpy(),
            "turns": _turns(data, status).to_numpy(),
            "due": _due(data, status).to_numpy(),
            "proven": _proven(outcomes, status.index),
            "proven_strict": _proven(outcomes[sound.to_numpy()], status.index),
            "dated": (own < NEVER).to_numpy(),
            "typed": frame["began"].where(frame["began"] != "", frame["ended"]).to_numpy(),
        }
    )
    return programs.merge(_program_relations(tables, of_agreement), on="id")


def _roles(status: pd.Series, dated: pd.Series) -> pd.Series:
    """Return ran, unrealised or planned; what is suspended ran if it has a date."""
    ran = status.isin(["under-way", "completed"]) | ((status == "suspended") & dated)
    unrealised = status.isin(["cancelled", "not-realised"])
    role = pd.Series("planned", index=status.index)
    return role.mask(ran, "ran").mask(unrealised, "unrealised")


def _turns(data: TableData, status: pd.Series) -> pd.Series:
    """Return the first day on which programmes no longer run; what runs has its last day before."""
    ended, last = first_days(data, "ended", ALWAYS), last_days(data, "ended")
    return ended.where(status != "under-way", (last + 1).clip(upper=NEVER))


def _due(data: TableData, status: pd.Series) -> pd.Series:
    """Return the first day on which the date of a plan has passed; one suspended is overdue."""
    began, ended = last_days(data, "began"), last_days(data, "ended")
    due = (began.where(began < NEVER, ended) + 1).clip(upper=NEVER)
    return due.where(status != "suspended", ALWAYS)


def _starts(data: TableData, terms: pd.DataFrame) -> pd.Series:
    """Return the start of the first agreement that each programme carries out."""
    links = data.values("agreements").to_pandas()
    links["since"] = terms["since"].reindex(links["value"]).fillna(NEVER).to_numpy()
    ids = data.cells("id").to_pandas()
    first: pd.Series = links.groupby("id")["since"].min()
    return first.reindex(ids).fillna(NEVER).astype(int)


def _program_relations(tables: Tables, of_agreement: pd.DataFrame) -> pd.DataFrame:
    """Return (id, relation): by agreements where given, else by the cities that take part."""
    data = tables["programs"]
    agreements = data.values("agreements").to_pandas()
    by_agreement = agreements.merge(of_agreement.rename(columns={"id": "value"}), on="value")
    cities = data.values("cities").to_pandas().rename(columns={"value": "city"})
    free = cities[~cities["id"].isin(agreements["id"])]
    both: pd.DataFrame = pd.concat([by_agreement[["id", "relation"]], city_pairs(free)])
    return both.drop_duplicates(ignore_index=True)


def _outcome_days(tables: Tables, evidence: Evidence, program_since: pd.Series) -> pd.DataFrame:
    data = tables["outcomes"]
    frame = data.frame("id", "program")
    things = pd.Index("outcomes:" + frame["id"])
    start = program_since.reindex(frame["program"]).fillna(NEVER).astype(int)
    own = first_days(data, "on").reset_index(drop=True)
    since, undated = fall_back(own, things, evidence, start.reset_index(drop=True))
    return pd.DataFrame(
        {"thing": things, "program": frame["program"], "since": since, "undated": undated}
    )


def _proven(outcomes: pd.DataFrame, programs: pd.Index) -> Numbers:
    """Return the first day on which each programme has an outcome."""
    first = outcomes.groupby("program")["since"].min()
    return first.reindex(programs).fillna(NEVER).to_numpy(dtype="int64")


def outcome_facts(tables: Tables, evidence: Evidence, programs: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes in the relations and fields of programmes that ran."""
    ran = programs[programs["role"] == "ran"]
    start = ran.groupby("id")["since"].min()
    outcomes = _outcome_days(tables, evidence, start)
    fields = tables["programs"].values("fields").to_pandas()
    places = ran[["id", "relation", "since"]].merge(fields, on="id")
    joined = outcomes.merge(
        places.rename(columns={"id": "program", "value": "field", "since": "start"}), on="program"
    )
    return joined.assign(since=joined[["since", "start"]].max(axis=1), role="outcome")
