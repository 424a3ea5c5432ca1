"""The ontology, read as plain RDF without the package: terms, tables, codes, languages, logic."""

import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import owlready2
import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
FILES = sorted(path.name for path in ONTOLOGY.glob("*.ttl"))
TERMS = ("sister-city.ttl", "externals.ttl")
LISTS = ("codes.ttl", "countries.ttl", "classifications.ttl")
SHAPES = "shapes.ttl"

BASE = "https://w3id.org/sistercity/"
SISC, SHP, SCH = Namespace(BASE + "def#"), Namespace(BASE + "shapes#"), Namespace(BASE + "scheme/")
CUBE = Namespace("http://purl.org/linked-data/cube#")
DATES = (XSD.date, XSD.gYearMonth, XSD.gYear, URIRef("http://id.loc.gov/datatypes/edtf/EDTF"))
SEPARATOR = URIRef("http://www.w3.org/ns/csvw#separator")
CODE = URIRef(str(SH) + "codeIdentifier")
BUILT_IN = tuple(str(n) for n in (RDF, RDFS, OWL, XSD))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

# Terms that no table of shapes.ttl holds, and why.
DERIVED = {
    **dict.fromkeys(("Relation", "partner", "relationStage", "lastContact"), "relations: derived"),
    "twinnedWith": "derived from the agreements in force",
    **dict.fromkeys(("Cell", "relation", "rung", "gap", "mark", "grade"), "cells: derived"),
    **dict.fromkeys(("studies", "searchedOn", "topics"), "cells: derived"),
    **dict.fromkeys(("topicsCovered", "fieldLevel", "denominator"), "cells: derived"),
    **dict.fromkeys(("Comparison", "versionBefore", "versionAfter"), "comparisons: derived"),
    **dict.fromkeys(("asOfBefore", "asOfAfter", "Change", "comparison"), "comparisons: derived"),
    **dict.fromkeys(("changeKind", "changed", "changedColumn"), "changes: derived"),
    **dict.fromkeys(("before", "after", "gapBefore", "gapAfter"), "changes: derived"),
    **dict.fromkeys(("cause", "because"), "changes: derived"),
    **dict.fromkeys(("rank", "establishes"), "said of codes"),
    "derived": "said of a table",
}
EXTERNAL_FOR_EXPORTS = {"DataSet", "dataSet", "structure"}  # the published cells use them


@cache
def graph(*files: str) -> Graph:
    merged = Graph()
    for file in files:
        merged.parse(ONTOLOGY / file, format="turtle")
    return merged


def local(term: Node | None) -> str:
    return str(term).replace("#", "/").rsplit("/", 1)[1]


def members(subject: Node, word: URIRef) -> list[Node]:
    head = graph(SHAPES).value(subject, word)
    return [] if head is None else list(Collection(graph(SHAPES), head))


def tables() -> list[Node]:
    return list(graph(SHAPES).subjects(SH.targetClass))


def columns() -> list[Node]:
    return [s for s in graph(SHAPES).subjects(CODE) if s not in tables()]


def own_terms() -> set[URIRef]:
    g = graph(*TERMS)
    typed = (s for kind in (OWL.Class, *PROPERTIES) for s in g.subjects(RDF.type, kind))
    return {URIRef(str(s)) for s in typed if str(s).startswith(SISC)}


def in_three_languages(g: Graph, subject: Node, word: URIRef) -> bool:
    texts = [o for o in g.objects(subject, word) if isinstance(o, Literal)]
    return sorted(str(t.language) for t in texts if t.strip()) == ["en", "id", "ko"]


def labels(concept: Node) -> set[str]:
    """Return what can be typed for a code, in lower case."""
    g, kinds = graph(*LISTS), (SKOS.notation, SKOS.prefLabel, SKOS.altLabel)
    return {str(text).casefold() for kind in kinds for text in g.objects(concept, kind)}


def codes() -> dict[str, list[Node]]:
    found = defaultdict(list)
    for concept, scheme in graph(*LISTS).subject_objects(SKOS.inScheme):
        found[local(scheme)].append(concept)
    return found


def shared(owned: Iterable[tuple[Node, set[str]]]) -> list[str]:
    counted = Counter(word for _, own in owned for word in own)
    return [word for word, times in counted.items() if times > 1]


