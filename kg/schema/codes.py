"""Compiles SKOS concept schemes into code lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rdflib import DCTERMS, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.names import SCHEMES, TERMS
from kg.schema.model import Code, CodeList
from kg.schema.terms import local_name, number, text

_RANK = URIRef(TERMS + "rank")
_ESTABLISHES = URIRef(TERMS + "establishes")


def compile_code_lists(graph: Graph) -> dict[str, CodeList]:
    """Return the code lists by name; codes stand by rank, then notation."""
    members: dict[Node, list[Node]] = defaultdict(list)
    for concept, scheme in graph.subject_objects(SKOS.inScheme):
        members[scheme].append(concept)
    return {
        str(scheme).removeprefix(SCHEMES): CodeList(
            str(scheme).removeprefix(SCHEMES),
            text(graph, scheme, DCTERMS.title),
            _in_order(_to_code(graph, concept) for concept in concepts),
        )
        for scheme, concepts in sorted(members.items(), key=lambda item: str(item[0]))
    }


def compile_terms(graph: Graph, shape: Node, terms: Iterable[Node]) -> CodeList:
    """Return the code list of a shape whose `sh:in` names ontology terms; it has no scheme."""
    codes = _in_order(_to_code(graph, term) for term in terms)
    return CodeList(local_name(str(shape)), text(graph, shape, SH.name), codes)


def _in_order(codes: Iterable[Code]) -> Mapping[str, Code]:
    def key(code: Code) -> tuple[int, str]:
        return (-1 if code.rank is None else code.rank, code.notation)

    return {code.notation: code for code in sorted(codes, key=key)}


def _to_code(graph: Graph, concept: Node) -> Code:
    rank = number(graph, concept, _RANK)
    establishes = graph.value(concept, _ESTABLISHES)
    return Code(
        iri=str(concept),
        notation=str(graph.value(concept, SKOS.notation) or local_name(str(concept))),
        labels=text(graph, concept, SKOS.prefLabel) or text(graph, concept, RDFS.label),
        definitions=text(graph, concept, SKOS.definition),
        aliases=tuple(sorted(str(o) for o in graph.objects(concept, SKOS.altLabel))),
        rank=None if rank is None else int(rank),
        establishes=local_name(str(establishes)) if establishes else "",
    )
