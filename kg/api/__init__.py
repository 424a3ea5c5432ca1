"""The public Python face: a project that was read, checked, and can be asked."""

from kg.api.choices import Evidence, NetworkKind
from kg.api.graph import KnowledgeGraph

__all__ = ["Evidence", "KnowledgeGraph", "NetworkKind"]
