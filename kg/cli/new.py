"""`kg new`: blank tables and a guide, made from the shapes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.schema import Schema

_OTHER_FILES = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".csv", ".tsv")


@click.command()
@click.argument("folder", metavar="FOLDER|FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--xlsx", is_flag=True, help="Make one workbook, FOLDER.xlsx, instead.")
@options.lang
def new(folder: Path, xlsx: bool, lang: str) -> None:
    """Make a project: blank tables in FOLDER/data and a guide in three languages.

    With --xlsx, or a name that ends in .xlsx, make one workbook instead, with a sheet for each
    table, lists to choose from, and the guide. Nothing that is there already is touched. An
    ontology/ in FOLDER, or beside the workbook, says which tables there are.
    """
    from kg.schema import load_schema
    from kg.schema.folders import WORKBOOK, project_home, project_ontology

    if folder.suffix.lower() in _OTHER_FILES:
        raise KgError(
            f"{folder} would be a folder named like a file. A workbook is made with "
            f"{folder.with_suffix(WORKBOOK).name}; for a folder, choose a name without an ending."
        )
    if xlsx and folder.suffix.lower() != WORKBOOK:
        folder = folder.with_name(folder.name + WORKBOOK)
    schema = load_schema(project_ontology(project_home(folder)))
    if folder.suffix.lower() == WORKBOOK:
        _write_workbook(folder, schema, lang)
    else:
        _write_folder(folder, schema, lang)


def _write_folder(folder: Path, schema: "Schema", lang: str) -> None:
    from kg.exports import write_all
    from kg.exports.guide import GUIDE, render_guide, render_project

    data, guide = folder / "data", folder / GUIDE
    for place in (data, guide):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise KgError(f"{place} is there already. Choose another folder; nothing was changed.")
    files = render_project(schema, folder.resolve().name)
    write_all(data, {name: [text.encode()] for name, text in files.items()})
    write_all(folder, {GUIDE: [render_guide(schema).encode()]})
    click.echo(say("created", lang, folder=folder, data=data, guide=guide))


def _write_workbook(book: Path, schema: "Schema", lang: str) -> None:
    from kg.exports import write_all
    from kg.exports.guide import render_project
    from kg.exports.workbook import render_workbook
    from kg.tables import Tables
    from kg.tables.read import to_table

    if book.exists():
        raise KgError(f"{book} is there already. Choose another name; nothing was changed.")
    texts = render_project(schema, book.stem)
    tables = {
        name: to_table(texts[f"{name}.csv"].encode(), table, f"{name}.csv")[0]
        for name, table in schema.tables.items()
    }
    made = render_workbook(schema, Tables(schema, tables), lang)
    write_all(book.parent, {book.name: [made]})
    click.echo(say("new-workbook", lang, book=book))
