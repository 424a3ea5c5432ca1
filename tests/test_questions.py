"""The question pack: rows counted by hand on the fixture, parameters, and a second engine.

The rows in tests/questions/ were counted from the tables of the fixture, not taken from an answer.
"""

import csv
import io
import re
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import KnowledgeGraph
from kg.errors import KgError, SchemaError
from kg.names import LANGUAGES
from kg.schema import packaged_data, packaged_ontology
from kg.store import Question, find_question, read_questions
from kg.store.answer import to_answer
from kg.store.questions import to_question
from kg.store.values import to_value

TESTS = Path(__file__).parent
COUNTED = TESTS / "questions"
QUESTIONS = read_questions(packaged_ontology() / "questions")
NUMBER_OF_QUESTIONS = 31
SLOWEST = 0.5  # seconds, on the published data

every_question = pytest.mark.parametrize("name", QUESTIONS)


@cache
def fixture() -> KnowledgeGraph:
    return KnowledgeGraph.load(TESTS / "fixture")


@cache
def published() -> KnowledgeGraph:
    return KnowledgeGraph.load(packaged_data().parent)


def text_of(name: str, **values: str | int) -> str:
    return QUESTIONS[name].text(fixture().data, fixture().focal_city, **values)


def asked(name: str, **values: str | int) -> list[list[str]]:
    return to_rows(fixture().answer(text_of(name, **values)).to_csv())


def to_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


# ---- the pack as a whole


def test_no_question_is_overlooked() -> None:
    assert len(QUESTIONS) == NUMBER_OF_QUESTIONS
    assert set(QUESTIONS) == {file.stem for file in COUNTED.glob("*.csv")}


