"""Lists of twin towns brought into tables: what is said, no more than that, and nothing lost."""

import csv
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench.countries import country_names
from bench.pairs import make_pairs
from kg import KnowledgeGraph
from kg.api.bring import bring, bring_new, read_listing
from kg.cli import main
from kg.errors import KgError
from kg.imports.foreign import Source
from kg.imports.pairs import ForeignCity, ForeignPair
from kg.imports.places import Candidate, Match, Place
from kg.imports.relations import day_of, place_pairs, tell_doubles
from kg.imports.relations.cities import name_cities
from kg.imports.relations.doubts import why_doubtful
from kg.imports.relations.draft import Placed, draft_rows
from kg.imports.relations.listed import keep_exact, list_relations
from kg.imports.relations.slugs import to_slug
from kg.names import LANGUAGES
from kg.problems import Problem, Severity, has_errors
from kg.problems.catalogue import read_catalogue
from kg.problems.render import message
from kg.schema import Schema, load_schema, packaged_ontology
from kg.tables import Tables

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"
HEADER = "city,country,twin,its country,since,kind,fields,ended,note"
MAPPING = """
[source]
name = "Example list"
kind = "blog"
url = "https://example.org/list"
accessed = "2024-06-30"
[table]
language = "en"
[one]
name = "city"
country = "country"
[other]
name = "twin"
country = "its country"
[pair]
signed = "since"
relation_type = "kind"
fields = "fields"
ended = "ended"
note = "note"
"""
LIST = (
    "Alphaville,ID,Betaburg,KR,1997,,,,",
    "Betaburg,KR,Alphaville,ID,1997-08-25,,,,from the second row",
    "Alphaville,ID,Gammatown,JP,,sister,,2010,",
)


