"""Which access is unusual: named rules over one colleague's one day. Pure.

A rule picks by counting, never by suspecting: whoever is picked is asked, and most have a good
answer. All moments are in the society's own time zone. `telling` says each rule in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from rfl.linking.rules import SEARCHES_FREE


class Rule(StrEnum):
    """Why an access is looked at."""

    MANY_AT_ONCE = "many_at_once"
    OUT_OF_HOURS = "out_of_hours"
    NO_PART = "no_part"
    OWN_NAME = "own_name"
    OWN_VILLAGE = "own_village"
    REFUSALS = "refusals"
    SEALED = "sealed"
    BREADTH = "breadth"
    SILENCE = "silence"
    TAKEN_OUT = "taken_out"
    SEARCHES = "searches"


AT_ONCE = timedelta(minutes=30)
AT_ONCE_LEAST = 25
"""Records within AT_ONCE: little more than a minute for each is no casework."""

AT_ONCE_USUAL = 2
"""... and so many times what the colleague opens in such a time on a usual day."""

DAY_BEGINS, DAY_ENDS = 6, 21
OFF_LEAST = 3
OFF_DAYS_KNOWN = 2
"""Who worked at such hours on so many of the remembered days does so by habit."""

NO_PART_LEAST = 5
REFUSED_WITHIN = timedelta(minutes=60)
REFUSED_LEAST = 5
SEALED_LEAST = 1
"""No list and no search shows a sealed record: nobody comes to one by chance."""

BREADTH_LEAST = 20
BREADTH_USUAL = 3
DAYS_KNOWN = 5
"""Working days after which somebody's usual day is known."""

SILENCE_DAYS = 60

SEARCHED_WITHIN = timedelta(minutes=60)
"""So many searches as are free in this time (linking.rules.SEARCHES_FREE) are looked at."""

REMEMBERED = timedelta(days=28)
"""How far back a usual day is looked for: four whole weeks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One act of a colleague: what it opened, or that it was refused, or took data out.

    `records` are numbers of cases and registrations; the other sets are parts of it.
    """

    at: datetime
    records: frozenset[str] = frozenset()
    no_part: frozenset[str] = frozenset()
    """Those in which the colleague has no part: not theirs, not written in, not named there."""
    cases: frozenset[str] = frozenset()
    namesakes: frozenset[str] = frozenset()
    """Those of `no_part` whose people bear the colleague's own family name."""
    neighbours: frozenset[str] = frozenset()
    """Those of `no_part` whose people come from the colleague's own village."""
    sealed: frozenset[str] = frozenset()
    is_off: bool = False
    """It was night, or a day on which the society's offices rest."""
    is_refused: bool = False
    takes_out: bool = False
    is_search: bool = False
    """A search; whom it found is not among its records."""
    words: str = ""
    """Why they searched on, as they said themselves."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is remembered of one working day: numbers, no record and no moment."""

    day: date
    opened: int
    at_once: int
    """Most records within AT_ONCE."""
    is_off: bool
    """Whether any was opened at an hour at which offices rest."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a colleague and their peers did before; None where too little is known."""

    own: float | None = None
    """Records on a usual day."""
    at_once: float | None = None
    """The most within AT_ONCE on a usual day."""
    peers: float | None = None
    """Records on a usual day of a peer."""
    off_days: int = 0
    last: date | None = None
    """The last day before on which anything was opened."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One unusual access: which rule, from when to when, which records, what is usual."""

    rule: Rule
    since: datetime
    until: datetime
    records: tuple[str, ...] = ()
    count: int = 0
    usual: int | None = None
    unrelated: int = 0
    moments: tuple[datetime, ...] = ()
    """When each of the records was opened; not of what was refused or taken out."""
    words: str = ""
    """What they gave as their reason at the time."""


def usual(own: Sequence[Day], peers: Iterable[Day], last: date | None) -> Usual:
    """Return what is usual: the median of the days worked, None before DAYS_KNOWN of them."""
    worked = [one for one in own if one.opened]
    return Usual(
        own=_median([one.opened for one in worked]),
        at_once=_median([one.at_once for one in worked]),
        peers=_median([one.opened for one in peers if one.opened]),
        off_days=sum(one.is_off for one in own),
        last=last,
    )


def remembered(day: date, seen: Sequence[Seen]) -> Day:
    """Return what is kept of a day."""
    opened = _opened(sorted(seen, key=lambda one: one.at))
    return Day(
        day,
        opened=len(_records(opened)),
        at_once=len(_records(_fullest(opened))),
        is_off=any(one.is_off for one in opened),
    )


def fuller(known: Day, now: Day) -> Day:
    """Return what is known of one day after two looks: part of it may be sealed by the second."""
    return Day(
        known.day,
        opened=max(known.opened, now.opened),
        at_once=max(known.at_once, now.at_once),
        is_off=known.is_off or now.is_off,
    )


def picks(seen: Sequence[Seen], before: Usual) -> list[Pick]:
    """Return what the rules pick of one colleague's one day, in the order of Rule."""
    ordered = sorted(seen, key=lambda one: one.at)
    many = _many_at_once(ordered, before)
    found = (
        many,
        _out_of_hours(ordered, before),
        _no_part(ordered),
        _own(Rule.OWN_NAME, [(one, one.namesakes) for one in ordered]),
        _own(Rule.OWN_VILLAGE, [(one, one.neighbours) for one in ordered]),
        _refusals(ordered),
        _sealed(ordered),
        _breadth(ordered, before, many),
        _silence(ordered, before),
        _taken_out(ordered),
        _searches(ordered),
    )
    return [one for one in found if one is not None]


