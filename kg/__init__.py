"""Sister-city knowledge graph: which fields of cooperation remain uncovered."""

from typing import TYPE_CHECKING

from kg.names import VERSION as __version__

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

__all__ = ["KnowledgeGraph", "__version__"]


def __getattr__(name: str) -> object:
    """Import the Python face when it is first asked for, so that `kg --help` stays quick."""
    if name == "KnowledgeGraph":
        from kg.api import KnowledgeGraph

        return KnowledgeGraph
    raise AttributeError(name)
