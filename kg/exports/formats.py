"""The formats in which a graph can be taken away: the one list that command and Python share.

To add a format, write a function from a graph and choices to files, and a line in FORMATS; its
sentence in three languages stands in kg/cli/phrases/export.toml under `export-NAME`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from kg.errors import KgError
from kg.problems import suggest
from kg.schema import Schema
from kg.tables import TableData, Tables, render_csv

if TYPE_CHECKING:
    import networkx as nx

    from kg.exports.networks import Network
    from kg.exports.rdf import Graphs

Files = Mapping[str, Iterable[bytes]]
"""Files by name, each in pieces."""

DATED, WITH_NETWORK = ("as-of", "strict"), ("network", "about", "as-of", "strict")
_OF_NETWORK = {
    "relations": ("as-of",),
    "coverage": ("about", "as-of", "strict"),
    "chain": ("about",),
}
_SAID = {
    "network": "network",
    "about": "city or agreement to be about",
    "as-of": "as-of date",
    "strict": "strict evidence",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen of an export; None is what holds without a choice."""

    as_of: str | None = None
    evidence: Literal["lenient", "strict"] = "lenient"
    network: Literal["relations", "coverage", "chain"] | None = None
    about: str | None = None

    def made(self) -> list[str]:
        """Return the names of what was chosen."""
        chosen = {
            "network": self.network,
            "about": self.about,
            "as-of": self.as_of,
            "strict": self.evidence == "strict" or None,
        }
        return [name for name, choice in chosen.items() if choice is not None]


