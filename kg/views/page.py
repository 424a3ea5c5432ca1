"""Page: the payload as one HTML file that needs no network, no server and no other file.

pyvis's own template is not used: it asks a server for its parts, and runs script found in titles.
"""

import base64
import hashlib
import json
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.names import LANGUAGES
from kg.views.bundle import bundle_modules, read_static
from kg.views.drawing import build_drawing, read_vis
from kg.views.payload import Payload

STYLES = ("theme", "frame", "matrix", "panel", "adapt")
_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render_page(payload: Payload) -> str:
    """Render the page with styles, scripts and data inside; the same payload, the same text."""
    script, vis = bundle_modules("main"), read_vis()
    style = "".join(read_static(f"{name}.css") for name in STYLES)
    for text in (script, vis):
        _check_inline(text)
    data = payload | {
        "drawing": build_drawing(payload),
        "words": json.loads(read_static("words.json")),
    }
    template = _environment().get_template("page.html.j2")
    return template.render(
        title=_title(payload),
        policy=_policy(scripts=(script, vis), style=style),
        style=Markup(style),
        script=Markup(script),
        vis=Markup(vis),
        data=Markup(to_script_json(data)),
    )


def to_script_json(data: object) -> str:
    """Write JSON that no reader of HTML can mistake for the end of the script that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return "".join(_ESCAPES.get(char, char) for char in text)


def _environment() -> Environment:
    """Make the template environment: everything escaped, nothing undefined."""
    return Environment(
        loader=PackageLoader("kg.views"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _title(payload: Payload) -> str:
    """Choose the title that stands until the script has run, in the first language there is."""
    titles = cast(dict[str, dict[str, str]], payload["dataset"]).get("title", {})
    return next((titles[lang] for lang in LANGUAGES if lang in titles), str(payload["focal"]))


def _check_inline(script: str) -> None:
    """Refuse a script that would end, or open a comment, inside the page."""
    lowered = script.lower()
    for forbidden in ("</script", "<!--"):
        if forbidden in lowered:
            raise ValueError(f"a script of the page contains {forbidden}")


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    """Allow exactly these scripts and this style, images from the page itself, and no request."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:;"
        " connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """Give the hash by which a content security policy knows an inline text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
