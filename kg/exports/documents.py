"""The files of each format: a function from a graph and choices. Libraries load when called for."""

from typing import TYPE_CHECKING

from kg.exports.choices import Choices, Files, Graph
from kg.tables import TableData, render_csv

if TYPE_CHECKING:
    from kg.exports.networks import Network
    from kg.exports.rdf import Graphs

# ---- RDF: rows, relations and the coverage cube

WHOLE = "graph-with-coverage"
"""The name of their files: `graph` is what `kg build` writes, which has no cube."""


def _tables(graph: Graph, choices: Choices) -> list[TableData]:
    cube = graph.cube_tables(choices.as_of, choices.evidence)
    return [*graph.graph_tables(choices.as_of), *cube]


def _graphs(graph: Graph, choices: Choices) -> "Graphs":
    from kg.exports.rdf import name_graphs

    cube = graph.cube_tables(choices.as_of, choices.evidence)
    dataset = str(graph.data["dataset"].cells("id")[0])
    return name_graphs(dataset, graph.graph_tables(choices.as_of), cube)


def to_turtle(graph: Graph, choices: Choices) -> Files:
    """Return rows, relations and cube as Turtle."""
    from kg.turtle import render_turtle

    return {f"{WHOLE}.ttl": render_turtle(graph.schema, _tables(graph, choices))}


def to_ntriples(graph: Graph, choices: Choices) -> Files:
    """Return rows, relations and cube as N-Triples."""
    from kg.turtle import render_ntriples

    return {f"{WHOLE}.nt": render_ntriples(_tables(graph, choices))}


def to_nquads(graph: Graph, choices: Choices) -> Files:
    """Return rows with relations, and the cube, in named graphs as N-Quads."""
    from kg.exports.rdf import render_nquads

    return {f"{WHOLE}.nq": render_nquads(_graphs(graph, choices))}


def to_trig(graph: Graph, choices: Choices) -> Files:
    """Return rows with relations, and the cube, in named graphs as TriG."""
    from kg.exports.rdf import render_trig

    return {f"{WHOLE}.trig": render_trig(graph.schema, _graphs(graph, choices))}


def to_jsonld(graph: Graph, choices: Choices) -> Files:
    """Return rows, relations and cube as JSON-LD with the ontology's context."""
    from kg.exports.jsonld import read_context, render_jsonld

    context = read_context(graph.ontology)
    return {f"{WHOLE}.jsonld": render_jsonld(context, _tables(graph, choices))}


def to_rdfxml(graph: Graph, choices: Choices) -> Files:
    """Return rows, relations and cube as RDF/XML."""
    from kg.exports.rdf import render_rdfxml

    return {f"{WHOLE}.rdf": render_rdfxml(_tables(graph, choices), graph.schema.prefixes)}


# ---- networks


def _network(graph: Graph, choices: Choices) -> "Network":
    from kg.exports.networks import to_export

    name, day = choices.network or "relations", choices.as_of
    network = graph.to_networkx(name, choices.about, as_of=day, evidence=choices.evidence)
    (dataset,) = graph.data["dataset"].frame("title@en", "version").itertuples(index=False)
    when = "" if name == "chain" else f", as of {graph.day_text(day)}"
    description = f"{dataset[0]}, version {dataset[1]}{when}: {name}"
    return to_export(network, graph.label, name=name, description=description)


def to_graphml(graph: Graph, choices: Choices) -> Files:
    """Return a network as GraphML."""
    from kg.exports.networks import render_graphml

    network = _network(graph, choices)
    return {f"{network.name}.graphml": [render_graphml(network)]}


def to_gexf(graph: Graph, choices: Choices) -> Files:
    """Return a network as GEXF."""
    from kg.exports.networks import render_gexf

    network = _network(graph, choices)
    return {f"{network.name}.gexf": [render_gexf(network)]}


def to_cytoscape(graph: Graph, choices: Choices) -> Files:
    """Return a network as Cytoscape's JSON."""
    from kg.exports.networks import render_cytoscape

    network = _network(graph, choices)
    return {f"{network.name}.cyjs": [render_cytoscape(network)]}


def to_nodes_edges(graph: Graph, choices: Choices) -> Files:
    """Return a network as two CSV files."""
    from kg.exports.networks import render_edges, render_nodes

    network = _network(graph, choices)
    return {"nodes.csv": [render_nodes(network)], "edges.csv": [render_edges(network)]}


# ---- tables


def to_csv(graph: Graph, _: Choices) -> Files:
    """Return each table as CSV in its one form."""
    return {f"{name}.csv": render_csv(data) for name, data in graph.data.data.items()}


def to_parquet(graph: Graph, choices: Choices) -> Files:
    """Return tables, relations and cube as Parquet."""
    from kg.exports.parquet import render_parquet

    tables = _tables(graph, choices)
    return {f"{data.table.name}.parquet": [render_parquet(data)] for data in tables}


def to_workbook(graph: Graph, choices: Choices) -> Files:
    """Return the tables as one workbook, its codes in a language."""
    from kg.exports.workbook import render_workbook

    return {"tables.xlsx": [render_workbook(graph.schema, graph.data, choices.lang)]}


def to_csvw(graph: Graph, _: Choices) -> Files:
    """Return the tables, and what CSV on the Web says of them."""
    from kg.exports.csvw import render_csvw

    tables = list(graph.data.data.values())
    return {**to_csv(graph, _), "csv-metadata.json": [render_csvw(graph.schema, tables)]}


def to_rml(graph: Graph, _: Choices) -> Files:
    """Return the tables, and the RML mapping that makes the graph of them."""
    from kg.exports.rml import render_rml

    tables = list(graph.data.data.values())
    return {**to_csv(graph, _), "mapping.rml.ttl": [render_rml(graph.schema, tables)]}


# ---- the ontology


def to_reference(graph: Graph, _: Choices) -> Files:
    """Return the page that documents the ontology."""
    return {"ontology.html": [graph.to_reference().encode()]}


# ---- where it comes from


def to_provenance(graph: Graph, _: Choices) -> Files:
    """Return where each row of the tables comes from, as N-Quads."""
    from kg.exports.release.about import dataset_iri
    from kg.turtle.provenance import render_provenance

    tables = graph.data
    return {"provenance.nq": render_provenance(tables.data.values(), dataset_iri(tables))}
