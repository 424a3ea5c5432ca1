"""The catalogue of releases on a server: what is current, what can go, and how that is changed.

Two may publish at the same time. What must hold then is left to the server, in updates that change
the catalogue only where it still says what was read: nothing becomes current that was removed,
nothing current is removed, and of two that become current one stays.
"""

from dataclasses import dataclass

from kg.errors import KgError
from kg.names import PREFIXES
from kg.publish.plan import Plan
from kg.publish.server import Server
from kg.store.releases import CURRENT, DCAT, LISTED, PREVIOUS, catalogue_of

VOID_TRIPLES = "http://rdfs.org/ns/void#triples"
IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_REMOVED = PREFIXES["dcterms"] + "replaces"  # until its graph is gone


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the catalogue says: current releases (two amid a switch), the one before, and all."""

    current: tuple[str, ...]
    previous: tuple[str, ...]
    listed: tuple[str, ...]


def read_catalogue(server: Server, dataset: str) -> Catalogue:
    """Read what the server says of the releases of a data set."""
    graph = catalogue_of(dataset)
    return Catalogue(
        *(tuple(server.values(graph, dataset, name)) for name in (CURRENT, PREVIOUS, LISTED))
    )


def notes_of(release: str) -> str:
    """Return the name of the graph that says which batches of a release have arrived."""
    return f"{release}/batches"


def list_release(server: Server, dataset: str, release: str) -> None:
    """Name a release that is about to be filled, so that it is removed if it never is whole."""
    server.update(
        f"DELETE DATA {{ {_says(dataset, _REMOVED, release)} }} ; "
        f"INSERT DATA {{ {_says(dataset, LISTED, release)} }}"
    )


def before(known: Catalogue, release: str) -> str:
    """Return the release that was current before, else the one before that, "" for none."""
    others = [name for name in known.current + known.previous if name != release]
    return others[0] if others else ""


def switch(plan: Plan, server: Server, release: str, previous: str) -> None:
    """Name the release as current, then only it; KgError where another publisher came between."""
    graph, dataset = catalogue_of(plan.dataset), plan.dataset
    server.update(
        f"INSERT {{ {_says(dataset, CURRENT, release)} GRAPH <{graph}> {{ "
        f'<{release}> <{DCAT}version> "{_escape(plan.version)}" ; '
        f'<{VOID_TRIPLES}> {plan.triples} ; <{IDENTIFIER}> "sha256:{plan.sha256}" }} }} '
        f"WHERE {{ {_says(dataset, LISTED, release)} }}"
    )
    _expect(server, dataset, release, alone=False)
    if previous:
        server.update(f"INSERT DATA {{ {_says(dataset, PREVIOUS, previous)} }}")
    for property_, kept in ((CURRENT, release), (PREVIOUS, previous)):
        for name in server.values(graph, dataset, property_):
            if name != kept:
                _take_back(server, dataset, property_, name, release)
    _expect(server, dataset, release, alone=True)


def _take_back(server: Server, dataset: str, property_: str, name: str, release: str) -> None:
    """Take back that a release is current, or the one before, while `release` is current."""
    old = _says(dataset, property_, name)
    server.update(f"DELETE {{ {old} }} WHERE {{ {old} {_says(dataset, CURRENT, release)} }}")


def _expect(server: Server, dataset: str, release: str, *, alone: bool) -> None:
    now = read_catalogue(server, dataset).current
    if release in now and (len(now) == 1 or not alone):
        return
    raise KgError(
        f"{', '.join(now) or 'Nothing'} is current now, not {release}: someone else publishes this "
        "data set at the same time. Run the same command again when that is done."
    )


def remove_others(server: Server, dataset: str, kept: set[str]) -> None:
    """Remove the releases that are not kept, finished or not, and the notes of all."""
    graph = catalogue_of(dataset)
    for release in kept:
        server.drop(notes_of(release))
    names = {n for p in (LISTED, _REMOVED) for n in server.values(graph, dataset, p)}
    for release in sorted(names - kept):
        remove(server, dataset, release)


def remove(server: Server, dataset: str, release: str) -> None:
    """Remove a release with its notes, unless it is current, or no graph of this data set."""
    graph = catalogue_of(dataset)
    if not release.startswith(f"{graph}/"):
        return
    listed = _says(dataset, LISTED, release)
    server.update(
        f"DELETE {{ {listed} }} INSERT {{ {_says(dataset, _REMOVED, release)} }} WHERE {{ {listed} "
        f"FILTER NOT EXISTS {{ {_says(dataset, CURRENT, release)} }} }}"
    )
    if release in server.values(graph, dataset, LISTED):
        return
    server.drop(notes_of(release))
    server.drop(release)
    server.update(
        f"DELETE WHERE {{ GRAPH <{graph}> {{ <{release}> ?property ?value }} }} ; "
        f"DELETE DATA {{ {_says(dataset, _REMOVED, release)} }}"
    )


def _says(dataset: str, property_: str, value: str) -> str:
    return f"GRAPH <{catalogue_of(dataset)}> {{ <{dataset}> <{property_}> <{value}> }}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
