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
from kg.publish.catalogue import (
    Catalogue,
    before,
    list_release,
    notes_of,
    read_catalogue,
    remove,
    remove_others,
    switch,
)
from kg.publish.plan import Batch, Plan
from kg.publish.server import Server

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


def publish(plan: Plan, server: Server, tell: Tell) -> Published:
    """Send, compare and switch; KgError says what failed, and readers keep what they had."""
    known = read_catalogue(server, plan.dataset)
    release, is_there = _choose(plan, server, known, tell)
    sent = 0
    if not is_there:
        sent = _send(plan, server, release, tell)
        _compare(plan, server, release, tell)
    tell("switch", 0, 1)
    previous = before(known, release)
    switch(plan, server, release, previous)
    remove_others(server, plan.dataset, {release, previous} - {""})
    tell("switch", 1, 1)
    found, was_current = len(plan.batches) - sent, known.current == (release,)
    return Published(release, plan.triples, plan.sha256, sent, found, was_current)


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


def _choose(plan: Plan, server: Server, known: Catalogue, tell: Tell) -> tuple[str, bool]:
    """Return the name for the release, and whether it is there whole: current, or the one before.

    Where its graph is current and was changed, readers keep that, and the release gets another.
    """
    names = [plan.release, f"{plan.release}-b"]
    names.sort(key=lambda name: name not in known.current)
    for name in names:
        if name in known.current + known.previous:
            tell("compare", 0, plan.triples)
            missing, strange = find_difference(plan, server, name)
            if not len(missing) and not strange:
                return name, True
    for name in names:
        if name in known.previous:
            server.drop(notes_of(name))
            server.drop(name)
        if name not in known.current:
            return name, False
    raise KgError(f"{plan.release} and its second graph were both changed on the server.")


def _send(plan: Plan, server: Server, release: str, tell: Tell) -> int:
    """Send the batches that are not noted as sent, and note each; return their number."""
    notes = notes_of(release)
    noted = set(server.values(notes, release, _PART))
    left = [batch for batch in plan.batches if _note(release, batch) not in noted]
    done = len(plan.batches) - len(left)
    list_release(server, plan.dataset, release)
    tell("send", done, len(plan.batches))
    for batch in left:
        try:
            server.add(release, plan.read(batch))
            server.add(notes, f"<{release}> <{_PART}> <{_note(release, batch)}> .\n".encode())
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
    remove(server, plan.dataset, release)
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


def _note(release: str, batch: Batch) -> str:
    return f"{notes_of(release)}#{batch.sha256}"
