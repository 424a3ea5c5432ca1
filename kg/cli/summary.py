"""Coverage in words and rows: how much of a relation or of a city's relations is uncovered."""

from typing import TYPE_CHECKING

import pandas as pd

from kg.cli.words import say
from kg.coverage import COVERED
from kg.names import partner_of
from kg.tables import to_records

if TYPE_CHECKING:
    from kg.api import Evidence, KnowledgeGraph

_NAMED_AT_MOST = 12


def partner_rows(
    graph: "KnowledgeGraph",
    city: str,
    level: str,
    denominator: str,
    as_of: str | None,
    evidence: "Evidence",
    lang: str,
) -> pd.DataFrame:
    """Return a row a partner: stage, covered of total, uncovered, last contact."""
    relations = graph.relations(city, as_of=as_of)
    cells = graph.coverage(
        city, as_of=as_of, evidence=evidence, level=level, denominator=denominator
    )
    stages = graph.schema.code_lists["relation-stage"].codes
    rows = []
    for row in to_records(relations):
        own = cells[cells["relation"] == row["relation"]]
        partner = partner_of(city, row["relation"])
        covered = int((own["rank"] >= COVERED).sum())
        rows.append(
            {
                "partner": graph.label(f"cities:{partner}", lang),
                "stage": stages[row["stage"]].labels[lang],
                "covered": f"{covered}/{len(own)}" if len(own) else "–",
                "uncovered": len(own) - covered if len(own) else "–",
                "proven": int((own["rung"] == "evidenced").sum()) if len(own) else "–",
                "last": row["last"],
            }
        )
    return (
        pd.DataFrame(rows).sort_values(["partner"], ignore_index=True) if rows else pd.DataFrame()
    )


def field_rows(
    graph: "KnowledgeGraph",
    city: str,
    partner: str,
    level: str,
    denominator: str,
    as_of: str | None,
    evidence: "Evidence",
    lang: str,
) -> pd.DataFrame:
    """Return a row a field: rung, gap, topics covered, number of studies, best source."""
    cells = graph.coverage(
        city, partner, as_of=as_of, evidence=evidence, level=level, denominator=denominator
    )
    rungs, gaps = graph.schema.code_lists["rung"].codes, graph.schema.code_lists["gap"].codes
    kinds = graph.schema.code_lists["source-kind"].codes
    rows = pd.DataFrame(
        {
            "field": [graph.label(f"fields:{f}", lang) for f in cells["field"]],
            "rung": [rungs[r].labels[lang] for r in cells["rung"]],
            "gap": [gaps[g].labels[lang] if g else "" for g in cells["gap"]],
            "topics": [
                f"{done}/{total}" if total else ""
                for done, total in zip(cells["topics_covered"], cells["topics"], strict=True)
            ],
            "studied": cells["studied"],
            "grade": [kinds[g].labels[lang] if g else "" for g in cells["grade"]],
        }
    )
    if not rows["topics"].any():
        rows = rows.drop(columns="topics")
    return rows


def relation_sentence(
    graph: "KnowledgeGraph",
    city: str,
    partner: str,
    as_of: str | None,
    evidence: "Evidence",
    lang: str,
) -> str:
    """Say how much of what two cities agreed is uncovered, by field and by topic."""
    cells = graph.coverage(city, partner, as_of=as_of, evidence=evidence, denominator="agreed")
    names = {
        "city": graph.label(f"cities:{city}", lang),
        "partner": graph.label(f"cities:{partner}", lang),
    }
    lines = [say("relation-head", lang, **names, as_of=graph.day_text(as_of))]
    for level in ("field", "topic"):
        own = cells[cells["level"] == level]
        if own.empty:
            lines += [say("relation-none", lang)] if level == "field" else []
            continue
        bare = own[own["rank"] < COVERED]
        details = {"uncovered": len(bare), "total": len(own), "fields": _named(graph, bare, lang)}
        key = f"relation-{level}s" if len(bare) else f"relation-{level}s-covered"
        lines.append(say(key, lang, **details))
    return "\n".join(lines)


def most_telling_partner(graph: "KnowledgeGraph", city: str, as_of: str | None) -> str | None:
    """Return the partner with which most agreed topics are uncovered, None without such topics.

    Topics tell most: a field looks covered as soon as one of its topics is.
    """
    topics = graph.coverage(city, as_of=as_of, level="topic", denominator="agreed")
    counts = topics.loc[topics["rank"] < COVERED, "relation"].value_counts()
    if counts.empty:
        return None
    return partner_of(city, min(counts.index[counts == counts.max()]))


def _named(graph: "KnowledgeGraph", cells: pd.DataFrame, lang: str) -> str:
    labels = [graph.label(f"fields:{field}", lang) for field in cells["field"]]
    shown = ", ".join(labels[:_NAMED_AT_MOST])
    more = len(labels) - _NAMED_AT_MOST
    return shown + (say("and-more", lang, count=more) if more > 0 else "")
