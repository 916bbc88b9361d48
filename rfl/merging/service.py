"""Joining two records of one person, and parting them: asked by one, decided by another.

A merge is a pointer (persons.wholes). What was asked is bound to how both records stood then, so
that nobody approves a merge of something else.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, decide
from rfl.approvals import kinds
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, Wish, check_why
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.linking import aside
from rfl.merging import queries
from rfl.merging.rules import check_joined
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons import wholes
from rfl.persons.document import SCHEMA, MergeDocument, PersonDocument, decode, encode
from rfl.persons.models import Person, PersonMerge
from rfl.text import N_, Text
from rfl.tracing import cases
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import write_action


def reachable(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Return a record that the actor may join with another.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, Permission.PERSON_MERGE)
    row = session.get(Person, person_id)
    if row is None or row.erased_at is not None:
        raise NotFoundError("person")
    decide(actor, Permission.PERSON_MERGE, access.resource_of(session, row), clock.now())
    return row


def ask_merge(
    session: Session, actor: Actor, person_id: UUID, other_id: UUID, why: str
) -> Approval:
    """Ask that two records be joined as one person's.

    Raises:
        DeniedError, NotFoundError: one of them is not the actor's to join.
        RuleBrokenError: they may not be joined, no reason, or the same waits already.

    """
    for one in (person_id, other_id):
        reachable(session, actor, one)
    found = queries.halves(session, [person_id, other_id])
    check_joined(found[person_id], found[other_id])
    first, second = sorted((person_id, other_id))
    plan = _plan(session, first, second, why)
    return approvals.ask(session, actor, ApprovalKind.MERGE, first, plan, why)


def ask_part(session: Session, actor: Actor, merge_id: UUID, why: str) -> Approval:
    """Ask that two records be parted again: they are two people after all.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: they are parted already, no reason, or the same waits already.

    """
    row = standing_merge(session, actor, merge_id)
    plan = _plan(session, row.kept_id, row.other_id, why) | {"merge": str(row.id)}
    return approvals.ask(session, actor, ApprovalKind.PART, row.kept_id, plan, why)


def standing_merge(session: Session, actor: Actor, merge_id: UUID) -> PersonMerge:
    """Return a merge whose two records the actor may both read.

    Raises:
        DeniedError, NotFoundError: there is none, or it is not theirs to know of.
        RuleBrokenError: it was parted already.

    """
    row = readable_merge(session, actor, merge_id)
    if row.parted_at is not None:
        raise RuleBrokenError("These two were parted already. Load the page once more.")
    return row


def readable_merge(session: Session, actor: Actor, merge_id: UUID) -> PersonMerge:
    """Return a merge, standing or parted, whose two records the actor may both read.

    Raises:
        DeniedError, NotFoundError: there is none, or it is not theirs to know of.

    """
    authorise(actor, Permission.PERSON_MERGE)
    row = session.get(PersonMerge, merge_id)
    if row is None:
        raise NotFoundError("merge")
    for one in (row.kept_id, row.other_id):
        reachable(session, actor, one)
    return row


def open_merge(session: Session, receipt: Receipt, row: PersonMerge) -> MergeDocument:
    """Return why two records were joined, and why parted."""
    return decode(reveal(session, receipt, Sealed(row.sealed, _context(row))), MergeDocument)


def forget(session: Session, person_ids: Sequence[UUID]) -> None:
    """Have erased records be one with nobody any more (erasure.emptying.Follower)."""
    if person_ids:
        touched = {one for who in person_ids for one in wholes.members(session, who)}
        aside.settle(session, wholes.settle(session, touched))


def register() -> None:
    """Say how a merge and a parting are told and carried out."""
    for kind, carry_out in ((ApprovalKind.MERGE, _merge), (ApprovalKind.PART, _part)):
        kinds.register(
            Kind(
                kind=kind,
                asks=Permission.PERSON_MERGE,
                decides=Permission.PERSON_MERGE_APPROVE,
                standing=_standing,
                tell=_tell,
                carry_out=carry_out,
            )
        )


def _plan(session: Session, first: UUID, second: UUID, why: str) -> dict[str, str]:
    names = queries.labels(session, [first, second])
    return {
        "one": str(first),
        "other": str(second),
        "number": names.get(first, "–"),
        "other_number": names.get(second, "–"),
        "why": check_why(why),
    }


def _pair(plan: Mapping[str, str]) -> tuple[UUID, UUID]:
    return UUID(plan["one"]), UUID(plan["other"])


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return how both records stand: what they say, how closely they are held, with whom joined."""
    rows = person_queries.people(session, _pair(wish.plan))
    heads = wholes.wholes(session, rows)
    return [
        f"{one} {row.changed_at.isoformat()} {row.sensitivity} {row.erased_at} {heads[one]}"
        for one, row in sorted(rows.items())
    ]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    """Tell who it is about; of a record held closely only its number."""
    rows = queries.openable(session, _pair(wish.plan))
    is_open = all(row.sensitivity is Sensitivity.NORMAL for row in rows) and len(rows) > 1
    names = persons.open_by_id(session, receipt, [row.id for row in rows]) if is_open else {}
    one, other = _pair(wish.plan)
    title = (
        Text("Join two records as one person")
        if wish.kind is ApprovalKind.MERGE
        else Text("Part two records: they are two people")
    )
    return Told(
        title,
        (
            (N_("One record"), _record_words(wish.plan["number"], names.get(one))),
            (N_("The other record"), _record_words(wish.plan["other_number"], names.get(other))),
        ),
        href=f"/persons/{one}/same/{other}" if len(rows) > 1 else "",
    )


