"""How the search for each person of a case ends: what is known before, and whether it holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl.errors import RuleBrokenError
from rfl.text import Text
from rfl.tracing.deaths import Death
from rfl.tracing.delivery_rules import check_end
from rfl.tracing.document import Ending, Outcome
from rfl.tracing.outcomes import check_outcome, leading
from rfl.tracing.rules import Fate, OutcomeReason

Finder = Callable[[Session, UUID], Collection[UUID]]
"""Called with the session and the case's id; returns who of its sought people was found alive, as
two of us confirmed."""

_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Have `finder` asked who was found, before a case is closed. Twice is once."""
    if finder not in _finders:
        _finders.append(finder)


def found(session: Session, request_id: UUID) -> frozenset[UUID]:
    """Return who of a case's sought people was found alive, as two of us confirmed."""
    return frozenset(one for finder in _finders for one in finder(session, request_id))


@dataclass(frozen=True, slots=True)
class Known:
    """What is established of one person before the case ends; None where nothing is."""

    fate: Fate | None = None
    reason: OutcomeReason | None = None
    authority: str = ""


def known_of(death: Death | None, *, is_found: bool) -> Known:
    """Return with what the form begins for one person. A death that nobody agreed to is none."""
    if death is not None and death.is_established:
        reason = OutcomeReason.DEATH_CONFIRMED if death.told else None
        return Known(Fate.DEAD, reason, death.source.authority)
    return Known(Fate.ALIVE) if is_found else Known()


def completed(
    outcome: Outcome, sought_ids: Sequence[UUID], deaths: Mapping[UUID, Death]
) -> tuple[Outcome, tuple[Ending, ...]]:
    """Return the outcome of a case with the ending of each who is sought, in order.

    Where `outcome.each` is empty, what it says holds for everybody. A death that is established
    brings its authority along.

    Raises:
        RuleBrokenError: somebody is left out; or of one of them a death is not established, or not
            told, or reason, fate and whereabouts contradict.

    """
    triple = outcome.fate, outcome.whereabouts, outcome.reason
    given = outcome.each or tuple(
        Ending(one, *triple, authority=outcome.authority) for one in sought_ids
    )
    by_id = {one.sought_id: one for one in given}
    if set(by_id) != set(sought_ids) or len(by_id) != len(given):
        raise RuleBrokenError("Say of everybody who is sought how the search for them ends.")
    many = len(sought_ids) > 1
    ends = tuple(
        _checked(by_id[one], deaths.get(one), place if many else 0)
        for place, one in enumerate(sought_ids, 1)
    )
    lead = leading(ends)
    whole = msgspec.structs.replace(
        outcome,
        fate=lead.fate,
        whereabouts=lead.whereabouts,
        reason=lead.reason,
        authority=lead.authority,
        each=ends if many else (),
    )
    return whole, ends


def _checked(ending: Ending, death: Death | None, place: int) -> Ending:
    """Return an ending that holds. `place`: which person of several, for the sentence; or 0."""
    agreed = death if death is not None and death.is_established else None
    if ending.fate is Fate.DEAD and agreed is not None and not ending.authority.strip():
        ending = msgspec.structs.replace(ending, authority=agreed.source.authority)
    try:
        check_outcome(ending.fate, ending.whereabouts, ending.reason, authority=ending.authority)
        is_told = agreed is not None and agreed.told is not None
        check_end(ending.fate, ending.reason, is_established=agreed is not None, is_told=is_told)
    except RuleBrokenError as error:
        if not place:
            raise
        why = Text("Person %(number)s: %(why)s", number=place, why=error.sentence)
        raise RuleBrokenError(why) from error
    return ending
