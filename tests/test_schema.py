"""The ontology as schema: what shapes become, and that nothing in them is passed over."""

import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kg.errors import KgError, SchemaError
from kg.names import ID, LANGUAGES, PREFIXES, SCHEMES, SHAPES, TERMS, scheme_prefix, thing_prefix
from kg.schema import Kind, Schema, load_schema, packaged_data, packaged_ontology, project_folders
from kg.schema.load import compile_schema, read_graph
from kg.schema.shapes import CODE_IDENTIFIER, CSVW
from kg.tables import read_tables, render_templates
from kg.turtle import render_turtle

Extend = Callable[[str], Path]

HERE = Path(__file__).parent / "bad_input"
MORE = {"csvw": str(CSVW), "sch": SCHEMES, "sh": str(SH), "shp": SHAPES}
NAMES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, **MORE}.items())


@pytest.fixture
def extend(tmp_path: Path) -> Extend:
    """Copy the packaged ontology and put one more Turtle file beside the others."""

    def copy(turtle: str) -> Path:
        folder = tmp_path / "ontology"
        shutil.copytree(packaged_ontology(), folder)
        (folder / "more.ttl").write_text(NAMES + turtle, encoding="utf-8")
        return folder

    return copy


@pytest.fixture(scope="module")
def two_tables() -> Graph:
    """Keep two of the packaged tables: to compile them all for each test takes long."""
    graph = read_graph(packaged_ontology())
    for shape in [*graph.subjects(RDF.type, SH.NodeShape)]:
        if not str(shape).endswith(("#City", "#Source")):
            graph.remove((shape, CODE_IDENTIFIER, None))
    return graph


@pytest.fixture
def compile_with(two_tables: Graph) -> Iterator[Callable[[str], Schema]]:
    """Compile the two tables and more Turtle beside them."""
    more = Graph()

    def compile_both(turtle: str) -> Schema:
        more.parse(data=NAMES + turtle, format="turtle")
        for triple in more:
            two_tables.add(triple)
        return compile_schema(two_tables)

    yield compile_both
    for triple in more:
        two_tables.remove(triple)


# ---- what the packaged ontology becomes


def test_the_tables_stand_in_their_order(schema: Schema) -> None:
    assert " ".join(schema.tables) == (
        "dataset cities agencies fields agreements parties commitments programs outcomes "
        "obstacles events studies sources statements searches policies"
    )


def test_derived_tables_are_not_typed_in(schema: Schema) -> None:
    assert {"relations", "cells"} <= set(schema.derived)
    assert not set(schema.derived) & set(schema.tables)
    assert all(table.derived for table in schema.derived.values())


def test_columns_stand_in_their_order_with_a_header_a_language(schema: Schema) -> None:
    assert ",".join(schema.tables["cities"].headers) == (
        "id,name@en,name@id,name@ko,country,level,wikidata,lat,long,population,sources,"
        "note@en,note@id,note@ko"
    )


@pytest.mark.parametrize(
    ("table", "column", "kind", "required", "separator"),
    [
        ("cities", "id", Kind.STRING, True, ""),
        ("cities", "name", Kind.TEXT, True, ""),
        ("cities", "country", Kind.CODE, True, ""),
        ("cities", "wikidata", Kind.IRI, False, ""),
        ("cities", "lat", Kind.DECIMAL, False, ""),
        ("cities", "population", Kind.INTEGER, False, ""),
        ("agencies", "replaces", Kind.REFERENCE, False, ";"),
        ("agreements", "signed", Kind.DATE, False, ""),
        ("programs", "fields", Kind.REFERENCE, True, ";"),
        ("programs", "funding", Kind.CODE, False, ";"),
        ("parties", "signatory", Kind.STRING, False, ";"),
        ("obstacles", "about", Kind.REFERENCE, True, ";"),
        ("statements", "property", Kind.CODE, True, ""),
    ],
)
def test_a_column_is_what_its_shape_says(
    schema: Schema, table: str, column: str, kind: Kind, required: bool, separator: str
) -> None:
    found = schema.tables[table].column(column)
    assert (found.kind, found.required, found.separator) == (kind, required, separator)


def test_bounds_dates_targets_and_templates_come_from_the_shape(schema: Schema) -> None:
    cities, obstacles = schema.tables["cities"], schema.tables["obstacles"]
    assert (cities.column("lat").minimum, cities.column("lat").maximum) == (-90, 90)
    assert (cities.column("population").minimum, cities.column("population").maximum) == (0, None)
    assert len(schema.tables["agreements"].column("signed").date_types) == 4
    assert len(schema.tables["dataset"].column("as_of").date_types) == 1
    assert obstacles.column("about").targets == ("agreements", "programs")
    assert obstacles.column("about").is_typed_reference
    assert not obstacles.column("sources").is_typed_reference
    assert cities.column("wikidata").value_template == "http://www.wikidata.org/entity/{wikidata}"
    assert cities.column("id").pattern == ID


def test_a_header_leads_to_its_column(schema: Schema) -> None:
    assert schema.tables["cities"].of_header("name@ko").name == "name"
    with pytest.raises(KeyError, match="name@su"):
        schema.tables["cities"].of_header("name@su")
    with pytest.raises(KeyError, match="mayor"):
        schema.tables["cities"].column("mayor")


