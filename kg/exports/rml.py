"""An RML mapping made from the shapes: other engines make the same graph of the same CSV files.

A column with one value a cell is mapped by the language's own means. What they cannot say (many
values in a cell, the datatype of a partial date, an IRI that a template would escape) is asked from
a view: SQL over the CSV file, as Morph-KGC has DuckDB run it.
Source: RDF Mapping Language, http://w3id.org/rml/.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from kg.names import EDTF, THINGS, XSD
from kg.schema import Column, Kind, Schema, Table
from kg.tables import TableData
from kg.turtle.terms import Syntax

_HEAD = """\
# Makes the graph of the CSV tables beside this file; made itself from the shapes of the ontology.
# Maps with rml:source are plain RML. Those with rml:query are views, SQL of DuckDB over the CSV
# file, which Morph-KGC runs. An empty cell is no value; with Morph-KGC, set na_values to a comma.
@prefix rml: <http://w3id.org/rml/> .
"""
_AS_IT_STANDS = (  # nothing of the file is guessed but its line ends
    "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', comment = '', "
    "parallel = false"
)


def render_rml(schema: Schema, tables: Sequence[TableData]) -> bytes:
    """Return the mapping of tables as Turtle; tables and columns in the order given.

    Each table is the file of its name (`cities.csv`) in the folder where the engine runs, written
    as `kg.tables.render_csv` does: the whole header, codes as notations. Rows are not looked at.
    """
    syntax = Syntax(schema.prefixes)
    shapes = [data.table for data in tables]
    maps = (text for table in shapes for text in _triples_maps(table, syntax))
    return "\n".join([_HEAD + _prefix_lines(schema, shapes, syntax), *maps]).encode()


def _prefix_lines(schema: Schema, tables: Iterable[Table], syntax: Syntax) -> str:
    iris = {iri for table in tables for iri in table.classes}
    iris |= {column.path for table in tables for column in table.columns}
    used = {syntax.iri(iri).partition(":")[0] for iri in iris}
    names = sorted(used & schema.prefixes.keys())
    return "".join(f"@prefix {name}: <{schema.prefixes[name]}> .\n" for name in names)


def _triples_maps(table: Table, syntax: Syntax) -> Iterator[str]:
    """Yield the triples map of the file itself, then one for each column that needs a view."""
    source = f"rml:source {_text(table.name + '.csv')} ; rml:referenceFormulation rml:CSV"
    classes = "".join(f" ; rml:class {syntax.iri(class_iri)}" for class_iri in table.classes)
    rules = [
        _rule(column, header, syntax)
        for column in table.columns
        for header in column.headers
        if not _needs_view(column)
    ]
    yield _triples_map(table, table.name, source, classes, rules)
    for column in filter(_needs_view, table.columns):
        source = f"rml:query {_long_text(_query(table, column))}"
        rules = [_rule(column, "value", syntax)]
        yield _triples_map(table, f"{table.name}-{column.name}", source, "", rules)


def _triples_map(table: Table, name: str, source: str, classes: str, rules: Iterable[str]) -> str:
    subject = f"rml:template {_text(table.prefix + '{id}')}{classes}"
    parts = [f"rml:logicalSource [ {source} ]", f"rml:subjectMap [ {subject} ]", *rules]
    return f"<#{name}> a rml:TriplesMap ;\n  " + " ;\n  ".join(parts) + " .\n"


def _rule(column: Column, header: str, syntax: Syntax) -> str:
    object_map = f"rml:objectMap [ {_object(column, header)} ]"
    return f"rml:predicateObjectMap [ rml:predicate {syntax.iri(column.path)} ; {object_map} ]"


def _object(column: Column, header: str) -> str:
    """Return the object map of a column; `header` is where its values stand."""
    reference = f"rml:reference {_text(header)}"
    match column.kind:
        case Kind.TEXT:
            return f"{reference} ; rml:language {_text(header.partition('@')[2])}"
        case Kind.CODE | Kind.REFERENCE if column.namespace:
            return f"rml:template {_text(f'{column.namespace}{{{header}}}')}"
        case Kind.CODE | Kind.REFERENCE | Kind.IRI:
            return f"{reference} ; rml:termType rml:IRI"
        case Kind.DECIMAL:
            return f"{reference} ; rml:datatype <{XSD}decimal>"
        case Kind.DATE if len(column.date_types) == 1:
            return f"{reference} ; rml:datatype <{column.date_types[0]}>"
        case Kind.DATE | Kind.INTEGER:
            return f'{reference} ; rml:datatypeMap [ rml:reference "datatype" ]'
    return reference


# ---- views


def _needs_view(column: Column) -> bool:
    """Tell whether plain RML, or Morph-KGC's reading of it, falls short of the column.

    A template would escape what fills it where it is no local name; Morph-KGC rewrites an integer
    whose datatype is a constant (007 becomes 7, and a long one loses its last digits).
    """
    match column.kind:
        case _ if column.separator:
            return True
        case Kind.CODE | Kind.REFERENCE:
            return not column.namespace
        case Kind.DATE:
            return len(column.date_types) > 1
        case Kind.IRI:
            return bool(column.value_template)
    return column.kind is Kind.INTEGER


def _query(table: Table, column: Column) -> str:
    """Return SQL with a row for each value: the row's id, the value, its datatype if need be."""
    cells = f'"{column.name}"'
    if column.separator:
        cells = f"unnest(string_split({cells}, {_sql(column.separator)}))"
    selected = ['"id"', f'{_value(column)} AS "value"']
    if datatype := _datatype(column):
        selected.append(f'{datatype} AS "datatype"')
    return (
        f"SELECT {', '.join(selected)}\n"
        f'FROM (SELECT "id", {cells} AS "cell"\n'
        f"      FROM read_csv({_sql(table.name + '.csv')}, {_AS_IT_STANDS}))\n"
        "WHERE \"cell\" <> ''\n"
    )


def _value(column: Column) -> str:
    match column.kind:
        case Kind.REFERENCE if column.is_typed_reference:
            return f"{_sql(THINGS)} || regexp_replace(\"cell\", ':', '/')"  # the first one only
        case Kind.CODE if column.code_list and not column.namespace:
            return _case((code.notation, code.iri) for code in column.code_list.codes.values())
        case Kind.IRI if column.value_template:
            before, _, after = column.value_template.partition(f"{{{column.name}}}")
            return f'{_sql(before)} || "cell"' + (f" || {_sql(after)}" if after else "")
    return '"cell"'


def _case(pairs: Iterable[tuple[str, str]]) -> str:
    whens = "".join(f" WHEN {_sql(notation)} THEN {_sql(iri)}" for notation, iri in pairs)
    return f'CASE "cell"{whens} END'


def _datatype(column: Column) -> str:
    match column.kind:
        case Kind.INTEGER:
            return _sql(XSD + "integer")
        case Kind.DATE if len(column.date_types) > 1:
            return (
                f"CASE WHEN regexp_matches(\"cell\", '[~?]$') THEN {_sql(EDTF)}\n"
                f'  WHEN length("cell") = 4 THEN {_sql(XSD + "gYear")}\n'
                f'  WHEN length("cell") = 7 THEN {_sql(XSD + "gYearMonth")}\n'
                f"  ELSE {_sql(XSD + 'date')} END"
            )
    return ""


def _sql(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # the escapes are Turtle's, too


def _long_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
    return f'"""\n{escaped}"""'
