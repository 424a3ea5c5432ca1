"""Checks across rows and tables: references and the rules of ontology/rules."""

from kg.check.references import check_references
from kg.check.rules import Rule, check_rules, read_rules

__all__ = ["Rule", "check_references", "check_rules", "read_rules"]
