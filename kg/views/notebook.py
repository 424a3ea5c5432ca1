"""Notebook: a city's matrix as static HTML that a notebook shows by itself.

Fields by partners and no script: for topics, facts and sources there is the page. Signs are text,
so that they stay where a viewer takes styles away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.labels import Names
from kg.views.fields import field_tree
from kg.views.grid import Grid, Words
from kg.views.records import to_records


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a city at a day; a notebook shows its `html`."""

    city: str
    as_of: str
    html: str = field(repr=False)

    def _repr_html_(self) -> str:
        return self.html


def render_matrix(
    cells: pd.DataFrame,
    relations: pd.DataFrame,
    fields: pd.DataFrame,
    names: Mapping[str, Names],
    *,
    city: str,
    as_of: str,
    lang: str = "en",
) -> Matrix:
    """Render the fields of a city by its partners at a day.

    `cells` and `relations` are the city's; `fields` is the table of them; `names` holds the labels
    of cities, fields and codes. Without relations there is a text that says so.
    """
    words = Words(names, lang)
    known = {"city": words.name("cities", city), "as_of": as_of}
    if relations.empty:
        text = words.say("no-relation" if city else "no-city", **known)
        return Matrix(city, as_of, render_notice(text, lang=lang))
    grid = Grid(cells, relations, field_tree(to_records(fields)), words, city)
    html = _render(
        lang=lang,
        caption=words.say("caption", **known, **grid.share),
        head={"agreed": words.say("agreed"), "partners": words.say("partners")},
        columns=list(grid.columns()),
        groups=list(grid.groups()),
        legend=list(grid.legend()),
        notes=list(grid.notes()),
        whole=words.say("whole"),
        commands=[f'graph.to_html("{city}")', f"kg view {city}"],
    )
    return Matrix(city, as_of, html)


def render_notice(text: str, lines: Sequence[str] = (), *, lang: str = "en") -> str:
    """Render a text in place of a matrix: what is wrong, or that there is nothing to show."""
    return _render(lang=lang, caption=text, columns=[], notes=lines, commands=[])


def _render(**shown: object) -> str:
    """Fill the template: everything escaped, nothing undefined."""
    environment = Environment(
        loader=PackageLoader("kg.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("matrix.html.j2").render(**shown)
