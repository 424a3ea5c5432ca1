"""SPARQL: the embedded store, its answers, and the pack of named questions."""

from kg.store.answer import Answer
from kg.store.embedded import Store, open_store

__all__ = ["Answer", "Store", "open_store"]