@every_question
def test_names_are_words_and_hyphens(name: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


@pytest.mark.parametrize("words", ["title", "about"])
def test_every_question_is_worded_in_three_languages(words: str) -> None:
    said = [getattr(question, words) for question in QUESTIONS.values()]
    for language in LANGUAGES:
        texts = [text[language] for text in said]
        assert len(set(texts)) == len(texts)
        assert all(re.search("[가-힣]", text) for text in texts) is (language == "ko")


@every_question
def test_the_answer_on_the_fixture_is_the_one_counted_by_hand(name: str) -> None:
    answer = fixture().answer(text_of(name)).to_csv()
    assert answer == (COUNTED / f"{name}.csv").read_text(encoding="utf-8")


@cache
def rdflib_graph() -> rdflib.Graph:
    """Return the fixture and the ontology in a graph that knows no prefix."""
    ontology = rdflib.Graph()
    for file in sorted(packaged_ontology().glob("*.ttl")):
        ontology.parse(file)
    graph = rdflib.Graph(bind_namespaces="none")
    graph.parse(data=ontology.serialize(format="nt"), format="nt")
    return graph.parse(data=b"".join(fixture().to_ntriples()), format="nt")


@pytest.mark.engine
@every_question
def test_another_engine_gives_the_same_rows(name: str) -> None:
    given = rdflib_graph().query(text_of(name)).serialize(format="json")
    results = ox.parse_query_results(given, format=ox.QueryResultsFormat.JSON)
    assert isinstance(results, ox.QuerySolutions)
    answer = to_answer(results, fixture().schema.prefixes, ordered=True)
    assert answer.to_csv() == (COUNTED / f"{name}.csv").read_text(encoding="utf-8")


@every_question
def test_the_file_as_it_stands_asks_for_the_defaults(name: str) -> None:
    graph = published()
    as_it_stands = graph.answer(QUESTIONS[name].query)
    assert as_it_stands.columns
    assert (
        as_it_stands.to_csv()
        == graph.answer(QUESTIONS[name].text(graph.data, graph.focal_city)).to_csv()
    )


@every_question
def test_an_answer_on_the_published_data_does_not_keep_one_waiting(name: str) -> None:
    graph = published()
    text = QUESTIONS[name].text(graph.data, graph.focal_city)
    graph.store.query("ASK {}")  # loads the store
    times = []
    for _ in range(3):
        start = time.perf_counter()
        graph.answer(text)
        times.append(time.perf_counter() - start)
    assert min(times) < SLOWEST


@every_question
def test_defaults_at_the_head_are_those_of_the_query(name: str) -> None:
    question = QUESTIONS[name]
    for parameter in question.parameters.values():
        block = re.search(rf"VALUES \?{parameter.name} {{ (\S+) }}", question.query)
        assert block
        iri = to_value(published().data, parameter.kind, parameter.default)
        prefixes = published().schema.prefixes
        prefix, _, local = block[1].partition(":")
        expected = f"<{prefixes[prefix]}{local}>" if prefix in prefixes else block[1]
        assert iri == expected


# ---- parameters

# (question, parameters, the columns looked at, their rows); counted by hand like the rest
ASKED = [
    ("nothing-on-record", {"partner": "mockford"}, "field", ["education", "water"]),
    ("nothing-on-record", {"partner": "Sampleburg", "level": "topic"}, "field", ["festivals"]),
    ("nothing-on-record", {"partner": "dummyville", "level": "*"}, "field",
     ["buses", "festivals", "trams", "water"]),
    ("nothing-on-record", {"city": "mockford", "partner": "dummyville"}, "field",
     ["education", "water"]),
    ("agreed-no-programme", {"level": "field"}, "partner", ["dummyville", "mockford", "mockford"]),
    ("agreed-no-programme", {"city": "dummyville", "level": "topic"}, "partner",
     ["exampleton", "mockford"]),
    ("agreement-chain", {"partner": "dummyville"}, "program", ["sister-schools", "waste-twinning"]),
    ("covered-elsewhere", {"partner": "testhaven", "level": "topic"}, "field",
     ["buses", "composting"]),
    ("dormant", {"years": 1}, "partner", ["dummyville", "mockford", "sampleburg", "testhaven"]),
    ("dormant", {"years": "10"}, "partner", ["dummyville"]),
    ("expired-without-renewal", {"city": "mockford"}, "partner",
     ["dummyville", "exampleton", "exampleton"]),
    ("fields-by-classification", {"classification": "sdg-12"}, "field", ["composting", "waste"]),
    ("lapsed-fields", {"level": "topic"}, "partner", ["dummyville", "mockford", "sampleburg"]),
    ("never-studied", {"level": "topic", "partner": "sampleburg"}, "field", ["museums", "trams"]),
    ("obstacles-by-kind", {"kind": "distance"}, "thing", ["three-city-plan", "waste-twinning"]),
    ("obstacles-by-kind", {"kind": "거리"}, "thing", ["three-city-plan", "waste-twinning"]),
    ("obstacles-by-kind", {"city": "testhaven"}, "thing", ["pupil-exchange"]),
    ("outcomes-with-indicators", {"city": "testhaven"}, "outcome", []),
    ("agencies-by-programmes", {"city": "testhaven"}, "agency", ["testhaven-schools"]),
    ("partners", {"city": "mockford"}, "partner", ["dummyville", "exampleton"]),
    ("partners-in-field", {"field": "Pendidikan"}, "other",
     ["exampleton", "sampleburg", "testhaven"]),
    ("plans-not-begun", {"partner": "테스트헤이븐"}, "program", ["bus-shelters"]),
    ("programme-no-outcome", {"city": "mockford"}, "program", ["museum-visit"]),
    ("relation-types-differ", {"city": "mockford"}, "partner", ["exampleton"]),
    ("searched-not-found", {"partner": "sampleburg"}, "search",
     ["festivals-first", "festivals-again"]),
    ("single-source", {"level": "group"}, "field", ["people"]),
    ("timeline", {"partner": "testhaven"}, "thing",
     ["pupil-exchange", "testhaven-mou", "testhaven-approval", "pupil-exchange", "festival-season",
      "festival-season"]),
    ("undated-fields", {"level": "topic"}, "field", ["museums"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "column", "ids"), ASKED)
def test_a_parameter_changes_what_is_asked(
    name: str, values: Mapping[str, str | int], column: str, ids: list[str]
) -> None:
    head, *found = asked(name, **values)
    assert [row[head.index(column)].partition(":")[2] for row in found] == ids


OTHER_VALUES: dict[str, str | int] = {
    "city": "mockford",
    "partner": "mockford",
    "level": "topic",
    "lang": "ko",
    "years": 40,
    "kind": "pandemic",
    "classification": "sdg-4",
    "field": "trams",
}


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, p) for name, q in QUESTIONS.items() for p in q.parameters]
)
def test_every_parameter_of_every_question_tells(name: str, parameter: str) -> None:
    assert asked(name, **{parameter: OTHER_VALUES[parameter]}) != asked(name)


