"""A small made-up city with every kind of cell, as the frames that the page is built from.

Exampleton and its partners do not exist; nothing here says anything about a real agreement.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from tests.browser.example_codes import CODES

__all__ = ["CODES", "COLUMNS", "FOCAL", "coverage", "frame", "relations", "tables"]

FOCAL = "exampleton"


def _columns(names: str, *, named: bool = True, sources: bool = True) -> list[str]:
    """Spell out the columns of a table: `x@l` stands for one column a language."""
    head = "id name@l" if named else "id"
    tail = "note@l sources" if sources else "note@l"
    expanded: list[str] = []
    for name in f"{head} {names} {tail}".split():
        plain = name.removesuffix("@l")
        expanded += [f"{plain}@{lang}" for lang in ("en", "id", "ko")] if "@l" in name else [name]
    return expanded


COLUMNS = {
    "dataset": _columns(
        "title@l version as_of focal_city scope@l licence citation homepage", named=False
    ),
    "cities": _columns("country level wikidata lat long population"),
    "agencies": _columns("city kind part_of replaces began ended"),
    "fields": _columns("broader notation definition@l close_match broad_match narrow_match"),
    "agreements": _columns(
        "kind status signed effective valid_until term_years renews carries_out"
    ),
    "parties": _columns(
        "agreement city signatory office signed_on relation_type approved_by approved_on",
        named=False,
    ),
    "commitments": _columns(
        "agreement field lead expected_result@l indicator budget due stage", named=False
    ),
    "programs": _columns(
        "agreements cities fields agencies kind status began ended participants funding budget"
    ),
    "outcomes": _columns(
        "program kind description@l indicator baseline value unit on", named=False
    ),
    "obstacles": _columns("about kind description@l", named=False),
    "events": _columns("kind on cities agreement fields people"),
    "studies": _columns("authors issued url kind about cities fields"),
    "sources": _columns("kind publisher issued url language accessed", sources=False),
    "statements": _columns("about property value source stance", named=False, sources=False),
    "searches": _columns("on by where cities fields found"),
}


def frame(table: str, rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Make a table's frame; cells not given are empty, unknown columns an error."""
    columns = COLUMNS[table]
    filled = [[row.get(column, "") for column in columns] for row in rows]
    assert all(set(row) <= set(columns) for row in rows), f"unknown column in {table}"
    return pd.DataFrame(filled, columns=columns, dtype="str")


def named(key: str, en: str, id_: str = "", ko: str = "", **cells: str) -> dict[str, str]:
    """Give a row with a name in up to three languages."""
    return {"id": key, "name@en": en, "name@id": id_, "name@ko": ko, **cells}


FIELDS = [
    named("urban", "Urban development", "Pembangunan perkotaan", "도시 개발", notation="1"),
    named("planning", "Urban planning", "Perencanaan kota", "도시 계획", broader="urban", notation="1.1"),
    named("slums", "Slum upgrading", "Penataan kawasan kumuh", "노후 주거지 정비", broader="planning"),
    named("riverside", "Riverside renewal", "Revitalisasi tepi sungai", "하천변 정비", broader="planning"),
    named("transport", "Urban transport", "Transportasi perkotaan", "도시 교통", broader="urban", notation="1.2"),
    named("smart-bus", "Smart public transport", "Angkutan umum cerdas", "스마트 대중교통", broader="transport"),
    named("society", "Society", "Sosial kemasyarakatan", "사회", notation="2"),
    named("education", "Education", "Pendidikan", "교육", broader="society", notation="2.1"),
    named("pupils", "Pupil exchange", "Pertukaran pelajar", "학생 교류", broader="education"),
    named("health", "Health", "Kesehatan", "보건", broader="society", notation="2.2"),
    named("culture-group", "Culture and tourism", "Kebudayaan dan pariwisata", "문화·관광", notation="3"),
    named("culture", "Culture", "Kebudayaan", "문화", broader="culture-group", notation="3.1",
          **{"definition@en": "Arts, festivals and museums.",
             "definition@id": "Seni, festival, dan museum.", "definition@ko": "예술, 축제, 박물관."}),
    named("festivals", "Festivals", "Festival", "축제", broader="culture"),
    named("tourism", "Tourism", "Pariwisata", "관광", broader="culture-group", notation="3.10"),
    named("heritage", "Heritage", "Warisan budaya", "문화유산", broader="culture-group", notation="3.2"),
]  # fmt: skip

