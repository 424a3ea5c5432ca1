"""The Python face, on the small project that was counted by hand and on the packaged data."""

import csv
import shutil
from itertools import product
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from rdflib import RDFS

import kg
from kg import KnowledgeGraph
from kg.check.shacl import check_shacl
from kg.errors import DataError, KgError, QueryError
from kg.problems import Severity

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
FOCAL, PARTNER = "exampleton", "sampleburg"
COLUMNS = [
    "relation", "field", "level", "rung", "rank", "gap", "agreed", "lapsed", "unrealised",
    "unagreed", "disputed", "undated", "single_source", "unframed", "searched", "studied", "grade",
    "topics", "topics_covered", "peers",
]  # fmt: skip


def with_error(folder: Path) -> KnowledgeGraph:
    """Load the small project with a field misspelt."""
    shutil.copytree(FIXTURE / "data", folder / "data")
    file = folder / "data" / "commitments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",waste,", ",wste,"), encoding="utf-8")
    return KnowledgeGraph.load(folder)


# ---- loading


def test_the_package_offers_the_graph_and_its_version() -> None:
    assert kg.__all__ == ["KnowledgeGraph", "__version__"]
    assert kg.KnowledgeGraph is KnowledgeGraph
    with pytest.raises(AttributeError, match="Knowledge"):
        _ = kg.Knowledge


def test_a_project_is_the_folder_named_else_the_current_one_else_the_packaged_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert KnowledgeGraph.load().focal_city == "bandung"
    monkeypatch.chdir(FIXTURE)
    assert KnowledgeGraph.load().focal_city == FOCAL
    assert KnowledgeGraph.load(str(ROOT)).focal_city == "bandung"
    with pytest.raises(KgError, match="has no data folder"):
        KnowledgeGraph.load(tmp_path / "nowhere")


def test_tables_are_frames_of_strings(small: KnowledgeGraph) -> None:
    assert list(small.tables) == list(small.schema.tables)
    for name, frame in small.tables.items():
        assert list(frame.columns) == list(small.schema.tables[name].headers)
        assert {type(cell) for cell in frame.to_numpy().flat} <= {str}
        assert not frame.isna().any(axis=None)
        assert list(frame["id"]) == sorted(frame["id"])
    loi = small.tables["agreements"].set_index("id").loc["sampleburg-loi"]
    assert (loi["signed"], loi["renews"]) == ("2014-10", "")
    assert small.tables["programs"].set_index("id").loc["compost-pilot", "fields"] == (
        "composting;water"
    )


def test_problems_are_sorted_and_told_with_their_place(small: KnowledgeGraph) -> None:
    (note,) = small.problems
    assert (note.code, note.severity) == ("approved-but-not-signed", Severity.NOTE)
    assert (note.file, note.line, note.column) == ("data/commitments.csv", 4, "field")


def test_data_with_errors_give_tables_and_problems_and_nothing_else(tmp_path: Path) -> None:
    graph = with_error(tmp_path)
    errors = [problem for problem in graph.problems if problem.severity is Severity.ERROR]
    assert [(p.code, p.line, p.column, p.value) for p in errors] == [
        ("dangling-reference", 3, "field", "wste")
    ]
    assert len(graph.tables["commitments"]) == 14
    assert graph.label("cities:sampleburg", "ko") == "샘플버그"
    for ask in (
        graph.coverage, graph.gaps, graph.relations, graph.to_turtle, graph.to_rdflib,
        graph.to_networkx, graph.to_html, graph.check_shacl, lambda: graph.query("ASK {}"),
        lambda: graph.count(FOCAL), lambda: graph.ask("never-studied"),
    ):  # fmt: skip
        with pytest.raises(DataError) as caught:
            ask()
        assert list(caught.value.problems) == graph.problems


def test_the_day_and_the_city_come_from_the_data(small: KnowledgeGraph, tmp_path: Path) -> None:
    assert (small.as_of, small.focal_city) == ("2024-06-30", FOCAL)
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    (tmp_path / "data" / "dataset.csv").write_text(
        "id,title@en,version,licence\nbare,Bare,1,https://example.org/licence\n", encoding="utf-8"
    )
    bare = KnowledgeGraph.load(tmp_path)
    assert bare.as_of == "2024-06-01"  # the last day on which a source was looked at
    assert bare.focal_city == FOCAL  # it has the most relations


# ---- coverage


