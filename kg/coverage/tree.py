"""The tree of fields: levels, and to which fields a fact counts."""

from dataclasses import dataclass

import pandas as pd

from kg.tables import Tables

LEVELS = ("group", "field", "topic")


@dataclass(frozen=True)
class Tree:
    """`levels` by field id; `ancestry` has a row (field, counts_for) for each field a fact reaches.

    What lies on a topic counts for its field too; nothing reaches a group but what lies on it, and
    nothing is passed down.
    """

    levels: pd.Series
    broader: pd.Series
    ancestry: pd.DataFrame

    @property
    def topic_counts(self) -> pd.Series:
        """Return the number of topics of each field, 0 for topics and groups."""
        counts = self.broader[self.levels == "topic"].value_counts()
        return counts.reindex(self.levels.index, fill_value=0).astype(int)

    def at(self, level: str) -> list[str]:
        """Return the fields of one level in the order of their ids."""
        return [str(field) for field in self.levels.index[self.levels == level]]


def build_tree(tables: Tables) -> Tree:
    """Read levels from depth: a root is a group, its children are fields, below are topics."""
    frame = tables["fields"].frame("id", "broader").set_index("id")
    broader = frame["broader"]
    parent = broader.map(broader).fillna("")
    levels = pd.Series("topic", index=frame.index)
    levels[broader != ""] = "field"
    levels[(broader != "") & (parent != "")] = "topic"
    levels[broader == ""] = "group"
    own = pd.DataFrame({"field": frame.index, "counts_for": frame.index})
    topics = frame.index[levels == "topic"]
    up = pd.DataFrame({"field": topics, "counts_for": broader[topics].to_numpy()})
    return Tree(levels, broader, pd.concat([own, up], ignore_index=True))
