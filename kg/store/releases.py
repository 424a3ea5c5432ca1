"""Where a server keeps the releases of a data set, and which of them holds now.

Each release is a named graph of its own that does not change any more. A small graph, the
catalogue, says which one is current; readers ask it first and then name that graph alone.

    GRAPH <…/id/dataset/ID/releases> { <…/id/dataset/ID> dcat:hasCurrentVersion <RELEASE> }

Source: DCAT 3 (W3C Recommendation, 22 August 2024), section 11 on versions.
"""

from kg.names import BASE, PREFIXES

DCAT = PREFIXES["dcat"]
CURRENT = DCAT + "hasCurrentVersion"
PREVIOUS = DCAT + "previousVersion"
LISTED = DCAT + "hasVersion"

HIDDEN = BASE + ".well-known/genid/"
"""How IRIs begin that stand in place of blank nodes (RDF 1.1 Concepts, section 3.5)."""


def catalogue_of(dataset: str) -> str:
    """Return the name of the graph that says which release of a data set (its IRI) is current."""
    return f"{dataset}/releases"


def ask_current(dataset: str) -> str:
    """Return the query for the current release.

    While one release takes the place of another, both may be named for a moment. Both are whole;
    everybody takes the last by name, so that nobody sees first one, then the other, then the one.
    """
    return (
        f"SELECT ?release WHERE {{ GRAPH <{catalogue_of(dataset)}> "
        f"{{ <{dataset}> <{CURRENT}> ?release }} }} ORDER BY DESC(STR(?release)) LIMIT 1"
    )
