"""RDF back to tables: what the option --from of `kg export csv` does."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.words import say
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.imports import Imported

LEFT_OVER_CSV, LEFT_OVER_NT = "left-over.csv", "left-over.nt"


def write_back(files: Sequence[Path], out: Path, project: Path | None, lang: str) -> int:
    """Write the tables of RDF files into data/ of a new project; return the exit code.

    Triples that no table holds are told on stderr, and written beside data/ with their reasons.
    KgError when a file cannot be read or the folder holds something already: nothing is written.
    """
    from kg.exports import write_all
    from kg.imports import read_rdf, render_left_over, render_left_over_csv
    from kg.schema import load_schema
    from kg.schema.folders import project_ontology
    from kg.tables import render_csv

    data = out / "data"
    for place in (data, out / LEFT_OVER_CSV, out / LEFT_OVER_NT):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise KgError(f"{place} is there already. Choose another folder; nothing was changed.")
    ontology = project_ontology(project or Path())
    schema = load_schema(ontology)
    found = read_rdf(files, schema, ontology)
    if found.left_over:
        told = {
            LEFT_OVER_CSV: render_left_over_csv(found.left_over, schema.prefixes),
            LEFT_OVER_NT: render_left_over(found.left_over),
        }
        write_all(out, told)
    write_all(data, {f"{name}.csv": render_csv(rows) for name, rows in found.tables.data.items()})
    _tell(found, len(files), out, lang)
    return 1 if found.counts.left_over else 0


def _tell(found: "Imported", files: int, out: Path, lang: str) -> None:
    """Print what became of the triples: all that were read are in one of the sentences."""
    from kg.imports import to_problems
    from kg.problems import render_text

    counts = found.counts
    if found.left_over:
        problems = to_problems(found.left_over, found.tables.schema.prefixes)
        click.echo(render_text(problems, lang), err=True, nl=False)
    rows = sum(map(len, found.tables.data.values()))
    details = {"folder": out / "data", "rows": rows, "held": counts.held}
    click.echo(say("back-read", lang, count=counts.read, files=files))
    click.echo(say("back-held", lang, tables=len(found.tables.data), **details))
    if counts.repeated:
        click.echo(say("back-repeated", lang, count=counts.repeated))
    if counts.derived:
        click.echo(say("back-derived", lang, count=counts.derived))
    if counts.graphs:
        click.echo(say("back-graphs", lang, count=counts.graphs))
    if counts.left_over:
        click.echo(say("back-left-over", lang, count=counts.left_over, file=out / LEFT_OVER_CSV))
    click.echo(say("back-next", lang, folder=out))
