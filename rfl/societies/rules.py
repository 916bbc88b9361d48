"""Kinds of site, the programme’s migration routes, and the order of numbers. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b

from rfl.text import N_


class SiteKind(StrEnum):
    """What a society does at a place."""

    HSP_FIXED = "hsp_fixed"
    HSP_MOBILE = "hsp_mobile"
    RECEPTION = "reception"
    TRANSIT = "transit"
    DETENTION = "detention"
    DISEMBARKATION = "disembarkation"
    BRANCH = "branch"
    PEP_POINT = "pep_point"


class Route(StrEnum):
    """A migration route."""

    ATLANTIC = "atlantic"
    WESTERN_MEDITERRANEAN = "western_mediterranean"
    CENTRAL_MEDITERRANEAN = "central_mediterranean"
    EASTERN_MEDITERRANEAN = "eastern_mediterranean"
    WESTERN_BALKANS = "western_balkans"
    OTHER = "other"


SITE_WORDS: Mapping[SiteKind, str] = {
    SiteKind.HSP_FIXED: N_("Humanitarian Service Point"),
    SiteKind.HSP_MOBILE: N_("mobile Humanitarian Service Point"),
    SiteKind.RECEPTION: N_("reception centre"),
    SiteKind.TRANSIT: N_("transit centre"),
    SiteKind.DETENTION: N_("place of detention"),
    SiteKind.DISEMBARKATION: N_("place of disembarkation"),
    SiteKind.BRANCH: N_("branch"),
    SiteKind.PEP_POINT: N_("protection point"),
}

SEED_BITS = 62
"""A signed column of 64 bits holds them."""

FIELDS = ((0, 250, 400), (100_000, 900, 1_000))
"""Five figures, then six: where each field of numbers begins, and its two sides."""

ROUNDS = 8
"""Even; twice the four from which a Feistel network is a good shuffle (Luby and Rackoff 1988)."""


def scattered(place: int, seed: int | None) -> int:
    """Return the number at `place` (from 0) of a series: each once, in an order only `seed` tells.

    A number that counted up would tell a partner how many cases there are, and a gap between two
    would tell a colleague that there is a record in between which they may not know. What is
    beyond six figures, or has no seed, counts up from 1.
    """
    for start, width, height in FIELDS:
        if seed is not None and start <= place < start + width * height:
            left, right = divmod(place - start, height)
            for turn in range(0, ROUNDS, 2):
                left = (left + _mixed(seed, turn, right)) % width
                right = (right + _mixed(seed, turn + 1, left)) % height
            return start + left * height + right
    return place + 1


def _mixed(seed: int, turn: int, half: int) -> int:
    key = seed.to_bytes(8, "big", signed=True)
    digest = blake2b(f"{turn}:{half}".encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big")
