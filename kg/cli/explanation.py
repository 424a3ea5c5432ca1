"""One cell explained in words: rung, gap, what is missing, and the rows and sources behind it."""

from typing import TYPE_CHECKING

import click

from kg.cli.words import say
from kg.names import relation_cities
from kg.tables import by_id, to_records

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.coverage import Explanation


def print_explanation(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> None:
    """Print an explanation as lines of text."""
    for line in explanation_lines(graph, found, lang):
        click.echo(line)


def explanation_lines(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    """Return the lines of an explanation."""
    codes = graph.schema.code_lists
    rung, gap = str(found.cell["rung"]), str(found.cell["gap"])
    cities = " – ".join(
        graph.label(f"cities:{city}", lang) for city in relation_cities(found.relation)
    )
    lines = [
        f"{cities}: {graph.label(f'fields:{found.field}', lang)}",
        say("why-rung", lang, rung=codes["rung"].codes[rung].labels[lang], as_of=found.as_of),
    ]
    if gap:
        lines.append(say("why-gap", lang, gap=codes["gap"].codes[gap].definitions[lang]))
    else:
        lines.append(say("why-no-gap", lang))
    lines += _marks(graph, found, lang)
    lines += _facts(graph, found, lang)
    lines += _sources(graph, found, lang)
    lines += _statements(graph, found, lang)
    lines += _obstacles(graph, found, lang)
    return lines + _closing(found, lang)


def _marks(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    marks = graph.schema.code_lists["mark"].codes
    flags = [m for m in marks if found.cell.get(m.replace("-", "_")) is True]
    words = [marks[m].labels[lang] for m in flags]
    studied = int(str(found.cell["studied"]))
    words.append(
        say("why-studies", lang, count=studied) if studied else marks["unstudied"].labels[lang]
    )
    searched = str(found.cell["searched"])
    words.append(
        say("why-searched", lang, on=searched) if searched else say("why-not-searched", lang)
    )
    return [say("why-marks", lang, marks="; ".join(words))]


def _facts(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    if found.facts.empty:
        return [say("why-nothing", lang)]
    return [say("why-facts", lang), *(_fact(graph, fact, lang) for fact in to_records(found.facts))]


def _fact(graph: "KnowledgeGraph", fact: dict[str, str], lang: str) -> str:
    name = graph.label(fact["rests_on"] or fact["thing"], lang)
    since = fact["since"] or say("why-undated", lang)
    reason = f" ({say('why-' + fact['reason'], lang)})" if fact["reason"] else ""
    role = say(f"role-{fact['role']}", lang)
    return f"  {since}  {role}: {name} [{fact['thing']}]{reason}"


def _sources(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    if not found.sources:
        return []
    table = by_id(graph.tables["sources"])
    kinds = graph.schema.code_lists["source-kind"].codes
    lines = [say("why-sources", lang)]
    for key in found.sources:
        row = table[key]
        parts = (kinds[row["kind"]].labels[lang], row["issued"], row["url"])
        lines.append(
            f"  {graph.label(f'sources:{key}', lang)} ({', '.join(p for p in parts if p)})"
        )
    return lines


def _statements(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    if found.statements.empty:
        return []
    stances = graph.schema.code_lists["stance"].codes
    properties = graph.schema.tables["statements"].column("property").code_list
    assert properties is not None  # the shape names them
    lines = [say("why-statements", lang)]
    for row in to_records(found.statements):
        source = graph.label(f"sources:{row['source']}", lang)
        stance = stances[row["stance"]].labels[lang]
        about = graph.label(row["about"], lang)
        name = properties.codes[row["property"]].labels[lang]
        lines.append(f"  {about}, {name}: {row['value']} ({stance}: {source})")
    return lines


def _obstacles(graph: "KnowledgeGraph", found: "Explanation", lang: str) -> list[str]:
    if not found.obstacles:
        return []
    table = by_id(graph.tables["obstacles"])
    kinds = graph.schema.code_lists["obstacle-kind"].codes
    return [
        say("why-obstacles", lang),
        *(
            f"  {kinds[table[key]['kind']].labels[lang]}: {graph.label(f'obstacles:{key}', lang)}"
            for key in found.obstacles
        ),
    ]


def _closing(found: "Explanation", lang: str) -> list[str]:
    if not found.closing_table:
        return []
    cells = {header: value for header, value in found.closing_row.items() if value}
    row = ", ".join(f"{header}={value}" for header, value in cells.items())
    gap = found.cell["gap"]
    key = "why-renew" if gap == "lapsed" else "why-close" if gap else "why-study"
    return [say(key, lang, table=f"{found.closing_table}.csv"), f"  {row}"]