def test_every_table_column_and_code_has_words_in_each_language(schema: Schema) -> None:
    tables = [*schema.tables.values(), *schema.derived.values()]
    things = [table.labels for table in tables]
    things += [column.labels for table in tables for column in table.columns]
    lists = schema.code_lists
    things += [codes.title for codes in lists.values()]
    # Foreign classifications have the words that their makers gave them.
    things += [c.labels for n in lists if n != "classification" for c in lists[n].codes.values()]
    assert len(things) > 500
    assert [words for words in things if set(words) != set(LANGUAGES)] == []


def test_no_word_means_two_codes_of_a_list(schema: Schema) -> None:
    for codes in schema.code_lists.values():
        words = Counter(
            word
            for code in codes.codes.values()
            for word in {
                w.casefold() for w in (code.notation, *code.labels.values(), *code.aliases)
            }
        )
        assert [word for word, count in words.items() if count > 1] == []


def test_codes_stand_by_rank_or_by_notation(schema: Schema) -> None:
    assert list(schema.code_lists["source-kind"].codes) == [
        *("signed-text", "official-record", "official-site", "study", "press", "blog"),
    ]
    funding = list(schema.code_lists["funding"].codes)
    assert funding == sorted(funding)
    assert schema.code_lists["agreement-kind"].codes["loi"].establishes == "intent"


def test_a_code_list_of_terms_is_not_regular(schema: Schema) -> None:
    properties = schema.tables["statements"].column("property").code_list
    assert properties is not None
    assert properties.codes["signed"].iri == TERMS + "signed"
    assert not properties.is_regular
    assert schema.code_lists["country"].is_regular


def test_prefixes_lead_to_tables_and_lists(schema: Schema) -> None:
    assert schema.prefixes["cities"] == thing_prefix("cities")
    assert schema.prefixes["program-status"] == scheme_prefix("program-status")
    assert not set(schema.tables) & set(schema.code_lists)


# ---- a column more

MAYOR = """
shp:City sh:property shp:City-mayor , shp:City-partners .
shp:City-mayor a sh:PropertyShape ; sh:path sisc:mayor ; sh:codeIdentifier "mayor" ; sh:order 2.5 ;
    sh:datatype xsd:string ; sh:pattern "^[A-Z]" ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "Write a name with a capital."@en , "Tulis nama berhuruf besar."@id ,
        "이름을 적으십시오."@ko .
shp:City-partners a sh:PropertyShape ; sh:path sisc:peer ; sh:codeIdentifier "peers" ; sh:order 8 ;
    sh:class sisc:City ; sh:nodeKind sh:IRI ; csvw:separator ";" .
"""
CITIES = """\
id,name@en,country,mayor,level,peers,sources
bandung,Bandung,ID,Farhan,city,seoul;seoul,paper
seoul,Seoul,KR,oh,metropolitan-city,,paper
suwon,Suwon,KR,,city,,paper
"""


def test_a_column_added_to_a_shape_is_everywhere(
    extend: Extend, write_data: Callable[[dict[str, str]], Path]
) -> None:
    schema = load_schema(extend(MAYOR))
    header = render_templates(schema)["cities.csv"]
    assert header.startswith("id,name@en,name@id,name@ko,country,mayor,level,")
    assert ",population,peers,sources," in header
    tables, problems = read_tables(write_data({"cities": CITIES}), schema)
    assert [(p.code, p.line, p.column, p.value) for p in problems] == [
        ("bad-text", 3, "mayor", "oh"),
        ("missing-value", 4, "mayor", ""),
        ("repeated-value", 2, "peers", "seoul;seoul"),
    ]
    assert problems[0].expected["id"] == "Tulis nama berhuruf besar."
    turtle = b"".join(render_turtle(schema, [tables["cities"]])).decode()
    assert '\n    sisc:country country:ID ;\n    sisc:mayor "Farhan" ;\n    sisc:level' in turtle
    assert "sisc:peer cities:seoul ;" in turtle


def test_a_date_of_one_precision_is_held_to_it(
    extend: Extend, write_data: Callable[[dict[str, str]], Path]
) -> None:
    schema = load_schema(
        extend(
            'shp:City sh:property [ sh:path sisc:founded ; sh:codeIdentifier "founded" ; '
            "sh:order 9 ; sh:datatype xsd:gYear ; sh:maxCount 1 ] ."
        )
    )
    rows = "id,name@en,country,level,founded,sources\na,A,ID,city,1810,p\nb,B,ID,city,1810-09,p\n"
    _, problems = read_tables(write_data({"cities": rows}), schema)
    assert [(p.code, p.line, p.column) for p in problems] == [("bad-date", 3, "founded")]


