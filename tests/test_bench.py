"""What is made for timing: tables from a seed, tables of pairs, and the command for pages."""

from collections import Counter
from pathlib import Path

import pytest

from bench import star
from bench.countries import country_code, country_names
from bench.make_tables import make_tables, write_tables
from bench.net import Net, connect, net_tables
from bench.page import Row, print_rows, read_command
from bench.pairs import CITIES, HEADERS, RELATIONS, PairsError, make_pairs, read_pairs
from bench.shipped import cut
from bench.star import make_star
from kg import KnowledgeGraph
from kg.check import check_references, check_rules, read_rules
from kg.schema import load_schema, packaged_ontology
from kg.tables import Tables, read_tables
from kg.turtle import render_ntriples

pytestmark = pytest.mark.engine

SCHEMA = load_schema(packaged_ontology())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    write_tables(make_tables(1000, seed=7), SCHEMA, folder)
    return folder


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    tables, problems = read_tables(folder, SCHEMA)
    assert problems == []
    return tables


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


@pytest.mark.parametrize(("seed", "is_same"), [(7, True), (8, False)])
def test_the_seed_decides_on_the_bytes(
    folder: Path, tmp_path: Path, seed: int, is_same: bool
) -> None:
    write_tables(make_tables(1000, seed), SCHEMA, tmp_path)
    assert (_bytes(tmp_path) == _bytes(folder)) is is_same


def test_every_table_has_rows_and_the_whole_header(folder: Path, tables: Tables) -> None:
    for name, table in SCHEMA.tables.items():
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert tuple(header.split(",")) == table.headers
        assert len(tables[name]) > 0


def test_checks_find_nothing_to_say(tables: Tables) -> None:
    assert list(check_references(tables)) == []
    assert list(check_rules(tables, read_rules(packaged_ontology() / "rules"))) == []


def test_about_thirty_triples_come_of_each_agreement(tables: Tables) -> None:
    triples = b"".join(render_ntriples(tables.data.values())).count(b"\n")
    assert 25 <= triples / len(tables["agreements"]) <= 35


def test_a_column_that_the_ontology_lacks_is_refused(tmp_path: Path) -> None:
    columns = make_tables(1)["cities"]
    with pytest.raises(KeyError, match="the ontology's table cities has no column mayor"):
        write_tables({"cities": {**columns, "mayor": columns["id"]}}, SCHEMA, tmp_path)


# ---- pairs of cities, and the command line of bench.page


def test_pairs_become_cities_agreements_and_parties(tmp_path: Path) -> None:
    net = _connect(
        tmp_path,
        "Ghent,Belgium,51.05,3.72,Melle,Germany,52.2,8.34",
        "Ghent,Belgium,51.05,3.72,Wiesbaden,Germany,50.08,8.24",
        "Melle,Belgium,51.0,3.8,Melle,Germany,52.2,8.34",
    )
    write_tables(net_tables(net, SCHEMA), SCHEMA, tmp_path / "data")
    graph = KnowledgeGraph.load(tmp_path)
    assert graph.problems == []
    assert sorted(graph.tables["cities"]["id"]) == [
        "ghent-be",
        "melle-be",
        "melle-de",
        "wiesbaden-de",
    ]
    assert list(graph.relations()["relation"]) == [
        "ghent-be--melle-de",
        "ghent-be--wiesbaden-de",
        "melle-be--melle-de",
    ]
    assert set(graph.relations()["stage"]) == {"agreed"}
    assert graph.focal_city == "ghent-be"
    assert graph.label("agreements:pair-0000000") == "Ghent and Melle"


def test_pairs_that_cannot_be_used_are_counted(tmp_path: Path) -> None:
    net = _connect(
        tmp_path,
        "Ghent,Belgium,51,3,Melle,Germany,52,8",
        "Melle,Germany,52,8,Ghent,Belgium,51,3",
        "Ghent,Belgium,51,3,Ghent,Belgium,51,3",
        "Ghent,Belgium,51,3,Emerald City,Oz,0,0",
        "Ghent,Belgium,51,3,Nowhere,,0,0",
    )
    assert net.pairs == [("ghent-be", "melle-de")]
    assert net.ranked == ["ghent-be", "melle-de"]
    assert net.repeated == 2
    assert net.unknown == {"Oz": 1, "": 1}


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("Belgium", "BE"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Bosnia and Herzegovina", "BA"),
        ("Saint Vincent and the Grenadines", "VC"),
        ("São Tomé and Príncipe", "ST"),
        ("Georgia (country)", "GE"),
        ("Myanmar", "MM"),
        ("Wales, United Kingdom", "GB"),
        ("Georgia, United States", "US"),
        ("Oz", ""),
        ("", ""),
    ],
)
def test_countries_are_known_by_the_names_in_use(country: str, code: str) -> None:
    assert country_code(country, country_names(SCHEMA)) == code


