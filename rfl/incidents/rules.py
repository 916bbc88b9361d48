"""Kinds of event, the life of an account of it, who may know who was on board. Pure.

Nobody here certifies a death. What is known of an event is what was said of it, by whom and when;
two figures that contradict each other both stay, and whoever reads sees that they do.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.persons.rules import SourceKind
from rfl.societies.rules import Route
from rfl.text import N_, Text


class IncidentKind(StrEnum):
    """What happened, as far as it is known."""

    SHIPWRECK = "shipwreck"
    NOT_ARRIVED = "not_arrived"
    """Left, and was heard of no more: nobody saw what happened."""
    VEHICLE = "vehicle"
    FIRE = "fire"
    NATURAL_DISASTER = "natural_disaster"
    OTHER = "other"


KIND_WORDS: Mapping[IncidentKind, str] = {
    IncidentKind.SHIPWRECK: N_("shipwreck"),
    IncidentKind.NOT_ARRIVED: N_("left and never arrived"),
    IncidentKind.VEHICLE: N_("vehicle"),
    IncidentKind.FIRE: N_("fire"),
    IncidentKind.NATURAL_DISASTER: N_("natural disaster"),
    IncidentKind.OTHER: N_("other event"),
}

ROUTE_WORDS: Mapping[Route, str] = {
    Route.ATLANTIC: N_("Atlantic"),
    Route.WESTERN_MEDITERRANEAN: N_("Western Mediterranean"),
    Route.CENTRAL_MEDITERRANEAN: N_("Central Mediterranean"),
    Route.EASTERN_MEDITERRANEAN: N_("Eastern Mediterranean"),
    Route.WESTERN_BALKANS: N_("Western Balkans"),
    Route.OTHER: N_("another route"),
}


class IncidentState(StrEnum):
    """How far the account of an event is."""

    OPEN = "open"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    REOPENED = "reopened"


class IncidentAct(StrEnum):
    """What somebody does to the account of an event."""

    WRITE = "write"
    """Adds to it or changes it: a testimony, a figure, what is known of the event."""
    REVIEW = "review"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Step:
    """One act: from where to where, under which permission."""

    targets: Mapping[IncidentState, IncidentState]
    permission: Permission
    label: str
    is_second: bool = False
    """Four eyes: somebody other than who wrote last."""


_S, _A, _P = IncidentState, IncidentAct, Permission

ACTS: Mapping[IncidentAct, Step] = {
    # What was reviewed is not all any more once something is added: it is reviewed anew.
    _A.WRITE: Step(
        {_S.OPEN: _S.OPEN, _S.REOPENED: _S.REOPENED, _S.REVIEWED: _S.REOPENED},
        _P.INCIDENT_WRITE,
        N_("Write something down"),
    ),
    _A.REVIEW: Step(
        {_S.OPEN: _S.REVIEWED, _S.REOPENED: _S.REVIEWED},
        _P.INCIDENT_REVIEW,
        N_("The account was reviewed"),
        is_second=True,
    ),
    _A.CLOSE: Step({_S.REVIEWED: _S.CLOSED}, _P.INCIDENT_REVIEW, N_("Close it")),
    _A.REOPEN: Step(
        {_S.REVIEWED: _S.REOPENED, _S.CLOSED: _S.REOPENED}, _P.INCIDENT_WRITE, N_("Open it again")
    ),
}

STATE_WORDS: Mapping[IncidentState, str] = {
    _S.OPEN: N_("Being put together"),
    _S.REVIEWED: N_("Reviewed by a second person"),
    _S.CLOSED: N_("Closed"),
    _S.REOPENED: N_("Opened again"),
}

NEEDS_WORDS: Mapping[IncidentAct, str] = {
    _A.REVIEW: N_("Write what happened as far as the sources tell it, and what stays open."),
    _A.REOPEN: N_("Say why it is opened again, so that the next person knows."),
}
"""Acts that say nothing without words, and what is asked then."""


ASKS: Mapping[IncidentAct, str] = {
    _A.REVIEW: N_(
        "What probably happened, by which sources, and what stays open. This is an account; it "
        "certifies nobody’s death."
    ),
    _A.CLOSE: N_("What the next person should know, if anything."),
    _A.REOPEN: N_("What is new: a testimony, a body, a request."),
}
"""What a page asks for in words."""


def check_act(
    state: IncidentState, act: IncidentAct, words: str, wrote_last: UUID, actor_id: UUID
) -> IncidentState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: it is not open in this state, needs a second person, or words.

    """
    step = ACTS[act]
    if state not in step.targets:
        raise RuleBrokenError(
            Text(
                "‘%(act)s’ is not possible while this event is ‘%(state)s’.",
                act=Text(step.label),
                state=Text(STATE_WORDS[state]),
            )
        )
    if step.is_second and wrote_last == actor_id:
        raise RuleBrokenError("You wrote last in it. Somebody else reads it and reviews it.")
    if act in NEEDS_WORDS and not words.strip():
        raise RuleBrokenError(NEEDS_WORDS[act])
    return step.targets[state]


