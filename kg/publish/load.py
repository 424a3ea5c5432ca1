"""Puts a release on a server, so that readers see the one before or the new one, never a half.

The release gets a graph of its own, in which nobody looks. It is filled batch by batch, each noted
in a graph beside it when it has arrived; a later run sends what is not noted. When the graph is
read back and is what was sent, the catalogue (see kg.store.releases) is changed by a few triples:
the new release is named as current first, then the old one is no longer. So there is no moment
without a current release, whatever the server makes of transactions. The release before stays,
for those who read it just now; older and unfinished ones are removed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kg.errors import KgError
from kg.names import PREFIXES
from kg.publish.canonical import Digests, digest_triples
from kg.publish.plan import Batch, Plan
from kg.publish.server import Server
from kg.store.releases import CURRENT, DCAT, LISTED, PREVIOUS, catalogue_of

VOID_TRIPLES = "http://rdfs.org/ns/void#triples"
IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_PART = PREFIXES["dcterms"] + "hasPart"

Tell = Callable[[str, int, int], None]
"""Takes what is done (`send`, `compare`, `switch`), how far it is, and how much it is in all."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: the graph's name, its triples and hash, batches sent and found there."""

    release: str
    triples: int
    sha256: str
    sent: int
    found: int
    was_current: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the catalogue says: current releases (two amid a switch), the one before, and all."""

    current: tuple[str, ...]
    previous: tuple[str, ...]
    listed: tuple[str, ...]


def publish(plan: Plan, server: Server, tell: Tell) -> Published:
    """Send, compare and switch; KgError says what failed, and readers keep what they had."""
    known = read_catalogue(server, plan.dataset)
    release = _choose(plan, server, known, tell)
    was_current = known.current == (release,)
    sent = 0
    if release not in known.current:
        sent = _send(plan, server, release, tell)
        _compare(plan, server, release, tell)
    tell("switch", 0, 1)
    previous = _before(known, release)
    _switch(plan, server, release, previous)
    _remove_others(server, plan.dataset, {release, *previous})
    tell("switch", 1, 1)
    found = len(plan.batches) - sent
    return Published(release, plan.triples, plan.sha256, sent, found, was_current)


def read_catalogue(server: Server, dataset: str) -> Catalogue:
    """Read what the server says of the releases of a data set."""
    graph = catalogue_of(dataset)
    return Catalogue(
        *(tuple(server.values(graph, dataset, name)) for name in (CURRENT, PREVIOUS, LISTED))
    )


def check(plan: Plan, server: Server) -> tuple[str, str]:
    """Return the current release, "" for none, and how it differs from the plan, "" for not."""
    current = read_catalogue(server, plan.dataset).current
    if not current:
        return "", ""
    missing, strange = find_difference(plan, server, current[-1])
    counted = server.count(current[-1])
    if not len(missing) and not strange and counted == plan.triples:
        return current[-1], ""
    return current[-1], describe_difference(plan, counted, missing, strange)


def find_difference(plan: Plan, server: Server, release: str) -> tuple[Digests, int]:
    """Read a graph back: the digests of triples that are not in it, how many are too many."""
    with server.read(release) as pieces:
        there = digest_triples(pieces)
    missing = np.setdiff1d(plan.digests, there, assume_unique=True)
    return missing, len(there) + len(missing) - plan.triples


def _choose(plan: Plan, server: Server, known: Catalogue, tell: Tell) -> str:
    """Return the name for the release: another one where its graph is current and was changed."""
    for name in (plan.release, f"{plan.release}-b"):
        if name not in known.current:
            return name
        tell("compare", 0, plan.triples)
        missing, strange = find_difference(plan, server, name)
        if not len(missing) and not strange:
            return name
    raise KgError(f"{plan.release} and its second graph were both changed on the server.")


def _send(plan: Plan, server: Server, release: str, tell: Tell) -> int:
    """Send the batches that are not noted as sent, and note each; return their number."""
    notes, graph = _notes(release), catalogue_of(plan.dataset)
    noted = set(server.values(notes, release, _PART))
    left = [batch for batch in plan.batches if _note(release, batch) not in noted]
    done = len(plan.batches) - len(left)
    server.add(graph, _line(plan.dataset, LISTED, f"<{release}>"))
    tell("send", done, len(plan.batches))
    for batch in left:
        try:
            server.add(release, plan.read(batch))
            server.add(notes, _line(release, _PART, f"<{_note(release, batch)}>"))
        except KgError as error:
            raise KgError(
                f"{error} {done} of {len(plan.batches)} batches have arrived, and readers see what "
                "they saw before. Run the same command again to go on."
            ) from error
        done += 1
        tell("send", done, len(plan.batches))
    return len(left)


def _compare(plan: Plan, server: Server, release: str, tell: Tell) -> None:
    """Check that the graph on the server is what was sent; else forget it, so that it is resent."""
    tell("compare", 0, plan.triples)
    counted = server.count(release)
    missing, strange = find_difference(plan, server, release)
    if not len(missing) and not strange and counted == plan.triples:
        tell("compare", plan.triples, plan.triples)
        return
    told = describe_difference(plan, counted, missing, strange)
    server.drop(_notes(release))
    server.drop(release)
    raise KgError(
        f"The server does not give back what was sent: {told}. It was removed there, and readers "
        "see what they saw before. Run the same command again to send all of it anew."
    )


def describe_difference(plan: Plan, counted: int, missing: Digests, strange: int) -> str:
    """Say in words how a graph on the server differs from the plan."""
    parts = [f"it counts {counted} triples for {plan.triples}"]
    if len(missing):
        parts.append(f"{len(missing)} are missing, such as {plan.examples(missing, 1)[0]}")
    if strange:
        parts.append(f"{strange} were not sent")
    return "; ".join(parts)


def _before(known: Catalogue, release: str) -> tuple[str, ...]:
    """Return the release that was current before, else the one before that, if any."""
    others = [name for name in known.current if name != release]
    return tuple(others[:1] or [name for name in known.previous if name != release][:1])


def _switch(plan: Plan, server: Server, release: str, previous: tuple[str, ...]) -> None:
    """Name the release as current, then only it."""
    graph, dataset = catalogue_of(plan.dataset), plan.dataset
    server.update(
        f"INSERT DATA {{ GRAPH <{graph}> {{ <{dataset}> <{CURRENT}> <{release}> . "
        f'<{release}> <{DCAT}version> "{_escape(plan.version)}" ; '
        f"<{VOID_TRIPLES}> {plan.triples} ; "
        f'<{IDENTIFIER}> "sha256:{plan.sha256}" }} }}'
    )
    for name in previous:
        server.add(graph, _line(dataset, PREVIOUS, f"<{name}>"))
    _leave_only(server, dataset, CURRENT, (release,))
    _leave_only(server, dataset, PREVIOUS, previous)
    if (now := read_catalogue(server, dataset).current) != (release,):
        raise KgError(
            f"{', '.join(now) or 'nothing'} is current now, not {release}: does someone else "
            "publish at the same time? Run the same command again."
        )


def _leave_only(server: Server, dataset: str, property_: str, kept: tuple[str, ...]) -> None:
    """Remove all values of a property of the data set but those kept."""
    graph = catalogue_of(dataset)
    for value in server.values(graph, dataset, property_):
        if value not in kept:
            server.update(
                f"DELETE DATA {{ GRAPH <{graph}> {{ <{dataset}> <{property_}> <{value}> }} }}"
            )


def _remove_others(server: Server, dataset: str, kept: set[str]) -> None:
    """Remove the graphs of other releases, finished or not, and the notes of all."""
    graph = catalogue_of(dataset)
    for release in server.values(graph, dataset, LISTED):
        server.drop(_notes(release))
        if release in kept:
            continue
        server.drop(release)
        server.update(
            f"DELETE WHERE {{ GRAPH <{graph}> {{ <{release}> ?property ?value }} }} ; "
            f"DELETE DATA {{ GRAPH <{graph}> {{ <{dataset}> <{LISTED}> <{release}> }} }}"
        )


def _notes(release: str) -> str:
    return f"{release}/batches"


def _note(release: str, batch: Batch) -> str:
    return f"{_notes(release)}#{batch.sha256}"


def _line(subject: str, property_: str, value: str) -> bytes:
    return f"<{subject}> <{property_}> {value} .\n".encode()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
