"""The licences of a release, and the text under which its data stand."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from kg.errors import KgError
from kg.exports.release.about import About

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
APACHE = "https://www.apache.org/licenses/LICENSE-2.0"
UNICODE = "https://www.unicode.org/license.txt"

_RULE = "=" * 78
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its name and its identifier in the list of SPDX."""

    name: str
    spdx: str


LICENCES = {
    CC_BY: Licence("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
    "https://creativecommons.org/licenses/by-sa/4.0/": Licence(
        "Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"
    ),
    "https://creativecommons.org/publicdomain/zero/1.0/": Licence(
        "Creative Commons Zero 1.0 Universal", "CC0-1.0"
    ),
    "https://opendatacommons.org/licenses/odbl/1-0/": Licence(
        "Open Data Commons Open Database License 1.0", "ODbL-1.0"
    ),
    APACHE: Licence("Apache License 2.0", "Apache-2.0"),
    UNICODE: Licence("Unicode License v3", "Unicode-3.0"),
}


def read_data_licence(about: About) -> bytes:
    """Return the licence of the data: what it is of, and for CC BY 4.0 its text in full."""
    text = _header(about)
    if about.licence == CC_BY:
        text += _RULE + read_licence("LICENSE-DATA").partition(_RULE)[2]
    return text.encode()


def read_other_licences() -> dict[str, bytes]:
    """Return the licences of what a release holds besides the data, by file name."""
    return {
        "LICENSE-APACHE": read_licence("LICENSE").encode(),
        "LICENSE-UNICODE": read_licence("LICENSE-UNICODE").encode(),
    }


def read_licence(name: str) -> str:
    """Read a licence that came with the package: LICENSE, LICENSE-DATA or LICENSE-UNICODE.

    An installed package has them among its metadata, where they travel by PEP 639.
    """
    if not (_PACKAGE / "_share").is_dir():
        return (_PACKAGE.parent / name).read_text(encoding="utf-8")
    try:
        found = distribution("sister-city-kg").read_text(f"licenses/{name}")
    except PackageNotFoundError:
        found = None
    if found is None:
        raise KgError(f"The package was installed without its {name}. Install it anew.")
    return found


def name_of(licence: str) -> str:
    """Return a licence's name, its IRI where we know no name."""
    return LICENCES[licence].name if licence in LICENCES else licence


def _header(about: About) -> str:
    author = f"By {about.author}.\n\n" if about.author else ""
    return f"""\
{about.title}, version {about.version}: licence of the data

{author}The tables (data/) and what is generated from them are licensed under
{name_of(about.licence)}:
{about.licence}
The ontology (ontology/) states its own licence in its header.

The facts in the data rest on the sources that data/sources.csv names: cite
these as well when you use a single fact. The documents behind the links are
not part of this work and keep their own terms.

The names of countries are those of the Unicode CLDR: see LICENSE-UNICODE. The
software in explorer.html is under LICENSE-APACHE; the ground of its map is
reduced from the place data of GeoNames (https://www.geonames.org), CC BY 4.0.

"""