def _merge(session: Session, actor: Actor, wish: Wish) -> str:
    one, other = _locked(session, actor, wish)
    found = queries.halves(session, [one, other])
    check_joined(found[one], found[other])
    row = PersonMerge(
        id=uuid4(),
        society_code=wish.society,
        kept_id=one,
        other_id=other,
        asked_by=wish.asked_by,
        approved_by=actor.user_id,
        merged_at=clock.now(),
        key_id=keys.of(session).new_record_key(wish.society),
    )
    _seal(session, row, MergeDocument(why=wish.plan["why"]))
    session.add(row)
    _follow(session, actor, Act.PERSON_MERGED, row, "merged")
    return ""


def _part(session: Session, actor: Actor, wish: Wish) -> str:
    _locked(session, actor, wish)
    row = session.get(PersonMerge, UUID(wish.plan["merge"]), with_for_update=True)
    if row is None or row.parted_at is not None:
        raise RuleBrokenError("These two were parted already. Load the page once more.")
    row.parted_at, row.part_asked_by, row.part_approved_by = (
        clock.now(),
        wish.asked_by,
        actor.user_id,
    )
    receipt = _follow(session, actor, Act.PERSON_PARTED, row, "parted")
    told = msgspec.structs.replace(open_merge(session, receipt, row), parted_why=wish.plan["why"])
    _seal(session, row, told)
    return ""


def _locked(session: Session, actor: Actor, wish: Wish) -> tuple[UUID, UUID]:
    """Return both records, held still, if whoever decides may read them."""
    one, other = _pair(wish.plan)
    for person_id in (one, other):
        reachable(session, actor, person_id)
        session.get(Person, person_id, with_for_update=True)
    return one, other


def _follow(session: Session, actor: Actor, act: Act, row: PersonMerge, result: str) -> Receipt:
    """Have the index, links, cases and the trail take what was joined or parted."""
    pair = [row.kept_id, row.other_id]
    touched = {one for who in pair for one in wholes.members(session, who)}
    touched |= wholes.settle(session, touched)
    receipt = audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id, *sorted(touched)],
        fields=["all"],
        purpose="tracing",
    )
    wholes.retell(session, actor.user_id, receipt, touched)
    for request in queries.cases_of(session, pair):
        write_action(session, actor, request, ActionKind.NOTE, result=result)
        cases.announce_sought(session, actor, request, receipt)
    aside.settle(session, touched)
    return receipt


def _record_words(number: str, document: PersonDocument | None) -> str | Text:
    if document is None:
        return Text("%(number)s, held closely: open both to see who it is", number=number)
    return f"{number} · {document.display_name}"


def _seal(session: Session, row: PersonMerge, document: MergeDocument) -> None:
    row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(document))


def _context(row: PersonMerge) -> Context:
    return Context(row.society_code, PersonMerge.__tablename__, row.id, SCHEMA)