def test_ids_are_plain_and_never_the_same_twice(tmp_path: Path) -> None:
    net = _connect(
        tmp_path,
        "São Paulo,Brazil,-23,-46,Sao Paulo,Brazil,-23,-46",
        "서울,South Korea,37,127,부산,South Korea,35,129",
    )
    assert list(net.cities) == ["sao-paulo-br", "sao-paulo-br-2", "city-kr", "city-kr-2"]


def test_the_made_up_world_has_hubs_and_no_city_without_a_partner() -> None:
    pairs = make_pairs(["Belgium", "Germany", "Indonesia"])
    net = connect(pairs, country_names(SCHEMA))
    degree = Counter(city for pair in net.pairs for city in pair)
    assert (len(net.cities), len(net.pairs), net.repeated) == (CITIES, RELATIONS, 0)
    assert 70 <= max(degree.values()) <= 130
    assert pairs == make_pairs(["Belgium", "Germany", "Indonesia"])


def test_the_star_has_all_its_partners_and_fields(tmp_path: Path) -> None:
    write_tables(make_star(), SCHEMA, tmp_path / "data")
    graph = KnowledgeGraph.load(tmp_path)
    assert graph.problems == []
    assert len(graph.relations(graph.focal_city)) == star.PARTNERS
    fields = graph.tables["fields"]
    assert int((fields["broader"] != "").sum()) == star.FIELDS


def test_the_network_for_pyvis_is_cut_around_the_hub() -> None:
    pairs = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")]
    kept = cut(pairs, "a", 4)
    assert {city for pair in kept for city in pair} == {"a", "b", "c", "d"}
    assert len(kept) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("city1,country1\nGhent,Belgium\n", "the column lat1, lng1, city2"),
        (",".join(HEADERS) + "\n", "has no pairs"),
        (",".join(HEADERS) + "\nGhent,Belgium,51,3,Melle,Germany,52,x\n", "line 2: lat2, lng2 are"),
        (",".join(HEADERS) + "\nGhent,Belgium,51,3,Melle,Germany,95,8\n", "line 2: lat2, lng2 are"),
        (",".join(HEADERS) + "\nGhent,Belgium,51,3\n", "line 2: city2 is empty"),
    ],
)
def test_a_file_that_is_not_of_pairs_is_refused_with_the_place(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PairsError, match=message):
        read_pairs(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(b"city1\xff\xfe")
    with pytest.raises(PairsError, match=r"pairs\.csv cannot be read"):
        read_pairs(path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--pairs", "nowhere.csv"], "there is no file nowhere.csv"),
        (["--runs", "0"], "--runs must be 1 or more"),
        (["--pyvis", "-1"], "--pyvis must be 2 or more, or 0"),
        (["--pyvis", "many"], "invalid int value: 'many'"),
        (["--only", "moon"], "invalid choice: 'moon'"),
    ],
)
def test_a_command_that_makes_no_sense_says_why(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        read_command(words)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_a_missed_target_is_said_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        Row("quick", 1.0, 0.2, target=0.5, most=2.0),
        Row("late", 1.0, 0.6, target=0.5),
        Row("large", 2.1, 0.2, target=0.5, most=2.0),
        Row("never", 1.0, None),
        Row("wrong", 1.0, 0.2, target=0.5, fault="it holds nothing"),
    ]
    print_rows(rows)
    said = capsys.readouterr()
    assert [row.is_met for row in rows] == [True, False, False, True, False]
    assert "| quick | 1.00 MB | 0.20 s | 0.5 s, 2 MB |" in said.out
    assert "| late | 1.00 MB | 0.60 s | 0.5 s: missed |" in said.out
    assert "| never | 1.00 MB | not within 180 s | – |" in said.out
    assert "wrong: it holds nothing" in said.err


def _connect(folder: Path, *lines: str) -> Net:
    path = folder / "pairs.csv"
    path.write_text("\n".join([",".join(HEADERS), *lines]) + "\n", encoding="utf-8")
    return connect(read_pairs(path), country_names(SCHEMA))