@pytest.mark.parametrize(
    ("as_of", "evidence", "level"),
    [("2016-12-31", "strict", "topic"), ("2024-06-30", "lenient", "field")],
)
def test_counts_equal_the_hand_count(
    small: KnowledgeGraph, as_of: str, evidence: kg.api.Evidence, level: str
) -> None:
    file = FIXTURE / "expected" / "percentages.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if (r["as_of"], r["mode"]) == (as_of, evidence)]
    rows = [row for row in rows if row["level"] == level]
    assert len(rows) >= 12
    for row in rows:
        cities = [city for city in row["relation"].split("--") if city not in ("", FOCAL)]
        counts = small.count(
            FOCAL, *cities, level=level, denominator=row["denominator"], as_of=as_of,
            evidence=evidence,
        )  # fmt: skip
        assert (counts["covered"], counts["total"]) == (int(row["covered"]), int(row["total"])), row


@pytest.mark.parametrize("as_of", [None, "2016"])
@pytest.mark.parametrize("city", ["bandung", "seoul"])
def test_counts_never_exceed_their_denominator(
    packaged: KnowledgeGraph, city: str, as_of: str | None
) -> None:
    seen = {}
    for level, share in product(("field", "topic"), ("scheme", "agreed", "peers")):
        counts = packaged.count(city, level=level, denominator=share, as_of=as_of)
        total, covered, uncovered = (counts.pop(key) for key in ("total", "covered", "uncovered"))
        assert 0 <= covered <= total
        assert covered + uncovered == total == sum(counts.values())
        assert min(counts.values()) >= 0
        seen[level, share] = total, covered
    for level, share in seen:
        whole, part = seen[level, "scheme"], seen[level, share]
        assert part[0] <= whole[0]
        assert part[1] <= whole[1]
    assert seen["field", "scheme"][1] > 0


def test_the_denominator_is_the_scheme_for_a_city_and_what_is_agreed_for_a_relation(
    small: KnowledgeGraph,
) -> None:
    assert small.count(FOCAL) == small.count(FOCAL, denominator="scheme")
    assert small.count(FOCAL, PARTNER) == small.count(FOCAL, PARTNER, denominator="agreed")
    assert small.count(FOCAL, PARTNER) == {
        "total": 3, "covered": 3, "uncovered": 0, "evidenced": 2, "delivered": 1, "unrecorded": 0,
    }  # fmt: skip


def test_coverage_has_all_cells_of_the_focal_city_and_recorded_ones_of_others(
    small: KnowledgeGraph,
) -> None:
    cells = small.coverage()
    assert list(cells.columns) == COLUMNS
    assert list(cells.index) == list(range(46))
    keys = list(zip(cells["relation"], cells["field"], strict=True))
    assert keys == sorted(set(keys))
    foreign = cells[cells["relation"] == "dummyville--mockford"]
    assert "unrecorded" not in set(foreign["rung"])
    assert (cells["rung"] == "unrecorded").sum() == 14


def test_coverage_takes_city_partner_level_and_denominator(small: KnowledgeGraph) -> None:
    own = small.coverage("mockford")
    assert set(own["relation"]) == {"dummyville--mockford", "exampleton--mockford"}
    assert len(own) == 2 * 10
    cells = small.coverage(FOCAL, PARTNER)
    assert set(cells["relation"]) == {"exampleton--sampleburg"}
    assert small.coverage(PARTNER, FOCAL).drop(columns="peers").equals(cells.drop(columns="peers"))
    assert small.coverage(partner=PARTNER).equals(cells)
    topics = small.coverage(FOCAL, PARTNER, level="topic", denominator="agreed")
    assert list(topics["field"]) == ["buses", "composting", "trams"]
    assert list(small.coverage(FOCAL, PARTNER, level="group")["field"]) == ["people"]
    assert small.coverage(FOCAL, denominator="peers")["peers"].all()


def test_coverage_takes_a_date_and_the_strength_of_evidence(small: KnowledgeGraph) -> None:
    def culture(**options: str) -> str:
        cells = small.coverage(FOCAL, PARTNER, **options)  # type: ignore[arg-type]
        return str(cells.set_index("field").loc["culture", "rung"])

    assert culture() == "planned"
    assert culture(evidence="strict") == "explored"
    assert culture(as_of="2016") == culture(as_of="2016-12-31") == "explored"
    assert small.coverage(FOCAL, PARTNER, as_of="2000").empty