@pytest.mark.parametrize(
    ("language", "partner", "stage"),
    [("id", "Dummyville", "kehendak dinyatakan"), ("ko", "더미빌", "의향 표명")],
)
def test_names_come_in_the_language_asked_for(language: str, partner: str, stage: str) -> None:
    assert asked("dormant", lang=language)[1][1:3] == [partner, stage]


def test_what_has_no_name_in_the_language_keeps_the_english_one() -> None:
    names = {row[-1] for row in asked("disputed-values", lang="ko")[1:]}
    assert "Text of the memorandum" in names


def test_without_a_city_the_focal_city_is_meant() -> None:
    assert "cities/exampleton>" in text_of("dormant")
    assert asked("dormant") == asked("dormant", city="exampleton")


def test_letters_that_were_typed_apart_mean_the_same() -> None:
    for name, key, word in (
        ("plans-not-begun", "partner", "테스트헤이븐"),
        ("obstacles-by-kind", "kind", "거리"),
    ):
        apart = normalize("NFD", word)
        assert apart != word
        assert asked(name, **{key: apart}) == asked(name, **{key: word})


def test_without_a_focal_city_one_must_be_named() -> None:
    with pytest.raises(KgError, match=r"^There is no city to ask about: name one"):
        QUESTIONS["dormant"].text(fixture().data, "")
    assert "exampleton>" in QUESTIONS["dormant"].text(fixture().data, "", city="exampleton")
    assert QUESTIONS["disputed-values"].text(fixture().data, "")


def test_the_text_that_is_shown_runs_by_itself() -> None:
    text = text_of("dormant", years=10, city="Exampleton")
    assert "VALUES ?years { 10 }" in text
    assert "VALUES ?city { <https://w3id.org/sistercity/id/cities/exampleton> }" in text
    assert text.startswith("# title@en: Dormant relations\n")


# ---- values that are refused

REFUSED = [
    ("dormant", "years", "five", '"five" is not a whole number.'),
    ("dormant", "years", "5 } ?s ?p ?o . VALUES ?x { 1", "is not a whole number."),
    ("dormant", "years", "1e3", "is not a whole number."),
    ("dormant", "years", "٣", "is not a whole number."),
    ("dormant", "years", "9" * 40, "is not a whole number."),
    ("dormant", "lang", "de", '"de" is not a language: write en, id, ko.'),
    ("dormant", "lang", 'en" } ?s ?p ?o . VALUES ?x { "', "is not a language"),
    ("dormant", "city", "samplburg", 'not in the table cities. Did you mean "sampleburg"?'),
    ("dormant", "city", "샘플버", 'not in the table cities. Did you mean "sampleburg"?'),
    ("dormant", "city", "cities:sampleburg", "is not in the table cities."),
    ("dormant", "city", "sampleburg } UNION { ?s ?p ?o", "is not in the table cities."),
    ("dormant", "city", "<https://example.org/x>", "is not in the table cities."),
    ("dormant", "city", "UNDEF", "is not in the table cities."),
    ("dormant", "city", "", '"" is not in the table cities.'),
    ("dormant", "city", "x" * 500, "is not in the table cities."),
    ("lapsed-fields", "level", "topics", 'Did you mean "topic"?'),
    ("lapsed-fields", "level", "topic }", 'is not in the list "'),
    ("obstacles-by-kind", "kind", "pandemik", 'Did you mean "pandemic"?'),
    ("fields-by-classification", "classification", "sdg-99", 'is not in the list "'),
    ("partners-in-field", "field", "trasnport", 'Did you mean "transport"?'),
]