def test_a_table_more_is_read(extend: Extend, write_data: Callable[[dict[str, str]], Path]) -> None:
    schema = load_schema(
        extend(
            "shp:Anthem a sh:NodeShape ; sh:targetClass sisc:Anthem ; "
            'sh:codeIdentifier "anthems" ; sh:order 2.5 ; '
            'csvw:aboutUrl "https://w3id.org/sistercity/id/anthems/{id}" ; sh:property shp:id , '
            '[ sh:path sisc:city ; sh:codeIdentifier "city" ; sh:class sisc:City ; '
            "sh:minCount 1 ; sh:maxCount 1 ] ."
        )
    )
    assert list(schema.tables)[:3] == ["dataset", "cities", "anthems"]
    tables, problems = read_tables(write_data({"anthems": "id,city\nhalo,bandung\n"}), schema)
    assert problems == []
    turtle = b"".join(render_turtle(schema, [tables["anthems"]])).decode()
    assert turtle.endswith(
        "anthems:halo a sisc:Anthem ;\n    sisc:city cities:bandung ;\n"
        '    dcterms:identifier "halo" .\n\n'
    )


# ---- what the dialect does not know

COLUMN = 'shp:City sh:property shp:Odd . shp:Odd sh:path sisc:odd ; sh:codeIdentifier "odd" ; '
TEXT = COLUMN + "sh:datatype xsd:string ; sh:maxCount 1 ; "
BEFORE = {"text": TEXT, "column": COLUMN, "shapes": ""}
REFUSED = tomllib.loads((HERE / "shapes" / "refused.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", REFUSED)
def test_shacl_that_cannot_be_checked_is_refused_with_the_name_of_its_shape(
    compile_with: Callable[[str], Schema], name: str
) -> None:
    (turtle,) = (BEFORE[key] + REFUSED[name][key] for key in BEFORE if key in REFUSED[name])
    with pytest.raises(SchemaError) as caught:
        compile_with(turtle)
    shape, _, why = str(caught.value).partition(": ")
    assert shape.removeprefix("shape ") in {SHAPES + "Odd", SHAPES + "City"}
    assert REFUSED[name]["why"] in why


def test_many_kinds_of_shacl_are_shown_to_be_refused() -> None:
    assert len(REFUSED) >= 35


TABLE = """
shp:Odd a sh:NodeShape ; sh:targetClass sisc:Odd ; sh:codeIdentifier "odds" ; sh:property shp:id ;
    csvw:aboutUrl "https://w3id.org/sistercity/id/odds/{id}" .
"""


@pytest.mark.parametrize(
    ("of_table", "told"),
    [
        (TABLE.replace("id/odds", "id/others"), "shapes#Odd: it needs one sh:targetClass, and "),
        (TABLE.replace("/{id}", "/{key}"), "shapes#Odd: csvw:aboutUrl must end with"),
        (TABLE.replace('"odds"', '"../odds"'), 'shapes#Odd: "../odds" cannot be the name'),
        (TABLE.replace("sh:property shp:id ;", ""), 'shapes#Odd: it needs a column "id"'),
        (TABLE.replace("odds", "cities"), "2 shapes describe the table cities"),
    ],
)
def test_a_table_that_could_not_be_read_is_refused(
    compile_with: Callable[[str], Schema], of_table: str, told: str
) -> None:
    with pytest.raises(SchemaError, match=told):
        compile_with(of_table)


def test_a_table_of_the_same_words_is_taken(compile_with: Callable[[str], Schema]) -> None:
    assert list(compile_with(TABLE).tables) == ["odds", "cities", "sources"]


def test_a_column_of_the_same_words_is_taken(compile_with: Callable[[str], Schema]) -> None:
    assert compile_with(TEXT + ".").tables["cities"].column("odd").kind is Kind.STRING


def test_a_word_that_stands_twice_is_refused(compile_with: Callable[[str], Schema]) -> None:
    with pytest.raises(SchemaError, match=r"shapes#Odd: http\S+pattern stands here more than once"):
        compile_with(TEXT + 'sh:pattern "^a" , "z$" .')
    with pytest.raises(SchemaError, match=r"shapes#City: http\S+order stands here more than once"):
        compile_with("shp:City sh:order 77 .")


def test_a_column_without_a_name_is_told_by_its_path(
    compile_with: Callable[[str], Schema],
) -> None:
    with pytest.raises(SchemaError, match=r"^shape https://w3id\.org/sistercity/def#odd: "):
        compile_with("shp:City sh:property [ sh:path sisc:odd ; sh:minLength 3 ] .")


# ---- folders


def test_turtle_that_is_none_is_named(extend: Extend) -> None:
    with pytest.raises(SchemaError, match=r"more\.ttl: not valid Turtle"):
        load_schema(extend("this is no Turtle"))


def test_a_folder_without_turtle_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="holds no Turtle file"):
        load_schema(tmp_path)


def test_a_project_may_bring_its_own_ontology(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="has no data folder"):
        project_folders(tmp_path)
    (tmp_path / "data").mkdir()
    assert project_folders(tmp_path).ontology == packaged_ontology()
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "shapes.ttl").touch()
    assert project_folders(tmp_path).ontology == tmp_path / "ontology"


def test_without_a_project_the_current_folder_or_the_packaged_data_are_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert project_folders().data == packaged_data()
    (tmp_path / "data").mkdir()
    assert project_folders().data == tmp_path / "data"
