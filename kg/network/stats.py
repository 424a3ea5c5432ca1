"""All measures of a data set at a date: of the network, of each city, and of each field."""

from dataclasses import asdict, dataclass

import pandas as pd

from kg.coverage import COVERED, Facts, build_cells, build_relations
from kg.coverage.links import CONTACT
from kg.names import PAIR
from kg.network.communities import find_communities
from kg.network.measures import Measures, measure, simple_graph
from kg.network.places import city_measures
from kg.network.published import read_published
from kg.network.two_mode import Coverage, build_coverage

TWINNED = ("lapsed", "intent", "agreed")
"""Stages of relations that are counted: those of a signed agreement, in force or not."""

_OF_BOTH_MODES = ("density", "fields_of_a_city", "cities_of_a_field")


@dataclass(frozen=True)
class NetworkStats:
    """Measures at a day (YYYY-MM-DD).

    `measures` are of the network of cities whose relation rests on a signed agreement, in force or
    lapsed; `agreements` counts the signed agreements themselves, `contacts` the relations left out,
    which are contacts only. `coverage` ties cities, those of contacts too, to fields.

    `cities` has a row for each city: city, relations, agreements, contacts, clustering, core,
    betweenness, component, community (missing where it has contacts only), fields (covered) and
    share (of all fields). `fields` has a row for each field: field, agreed and covered (numbers of
    relations), cities (that cover it) and share (of all cities).
    """

    as_of: str
    measures: Measures
    agreements: int
    contacts: int
    coverage: Coverage
    cities: pd.DataFrame
    fields: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return the measures as rows: measure, value and published (missing where not defined)."""
        own = {k: v for k, v in asdict(self.measures).items() if isinstance(v, int | float | None)}
        own |= {"communities": len(self.measures.communities), "agreements": self.agreements}
        own |= {"contacts": self.contacts}
        own |= {name: getattr(self.coverage, name) for name in _OF_BOTH_MODES}
        figures = read_published().figures
        rows = {"measure": list(own), "value": list(own.values())}
        published = [figures.get(name) for name in own]
        return pd.DataFrame(rows | {"published": published}, dtype=object)


def build_stats(facts: Facts, as_of: int, day: str) -> NetworkStats:
    """Measure what is on record at a day; `day` is the same as text."""
    relations = build_relations(facts.links, as_of)
    cells = build_cells(facts, as_of)
    twinned = relations[relations["stage"].isin(TWINNED)]
    pairs = [*zip(twinned["city_a"], twinned["city_b"], strict=True)]
    graph, communities = simple_graph(pairs), find_communities(pairs)
    coverage = build_coverage(cells, relations, facts.tree.at("field"))
    signed = _signed(facts, as_of)
    return NetworkStats(
        as_of=day,
        measures=measure(graph, communities),
        agreements=signed["thing"].nunique(),
        contacts=len(relations) - len(twinned),
        coverage=coverage,
        cities=_cities(city_measures(graph, communities), relations, signed, coverage),
        fields=_fields(cells, coverage),
    )


def _signed(facts: Facts, as_of: int) -> pd.DataFrame:
    """Return a row (thing, city) for each city of each agreement signed by the day."""
    rows = facts.links.rows
    rows = rows[(rows["since"] <= as_of) & (rows["founds"] > CONTACT)]
    cities = rows["relation"].str.split(PAIR, n=1)
    parts = [pd.DataFrame({"thing": rows["thing"], "city": cities.str[n]}) for n in (0, 1)]
    return pd.concat(parts).drop_duplicates()


def _cities(
    own: pd.DataFrame, relations: pd.DataFrame, signed: pd.DataFrame, coverage: Coverage
) -> pd.DataFrame:
    ends = pd.concat([relations["city_a"], relations["city_b"]])
    contact = pd.concat([relations["stage"], relations["stage"]]) == "contact"
    index = pd.Index(coverage.cities, name="city", dtype="str")
    frame = own.set_index("city").reindex(index)
    whole = ["core", "component", "community"]
    frame[whole] = frame[whole].astype("Int64")
    frame["relations"] = frame["relations"].fillna(0).astype(int)
    counts = {
        "agreements": signed["city"].value_counts(),
        "contacts": ends[contact].value_counts(),
        "fields": coverage.ties["city"].value_counts(),
    }
    for name, numbers in counts.items():
        frame[name] = numbers.reindex(index).fillna(0).astype(int)
    frame["share"] = frame["fields"] / max(len(coverage.fields), 1)
    order = ["relations", "agreements", "contacts", "clustering", "core", "betweenness"]
    frame = frame[[*order, "component", "community", "fields", "share"]].reset_index()
    return frame.sort_values(["relations", "city"], ascending=[False, True], ignore_index=True)


def _fields(cells: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    index = pd.Index(coverage.fields, name="field", dtype="str")
    counts = {
        "agreed": cells.loc[cells["agreed"], "field"].value_counts(),
        "covered": cells.loc[cells["rank"] >= COVERED, "field"].value_counts(),
        "cities": coverage.ties["field"].value_counts(),
    }
    frame = pd.DataFrame(
        {name: numbers.reindex(index).fillna(0).astype(int) for name, numbers in counts.items()},
        index=index,
    )
    frame["share"] = frame["cities"] / max(len(coverage.cities), 1)
    frame = frame.reset_index()
    return frame.sort_values(["cities", "field"], ascending=[False, True], ignore_index=True)
