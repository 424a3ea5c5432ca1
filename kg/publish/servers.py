"""Where servers take queries, updates and graphs: known for some, else named by the user."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import KgError
from kg.store.web import Web, check_address


@dataclass(frozen=True, slots=True)
class Addresses:
    """The three addresses of a server: SPARQL 1.1 Query, Update, Graph Store HTTP Protocol."""

    query: str
    update: str
    graphs: str


_PATHS: Mapping[str, Addresses] = {
    "Oxigraph": Addresses("/query", "/update", "/store"),
    "Virtuoso": Addresses("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    "Fuseki": Addresses("/sparql", "/update", "/data"),  # below a data set: http://host:3030/ds
}


def find_addresses(
    web: Web, url: str, *, query: str = "", update: str = "", graphs: str = ""
) -> Addresses:
    """Return the addresses of the server at a URL, by the name that it gives itself.

    Those named are taken as they are; when all three are, the server is not asked. KgError where
    it does not answer, or is of no known kind.
    """
    named = Addresses(*(check_address(a) if a else "" for a in (query, update, graphs)))
    if named.query and named.update and named.graphs:
        return named
    base = check_address(url)
    reply = web.send("GET", f"{base}/" if base.count("/") == 2 else base)
    known = next((paths for name, paths in _PATHS.items() if name in reply.server), None)
    if known is None:
        who = f'calls itself "{reply.server}"' if reply.server else "does not say what it is"
        raise KgError(
            f"{base} {who}, and where it takes what is known only of {', '.join(_PATHS)}: name "
            "--sparql, --update and --graph-store."
        )
    return Addresses(
        named.query or base + known.query,
        named.update or base + known.update,
        named.graphs or base + known.graphs,
    )
