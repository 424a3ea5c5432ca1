"""The service description: what the endpoint is and does, in RDF.

Source: SPARQL 1.1 Service Description, W3C Recommendation, 21 March 2013.
"""

from kg.serve import forms

_FORMATS = {
    forms.JSON: "SPARQL_Results_JSON",
    forms.XML: "SPARQL_Results_XML",
    forms.CSV: "SPARQL_Results_CSV",
    forms.TSV: "SPARQL_Results_TSV",
    forms.TURTLE: "Turtle",
    forms.NTRIPLES: "N-Triples",
    forms.RDF_XML: "RDF_XML",
    forms.JSON_LD: "JSON-LD",
    forms.NQUADS: "N-Quads",
    forms.TRIG: "TriG",
}


def describe_service(triples: int) -> str:
    """Return the description of the endpoint as Turtle, without blank nodes.

    Its IRIs are relative to the address at which it was read, so that it holds behind any proxy.
    """
    formats = ",\n        ".join(f"formats:{name}" for name in _FORMATS.values())
    return f"""\
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .

<> a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <#dataset> .

<#dataset> a sd:Dataset ;
    sd:defaultGraph <#graph> .

<#graph> a sd:Graph ;
    void:triples {triples} .
"""
