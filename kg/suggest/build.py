"""Suggestions in their order: rules broken, then evidence, then nearness, then what is against."""

from collections.abc import Mapping

import pandas as pd

from kg.coverage import Facts, build_cells, build_relations
from kg.network import build_coverage
from kg.suggest.grounds import covered_with, find_grounds, read_record
from kg.suggest.model import GROUNDS, Reason, Suggestion, Suggestions
from kg.suggest.policies import read_policies
from kg.suggest.standing import find_failures, read_standing


def build_suggestions(
    tables: Mapping[str, pd.DataFrame], facts: Facts, city: str, field: str, as_of: int, day: str
) -> Suggestions:
    """Suggest partners for a city in a field or topic at a day (`day` is the same as text)."""
    relations = build_relations(facts.links, as_of)
    record = read_record(facts, field, as_of)
    standing = read_standing(tables, relations, city, as_of)
    coverage = build_coverage(build_cells(facts, as_of), relations, facts.tree.at("field"))
    policies = read_policies(tables["policies"], standing, coverage)
    failures = find_failures(record, tables["obstacles"], city)
    covered = covered_with(record, city)
    already = {other for reason in covered for other in reason.others}
    found = [
        Suggestion(
            candidate,
            (*sorted(grounds, key=_place), *standing.reasons(candidate)),
            (*failures.get(candidate, []), *standing.against(candidate)),
            tuple(policies.judge(candidate)),
        )
        for candidate, grounds in find_grounds(record, city).items()
        if candidate not in already
    ]
    ordered = tuple(sorted(found, key=lambda one: one.order))
    return Suggestions(city, field, day, tuple(covered), ordered)


def _place(reason: Reason) -> int:
    return GROUNDS.index(reason.kind)
