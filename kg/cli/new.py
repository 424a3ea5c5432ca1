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

    Nothing that is there already is touched. An ontology/ in FOLDER says which tables there are.
    """
    from kg.exports import write_all
    from kg.exports.guide import GUIDE, render_guide, render_project
    from kg.schema import load_schema
    from kg.schema.folders import project_ontology

    data, guide = folder / "data", folder / GUIDE
    for place in (data, guide):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise KgError(f"{place} is there already. Choose another folder; nothing was changed.")
    schema = load_schema(project_ontology(folder))
    files = render_project(schema, folder.resolve().name)
    write_all(data, {name: [text.encode()] for name, text in files.items()})
    write_all(folder, {GUIDE: [render_guide(schema).encode()]})
    click.echo(say("created", lang, folder=folder, data=data, guide=guide))
