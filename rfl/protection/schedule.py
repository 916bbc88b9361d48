"""When a case that ended is archived and made anonymous; what a list of such cases is. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.protection.rules import digest
from rfl.text import N_
from rfl.tracing.rules import CaseAct, CaseState

BATCH = 5
"""Cases carried out in one transaction: others wait for it where only one can write."""


class RetentionAct(StrEnum):
    """What becomes of a case whose time is over."""

    ARCHIVE = "archive"
    ANONYMISE = "anonymise"


class RunState(StrEnum):
    """Where a list of cases stands."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


ACT_WORDS: Mapping[RetentionAct, str] = {
    RetentionAct.ARCHIVE: N_("Archive"),
    RetentionAct.ANONYMISE: N_("Make anonymous"),
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


def list_hash(act: RetentionAct, cases: Iterable[tuple[UUID, CaseState, datetime]]) -> bytes:
    """Return the SHA-256 of exactly one list: what is done, to which cases, as they stand."""
    parts = [act.encode()]
    for case_id, state, ended in sorted(cases, key=lambda one: one[0]):
        parts += [case_id.bytes, state.encode(), ended.isoformat().encode()]
    return digest(*parts)


def check_second(proposed_by: UUID, actor_id: UUID) -> None:
    """Return if the actor is a second person.

    Raises:
        RuleBrokenError: they put the list up themselves.

    """
    if proposed_by == actor_id:
        raise RuleBrokenError("Somebody other than the person who put the list up approves it.")