CITIES = [
    named("exampleton", "Exampleton", "Contohkota", "예시시", country="ID", level="city"),
    named("samplebourg", "Samplebourg", "Sampelburg", "샘플부르", country="KR", level="metropolitan-city"),
    named("mockford", "Mockford", "Mockford", "모크퍼드", country="GB", level="city"),
    named("demo-bay", "Demoville-upon-Bay", "Demoville-upon-Bay", "데모빌어폰베이", country="AU", level="city"),
    named("fixtureville", "Fixtureville", "", "", country="DE", level="city"),
    named("testopolis", "Testopolis", "Testopolis", "테스토폴리스", country="KR", level="city"),
    named("placeholder", "Placeholder", "", "플레이스홀더", country="JP", level="city"),
]  # fmt: skip

AGREEMENTS = [
    named("sample-loi", "Letter of intent Exampleton and Samplebourg", "Surat minat Contohkota dan Sampelburg",
          "예시시·샘플부르 의향서", kind="loi", status="signed", signed="2015-05-20", sources="press-a;press-b"),
    named("sample-mou", "Memorandum of understanding Exampleton and Samplebourg", "",
          "예시시·샘플부르 양해각서", kind="mou", status="signed", signed="2016-10", term_years="4",
          carries_out="sample-loi", sources="text-a"),
    named("mock-mou", "Friendship charter with Mockford", kind="friendship", status="signed",
          signed="1990", valid_until="2000-12-31", sources="book"),
    named("demo-mou", "Memorandum with Demoville-upon-Bay", kind="mou", status="signed",
          signed="2019~", sources="site"),
    named("testo-loi", "Letter of intent with Testopolis", kind="loi", status="signed",
          signed="2022-03-01", sources="press-a"),
]  # fmt: skip

PARTIES = [
    {"id": f"{agreement}-{city}", "agreement": agreement, "city": city, "relation_type": kind,
     "signatory": "Mayor A;Mayor B" if city == FOCAL else "", "sources": "press-a"}
    for agreement, cities in {
        "sample-loi": {"exampleton": "sister", "samplebourg": "friendship"},
        "sample-mou": {"exampleton": "sister", "samplebourg": "friendship"},
        "mock-mou": {"exampleton": "friendship", "mockford": "friendship"},
        "demo-mou": {"exampleton": "sister", "demo-bay": "sister"},
        "testo-loi": {"exampleton": "", "testopolis": ""},
    }.items()
    for city, kind in cities.items()
]  # fmt: skip

COMMITMENTS = [
    {"id": f"{agreement}-{field}", "agreement": agreement, "field": field, "stage": "text",
     "sources": "press-a"}
    for agreement, fields in {
        "sample-loi": "planning slums riverside transport smart-bus culture festivals education",
        "sample-mou": "planning education", "mock-mou": "education culture",
        "demo-mou": "culture tourism", "testo-loi": "health",
    }.items()
    for field in fields.split()
]  # fmt: skip
COMMITMENTS[0] |= {
    "lead": "works-office",
    "expected_result@en": "A plan for two river sections.",
    "budget": "IDR 2 billion",
    "due": "2018",
}

PROGRAMS = [
    named("bus-study", "Study visit on bus routes", "Kunjungan studi rute bus", "버스 노선 연수",
          agreements="sample-loi", cities="exampleton;samplebourg", fields="transport",
          agencies="works-office", kind="study-visit", status="completed", began="2016-03-24",
          participants="7", funding="city-budget;national", sources="press-b;site"),
    named("river-plan", "River section plan", agreements="sample-loi", fields="riverside",
          kind="project", status="planned", began="2016-12", sources="press-a"),
    named("teacher-exchange", "Teacher exchange", "Pertukaran guru", "교사 교류",
          agreements="sample-mou", fields="education", kind="exchange", status="under-way",
          began="2017", sources="text-a"),
    named("choir", "Choir visits", agreements="mock-mou", fields="culture", kind="exchange",
          status="completed", began="1994", ended="1996", sources="book"),
    named("little-fair", "Little Fair", cities="exampleton;demo-bay", fields="heritage",
          kind="programme", status="completed", began="2021", sources="press-b"),
    named("school-link", "School link", agreements="mock-mou", fields="pupils", kind="exchange",
          status="not-realised", sources="book"),
]  # fmt: skip

