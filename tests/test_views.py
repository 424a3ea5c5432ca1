"""The page's data, layout and text, without a browser."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
import pytest

from kg.schema import load_schema, packaged_ontology
from kg.views import build_payload, render_page
from kg.views.bundle import bundle_modules
from kg.views.drawing import build_drawing, read_vis
from kg.views.fields import field_tree
from kg.views.layout import place_layers
from kg.views.page import to_script_json
from kg.views.payload import Payload
from kg.views.records import LISTS, rows_with, split_cell, to_records
from tests.browser import example
from tests.browser.large import large_inputs


def build(**changes: Any) -> dict[str, Any]:
    """Build the example's payload, with frames exchanged by name."""
    tables = {**example.tables(), **changes.pop("tables", {})}
    return cast(
        dict[str, Any],
        build_payload(
            tables,
            changes.pop("coverage", example.coverage()),
            changes.pop("relations", example.relations()),
            example.CODES,
            focal=example.FOCAL,
            **changes,
        ),
    )


@pytest.fixture(scope="module")
def payload() -> dict[str, Any]:
    return build()


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


def test_fields_stand_in_tree_order_by_notation_with_their_level() -> None:
    rows = field_tree(to_records(example.tables()["fields"]))
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
    assert len(rows) == len(example.tables()["fields"])


TOP = {"urban", "planning", "riverside", "slums", "society", "culture-group"} | {
    "culture",
    "heritage",
    "tourism",
}


def test_a_field_below_an_unknown_one_keeps_its_row() -> None:
    assert field_tree({"lost": {"broader": "nowhere"}})[0]["level"] == "group"


# ---- payload


def test_every_relation_of_the_city_is_a_column_prospects_too(payload: Mapping[str, Any]) -> None:
    stages = {entry["partner"]: entry["stage"] for entry in payload["relations"]}
    assert stages == {
        "demo-bay": "agreed",
        "mockford": "lapsed",
        "placeholder": "contact",
        "samplebourg": "agreed",
        "testopolis": "intent",
    }


def test_facts_belong_to_relations_as_in_coverage(payload: Mapping[str, Any]) -> None:
    facts = {entry["partner"]: entry for entry in payload["relations"]}
    assert facts["samplebourg"]["agreements"] == ["sample-loi", "sample-mou"]
    assert facts["samplebourg"]["programs"] == ["bus-study", "river-plan", "teacher-exchange"]
    assert facts["demo-bay"]["programs"] == ["little-fair"]  # by its cities: no agreement is named
    assert facts["mockford"]["programs"] == ["choir", "school-link"]
    assert facts["samplebourg"]["events"] == ["signing"]
    assert facts["placeholder"]["events"] == ["talks-health"]
    assert facts["mockford"]["searches"] == ["search-mock"]


def test_an_event_of_two_cities_is_not_one_of_its_agreements_other_relations() -> None:
    events = example.tables()["events"]
    events.loc[events["id"] == "signing", "cities"] = "exampleton;mockford"
    facts = {entry["partner"]: entry for entry in build(tables={"events": events})["relations"]}
    assert facts["mockford"]["events"] == ["signing"]
    assert facts["samplebourg"]["events"] == []


def test_what_other_cities_have_agreed_stays_out() -> None:
    tables = example.tables()
    foreign = {"id": "foreign", "kind": "mou", "status": "signed", "sources": "site"}
    agreements = pd.concat([tables["agreements"], example.frame("agreements", [foreign])])
    parties = pd.concat(
        [
            tables["parties"],
            example.frame(
                "parties",
                [
                    {"id": f"foreign-{city}", "agreement": "foreign", "city": city}
                    for city in ("mockford", "fixtureville")
                ],
            ),
        ]
    )
    built = build(tables={"agreements": agreements, "parties": parties})
    assert "foreign" not in built["facts"]["agreements"]
    assert not [key for key in built["facts"]["parties"] if key.startswith("foreign")]


def test_cells_carry_rank_gap_marks_and_search(payload: Mapping[str, Any]) -> None:
    cells = {
        (payload["relations"][row[0]]["partner"], payload["fields"][row[1]]["id"]): row[2:]
        for row in payload["cells"]["rows"]
    }
    assert len(cells) == 5 * len(payload["fields"])
    festivals = [2, "paper-only", 1, ["disputed", "unframed"], "2025-11-02", 0, "press", 0, 0]
    assert cells["samplebourg", "festivals"] == festivals
    assert cells["samplebourg", "planning"][-2:] == [2, 0]
    assert cells["demo-bay", "heritage"][3] == ["unagreed", "undated", "single-source"]


def test_a_field_is_known_to_be_covered_between_other_cities(payload: Mapping[str, Any]) -> None:
    assert payload["elsewhere"] == {
        "culture": {"count": 1, "best": [["fixtureville--mockford", 5]]}
    }
    assert "fixtureville" in payload["facts"]["cities"]


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
    assert "works-office" in facts["agencies"]


def test_columns_unknown_to_the_page_travel_with_their_row() -> None:
    agreements = example.tables()["agreements"].assign(shelf_mark="box 7")
    built = build(tables={"agreements": agreements})
    assert built["facts"]["agreements"]["sample-loi"]["shelf_mark"] == "box 7"
    assert "shelf_mark" in built["forms"]["agreements"]


