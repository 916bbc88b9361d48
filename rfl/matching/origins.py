"""Two places of origin as evidence: by the map, by other names, and by ear. Pure.

Gazetteers are thin for villages: what is on no map is compared as a name is, in any spelling.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product

from rfl.matching import places
from rfl.matching.classes import by_lexicon
from rfl.matching.commonness import CommonSense
from rfl.matching.likeness import match_all
from rfl.matching.names import compare_name_lists
from rfl.matching.reading import ReadToken, pieces, read, together
from rfl.matching.types import Evidence, Name, Place, Reason
from rfl.text import Text

NEAR_KM, REGION_KM, COUNTRY_KM = 40.0, 150.0, 500.0
SAME_BITS, REGION_BITS, WIDER_BITS = 3.2, 1.7, 0.2
ALIKE_BITS = 1.5
COUNTRY_BITS, VILLAGES_BITS = 0.5, 0.1
"""One country: alone, and where each side names another village of it."""

FAR_BITS, OTHER_COUNTRY_BITS = -0.6, -1.6
SAME_TEXT, ALIKE_TEXT = 0.9, 0.78

_SENSE = CommonSense()


def compare_origins(a: Place, b: Place) -> Evidence | None:
    """Return what two origins tell, or None where one side says too little; symmetric."""
    alike = likeness(a.text, b.text)
    is_one_country = not a.country or not b.country or a.country == b.country
    if alike >= SAME_TEXT and is_one_country:
        exact = places.fold(a.text) == places.fold(b.text)
        because = Text("The same name of a place.") if exact else Text("One place, spelt two ways.")
        return _row(a, b, Reason.EXACT if exact else Reason.SOUND, SAME_BITS, because)
    one, other = places.find(a), places.find(b)
    if one is not None and other is not None and a.text and b.text:
        return _by_distance(a, b, places.kilometres(one, other))
    if alike >= ALIKE_TEXT and is_one_country:
        because = Text("Names of places that sound alike.")
        return _row(a, b, Reason.SOUND, ALIKE_BITS, because)
    return _by_country(a, b)


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """Return how alike two places are as said, 0 to 1: any part of one with any of the other."""
    parts = [[part.strip() for part in text.split(",") if part.strip()] for text in (one, other)]
    return max((_by_ear(a, b) for a, b in product(*parts)), default=0.0)


def may_be_like(word: str, texts: Iterable[str]) -> set[str]:
    """Return which of `texts` may be, as `likeness` has it, one word said as a place.

    All that is heard is heard at once; a place without a word like it is not the same.
    """
    asked = read(Name.of(word))
    if len(asked) != 1 or len(asked[0].words) > 1 or asked[0].may_be_initials:
        return set(texts)
    said = {text: _heard_as(text) for text in texts}
    tokens = list({token for heard in said.values() for token in heard})
    found = match_all((asked[0], token) for token in tokens)
    near = {token for token, one in zip(tokens, found, strict=True) if one.likeness >= SAME_TEXT}
    return {text for text, heard in said.items() if not near.isdisjoint(heard)}


@by_lexicon(maxsize=16_384)
def _heard_as(text: str) -> frozenset[ReadToken]:
    """Return every word of a place, in parts, and each with the next."""
    heard: set[ReadToken] = set()
    for part in text.split(","):
        whole = read(Name.of(part))
        parted = [piece for token in whole for piece in pieces(token)]
        for tokens in (whole, parted):
            heard.update(tokens)
            heard.update(together(*two) for two in pairwise(tokens))
    return frozenset(heard)


def _by_ear(one: str, other: str) -> float:
    if places.fold(one) == places.fold(other):
        return 1.0 if places.fold(one) else 0.0
    verdict = compare_name_lists((Name.of(one),), (Name.of(other),), _SENSE)
    if verdict is None or any(row.bits < -1 for row in verdict.rows):
        return 0.0
    return verdict.likeness


def _by_distance(a: Place, b: Place, km: float) -> Evidence:
    far = round(km, -1) if km >= 100 else round(km)  # noqa: PLR2004  # three figures tell no more
    same = a.country == b.country
    if km <= NEAR_KM:
        because = Text("The same place.") if km < 1 else Text("About %(km)d km apart.", km=far)
        return _row(a, b, Reason.EXACT if km < 1 else Reason.CLOSE, SAME_BITS, because)
    if km <= REGION_KM:
        because = Text("About %(km)d km apart; families live on both sides.", km=far)
        return _row(a, b, Reason.CLOSE, REGION_BITS, because)
    if same and km <= COUNTRY_KM:
        because = Text("About %(km)d km apart in one country.", km=far)
        return _row(a, b, Reason.CLOSE, WIDER_BITS, because)
    because = Text("About %(km)d km apart.", km=far)
    return _row(a, b, Reason.DIFFERENT, FAR_BITS if same else OTHER_COUNTRY_BITS, because)


def _by_country(a: Place, b: Place) -> Evidence | None:
    if not a.country or not b.country:
        return None
    if a.country != b.country:
        because = Text("Two countries. People near a border name either.")
        return _row(a, b, Reason.DIFFERENT, OTHER_COUNTRY_BITS, because)
    bits = VILLAGES_BITS if a.text and b.text else COUNTRY_BITS
    return _row(a, b, Reason.CLOSE, bits, Text("The same country."))


def shown(place: Place | None) -> str | Text:
    """Return a place in words; `country_code` in it, which a page writes out."""
    if place is None or not place.country:
        return place.text if place else ""
    if not place.text:
        return Text("%(country_code)s", country_code=place.country)
    return Text("%(place)s, %(country_code)s", place=place.text, country_code=place.country)


def _row(a: Place, b: Place, reason: Reason, bits: float, because: Text) -> Evidence:
    return Evidence("origin", shown(a), shown(b), reason, bits, because)