class Graph(Protocol):
    """What a format asks of a knowledge graph."""

    @property
    def schema(self) -> Schema: ...  # noqa: D102
    @property
    def data(self) -> Tables: ...  # noqa: D102
    @property
    def ontology(self) -> Path: ...  # noqa: D102
    def graph_tables(self, as_of: str | None = None) -> list[TableData]: ...  # noqa: D102
    def cube_tables(  # noqa: D102
        self, as_of: str | None = None, evidence: Literal["lenient", "strict"] = "lenient"
    ) -> list[TableData]: ...
    def day_text(self, as_of: str | None = None) -> str: ...  # noqa: D102
    def label(self, thing: str, lang: str = "en") -> str: ...  # noqa: D102
    def to_networkx(  # noqa: D102
        self,
        kind: Literal["relations", "coverage", "chain"] = "relations",
        key: str | None = None,
        *,
        as_of: str | None = None,
        evidence: Literal["lenient", "strict"] = "lenient",
    ) -> "nx.Graph[str]": ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its files are made, which of the choices it takes, and how files are named.

    `suffix` is that of the one file; without it there are many, which need a folder.
    """

    name: str
    render: Callable[[Graph, Choices], Files]
    suffix: str = ""
    takes: tuple[str, ...] = ()


def render_format(graph: Graph, form: str, choices: Choices) -> Files:
    """Return the files of a format; KgError for an unknown one, or a choice that it cannot take."""
    found = find_format(form)
    check_choices(found, choices)
    return found.render(graph, choices)


def find_format(word: str) -> Format:
    """Return a format by its name; KgError that names the nearest, by name or suffix."""
    if word in FORMATS:
        return FORMATS[word]
    by_word = {name: name for name in FORMATS}
    with_suffix = [(f.suffix.lstrip("."), name) for name, f in FORMATS.items() if f.suffix]
    by_word |= dict(reversed(with_suffix))  # of two with the same suffix the first is meant
    near = by_word.get(suggest(word, by_word), "")
    hint = f' Did you mean "{near}"?' if near else f" It is one of: {', '.join(FORMATS)}."
    raise KgError(f'Unknown format "{word}".{hint}')


def check_choices(form: Format, choices: Choices) -> None:
    """Refuse a choice that would do nothing: KgError."""
    network = choices.network or "relations"
    for name in choices.made():
        if name not in form.takes:
            raise KgError(f"The format {form.name} takes no {_SAID[name]}.")
        if "network" in form.takes and name not in ("network", *_OF_NETWORK[network]):
            raise KgError(f"The network {network} takes no {_SAID[name]}.")
    if choices.network == "chain" and not choices.about:
        raise KgError("The network chain is about one agreement: name it.")


# ---- RDF: rows, relations and the coverage cube


def _tables(graph: Graph, choices: Choices) -> list[TableData]:
    cube = graph.cube_tables(choices.as_of, choices.evidence)
    return [*graph.graph_tables(choices.as_of), *cube]


def _graphs(graph: Graph, choices: Choices) -> "Graphs":
    from kg.exports.rdf import name_graphs

    cube = graph.cube_tables(choices.as_of, choices.evidence)
    dataset = str(graph.data["dataset"].cells("id")[0])
    return name_graphs(dataset, graph.graph_tables(choices.as_of), cube)


def _turtle(graph: Graph, choices: Choices) -> Files:
    from kg.turtle import render_turtle

    return {"graph.ttl": render_turtle(graph.schema, _tables(graph, choices))}


def _ntriples(graph: Graph, choices: Choices) -> Files:
    from kg.turtle import render_ntriples

    return {"graph.nt": render_ntriples(_tables(graph, choices))}


def _nquads(graph: Graph, choices: Choices) -> Files:
    from kg.exports.rdf import render_nquads

    return {"graph.nq": render_nquads(_graphs(graph, choices))}


def _trig(graph: Graph, choices: Choices) -> Files:
    from kg.exports.rdf import render_trig

    return {"graph.trig": render_trig(graph.schema, _graphs(graph, choices))}


def _jsonld(graph: Graph, choices: Choices) -> Files:
    from kg.exports.jsonld import read_context, render_jsonld

    context = read_context(graph.ontology)
    return {"graph.jsonld": render_jsonld(context, _tables(graph, choices))}


def _rdfxml(graph: Graph, choices: Choices) -> Files:
    from kg.exports.rdf import render_rdfxml

    return {"graph.rdf": render_rdfxml(_tables(graph, choices), graph.schema.prefixes)}


# ---- networks


def _network(graph: Graph, choices: Choices) -> "Network":
    from kg.exports.networks import to_export

    name, day = choices.network or "relations", choices.as_of
    network = graph.to_networkx(name, choices.about, as_of=day, evidence=choices.evidence)
    (dataset,) = graph.data["dataset"].frame("title@en", "version").itertuples(index=False)
    when = "" if name == "chain" else f", as of {graph.day_text(day)}"
    description = f"{dataset[0]}, version {dataset[1]}{when}"
    return to_export(network, graph.label, name=name, description=description)


def _graphml(graph: Graph, choices: Choices) -> Files:
    from kg.exports.networks import render_graphml

    network = _network(graph, choices)
    return {f"{network.name}.graphml": [render_graphml(network)]}


def _gexf(graph: Graph, choices: Choices) -> Files:
    from kg.exports.networks import render_gexf

    network = _network(graph, choices)
    return {f"{network.name}.gexf": [render_gexf(network)]}


def _cytoscape(graph: Graph, choices: Choices) -> Files:
    from kg.exports.networks import render_cytoscape

    network = _network(graph, choices)
    return {f"{network.name}.cyjs": [render_cytoscape(network)]}


def _nodes_edges(graph: Graph, choices: Choices) -> Files:
    from kg.exports.networks import render_edges, render_nodes

    network = _network(graph, choices)
    return {"nodes.csv": [render_nodes(network)], "edges.csv": [render_edges(network)]}


# ---- tables


def _csv(graph: Graph, _: Choices) -> Files:
    return {f"{name}.csv": render_csv(data) for name, data in graph.data.data.items()}


def _parquet(graph: Graph, choices: Choices) -> Files:
    from kg.exports.parquet import render_parquet

    tables = _tables(graph, choices)
    return {f"{data.table.name}.parquet": [render_parquet(data)] for data in tables}


# ---- where it comes from


def _provenance(graph: Graph, _: Choices) -> Files:
    from kg.exports.release import dataset_iri
    from kg.turtle.provenance import render_provenance

    tables = graph.data
    return {"provenance.nq": render_provenance(tables.data.values(), dataset_iri(tables))}


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("turtle", _turtle, ".ttl", DATED),
        Format("ntriples", _ntriples, ".nt", DATED),
        Format("nquads", _nquads, ".nq", DATED),
        Format("trig", _trig, ".trig", DATED),
        Format("jsonld", _jsonld, ".jsonld", DATED),
        Format("rdfxml", _rdfxml, ".rdf", DATED),
        Format("graphml", _graphml, ".graphml", WITH_NETWORK),
        Format("gexf", _gexf, ".gexf", WITH_NETWORK),
        Format("cytoscape", _cytoscape, ".cyjs", WITH_NETWORK),
        Format("nodes-edges", _nodes_edges, "", WITH_NETWORK),
        Format("csv", _csv),
        Format("parquet", _parquet, "", DATED),
        Format("provenance", _provenance, ".nq"),
    )
}
