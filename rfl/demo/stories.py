"""Plays cases on, so that the demonstration shows every state: through the same services as people.

Each act is somebody's, with four eyes where the rules ask for them; nothing is written past a rule.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.demo.cast import Seat
from rfl.demo.world import Progress
from rfl.exchange import answering, asking, releasing
from rfl.exchange.crossing import release_hash
from rfl.exchange.document import AskDocument, Decision, Question
from rfl.exchange.fields import USUAL
from rfl.exchange.rules import Allowed
from rfl.installation import Installation
from rfl.linking import service as linking
from rfl.linking.models import Link
from rfl.linking.rules import LinkAct, RejectReason
from rfl.persons.models import Registration
from rfl.tracing import service as tracing
from rfl.tracing.document import ActionDocument, Outcome
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import (
    ActionKind,
    CaseAct,
    CaseState,
    Fate,
    OutcomeReason,
    Whereabouts,
)

STORY_SOCIETY = "SN"
ANSWERING = ("GM", "ES", "IT")
"""Societies with two people in the demonstration, so that they can ask, answer and release."""

WAITING = ("BA",)
"""Societies whose partner officer finds a question in the inbox."""

PLAN: tuple[tuple[CaseState, int], ...] = (
    (CaseState.SUBMITTED, 4), (CaseState.RETURNED, 2), (CaseState.INELIGIBLE, 1),
    (CaseState.ACCEPTED, 4), (CaseState.AWAITING_ENQUIRER, 2), (CaseState.LOCATED, 2),
    (CaseState.VERIFIED, 1), (CaseState.DELIVERED, 1), (CaseState.CLOSURE_REQUESTED, 2),
    (CaseState.CLOSED, 2), (CaseState.REOPENED, 1),
)  # fmt: skip
"""How many cases of the story's society are left in each state; all others are active. Every state
comes once before one comes again, so that a small demonstration shows them too."""

ALIVE = Outcome(Fate.ALIVE, Whereabouts.UNKNOWN, OutcomeReason.ALIVE_MESSAGE_ONLY)
NOT_FOUND = Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED)


class Players:
    """Who acts in a society: an officer, and a head of tracing with other eyes."""

    def __init__(self, seats: Sequence[Seat]) -> None:
        """Find the people among `seats`."""
        # of two in one role the first acts: the other has a story of their own (rfl.demo.night)
        self._by = {(one.member.society, one.member.role): one.actor for one in reversed(seats)}

    def officer(self, society: str) -> Actor:
        """Return the officer of `society`."""
        return self._by[society, Role.OFFICER]

    def head(self, society: str) -> Actor:
        """Return the head of tracing of `society`."""
        return self._by[society, Role.SUPERVISOR]

    def has_head(self, society: str) -> bool:
        """Tell whether `society` has a head of tracing here."""
        return (society, Role.SUPERVISOR) in self._by


def play(installation: Installation, seats: Sequence[Seat], progress: Progress) -> None:
    """Take the requests on: every state in the story's society, the consent gate three times."""
    players = Players(seats)
    with installation.begin() as session:
        query = select(TracingRequest.id, TracingRequest.society_code, TracingRequest.sensitivity)
        found = {row.id: row for row in session.execute(query)}
    rows = [found[request_id] for request_id in progress.opened]
    plain = [row for row in rows if row.sensitivity == "normal"]
    mine = [row.id for row in plain if row.society_code == STORY_SOCIETY]
    across = [one for one in mine if _can_answer(installation, progress, one, ANSWERING)]
    told = list(zip((_released, _refused, _asked), across, strict=False))
    waiting = [one for one in mine if _can_answer(installation, progress, one, WAITING)]
    told += [(_asked, one) for one in waiting[:1]]
    for story, request_id in told:
        with installation.begin() as session:
            story(session, players, request_id, progress.truths[request_id])
    rest = [one for one in mine if one not in {request_id for _, request_id in told}]
    planned = [state for turn in range(len(rest)) for state, cases in PLAN if turn < cases]
    for place, request_id in enumerate(rest):
        target = planned[place] if place < len(planned) else CaseState.ACTIVE
        with installation.begin() as session:
            _bring_to(session, players, STORY_SOCIETY, request_id, target)
    for row in plain:
        if row.society_code != STORY_SOCIETY and players.has_head(row.society_code):
            with installation.begin() as session:
                _bring_to(session, players, row.society_code, row.id, CaseState.ACTIVE)
    with installation.begin() as session:
        _reject_one(session, players)


def _bring_to(
    session: Session, players: Players, society: str, request_id: UUID, target: CaseState
) -> None:
    """Take a submitted case along the table to `target`."""
    officer, head = players.officer(society), players.head(society)
    if target is CaseState.SUBMITTED:
        return
    if target is CaseState.RETURNED:
        tracing.act(session, head, request_id, CaseAct.RETURN, words="Which town, and since when?")
        return
    if target is CaseState.INELIGIBLE:
        words = "They are in touch by telephone; a lawyer is what they need."
        tracing.act(session, head, request_id, CaseAct.DECLINE, words=words)
        return
    tracing.act(session, head, request_id, CaseAct.ACCEPT)
    if target is CaseState.ACCEPTED:
        return
    tracing.act(session, officer, request_id, CaseAct.START)
    checked = ActionDocument(words="Hospital lists of the coast", result="Nobody found.")
    tracing.log_action(session, officer, request_id, ActionKind.LIST_CHECK, checked)
    if target is CaseState.ACTIVE:
        _wait(session, request_id)
        return
    if target is CaseState.AWAITING_ENQUIRER:
        words = "She asks her cousin for the name of the captain."
        tracing.act(session, officer, request_id, CaseAct.AWAIT_ENQUIRER, words=words)
        return
    _end(session, players, society, request_id, target)