def test_a_wrong_option_is_refused_and_told(small: KnowledgeGraph) -> None:
    for options, says in (
        ({"level": "leaf"}, 'Unknown level "leaf". It is one of: group, field, topic.'),
        ({"evidence": "strong"}, 'Unknown evidence "strong". It is one of: lenient, strict.'),
        ({"denominator": "all"}, 'Unknown denominator "all". It is one of: scheme, agreed, peers.'),
        ({"as_of": "2016-13"}, '"2016-13" is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.'),
        ({"as_of": ""}, '"" is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.'),
        ({"city": "nowhere"}, '"nowhere" is not in the table cities.'),
        ({"partner": "Samplebrg"}, '"Samplebrg" is not in the table cities. Did you mean '),
        ({"city": PARTNER, "partner": "testhaven"}, "No relation of sampleburg and testhaven is "),
    ):
        with pytest.raises(KgError) as caught:
            small.coverage(**options)  # type: ignore[arg-type]
        assert str(caught.value).startswith(says)


def test_gaps_are_the_cells_with_a_gap(small: KnowledgeGraph) -> None:
    cells = small.coverage()
    gaps = small.gaps()
    assert gaps.equals(cells[cells["gap"] != ""].reset_index(drop=True))
    assert 0 < len(gaps) < len(cells)
    assert list(small.gaps(FOCAL, PARTNER, level="topic")["gap"]) == [
        "lapsed", "open", "stalled", "pending",
    ]  # fmt: skip


def test_relations_are_derived_at_a_date(small: KnowledgeGraph) -> None:
    relations = small.relations()
    assert relations.to_dict("records") == [
        _relation("dummyville", "exampleton", "intent", "2013-09"),
        _relation("dummyville", "mockford", "lapsed", "2015-10"),
        _relation("exampleton", "mockford", "lapsed", "2016-08-15"),
        _relation("exampleton", "sampleburg", "agreed", "2022-05-10"),
        _relation("exampleton", "testhaven", "contact", "2023-05"),
    ]
    early = small.relations("exampleton", as_of="2014")
    assert list(early["relation"]) == [
        "dummyville--exampleton", "exampleton--mockford", "exampleton--sampleburg",
    ]  # fmt: skip
    assert list(early["stage"]) == ["agreed", "agreed", "intent"]
    assert list(small.relations("mockford").index) == [0, 1]
    assert small.relation("sampleburg", "exampleton") == "exampleton--sampleburg"


def _relation(one: str, other: str, stage: str, last: str) -> dict[str, str]:
    key = f"{one}--{other}"
    return {"relation": key, "city_a": one, "city_b": other, "stage": stage, "last": last}


def test_why_gathers_what_stands_behind_a_cell(small: KnowledgeGraph) -> None:
    why = small.why(FOCAL, "Sampleburg", "Culture")
    assert (why.relation, why.field, why.as_of) == (
        "exampleton--sampleburg", "culture", "2024-06-30",
    )  # fmt: skip
    cells = small.coverage(FOCAL, PARTNER).set_index("field").drop(columns=["relation", "peers"])
    own = cells.loc["culture"].to_dict()
    assert {name: why.cell[str(name)] for name in own} == own
    assert (why.missing, why.closing_table) == ("under-way", "programs")
    assert why.closing_row["fields"] == "culture"
    assert set(why.facts["thing"]) == {
        "commitments:loi-culture", "programs:museum-loan", "studies:loi-thesis",
    }  # fmt: skip
    assert why.sources == ["council-minutes", "loi-thesis", "museum-press"]
    assert "museum-budget" in why.obstacles
    strict = small.why(FOCAL, PARTNER, "culture", evidence="strict")
    weak = strict.facts.set_index("thing").loc["programs:museum-loan"]
    assert (weak["counts"], weak["reason"]) == (False, "weak")


def test_why_explains_every_field_and_topic_of_a_relation(small: KnowledgeGraph) -> None:
    cells = small.coverage(FOCAL, "testhaven").set_index("field")
    for field, row in cells.to_dict("index").items():
        why = small.why(FOCAL, "testhaven", str(field))
        assert (why.cell["rung"], why.cell["gap"]) == (row["rung"], row["gap"])
        assert bool(why.closing_table) == bool(row["gap"] or not row["studied"])


