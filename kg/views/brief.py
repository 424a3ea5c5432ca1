"""Brief: one relation on one sheet of paper, drawn by the same modules as in the explorer."""

from markupsafe import Markup

from kg.views.bundle import bundle_modules
from kg.views.payload import Payload
from kg.views.shell import check_inline, policy, read_style, read_words, template, to_script_json

STYLES = ("theme", "matrix", "panel", "brief")


def render_brief(payload: Payload, *, title: str, lang: str, evidence: str) -> str:
    """Render the brief of the relation that the payload holds, as one file without requests."""
    script, style = bundle_modules("briefpage"), read_style(*STYLES)
    check_inline(script)
    data = payload | {"words": read_words("words"), "lang": lang, "mode": evidence}
    return template("brief.html.j2").render(
        lang=lang,
        title=title,
        policy=policy(scripts=(script,), style=style),
        style=Markup(style),
        script=Markup(script),
        data=Markup(to_script_json(data)),
    )
