"""Kinds of site and the migration routes, as the programme names them. Pure."""

from collections.abc import Mapping
from enum import StrEnum

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
