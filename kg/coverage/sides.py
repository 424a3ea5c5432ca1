"""Whose side attests what: each relation, agreed field and relation type, by the cities' own words.

A source speaks for a city if it comes from that city's government, council or agency (the column
`speaks_for` of sources). Press, studies and all others are third parties: what they alone attest is
on record no less, but neither city's own word for it is.
"""

import pandas as pd

from kg.coverage.facts import Facts
from kg.names import relation_cities
from kg.tables import Tables

WHAT = ("relation", "field", "type")
BOTH, ONE, THIRD = "both", "one", "third"
_KEY = ["relation", "what", "about", "value"]
_CLAIM = [*_KEY, "source"]
COLUMNS = (*_KEY, "attested", "by", "sources_a", "sources_b", "sources_third")
DIFFERENCES = ("relation", "what", "about", "value_a", "value_b", "sources_a", "sources_b")


def read_sides(tables: Tables, facts: Facts, as_of: int) -> pd.DataFrame:
    """Return a row for each relation, agreed field and relation type on record at a day.

    Columns: relation, what (relation, field, type), about ("", a field, or `parties:id` of the city
    that calls the relation so), value (the relation type), attested (both, one, third: neither city
    but third parties alone), by (cities whose side attests it, joined by `;`), and the sources of
    each side and of third parties. Sides a and b are the cities in the order of the relation's id.
    """
    links = facts.links.rows[facts.links.rows["since"] <= as_of]
    claims = [
        _of_relations(tables, facts, links),
        _of_fields(facts, as_of),
        _of_types(tables, links),
    ]
    cited = pd.concat(claims, ignore_index=True)[_CLAIM].drop_duplicates()
    rank = {what: n for n, what in enumerate(WHAT)}
    order = cited["what"].map(rank)
    cited = cited.assign(rank=order).sort_values(["relation", "rank", "about", "value", "source"])
    return _by_side(cited.drop(columns="rank"), _speakers(tables))


def _speakers(tables: Tables) -> pd.DataFrame:
    """Return (source, city) for each city that a source speaks for."""
    known = any(column.name == "speaks_for" for column in tables["sources"].table.columns)
    if not known:  # an ontology that has no sides
        return pd.DataFrame({"source": [], "city": []}, dtype="str")
    pairs = tables["sources"].values("speaks_for").to_pandas()
    return pd.DataFrame({"source": pairs["id"], "city": pairs["value"]})


def _sources(tables: Tables, table: str) -> pd.DataFrame:
    """Return (id, source) of a table's rows."""
    pairs = tables[table].values("sources").to_pandas()
    return pd.DataFrame({"id": pairs["id"], "source": pairs["value"]})


