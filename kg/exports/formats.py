"""The formats in which a graph can be taken away: the one list that command and Python share.

To add a format, write a function from a graph and choices to files (kg.exports.documents), and a
line in FORMATS; its sentence in three languages stands in kg/cli/phrases/export.toml under
`export-NAME`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.errors import KgError
from kg.exports import documents
from kg.exports.choices import Choices, Files, Graph
from kg.problems import suggest

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
class Format:
    """A format: how its files are made, which of the choices it takes, and how files are named.

    `suffix` is that of the one file; without it there are many, which need a folder. One that is
    not text has no place on a terminal, and goes into a file of its own.
    """

    name: str
    render: Callable[[Graph, Choices], Files]
    suffix: str = ""
    takes: tuple[str, ...] = ()
    is_text: bool = True


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


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("turtle", documents.to_turtle, ".ttl", DATED),
        Format("ntriples", documents.to_ntriples, ".nt", DATED),
        Format("nquads", documents.to_nquads, ".nq", DATED),
        Format("trig", documents.to_trig, ".trig", DATED),
        Format("jsonld", documents.to_jsonld, ".jsonld", DATED),
        Format("rdfxml", documents.to_rdfxml, ".rdf", DATED),
        Format("graphml", documents.to_graphml, ".graphml", WITH_NETWORK),
        Format("gexf", documents.to_gexf, ".gexf", WITH_NETWORK),
        Format("cytoscape", documents.to_cytoscape, ".cyjs", WITH_NETWORK),
        Format("nodes-edges", documents.to_nodes_edges, "", WITH_NETWORK),
        Format("csv", documents.to_csv),
        Format("xlsx", documents.to_workbook, ".xlsx", is_text=False),
        Format("parquet", documents.to_parquet, "", DATED),
        Format("csvw", documents.to_csvw),
        Format("rml", documents.to_rml),
        Format("ontology", documents.to_reference, ".html"),
        Format("provenance", documents.to_provenance, ".nq"),
    )
}
