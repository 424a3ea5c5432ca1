"""dataset.ttl: what a data set is, what it covers, and its files.

Every resource has a name below that of the data set; there is no blank node.
Source: DCAT 3, W3C Recommendation, 22 August 2024.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.errors import KgError
from kg.exports.release import files as package
from kg.exports.release.about import About, datatype_of
from kg.exports.release.figures import SPDX, Figures, add_checksum, add_figures, hash_name
from kg.exports.release.files import PackageFile
from kg.names import PREFIXES, VERSION

DCAT = Namespace(PREFIXES["dcat"])  # that of rdflib is DCAT 2
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
_IANA = Namespace("https://www.iana.org/assignments/media-types/")
_FORMATS = Namespace("http://publications.europa.eu/resource/authority/file-type/")
_THEMES = Namespace("http://publications.europa.eu/resource/authority/data-theme/")
_LANGUAGES = Namespace("http://id.loc.gov/vocabulary/iso639-1/")
_APACHE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")
_FORMAT = {
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/turtle": "RDF_TURTLE",
}
_DUMPS = ("graph.ttl", "graph.nt")
_PREFIXES = {
    "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "geo": GEO, "prov": PROV, "spdx": SPDX,
    "void": VOID,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """What a description says that can be checked against the tables."""

    sha256: str
    as_of: str


def render_dataset(
    about: About, files: Sequence[PackageFile], figures: Figures, prefixes: Mapping[str, str]
) -> bytes:
    """Return the description as Turtle, the same bytes for the same data and files."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {**prefixes, **_PREFIXES}.items():
        graph.bind(prefix, namespace)
    root = URIRef(about.iri)
    _describe(graph, root, about)
    _cover(graph, root, about)
    add_figures(graph, root, figures, prefixes)
    _make(graph, root, files)
    for file in files:
        if file.is_distribution:
            _distribute(graph, root, file, about)
    return graph.serialize(format="turtle", encoding="utf-8")


def read_stated(folder: Path) -> Stated:
    """Read back hash and day from dataset.ttl; KgError where it does not state them."""
    file = folder / package.DATASET
    try:
        graph = Graph().parse(file, format="turtle")
    except Exception as error:  # rdflib raises many kinds, none of them its own base class
        raise KgError(f"{file}: not a description of a release: {error}") from error
    for root in graph.subjects(RDF.type, DCAT.Dataset):
        sha256 = graph.value(hash_name(str(root)), SPDX.checksumValue)
        as_of = graph.value(root, DCTERMS.valid)
        if sha256 is not None and as_of is not None:
            return Stated(str(sha256), str(as_of))
    raise KgError(f"{file}: states no hash of the graph, or no day for which it holds.")


def _words(graph: Graph, subject: URIRef, name: URIRef, words: Mapping[str, str]) -> None:
    for lang, text in words.items():
        graph.add((subject, name, Literal(text, lang=lang)))


def _describe(graph: Graph, root: URIRef, about: About) -> None:
    """Say what the data set is, whose it is, and how it is cited."""
    graph.add((root, RDF.type, DCAT.Dataset))
    graph.add((root, RDF.type, VOID.Dataset))
    graph.add((root, DCTERMS.identifier, Literal(about.iri, datatype=XSD.anyURI)))
    _words(graph, root, DCTERMS.title, about.titles)
    _words(graph, root, DCTERMS.description, about.scopes)
    date = Literal(about.date, datatype=XSD.date)
    graph.add((root, DCTERMS.issued, date))
    graph.add((root, DCTERMS.modified, date))
    graph.add((root, DCTERMS.valid, Literal(about.as_of, datatype=XSD.date)))
    graph.add((root, DCAT.version, Literal(about.version)))
    graph.add((root, DCTERMS.license, URIRef(about.licence)))
    if about.citation:
        graph.add((root, DCTERMS.bibliographicCitation, Literal(about.citation)))
    if about.author:
        creator = URIRef(f"{root}/creator")
        graph.add((root, DCTERMS.creator, creator))
        graph.add((creator, RDF.type, FOAF.Agent))
        graph.add((creator, FOAF.name, Literal(about.author)))
    if about.homepage:
        graph.add((root, DCAT.landingPage, URIRef(about.homepage)))
    if about.ontology:
        graph.add((root, DCTERMS.conformsTo, URIRef(about.ontology)))
    for lang in about.languages:
        graph.add((root, DCTERMS.language, _LANGUAGES[lang]))
        for word in package.read_words()["keywords"][lang]:
            graph.add((root, DCAT.keyword, Literal(word, lang=lang)))
    for theme in ("INTR", "REGI"):
        graph.add((root, DCAT.theme, _THEMES[theme]))


def _cover(graph: Graph, root: URIRef, about: About) -> None:
    """Say where and when: the focal city, the box around all cities, first and last date."""
    if about.focal_city:
        graph.add((root, DCTERMS.spatial, URIRef(about.focal_city)))
    if about.box:
        place = URIRef(f"{root}/place")
        graph.add((root, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))
        graph.add((place, DCAT.bbox, Literal(about.polygon, datatype=GEO.wktLiteral)))
    if about.period:
        period = URIRef(f"{root}/period")
        graph.add((root, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for name, date in zip((DCAT.startDate, DCAT.endDate), about.period, strict=True):
            graph.add((period, name, Literal(date, datatype=URIRef(datatype_of(date)))))
    for example in about.examples:
        graph.add((root, VOID.exampleResource, URIRef(example)))


def _make(graph: Graph, root: URIRef, files: Sequence[PackageFile]) -> None:
    """Say what made the files, and from which."""
    build, software = URIRef(f"{root}/build"), URIRef(f"{root}/software")
    graph.add((root, PROV.wasGeneratedBy, build))
    graph.add((build, RDF.type, PROV.Activity))
    graph.add((build, PROV.wasAssociatedWith, software))
    graph.add((software, RDF.type, PROV.SoftwareAgent))
    graph.add((software, RDFS.label, Literal(f"kg {VERSION}")))
    for file in files:
        if file.is_distribution and file.path.startswith("data/"):
            graph.add((build, PROV.used, URIRef(f"{root}/{file.address}")))


def _distribute(graph: Graph, root: URIRef, file: PackageFile, about: About) -> None:
    name = URIRef(f"{root}/{file.address}")
    graph.add((root, DCAT.distribution, name))
    graph.add((name, RDF.type, DCAT.Distribution))
    graph.add((name, DCTERMS.title, Literal(file.path)))
    _words(graph, name, DCTERMS.description, package.words_on(file.path))
    graph.add((name, DCTERMS.license, URIRef(about.licence)))
    if file.path == package.PAGE:
        graph.add((name, DCTERMS.rights, _APACHE))  # of its software; catalogues take one licence
    if about.homepage:
        graph.add((name, DCAT.accessURL, URIRef(about.homepage)))
    graph.add((name, DCAT.mediaType, _IANA[file.media_type]))
    if file.media_type in _FORMAT:
        graph.add((name, DCTERMS["format"], _FORMATS[_FORMAT[file.media_type]]))
    graph.add((name, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    if about.ontology and (file.media_type in package.RDF or file.path.startswith("data/")):
        graph.add((name, DCTERMS.conformsTo, URIRef(about.ontology)))
    if file.path in _DUMPS:
        graph.add((root, VOID.dataDump, name))
    add_checksum(graph, name, URIRef(f"{root}/sha256/{file.address}"), file.sha256)
