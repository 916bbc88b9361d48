"""Who goes on knowing of a record when it is sealed, and with whom it lies then. Pure (ADR 37)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError, SeveralBrokenError
from rfl.text import N_, Text


class Tie(StrEnum):
    """Why a colleague knows of a record."""

    OWNS = "owns"
    WROTE = "wrote"
    NAMED = "named"
    SHARED = "shared"


TIE_WORDS: Mapping[Tie, str] = {
    Tie.OWNS: N_("it lies with them"),
    Tie.WROTE: N_("wrote it down"),
    Tie.NAMED: N_("named on it since %(day)s"),
    Tie.SHARED: N_("it is shared with them for a time"),
}

NAMED_BY = N_("named on it by %(who)s on %(day)s")


@dataclass(frozen=True, slots=True)
class Knower:
    """One colleague who knows of a record now, and why."""

    user_id: UUID
    ties: frozenset[Tie]
    named_by: UUID | None = None
    """Who named them first, and when; None where nobody did."""
    named_at: datetime | None = None

    @property
    def is_ticked(self) -> bool:
        """Tell whether the form begins with them: a share ends by itself, being named does not."""
        return bool(self.ties - {Tie.SHARED})


@dataclass(frozen=True, slots=True)
class Naming:
    """That somebody was named on a record, by whom and when."""

    user_id: UUID
    by: UUID
    at: datetime


def knowers(
    owners: Collection[UUID],
    writers: Collection[UUID],
    namings: Iterable[Naming],
    shared: Collection[UUID],
) -> dict[UUID, Knower]:
    """Return everybody who knows of a record, with every reason why."""
    first: dict[UUID, Naming] = {}
    for one in sorted(namings, key=lambda one: one.at):
        first.setdefault(one.user_id, one)
    tied = (
        (Tie.OWNS, owners),
        (Tie.WROTE, writers),
        (Tie.NAMED, first.keys()),
        (Tie.SHARED, shared),
    )
    return {
        user_id: Knower(
            user_id,
            frozenset(tie for tie, users in tied if user_id in users),
            first[user_id].by if user_id in first else None,
            first[user_id].at if user_id in first else None,
        )
        for user_id in dict.fromkeys(user_id for _tie, users in tied for user_id in users)
    }


def check_readers(
    readers: Collection[UUID], here: Collection[UUID], openers: Collection[UUID]
) -> None:
    """Return if a record may be sealed for `readers`.

    `here`: who works in the society; `openers`: its officers and heads of tracing.

    Raises:
        RuleBrokenError: nobody is named, somebody who is no colleague, or nobody who could work
            on it: it would be shut for good.

    """
    named = set(readers)
    if not named:
        raise RuleBrokenError("Name at least one person who may open the sealed record.")
    if not named <= set(here):
        raise RuleBrokenError("Name only colleagues of your own society.")
    if not named & set(openers):
        raise RuleBrokenError(
            "Name an officer or a head of tracing too: nobody else could go on with it."
        )


def owner_after(
    owner_id: UUID | None,
    wanted_id: UUID | None,
    readers: Collection[UUID],
    openers: Collection[UUID],
) -> UUID | None:
    """Return with whom a record lies when it is sealed for `readers`; None for nobody, as before.

    Whoever is named keeps it. An owner who is taken out loses it to `wanted_id`, or to the only
    one named who may have it.

    Raises:
        RuleBrokenError: `wanted_id` is not named or may not have it, or nobody is told apart.

    """
    able = sorted(set(readers) & set(openers))
    if wanted_id is not None and wanted_id != owner_id:
        if wanted_id not in able:
            raise _at_owner(
                Text("Whoever goes on with it is an officer or a head of tracing, and ticked too.")
            )
        return wanted_id
    if owner_id is None or owner_id in readers:
        return owner_id
    if len(able) != 1:
        raise _at_owner(
            Text("You take out the colleague with whom it lies. Say who goes on with it.")
        )
    return able[0]


def _at_owner(sentence: Text) -> SeveralBrokenError:
    return SeveralBrokenError([("owner", sentence)])
