"""Shell: what every page of ours has: template, policy, styles, words, and data inside the HTML."""

import base64
import hashlib
import json
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kg.views.bundle import read_static

_DANGEROUS = re.compile("[<>&\u2028\u2029]")


def template(name: str, package: str = "kg.views") -> Template:
    """Return a template; everything in it is escaped, and nothing may be undefined."""
    return _environment(package).get_template(name)


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def to_script_json(data: object) -> str:
    """Write JSON that no reader of HTML can mistake for the end of the script that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _DANGEROUS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_style(*names: str) -> str:
    """Join style sheets of the page."""
    return "".join(read_static(f"{name}.css") for name in names)


def read_words(*names: str) -> dict[str, object]:
    """Read the texts of the page; no two files have a key in common."""
    return {key: said for n in names for key, said in json.loads(read_static(f"{n}.json")).items()}


def check_inline(script: str) -> None:
    """Refuse a script that would end, or open a comment, inside the page; ValueError."""
    lowered = script.lower()
    for forbidden in ("</script", "<!--"):
        if forbidden in lowered:
            raise ValueError(f"a script of the page contains {forbidden}")


def policy(*, scripts: tuple[str, ...], style: str, has_worker: bool = False) -> str:
    """Allow exactly these scripts and this style, images from the page itself, and no request.

    A worker is one that the page makes itself; it obeys the same policy, and only with it may
    WebAssembly be compiled.
    """
    allowed = [*map(_hash, scripts), *(["'wasm-unsafe-eval'"] if has_worker else [])]
    worker = " worker-src blob:;" if has_worker else ""
    return (
        f"default-src 'none'; script-src {' '.join(allowed)}; style-src {_hash(style)};{worker}"
        " img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """Give the hash by which a content security policy knows an inline text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