OUTCOMES = [
    {"id": "choir-heard", "program": "choir", "kind": "output", "value": "12", "unit": "concerts",
     "description@en": "Twelve concerts in both cities.", "on": "1996", "sources": "book"},
]  # fmt: skip

OBSTACLES = [
    {"id": "no-money", "about": "agreements:sample-loi;programs:river-plan", "kind": "budget",
     "description@en": "No budget line was agreed for the river section.", "sources": "thesis-a"},
]  # fmt: skip

EVENTS = [
    named("talks-health", "Talks on hospitals", kind="talks", on="2023-02-06",
          cities="exampleton;placeholder", fields="health", sources="press-b"),
    named("signing", "Signing in Samplebourg", kind="signing", on="2015-05-20",
          cities="exampleton;samplebourg", agreement="sample-loi", sources="press-a"),
]  # fmt: skip

STUDIES = [
    named("study-a", "Bus routes compared", kind="thesis", issued="2020", authors="A. Writer",
          cities="exampleton;samplebourg", fields="transport", url="https://example.org/thesis",
          sources="thesis-a"),
]  # fmt: skip

SOURCES = [
    named("press-a", "Cities sign", kind="press", publisher="Daily Example", issued="2015-05-21",
          url="https://example.org/a"),
    named("press-b", "Officials ride the bus", kind="press", publisher="Daily Example",
          issued="2016-03-25", url="https://example.org/b"),
    named("text-a", "Text of the memorandum", kind="signed-text", issued="2016-10"),
    named("book", "Chronicle of partnerships", kind="official-record", issued="2001"),
    named("site", "Office of partnerships", kind="official-site", url="https://example.org/site"),
    named("thesis-a", "A thesis", kind="study", issued="2020"),
]  # fmt: skip

STATEMENTS = [
    {"id": "loi-date-1", "about": "agreements:sample-loi", "property": "signed",
     "value": "2015-05-20", "source": "press-a", "stance": "asserts"},
    {"id": "loi-date-2", "about": "agreements:sample-loi", "property": "signed",
     "value": "2015-09", "source": "press-b", "stance": "asserts"},
]  # fmt: skip

SEARCHES = [
    named("search-festivals", "Festivals with Samplebourg", kind="", on="2025-11-02",
          by="An archivist", where="city sites, press archives",
          cities="exampleton;samplebourg", fields="festivals", found="nothing"),
    named("search-mock", "Anything new with Mockford", on="2025-11-03", where="press archives",
          cities="exampleton;mockford", found="nothing"),
]  # fmt: skip
for _search in SEARCHES:
    _search.pop("kind", None)

AGENCIES = [
    named("works-office", "Office of Public Works", "Dinas Pekerjaan Umum", "도시건설국",
          city="exampleton", kind="department"),
]  # fmt: skip

DATASET = [
    {"id": "example", "title@en": "Partner cities of Exampleton (made-up)",
     "title@id": "Kota mitra Contohkota (data rekaan)", "title@ko": "예시시의 협력 도시(가상 자료)",
     "version": "0.1.0", "as_of": "2026-01-31", "focal_city": FOCAL,
     "scope@en": "Every partner that exists in this made-up world.",
     "licence": "https://creativecommons.org/licenses/by/4.0/",
     "citation": "Example authors (2026): Partner cities of Exampleton.",
     "homepage": "https://example.org/", "sources": "site"},
]  # fmt: skip


def tables() -> dict[str, pd.DataFrame]:
    """Make the fifteen frames."""
    rows: dict[str, list[dict[str, str]]] = {
        "dataset": DATASET, "cities": CITIES, "agencies": AGENCIES, "fields": FIELDS,
        "agreements": AGREEMENTS, "parties": PARTIES, "commitments": COMMITMENTS,
        "programs": PROGRAMS, "outcomes": OUTCOMES, "obstacles": OBSTACLES, "events": EVENTS,
        "studies": STUDIES, "sources": SOURCES, "statements": STATEMENTS, "searches": SEARCHES,
    }  # fmt: skip
    return {table: frame(table, rows[table]) for table in COLUMNS}