# -------------------------------------------------------------------------------- files, languages


@pytest.mark.parametrize("file", FILES)
def test_two_parsers_read_the_same(file: str) -> None:
    theirs = pyoxigraph.parse(path=str(ONTOLOGY / file), format=pyoxigraph.RdfFormat.TURTLE)
    assert sum(1 for _ in theirs) == len(graph(file)) > 0


def test_the_files_are_there_and_small_because_each_start_parses_them() -> None:
    assert {*TERMS, *LISTS, SHAPES} <= set(FILES)
    assert len(codes()) == 27
    assert sum(len(graph(file)) for file in FILES) < 9_100


def test_each_term_has_label_definition_and_home() -> None:
    g = graph(*TERMS)
    assert len(own_terms()) > 80
    for term in own_terms() | {SISC.coverage}:
        assert in_three_languages(g, term, RDFS.label), term
        assert in_three_languages(g, term, SKOS.definition), term
        assert g.value(term, RDFS.isDefinedBy) == URIRef(BASE + "def"), term


def test_each_table_and_column_has_name_help_and_message() -> None:
    g = graph(SHAPES)
    assert len(tables()) == 16
    assert len(columns()) > 100
    for shape in [*tables(), *columns()]:
        assert in_three_languages(g, shape, SH.name), shape
        assert in_three_languages(g, shape, SH.description), shape
        assert shape in tables() or in_three_languages(g, shape, SH.message), shape


@pytest.mark.parametrize("file", FILES)
def test_no_text_of_a_shape_lacks_a_language(file: str) -> None:
    g = graph(file)
    for word in (SH.name, SH.description, SH.message, DCTERMS.title):
        for subject in set(g.subjects(word)):
            assert in_three_languages(g, subject, word), (subject, word)


# Labels of the classifications are in the languages of their sources.
@pytest.mark.parametrize("scheme", sorted({*codes()} - {"classification"}))
def test_each_code_has_a_label_and_a_definition(scheme: str) -> None:
    words = [SKOS.prefLabel] if scheme == "country" else [SKOS.prefLabel, SKOS.definition]
    for concept in codes()[scheme]:
        for word in words:
            assert in_three_languages(graph(*LISTS), concept, word), (concept, word)


def test_the_header_is_complete() -> None:
    g, header = graph(*TERMS), URIRef(BASE + "def")
    said = {local(word) for word in g.predicates(header)}
    assert {"versionIRI", "license", "creator", "created", "bibliographicCitation"} <= said
    assert in_three_languages(g, header, DCTERMS.description)


# ------------------------------------------------------------------------------------------- terms


def test_every_term_of_ours_that_is_used_is_declared() -> None:
    known = {local(t) for t in own_terms()} | {"coverage", ""}
    texts = sorted(p for p in ONTOLOGY.rglob("*") if p.suffix in {".ttl", ".rq", ".jsonld"})
    assert len(texts) > len(FILES)
    for path in texts:
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(rf"(?:\bsisc:|{re.escape(SISC)})([A-Za-z]*)", text))
        assert used <= known, (path.name, sorted(used - known))


def test_every_declared_term_is_in_a_table_or_derived() -> None:
    g = graph(SHAPES)
    used = {*g.objects(None, SH.path), *g.objects(None, SH.targetClass)}
    assert {local(t) for t in own_terms() - used} == set(DERIVED)


def test_every_foreign_term_is_declared_and_every_declared_one_is_used() -> None:
    g = graph(*TERMS, *LISTS)
    used = set(g.predicates()) | set(g.objects(None, RDF.type))
    for word in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, RDFS.domain):
        used |= set(g.objects(None, word))
    for word in (SH.path, SH.datatype):
        used |= set(graph(SHAPES).objects(None, word))
    iris = {t for t in used if isinstance(t, URIRef)}
    foreign = {t for t in iris if not str(t).startswith((*BUILT_IN, BASE))}
    declared = set(graph("externals.ttl").subjects(RDF.type))
    assert foreign - declared == set()
    assert {local(t) for t in declared - foreign} == EXTERNAL_FOR_EXPORTS


# -------------------------------------------------------------------------------------- code lists


