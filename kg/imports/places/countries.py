"""Countries by code or by name in many languages; regions of a country by name or short form.

The names are in countries.csv (Unicode CLDR as Babel gives it, and GeoNames) and regions.csv
(GeoNames, with short forms and names in the regions' own languages by hand).
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kg.imports.places.levels import read_levels
from kg.imports.places.names import fold, fold_often

# Parts, old states and loose names; one of several countries where a name means them all.
_ALSO = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "uk": "GB",
    "ecosse": "GB", "schottland": "GB", "angleterre": "GB", "pays de galles": "GB",
    "южная корея": "KR", "северная корея": "KP",
    "britain": "GB", "great britain": "GB", "inggris": "GB", "inggris raya": "GB",
    "us": "US", "usa": "US", "united states of america": "US", "america": "US",
    "amerika": "US", "holland": "NL", "belanda": "NL", "korea": "KR", "south korea": "KR",
    "republic of korea": "KR", "대한민국": "KR", "한국": "KR", "rok": "KR", "korsel": "KR",
    "macedonia": "MK", "north macedonia": "MK", "ivory coast": "CI", "czech republic": "CZ",
    "prc": "CN", "china pr": "CN", "peoples republic of china": "CN", "tiongkok": "CN", "rrt": "CN",
    "taiwan": "TW", "republic of china": "TW", "palestine": "PS", "vatican": "VA", "kosovo": "XK",
    "uae": "AE", "soviet union": "RU UA BY KZ UZ GE AM AZ LT LV EE MD KG TJ TM",
    "ussr": "RU UA BY KZ UZ GE AM AZ LT LV EE MD KG TJ TM",
    "yugoslavia": "RS HR SI BA MK ME XK", "czechoslovakia": "CZ SK", "congo": "CG CD",
    "east germany": "DE", "west germany": "DE", "gdr": "DE", "ddr": "DE", "brd": "DE",
    "burma": "MM", "siam": "TH", "persia": "IR", "ceylon": "LK", "turkiye": "TR", "turki": "TR",
    "cape verde": "CV", "臺灣": "TW", "ประเทศไทย": "TH", "northern cyprus": "CY",
    "st vincent": "VC", "swaziland": "SZ", "micronesia": "FM", "north korea": "KP",
}  # fmt: skip
# Parts of a country with a code of their own in ISO 3166-1.
_TERRITORIES = {
    "CN": "HK MO", "DK": "GL FO", "FI": "AX", "FR": "RE GP MQ GF YT NC PF PM BL MF WF",
    "GB": "GI IM JE GG BM KY FK AI VG MS TC SH", "NL": "AW CW SX BQ", "NO": "SJ",
    "RS": "XK", "US": "PR GU VI AS MP", "AU": "NF CX CC", "NZ": "CK NU TK", "ES": "EH",
}  # fmt: skip


def _rows(file: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


@cache
def _countries() -> dict[str, str]:
    found = {fold(n): row["country"] for row in _rows("countries.csv") for n in _split(row)}
    return {**found, **_ALSO}


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["country"] for row in _rows("countries.csv"))


@cache
def _regions() -> dict[tuple[str, str], tuple[str, str]]:
    """Map country and folded name to the code of the region and its first name; first wins."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row in _rows("regions.csv"):
        names = _split(row)
        for name in names:
            found.setdefault((row["country"], fold(name)), (row["admin1"], names[0]))
    return found


@cache
def _region_names() -> dict[tuple[str, str], str]:
    return {(row["country"], row["admin1"]): _split(row)[0] for row in _rows("regions.csv")}


def _split(row: dict[str, str]) -> list[str]:
    return row["names"].split("|")


def find_countries(text: str) -> tuple[str, ...]:
    """Return the codes that a code or name of a country can mean, () where none is known.

    >>> find_countries("Indonesia"), find_countries("kr"), find_countries("독일")
    (('ID',), ('KR',), ('DE',))
    """
    if len(code := text.strip().upper()) == 2 and code.isascii() and code in _codes():
        return (code,)
    folded = fold_often(text)
    without = folded.removeprefix("the ").removeprefix("republic of ")
    found = tuple((_countries().get(folded) or _countries().get(without) or "").split())
    return found or (find_countries(text.rpartition(",")[2]) if "," in text else ())


def territories(country: str) -> tuple[str, ...]:
    """Return the codes of parts of a country that have their own."""
    return tuple(_TERRITORIES.get(country, "").split())


def find_region(country: str, text: str) -> str:
    """Return the code of a region of a country by any of its names, "" where none is known.

    >>> find_region("US", "Illinois"), find_region("KR", "경기도"), find_region("ID", "Jabar")
    ('IL', '13', '30')
    """
    folded = fold_often(text)
    names = [folded, *(reading.stem for reading in read_levels(folded))]
    found = (_regions().get((country, name)) for name in names)
    return next((region[0] for region in found if region), "")


def is_region_named(country: str, admin1: str, name: str) -> bool:
    """Tell whether a region has the name of a city: Kyoto, not Oklahoma City; Nara-shi counts."""
    folded = fold_often(name)
    names = [folded, *(r.stem for r in read_levels(folded) if r.word in ("shi", "si"))]
    return any(_regions().get((country, n), ("",))[0] == admin1 for n in names)


def region_name(country: str, admin1: str) -> str:
    """Return the name of a region by its code in GeoNames, "" where none is known."""
    return _region_names().get((country, admin1), "")
