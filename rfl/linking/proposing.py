"""Names for the lexicon: one person proposes them, another accepts or refuses them.

What is accepted counts at once, in every process, for every society of the installation; whoever
can be found is then indexed and compared anew in the background.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, decide, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, Act
from rfl.crypto.sealing import key_id_of
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.linking import naming, reindexing
from rfl.linking.document import NameDocument
from rfl.linking.models import NameProposal
from rfl.linking.naming_rules import ProposalAct, ProposalState, check_review
from rfl.matching.additions import check
from rfl.matching.classes import Lexicon
from rfl.matching.trying import Change, change_of
from rfl.persons.document import encode
from rfl.text import Text

AUDIT_OF = {
    ProposalAct.ACCEPT: Act.LEXICON_ACCEPTED,
    ProposalAct.REFUSE: Act.LEXICON_REFUSED,
    ProposalAct.TAKE_BACK: Act.LEXICON_TAKEN_BACK,
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal, opened."""

    row: NameProposal
    document: NameDocument
    proposed_by: str
    """Names of people; '' where they are of another society."""
    reviewed_by: str
    trouble: Text | None
    """Why it could not be accepted now, or, accepted, why it does not count."""


def propose(session: Session, actor: Actor, document: NameDocument) -> NameProposal:
    """Write down a proposal; a second person accepts it.

    Raises:
        RuleBrokenError: it is no name, says nothing new, or clashes with the lexicon.

    """
    authorise(actor, Permission.LEXICON_PROPOSE)
    naming.hold(session)
    number = (session.scalar(select(func.max(NameProposal.number))) or 0) + 1
    check(naming.addition_of(number, document), naming.refresh(session))
    store, proposal_id = keys.of(session), uuid4()
    key_id = store.new_record_key(INSTALLATION_LOG)
    row = NameProposal(
        id=proposal_id,
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=clock.now(),
        number=number,
        sealed=store.seal(key_id, naming.context_of(proposal_id), encode(document)),
    )
    session.add(row)
    session.flush()
    _record(session, actor, Act.LEXICON_PROPOSED, row)
    return row


def proposals(
    session: Session,
    actor: Actor,
    states: Sequence[ProposalState] = tuple(ProposalState),
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Proposed]:
    """Return the proposals of the actor's society, and what others had accepted, newest first."""
    authorise(actor, Permission.LEXICON_READ)
    query = select(NameProposal).where(_seen_by(actor), NameProposal.state.in_(states))
    query = query.order_by(NameProposal.number.desc()).limit(limit).offset(offset)
    return _opened(session, actor, session.scalars(query).all())


def counts(session: Session, actor: Actor) -> dict[ProposalState, int]:
    """Return how many proposals `proposals` would return, by state. Opens none."""
    authorise(actor, Permission.LEXICON_READ)
    query = select(NameProposal.state, func.count()).where(_seen_by(actor))
    return dict(session.execute(query.group_by(NameProposal.state)).all())


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many proposals of others wait for the actor's decision. Opens none."""
    if not may(actor, Permission.LEXICON_REVIEW):
        return 0
    query = select(func.count(NameProposal.id)).where(
        where(visible(actor, Permission.LEXICON_REVIEW, clock.now()), NameProposal),
        NameProposal.state == ProposalState.PROPOSED,
        NameProposal.created_by != actor.user_id,
    )
    return session.scalar(query) or 0


def proposal(session: Session, actor: Actor, proposal_id: UUID) -> Proposed:
    """Return one proposal of the actor's society.

    Raises:
        NotFoundError: there is none, or it is another society's.

    """
    row = _row(session, actor, Permission.LEXICON_READ, proposal_id)
    return _opened(session, actor, [row])[0]


def change(session: Session, shown: Proposed) -> Change | None:
    """Return what a proposal that waits would change; None where it could not be accepted."""
    if shown.row.state is not ProposalState.PROPOSED or shown.trouble:
        return None
    return change_of(naming.addition_of(shown.row.number, shown.document), naming.refresh(session))


def review(
    session: Session, actor: Actor, proposal_id: UUID, act: ProposalAct, words: str = ""
) -> NameProposal:
    """Accept, refuse or take back a proposal; have everybody indexed anew if the lexicon changes.

    Raises:
        NotFoundError: there is none, or it is another society's.
        RuleBrokenError: not open in this state; one's own; no reason; it clashes with the lexicon.

    """
    naming.hold(session)
    row = _row(session, actor, Permission.LEXICON_REVIEW, proposal_id)
    state = check_review(
        row.state, act, proposed_by=row.created_by, actor=actor.user_id, words=words
    )
    receipt = _record(session, actor, AUDIT_OF[act], row)
    document = naming.opened(session, receipt, [row])[row.id]
    if act is ProposalAct.ACCEPT:
        check(naming.addition_of(row.number, document), naming.refresh(session))
    row.state, row.reviewed_by, row.reviewed_at = state, actor.user_id, clock.now()
    if words.strip():
        told = encode(msgspec.structs.replace(document, answer=words.strip()))
        context = naming.context_of(row.id)
        row.sealed = keys.of(session).seal(key_id_of(row.sealed), context, told)
    if act is not ProposalAct.REFUSE:
        row.version = naming.count_up(session)
        reindexing.ask(session, actor.user_id)
    return row


def by_number(session: Session, number: int) -> UUID:
    """Return the id of the proposal that people call by `number`.

    Raises:
        NotFoundError: there is none.

    """
    found = session.scalar(select(NameProposal.id).where(NameProposal.number == number))
    if found is None:
        raise NotFoundError("proposal")
    return found


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    mine = where(visible(actor, Permission.LEXICON_READ, clock.now()), NameProposal)
    return or_(mine, NameProposal.state == ProposalState.ACCEPTED)


def _row(session: Session, actor: Actor, permission: Permission, proposal_id: UUID) -> NameProposal:
    authorise(actor, permission)
    row = session.get(NameProposal, proposal_id)
    if row is None:
        raise NotFoundError("proposal")
    decide(actor, permission, access.resource_of(session, row), clock.now())
    return row


def _opened(session: Session, actor: Actor, rows: Sequence[NameProposal]) -> list[Proposed]:
    names = naming.refresh(session)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.LEXICON_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names"],
        purpose="tracing",
    )
    documents = naming.opened(session, receipt, rows)
    mine = [row for row in rows if row.society_code == actor.society]
    people = access.staff_names(
        session, receipt, [who for row in mine for who in (row.created_by, row.reviewed_by)]
    )
    return [
        Proposed(
            row,
            documents[row.id],
            people.get(row.created_by, ""),
            people.get(row.reviewed_by, "") if row.reviewed_by else "",
            _trouble(row, documents[row.id], names),
        )
        for row in rows
    ]


def _trouble(row: NameProposal, document: NameDocument, names: Lexicon) -> Text | None:
    if row.state is ProposalState.ACCEPTED:
        return names.left_out.get(row.number)
    if row.state is not ProposalState.PROPOSED:
        return None
    try:
        check(naming.addition_of(row.number, document), names)
    except RuleBrokenError as error:
        return error.sentence
    return None


def _record(session: Session, actor: Actor, act: Act, row: NameProposal) -> audit.Receipt:
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id],
        fields=["names"],
        purpose="tracing",
    )