@pytest.mark.parametrize("scheme", sorted(codes()))
def test_no_two_codes_of_a_list_share_a_word(scheme: str) -> None:
    assert shared((concept, labels(concept)) for concept in codes()[scheme]) == []


def test_no_two_columns_of_a_table_share_a_name() -> None:
    g = graph(SHAPES)
    for table in tables():
        shapes = list(g.objects(table, SH.property))
        assert shared((s, {o.n3() for o in g.objects(s, SH.name)}) for s in shapes) == [], table
        assert shared((s, {str(g.value(s, CODE))}) for s in shapes) == [], table


def test_no_two_properties_that_a_source_can_state_share_a_label() -> None:
    terms, g = members(SHP["Statement-property"], SH["in"]), graph(*TERMS)
    assert len(terms) == 16
    named = ((t, {local(t), *map(str, g.objects(t, RDFS.label))}) for t in terms)
    assert shared((t, {word.casefold() for word in own}) for t, own in named) == []


def test_each_code_stands_where_its_notation_says() -> None:
    g = graph(*LISTS)
    for concept, scheme in g.subject_objects(SKOS.inScheme):
        assert str(concept) == f"{scheme}/{g.value(concept, SKOS.notation)}"


def test_rungs_and_sources_are_ranked_and_agreements_establish_a_stage() -> None:
    g = graph(*LISTS)
    for scheme, expected in (("rung", range(7)), ("source-kind", range(1, 7))):
        ranks = (g.value(concept, SISC["rank"]) for concept in codes()[scheme])
        assert sorted(int(str(rank)) for rank in ranks) == list(expected)
    stages = {local(k): local(g.value(k, SISC.establishes)) for k in codes()["agreement-kind"]}
    assert stages.pop("loi") == "intent"
    assert set(stages.values()) == {"agreed"}


def test_what_is_missing_is_said_of_the_record_never_of_the_cooperation() -> None:
    g, on_record = graph(*LISTS), {"en": "on record", "id": "tercatat", "ko": "기록"}
    gaps = [o for gap in codes()["gap"] for o in g.objects(gap, SKOS.prefLabel)]
    assert [o for o in gaps if isinstance(o, Literal) and on_record[str(o.language)] not in o] == []
    never = re.compile("no cooperation|(tidak ada|tanpa) kerja sama|협력 ?없음|협력이 없", re.I)
    texts = {str(o) for file in FILES for o in graph(file).objects() if isinstance(o, Literal)}
    assert [text for text in sorted(texts) if never.search(text)] == []


# ------------------------------------------------------------------------------------------ tables


@pytest.mark.engine
def test_the_shapes_are_shacl_and_have_no_nameless_node_but_lists() -> None:
    g = graph(SHAPES)
    assert {s for s in g.subjects() if isinstance(s, BNode)} == set(g.subjects(RDF.first))
    conforms, _, report = validate(Graph(), shacl_graph=g, meta_shacl=True)
    assert conforms, report


def test_all_dates_have_the_same_shape() -> None:
    g, terms = graph(SHAPES), graph(*TERMS)
    kinds = dict(zip(("D-date", "D-gYearMonth", "D-gYear", "D-edtf"), DATES, strict=True))
    assert [g.value(SHP[name], SH.datatype) for name in kinds] == list(kinds.values())
    supers = (DCTERMS.date, DCTERMS.issued)
    paths = {path for s in supers for path in terms.subjects(RDFS.subPropertyOf, s)}
    assert [p for p in paths if (p, RDFS.range, None) in terms] == []
    dated = {s for s in columns() if g.value(s, SH.path) in paths}
    assert len(dated) == 16
    assert dated == {s for s in columns() if members(s, SH["or"]) == [SHP[n] for n in kinds]}
    whole_days = [g.value(s, SH.path) for s in columns() if g.value(s, SH.datatype) == XSD.date]
    assert whole_days == [SISC.asOf]


def test_a_column_holds_one_value_or_says_what_parts_them() -> None:
    ways = (SH.maxCount, SEPARATOR, SH.languageIn)
    for shape in columns():
        assert sum((shape, way, None) in graph(SHAPES) for way in ways) == 1, shape


