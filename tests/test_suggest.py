"""Suggestions of partners: counted by hand on the small project, and what holds of any tables."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from kg import KnowledgeGraph
from kg.cli import main
from kg.coverage import read_facts
from kg.errors import KgError
from kg.network import Coverage
from kg.suggest import Suggestion, Suggestions, Verdict, build_suggestions
from kg.suggest.model import GROUNDS
from kg.suggest.policies import read_policies
from kg.suggest.standing import read_standing
from kg.tables import to_records
from tests.table_sets import Row, TableSet, quick, table_sets, to_tables

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
DAY = 20_000  # 2024-10-04
pytestmark = pytest.mark.usefixtures("read_once")


def kg(*words: str) -> Result:
    result = CliRunner().invoke(main, ["suggest", *words, "-C", str(FIXTURE)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def said(one: Suggestion) -> list[tuple[str, str]]:
    """Return kinds of reasons with the city with which, or what they were judged by."""
    return [(r.kind, ";".join(r.others) or r.value) for r in one.reasons]


def named(found: Suggestions) -> dict[str, Suggestion]:
    return {one.city: one for one in found.found}


# ---- counted by hand


def test_who_covers_the_field_comes_first(small: KnowledgeGraph) -> None:
    found = small.suggest("dummyville", "waste")
    assert [one.city for one in found.found] == ["exampleton", "sampleburg", "mockford"]
    cities = named(found)
    assert said(cities["sampleburg"]) == [
        ("covers", "exampleton"),  # the compost pilot
        ("related", ""),  # transport and water are in the same group
        ("through", "exampleton"),
    ]
    covers = cities["sampleburg"].reasons[0]
    assert covers.things == ("programs:compost-pilot", "outcomes:compost-tonnes")
    assert (covers.rung, covers.grade) == ("evidenced", "signed-text")
    assert covers.sources == ("city-report", "compost-article", "compost-study")
    assert cities["sampleburg"].reasons[1].things == ("fields:transport", "fields:water")
    assert said(cities["mockford"]) == [
        ("agreed", "dummyville"), ("intends", "exampleton"), ("partner", "lapsed"),
        ("level", "city"),
    ]  # fmt: skip
    assert cities["mockford"].reasons[0].things == (
        "agreements:three-city-plan", "programs:waste-twinning",
    )  # fmt: skip


def test_what_speaks_against_a_city(small: KnowledgeGraph) -> None:
    mockford = named(small.suggest("dummyville", "waste"))["mockford"]
    assert [(r.kind, ";".join(r.others) or r.value) for r in mockford.against] == [
        ("obstacle", "dummyville"),
        ("obstacle", "exampleton"),
        ("stalled", "dummyville"),  # waste twinning is suspended
        ("stalled", "exampleton"),
        ("lapsed", ""),
        ("silent", "2015-10"),  # the museum visit
    ]
    testhaven = named(small.suggest("sampleburg", "water"))["testhaven"]
    assert ("failed", ("programs:water-training",)) in [
        (r.kind, r.things) for r in testhaven.against
    ]


def test_with_whom_the_field_is_covered_is_told_and_not_suggested(small: KnowledgeGraph) -> None:
    found = small.suggest("exampleton", "education")
    assert sorted(r.others[0] for r in found.covered) == ["dummyville", "sampleburg", "testhaven"]
    assert not {"dummyville", "sampleburg", "testhaven"} & set(named(found))


def test_talks_in_the_field_are_a_reason(small: KnowledgeGraph) -> None:
    testhaven = named(small.suggest("exampleton", "water"))["testhaven"]
    talks = testhaven.reasons[0]
    assert (talks.kind, talks.things) == ("talks", ("events:testhaven-water-interest",))


def test_size_and_level_count_where_both_are_on_record(small: KnowledgeGraph) -> None:
    sampleburg = named(small.suggest("exampleton", "trams"))["sampleburg"]
    assert ("size", "2.0") in said(sampleburg)  # 2.4 million and 1.2 million: just alike
    assert "level" not in dict(said(sampleburg))  # a metropolitan city and a city
    dummyville = named(small.suggest("exampleton", "museums"))["dummyville"]
    assert "size" not in dict(said(dummyville))
    assert ("level", "city") in said(dummyville)


def test_a_city_of_the_same_country_is_told_as_such(small: KnowledgeGraph) -> None:
    cities = small.tables["cities"].replace({"country": {"AU": "ID"}})
    tables = {**small.tables, "cities": cities}
    found = build_suggestions(tables, small.facts, "exampleton", "water", DAY, "")
    testhaven = named(found)["testhaven"]
    assert "domestic" in {reason.kind for reason in testhaven.against}
    assert {v.kind: v.verdict for v in testhaven.verdicts}["diplomatic-relations"] == "kept"
    abroad = named(small.suggest("exampleton", "water"))["testhaven"]
    assert "domestic" not in {reason.kind for reason in abroad.against}


def test_the_date_decides_what_is_known(small: KnowledgeGraph) -> None:
    then = small.suggest("dummyville", "waste", as_of="2015")
    # The plan of three cities and its twinning; the letter of intent names waste. Exampleton, in
    # all of them, has one obstacle more than Mockford; Sampleburg is no partner of Dummyville.
    assert [one.city for one in then.found] == ["mockford", "exampleton", "sampleburg"]
    assert "covers" not in {r.kind for one in then.found for r in one.reasons}
    assert then.as_of == "2015-12-31"


def test_what_came_later_speaks_neither_for_nor_against(small: KnowledgeGraph) -> None:
    def against(day: str) -> dict[str, tuple[str, ...]]:
        sampleburg = named(small.suggest("exampleton", "trams", as_of=day))["sampleburg"]
        return {reason.kind: reason.things for reason in sampleburg.against}

    early, now, late = (against(day) for day in ("2016", "2024", "2027"))
    assert early["obstacle"] == ("obstacles:loi-framework",)
    assert now["obstacle"] == ("obstacles:loi-framework", "obstacles:museum-budget")
    assert "stalled" not in now  # planned for 2026
    assert late["stalled"] == ("programs:tram-line-study",)
    before = small.suggest("dummyville", "waste", as_of="2015").found
    assert "related" not in {reason.kind for one in before for reason in one.reasons}


def verdicts(found: Suggestions, city: str) -> dict[str, tuple[str, str]]:
    return {v.kind: (v.verdict, v.value) for v in named(found)[city].verdicts}


def test_rules_are_kept_broken_or_not_known(small: KnowledgeGraph) -> None:
    found = small.suggest("exampleton", "trams")
    assert verdicts(found, "sampleburg") == {
        "distance-at-most": ("kept", "5237"),
        "one-per-country": ("kept", "KR"),
        "complementarity": ("not-known", "1;0"),  # culture is Exampleton's alone
        "diplomatic-relations": ("kept", "KR"),
        "equal-status": ("not-known", "metropolitan-city"),
    }
    policies = {v.policy: v.sources for v in named(found)["sampleburg"].verdicts}
    assert policies["example-exampleton-near"] == ("council-minutes",)
    assert small.suggest("mockford", "education").found[0].verdicts == ()  # no rule binds it


def judged(small: KnowledgeGraph, candidate: str, **rule: str) -> Verdict:
    """Judge one candidate for Exampleton by one rule; `here`, `there` set the levels of both."""
    cities = small.tables["cities"].set_index("id", drop=False)
    for key, city in (("here", "exampleton"), ("there", candidate)):
        if key in rule:
            cities.loc[city, "level"] = rule.pop(key)
    empty = dict.fromkeys(("city", "country", "distance", "countries"), "")
    policies = pd.DataFrame([empty | {"id": "one", "city": "exampleton", "sources": "x"} | rule])
    none = small.relations("exampleton").iloc[:0]
    standing = read_standing({"cities": cities}, none, "exampleton", DAY)
    ties = pd.DataFrame({"city": [], "field": []}, dtype="str")
    (verdict,) = read_policies(policies, standing, Coverage(ties, (), ())).judge(candidate)
    return verdict


def test_a_second_partner_in_a_country_breaks_the_rule(small: KnowledgeGraph) -> None:
    cities = small.tables["cities"].replace({"country": {"AU": "KR"}})
    graph_tables = {**small.tables, "cities": cities}
    found = build_suggestions(graph_tables, small.facts, "exampleton", "water", DAY, "")
    rule = named(found)["testhaven"].verdicts[1]
    assert (rule.kind, rule.verdict, rule.others) == (
        "one-per-country", "broken", ("sampleburg",),
    )  # fmt: skip
    assert [one.city for one in found.found][-1] == "testhaven"
    assert found.found[-1].broken == 1


def test_a_letter_of_intent_counts_and_an_unknown_country_is_not_known(
    small: KnowledgeGraph,
) -> None:
    for country, one_per_country in (("US", ("broken", "US")), ("", ("not-known", ""))):
        cities = small.tables["cities"].replace({"country": {"AU": country}})
        tables = {**small.tables, "cities": cities}
        found = build_suggestions(tables, small.facts, "exampleton", "water", DAY, "")
        told = verdicts(found, "testhaven")
        assert told["one-per-country"] == one_per_country  # Dummyville: a letter of intent
        assert told["diplomatic-relations"] == ("not-known", country)


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ({"kind": "distance-at-most", "distance": "5000"}, "broken"),
        ({"kind": "distance-at-least", "distance": "5000"}, "kept"),
        ({"kind": "distance-at-least", "distance": "9000"}, "broken"),
        ({"kind": "diplomatic-relations"}, "not-known"),
        ({"kind": "diplomatic-relations", "countries": "JP;AU"}, "kept"),
        ({"kind": "equal-status"}, "kept"),
    ],
)
def test_each_kind_of_rule(small: KnowledgeGraph, rule: dict[str, str], verdict: str) -> None:
    assert judged(small, "testhaven", **rule).verdict == verdict


def test_a_rule_on_distance_is_not_known_without_a_place(small: KnowledgeGraph) -> None:
    rule = {"kind": "distance-at-most", "distance": "1"}
    assert judged(small, "dummyville", **rule).verdict == "not-known"
    assert judged(small, "mockford", **rule).verdict == "broken"


def test_a_rule_that_binds_another_city_says_nothing(small: KnowledgeGraph) -> None:
    row = {"id": "x", "kind": "equal-status", "city": "mockford", "country": "", "sources": "x"}
    tables = {**small.tables, "policies": pd.DataFrame([row])}
    found = build_suggestions(tables, small.facts, "exampleton", "water", DAY, "")
    assert found.found
    assert all(one.verdicts == () for one in found.found)


@pytest.mark.parametrize(
    ("here", "there", "verdict"),
    [
        ("city", "regency", "kept"),
        ("city", "metropolitan-city", "not-known"),
        ("city", "district", "not-known"),
        ("province", "state", "kept"),
        ("city", "state", "broken"),
        ("city", "", "not-known"),
    ],
)
def test_levels_are_compared_by_tier(
    small: KnowledgeGraph, here: str, there: str, verdict: str
) -> None:
    rule = {"kind": "equal-status", "here": here, "there": there}
    assert judged(small, "testhaven", **rule).verdict == verdict


# ---- what holds of any tables


def suggested(rows: TableSet, city: str, field: str) -> Suggestions:
    tables = to_tables(rows)
    return build_suggestions(tables.frames(), read_facts(tables), city, field, DAY, "")


def first_city(rows: TableSet) -> str:
    return min(row["id"] for row in rows["cities"])


@pytest.mark.engine
@quick
@given(table_sets())
def test_a_suggestion_has_a_ground_and_is_another_city(rows: TableSet) -> None:
    rows = with_programmes(rows, ["w1-a", "w1-b"])
    tables = to_tables(rows)
    facts, frames = read_facts(tables), tables.frames()
    cities = {row["id"] for row in rows["cities"]}
    count = 0
    for city in ("w0-a", "w1-a", "w2-b", "w3-c"):
        found = build_suggestions(frames, facts, city, "roads", DAY, "")
        already = {other for reason in found.covered for other in reason.others}
        for one in found.found:
            count += 1
            assert one.city in cities - already - {city}
            assert one.reasons[0].kind in GROUNDS
            assert all(r.things for r in one.reasons if r.kind in GROUNDS)
            assert all(r.sources for r in one.reasons if r.kind == "covers")
        assert [one.order for one in found.found] == sorted(one.order for one in found.found)
        assert len(found.to_frame()["city"].unique()) == len(found.found)
    assert count >= 8  # the new programmes alone give three cities to three, two to one


def a_programme(city: str, number: int) -> Row:
    return {
        "id": f"new-{number}", "cities": f"new-city;{city}", "fields": "trams", "kind": "project",
        "status": "completed", "began": "2005", "ended": "2006", "sources": "w0-source-0",
    }  # fmt: skip


def with_programmes(rows: TableSet, partners: list[str]) -> TableSet:
    """Add a city that has carried out something in trams with each of some cities."""
    programs = [a_programme(city, number) for number, city in enumerate(partners)]
    cities = [*rows["cities"], {"id": "new-city"}]
    return {**rows, "cities": cities, "programs": [*rows["programs"], *programs]}


@pytest.mark.engine
@quick
@given(table_sets())
def test_new_evidence_never_drops_a_reason_of_evidence(rows: TableSet) -> None:
    city = first_city(rows)
    candidates = sorted(row["id"] for row in rows["cities"] if row["id"] != city)
    first = suggested(rows, city, "roads")
    before, already = named(first), {o for r in first.covered for o in r.others}
    more = with_programmes(rows, candidates)
    after = named(suggested(more, city, "roads"))
    assert set(candidates) - already <= set(after)
    for key in set(candidates) - already:
        had = (
            {r.others for r in before[key].reasons if r.kind == "covers"}
            if key in before
            else set()
        )
        has = {r.others for r in after[key].reasons if r.kind == "covers"}
        assert had | {("new-city",)} <= has


@pytest.mark.engine
@quick
@given(table_sets())
def test_the_order_of_rows_makes_no_difference(rows: TableSet) -> None:
    turned = {name: of_table[::-1] for name, of_table in rows.items()}
    city = first_city(rows)
    one, other = suggested(rows, city, "roads"), suggested(turned, city, "roads")
    assert one == other


def test_without_a_ground_nobody_is_suggested(small: KnowledgeGraph) -> None:
    bare = {name: frame.iloc[:0] for name, frame in small.tables.items()}
    tables = {**bare, "cities": small.tables["cities"]}
    facts = read_facts(to_tables({"fields": to_records(small.tables["fields"])}))
    found = build_suggestions(tables, facts, "exampleton", "water", DAY, "")
    assert (found.found, found.covered, list(found.to_frame()["city"])) == ((), (), [])


# ---- the command


def test_the_command_gives_reasons_in_words_and_no_score() -> None:
    printed = kg("Dummyville", "--field", "Waste").stdout
    assert printed.startswith("Partners for Dummyville in Waste, as of 2024-06-30 (")
    assert "\n1. Exampleton\n   + covers Waste with Sampleburg: result on record" in printed
    assert "   + is a partner of a partner, through Exampleton" in printed
    assert "   - obstacle on record with Dummyville: Three time zones [plan-review]" in printed
    assert "   - last contact with Dummyville on record: 2013-09, more than five years" in printed
    assert "Order: fewest rules broken" in printed
    assert "score" not in printed.lower()


def test_verdicts_name_the_rule_and_its_source() -> None:
    printed = kg("exampleton", "--field", "trams").stdout
    assert (
        "   * not known whether the rule is kept, check: Example: partners of equal status "
        "(levels: city – metropolitan city) [council-minutes]"
    ) in printed
    assert "rule kept: Example: partners of Exampleton at most 6,000 km away (5237 km" in printed


def test_a_field_that_nobody_covers_is_told_with_what_would_help() -> None:
    for lang, words in (
        ("en", "No other city is on record as covering Trams with a partner of its own."),
        ("id", "Belum tercatat kota lain yang mencakup Trem"),
        ("ko", "노면전차 분야를 자신의 협력 도시와 추진하는 다른 도시의 기록 없음."),
    ):
        assert words in kg("exampleton", "--field", "trams", "--lang", lang).stdout
    printed = kg("exampleton", "--field", "trams", "--as-of", "2000").stdout
    assert "What would help: rows in programs, commitments or events that name trams" in printed
    assert "So no city can be suggested" in printed


def test_where_only_partners_cover_a_field_nobody_is_said_to_cover_none() -> None:
    printed = kg("exampleton", "--field", "buses", "--as-of", "2016").stdout
    assert "Exampleton covers it already with: Sampleburg." in printed  # whose agreement names it
    assert "no other city is on record as covering a field beside it" in printed


def test_csv_and_json_hold_reasons_and_words() -> None:
    rows = list(
        csv.DictReader(io.StringIO(kg("dummyville", "--field", "waste", "--format", "csv").stdout))
    )
    assert list(rows[0]) == [
        "place", "city", "side", "kind", "verdict", "others", "things", "rung", "grade", "value",
        "sources", "text",
    ]  # fmt: skip
    assert rows[0]["text"].startswith("covers Waste with Sampleburg: result on record")
    records = json.loads(
        kg("dummyville", "--field", "waste", "--format", "json", "--top", "1").stdout
    )
    assert {record["city"] for record in records} == {"exampleton"}
    assert {record["side"] for record in records} == {"for", "against"} | {"rule"} - {"rule"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("exampletn", "--field", "water"),
            'is not in the table cities. Did you mean "exampleton"?',
        ),
        (("exampleton", "--field", "watr"), 'is not in the table fields. Did you mean "water"?'),
        (
            ("exampleton", "--field", "built"),
            "built is a group and is not counted itself: name one",
        ),
        (("exampleton",), "Missing option '--field'"),
        (("exampleton", "--field", "water", "--top", "0"), "0 is not in the range x>=1"),
        (("exampleton", "--field", "water", "--as-of", "soon"), '"soon" is not a date'),
    ],
)
def test_what_cannot_be_answered_is_refused(words: tuple[str, ...], says: str) -> None:
    result = kg(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_from_python_too_a_group_is_refused(small: KnowledgeGraph) -> None:
    with pytest.raises(KgError, match="built is a group"):
        small.suggest("exampleton", "built")


def test_the_packaged_rules_have_sources_and_are_not_pretended_to_be_known() -> None:
    graph = KnowledgeGraph.load()
    found = graph.suggest("bandung", "waste")
    assert found.found[0].city == "kitakyushu"
    of = {v.policy: v for v in found.found[0].verdicts}
    assert of["indonesia-diplomatic-relations"].verdict == "not-known"
    assert all(v.sources for v in of.values())


@pytest.mark.engine
def test_the_same_bytes_under_any_order_of_hashing(tmp_path: Path) -> None:
    words = ["suggest", "dummyville", "--field", "waste", "-C", str(FIXTURE)]
    script = (
        "from kg.cli import main\n"
        "for form in ('table', 'csv', 'json'):\n"
        f"    main([*{words!r}, '--format', form], standalone_mode=False)"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, check=True, cwd=tmp_path,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert len(printed) == 1
    text = printed.pop()
    assert all(word in text for word in (b"Exampleton", b",exampleton,", b'"exampleton"'))
