"""README.md of a release, in three languages."""

from collections.abc import Iterable, Iterator

from kg.exports.release.about import About
from kg.exports.release.files import listed, read_words
from kg.exports.release.licence import name_of
from kg.names import LANGUAGES, VERSION


def render_readme(about: About, paths: Iterable[str], sha256: str, rebuild: str) -> bytes:
    """Return the page for people: what this is, its files, how to cite, verify and rebuild.

    `rebuild` is the command that makes the release anew.
    """
    files = [*paths]
    parts = (_part(about, files, sha256, rebuild, lang) for lang in LANGUAGES)
    return "\n\n".join("\n".join(part) for part in parts).encode() + b"\n"


def _part(
    about: About, paths: Iterable[str], sha256: str, rebuild: str, lang: str
) -> Iterator[str]:
    words = read_words()["readme"]
    licence = f"[{name_of(about.licence)}]({about.licence})"
    yield f"# {about.titles.get(lang) or about.title} {about.version}\n"
    if about.scope:
        yield f"{about.scopes.get(lang) or about.scope}\n"
    yield f"## {words['files'][lang]}\n"
    yield from (f"- `{path}`: {text[lang]}" for path, text in listed(paths).items())
    yield f"\n## {words['cite'][lang]}\n"
    if about.citation:
        yield f"> {about.citation}\n"
    yield f"{words['name'][lang].format(iri=about.iri)}\n"
    yield words["licence"][lang].format(licence=licence)
    yield f"\n## {words['verify'][lang]}\n"
    yield words["verify-text"][lang].format(hash=sha256)
    yield f"## {words['rebuild'][lang]}\n"
    yield words["rebuild-text"][lang].format(kg=VERSION, as_of=about.as_of) + "\n"
    yield f"    {rebuild}"
