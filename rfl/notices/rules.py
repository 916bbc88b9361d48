"""When something is news, when a letter is due, and what it says. Pure.

A letter leaves the house, so it says how many things wait of which kind, and nothing else: no name,
no number of a case, no society, no place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.text import N_, Counted, Text, Tongue
from rfl.tracing.work import Pending, WorkKind

FIRST_LOOK = timedelta(days=7)
"""How far back news reach for somebody who never looked: My work holds what is older."""

LETTER_HOUR = 6
"""From this hour, in the time of the society, the letter of the day is due: before work begins."""


class MailWish(StrEnum):
    """When somebody wants news by e-mail."""

    NEVER = "never"
    DAILY = "daily"
    LATE = "late"


WISH_WORDS: Mapping[MailWish, str] = {
    MailWish.NEVER: N_("Never"),
    MailWish.DAILY: N_("Each morning on which something waits"),
    MailWish.LATE: N_("Only on a morning on which something is late"),
}

KIND_LINES: Mapping[WorkKind, Counted] = {
    WorkKind.EMERGENCIES: Counted("%(num)d emergency to judge", "%(num)d emergencies to judge"),
    WorkKind.FAMILIES: Counted("%(num)d family to call", "%(num)d families to call"),
    WorkKind.CHILDREN: Counted(
        "%(num)d child’s file to see to", "%(num)d children’s files to see to"
    ),
    WorkKind.TASKS: Counted("%(num)d task to do", "%(num)d tasks to do"),
    WorkKind.ANSWERS: Counted("%(num)d answer to see to", "%(num)d answers to see to"),
    WorkKind.DATA: Counted(
        "%(num)d thing to do about people’s data", "%(num)d things to do about people’s data"
    ),
    WorkKind.MESSAGES: Counted(
        "%(num)d family message to see to", "%(num)d family messages to see to"
    ),
    WorkKind.LINKS: Counted("%(num)d link to judge", "%(num)d links to judge"),
    WorkKind.APPROVALS: Counted("%(num)d decision to take", "%(num)d decisions to take"),
    WorkKind.REQUESTS: Counted("%(num)d case to carry on", "%(num)d cases to carry on"),
    WorkKind.REVIEWS: Counted("%(num)d review to make", "%(num)d reviews to make"),
    WorkKind.ACCESS: Counted(
        "%(num)d unusual access to ask about", "%(num)d unusual accesses to ask about"
    ),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things wait for somebody."""

    kinds: Mapping[WorkKind, int]
    late: int
    new: int
    """How many of them came since they last looked."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent by e-mail."""

    subject: str
    text: str
    language: str


def mailed(kinds: Mapping[WorkKind, int]) -> Mapping[WorkKind, int]:
    """Return what a letter counts: a concern as one more review, so that it tells of none."""
    told = dict(kinds)
    if number := told.pop(WorkKind.CONCERNS, 0):
        told[WorkKind.REVIEWS] = told.get(WorkKind.REVIEWS, 0) + number
    return told


def is_new(pending: Pending, reader: UUID, seen_at: datetime | None, now: datetime) -> bool:
    """Tell whether a thing came after `reader` last looked, and not by an act of their own."""
    last = now - FIRST_LOOK if seen_at is None else seen_at
    return pending.since is not None and pending.since > last and pending.by != reader


def is_due(wish: MailWish, mailed_on: date | None, local: datetime) -> bool:
    """Tell whether a letter is due at `local`, the moment in the society's own time."""
    is_open = mailed_on is None or mailed_on < local.date()
    return wish is not MailWish.NEVER and is_open and local.hour >= LETTER_HOUR


def is_worth(wish: MailWish, tally: Tally) -> bool:
    """Tell whether there is anything that somebody wants a letter about."""
    return bool(tally.late if wish is MailWish.LATE else tally.kinds)


def write(tongue: Tongue, language: str, tally: Tally, address: str) -> Letter:
    """Return the letter in the language of `tongue`; `address` is where one signs in, or ''."""
    lines = [Text("This waits for you in rfl:").render(tongue), ""]
    lines += [f"- {_line(tongue, kind, num)}" for kind, num in tally.kinds.items()]
    told = []
    if tally.late:
        told.append(
            Text(Counted("%(num)d of them is late.", "%(num)d of them are late."), num=tally.late)
        )
    if tally.new:
        new = Counted(
            "%(num)d came since you last looked.", "%(num)d of them came since you last looked."
        )
        told.append(Text(new, num=tally.new))
    if told:
        lines += ["", *(one.render(tongue) for one in told)]
    where = (
        Text("Sign in to see it: %(address)s", address=address)
        if address
        else Text("Sign in to rfl to see it.")
    )
    why = Text(
        "This letter names nobody, and no answer to it is read. You choose under ‘My settings’ "
        "whether it comes."
    )
    lines += ["", where.render(tongue), "", why.render(tongue), ""]
    return Letter(Text("What waits for you in rfl").render(tongue), "\n".join(lines), language)


def write_closing(tongue: Tongue, language: str, last: str, address: str) -> Letter:
    """Return the letter to who owns an account that nobody uses, after which day it closes."""
    told = Text(
        "You have an account in rfl that has not been used for a long time. It closes at the end "
        "of %(day)s (UTC). If you still need it, sign in with it before then; if you cannot sign "
        "in any more, ask an administrator of your society for a new invitation. If you do not "
        "need it, do nothing.",
        day=last,
    )
    where = Text("Sign in here: %(address)s", address=address) if address else None
    why = Text("This letter names nobody, and no answer to it is read.")
    lines = [one.render(tongue) for one in (told, where, why) if one is not None]
    subject = Text("Your account in rfl closes soon").render(tongue)
    return Letter(subject, "\n\n".join(lines) + "\n", language)


def _line(tongue: Tongue, kind: WorkKind, num: int) -> str:
    return Text(KIND_LINES[kind], num=num).render(tongue)