@pytest.fixture(autouse=True)
def _no_gazetteer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand without the extra `places`, which takes a second to read."""
    if "gazetteer" not in request.fixturenames:
        monkeypatch.setattr("kg.imports.places.read_gazetteer", lambda: None)


@pytest.fixture
def gazetteer() -> None:
    """Have the extra `places`."""


def kg(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def write_list(folder: Path, rows: Sequence[str] = LIST, header: str = HEADER) -> list[str | Path]:
    """Write a list and its mapping; return the words that bring it in."""
    (folder / "list.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    return ["import", folder / "list.csv", "--map", folder / "map.toml"]


def rows(project: Path, table: str) -> list[dict[str, str]]:
    with (project / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(project: Path) -> dict[str, bytes]:
    found = {file.name: file.read_bytes() for file in sorted((project / "data").glob("*.csv"))}
    assert found
    return found


# ---- a new project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project of the list; the folder holds what was said too."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.imports.places.read_gazetteer", lambda: None)
        result = kg(*write_list(folder), "--out", folder / "new", "--focal", "Alphaville")
    assert result.exit_code == 0, result.output
    assert "Rows: 3. Taken: 3, reported: 0." in result.stdout
    assert "pip install 'sister-city-kg[places]'" in result.stderr
    return folder / "new"


@pytest.fixture(scope="module")
def graph(made: Path) -> KnowledgeGraph:
    return KnowledgeGraph.load(made)


def test_a_list_becomes_a_project_without_problems(graph: KnowledgeGraph) -> None:
    assert graph.problems == []
    assert graph.focal_city == "alphaville"
    assert graph.as_of == "2024-06-30"
    assert set(graph.relations()["relation"]) == {"alphaville--betaburg", "alphaville--gammatown"}
    cells = graph.coverage("alphaville", level="field")
    assert len(cells) > 50
    assert set(cells["rung"]) == {"unrecorded"}


def test_a_pair_given_both_ways_is_one_relation_with_the_most_exact_date(made: Path) -> None:
    agreements = {row["id"]: row for row in rows(made, "agreements")}
    assert set(agreements) == {"alphaville-betaburg-listed", "alphaville-gammatown-listed"}
    row = agreements["alphaville-betaburg-listed"]
    assert (row["signed"], row["note@en"]) == ("1997-08-25", "from the second row")
    assert row["name@en"] == "Partnership of Alphaville and Betaburg, as listed"
    assert (row["kind"], row["sources"]) == ("unspecified", "example-list")
    assert rows(made, "statements") == []
    source = next(r for r in rows(made, "sources") if r["id"] == "example-list")
    assert "signing is inferred" in source["note@en"]
    assert source["speaks_for"] == ""


def test_what_a_row_says_of_type_and_end_is_kept(made: Path, graph: KnowledgeGraph) -> None:
    types = {row["id"]: row["relation_type"] for row in rows(made, "parties")}
    assert types["alphaville-gammatown-listed-gammatown"] == "sister"
    assert types["alphaville-betaburg-listed-betaburg"] == ""
    (event,) = rows(made, "events")
    assert (event["on"], event["agreement"]) == ("2010", "alphaville-gammatown-listed")
    stages = graph.relations().set_index("relation")["stage"]
    assert stages["alphaville--gammatown"] == "lapsed"


def test_fields_are_known_by_name_and_others_are_reported(tmp_path: Path) -> None:
    listed = ["Alphaville,ID,Betaburg,KR,,,Education;Educaton;Pariwisata,,"]
    result = kg(*write_list(tmp_path, listed), "--out", tmp_path / "new")
    assert result.exit_code == 1
    assert 'list.csv:2: "Educaton" is not a field' in result.stderr
    assert 'did you mean "education"?' in result.stderr
    assert "Rows: 1. Taken: 0, reported: 1." in result.stdout
    named = {row["field"] for row in rows(tmp_path / "new", "commitments")}
    assert named == {"education", "tourism"}


@pytest.mark.engine
def test_a_folder_that_holds_tables_is_left_alone(tmp_path: Path) -> None:
    words = write_list(tmp_path)
    kg(*words, "--out", tmp_path / "new")
    before = tables(tmp_path / "new")
    result = kg(*words, "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert tables(tmp_path / "new") == before


@pytest.mark.engine
def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    listed = [f"City {n % 7},ID,City {n},KR,,,,," for n in range(30)]
    shuffled = random.Random(5).sample(listed, len(listed))
    made = []
    for name, some in (("one", listed), ("other", shuffled)):
        (tmp_path / name).mkdir()
        kg(*write_list(tmp_path / name, some), "--out", tmp_path / name / "new")
        made.append(tables(tmp_path / name / "new"))
    assert made[0] == made[1]


# ---- a project that is there


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE / "data", tmp_path / "own" / "data")
    return tmp_path / "own"


@pytest.mark.engine
def test_a_list_taken_twice_changes_nothing_more(tmp_path: Path, own: Path) -> None:
    words = [*write_list(tmp_path, LIST[:2]), "-C", own, "--yes"]
    assert kg(*words).exit_code == 0
    once = tables(own)
    again = kg(*words)
    assert "Nothing changes" in again.stdout
    assert tables(own) == once


def bring_row(graph: KnowledgeGraph, folder: Path, row: str) -> Tables:
    """Return the tables of a project with one more row of a list."""
    write_list(folder, [row])
    found = graph.import_list(folder / "list.csv", folder / "map.toml")
    assert (found.tally.rows, found.tally.taken) == (1, 1)
    assert [p for p in found.changes.problems if p not in graph.problems] == []
    return found.changes.tables


def table(tables: Tables, name: str) -> dict[str, dict[str, str | None]]:
    return {row["id"]: row for row in tables[name].rows.to_pylist()}


def test_an_agreement_on_record_gains_a_source_and_no_double(
    tmp_path: Path, small: KnowledgeGraph
) -> None:
    brought = bring_row(small, tmp_path, "Exampleton,ID,Sampleburg,KR,2016,friendship,,,")
    assert set(table(brought, "cities")) == set(table(small.data, "cities"))
    found = table(brought, "agreements")
    assert set(found) == set(table(small.data, "agreements"))
    assert found["sampleburg-mou"]["sources"] == "example-list;mou-text"
    assert found["sampleburg-mou"]["signed"] == "2016-11-21"
    assert found["sampleburg-loi"]["sources"] == "loi-text"


def test_another_date_is_a_statement_and_replaces_nothing(
    tmp_path: Path, small: KnowledgeGraph
) -> None:
    brought = bring_row(small, tmp_path, "Exampleton,ID,Sampleburg,KR,1999,,,,")
    assert table(brought, "agreements")["sampleburg-mou"]["signed"] == "2016-11-21"
    known = table(small.data, "statements")
    (said,) = [row for key, row in table(brought, "statements").items() if key not in known]
    assert (said["about"], said["property"]) == ("agreements:sampleburg-chambers", "signed")
    assert (said["value"], said["source"], said["stance"]) == ("1999", "example-list", "asserts")


def test_what_is_taken_again_is_on_record(tmp_path: Path, small: KnowledgeGraph) -> None:
    """The list comes twice: other dates, types and ends are statements and events, and stay so."""
    listed = [
        "Exampleton,ID,Sampleburg,KR,1999,friendship,,,",
        "Exampleton,ID,Sampleburg,KR,2015-04,,,,",
        "Exampleton,ID,Mockford,JP,,,Education,2012,",
        "Exampleton,ID,Alphaville,KR,1997,sister,,2010,a note",
    ]
    write_list(tmp_path, listed)
    listing = read_listing(tmp_path / "list.csv", tmp_path / "map.toml")
    first = bring(listing, small.data, (), packaged_ontology(), None)
    known = table(small.data, "statements")
    fresh = [
        row for key, row in table(first.changes.tables, "statements").items() if key not in known
    ]
    chambers = "sampleburg-chambers"  # signed in April 2015, as one row says
    assert sorted((row["about"], row["property"], row["value"]) for row in fresh) == [
        (f"agreements:{chambers}", "signed", "1999"),
        (f"parties:{chambers}-exampleton", "relationType", "friendship"),
        (f"parties:{chambers}-sampleburg", "relationType", "friendship"),
    ]
    again = bring(listing, first.changes.tables, (), packaged_ontology(), None)
    assert again.changes.count("added") == again.changes.count("changed") == 0
    assert again.changes.is_empty
    assert again.relations == first.relations == 3


def test_an_agreement_that_cites_the_list_is_the_one_it_means(
    tmp_path: Path, small: KnowledgeGraph
) -> None:
    """A list that mends its date is not moved to another agreement of that date."""
    base = small.data
    for date in ("1999", "2016"):
        write_list(tmp_path, [f"Exampleton,ID,Sampleburg,KR,{date},,,,"])
        listing = read_listing(tmp_path / "list.csv", tmp_path / "map.toml")
        base = bring(listing, base, (), packaged_ontology(), None).changes.tables
    cited = {key for key, row in table(base, "agreements").items()
             if "example-list" in (row["sources"] or "")}  # fmt: skip
    assert cited == {"sampleburg-chambers"}
    listed = [key for key in table(base, "sources") if key.startswith("example-list")]
    assert listed == ["example-list"]


def test_a_third_party_of_an_agreement_is_not_listed(tmp_path: Path, small: KnowledgeGraph) -> None:
    brought = bring_row(small, tmp_path, "Exampleton,ID,Dummyville,US,2013-02-12,,,,")
    cited = {key: row["sources"] or "" for key, row in table(brought, "parties").items()}
    listed = {key for key, sources in cited.items() if "example-list" in sources}
    assert listed == {"three-city-plan-dummyville", "three-city-plan-exampleton"}


@pytest.mark.engine
def test_nothing_is_written_without_a_yes_or_on_a_dry_run(tmp_path: Path, own: Path) -> None:
    before = tables(own)
    words = [*write_list(tmp_path), "-C", own]
    assert kg(*words).exit_code == 2
    shown = kg(*words, "--dry-run")
    assert "cities: alphaville (Alphaville): name@en=Alphaville" in shown.stdout
    assert tables(own) == before
    assert kg(*write_list(tmp_path), "--dry-run", "--out", tmp_path / "new").exit_code == 0
    assert not (tmp_path / "new").exists()


def test_the_same_from_python(tmp_path: Path, small: KnowledgeGraph) -> None:
    write_list(tmp_path)
    graph = KnowledgeGraph.from_list(tmp_path / "list.csv", tmp_path / "map.toml", focal="Betaburg")
    assert [problem.code for problem in graph.problems] == ["pairs-both-ways"]
    assert graph.focal_city == "betaburg"
    assert len(graph.relations()) == 2
    found = small.import_list(tmp_path / "list.csv", tmp_path / "map.toml")
    assert found.changes.count("added") == 3 + 2 + 4 + 1 + 1  # cities … source, event
    assert found.tally.rows == found.tally.taken + found.tally.reported == 3


# ---- reports


def test_a_city_without_a_country_known_is_reported_with_its_place(tmp_path: Path) -> None:
    listed = [*LIST, "Alphaville,ID,Deltaville,Nowhereland,,,,,", "Alphaville,ID,,KR,,,,,"]
    report = tmp_path / "report.csv"
    words = [*write_list(tmp_path, listed), "--out", tmp_path / "new", "--report", report]
    result = kg(*words)
    assert result.exit_code == 1
    assert "Rows: 5. Taken: 3, reported: 2." in result.stdout
    told = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    lines = {row["line"] for row in told if row["severity"] != "note"}
    assert lines == {"5", "6"}
    assert "Deltaville" in (tmp_path / "review.csv").read_text(encoding="utf-8")
    assert KnowledgeGraph.load(tmp_path / "new").problems == []


@pytest.mark.engine
@pytest.mark.parametrize("lang", ["en", "id", "ko"])
def test_programs_get_the_report_and_people_the_words(tmp_path: Path, lang: str) -> None:
    words = [*write_list(tmp_path), "--out", tmp_path / "new", "--format", "json", "--lang", lang]
    result = kg(*words)
    assert result.stdout.startswith("[")
    assert "3" in result.stderr


def test_a_column_that_is_not_there_and_a_missing_mapping_are_told(tmp_path: Path) -> None:
    words = write_list(tmp_path, header=HEADER.replace("twin", "twn"))
    result = kg(*words, "--out", tmp_path / "new")
    assert result.exit_code == 1
    assert "other.name" in result.stderr
    assert 'did you mean "twn"?' in result.stderr
    assert not (tmp_path / "new").exists()
    result = kg("import", tmp_path / "list.csv", "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "--guess --map-out mapping.toml" in result.stderr
    assert kg("import", tmp_path / "gone.csv", "--guess").exit_code == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "does not say what the source is called"),
        ("id", "nama sumbernya"),
        ("ko", "출처의 이름"),
    ],
)
def test_a_mapping_without_its_source_is_told_in_the_language_asked(
    tmp_path: Path, lang: str, said: str
) -> None:
    words = write_list(tmp_path)
    (tmp_path / "map.toml").write_text(MAPPING.replace("Example list", ""), encoding="utf-8")
    result = kg(*words, "--out", tmp_path / "new", "--lang", lang)
    assert result.exit_code == 2
    assert "map.toml:3: source.name: " in result.stderr
    assert said in result.stderr
    assert result.stderr.count("[mapping-missing]") == 1


def test_a_review_with_faults_is_refused_whole(tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    review.write_text("choice,name,city\n7,Betaburg,abcdefghij\n", encoding="utf-8")
    result = kg(*write_list(tmp_path), "--out", tmp_path / "new", "--review", review)
    assert result.exit_code == 1
    assert 'review.csv:2: choice: "7" is no choice for "Betaburg"' in result.stderr
    assert "Mend the rows above, or empty their column choice." in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_guess_is_a_mapping_on_stdout_and_words_on_stderr(tmp_path: Path) -> None:
    write_list(tmp_path)
    result = kg("import", tmp_path / "list.csv", "--guess")
    assert 'name = "twin"' in result.stdout
    assert "since: pair.signed" in result.stderr


def test_a_table_that_is_not_about_pairs_gets_no_mapping(tmp_path: Path) -> None:
    table, mapping = tmp_path / "list.csv", tmp_path / "map.toml"
    table.write_text("city,population\nBandung,2500000\nSeoul,9600000\n", encoding="utf-8")
    result = kg("import", table, "--guess", "--map-out", mapping)
    assert result.exit_code == 1
    assert "Only this column names cities" in result.stderr
    assert "there is no mapping to propose" in result.stderr
    assert result.stdout == ""
    assert not mapping.exists()
    table.write_text("Partner\nBandung\nSeoul\n", encoding="utf-8")  # whose, is asked
    assert kg("import", table, "--guess", "--map-out", mapping).exit_code == 1
    assert 'always.name = ""' in mapping.read_text(encoding="utf-8")


def test_of_many_columns_left_open_the_first_are_told(tmp_path: Path) -> None:
    more = [f"c{number}" for number in range(60)]
    table = tmp_path / "list.csv"
    table.write_text(",".join(["City", "Partner", *more]) + "\nA,B" + ",1" * 60, encoding="utf-8")
    told = kg("import", table, "--guess").stderr.splitlines()
    assert len(told) == 2 + 40 + 1
    assert told[-1].startswith("… and 20 more columns")


def test_a_row_with_two_faults_is_reported_once_and_nothing_is_written_over(
    tmp_path: Path,
) -> None:
    listed = ["Alphaville,ID,Deltaville,Nowhereland,once,,,,",
              "Deltaville,Nowhereland,Alphaville,ID,,,,,"]  # fmt: skip
    (tmp_path / "review.csv").write_text("mine", encoding="utf-8")
    report = tmp_path / "report.csv"
    words = [*write_list(tmp_path, listed), "--out", tmp_path / "new", "--report", report]
    result = kg(*words)
    assert result.exit_code == 1
    assert "Rows: 2. Taken: 0, reported: 2." in result.stdout
    assert "No row could be taken, so no table was written." in result.stderr
    assert "review.csv is there already and was not touched" in result.stdout
    assert (tmp_path / "review.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "new").exists()
    assert "report.csv is there already" in kg(*words).stderr


# ---- what is told of rows, without a gazetteer: matches made by hand

HERE = Place("geonames:1", "Here", "ID", "city", 0.0, 100.0, region="North")
THERE = Place("geonames:2", "There", "KR", "city", 1.0, 100.0)


def sure(name: str, place: Place, country: str = "") -> Match:
    return Match(ForeignCity(name, country, column="city"), place, True, 1.0, reason="name")


def doubt(reason: str, *places: Place, name: str = "Heer") -> Match:
    found = tuple(Candidate(place, 0.5) for place in places)
    return Match(
        ForeignCity(name, lat=0.0, long=101.0, column="city"), None, False, 0, found, reason
    )


def tell(*matches: Match) -> list[Problem]:
    """Return what is told of a list in which each of the matched cities is paired with There."""
    other = sure("There", THERE)
    pairs = [ForeignPair(line, match.city, other.city) for line, match in enumerate(matches, 2)]
    by_city = {match.city: match for match in (*matches, other)}
    placed, problems = place_pairs(pairs, by_city, {"ID", "KR"}, "list.csv")
    levels = load_schema(packaged_ontology()).code_lists["city-level"]
    return [*problems, *tell_doubles(placed, by_city, levels, "list.csv")]


TOLD = {
    "listed-with-itself": [sure("Also There", THERE)],
    "listed-no-country": [sure("Far", Place("geonames:3", "Far", "AQ"))],
    "listed-left-out": [Match(ForeignCity("Gone"), None, True, 1.0, reason="skipped")],
    "listed-doubtful": [doubt("far", HERE, THERE)],
    "listed-unknown": [doubt("not-in-gazetteer")],
    "listed-same-place": [sure("Here", HERE), sure("Hier", HERE)],
    "listed-same-name": [sure("Here", HERE), sure("Here", replace(HERE, key="new:x"), "ID")],
    "listed-two-levels": [
        sure("Here", HERE), sure("Kabupaten Here", replace(HERE, key="new:x", level="regency"))
    ],
}  # fmt: skip


@pytest.mark.parametrize("code", TOLD)
def test_each_report_names_its_city_and_says_the_same_in_three_languages(code: str) -> None:
    problems = [problem for problem in tell(*TOLD[code]) if problem.code == code]
    assert len(problems) == 1
    (problem,) = problems
    words = {message(problem, lang) for lang in LANGUAGES}
    assert len(words) == len(LANGUAGES)
    for text in words:
        assert problem.value in text
        assert "{" not in text


def test_no_code_of_a_report_is_left_untold() -> None:
    of_lists = {code for code in read_catalogue() if code.startswith("listed-")}
    assert of_lists == {*TOLD, "listed-no-field"}


def test_a_place_twice_in_a_row_is_told_word_by_word() -> None:
    (problem,) = tell(*TOLD["listed-with-itself"])
    assert [message(problem, lang) for lang in LANGUAGES] == [
        'Both cities of the row are the same place as "There"; the row is not taken',
        'Kedua kota pada baris ini adalah tempat yang sama dengan "There"; baris ini tidak diambil',
        '이 행의 두 도시가 모두 "There"와(과) 같은 곳이어서 가져오지 않습니다',
    ]


def test_a_doubt_says_which_place_is_nearest_and_why_it_is_asked() -> None:
    (problem,) = tell(doubt("far", HERE, THERE))
    assert message(problem, "en").startswith(
        '"Heer" may be Here (North, ID): the name fits, but it lies 111 km from the coordinates'
    )
    (problem,) = tell(doubt("several-places", HERE, THERE))
    assert '"Heer" may be Here (North, ID); There (KR): several' in message(problem, "en")
    (problem,) = tell(doubt("not-in-gazetteer"))
    assert 'for "Heer": no place of exactly this name is known' in message(problem, "en")


def test_each_reason_for_doubt_on_the_page_has_its_words() -> None:
    page = (ROOT / "docs" / "places.md").read_text(encoding="utf-8")
    rows = page.partition("| reason | what to look at |")[2].partition("## The review")[0]
    reasons = re.findall(r"[a-z]+(?:-[a-z]+)+|far", re.sub(r"\|[^|]*\|$", "", rows, flags=re.M))
    assert len(reasons) > 15
    for reason in reasons:
        assert set(why_doubtful(doubt(reason, HERE))) == set(LANGUAGES)
    assert "lies ? km from" in why_doubtful(doubt("far"))["en"]


def test_doubles_are_told_where_the_later_name_stands_and_rows_are_taken() -> None:
    (problem,) = tell(sure("Here", HERE), sure("Hier", HERE))
    assert (problem.line, problem.column, problem.severity) == (3, "city", Severity.NOTE)
    assert message(problem, "en").startswith(
        '"Hier" and "Here" (line or row 2) are taken for one place, Here (North, ID).'
    )
    (problem,) = tell(*reversed(TOLD["listed-two-levels"]))
    assert '"Here" and "Kabupaten Here" (line or row 2)' in message(problem, "en")
    assert "(city, regency)" in message(problem, "en")
    again = tell(sure("Here", HERE), sure("Hier", HERE), sure("Here", HERE))
    assert [(p.line, p.details["first"]) for p in again] == [(3, 2)]
    district = replace(HERE, key="new:x", level="district")
    levels = tell(sure("Here", HERE), sure("Here", district, "ID"))
    assert [problem.code for problem in levels] == ["listed-two-levels"]
    abroad = replace(HERE, key="geonames:9", country="KR")
    assert tell(sure("Here", HERE), sure("Here", abroad, "KR")) == []
    assert len(tell(sure("Here", HERE), doubt("far", HERE, name="Hier"))) == 1


def test_doubles_are_counted_on_a_terminal(tmp_path: Path) -> None:
    listed = ["Alphaville,ID,Betaburg,KR,,,,,", "Kabupaten Alphaville,ID,Betaburg,KR,,,,,"]
    result = kg(*write_list(tmp_path, listed), "--out", tmp_path / "new", "--dry-run")
    assert result.exit_code == 0
    assert "Rows: 2. Taken: 2, reported: 0." in result.stdout
    assert "one name at several levels 1." in result.stdout
    assert "list.csv:3: city:" in result.stderr


def test_a_new_project_asks_for_the_day_on_which_the_list_was_read(tmp_path: Path) -> None:
    words = write_list(tmp_path)
    undated = MAPPING.replace("2024-06-30", "2024-06")
    (tmp_path / "map.toml").write_text(undated, encoding="utf-8")
    result = kg(*words, "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert 'map.toml, under [source], as: accessed = "2024-06-30"' in result.stderr
    with pytest.raises(KgError, match="accessed, under"):
        KnowledgeGraph.from_list(tmp_path / "list.csv", tmp_path / "map.toml")
    assert not (tmp_path / "new").exists()


# ---- ids, dates, directions


def place(key: str, name: str, country: str = "US", region: str = "") -> Place:
    return Place(key, name, country, "city", region=region)


def test_ids_are_names_made_unique_by_country_region_and_key() -> None:
    places = [
        place("geonames:1", "Łódź", "PL"),
        place("geonames:2", "Springfield", "US", "Illinois"),
        place("geonames:3", "Springfield", "US", "Ohio"),
        place("geonames:4", "Springfield", "ZA"),
        place("geonames:5", "Twin", "US", "Ohio"),
        place("geonames:6", "Twin", "US", "Ohio"),
        place("new:x", "서울", "KR"),
    ]
    wanted = {
        "geonames:1": "lodz",
        "geonames:2": "springfield-us-illinois",
        "geonames:3": "springfield-us-ohio",
        "geonames:4": "springfield-za",
        "geonames:5": "twin-us-5",
        "geonames:6": "twin-us-6",
        "new:x": to_slug("서울"),
    }
    assert name_cities(places, {"bandung"}) == wanted
    assert name_cities(reversed(places), {"bandung"}) == wanted
    assert name_cities(places[:1], {"lodz"}) == {"geonames:1": "lodz-pl"}
    assert wanted["new:x"].isascii()


def test_of_dates_the_most_exact_is_kept_and_others_stay() -> None:
    assert keep_exact(["1997", "1997-08", "1997-08-25"]) == ["1997-08-25"]
    assert keep_exact(["2004", "1997"]) == ["1997", "2004"]


def test_the_last_end_counts_and_the_day_of_reading_comes_first() -> None:
    one, other = ForeignCity("One"), ForeignCity("Other")
    pairs = [(ForeignPair(2, one, other, ended=end), "one", "other") for end in ("2010", "2001")]
    assert list_relations(pairs)["one--other"].ended == "2010"
    assert (
        day_of(Source("List", "blog", issued="2020-01-01", accessed="2024-06-30")) == "2024-06-30"
    )
    assert day_of(Source("List", "blog", issued="2020-01-01")) == "2020-01-01"
    assert day_of(Source("List", "blog", issued="2020")) == ""


def test_each_side_keeps_the_name_that_its_own_row_gives() -> None:
    one, other = ForeignCity("One"), ForeignCity("Other")
    pairs = [
        (ForeignPair(2, one, other, relation_type="sister"), "one", "other"),
        (ForeignPair(3, other, one, relation_type="friendship"), "other", "one"),
    ]
    for given in (pairs, pairs[::-1]):
        (listed,) = list_relations(given).values()
        assert listed.types == {"one": "sister", "other": "friendship"}


def test_places_of_one_wikidata_item_are_one_city(schema: Schema, small: KnowledgeGraph) -> None:
    some = [Place(f"new:{n}", n, "KR", "city", wikidata=q)
            for n, q in (("Aa", "Q1"), ("Bb", "Q1"), ("Cc", ""))]  # fmt: skip
    cities = [ForeignCity(p.name) for p in some]
    placed = [Placed(ForeignPair(2, cities[i], cities[2]), some[i], some[2]) for i in (0, 1)]
    drafted = draft_rows(placed, small.data, Source("List", "blog"))
    assert [row["id"] for row in drafted.rows["cities"]] == ["aa", "cc"]
    assert drafted.relations == 1


# ---- with the gazetteer, and at scale


@pytest.mark.engine
@pytest.mark.usefixtures("gazetteer")
def test_a_review_filled_in_takes_the_rest(tmp_path: Path) -> None:
    for name in ("twins.csv", "twins.toml"):
        shutil.copy(ROOT / "docs" / "examples" / name, tmp_path)
    words: list[str | Path] = ["import", tmp_path / "twins.csv", "--map", tmp_path / "twins.toml"]
    first = kg(*words, "--out", tmp_path / "new")
    assert "Rows: 9. Taken: 7, reported: 2." in first.stdout
    review = tmp_path / "review.csv"
    text = review.read_text(encoding="utf-8-sig").replace("\n,Springfield", "\n3,Springfield")
    review.write_text(text, encoding="utf-8")
    second = kg(*words, "-C", tmp_path / "new", "--review", review, "--yes")
    assert "Rows: 9. Taken: 8, reported: 1." in second.stdout
    found = {row["id"]: row for row in rows(tmp_path / "new", "cities")}
    assert found["springfield"]["sources"] == "geonames;twin-towns-an-example"
    assert found["springfield"]["lat"].startswith("39.8")
    assert KnowledgeGraph.load(tmp_path / "new").problems == []
    before = tables(tmp_path / "new")
    kg(*words, "-C", tmp_path / "new", "--review", review, "--yes")
    assert tables(tmp_path / "new") == before


@pytest.mark.engine
def test_a_world_of_made_up_pairs_goes_in_whole(tmp_path: Path, schema: Schema) -> None:
    names: Mapping[str, str] = country_names(schema)
    pairs = make_pairs(sorted(names)[:60])[:4000]
    lines = [f"{a.name},{a.country},{b.name},{b.country},,,,," for a, b in pairs]
    words = write_list(tmp_path, lines)
    listing = read_listing(Path(words[1]), Path(words[3]))
    found = bring_new(listing, tmp_path / "new")
    assert found.tally.rows == found.tally.taken + found.tally.reported == 4000
    assert not has_errors(found.changes.problems)
    assert found.relations == len(found.changes.tables["agreements"]) > 3500
    found.write(tmp_path / "new")
    assert KnowledgeGraph.load(tmp_path / "new").problems == []
    with pytest.raises(KgError):
        found.write(tmp_path / "new")
