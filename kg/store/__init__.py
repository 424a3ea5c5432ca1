"""SPARQL: the embedded store, its answers, and the pack of named questions."""

from kg.store.answer import Answer
from kg.store.embedded import Store, open_store
from kg.store.questions import Parameter, Question, find_question, read_questions

__all__ = [
    "Answer",
    "Parameter",
    "Question",
    "Store",
    "find_question",
    "open_store",
    "read_questions",
]
