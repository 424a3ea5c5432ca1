"""The shapes in the eyes of pySHACL: sound data conform, and what the reader finds it finds too."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.check import check_references
from kg.check.shacl import check_shacl
from kg.names import EDTF, TERMS, scheme_prefix, thing_prefix
from kg.schema import Schema, packaged_ontology
from kg.tables import Tables, read_tables
from kg.turtle import render_turtle

pytestmark = pytest.mark.engine

ONTOLOGY = packaged_ontology()
FIXTURE = ONTOLOGY.parent / "tests" / "fixture" / "data"
PACT = Path(__file__).parent / "bad_input" / "base" / "pact"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@pytest.fixture(scope="module")
def codes() -> Graph:
    graph = Graph()
    for name in ("codes", "countries", "classifications"):
        graph.parse(ONTOLOGY / f"{name}.ttl")
    return graph


def to_graph(schema: Schema, tables: Tables) -> Graph:
    turtle = b"".join(render_turtle(schema, [*tables.data.values()]))
    return Graph().parse(data=turtle, format="turtle")


def violations(rows: Graph, codes: Graph, shapes: Graph) -> list[tuple[str, str, str]]:
    """Return focus, path and kind of constraint of each result."""
    _, report, _ = validate(rows + codes, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return sorted(
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultPath)),
            str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
        )
        for result in report.objects(None, SH.result)
    )


def test_the_fixture_conforms(schema: Schema, codes: Graph, shapes: Graph) -> None:
    tables, problems = read_tables(FIXTURE, schema)
    assert problems == []
    rows = to_graph(schema, tables)
    assert len(rows) > 500
    assert violations(rows, codes, shapes) == []


# ---- faults


@dataclass(frozen=True)
class Fault:
    """A cell at fault as the reader meets it, and the same fault as terms in a graph."""

    table: str
    header: str
    cell: str
    code: str
    component: str
    terms: tuple[Node, ...]


def thing(table: str, key: str) -> URIRef:
    return URIRef(thing_prefix(table) + key)


def code(scheme: str, notation: str) -> URIRef:
    return URIRef(scheme_prefix(scheme) + notation)


def wrong(value: str, datatype: URIRef) -> tuple[Literal]:
    return (Literal(value, datatype=datatype),)


SEOUL, BANDUNG = thing("cities", "seoul"), thing("cities", "bandung")
KR, ID = code("country", "KR"), code("country", "ID")
FAULTS = {
    "no-code": Fault("cities", "country", "", "missing-value", "MinCount", ()),
    "no-name": Fault("cities", "name@en", "", "missing-value", "MinCount", ()),
    "no-source": Fault("programs", "sources", ";", "missing-value", "MinCount", ()),
    "two-codes": Fault("cities", "country", "KR;ID", "too-many-values", "MaxCount", (KR, ID)),
    "two-references": Fault(
        "parties", "city", "seoul;bandung", "too-many-values", "MaxCount", (SEOUL, BANDUNG)
    ),
    "no-number": Fault(
        "cities", "population", "many", "bad-number", "Datatype", (Literal("many"),)
    ),
    "no-whole-number": Fault(
        "cities", "population", "1.5", "bad-number", "Datatype", wrong("1.5", XSD.decimal)
    ),
    "month-for-day": Fault(
        "dataset", "as_of", "2025-12", "bad-date", "Datatype", wrong("2025-12", XSD.gYearMonth)
    ),
    "too-small": Fault(
        "cities", "lat", "-90.5", "out-of-range", "MinInclusive", wrong("-90.5", XSD.decimal)
    ),
    "too-great": Fault(
        "agreements", "term_years", "100", "out-of-range", "MaxInclusive", wrong("100", XSD.integer)
    ),
    "no-address": Fault(
        *("sources", "url", "javascript:alert(1)", "bad-address", "Pattern"),
        (URIRef("javascript:alert(1)"),),
    ),
    "no-item": Fault(
        *("cities", "wikidata", "8684", "bad-address", "Pattern"),
        (URIRef("http://www.wikidata.org/entity/8684"),),
    ),
    "no-language": Fault(
        "sources", "language", "English", "bad-text", "Pattern", (Literal("English"),)
    ),
    "no-row": Fault(
        *("parties", "city", "quito", "dangling-reference", "Class"), (thing("cities", "quito"),)
    ),
    "no-such-code": Fault(
        *("programs", "status", "dreamt", "unknown-code", "Node"),
        (code("program-status", "dreamt"),),
    ),
    "code-of-another-list": Fault(
        *("programs", "status", "signed", "unknown-code", "Node"),
        (code("agreement-status", "signed"),),
    ),
    "no-date": Fault(
        *("programs", "ended", "last spring", "bad-date", "Or"), (Literal("last spring"),)
    ),
    "no-day": Fault(
        "agreements", "signed", "2015-02-30", "impossible-date", "Or", wrong("2015-02-30", XSD.date)
    ),
    "no-row-of-two-tables": Fault(
        *("obstacles", "about", "programs:composts", "dangling-reference", "Or"),
        (thing("programs", "composts"),),
    ),
    "row-of-a-third-table": Fault(
        "obstacles", "about", "cities:seoul", "bad-reference", "Or", (SEOUL,)
    ),
    "no-such-property": Fault(
        *("statements", "property", "mayor", "unknown-code", "In"), (URIRef(TERMS + "mayor"),)
    ),
    "no-iri": Fault(
        "sources", "url", "example.org", "bad-address", "NodeKind", (Literal("example.org"),)
    ),
}
MORE = {
    "obstacles": {"id": "x", "about": "agreements:mou", "kind": "budget", "description@en": "X"},
    "statements": {"id": "x", "about": "agreements:mou", "property": "signed", "value": "2016"}
    | {"source": "paper", "stance": "asserts"},
}


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the sound rows of a table: those of the base, or the one above."""
    file = PACT / f"{table}.csv"
    if not file.is_file():
        return [{"sources": "paper", **MORE[table]}]
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def to_csv(schema: Schema, table: str, rows: list[dict[str, str]]) -> str:
    headers = [h for h in schema.tables[table].headers if any(h in row for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, headers, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def tables_with(schema: Schema, faults: Mapping[str, Fault], *, planted: bool) -> dict[str, str]:
    """Return the base as CSV, with one more row for each fault: at fault, or still sound."""
    rows = {table: rows_of(table) for table in schema.tables if (PACT / f"{table}.csv").is_file()}
    for name, fault in faults.items():
        row = rows_of(fault.table)[-1] | {"id": name}
        row.pop("wikidata", None)
        row |= {fault.header: fault.cell} if planted else {}
        rows[fault.table] = [*rows.get(fault.table, []), row]
    return {table: to_csv(schema, table, found) for table, found in rows.items()}


@pytest.mark.parametrize("name", FAULTS)
def test_the_reader_finds_the_fault(
    schema: Schema, write_data: Callable[[dict[str, str]], Path], name: str
) -> None:
    fault = FAULTS[name]
    files = tables_with(schema, {name: fault}, planted=True)
    tables, problems = read_tables(write_data(files), schema)
    problems += check_references(tables)
    line = files[fault.table].count("\n")
    assert [(p.code, p.file, p.line, p.column) for p in problems] == [
        (fault.code, f"data/{fault.table}.csv", line, fault.header)
    ]


@pytest.fixture
def sound(schema: Schema, write_data: Callable[[dict[str, str]], Path]) -> Tables:
    """Read the base with a row more for each fault, in which it is not yet planted."""
    folder = write_data(tables_with(schema, FAULTS, planted=False))
    tables, problems = read_tables(folder, schema)
    assert problems == []
    return tables


def plant(schema: Schema, rows: Graph) -> list[tuple[str, str, str]]:
    """Put the terms of each fault into its row; return where, and what they break."""
    wanted = []
    for name, fault in FAULTS.items():
        focus = thing(fault.table, name)
        path = URIRef(schema.tables[fault.table].of_header(fault.header).path)
        rows.remove((focus, path, None))
        for term in fault.terms:
            rows.add((focus, path, term))
        wanted.append((str(focus), str(path), f"{fault.component}ConstraintComponent"))
    return wanted


def test_pyshacl_finds_the_same_faults_and_no_other(
    schema: Schema, sound: Tables, codes: Graph, shapes: Graph
) -> None:
    rows = to_graph(schema, sound)
    wanted = plant(schema, rows)
    assert len({component for _, _, component in wanted}) >= 10
    found = violations(rows, codes, shapes)
    assert {(focus, path) for focus, path, _ in found} == {(f, path) for f, path, _ in wanted}
    assert set(wanted) <= set(found)  # a literal for an IRI breaks its pattern too


def test_what_pyshacl_finds_is_told_at_the_cell_it_came_from(schema: Schema, sound: Tables) -> None:
    rows = to_graph(schema, sound)
    plant(schema, rows)
    told = {(p.file, p.line, p.column) for p in check_shacl(sound, rows, ONTOLOGY)}
    wanted = set()
    for name, fault in FAULTS.items():
        data = sound[fault.table]
        line = data.lines[data.cells("id").to_pylist().index(name)]
        wanted.add((data.file, int(line), fault.header))
    assert told == wanted


@pytest.mark.parametrize(
    ("component", "turtle"),
    [
        ("LanguageIn", 'sources:paper rdfs:label "Koran"@su .'),
        ("UniqueLang", 'sources:paper rdfs:label "Another"@en .'),
    ],
)
def test_pyshacl_finds_languages_that_no_table_can_hold(
    schema: Schema, codes: Graph, shapes: Graph, component: str, turtle: str
) -> None:
    rows = to_graph(schema, read_tables(PACT, schema)[0])
    prefixes = f"@prefix sources: <{thing_prefix('sources')}> ."
    rows.parse(data=f"{prefixes} @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . {turtle}")
    (found,) = violations(rows, codes, shapes)
    assert found[::2] == (thing_prefix("sources") + "paper", f"{component}ConstraintComponent")


def test_uncertain_and_partial_dates_conform(schema: Schema, codes: Graph, shapes: Graph) -> None:
    rows = to_graph(schema, read_tables(PACT, schema)[0])
    signed = URIRef(TERMS + "signed")
    for date in ("1997~", "1997-10?", "2016-11-24~"):
        rows.remove((thing("agreements", "mou"), signed, None))
        rows.add((thing("agreements", "mou"), signed, Literal(date, datatype=URIRef(EDTF))))
        assert violations(rows, codes, shapes) == []
