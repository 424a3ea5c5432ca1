"""Makes the tables of what was agreed: cities, agencies, fields, agreements and their parts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.columns import constant, decimals, ids, joined, keep, names, texts
from bench.world import FIELDS, GROUPS, TOPICS, Columns, World, row_numbers

_COUNTRIES = ("ID", "ID", "KR", "KR", "JP", "NL", "BE", "US", "CN", "EC", "DE")
_LEVELS = ("city", "city", "city", "metropolitan-city", "regency", "district")


def dataset(world: World) -> Columns:
    """Make the table dataset."""
    return {
        "id": pa.array(["made-up"]),
        "title@en": pa.array(["Made-up agreements, for timing only"]),
        "version": pa.array(["0"]),
        "as_of": pa.array(["2024-12-31"]),
        "focal_city": ids("city", row_numbers(1)),
        "licence": pa.array(["https://creativecommons.org/publicdomain/zero/1.0/"]),
    }


def cities(world: World) -> Columns:
    """Make the table cities."""
    rows, dice = row_numbers(world.cities), world.dice
    return {
        "id": ids("city", rows),
        "name@en": names("Made-up City", rows),
        "name@id": dice.some(names("Kota Rekaan", rows), 0.3),
        "name@ko": dice.some(names("가상 도시", rows), 0.3),
        "country": dice.pick(len(rows), _COUNTRIES),
        "level": dice.pick(len(rows), _LEVELS),
        "lat": decimals(dice.numbers(len(rows), -5500, 7000)),
        "long": decimals(dice.numbers(len(rows), -17900, 17900)),
        "population": dice.some(texts(dice.numbers(len(rows), 20_000, 12_000_000)), 0.5),
        "sources": world.cited(len(rows)),
    }


def agencies(world: World) -> Columns:
    """Make the table agencies."""
    rows, dice = row_numbers(world.cities // 2), world.dice
    return {
        "id": ids("agency", rows),
        "name@en": names("Made-up Agency", rows),
        "city": ids("city", rows),
        "kind": dice.pick(len(rows), ("department", "department", "government", "university")),
        "part_of": keep(ids("agency", rows // 8), rows % 8 > 0),
        "began": dice.some(texts(dice.numbers(len(rows), 1950, 1970)), 0.3),
        "sources": world.cited(len(rows)),
    }


def fields(world: World) -> Columns:
    """Make the table fields."""
    rows = row_numbers(GROUPS + FIELDS + TOPICS)
    in_level = np.where(rows < GROUPS + FIELDS, rows - GROUPS, rows - GROUPS - FIELDS)
    parent = np.where(rows < GROUPS + FIELDS, in_level % GROUPS, in_level % FIELDS + GROUPS)
    return {
        "id": ids("field", rows),
        "name@en": names("Made-up field", rows),
        "name@id": names("Bidang rekaan", rows),
        "name@ko": names("가상 분야", rows),
        "broader": keep(ids("field", np.maximum(parent, 0)), rows >= GROUPS),
        "notation": texts(rows),
        "sources": world.cited(len(rows)),
    }


def agreements(world: World) -> Columns:
    """Make the table agreements."""
    rows, dice = row_numbers(world.agreements), world.dice
    renews = rows % 10 == 9
    kind = dice.pick(len(rows), ("loi", "mou", "mou", "friendship", "plan", "arrangement"))
    return {
        "id": ids("agreement", rows),
        "name@en": names("Made-up agreement", rows),
        "name@ko": dice.some(names("가상 협정", rows), 0.2),
        "kind": pc.if_else(pa.array(renews), "renewal", kind),
        "status": constant(len(rows), "signed"),
        "signed": dice.dates(world.year),
        "valid_until": dice.some(dice.dates(world.year + 6), 0.2),
        "term_years": dice.some(texts(dice.numbers(len(rows), 4, 20)), 0.2),
        "renews": keep(ids("agreement", np.maximum(rows - 1, 0)), renews),
        "note@en": dice.some(joined("", 'Called "the ', texts(rows), '", made up; not real'), 0.1),
        "note@ko": dice.some(joined(" ", texts(rows), "번 가상 협정, 실제가 아님"), 0.05),
        "sources": world.cited(len(rows)),
    }


def parties(world: World) -> Columns:
    """Make the table parties."""
    dice, agreement = world.dice, np.repeat(row_numbers(world.agreements), 2)
    rows = row_numbers(len(agreement))
    city = np.where(rows % 2, world.other[agreement], world.one[agreement])
    mayor, deputy = names("Made-up Mayor", city), names("Made-up Deputy", city)
    return {
        "id": ids("party", rows),
        "agreement": ids("agreement", agreement),
        "city": ids("city", city),
        "signatory": dice.some(joined(";", mayor, dice.some(deputy, 0.2)), 0.2),
        "relation_type": dice.pick(len(rows), ("sister", "sister", "friendship", "other")),
        "approved_by": dice.some(constant(len(rows), "Made-up council"), 0.05),
        "approved_on": dice.some(texts(world.year[agreement] - 1), 0.05),
        "sources": world.cited(len(rows)),
    }


def commitments(world: World) -> Columns:
    """Make the table commitments."""
    rows, dice = row_numbers(world.agreements * 7 // 10), world.dice
    return {
        "id": ids("commitment", rows),
        "agreement": ids("agreement", rows * 10 // 7),
        "field": world.fields(len(rows)),
        "lead": dice.some(ids("agency", dice.few(len(rows), world.cities // 2)), 0.3),
        "expected_result@en": dice.some(constant(len(rows), "A made-up result"), 0.1),
        "budget": dice.some(constant(len(rows), "each side bears its own costs"), 0.1),
        "stage": constant(len(rows), "text"),
        "sources": world.cited(len(rows)),
    }
