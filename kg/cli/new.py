"""`kg new`: blank tables and a guide, made from the shapes."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.words import say
from kg.errors import KgError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@options.lang
def new(folder: Path, lang: str) -> None:
    """Make a project: blank tables in FOLDER/data and a guide in three languages.

    Nothing that is there already is touched.
    """
    from kg.exports import write_all
    from kg.exports.guide import GUIDE, render_guide, render_project
    from kg.schema import load_schema, packaged_ontology

    data = folder / "data"
    if data.exists() and any(data.iterdir()):
        raise KgError(f"{data} is not empty. Choose another folder; nothing was changed.")
    schema = load_schema(packaged_ontology())
    files = render_project(schema, folder.resolve().name)
    write_all(data, {name: [text.encode()] for name, text in files.items()})
    write_all(folder, {GUIDE: [render_guide(schema).encode()]})
    click.echo(say("created", lang, folder=folder, data=data, guide=folder / GUIDE))
