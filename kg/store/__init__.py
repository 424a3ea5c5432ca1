"""SPARQL: the embedded store, its answers, and the pack of named questions."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "Answer": "answer",
    "Store": "embedded",
    "open_store": "embedded",
    "Parameter": "questions",
    "Question": "questions",
    "find_question": "questions",
    "read_questions": "questions",
}


def __getattr__(name: str) -> object:
    """Import a module when it is first asked for: a worker of `kg serve` starts without tables."""
    if name in _HOMES:
        return getattr(import_module(f"kg.store.{_HOMES[name]}"), name)
    raise AttributeError(name)