def relations() -> pd.DataFrame:
    """Make the relations: five of the focal city, one of others."""
    pairs = [
        ("demo-bay", "agreed", "2021"),
        ("mockford", "lapsed", "1996"),
        ("placeholder", "contact", "2023-02-06"),
        ("samplebourg", "agreed", "2017"),
        ("testopolis", "intent", "2022-03-01"),
    ]
    rows = [_pair(FOCAL, city, stage, last) for city, stage, last in pairs]
    rows.append(_pair("fixtureville", "mockford", "agreed", "2020"))
    return pd.DataFrame(rows, dtype="str")


def _pair(one: str, other: str, stage: str, last: str) -> dict[str, str]:
    city_a, city_b = sorted((one, other))
    return {
        "relation": f"{city_a}--{city_b}",
        "city_a": city_a,
        "city_b": city_b,
        "stage": stage,
        "last": last,
    }


RUNGS = ("unrecorded", "explored", "agreed", "planned", "under-way", "delivered", "evidenced")

# partner, field: rank, gap, and what else holds
RECORDED: dict[tuple[str, str], tuple[int, str, str]] = {
    ("samplebourg", "planning"): (3, "stalled", "agreed disputed"),
    ("samplebourg", "slums"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "riverside"): (3, "stalled", "agreed disputed unframed"),
    ("samplebourg", "transport"): (5, "unproven", "agreed disputed unframed"),
    ("samplebourg", "smart-bus"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "culture"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "festivals"): (2, "paper-only", "agreed disputed unframed"),
    ("samplebourg", "education"): (4, "unproven", "agreed unframed"),
    ("mockford", "education"): (2, "paper-only", "agreed lapsed unframed unrealised"),
    ("mockford", "pupils"): (0, "open", "unrealised"),
    ("mockford", "culture"): (6, "", "agreed lapsed single_source unframed"),
    ("demo-bay", "culture"): (2, "paper-only", "agreed unframed single_source"),
    ("demo-bay", "tourism"): (2, "paper-only", "agreed unframed single_source"),
    ("demo-bay", "heritage"): (5, "unproven", "unagreed single_source undated"),
    ("testopolis", "health"): (2, "paper-only", "agreed unframed single_source"),
    ("placeholder", "health"): (1, "open", "single_source"),
}
FLAGS = (
    "agreed", "lapsed", "unrealised", "unagreed", "disputed", "undated", "single_source", "unframed",
)  # fmt: skip


def coverage() -> pd.DataFrame:
    """Make the cells: all of the focal city's relations, and the recorded ones of the others."""
    rows = [
        _cell(f"{a}--{b}", b if a == FOCAL else a, str(field["id"]))
        for a, b in (relation.split("--") for relation in relations()["relation"])
        if FOCAL in (a, b)
        for field in FIELDS
    ]
    rows.append(
        _cell("fixtureville--mockford", "", "culture")
        | {"rung": "delivered", "rank": 5, "gap": "unproven"}
    )
    return pd.DataFrame(rows)


def _cell(relation: str, partner: str, field: str) -> dict[str, object]:
    rank, gap, flags = RECORDED.get((partner, field), (0, "open", ""))
    below = [row["id"] for row in FIELDS if row.get("broader") == field]
    broader = next(row for row in FIELDS if row["id"] == field).get("broader")
    searched = {
        "samplebourg": "2025-11-02" if field == "festivals" else "",
        "mockford": "2025-11-03",
    }
    level = (
        "group"
        if not broader
        else "field"
        if "-group" in broader or broader in ("urban", "society")
        else "topic"
    )
    is_field = level == "field"
    covered = [topic for topic in below if RECORDED.get((partner, topic), (0,))[0] >= 4]
    return {
        "relation": relation, "field": field, "level": level, "rung": RUNGS[rank], "rank": rank, "gap": gap,
        **{flag: flag in flags.split() for flag in FLAGS},
        "searched": searched.get(partner, ""), "studied": int((partner, field) == ("samplebourg", "transport")),
        "grade": "press" if rank else "",
        "topics": len(below) if is_field else 0, "topics_covered": len(covered) if is_field else 0,
    }  # fmt: skip
