"""Page: the payload as one HTML file that needs no network, no server and no other file.

pyvis's own template is not used: it asks a server for its parts, and runs script found in titles.
"""

from collections.abc import Mapping
from typing import cast

from markupsafe import Markup

from kg.names import LANGUAGES
from kg.views.bundle import bundle_modules
from kg.views.drawing import build_drawing, read_vis
from kg.views.payload import Payload
from kg.views.shell import check_inline, policy, read_style, read_words, template, to_script_json

STYLES = ("theme", "frame", "matrix", "panel", "brief", "adapt", "print")
ENTRY, SPARQL_ENTRY = "explorer", "explorer-sparql"


def render_page(payload: Payload, sparql: Mapping[str, object] | None = None) -> str:
    """Render the page with styles, scripts and data inside; the same payload, the same text.

    With the data of `kg.views.sparql` the page has a tab more, in which it answers SPARQL.
    """
    script, vis = bundle_modules(SPARQL_ENTRY if sparql else ENTRY), read_vis()
    style = read_style(*STYLES, *(["sparql"] if sparql else []))
    for text in (script, vis):
        check_inline(text)
    data = payload | {
        "drawing": build_drawing(payload),
        "words": _words(has_sparql=sparql is not None),
    }
    return template("page.html.j2").render(
        title=_title(payload),
        policy=policy(scripts=(script, vis), style=style, has_worker=sparql is not None),
        style=Markup(style),
        script=Markup(script),
        vis=Markup(vis),
        data=Markup(to_script_json(data)),
        sparql=Markup(to_script_json(sparql)) if sparql else None,
    )


def _words(*, has_sparql: bool) -> dict[str, object]:
    """Read the texts of the page; those of the tab only where it is."""
    words = read_words("words")
    return {key: said for key, said in words.items() if has_sparql or key[:7] != "sparql."}


def _title(payload: Payload) -> str:
    """Choose the title that stands until the script has run, in the first language there is."""
    titles = cast(dict[str, dict[str, str]], payload["dataset"]).get("title", {})
    return next((titles[lang] for lang in LANGUAGES if lang in titles), str(payload["focal"]))