def test_why_refuses_what_it_cannot_explain(small: KnowledgeGraph) -> None:
    for words, says in (
        ((FOCAL, PARTNER, "cultur"), '"cultur" is not in the table fields. Did you mean "culture"'),
        ((FOCAL, PARTNER, "built"), "built is a group and is not counted itself"),
        ((FOCAL, "nowhere", "culture"), '"nowhere" is not in the table cities.'),
        ((PARTNER, "testhaven", "culture"), "No relation of sampleburg and testhaven"),
    ):
        with pytest.raises(KgError) as caught:
            small.why(*words)
        assert str(caught.value).startswith(says)
    with pytest.raises(KgError, match='Unknown evidence "weak"'):
        small.why(FOCAL, PARTNER, "culture", evidence="weak")  # type: ignore[arg-type]


# ---- names


@pytest.mark.parametrize(
    ("table", "word", "key"),
    [
        ("cities", "sampleburg", "sampleburg"),
        ("cities", "SampleBurg", "sampleburg"),
        ("cities", "샘플버그", "sampleburg"),
        ("fields", "Kebudayaan", "culture"),
        ("fields", " 문화 ", "culture"),
        ("agreements", "이그잼플턴-샘플버그 의향서", "sampleburg-loi"),
        ("parties", "three-city-plan-mockford", "three-city-plan-mockford"),
    ],
)
def test_rows_are_found_by_id_or_name_in_any_language(
    small: KnowledgeGraph, table: str, word: str, key: str
) -> None:
    assert small.find(table, word) == key


def test_what_is_not_found_is_told_with_the_nearest(small: KnowledgeGraph) -> None:
    with pytest.raises(KgError, match=r'"Drinkin water" is not in the table fields\..*"water"'):
        small.find("fields", "Drinkin water")
    with pytest.raises(KgError, match=r'Unknown table "citys"\. It is one of: dataset, cities, '):
        small.find("citys", FOCAL)