def is_off(at: datetime, weekend: frozenset[int]) -> bool:
    """Tell whether offices rest at `at`: by night, and on days of `weekend` (Monday is 0)."""
    return not DAY_BEGINS <= at.hour < DAY_ENDS or at.weekday() in weekend


def has_grown(answered: Pick, now: Pick) -> bool:
    """Tell whether so much came after an answer that it has to be asked again: twice as much."""
    return now.until > answered.until and now.count >= 2 * answered.count


def _many_at_once(seen: Sequence[Seen], before: Usual) -> Pick | None:
    best = _fullest(_opened(seen))
    if len(_records(best)) < max(AT_ONCE_LEAST, AT_ONCE_USUAL * (before.at_once or 0)):
        return None
    usual_at_once = None if before.at_once is None else round(before.at_once)
    return _pick(Rule.MANY_AT_ONCE, best, usual=usual_at_once)


def _fullest(opened: Sequence[Seen]) -> Sequence[Seen]:
    """Return the acts within AT_ONCE that opened the most records."""
    best: Sequence[Seen] = ()
    most = start = 0
    for end, last in enumerate(opened):
        while last.at - opened[start].at > AT_ONCE:
            start += 1
        window = opened[start : end + 1]
        if (count := len(_records(window))) > most:
            best, most = window, count
    return best


def _out_of_hours(seen: Sequence[Seen], before: Usual) -> Pick | None:
    off = [one for one in _opened(seen) if one.is_off]
    if len(_records(off)) < OFF_LEAST or before.off_days >= OFF_DAYS_KNOWN:
        return None
    return _pick(Rule.OUT_OF_HOURS, off, usual=before.off_days)


def _no_part(seen: Sequence[Seen]) -> Pick | None:
    strange = [(one, one.no_part & one.cases) for one in _opened(seen)]
    records = _union(part for _, part in strange)
    if len(records) < NO_PART_LEAST:
        return None
    return _pick(Rule.NO_PART, [one for one, part in strange if part], records=records)


def _own(rule: Rule, found: Sequence[tuple[Seen, frozenset[str]]]) -> Pick | None:
    own = [(one, part) for one, part in found if part and _opens(one)]
    records = _union(part for _, part in own)
    return _pick(rule, [one for one, _ in own], records=records) if records else None


def _refusals(seen: Sequence[Seen]) -> Pick | None:
    refused = [one for one in seen if one.is_refused]
    for start, first in enumerate(refused):
        window = [one for one in refused[start:] if one.at - first.at <= REFUSED_WITHIN]
        if len(window) >= REFUSED_LEAST:
            return _pick(Rule.REFUSALS, window, count=len(window))
    return None


def _sealed(seen: Sequence[Seen]) -> Pick | None:
    tried = [one for one in seen if one.is_refused and one.sealed]
    if len(tried) < SEALED_LEAST:
        return None
    return _pick(Rule.SEALED, tried, records=_union(one.sealed for one in tried), count=len(tried))


def _breadth(seen: Sequence[Seen], before: Usual, many: Pick | None) -> Pick | None:
    opened = _opened(seen)
    count = len(_records(opened))
    if many is not None and 2 * many.count >= count:
        return None  # it is the same deed, and told already
    if before.own is None or count < max(BREADTH_LEAST, BREADTH_USUAL * before.own):
        return None
    if before.peers is not None and count < BREADTH_USUAL * before.peers:
        return None
    return _pick(Rule.BREADTH, opened, usual=round(before.own))


def _silence(seen: Sequence[Seen], before: Usual) -> Pick | None:
    opened = _opened(seen)
    if not opened or before.last is None:
        return None
    silent = (opened[0].at.date() - before.last).days
    return _pick(Rule.SILENCE, opened, usual=silent) if silent >= SILENCE_DAYS else None


def _taken_out(seen: Sequence[Seen]) -> Pick | None:
    out = [one for one in seen if one.takes_out and not one.is_refused]
    return _pick(Rule.TAKEN_OUT, out, count=len(out)) if out else None


def _searches(seen: Sequence[Seen]) -> Pick | None:
    searched = [one for one in seen if one.is_search and not one.is_refused]
    best: Sequence[Seen] = ()
    start = 0
    for end, last in enumerate(searched):
        while last.at - searched[start].at > SEARCHED_WITHIN:
            start += 1
        if end + 1 - start > len(best):
            best = searched[start : end + 1]
    if len(best) < SEARCHES_FREE:
        return None
    words = " · ".join(dict.fromkeys(one.words for one in searched if one.words))
    return replace(_pick(Rule.SEARCHES, best, count=len(best)), words=words)


def _pick(
    rule: Rule,
    seen: Sequence[Seen],
    *,
    records: frozenset[str] | None = None,
    count: int | None = None,
    usual: int | None = None,
) -> Pick:
    found = _records(seen) if records is None else records
    return Pick(
        rule=rule,
        since=seen[0].at,
        until=seen[-1].at,
        records=tuple(sorted(found)),
        count=len(found) if count is None else count,
        usual=usual,
        unrelated=len(_union(one.no_part for one in seen) & found),
        moments=tuple(one.at for one in seen if _opens(one)),
    )


def _opened(seen: Sequence[Seen]) -> list[Seen]:
    return [one for one in seen if _opens(one)]


def _opens(one: Seen) -> bool:
    return bool(one.records) and not one.is_refused and not one.takes_out


def _records(seen: Iterable[Seen]) -> frozenset[str]:
    return _union(one.records for one in seen)


def _union(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*parts)


def _median(counts: Sequence[int]) -> float | None:
    return median(counts) if len(counts) >= DAYS_KNOWN else None
