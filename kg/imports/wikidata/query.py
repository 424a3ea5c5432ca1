"""The query whose answer can be compared: twinned administrative bodies (P190), from either side.

Plain SPARQL 1.1, so that it can be tested on any engine. Labels are taken from rdfs:label with a
filter on the language, which at Wikidata takes a fraction of the time of the label service; the
VALUES stand in each branch, so that no engine looks through all statements of the world first, and
what is asked of a statement stands where there is one. COALESCE keeps what is joined where some of
it is unbound, of which engines disagree.
"""

from collections.abc import Sequence

from kg.errors import KgError

SERVICE = "https://query.wikidata.org"
MOST_CITIES = 300
"""The most cities in one query, far from the minute after which the service gives up."""

_QUERY = """\
# Twinned administrative bodies (P190), as either side states them. Cities asked about: {count}.
# Run it at {service}, then choose Download: JSON, TSV or CSV file.
# A row without partner says that its city was asked: so silence can be told from not asking.
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>

SELECT ?city ?partner ?statedBy ?statement (SAMPLE(?ranked) AS ?rank)
  (MIN(?from) AS ?start) (MIN(?fromUnit) AS ?startPrecision)
  (SAMPLE(?until) AS ?end) (SAMPLE(?untilUnit) AS ?endPrecision)
  (MIN(?on) AS ?pointInTime) (MIN(?onUnit) AS ?pointInTimePrecision)
  (COUNT(DISTINCT ?reference) AS ?references)
  (GROUP_CONCAT(DISTINCT COALESCE(STR(?url), ""); SEPARATOR=" ") AS ?referenceUrl)
  (SAMPLE(?en) AS ?labelEn) (SAMPLE(?id) AS ?labelId) (SAMPLE(?ko) AS ?labelKo)
  (GROUP_CONCAT(DISTINCT COALESCE(?iso, ""); SEPARATOR=" ") AS ?country)
  (GROUP_CONCAT(DISTINCT COALESCE(STRAFTER(STR(?kind), "/entity/"), ""); SEPARATOR=" ") AS ?class)
  (SAMPLE(?at) AS ?coordinates)
WHERE {{
  {{
    {{
      {{
        VALUES ?city {{ {items} }}
        ?city p:P190 ?statement . ?statement ps:P190 ?partner .
        BIND(?city AS ?statedBy) BIND(?partner AS ?about)
      }} UNION {{
        VALUES ?city {{ {items} }}
        ?statement ps:P190 ?city . ?partner p:P190 ?statement .
        BIND(?partner AS ?statedBy) BIND(?partner AS ?about)
      }}
    }}
    OPTIONAL {{ ?statement wikibase:rank ?ranked }}
    OPTIONAL {{ ?statement pq:P580 ?from
      OPTIONAL {{ ?statement pqv:P580 ?fromAt . ?fromAt wikibase:timePrecision ?fromUnit }} }}
    OPTIONAL {{ ?statement pq:P582 ?until
      OPTIONAL {{ ?statement pqv:P582 ?untilAt . ?untilAt wikibase:timePrecision ?untilUnit }} }}
    OPTIONAL {{ ?statement pq:P585 ?on
      OPTIONAL {{ ?statement pqv:P585 ?onAt . ?onAt wikibase:timePrecision ?onUnit }} }}
    OPTIONAL {{ ?statement prov:wasDerivedFrom ?reference OPTIONAL {{ ?reference pr:P854 ?url }} }}
  }} UNION {{
    VALUES ?city {{ {items} }}
    BIND(?city AS ?about)
  }}
  OPTIONAL {{ ?about rdfs:label ?en FILTER(LANG(?en) = "en") }}
  OPTIONAL {{ ?about rdfs:label ?id FILTER(LANG(?id) = "id") }}
  OPTIONAL {{ ?about rdfs:label ?ko FILTER(LANG(?ko) = "ko") }}
  OPTIONAL {{ ?about wdt:P17 ?state . ?state wdt:P297 ?iso }}
  OPTIONAL {{ ?about wdt:P31 ?kind }}
  OPTIONAL {{ ?about wdt:P625 ?at }}
}}
GROUP BY ?city ?partner ?statedBy ?statement ?about
ORDER BY ?city ?partner ?statedBy ?statement
"""


def build_query(items: Sequence[str]) -> str:
    """Return the query for some items, such as Q1726; KgError for none or more than MOST_CITIES."""
    if not items:
        raise KgError("There is no city to ask about: name one that has a wikidata item.")
    if len(items) > MOST_CITIES:
        raise KgError(
            f"{len(items)} cities are too many for one query, of which the service answers about "
            f"{MOST_CITIES}. Name some of them, run one query after the other, and compare the "
            "files together: kg compare wikidata ONE TWO."
        )
    names = sorted(set(items), key=lambda item: int(item.removeprefix("Q")))
    listed = " ".join(f"wd:{name}" for name in names)
    return _QUERY.format(count=len(names), service=SERVICE, items=listed)
