"""Makes the tables of what was done and written: programmes, events, studies, sources and so on."""

import pyarrow as pa
import pyarrow.compute as pc

from bench.columns import constant, decimals, ids, joined, keep, names, texts
from bench.world import Columns, World, row_numbers


def programs(world: World) -> Columns:
    """Make the table programs."""
    rows, dice = row_numbers(-(-world.agreements // 5)), world.dice
    agreement = rows * 5
    status = dice.pick(len(rows), ("completed", "completed", "under-way", "planned", "suspended"))
    status = pc.if_else(pa.array(rows % 2 == 0), "completed", status)  # those with an outcome
    ran, done = pc.not_equal(status, "planned"), pc.equal(status, "completed")
    first, second = world.fields(len(rows)), world.fields(len(rows))
    return {
        "id": ids("program", rows),
        "name@en": names("Made-up programme", rows),
        "agreements": dice.some(ids("agreement", agreement), 0.9),
        "cities": world.pair(agreement),
        "fields": joined(";", first, keep(dice.some(second, 0.2), _differ(first, second))),
        "agencies": dice.some(ids("agency", dice.few(len(rows), world.cities // 2)), 0.3),
        "kind": dice.pick(len(rows), ("project", "training", "exchange", "study-visit")),
        "status": status,
        "began": keep(dice.dates(world.year[agreement] + 1), ran.to_numpy(zero_copy_only=False)),
        "ended": keep(dice.dates(world.year[agreement] + 2), done.to_numpy(zero_copy_only=False)),
        "participants": dice.some(texts(dice.numbers(len(rows), 2, 400)), 0.2),
        "funding": dice.some(
            dice.pick(len(rows), ("city-budget", "national", "city-budget;private")), 0.3
        ),
        "sources": world.cited(len(rows)),
    }


def _differ(one: pa.Array, other: pa.Array) -> pa.Array:
    return pc.not_equal(one, other).to_numpy(zero_copy_only=False)


def outcomes(world: World) -> Columns:
    """Make the table outcomes."""
    rows, dice = row_numbers(-(-world.agreements // 10)), world.dice
    return {
        "id": ids("outcome", rows),
        "program": ids("program", rows * 2),
        "kind": dice.pick(len(rows), ("output", "outcome", "impact")),
        "description@en": names("Made-up result", rows),
        "value": dice.some(decimals(dice.numbers(len(rows), 1, 10_000)), 0.5),
        "unit": dice.some(constant(len(rows), "people"), 0.5),
        "sources": world.cited(len(rows)),
    }


def obstacles(world: World) -> Columns:
    """Make the table obstacles."""
    rows, dice = row_numbers(-(-world.agreements // 100)), world.dice
    agreement = joined("", "agreements:", ids("agreement", rows * 10))
    program = joined("", "programs:", ids("program", rows * 2))
    return {
        "id": ids("obstacle", rows),
        "about": joined(";", agreement, dice.some(program, 0.5)),
        "kind": dice.pick(len(rows), ("budget", "language", "politics", "pandemic")),
        "description@en": names("Made-up obstacle", rows),
        "sources": world.cited(len(rows)),
    }


def events(world: World) -> Columns:
    """Make the table events."""
    rows, dice = row_numbers(-(-world.agreements // 10)), world.dice
    return {
        "id": ids("event", rows),
        "name@en": names("Made-up event", rows),
        "kind": dice.pick(len(rows), ("visit", "talks", "ceremony")),
        "on": dice.dates(world.year[rows * 10]),
        "cities": world.pair(rows * 10),
        "agreement": ids("agreement", rows * 10),
        "fields": dice.some(world.fields(len(rows)), 0.5),
        "people": dice.some(names("Made-up Guest", rows), 0.2),
        "sources": world.cited(len(rows)),
    }


def studies(world: World) -> Columns:
    """Make the table studies."""
    rows, dice = row_numbers(-(-world.agreements // 200)), world.dice
    return {
        "id": ids("study", rows),
        "name@en": names("Made-up study", rows),
        "authors": joined(";", names("Made-up, A.", rows), dice.some(names("Z.", rows), 0.5)),
        "issued": texts(dice.numbers(len(rows), 2012, 2023)),
        "url": joined("", "https://example.org/made-up/study/", texts(rows)),
        "kind": dice.pick(len(rows), ("thesis", "article", "evaluation")),
        "about": dice.some(joined("", "agreements:", ids("agreement", rows * 20)), 0.5),
        "cities": world.pair(rows * 20),
        "fields": dice.some(world.fields(len(rows)), 0.5),
        "sources": world.cited(len(rows)),
    }


def sources(world: World) -> Columns:
    """Make the table sources."""
    rows, dice = row_numbers(world.sources), world.dice
    return {
        "id": ids("source", rows),
        "name@en": names("Made-up document", rows),
        "kind": dice.pick(len(rows), ("signed-text", "official-record", "press", "press", "blog")),
        "publisher": names("Made-up Publisher", rows // 20),
        "issued": dice.some(dice.dates(dice.numbers(len(rows), 2011, 2023)), 0.7),
        "url": joined("", "https://example.org/made-up/document/", texts(rows)),
        "language": dice.pick(len(rows), ("en", "id", "ko")),
    }


def statements(world: World) -> Columns:
    """Make the table statements."""
    rows, dice = row_numbers(-(-world.agreements // 50)), world.dice
    return {
        "id": ids("statement", rows),
        "about": joined("", "agreements:", ids("agreement", rows * 50)),
        "property": constant(len(rows), "signed"),
        "value": dice.dates(world.year[rows * 50]),
        "source": ids("source", dice.few(len(rows), world.sources)),
        "stance": dice.pick(len(rows), ("asserts", "asserts", "disputes")),
    }


def searches(world: World) -> Columns:
    """Make the table searches."""
    rows, dice = row_numbers(-(-world.agreements // 100)), world.dice
    return {
        "id": ids("search", rows),
        "name@en": names("Made-up search", rows),
        "on": dice.dates(dice.numbers(len(rows), 2020, 2023)),
        "by": constant(len(rows), "Nobody"),
        "where": constant(len(rows), "nowhere; this is made up"),
        "cities": world.pair(rows * 100),
        "fields": dice.some(world.fields(len(rows)), 0.3),
        "found": dice.pick(len(rows), ("nothing", "nothing", "something")),
    }


def policies(world: World) -> Columns:
    """Make the table policies."""
    rows = row_numbers(3)
    return {
        "id": ids("policy", rows),
        "name@en": names("Made-up rule", rows),
        "kind": ["equal-status", "complementarity", "diplomatic-relations"],
        "country": constant(len(rows), "ID"),
        "sources": world.cited(len(rows)),
    }
