"""Which cities could close a city's gap in a field, with the reasons for and against each."""

from kg.suggest.build import build_suggestions
from kg.suggest.model import Reason, Suggestion, Suggestions, Verdict

__all__ = ["Reason", "Suggestion", "Suggestions", "Verdict", "build_suggestions"]
