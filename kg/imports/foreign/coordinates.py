"""Coordinates as tables write them to degrees: decimal, with minutes and seconds, or WKT points.

Source of WKT: OGC Simple Feature Access 06-103r4; a point has its longitude first.
"""

import re
from dataclasses import dataclass

from kg.imports.foreign.faults import RefusedError

_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_COMMA = re.compile(r"[+-]?[0-9]{1,3},[0-9]+")
_N = r"[0-9]+(?:[.,][0-9]+)?"
_SIDE = r"LS|LU|BT|BB|[NSEW]"  # of the compass, in English and Indonesian
_DEGREES = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<sign>[+-])?(?P<d>{_N})\s*(?P<mark>[°º˚d])?\s*"
    rf"(?:(?P<m>{_N})\s*['′’]?\s*)?(?:(?P<s>{_N})\s*(?:[\"″”]|''|′′)?\s*)?(?P<behind>{_SIDE})?",
    re.IGNORECASE,
)
_SIDES = {"N": (0, 1), "S": (0, -1), "E": (1, 1), "W": (1, -1),
          "LU": (0, 1), "LS": (0, -1), "BT": (1, 1), "BB": (1, -1)}  # fmt: skip
_LIMITS = (90, 180)
_WKT = re.compile(
    r"(?:SRID\s*=\s*4326\s*;\s*|<https?://www\.opengis\.net/[^>]*>\s*)?POINT\s*Z?\s*"
    r"\(\s*(\S+)\s+([^\s)]+)(?:\s+[^\s)]+)?\s*\)",
    re.IGNORECASE,
)
_TWO = re.compile(r"(.+?)\s*;\s*(.+)|([^,]+?)\s*,\s*([^,]+)|(\S+)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees of latitude and longitude, and the code of what was repaired, "" where nothing."""

    lat: float
    long: float
    repair: str = ""


def to_point(text: str) -> Point:
    """Return the point in one cell: WKT with the longitude first, or latitude and longitude.

    >>> to_point("Point(107.6 -6.9)")
    Point(lat=-6.9, long=107.6, repair='')
    """
    if match := _WKT.fullmatch(text):
        return from_degrees(match[2], match[1])
    if match := _TWO.fullmatch(text):
        lat, long = (part for part in match.groups() if part is not None)
        return from_degrees(lat, long)
    raise RefusedError("pairs-bad-coordinates")


def from_degrees(lat: str, long: str) -> Point:
    """Return the point of two texts; they are exchanged where only that can be meant."""
    first, one = _to_degrees(lat, 0)
    second, other = _to_degrees(long, 1)
    is_plain = "pairs-degrees" not in (one, other)
    if is_plain and _LIMITS[0] < abs(first) <= _LIMITS[1] and abs(second) <= _LIMITS[0]:
        return Point(second, first, "pairs-swapped-coordinates")
    if abs(first) > _LIMITS[0] or abs(second) > _LIMITS[1]:
        raise RefusedError("pairs-coordinates-out-of-range")
    return Point(first, second, one or other)


def _to_degrees(text: str, axis: int) -> tuple[float, str]:
    """Return degrees, and the code of what was repaired."""
    plain = text.strip().replace("−", "-").replace("\u2013", "-")
    if _FLOAT.fullmatch(plain):
        return float(plain), ""
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", ".")), "pairs-comma-decimal"
    match = _DEGREES.fullmatch(plain)
    side = (match["before"] or match["behind"] or "").upper() if match else ""
    if not match or not (side or match["mark"]) or (match["before"] and match["behind"]):
        raise RefusedError("pairs-bad-coordinates")
    of_axis, sign = _SIDES.get(side, (axis, 1))
    parts = [float((match[name] or "0").replace(",", ".")) for name in "dms"]
    if of_axis != axis or max(parts[1:]) >= 60 or (side and match["sign"]):
        raise RefusedError("pairs-bad-coordinates")
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    sign = -1 if match["sign"] == "-" else sign
    return sign * round(degrees, 6), "pairs-degrees"
