"""What a folder of CSV tables means, for other programs: `csv-metadata.json`, made from the shapes.

Where the standard has no words for what a shape says, nothing is said rather than something else;
docs/mappings.md lists these places.
Source: Metadata Vocabulary for Tabular Data, W3C Recommendation, 17 December 2015.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from kg.names import EDTF, ID, RDF_TYPE, SCHEMES, XSD
from kg.schema import Column, Kind, Schema, Table
from kg.schema.model import Text
from kg.tables import TableData, to_records

Json = dict[str, Any]

_MEANT = "schema:propertyID"
_DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "trim": False,
}
# What the data set's own row says, in words that readers of such files look for.
_WORDS = {
    "title": "dc:title",
    "scope": "dc:description",
    "licence": "dc:license",
    "citation": "dc:bibliographicCitation",
    "homepage": "foaf:homepage",
    "version": "schema:version",
}
_MONTH, _DAY = "-(0[1-9]|1[0-2])", "-(0[1-9]|[12][0-9]|3[01])"
_DATES = {
    XSD + "date": f"[0-9]{{4}}{_MONTH}{_DAY}",
    XSD + "gYearMonth": f"[0-9]{{4}}{_MONTH}",
    XSD + "gYear": "[0-9]{4}",
    EDTF: f"[0-9]{{4}}({_MONTH}({_DAY})?)?[~?]",
}


def render_csvw(schema: Schema, tables: Sequence[TableData]) -> bytes:
    """Return the metadata of tables as JSON; tables and columns in the order given.

    Each table is the file of its name (`cities.csv`) beside the metadata, written as
    `kg.tables.render_csv` does: the whole header, codes as notations. Of the rows only the data
    set's own is read.
    """
    files = {data.table.name for data in tables}
    group: Json = {"@context": "http://www.w3.org/ns/csvw"}
    group |= {word: said for data in tables for word, said in _about(data)}
    group |= {"dialect": _DIALECT, "null": ""}
    group["tables"] = [_table(data.table, schema, files) for data in tables]
    return (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _about(data: TableData) -> Iterator[tuple[str, object]]:
    """Yield what the first row of the table `dataset` says; nothing for other tables."""
    for row in to_records(data.frame().head(1)) if data.table.name == "dataset" else ():
        for column in data.table.columns:
            texts = {header.partition("@")[2]: row[header] for header in column.headers}
            said = {lang: text for lang, text in texts.items() if text}
            if said and column.name in _WORDS:
                yield _WORDS[column.name], _said(column, said)


def _said(column: Column, texts: Text) -> object:
    if column.languages:
        return _by_language(texts)
    return {"@id": texts[""]} if column.kind is Kind.IRI else texts[""]


def _by_language(texts: Text) -> list[Json]:
    return [{"@value": text, "@language": lang} for lang, text in texts.items() if lang]


def _for_people(labels: Text, help_: Text) -> Json:
    """Return title and description in all languages in which there are any."""
    words = {"dc:title": _by_language(labels), "dc:description": _by_language(help_)}
    return {word: texts for word, texts in words.items() if texts}


def _table(table: Table, schema: Schema, files: Collection[str]) -> Json:
    columns = [_column(c, header, schema) for c in table.columns for header in c.headers]
    columns += [_type(class_iri) for class_iri in table.classes]
    return {
        "url": f"{table.name}.csv",
        **_for_people(table.labels, table.help),
        "tableSchema": {
            "aboutUrl": table.prefix + "{id}",
            "primaryKey": "id",
            "foreignKeys": [*_foreign_keys(table.columns, files)],
            "columns": columns,
        },
    }


def _type(class_iri: str) -> Json:
    """Describe a column that is in no file: each row is of a class."""
    named = {"name": _name("rdf:type"), "titles": "rdf:type", "virtual": True}
    return {**named, "propertyUrl": RDF_TYPE, "valueUrl": class_iri}


def _foreign_keys(columns: Iterable[Column], files: Collection[str]) -> Iterator[Json]:
    """Yield the references that the standard can check.

    It demands a row for every cell, so a lone reference that may be empty is none; neither is one
    to several tables.
    """
    for column in columns:
        if column.kind is not Kind.REFERENCE or column.is_typed_reference:
            continue
        target = column.targets[0]
        if target in files and (column.required or column.separator):
            reference = {"resource": f"{target}.csv", "columnReference": "id"}
            yield {"columnReference": column.name, "reference": reference}


def _column(column: Column, header: str, schema: Schema) -> Json:
    """Describe one column of a file; its one title is the header, since no other is accepted."""
    language = header.partition("@")[2]
    described: Json = {"name": _name(header), "titles": header}
    described |= _for_people(column.labels, column.help)
    codes = column.code_list
    if codes and codes.name in schema.code_lists:
        described["dc:conformsTo"] = {"@id": SCHEMES + codes.name}
    described["datatype"] = _datatype(column)
    if language:
        described["lang"] = language
    if column.separator:
        described["separator"] = column.separator
    if column.required and len(column.headers) == 1:
        described["required"] = True
    return described | _meaning(column)


def _name(header: str) -> str:
    """Return a header as a variable of URI templates may be called: `name%40en`."""
    return re.sub(r"[^A-Za-z0-9_]", lambda found: f"%{ord(found[0]):02X}", header)


def _meaning(column: Column) -> Json:
    """Return which triple a cell makes; only the property where the standard has no way to say it.

    A value URL is made of a cell, not of each value in it, and never of a part of a value.
    """
    if column.kind not in (Kind.CODE, Kind.REFERENCE, Kind.IRI):
        return {"propertyUrl": column.path}
    variable = f"{{{column.name}}}"
    if column.kind is Kind.IRI:
        bare = "{+" + column.name + "}"  # what is an address already stays one
        value = column.value_template.replace(variable, bare) or bare
    else:
        value = column.namespace and column.namespace + variable
    if column.separator or not value:
        return {_MEANT: {"@id": column.path}}
    return {"propertyUrl": column.path, "valueUrl": value}


# ---- datatypes


def _datatype(column: Column) -> Json | str:
    match column.kind:
        case Kind.DATE:
            return _date(column.date_types)
        case Kind.INTEGER | Kind.DECIMAL:
            limits = {"minimum": column.minimum, "maximum": column.maximum}
            said = {word: f"{n:.15g}" for word, n in limits.items() if n is not None}
            return {"base": str(column.kind), **said} if said else str(column.kind)
        case Kind.CODE if column.code_list:
            return _formatted("string", _one_of(column.code_list.codes))
        case Kind.REFERENCE:
            typed = f"({'|'.join(column.targets)}):" if column.is_typed_reference else ""
            return _formatted("string", f"^{typed}{ID.removeprefix('^')}")
        case Kind.IRI if column.value_template:
            return _formatted("string", _inside(column))
        case Kind.IRI:
            return _formatted("anyURI", _everywhere(column.pattern))
    return _formatted("string", _everywhere(column.pattern))


def _formatted(base: str, pattern: str) -> Json | str:
    return {"base": base, "format": pattern} if pattern else base


def _date(types: Sequence[str]) -> Json | str:
    """Return the one datatype of dates, or EDTF, of which all their forms are."""
    if len(types) == 1 and types[0].startswith(XSD):
        return types[0].removeprefix(XSD)
    forms = "|".join(_DATES[datatype] for datatype in types)
    return {"@id": EDTF, "base": "string", "format": f"^({forms})$"}


def _one_of(notations: Iterable[str]) -> str:
    escaped = (re.sub(r"[\\^$.*+?()[\]{}|/]", r"\\\g<0>", notation) for notation in notations)
    return f"^({'|'.join(escaped)})$"


def _everywhere(pattern: str) -> str:
    """Return a pattern that a value as a whole fits; SHACL's may fit a part of it."""
    if not pattern or (pattern.startswith("^") and pattern.endswith("$")):
        return pattern
    return f"^[\\s\\S]*({pattern})[\\s\\S]*$"


def _inside(column: Column) -> str:
    """Return the pattern of what fills a template, where that of the IRI begins with the same."""
    before = "^" + re.escape(column.value_template.partition("{")[0])
    if not column.pattern.startswith(before) or not column.value_template.endswith("}"):
        return ""
    return _everywhere("^" + column.pattern.removeprefix(before))
