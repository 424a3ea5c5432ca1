"""CITATION.cff: how to cite the release, for programs.

Source: Citation File Format 1.2.0. JSON's strings are strings of YAML too.
"""

import json

from kg.exports.release.about import About
from kg.exports.release.files import read_words
from kg.exports.release.licence import LICENCES

UNKNOWN = "anonymous"
"""Whom the format names where no author is on record, since it asks for one."""
_NAME = "Name (IRI) of the data set in its graph; no web address"


def render_citation(about: About) -> bytes:
    """Return the citation of a data set; its author is that of the citation in data/dataset.csv."""
    spdx = LICENCES[about.licence].spdx if about.licence in LICENCES else ""
    known = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": about.title,
        "version": about.version,
        "date-released": about.date,
        "license": spdx,
        "license-url": "" if spdx else about.licence,
        "url": about.homepage,
        "abstract": about.scope,
    }
    lines = [f"{name}: {_quoted(text)}" for name, text in known.items() if text]
    lines += ["authors:", f"  - name: {_quoted(about.author or UNKNOWN)}"]
    lines += ["keywords:", *(f"  - {_quoted(word)}" for word in read_words()["keywords"]["en"])]
    lines += ["identifiers:", "  - type: other", f"    value: {_quoted(about.iri)}"]
    lines += [f"    description: {_quoted(_NAME)}"]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