def test_the_examples_that_a_code_column_gives_are_codes_of_its_list() -> None:
    g, known = graph(SHAPES), codes()
    shapes = [s for s in columns() if (s, SH.node, None) in g]
    assert len(shapes) > 15
    for shape in shapes:
        inner = g.value(g.value(shape, SH.node), SH.property)
        words = set().union(*(labels(c) for c in known[local(g.value(inner, SH.hasValue))]))
        for message in g.objects(shape, SH.message):
            found = re.search(r"(?:such as|misalnya|예:) (.+?)\.?$", str(message))
            assert found, message
            examples = re.split(r";|, | or | atau ", found[1].casefold())
            assert set(examples) <= words, (shape, examples)


def test_the_json_ld_context_knows_every_class_and_property() -> None:
    document = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    paths = set(graph(SHAPES).objects(None, SH.path)) - {SKOS.inScheme}
    assert {local(t) for t in paths | (own_terms() - {SISC.derived})} <= set(document["@context"])
    row = {"id": "row:cities/bandung", "type": "City", "country": "sch:country/ID"}
    text = json.dumps(document | row | {"label": {"id": "Bandung"}})
    city = URIRef(BASE + "id/cities/bandung")
    assert set(Graph().parse(data=text, format="json-ld")) == {
        (city, RDF.type, SISC.City),
        (city, RDFS.label, Literal("Bandung", lang="id")),
        (city, SISC.country, SCH["country/ID"]),
    }


# ------------------------------------------------------------------------------------------- logic


def reason(planted: str = "") -> list[str]:
    """Return the classes that nothing can belong to; raise where the whole is inconsistent."""
    prefixes = f"@prefix sisc: <{SISC}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    whole = Graph() + graph(*TERMS, "codes.ttl")
    whole.parse(data=f"{prefixes} @prefix x: <urn:x:> . {planted}", format="turtle")
    # Owlready2 cannot hold a property that is an individual too; nothing follows from these types.
    for kind in ("Dimension", "Measure", "Attribute", "Coded"):
        whole.remove((None, RDF.type, CUBE[kind + "Property"]))
    world = owlready2.World()
    world.get_ontology("urn:x:").load(fileobj=io.BytesIO(whole.serialize(format="nt").encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # soon ready
        owlready2.sync_reasoner(world, debug=0)
    return [c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing]


@pytest.mark.engine
def test_the_ontology_is_consistent_and_each_class_can_have_members() -> None:
    assert reason() == []


CONTRADICTIONS = {
    "two tables": "x:a a sisc:City , sisc:Agreement .",
    "renews itself": "x:a sisc:renews x:a .",
    "property of another class": "x:a a sisc:City ; sisc:termYears 5 .",
    "three partners": "x:r a sisc:Relation ; sisc:partner x:a , x:b , x:c ."
    " [] a owl:AllDifferent ; owl:distinctMembers ( x:a x:b x:c ) .",
}


@pytest.mark.engine
@pytest.mark.parametrize("planted", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_the_reasoner_finds_a_planted_contradiction(planted: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(planted)


@pytest.mark.engine
def test_the_reasoner_finds_a_class_without_possible_members() -> None:
    planted = "x:Both a owl:Class ; rdfs:subClassOf sisc:City , sisc:Agreement ."
    assert reason(planted) == ["urn:x:Both"]


def test_each_term_is_of_one_kind_as_owl_2_dl_demands() -> None:
    g = graph(*TERMS, *LISTS)
    kinds = {k: set(g.subjects(RDF.type, k)) for k in (*PROPERTIES, OWL.Class, RDFS.Datatype)}
    assert shared((k, {str(t) for t in kinds[k]}) for k in PROPERTIES) == []
    assert kinds[OWL.Class] & kinds[RDFS.Datatype] == set()
    declared = set().union(*(kinds[k] for k in PROPERTIES))
    assert {p for p in g.predicates() if not str(p).startswith(BUILT_IN)} <= declared
    for child, parent in g.subject_objects(RDFS.subPropertyOf):
        assert any({child, parent} <= kinds[k] for k in PROPERTIES), child
    with_text = {p for _, p, o in g if isinstance(o, Literal)}
    with_node = {p for _, p, o in g if not isinstance(o, Literal)}
    assert with_text & kinds[OWL.ObjectProperty] == with_node & kinds[OWL.DatatypeProperty] == set()
