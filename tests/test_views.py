"""The page's data, layout and text, without a browser."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from kg import KnowledgeGraph
from kg.coverage import to_day
from kg.schema import load_schema, packaged_ontology
from kg.views import render_page
from kg.views.bundle import bundle_modules
from kg.views.drawing import read_vis
from kg.views.fields import field_tree
from kg.views.payload import Payload
from kg.views.records import LISTS, rows_with, split_cell, to_records
from kg.views.shell import to_script_json
from tests.browser import example
from tests.browser.large import large_graph
from tests.node import find_node


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return example.load()


@pytest.fixture(scope="module")
def payload(graph: KnowledgeGraph) -> dict[str, Any]:
    return build(graph)


def build(graph: KnowledgeGraph, **options: Any) -> dict[str, Any]:
    """Build a graph's payload; options as those of `example.payload_of`."""
    return cast(dict[str, Any], example.payload_of(graph, **options))


def belonging(payload: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return the relations of a payload by id."""
    return {entry["id"]: entry for entry in payload["relations"]}


@pytest.fixture(scope="module")
def page(payload: Payload) -> str:
    return render_page(payload)


# ---- records


def test_records_merge_languages_split_lists_and_leave_out_empty_cells() -> None:
    frame = pd.DataFrame(
        [["a", "Name", "", "이름", "x;y; ", "", "z"]],
        columns=["id", "name@en", "name@id", "name@ko", "sources", "note@en", "kind"],
    )
    assert to_records(frame) == {
        "a": {"name": {"en": "Name", "ko": "이름"}, "sources": ["x", "y"], "kind": "z"}
    }


def test_a_cell_of_many_values_is_matched_by_value_and_not_by_part() -> None:
    frame = pd.DataFrame({"id": ["1", "2", "3"], "cities": ["seoul;bandung", "seoul-east", ""]})
    assert list(rows_with(frame, "cities", ["seoul"])["id"]) == ["1"]
    assert split_cell(" a ;; b") == ["a", "b"]


# ---- fields


def test_fields_stand_in_tree_order_by_notation_with_their_level(graph: KnowledgeGraph) -> None:
    rows = field_tree(to_records(graph.tables["fields"]))
    assert [(row["id"], row["level"]) for row in rows if row["id"] in TOP] == [
        ("urban", "group"),
        ("planning", "field"),
        ("riverside", "topic"),
        ("slums", "topic"),
        ("society", "group"),
        ("culture-group", "group"),
        ("culture", "field"),
        ("heritage", "field"),
        ("tourism", "field"),
    ]
    assert len(rows) == len(graph.tables["fields"])


TOP = {"urban", "planning", "riverside", "slums", "society", "culture-group"} | {
    "culture",
    "heritage",
    "tourism",
}


def test_a_field_below_an_unknown_one_keeps_its_row() -> None:
    assert field_tree({"lost": {"broader": "nowhere"}})[0]["level"] == "group"


# ---- payload


def test_every_relation_on_record_at_any_time_travels(
    payload: Mapping[str, Any], graph: KnowledgeGraph
) -> None:
    ids = [entry["id"] for entry in payload["relations"]]
    assert ids == sorted(graph.relations(as_of="2100")["relation"])
    assert len(ids) == 14
    assert payload["relations"][0]["cities"] == ["demo-bay", "exampleton"]


def test_facts_belong_to_relations_as_in_coverage(payload: Mapping[str, Any]) -> None:
    facts = belonging(payload)
    sample, mock = facts["exampleton--samplebourg"], facts["exampleton--mockford"]
    assert sample["agreements"] == ["sample-loi", "sample-mou"]
    assert sample["programs"] == ["bus-study", "river-plan", "teacher-exchange"]
    assert sample["events"] == ["signing"]
    assert sample["studies"] == ["study-a"]
    assert mock["programs"] == ["choir", "school-link"]
    assert mock["searches"] == ["search-mock"]
    assert facts["exampleton--placeholder"]["events"] == ["talks-health"]
    # By its cities: no agreement is named.
    assert facts["demo-bay--exampleton"]["programs"] == ["little-fair"]


def test_a_fact_of_three_cities_belongs_to_each_pair(payload: Mapping[str, Any]) -> None:
    facts = belonging(payload)
    pairs = ("samplebourg--specimen", "samplebourg--testopolis", "specimen--testopolis")
    assert all("spec-fair" in facts[pair]["programs"] for pair in pairs)
    assert facts["faux-sur-mer--testopolis"]["agreements"] == ["spec-three-plan"]


def test_an_event_of_two_cities_is_not_one_of_its_agreements_other_relations(
    graph: KnowledgeGraph,
) -> None:
    events = graph.tables["events"].copy()
    events.loc[events["id"] == "signing", "cities"] = "exampleton;mockford"
    facts = belonging(build(example.changed(graph, events=events)))
    assert facts["exampleton--mockford"]["events"] == ["signing"]
    assert facts["exampleton--samplebourg"]["events"] == []


def test_a_page_of_some_relations_leaves_out_what_others_have_agreed(
    graph: KnowledgeGraph,
) -> None:
    some = ["exampleton--mockford", "exampleton--samplebourg"]
    built = build(graph, only=some)
    assert [entry["id"] for entry in built["relations"]] == some
    assert list(built["facts"]["agreements"]) == ["mock-mou", "sample-loi", "sample-mou"]
    assert {party["agreement"] for party in built["facts"]["parties"].values()} == {
        "mock-mou",
        "sample-loi",
        "sample-mou",
    }
    assert "spec-hall" not in built["facts"]["agencies"]
    assert {row[0] for row in built["evidence"]["rows"]} == {0, 1}


def test_evidence_says_of_each_fact_since_when_and_how_far_it_counts(
    payload: Mapping[str, Any], graph: KnowledgeGraph
) -> None:
    rows = {
        (payload["relations"][row[0]]["id"], row[1], row[2]): row[3:]
        for row in payload["evidence"]["rows"]
    }
    field = {entry["id"]: place for place, entry in enumerate(payload["fields"])}
    never, always = 10_000_000, -10_000_000
    choir = ("exampleton--mockford", field["culture"], "programs:choir")
    # role, since, undated, turns, proven, proven strictly, due, ends, unframed, grade
    begun, over = to_day("1993-12-31") + 1, to_day("1995-12-31") + 1
    assert rows[choir] == ["ran", begun, 0, over, over, over, to_day("1994") + 1, never, 0, 2]
    fair = ("demo-bay--exampleton", field["heritage"], "programs:little-fair")
    assert rows[fair][:4] == ["ran", always, 1, always]
    whole = ("exampleton--mockford", -1, "searches:search-mock")
    assert rows[whole][:2] == ["search", to_day("2025-11-03")]
    assert payload["evidence"]["disputed"] == [
        "agreements:sample-loi",
        "programs:spec-heritage-map",
    ]
    kinds = payload["evidence"]["kinds"]
    assert kinds[str(payload["evidence"]["strict"])] == "study"
    assert len(rows) == len(graph.facts.rows)


def test_links_say_which_stage_each_thing_gives_and_until_when(payload: Mapping[str, Any]) -> None:
    links = {
        (payload["relations"][row[0]]["id"], row[1]): row[2:] for row in payload["links"]["rows"]
    }
    lapsed = links["fixtureville--specimen", "agreements:spec-fixture-mou"]
    signed = to_day("2010-06-15")
    # since, dated, typed, founds, ends
    assert lapsed == [signed, 1, "2010-06-15", 3, to_day("2015-06-15")]
    assert links["exampleton--samplebourg", "agreements:sample-loi"][3] == 2
    assert links["exampleton--placeholder", "events:talks-health"][3] == 0


def test_every_source_and_body_that_a_fact_names_travels(payload: Mapping[str, Any]) -> None:
    facts = payload["facts"]
    cited = {
        source
        for table, records in facts.items()
        for record in records.values()
        for source in [*record.get("sources", []), record.get("source")]
        if source
    }
    assert cited
    assert cited <= set(facts["sources"])
    assert {"bus-unit", "works-office", "example-hall"} <= set(facts["agencies"])


def test_columns_unknown_to_the_page_travel_with_their_row(graph: KnowledgeGraph) -> None:
    agreements = graph.tables["agreements"].assign(shelf_mark="box 7")
    built = build(graph, tables={"agreements": agreements})
    assert built["facts"]["agreements"]["sample-loi"]["shelf_mark"] == "box 7"


def test_countries_are_carried_only_where_used(payload: Mapping[str, Any]) -> None:
    assert set(payload["codes"]["country"]) == {"AU", "DE", "FR", "GB", "ID", "JP", "KR"}
    assert payload["codes"]["rung"]["agreed"]["id"] == "disepakati"


def test_the_page_opens_at_the_day_asked_for(graph: KnowledgeGraph) -> None:
    assert build(graph)["asOf"] == "2026-01-31"
    assert build(graph, as_of="2020")["asOf"] == "2020-12-31"


def test_a_city_of_which_nothing_is_on_record_has_a_page() -> None:
    built = build(example.graph_of({}), focal="exampleton")
    assert built["relations"] == []
    assert built["asOf"] == ""
    assert "<title>exampleton</title>" in render_page(built)


def test_the_order_of_rows_does_not_matter(
    payload: Mapping[str, Any], graph: KnowledgeGraph, tmp_path: Path
) -> None:
    shuffled = {name: frame.iloc[::-1] for name, frame in graph.tables.items()}
    folder = example.write_project(tmp_path / "shuffled", shuffled)
    assert build(KnowledgeGraph.load(folder)) == payload


def test_the_fingerprint_changes_with_the_data(
    payload: Mapping[str, Any], graph: KnowledgeGraph
) -> None:
    programs = graph.tables["programs"].copy()
    programs.loc[0, "participants"] = "8"
    assert build(graph)["fingerprint"] == payload["fingerprint"]
    assert build(graph, tables={"programs": programs})["fingerprint"] != payload["fingerprint"]


# ---- page


def test_the_same_payload_gives_the_same_page(
    payload: Payload, page: str, graph: KnowledgeGraph
) -> None:
    assert render_page(payload) == page == render_page(build(graph))


def test_the_page_names_no_file_and_no_server(page: str) -> None:
    head = page[: page.index("<script")]
    assert not re.search(r"<(?:link|img|iframe|base|object|embed)\b", head)
    assert re.findall(r"<script([^>]*)>", page.replace(read_vis(), "")) == [
        ' type="application/json" id="data"',
        ' type="text/plain" id="vis"',
        "",
    ]


def test_the_policy_allows_these_scripts_and_no_request(page: str) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found
    policy = found[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(re.findall(r"'sha256-[\w+/=]+'", policy)) == 3


def test_data_cannot_end_its_script() -> None:
    hostile = {"a": "</script><script>alert(1)</script><!--", "b": "\u2028\u2029&"}
    text = to_script_json(hostile)
    assert not re.search(r"[<>&\u2028\u2029]", text)
    assert json.loads(text) == hostile


def test_the_title_is_escaped(graph: KnowledgeGraph) -> None:
    dataset = graph.tables["dataset"].assign(**{"title@en": "</title><script>x"})
    page = render_page(build(graph, tables={"dataset": dataset}))
    assert "<title>&lt;/title&gt;&lt;script&gt;x</title>" in page


def test_modules_are_joined_once_each_behind_what_they_import() -> None:
    script = bundle_modules("main")
    heads = re.findall(r"^// ([A-Z][\w ]*): ", script, re.MULTILINE)
    assert len(heads) == len(set(heads)) >= 25
    assert heads[-1] == "Main"
    assert not re.search(r"^(?:import|export) ", script, re.MULTILINE)


def bundled(monkeypatch: pytest.MonkeyPatch, **modules: str) -> str:
    """Join made-up modules, of which `main` is the first."""
    sources = {f"{name}.mjs": source for name, source in modules.items()}
    monkeypatch.setattr("kg.views.bundle.read_static", sources.__getitem__)
    return bundle_modules("main")


def test_modules_keep_their_names_to_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    script = bundled(
        monkeypatch,
        main="import { a } from './other.mjs';\nconst b = 1;\nconsole.log(a(), b);\n",
        other="const b = 2;\nexport const a = () => b;\n",
    )
    ran = subprocess.run([find_node(), "-e", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "2 1\n"


def test_modules_in_a_circle_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "import { b } from './other.mjs';\nexport const a = 1;\n"
    other = "import { a } from './main.mjs';\nexport const b = 1;\n"
    with pytest.raises(ValueError, match="each other: main -> other -> main"):
        bundled(monkeypatch, main=one, other=other)


def test_an_import_of_another_form_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"main\.mjs has a line that is not understood: import a"):
        bundled(monkeypatch, main="import a from './other.mjs';\n")


def test_an_import_of_what_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    main = "import { a, c } from './other.mjs';\n"
    with pytest.raises(ValueError, match=r"main\.mjs imports c, which other\.mjs lacks"):
        bundled(monkeypatch, main=main, other="export const a = 1;\n")


def test_a_page_of_many_cells_stays_small() -> None:
    graph = large_graph()
    assert len(graph.coverage()) == 20 * (90 - 8)
    assert len(render_page(build(graph))) - len(read_vis()) < 1_250_000


def test_columns_with_several_values_are_those_of_the_shapes() -> None:
    tables = load_schema(packaged_ontology()).tables.values()
    split = {column.name for table in tables for column in table.columns if column.separator}
    assert split == LISTS
