"""The made-up facts of Exampleton and its partners: the rows of the example's tables."""

from tests.browser.example_places import CITIES, FIELDS, named

__all__ = ["CITIES", "FIELDS", "named"]

AGREEMENTS = [
    named(
        "sample-loi",
        "Letter of intent Exampleton and Samplebourg",
        "Surat minat Contohkota dan Sampelburg",
        "예시시·샘플부르 의향서",
        kind="loi",
        status="signed",
        signed="2015-05-20",
        sources="press-a;press-b",
    ),
    named(
        "sample-mou",
        "Memorandum of understanding Exampleton and Samplebourg",
        "",
        "예시시·샘플부르 양해각서",
        kind="mou",
        status="signed",
        signed="2016-10",
        term_years="4",
        carries_out="sample-loi",
        sources="text-a",
    ),
    named(
        "mock-mou",
        "Friendship charter with Mockford",
        kind="friendship",
        status="signed",
        signed="1990",
        valid_until="2000-12-31",
        sources="book",
    ),
    named(
        "demo-mou",
        "Memorandum with Demoville-upon-Bay",
        kind="mou",
        status="signed",
        signed="2019~",
        sources="site",
    ),
    named(
        "testo-loi",
        "Letter of intent with Testopolis",
        kind="loi",
        status="signed",
        signed="2022-03-01",
        sources="press-a",
    ),
]

PARTIES = [
    {
        "id": f"{agreement}-{city}",
        "agreement": agreement,
        "city": city,
        "relation_type": kind,
        "signatory": "Mayor A;Mayor B" if city == "exampleton" else "",
        "sources": "press-a",
    }
    for agreement, cities in {
        "sample-loi": {"exampleton": "sister", "samplebourg": "friendship"},
        "sample-mou": {"exampleton": "sister", "samplebourg": "friendship"},
        "mock-mou": {"exampleton": "friendship", "mockford": "friendship"},
        "demo-mou": {"exampleton": "sister", "demo-bay": "sister"},
        "testo-loi": {"exampleton": "", "testopolis": ""},
    }.items()
    for city, kind in cities.items()
]

COMMITMENTS = [
    {
        "id": f"{agreement}-{field}",
        "agreement": agreement,
        "field": field,
        "stage": "text",
        "sources": "press-a",
    }
    for agreement, fields in {
        "sample-loi": "planning slums riverside transport smart-bus culture festivals education",
        "sample-mou": "planning education",
        "mock-mou": "education culture",
        "demo-mou": "culture tourism",
        "testo-loi": "health",
    }.items()
    for field in fields.split()
]
COMMITMENTS[0] |= {
    "lead": "works-office",
    "expected_result@en": "A plan for two river sections.",
    "budget": "IDR 2 billion",
    "due": "2018",
}

PROGRAMS = [
    named(
        "bus-study",
        "Study visit on bus routes",
        "Kunjungan studi rute bus",
        "버스 노선 연수",
        agreements="sample-loi",
        cities="exampleton;samplebourg",
        fields="transport",
        agencies="works-office",
        kind="study-visit",
        status="completed",
        began="2016-03-24",
        participants="7",
        funding="city-budget;national",
        sources="press-b;site",
    ),
    named(
        "river-plan",
        "River section plan",
        agreements="sample-loi",
        fields="riverside",
        kind="project",
        status="planned",
        began="2016-12",
        sources="press-a",
    ),
    named(
        "teacher-exchange",
        "Teacher exchange",
        "Pertukaran guru",
        "교사 교류",
        agreements="sample-mou",
        fields="education",
        kind="exchange",
        status="under-way",
        began="2017",
        sources="text-a",
    ),
    named(
        "choir",
        "Choir visits",
        agreements="mock-mou",
        fields="culture",
        kind="exchange",
        status="completed",
        began="1994",
        ended="1996",
        sources="book",
    ),
    named(
        "little-fair",
        "Little Fair",
        cities="exampleton;demo-bay",
        fields="heritage",
        kind="programme",
        status="completed",
        began="2021",
        sources="press-b",
    ),
    named(
        "school-link",
        "School link",
        agreements="mock-mou",
        fields="pupils",
        kind="exchange",
        status="not-realised",
        sources="book",
    ),
]

