"""What becomes of cases and registrations whose time is over; what a list of such is. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.persons.rules import RegistrationKind
from rfl.protection.rules import digest
from rfl.text import N_
from rfl.tracing.rules import CaseAct, CaseState

BATCH = 5
"""How many are carried out in one transaction: others wait for it where only one can write."""


class RetentionAct(StrEnum):
    """What becomes of a case, or of a registration, whose time is over."""

    ARCHIVE = "archive"
    ANONYMISE = "anonymise"
    FORGET = "forget"
    """A registration that belongs to no case: it is erased."""


class RunState(StrEnum):
    """Where a list of cases stands."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


ACT_WORDS: Mapping[RetentionAct, str] = {
    RetentionAct.ARCHIVE: N_("Archive"),
    RetentionAct.ANONYMISE: N_("Make anonymous"),
    RetentionAct.FORGET: N_("Erase registrations"),
}
RUN_WORDS: Mapping[RunState, str] = {
    RunState.PROPOSED: N_("Waits for a second person"),
    RunState.RUNNING: N_("Being carried out"),
    RunState.DONE: N_("Carried out"),
    RunState.STOPPED: N_("Taken back"),
}

FOLLOWS: Mapping[RunState, frozenset[RunState]] = {
    RunState.PROPOSED: frozenset({RunState.RUNNING, RunState.STOPPED}),
    RunState.RUNNING: frozenset({RunState.DONE}),
    RunState.DONE: frozenset(),
    RunState.STOPPED: frozenset(),
}
"""Where a list of cases goes from each state."""

OPEN = (RunState.PROPOSED, RunState.RUNNING)
"""States of a list beside which no other of its kind is put up."""

SOURCES: Mapping[RetentionAct, frozenset[CaseState]] = {
    RetentionAct.ARCHIVE: frozenset({CaseState.CLOSED, CaseState.INELIGIBLE}),
    RetentionAct.ANONYMISE: frozenset({CaseState.ARCHIVED}),
}
"""States in which a case can be due."""

CASE_ACTS: Mapping[RetentionAct, CaseAct] = {
    RetentionAct.ARCHIVE: CaseAct.ARCHIVE,
    RetentionAct.ANONYMISE: CaseAct.ANONYMISE,
}


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same day `years` earlier; for 29 February the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def list_hash(
    act: RetentionAct, records: Iterable[tuple[UUID, CaseState | RegistrationKind, datetime]]
) -> bytes:
    """Return the SHA-256 of exactly one list: what is done, to what, as it stands."""
    parts = [act.encode()]
    for record_id, state, since in sorted(records, key=lambda one: one[0]):
        parts += [record_id.bytes, state.encode(), since.isoformat().encode()]
    return digest(*parts)


def check_second(proposed_by: UUID, actor_id: UUID) -> None:
    """Return if the actor is a second person.

    Raises:
        RuleBrokenError: they put the list up themselves.

    """
    if proposed_by == actor_id:
        raise RuleBrokenError("Somebody other than the person who put the list up approves it.")
