"""Ids that people can read, from names in any script."""

import re

from anyascii import anyascii

LONGEST = 60


def to_slug(name: str) -> str:
    """Return a name as an id: Latin letters, digits and single hyphens; "" where none is left.

    Letters are transliterated (Łódź is lodz, 서울 is seoul); a long name is cut behind a word.
    """
    latin = re.sub("['’`]", "", anyascii(name)).lower()
    slug = re.sub("[^a-z0-9]+", "-", latin).strip("-")
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
