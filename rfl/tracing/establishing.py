"""Establishing a death: one writes down what an authority says, another agrees, or it is nothing.

Both read the same entry of the time line, which never changes: what was agreed to is bound to it
(rfl.approvals). What the paper says rests in the case alone, and is erased with it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.approvals import kinds
from rfl.approvals import queries as approval_queries
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.text import N_, Text
from rfl.tracing import deaths, queries
from rfl.tracing.cases import open_line, open_sought, reachable
from rfl.tracing.delivery_rules import ESTABLISHES_WORDS, check_source
from rfl.tracing.document import ActionDocument, DeathSource
from rfl.tracing.models import CaseAction, TracingRequest
from rfl.tracing.rules import AFTER_IT, DEATH_FROM, ActionKind, CaseAct
from rfl.tracing.service import NewEntry, add_entry, move

WHY = N_("What the paper says stands here and on the page of the case; look at the paper itself.")
"""The reason of the wish: what is personal stays in the case."""


def ask(
    session: Session, actor: Actor, request_id: UUID, sought_id: UUID | None, source: DeathSource
) -> CaseAction:
    """Write down what an authority says of a death, and ask a second person to agree.

    `sought_id` may be None where one person alone is sought.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no such person in it.
        RuleBrokenError: something of the source is missing (delivery_rules.check_source), the
            state does not allow it, or it waits or stands already.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    check_source(
        authority=source.authority,
        paper=source.paper,
        paper_day=source.paper_day,
        identity=source.identity,
        today=clock.today(),
    )
    if request.state not in DEATH_FROM:
        raise RuleBrokenError("A death is written down while the case is being worked on.")
    about = _sought(session, request, sought_id)
    receipt = _record(session, actor, Act.ACTION_LOGGED, request)
    known = deaths.read(session, receipt, request).get(about)
    if known is not None and known.is_established:
        raise RuleBrokenError("This death is established already.")
    if waiting(session, request):
        raise RuleBrokenError("The same waits already to be decided by somebody else.")
    document = ActionDocument(result=deaths.ASKED, sought_id=about, death=source)
    entry = add_entry(session, actor, request, NewEntry(ActionKind.DEATH, document))
    request.changed_at = clock.now()
    session.flush()
    plan = {"entry": str(entry.id), "number": request.number}
    approvals.ask(session, actor, ApprovalKind.DEATH, request.id, plan, WHY)
    return entry


def take_back(
    session: Session, actor: Actor, request_id: UUID, sought_id: UUID, words: str
) -> TracingRequest:
    """Take back a death that is not true: the case goes on. One head of tracing is enough.

    Raises:
        DeniedError, NotFoundError: not theirs to do, or no death stands.
        RuleBrokenError: no reason.

    """
    request = reachable(session, actor, Permission.REQUEST_DECIDE, request_id, lock=True)
    receipt = _record(session, actor, Act.REQUEST_CHANGED, request)
    death = deaths.read(session, receipt, request).get(sought_id)
    if death is None:
        raise NotFoundError("death")
    if not words.strip():
        raise RuleBrokenError("Say why, so that the next person understands.")
    document = ActionDocument(
        words=words.strip(),
        result=deaths.TAKEN_BACK,
        sought_id=sought_id,
        entry_id=death.entry.row.id,
    )
    add_entry(session, actor, request, NewEntry(ActionKind.DEATH, document))
    request.changed_at = clock.now()
    if death.is_established and request.state in AFTER_IT:
        move(session, actor, request, CaseAct.DISPROVE_DEATH, words)
    return request


def waiting(session: Session, request: TracingRequest) -> bool:
    """Tell whether a death in this case waits for a second person."""
    found = approval_queries.waiting_about(
        session, request.society_code, ApprovalKind.DEATH, request.id, clock.now()
    )
    return bool(found)


def register() -> None:
    """Say how a death is told to whoever decides, and what follows."""
    kinds.register(
        Kind(
            kind=ApprovalKind.DEATH,
            asks=Permission.REQUEST_WRITE,
            decides=Permission.REQUEST_DECIDE,
            standing=_standing,
            tell=_tell,
            carry_out=_agree,
        )
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a wish is about."""

    request: TracingRequest
    entry: CaseAction


def _found(session: Session, wish: Wish) -> _Found | None:
    request = session.get(TracingRequest, wish.subject_id)
    entry = session.get(CaseAction, UUID(wish.plan["entry"]))
    if request is None or entry is None or request.erased_at or entry.request_id != request.id:
        return None
    return _Found(request, entry)


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return the entry as it is sealed, and whether the case is still worked on."""
    found = _found(session, wish)
    if found is None:
        return ()
    is_open = found.request.state in DEATH_FROM
    return [hashlib.sha256(found.entry.sealed).hexdigest(), "open" if is_open else "shut"]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    """Say it in words; of a sealed case no more than its number."""
    title = Text("A death in case %(number)s", number=wish.plan["number"])
    found = _found(session, wish)
    if found is None or found.request.sensitivity is Sensitivity.SEALED:
        return Told(title)
    (entry,) = open_line(session, receipt, [found.entry])
    source = entry.document.death
    if source is None:
        return Told(title)
    names = [
        one.person.display_name
        for one in open_sought(session, receipt, found.request)
        if one.row.id == entry.document.sought_id
    ]
    return Told(
        title,
        (
            (N_("Who"), ", ".join(names)),
            (N_("Kind of authority"), Text(ESTABLISHES_WORDS[source.kind])),
            (N_("Authority"), source.authority),
            (N_("Paper"), source.paper),
            (N_("Day of the paper"), source.paper_day or ""),
            (N_("How it is known that it is them"), source.identity),
        ),
        f"/requests/{found.request.id}",
    )


def _agree(session: Session, actor: Actor, wish: Wish) -> str:
    request = reachable(session, actor, Permission.REQUEST_DECIDE, wish.subject_id, lock=True)
    found = _found(session, wish)
    if found is None:
        raise NotFoundError("entry")
    receipt = _record(session, actor, Act.REQUEST_CHANGED, request)
    (entry,) = open_line(session, receipt, [found.entry])
    document = ActionDocument(
        result=deaths.AGREED, sought_id=entry.document.sought_id, entry_id=found.entry.id
    )
    add_entry(session, actor, request, NewEntry(ActionKind.DEATH, document))
    request.changed_at = clock.now()
    if len(queries.sought(session, [request.id])) == 1:
        move(session, actor, request, CaseAct.ESTABLISH_DEATH)
    return ""


def _sought(session: Session, request: TracingRequest, sought_id: UUID | None) -> UUID:
    ids = [row.id for row in queries.sought(session, [request.id])]
    if sought_id is None and len(ids) > 1:
        raise RuleBrokenError("Choose of whom the paper speaks.")
    chosen = sought_id or ids[0]
    if chosen not in ids:
        raise NotFoundError("sought person")
    return chosen


def _record(session: Session, actor: Actor, what: Act, request: TracingRequest) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        what,
        societies=[request.society_code],
        subjects=[request.id],
        purpose="tracing",
    )
