"""Deciding on a rights request: prepared, decided, seen by a second person, answered."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.persons.rules import Purpose
from rfl.protection import erasing, requests
from rfl.protection.blackening import hold_back_more
from rfl.protection.document import Holding, encode
from rfl.protection.gathering import Gathered, gather
from rfl.protection.models import RightsRequest
from rfl.protection.requests import RightsPage
from rfl.protection.rules import (
    ACTED_ON,
    Right,
    RightsAct,
    RightsState,
    RightsVerdict,
    after,
    after_decision,
    check_decision,
    check_other,
    digest,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, and why. `held_back`: keys of lines to be blackened beside the rule's."""

    verdict: RightsVerdict
    reasons: str = ""
    held_back: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    takes_back_releases: bool = False
    seen: str = ""
    """Access: hash of the copy as it was shown."""


def preview(session: Session, actor: Actor, rights_id: UUID) -> Gathered:
    """Put together what an access request would give, as the rule blackens it.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: it was decided already.

    """
    row = requests.for_act(session, actor, RightsAct.PREPARE, rights_id)
    page = requests.opened(session, actor, row, Act.RIGHTS_GATHERED)
    return gather(session, page.receipt, row, page.records)


def decide(session: Session, actor: Actor, rights_id: UUID, decision: Decision) -> RightsRequest:
    """Decide. Where something leaves, is lost or is refused, a second person decides after.

    Raises:
        DeniedError, NotFoundError: not the actor's to decide.
        RuleBrokenError: nobody made sure who asks, no reasons, nothing to stop, or the records were
            changed since they were shown.

    """
    row = requests.for_act(session, actor, RightsAct.DECIDE, rights_id)
    page = requests.opened(session, actor, row, Act.RIGHTS_DECIDED)
    known = requests.is_identified(page.document, page.records)
    check_decision(decision.verdict, decision.reasons, is_identified=known)
    grants = decision.verdict is not RightsVerdict.REFUSED
    if row.asked_right is Right.OBJECTION and grants and not decision.purposes:
        raise RuleBrokenError("Tick for what nothing is used any more.")
    if row.asked_right is Right.ERASURE and grants:
        erasing.check_erasable(session, page.records)
    if row.asked_right is Right.ACCESS and grants:
        _prepare(session, row, page, decision)
    document = msgspec.structs.replace(
        page.document,
        held_back=decision.held_back,
        reasons=decision.reasons.strip(),
        purposes=decision.purposes,
        takes_back_releases=decision.takes_back_releases,
    )
    requests.seal(session, row, document)
    row.verdict, row.decided_by, row.decided_at = decision.verdict, actor.user_id, clock.now()
    row.state = after_decision(row.asked_right, decision.verdict)
    row.changed_at = clock.now()
    session.flush()
    row.decided_hash = _hash(requests.opened(session, actor, row, Act.RIGHTS_OPENED))
    return row


def approve(session: Session, actor: Actor, rights_id: UUID, seen: str) -> RightsRequest:
    """Approve exactly what was `seen`, as a second person.

    Raises:
        DeniedError, NotFoundError: not the actor's to approve.
        RuleBrokenError: one's own decision, or something else than was shown.

    """
    row = requests.for_act(session, actor, RightsAct.APPROVE, rights_id)
    check_other(row.decided_by, actor.user_id)
    page = requests.opened(session, actor, row, Act.RIGHTS_APPROVED)
    if row.decided_hash is None or _hash(page) != row.decided_hash or seen != seen_of(row):
        raise RuleBrokenError("The decision was changed since you opened it. Read it once more.")
    if row.asked_right is Right.ERASURE and row.verdict is not RightsVerdict.REFUSED:
        erasing.ask_for(session, actor, page.records)
    row.state, row.approved_by = after(row.state, RightsAct.APPROVE), actor.user_id
    row.approved_at = row.changed_at = clock.now()
    return row


def send_back(session: Session, actor: Actor, rights_id: UUID) -> RightsRequest:
    """Give a decision back to be thought over. The copy that was prepared is thrown away."""
    row = requests.for_act(session, actor, RightsAct.SEND_BACK, rights_id)
    requests.write_entry(session, actor, Act.RIGHTS_RETURNED, row)
    _reopen(row)
    return row


def answer(session: Session, actor: Actor, rights_id: UUID, words: str) -> RightsRequest:
    """Write down how the person was answered. The prepared copy is kept no longer.

    Raises:
        DeniedError, NotFoundError: not the actor's to answer.
        RuleBrokenError: nothing is written, or what was granted is not carried out yet.

    """
    row = requests.for_act(session, actor, RightsAct.ANSWER, rights_id)
    if not words.strip():
        raise RuleBrokenError("Write down how the person was answered, and by whom.")
    if is_to_carry_out(row):
        raise RuleBrokenError("Carry out first what was decided; then tell the person.")
    page = requests.opened(session, actor, row, Act.RIGHTS_ANSWERED)
    requests.seal(session, row, msgspec.structs.replace(page.document, answer=words.strip()))
    row.state, row.prepared = after(row.state, RightsAct.ANSWER), None
    row.answered_at = row.changed_at = clock.now()
    return row


def drop(session: Session, actor: Actor, rights_id: UUID) -> RightsRequest:
    """End a request that the person took back."""
    row = requests.for_act(session, actor, RightsAct.DROP, rights_id)
    requests.write_entry(session, actor, Act.RIGHTS_CHANGED, row)
    target = after(row.state, RightsAct.DROP)
    _reopen(row)
    row.state = target
    return row


def is_to_carry_out(row: RightsRequest) -> bool:
    """Tell whether something that was granted still has to be done."""
    granted = row.verdict in (RightsVerdict.GRANTED, RightsVerdict.PARTLY)
    waits = row.state is RightsState.APPROVED and row.done_at is None
    return waits and granted and row.asked_right in ACTED_ON


def seen_of(row: RightsRequest) -> str:
    """Return the hash of what is shown, to be sent back with its approval."""
    return row.decided_hash.hex() if row.decided_hash else ""


def holding_hash(holding: Holding) -> str:
    """Return the hash of a copy as it is shown, to be sent back with the decision."""
    return digest(encode(holding)).hex()


def _prepare(session: Session, row: RightsRequest, page: RightsPage, decision: Decision) -> None:
    gathered = gather(session, page.receipt, row, page.records)
    if holding_hash(gathered.holding) != decision.seen:
        raise RuleBrokenError(
            "The records were changed since you opened them. Read them once more."
        )
    requests.seal_holding(session, row, blackened(gathered.holding, decision.held_back))


def blackened(holding: Holding, keys: Collection[str]) -> Holding:
    """Return a copy in which the lines of `keys` are blackened too."""
    sections = tuple(
        msgspec.structs.replace(one, lines=hold_back_more(one.lines, keys))
        for one in holding.sections
    )
    return msgspec.structs.replace(holding, sections=sections)


def _hash(page: RightsPage) -> bytes:
    row = page.request
    decided = msgspec.structs.replace(page.document, answer="")
    return digest(
        row.id.bytes,
        row.asked_right.encode(),
        (row.verdict or "").encode(),
        encode(decided),
        encode(page.holding) if page.holding else b"",
        *(one.person_id.bytes for one in page.records),
    )


def _reopen(row: RightsRequest) -> None:
    row.state, row.verdict, row.prepared = after(row.state, RightsAct.SEND_BACK), None, None
    row.decided_by = row.decided_at = row.decided_hash = None
    row.changed_at = clock.now()
