"""Networks of cities and fields: as networkx takes them, measured, and beside published figures."""

from kg.network.build import Frames, coverage_network, relations_network
from kg.network.chain import chain
from kg.network.communities import find_communities
from kg.network.measures import Measures, measure, simple_graph
from kg.network.places import city_measures
from kg.network.published import Published, read_published
from kg.network.stats import TWINNED, NetworkStats, build_stats
from kg.network.two_mode import Coverage, build_coverage, find_covering

__all__ = [
    "TWINNED",
    "Coverage",
    "Frames",
    "Measures",
    "NetworkStats",
    "Published",
    "build_coverage",
    "build_stats",
    "chain",
    "city_measures",
    "coverage_network",
    "find_communities",
    "find_covering",
    "measure",
    "read_published",
    "relations_network",
    "simple_graph",
]