def _end(
    session: Session, players: Players, society: str, request_id: UUID, target: CaseState
) -> None:
    officer, head = players.officer(society), players.head(society)
    if target in (CaseState.CLOSURE_REQUESTED, CaseState.CLOSED, CaseState.REOPENED):
        tracing.request_closure(session, officer, request_id, NOT_FOUND)
        if target is not CaseState.CLOSURE_REQUESTED:
            tracing.act(session, head, request_id, CaseAct.CLOSE, words="Agreed.")
        if target is CaseState.REOPENED:
            words = "A cousin heard of him in Agadez."
            tracing.act(session, officer, request_id, CaseAct.REOPEN, words=words)
        return
    words = "A partner found him; he told the name of his teacher."
    tracing.act(session, officer, request_id, CaseAct.LOCATE, words=words)
    if target in (CaseState.VERIFIED, CaseState.DELIVERED):
        tracing.act(session, head, request_id, CaseAct.VERIFY, words="Both sides agree.")
    if target is CaseState.DELIVERED:
        told = ActionDocument(words="That he is alive.", told_how="by telephone")
        tracing.tell(session, officer, request_id, told, is_result=True)


def _wait(session: Session, request_id: UUID) -> None:
    """Let some families have waited: the demonstration has nobody's past but what it says."""
    request = session.get_one(TracingRequest, request_id)
    days = int(request.number[-2:])
    request.family_heard_at = clock.now() - timedelta(days=days)
    request.review_on = clock.now() + timedelta(days=days % 20 - 4)


def _released(session: Session, players: Players, request_id: UUID, truth: UUID) -> None:
    """A request that was answered: the found person lets the family know that he is alive."""
    ask_id, society = _to_interview(session, players, request_id, truth)
    officer, head = players.officer(society), players.head(society)
    decision = Decision(
        allowed=(Allowed.ALIVE_ONLY, Allowed.MESSAGE_ONLY),
        message="I am well. Do not worry, and greet mother.",
        message_language="Pulaar",
    )
    interview = answering.Interview(
        alone=True, interpreter="", language="Pulaar", decision=decision
    )
    answering.decide(session, officer, ask_id, interview)
    releasing.ask_release(session, officer, ask_id, read_back=True)
    seen = release_hash(ask_id, STORY_SOCIETY, decision).hex()
    releasing.release(session, head, ask_id, seen)


def _refused(session: Session, players: Players, request_id: UUID, truth: UUID) -> None:
    """A request whose found person wants nothing to be told: it looks like a search under way."""
    ask_id, society = _to_interview(session, players, request_id, truth)
    decision = Decision(allowed=(Allowed.TELL_NOTHING,))
    interview = answering.Interview(alone=True, interpreter="", language="Wolof", decision=decision)
    answering.decide(session, players.officer(society), ask_id, interview)


def _asked(session: Session, players: Players, request_id: UUID, truth: UUID) -> None:
    """A request that reached the other society and waits there."""
    _ask(session, players, request_id, truth)


def _to_interview(
    session: Session, players: Players, request_id: UUID, truth: UUID
) -> tuple[UUID, str]:
    ask_id, society = _ask(session, players, request_id, truth)
    officer = players.officer(society)
    answering.accept(session, officer, ask_id)
    answering.found(session, officer, ask_id, clock.today(), "at our service point")
    answering.hear(session, officer, ask_id, ["Papa Ndaw, the tailor"])
    answering.identify(session, officer, ask_id, [True], is_them=True)
    return ask_id, society


def _ask(session: Session, players: Players, request_id: UUID, truth: UUID) -> tuple[UUID, str]:
    """Bring a case to the other society: probable, drafted, approved, sent."""
    officer, head = players.officer(STORY_SOCIETY), players.head(STORY_SOCIETY)
    tracing.act(session, head, request_id, CaseAct.ACCEPT)
    tracing.act(session, officer, request_id, CaseAct.START)
    link = session.scalars(
        select(Link).where(Link.request_id == request_id, Link.registration_id == truth)
    ).one()
    linking.judge(session, officer, link.id, LinkAct.JUDGE_PROBABLE)
    found = asking.askable_of(session, officer, link.id)
    document = AskDocument(
        purpose="alive",
        relation=found.relation.value,
        fields=tuple(pair for pair in found.fields if pair[0] in USUAL),
        questions=(Question("Who taught you your work?", "Papa Ndaw, the tailor of the market"),),
    )
    ask = asking.draft(session, officer, link.id, document)
    asking.submit(session, officer, ask.id)
    asking.approve(session, head, ask.id, asking.content_hash(ask, document).hex())
    session.flush()
    return ask.id, ask.to_society


def _can_answer(
    installation: Installation, progress: Progress, request_id: UUID, societies: Sequence[str]
) -> bool:
    """Tell whether the sought person is registered by one of `societies`, and is linked."""
    truth = progress.truths.get(request_id)
    if truth is None:
        return False
    with installation.begin() as session:
        registration = session.get_one(Registration, truth)
        linked = session.scalar(
            select(Link.id).where(
                Link.request_id == request_id, Link.registration_id == registration.id
            )
        )
        plain = registration.sensitivity == "normal"
        return linked is not None and plain and registration.society_code in societies


def _reject_one(session: Session, players: Players) -> None:
    """Reject the least likely suggestion, so that there is one to see."""
    officer = players.officer(STORY_SOCIETY)
    query = select(Link.id).where(
        Link.society_code == STORY_SOCIETY, Link.sensitivity == "normal", Link.state == "suggested"
    )
    link_id = session.scalar(query.order_by(Link.probability).limit(1))
    if link_id is not None:
        linking.judge(session, officer, link_id, LinkAct.REJECT, reason=RejectReason.PARENTS)