@pytest.mark.parametrize(("name", "parameter", "value", "message"), REFUSED)
def test_a_value_that_is_not_known_is_refused(
    name: str, parameter: str, value: str, message: str
) -> None:
    with pytest.raises(KgError) as caught:
        text_of(name, **{parameter: value})
    assert message in str(caught.value)
    assert len(str(caught.value)) < 200


KINDS = ("cities", "fields", "field-level", "classification", "language", "integer")
TERM = re.compile(
    r'<https://w3id\.org/sistercity/(id|scheme)/[a-z-]+/[a-z0-9.-]+>|UNDEF|"(en|id|ko)"|-?[0-9]+'
)


@given(st.sampled_from(KINDS), st.text() | st.sampled_from([" 5 ", "Transport", "*", "SDG-4"]))
def test_nothing_that_is_typed_reaches_a_query(kind: str, typed: str) -> None:
    term = written(kind, typed)
    assert term is None or TERM.fullmatch(term)


def written(kind: str, typed: str) -> str | None:
    try:
        return to_value(fixture().data, kind, typed)
    except KgError:
        return None


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("partnr", 'has no parameter "partnr". Did you mean "partner"?'),
        ("colour", 'has no parameter "colour". It has city, partner, lang.'),
    ],
)
def test_a_parameter_that_is_not_known_is_refused(parameter: str, message: str) -> None:
    with pytest.raises(KgError) as caught:
        text_of("timeline", **{parameter: "x"})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("never-studyed", 'There is no question "never-studyed". Did you mean "never-studied"?'),
        ("weather", 'There is no question "weather".'),
    ],
)
def test_a_question_that_is_not_known_is_refused(name: str, message: str) -> None:
    assert find_question(QUESTIONS, "dormant").name == "dormant"
    with pytest.raises(KgError) as caught:
        find_question(QUESTIONS, name)
    assert str(caught.value) == message


# ---- reading a question

HEAD = """# title@en: One
# title@id: Satu
# title@ko: 하나
# about@en: Each row is one.
# about@id: Setiap baris satu.
# about@ko: 각 행은 하나이다.
"""


def question(body: str) -> Question:
    return to_question(HEAD + body, "one")


@pytest.mark.parametrize("lacking", ["title@en", "about@id", "about@ko"])
def test_a_head_that_lacks_words_is_refused(lacking: str) -> None:
    head = "".join(line for line in HEAD.splitlines(True) if lacking not in line)
    with pytest.raises(SchemaError, match=f"question one: the head lacks {lacking}"):
        to_question(head + "ASK {}", "one")


@pytest.mark.parametrize(
    "body",
    [
        "# parameter n integer 1\nASK { FILTER(?n = 1) }",
        "# parameter n integer 1\n# VALUES ?n { 1 }\nASK { }",
        '# parameter n integer 1\nASK { ?s ?p "VALUES ?n { 1 }" }',
        "# parameter n integer 1\nASK { VALUES ?n { 1 } { VALUES ?n { 1 } } }",
    ],
)
def test_a_parameter_stands_in_the_query_just_once(body: str) -> None:
    with pytest.raises(SchemaError, match=r"question one: there is not one VALUES \?n"):
        question(body)


def test_only_the_parameters_are_replaced() -> None:
    body = """# parameter n integer 1
# parameter m integer 2
SELECT ?n ?m ?s { VALUES ?m { 2 } # VALUES ?n { 0 }
  values ?n {1} BIND("VALUES ?n { 0 }" AS ?s) }"""
    text = question(body).text(fixture().data, "", n=30, m=40)
    assert to_rows(fixture().answer(text).to_csv()) == [
        ["n", "m", "s"],
        ["30", "40", "VALUES ?n { 0 }"],
    ]
    assert "# VALUES ?n { 0 }" in text


def test_an_unknown_kind_of_parameter_is_told() -> None:
    strange = question("# parameter n ships 1\nASK { VALUES ?n { 1 } }")
    with pytest.raises(KgError, match='of the unknown kind "ships"'):
        strange.text(fixture().data, "", n="x")


def test_a_folder_that_is_missing_has_no_questions(tmp_path: Path) -> None:
    assert read_questions(tmp_path / "none") == {}