def knows_people(*, is_head: bool, is_owner: bool, has_case: bool) -> bool:
    """Tell whether a reader of an event may know who was on board.

    Such a list is what those look for who hunt its people. It opens to whoever has a
    case of their own on it, or one that is shared with them, to whoever wrote the event down, and
    to heads of tracing; not to every officer who might open such a case.
    """
    return is_head or is_owner or has_case


class Exactness(StrEnum):
    """How well the day of an event is known."""

    DAY = "day"
    ABOUT = "about"
    MONTH = "month"
    YEAR = "year"


EXACTNESS_WORDS: Mapping[Exactness, str] = {
    Exactness.DAY: N_("On this day"),
    Exactness.ABOUT: N_("About this day"),
    Exactness.MONTH: N_("Some day of this month"),
    Exactness.YEAR: N_("Some day of this year"),
}

EARLIEST = date(1900, 1, 1)


def check_event(name: str, day: date, today: date) -> None:
    """Return if an event can be written down so.

    Raises:
        RuleBrokenError: it has no name, or its day is to come.

    """
    if not name.strip():
        raise RuleBrokenError("Give it a short name by which colleagues know it.")
    if not EARLIEST <= day <= today + timedelta(days=1):
        raise RuleBrokenError("The day is still to come. Look at the date once more.")


class CountKind(StrEnum):
    """What a figure counts."""

    LEFT = "left"
    ARRIVED = "arrived"
    BODIES = "bodies"
    MISSING = "missing"


COUNT_WORDS: Mapping[CountKind, str] = {
    CountKind.LEFT: N_("Left"),
    CountKind.ARRIVED: N_("Arrived or rescued"),
    CountKind.BODIES: N_("Bodies found"),
    CountKind.MISSING: N_("Missing"),
}


class CountSource(StrEnum):
    """Who gave a figure."""

    SURVIVORS = "survivors"
    FAMILIES = "families"
    AUTHORITY = "authority"
    PARTNER = "partner"
    MEDIA = "media"
    OWN = "own"


COUNT_SOURCE_WORDS: Mapping[CountSource, str] = {
    CountSource.SURVIVORS: N_("survivors"),
    CountSource.FAMILIES: N_("families"),
    CountSource.AUTHORITY: N_("an authority"),
    CountSource.PARTNER: N_("another organisation"),
    CountSource.MEDIA: N_("the press"),
    CountSource.OWN: N_("our own count"),
}

MOST_PEOPLE = 1_000_000


def check_count(number: int, day: date, today: date) -> None:
    """Return if a figure can be written down.

    Raises:
        RuleBrokenError: it cannot be, or its day is to come.

    """
    if not 0 <= number <= MOST_PEOPLE:
        raise RuleBrokenError("Write the number of people in figures.")
    if day > today:
        raise RuleBrokenError("The day is still to come. Look at the date once more.")


def disputed(figures: Iterable[tuple[CountKind, int]]) -> frozenset[CountKind]:
    """Return of what two sources give different figures. Neither is the right one here."""
    seen: dict[CountKind, set[int]] = {}
    for kind, number in figures:
        seen.setdefault(kind, set()).add(number)
    return frozenset(kind for kind, numbers in seen.items() if len(numbers) > 1)


def unaccounted(figures: Collection[tuple[CountKind, int]]) -> tuple[int, int] | None:
    """Return how many of those who left neither arrived nor were found, at the least and the most.

    As far as the figures contradict each other the two lie apart. None where nobody counted who
    left.
    """
    left = [number for kind, number in figures if kind is CountKind.LEFT]
    if not left:
        return None
    found = [
        [number for kind, number in figures if kind is one] or [0]
        for one in (CountKind.ARRIVED, CountKind.BODIES)
    ]
    least = min(left) - sum(max(numbers) for numbers in found)
    most = max(left) - sum(min(numbers) for numbers in found)
    return max(least, 0), max(most, 0)


TOLD_BY: Mapping[SourceKind, str] = {
    SourceKind.SURVIVOR: N_("a survivor"),
    SourceKind.COMPANION: N_("somebody who travelled part of the way with them"),
    SourceKind.RELATIVE: N_("a relative"),
    SourceKind.AUTHORITY: N_("an authority"),
    SourceKind.PARTNER: N_("another organisation"),
    SourceKind.DOCUMENT: N_("a document or a picture"),
}
"""Who may tell of an event, and how a page calls them: never by their name to others."""

MOST_SEEN = 30
"""People named in one testimony; who knows more gives a second one."""


def check_testimony(
    words: str, day: date, today: date, seen: int, ties: Iterable[tuple[int, int]]
) -> None:
    """Return if a testimony can be kept. `seen`: how many people it names; `ties`: pairs of them.

    Raises:
        RuleBrokenError: it says nothing, too much at once, or ties somebody to nobody.

    """
    if not words.strip() and not seen:
        raise RuleBrokenError("Write what was said, or name somebody who was seen.")
    if seen > MOST_SEEN:
        raise RuleBrokenError(
            Text(
                "Name at most %(most)d people in one testimony, then begin another.", most=MOST_SEEN
            )
        )
    if day > today:
        raise RuleBrokenError("The day is still to come. Look at the date once more.")
    for one, other in ties:
        if one == other or not 0 <= other < seen:
            raise RuleBrokenError(
                "Choose somebody else of this testimony to whom they are related."
            )