def _of_relations(tables: Tables, facts: Facts, links: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of what ties two cities: an agreement has its parties' and fields' too."""
    own = links[["relation", "thing"]].merge(facts.evidence.cites, on="thing")
    parts = [own]
    for table in ("parties", "commitments"):
        of = tables[table].frame("id", "agreement").merge(_sources(tables, table), on="id")
        parts.append(links[["relation", "thing"]].merge(
            of.assign(thing="agreements:" + of["agreement"]), on="thing"
        ))  # fmt: skip
    return pd.concat(parts).assign(what="relation", about="", value="")


def _of_fields(facts: Facts, as_of: int) -> pd.DataFrame:
    """Return the sources of commitments; what a topic attests holds for its field too."""
    rows = facts.rows[(facts.rows["role"] == "named") & (facts.rows["since"] <= as_of)]
    reaching = rows.merge(facts.tree.ancestry, on="field").merge(facts.evidence.cites, on="thing")
    return reaching.assign(what="field", about=reaching["counts_for"], value="")


def _of_types(tables: Tables, links: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of what each party calls the relation, and of statements that say so."""
    parties = tables["parties"].frame("id", "agreement", "city", "relation_type")
    parties = parties[parties["relation_type"] != ""]
    parties = parties.assign(
        thing="agreements:" + parties["agreement"],
        about="parties:" + parties["id"],
        value=parties["relation_type"],
    )
    placed = parties.merge(links[["relation", "thing"]], on="thing")
    takes_part = [
        city in relation_cities(relation)
        for city, relation in zip(placed["city"], placed["relation"], strict=True)
    ]
    placed = placed[pd.Series(takes_part, index=placed.index, dtype="bool")]
    said = _statements(tables)
    said = said[(said["property"] == "relationType") & (said["stance"] == "asserts")]
    stated = placed.merge(said[["about", "value", "source"]], on=["about", "value"])
    return pd.concat([placed.merge(_sources(tables, "parties"), on="id"), stated]).assign(
        what="type"
    )


def _statements(tables: Tables) -> pd.DataFrame:
    return tables["statements"].frame("about", "property", "value", "source", "stance")


def _cities(relations: "pd.Series[str]") -> pd.DataFrame:
    """Return the two cities (a, b) of each relation."""
    pairs = [relation_cities(relation) for relation in relations]
    return pd.DataFrame(pairs, columns=["a", "b"], index=relations.index, dtype="str")


def _by_side(cited: pd.DataFrame, speakers: pd.DataFrame) -> pd.DataFrame:
    """Gather the sources of each claim by the side that they speak for."""
    cities = _cities(cited["relation"])
    spoken = set(speakers[["source", "city"]].itertuples(index=False, name=None))
    sides = {
        name: [pair in spoken for pair in zip(cited["source"], cities[name], strict=True)]
        for name in ("a", "b")
    }
    marked = cited.assign(**sides)
    marked["third"] = ~marked["a"].astype(bool) & ~marked["b"].astype(bool)
    keys = marked[_KEY].drop_duplicates(ignore_index=True)
    for name in ("a", "b", "third"):
        of = marked[marked[name].astype(bool)].groupby(_KEY)["source"].agg(";".join)
        index = pd.MultiIndex.from_frame(keys[_KEY])
        keys[f"sources_{name}"] = of.reindex(index).fillna("").astype("str").to_numpy()
    return _with_classes(keys)


def _with_classes(keys: pd.DataFrame) -> pd.DataFrame:
    has_a, has_b = keys["sources_a"] != "", keys["sources_b"] != ""
    classes = has_a.astype(int) + has_b.astype(int)
    cities = _cities(keys["relation"])
    by = cities["a"].where(has_a, "") + ";" + cities["b"].where(has_b, "")
    keys["attested"] = classes.map({0: THIRD, 1: ONE, 2: BOTH}).astype("str")
    keys["by"] = by.str.strip(";").astype("str")
    return keys[list(COLUMNS)]


def read_differences(tables: Tables, facts: Facts, as_of: int) -> pd.DataFrame:
    """Return where the two sides of a relation differ, at a day.

    Columns: relation, what (`relation_type` and `signed_on`: both parties of an agreement have one,
    not the same; else the property of a statement), about (the agreement, or the row stated of),
    value_a and value_b, and their sources. Statements count where sources of both sides make them;
    one that disputes a value has `≠` before it.
    """
    links = facts.links.rows[facts.links.rows["since"] <= as_of][["relation", "thing"]]
    parts = [_of_parties(tables, links, column) for column in ("relation_type", "signed_on")]
    found = pd.concat([*parts, _of_statements(tables, links)], ignore_index=True)
    return found[list(DIFFERENCES)].sort_values(["relation", "about", "what"], ignore_index=True)


def _of_parties(tables: Tables, links: pd.DataFrame, column: str) -> pd.DataFrame:
    parties = tables["parties"].frame("agreement", "city", column, "sources")
    parties = parties[parties[column] != ""].drop_duplicates(["agreement", "city"])
    parties = parties.assign(thing="agreements:" + parties["agreement"])
    of = parties.set_axis(["agreement", "city", "value", "sources", "thing"], axis=1)
    return _facing(of.assign(about=of["thing"]), links).assign(what=column)


def _of_statements(tables: Tables, links: pd.DataFrame) -> pd.DataFrame:
    """Return statements on things of a relation by sources of its two sides that differ."""
    said = _statements(tables).merge(_speakers(tables), on="source")
    said["value"] = ("≠ " + said["value"]).where(said["stance"] == "disputes", said["value"])
    agreement = tables["parties"].frame("id", "agreement").set_index("id")["agreement"]
    of_party = "agreements:" + said["about"].str.removeprefix("parties:").map(agreement)
    said["thing"] = of_party.where(said["about"].str.startswith("parties:"), said["about"])
    said = said.rename(columns={"source": "sources", "property": "what"})
    return _facing(said, links, "what")


def _facing(values: pd.DataFrame, links: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Return the values of the two cities of each relation side by side, where they differ."""
    cities = _cities(links["relation"])
    kept = [*("thing", "about", "city", "value", "sources"), *more]
    one = links.assign(city=cities["a"]).merge(values[kept], on=["thing", "city"])
    other = links.assign(city=cities["b"]).merge(values[kept], on=["thing", "city"])
    pairs = one.merge(other, on=["relation", "thing", "about", *more], suffixes=("_a", "_b"))
    return pairs[pairs["value_a"] != pairs["value_b"]].drop_duplicates()
