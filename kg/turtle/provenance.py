"""Where each row comes from, as N-Quads: its place in a table and the sources that it cites.

What is described is the row, not the thing: a programme is an activity and was not derived from a
line of text. A row's name is that of its file with the fragment #row=N, where the header is row 1.
In a workbook it is that of its sheet, whose rows are counted as a spreadsheet program does.
Source: PROV-O and CSVW (W3C Recommendations of 2013 and 2015), RFC 7111 (fragments of text/csv).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import numpy as np

from kg.names import PREFIXES, RDF_TYPE, TERMS, VERSION, thing_prefix
from kg.tables import TableData

PROV = "http://www.w3.org/ns/prov#"
CSVW = "http://www.w3.org/ns/csvw#"
_SOURCE = TERMS + "source"
_PART_OF = PREFIXES["dcterms"] + "isPartOf"
_LABEL = PREFIXES["rdfs"] + "label"


def render_provenance(tables: Iterable[TableData], dataset: str) -> Iterator[bytes]:
    """Yield N-Quads in the graph <dataset>/provenance: the build first, then every row once.

    `dataset` is the IRI of the data set, under which all names are made.
    """
    with_rows = [data for data in tables if len(data)]
    graph = f"{dataset}/provenance"
    yield _lines(_build(with_rows, dataset), graph)
    for data in with_rows:
        yield _lines(_rows(data, dataset), graph)


def _lines(triples: Iterable[tuple[str, str, str]], graph: str) -> bytes:
    quads = (f"<{s}> <{p}> {o} <{graph}> .\n" for s, p, o in triples)
    return "".join(quads).encode()


def _build(tables: Iterable[TableData], dataset: str) -> Iterator[tuple[str, str, str]]:
    build, software, graph = (f"{dataset}/{name}" for name in ("build", "software", "provenance"))
    yield graph, RDF_TYPE, f"<{PROV}Bundle>"
    yield graph, PROV + "wasGeneratedBy", f"<{build}>"
    yield build, RDF_TYPE, f"<{PROV}Activity>"
    yield build, PROV + "wasAssociatedWith", f"<{software}>"
    for data in tables:
        yield build, PROV + "used", f"<{_place(data, dataset)}>"
    yield software, RDF_TYPE, f"<{PROV}SoftwareAgent>"
    yield software, _LABEL, f'"kg {VERSION}"'


def _rows(data: TableData, dataset: str) -> Iterator[tuple[str, str, str]]:
    sources = _sources(data)
    file = _place(data, dataset)
    for key, number in zip(data.cells("id").to_pylist(), _row_numbers(data), strict=True):
        row = f"{file}#row={number}"
        yield row, RDF_TYPE, f"<{CSVW}Row>"
        yield row, RDF_TYPE, f"<{PROV}Entity>"
        yield row, CSVW + "describes", f"<{data.table.prefix}{key}>"
        yield row, _PART_OF, f"<{file}>"
        for source in sources.get(key, ()):
            yield row, PROV + "hadPrimarySource", f"<{thing_prefix('sources')}{source}>"


def _place(data: TableData, dataset: str) -> str:
    """Return the name of the CSV file, or of the sheet of a workbook, in which a table stands."""
    sheet = f"/{quote(data.sheet.name, safe='')}" if data.sheet else ""
    return f"{dataset}/{quote(data.file)}{sheet}"


def _row_numbers(data: TableData) -> list[int]:
    """Return the number of each row in its file or sheet; one of CSV may go over several lines."""
    if data.sheet:
        return [int(line) for line in data.lines]
    numbers = np.empty(len(data), dtype=np.int64)
    numbers[np.argsort(data.lines, kind="stable")] = np.arange(2, len(data) + 2)
    return [int(number) for number in numbers]


def _sources(data: TableData) -> dict[str, list[str]]:
    """Return the sources that each row cites."""
    found: dict[str, list[str]] = defaultdict(list)
    for column in data.table.columns:
        if column.path == _SOURCE:
            pairs = data.values(column.name)
            for key, source in zip(
                pairs["id"].to_pylist(), pairs["value"].to_pylist(), strict=True
            ):
                found[key].append(source)
    return found