def test_countries_are_carried_only_where_used(payload: Mapping[str, Any]) -> None:
    assert set(payload["codes"]["country"]) == {"ID", "KR", "GB", "AU", "DE", "JP"}
    assert payload["codes"]["gap"]["open"]["id"] == "terbuka"


def test_the_date_comes_from_the_call_the_data_set_or_the_last_contact() -> None:
    assert build(as_of="2020-12-31")["asOf"] == "2020-12-31"
    assert build()["asOf"] == "2026-01-31"
    assert build(tables={"dataset": example.frame("dataset", [])})["asOf"] == "2023-02-06"


def test_a_city_of_which_nothing_is_on_record_has_a_page() -> None:
    empty = {table: example.frame(table, []) for table in example.COLUMNS}
    built = build(
        tables=empty,
        coverage=example.coverage().head(0),
        relations=example.relations().head(0),
    )
    assert built["relations"] == []
    assert "<title>exampleton</title>" in render_page(built)


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = {name: frame.iloc[::-1] for name, frame in example.tables().items()}
    one, other = build(), build(tables=shuffled, coverage=example.coverage().iloc[::-1])
    for part in ("cells", "fields", "elsewhere", "codes"):
        assert one[part] == other[part], part
    assert build_drawing(one)["nodes"] == build_drawing(other)["nodes"]


def test_the_fingerprint_changes_with_the_data(payload: Mapping[str, Any]) -> None:
    programs = example.tables()["programs"]
    programs.loc[0, "participants"] = "8"
    assert build()["fingerprint"] == payload["fingerprint"]
    assert build(tables={"programs": programs})["fingerprint"] != payload["fingerprint"]


# ---- layout and drawing


def test_layers_stand_in_columns_and_their_nodes_apart() -> None:
    layers = {"focal": ["f"], "city": ["a", "b"], "agreement": ["x", "y", "z"], "field": ["p", "q"]}
    edges = [("f", "a"), ("f", "b"), ("b", "x"), ("a", "y"), ("x", "q"), ("y", "p")]
    places = place_layers(layers, edges)
    assert places["f"].x < places["a"].x < places["x"].x < places["p"].x
    assert places["a"].y < places["b"].y
    assert places["y"].y < places["z"].y < places["x"].y  # by what they connect
    assert len({place.y for node, place in places.items() if node in "xyz"}) == 3


def test_parallel_agreements_keep_links_of_their_own(payload: Payload) -> None:
    drawing = build_drawing(payload)
    parties = [
        edge["to"]
        for edge in drawing["edges"]
        if (edge["from"], edge["kind"]) == ("city:samplebourg", "party")
    ]
    assert parties == ["agreement:sample-loi", "agreement:sample-mou"]


def test_the_drawing_holds_each_thing_once_and_no_loose_line(payload: Payload) -> None:
    drawing = build_drawing(payload)
    nodes = [node["id"] for node in drawing["nodes"]]
    assert len(nodes) == len(set(nodes)) == 1 + 5 + 5 + 6 + len(example.tables()["fields"])
    assert all(edge["from"] in nodes and edge["to"] in nodes for edge in drawing["edges"])
    assert all(set(node) == {"id", "group", "x", "y"} for node in drawing["nodes"])


# ---- page


def test_the_same_payload_gives_the_same_page(payload: Payload, page: str) -> None:
    assert render_page(payload) == page == render_page(cast(Payload, build()))


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


def test_the_title_is_escaped() -> None:
    dataset = example.tables()["dataset"].assign(**{"title@en": "</title><script>x"})
    page = render_page(cast(Payload, build(tables={"dataset": dataset})))
    assert "<title>&lt;/title&gt;&lt;script&gt;x</title>" in page


def test_modules_are_joined_once_each_behind_what_they_import() -> None:
    script = bundle_modules("main")
    heads = re.findall(r"^// (\w+): ", script, re.MULTILINE)
    assert len(heads) == len(set(heads)) >= 25
    assert heads[-1] == "Main"
    assert not re.search(r"^(?:import|export) ", script, re.MULTILINE)


def test_modules_that_share_a_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {
        "main.mjs": "import { a } from './other.mjs';\nconst b = a;\n",
        "other.mjs": "export const a = 1;\nconst b = 2;\n",
    }
    monkeypatch.setattr("kg.views.bundle.read_static", sources.__getitem__)
    with pytest.raises(ValueError, match=r"main\.mjs and other\.mjs both define b"):
        bundle_modules("main")


def test_a_page_of_many_cells_stays_small() -> None:
    tables, coverage, relations = large_inputs()
    built = build_payload(tables, coverage, relations, example.CODES, focal="exampleton")
    assert len(built["cells"]["rows"]) == 20 * 90  # type: ignore[index]
    assert len(render_page(built)) - len(read_vis()) < 400_000


def test_columns_with_several_values_are_those_of_the_shapes() -> None:
    tables = load_schema(packaged_ontology()).tables.values()
    split = {column.name for table in tables for column in table.columns if column.separator}
    assert split == LISTS