OUTCOMES = [
    {
        "id": "choir-heard",
        "program": "choir",
        "kind": "output",
        "value": "12",
        "unit": "concerts",
        "description@en": "Twelve concerts in both cities.",
        "on": "1996",
        "sources": "book",
    },
]

OBSTACLES = [
    {
        "id": "no-money",
        "about": "agreements:sample-loi;programs:river-plan",
        "kind": "budget",
        "description@en": "No budget line was agreed for the river section.",
        "sources": "thesis-a",
    },
]

EVENTS = [
    named(
        "talks-health",
        "Talks on hospitals",
        kind="talks",
        on="2023-02-06",
        cities="exampleton;placeholder",
        fields="health",
        sources="press-b",
    ),
    named(
        "signing",
        "Signing in Samplebourg",
        kind="signing",
        on="2015-05-20",
        cities="exampleton;samplebourg",
        agreement="sample-loi",
        sources="press-a",
    ),
]

STUDIES = [
    named(
        "study-a",
        "Bus routes compared",
        kind="thesis",
        issued="2020",
        authors="A. Writer",
        cities="exampleton;samplebourg",
        fields="transport",
        url="https://example.org/thesis",
        sources="thesis-a",
    ),
]

SOURCES = [
    named(
        "press-a",
        "Cities sign",
        kind="press",
        publisher="Daily Example",
        issued="2015-05-21",
        url="https://example.org/a",
    ),
    named(
        "press-b",
        "Officials ride the bus",
        kind="press",
        publisher="Daily Example",
        issued="2016-03-25",
        url="https://example.org/b",
    ),
    named("text-a", "Text of the memorandum", kind="signed-text", issued="2016-10"),
    named("book", "Chronicle of partnerships", kind="official-record", issued="2001"),
    named("site", "Office of partnerships", kind="official-site", url="https://example.org/site"),
    named("thesis-a", "A thesis", kind="study", issued="2020"),
]

STATEMENTS = [
    {
        "id": "loi-date-1",
        "about": "agreements:sample-loi",
        "property": "signed",
        "value": "2015-05-20",
        "source": "press-a",
        "stance": "asserts",
    },
    {
        "id": "loi-date-2",
        "about": "agreements:sample-loi",
        "property": "signed",
        "value": "2015-09",
        "source": "press-b",
        "stance": "asserts",
    },
]

SEARCHES = [
    named(
        "search-festivals",
        "Festivals with Samplebourg",
        kind="",
        on="2025-11-02",
        by="An archivist",
        where="city sites, press archives",
        cities="exampleton;samplebourg",
        fields="festivals",
        found="nothing",
    ),
    named(
        "search-mock",
        "Anything new with Mockford",
        on="2025-11-03",
        where="press archives",
        cities="exampleton;mockford",
        found="nothing",
    ),
]
for _search in SEARCHES:
    _search.pop("kind", None)

AGENCIES = [
    named(
        "works-office",
        "Office of Public Works",
        "Dinas Pekerjaan Umum",
        "도시건설국",
        city="exampleton",
        kind="department",
    ),
]

DATASET = [
    {
        "id": "example",
        "title@en": "Partner cities of Exampleton (made-up)",
        "title@id": "Kota mitra Contohkota (data rekaan)",
        "title@ko": "예시시의 협력 도시(가상 자료)",
        "version": "0.1.0",
        "as_of": "2026-01-31",
        "focal_city": "exampleton",
        "scope@en": "Every partner that exists in this made-up world.",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "citation": "Example authors (2026): Partner cities of Exampleton.",
        "homepage": "https://example.org/",
        "sources": "site",
    },
]
