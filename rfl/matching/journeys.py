"""From where somebody was last heard of to where somebody was met, as evidence. Pure."""

from collections.abc import Sequence

from rfl.matching import places
from rfl.matching.origins import shown
from rfl.matching.types import Evidence, Particulars, Place, Reason, Sighting
from rfl.text import Counted, Text

ROUTES: Sequence[tuple[str, ...]] = tuple(
    tuple(line.split())
    for line in """
    GW GN SL SN GM ML MR EH MA DZ ES PT FR BE
    GM SN ML BF CI GH TG BJ NG NE TD LY DZ TN MT IT FR CH DE BE GB
    SO ER ET DJ SD SS TD EG LY TN MT IT FR CH DE GB SE
    AF PK IR IQ SY LB TR GR CY BG MK AL ME RS BA HR SI HU AT IT DE CH FR BE GB SE
    UA MD RO PL SK HU CZ DE AT CH FR
    """.strip().splitlines()
)
"""Countries in the order in which people come to them, on the large routes of the programme."""

ON_ROUTE_BITS, OFF_ROUTE_BITS, UNKNOWN_BITS = 0.6, -0.5, 0.1
BEFORE_BITS = -2.5
"""Met a good while before the last news of them: seldom, and then a mistake in a date."""

TOO_FAST_BITS = -2.0
SLACK_DAYS = 30
"""Dates of last news are told from memory."""

FAST_KM_A_DAY = 400.0
"""By lorry, boat and bus nobody goes farther for days on end; those who fly are few."""

_BEFORE = Counted(
    "Met %(num)d day before the last news of the other.",
    "Met %(num)d days before the last news of the other.",
)
_TOO_FAR = Counted(
    "Met %(num)d day after the last news, %(km)d km away: too far for a journey by land.",
    "Met %(num)d days after the last news, %(km)d km away: too far for a journey by land.",
)
_CAN_BE = Counted(
    "Met %(num)d day after the last news: it can be.",
    "Met %(num)d days after the last news: it can be.",
)
_ON_THE_WAY = Counted(
    "Met %(num)d day after the last news, on the way.",
    "Met %(num)d days after the last news, on the way.",
)


def compare_journeys(sought: Particulars, found: Particulars) -> Evidence | None:
    """Return whether who was last heard of there can have been met here, then; None: not told."""
    last, met = sought.sighting, found.sighting
    if last is None or met is None or last.day is None or met.day is None:
        return None
    days = (met.day - last.day).days
    if days < -SLACK_DAYS:
        because = Text(_BEFORE, num=-days)
        return _row(last, met, Reason.DIFFERENT, BEFORE_BITS, because)
    km = _kilometres(last.place, met.place)
    if km is not None and km > FAST_KM_A_DAY * (max(0, days) + SLACK_DAYS / 4):
        because = Text(_TOO_FAR, num=max(0, days), km=round(km, -1))
        return _row(last, met, Reason.DIFFERENT, TOO_FAST_BITS, because)
    ahead = _ahead(last.place, met.place)
    if ahead is None:
        because = Text(_CAN_BE, num=max(0, days))
        return _row(last, met, Reason.CLOSE, UNKNOWN_BITS, because)
    if not ahead:
        because = Text("Met on another route than that of the last news. People do turn back.")
        return _row(last, met, Reason.DIFFERENT, OFF_ROUTE_BITS, because)
    because = Text(_ON_THE_WAY, num=max(0, days))
    return _row(last, met, Reason.CLOSE, ON_ROUTE_BITS, because)


def _row(last: Sighting, met: Sighting, reason: Reason, bits: float, because: Text) -> Evidence:
    return Evidence("journey", _shown(last), _shown(met), reason, bits, because)


def _shown(seen: Sighting) -> str | Text:
    """Return where and when; `iso_day` in it is of ISO 8601, which a page writes out."""
    place, day = shown(seen.place), seen.day.isoformat() if seen.day else ""
    if not day:
        return place
    return (
        Text("%(place)s, %(iso_day)s", place=place, iso_day=day)
        if place
        else Text("%(iso_day)s", iso_day=day)
    )


def _ahead(last: Place | None, met: Place | None) -> bool | None:
    """Tell whether a route leads from one country to the other; None: a country is not told."""
    if last is None or met is None or not last.country or not met.country:
        return None
    if last.country == met.country:
        return True
    on = [route for route in ROUTES if met.country in route or last.country in route]
    if not on:
        return None
    return any(
        last.country in route
        and met.country in route
        and route.index(last.country) < route.index(met.country)
        for route in on
    )


def _kilometres(last: Place | None, met: Place | None) -> float | None:
    if last is None or met is None:
        return None
    one, other = places.find(last), places.find(met)
    return places.kilometres(one, other) if one and other else None