def test_a_name_that_two_rows_have_is_not_guessed(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    file = tmp_path / "data" / "cities.csv"
    text = file.read_text(encoding="utf-8").replace("Testhaven,Testhaven", "Mockford,Testhaven")
    file.write_text(text, encoding="utf-8")
    graph = KnowledgeGraph.load(tmp_path)
    assert graph.find("cities", "testhaven") == "testhaven"
    with pytest.raises(KgError, match=r'"MOCKFORD" can be mockford or testhaven'):
        graph.find("cities", "MOCKFORD")


def test_names_fall_back_to_the_next_language(small: KnowledgeGraph) -> None:
    assert small.label("cities:sampleburg", "ko") == "샘플버그"
    assert small.label("fields:waste", "id") == "Persampahan"
    assert small.label("sources:mou-text", "ko") == "Text of the memorandum"
    assert small.label("dataset:exampleton-partners", "id").startswith("Exampleton dan kota")
    assert small.label("outcomes:bus-staff", "ko") == "Fourteen planners trained"
    assert small.label("parties:three-city-plan-mockford") == "three-city-plan-mockford"
    assert small.label("cities:nowhere") == "nowhere"
    assert small.names("fields", "parties")["fields"]["buses"] == {
        "en": "Buses", "id": "Bus", "ko": "버스",
    }  # fmt: skip


def test_a_name_in_one_language_only_stands_for_all(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    for table, row in (
        ("cities", "testhaven,Testhaven,Testhaven,테스트헤이븐"),
        ("fields", "trams,Trams,Trem,노면전차"),
    ):
        file = tmp_path / "data" / f"{table}.csv"
        key, _, _, korean = row.split(",")
        text = file.read_text(encoding="utf-8").replace(row, f"{key},,,{korean}")
        file.write_text(text, encoding="utf-8")
    graph = KnowledgeGraph.load(tmp_path)
    assert {graph.label("cities:testhaven", lang) for lang in ("en", "id", "ko")} == {
        "테스트헤이븐"
    }
    network = graph.to_networkx("coverage")
    assert network.nodes["testhaven"]["label"] == "테스트헤이븐"
    assert network.nodes["fields:trams"]["label"] == "노면전차"


# ---- graphs and SPARQL


def test_query_answers_a_frame(small: KnowledgeGraph) -> None:
    frame = small.query("SELECT ?city ?population { ?city sisc:population ?population }")
    assert list(frame["city"]) == [
        "cities:exampleton", "cities:mockford", "cities:sampleburg", "cities:testhaven",
    ]  # fmt: skip
    assert frame["population"].sum() == 1_200_000 + 340_000 + 2_400_000 + 280_000
    assert small.answer("ASK { cities:exampleton sisc:twinnedWith cities:sampleburg }").truth
    assert not small.answer("ASK { cities:exampleton sisc:twinnedWith cities:mockford }").truth
    with pytest.raises(QueryError, match="line 1, column"):
        small.query("SELECT ?x {")


def test_the_store_holds_rows_cells_and_ontology(small: KnowledgeGraph) -> None:
    cells = small.query(
        "SELECT ?cell ?gap { ?cell a qb:Observation OPTIONAL { ?cell sisc:gap ?gap } }"
    )
    assert len(cells) == 46
    assert (cells["gap"] != "").sum() == len(small.gaps())
    assert small.answer("ASK { gap:paper-only skos:prefLabel ?label }").truth
    assert small.answer("ASK { sisc:City a owl:Class }").truth


def test_named_questions_are_asked_with_parameters(small: KnowledgeGraph) -> None:
    assert len(small.questions) >= 20
    frame = small.ask("never-studied", partner="샘플버그")
    assert list(frame["field"]) == ["fields:education"]
    assert len(small.ask("dormant", years=5)) >= len(small.ask("dormant", years="10"))
    with pytest.raises(KgError, match='Did you mean "never-studied"'):
        small.ask("never-studeid")
    with pytest.raises(KgError, match='has no parameter "cty"'):
        small.ask("never-studied", cty=FOCAL)


def test_rdflib_has_the_same_triples_and_our_prefixes(small: KnowledgeGraph) -> None:
    graph = small.to_rdflib()
    lines = b"".join(small.to_ntriples()).splitlines()
    assert len(graph) == len(lines) == len(set(lines))
    bound = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    assert bound == dict(small.schema.prefixes)
    city = rdflib.URIRef("https://w3id.org/sistercity/id/cities/sampleburg")
    assert rdflib.Literal("샘플버그", lang="ko") in set(graph.objects(city, RDFS.label))


def test_turtle_is_the_graph_without_the_cube(small: KnowledgeGraph) -> None:
    text = small.to_turtle()
    assert text == KnowledgeGraph.load(FIXTURE).to_turtle()
    triples = set(rdflib.Graph().parse(data=text, format="turtle"))
    whole = set(small.to_rdflib())
    assert triples < whole
    subjects = {str(s) for s, _, _ in whole - triples}
    assert len(subjects) == 46 + 1  # each cell, and the cube that they are in


def test_three_kinds_of_network(small: KnowledgeGraph) -> None:
    relations = small.to_networkx()
    assert isinstance(relations, nx.MultiGraph)
    assert set(relations) == set(small.tables["cities"]["id"])
    coverage = small.to_networkx("coverage")
    assert len(coverage.edges) == 41
    assert small.to_networkx("coverage", "Mockford").graph["city"] == "mockford"
    assert "agreements:sampleburg-mou" in small.to_networkx("chain", "sampleburg-loi")
    with pytest.raises(KgError, match='Unknown network "tree"'):
        small.to_networkx("tree")  # type: ignore[arg-type]
    with pytest.raises(KgError, match='"loi" is not in the table agreements'):
        small.to_networkx("chain", "loi")


def test_the_page_is_of_the_city_asked_for(small: KnowledgeGraph) -> None:
    page = small.to_html("Mockford", as_of="2016")
    assert page.startswith("<!doctype html>")
    assert '{"focal":"mockford","whole":false,"asOf":"2016-12-31",' in page
    assert '{"focal":"exampleton","whole":true,"asOf":"2024-06-30",' in small.to_html()


@pytest.mark.engine
def test_pyshacl_finds_the_packaged_data_conformant(packaged: KnowledgeGraph) -> None:
    assert packaged.check_shacl() == []


@pytest.mark.engine
def test_pyshacl_names_the_place_of_what_it_finds_in_rows_and_cube(
    small: KnowledgeGraph,
) -> None:
    graph = small.to_rdflib()
    city = rdflib.URIRef("https://w3id.org/sistercity/id/cities/mockford")
    population = rdflib.URIRef("https://w3id.org/sistercity/def#population")
    graph.set((city, population, rdflib.Literal(-5)))
    (problem,) = check_shacl(small.data, graph, ROOT / "ontology")
    assert (problem.file, problem.line, problem.column) == ("data/cities.csv", 4, "population")
    assert (problem.code, problem.value, problem.severity) == ("shacl", "-5", Severity.ERROR)
    assert set(problem.text) == {"en", "id", "ko"}


def test_frames_do_not_hang_together(small: KnowledgeGraph) -> None:
    before = small.coverage()
    cells = small.coverage()
    cells["rung"] = "spoilt"
    assert small.coverage().equals(before)
