"""Opening a record outside one's reach in an emergency: one record, a reason, half an hour.

What may be opened belongs to higher domains; they say through `register_finder` (rfl.wiring) what
stands behind a number. A sealed record is opened by nobody so: that it exists stays a secret.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.models import WebSession
from rfl.access.rules import Actor, Glass, Permission, Resource, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act, Decision
from rfl.crypto.sealing import Context
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.safeguarding.document import SCHEMA, GlassDocument, encode
from rfl.safeguarding.models import BreakGlass, BreakGlassPart
from rfl.safeguarding.rules import GLASS_LASTS, REVIEW_WITHIN, GlassState, check_reason

PURPOSE = "emergency"


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a number: the record first, then the people in it."""

    parts: tuple[Resource, ...]
    permission: Permission
    """By which the record is read."""
    href: str
    """Where it is read."""


Finder = Callable[[Session, str, str], Behind | None]
"""What stands behind a number (upper case) in a society, if it is of the finder's kind."""

_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Have `finder` asked what stands behind a number. Twice is once."""
    if finder not in _finders:
        _finders.append(finder)


def open_in_emergency(session: Session, actor: Actor, number: str, reason: str) -> str | None:
    """Open one record for reading, for GLASS_LASTS, and return its address.

    Every focal point sees it from the commit on. None if there is no such record: unknown, of
    another society and sealed are all the same. The try stands in the trail.

    Raises:
        DeniedError: the actor's role opens nothing so.
        RuleBrokenError: no reason, another one is still open, or the record is open to them anyway.

    """
    authorise(actor, Permission.GLASS_BREAK)
    check_reason(reason)
    number = " ".join(number.split()).upper()
    found = next((one for f in _finders if (one := f(session, actor.society, number))), None)
    access.hold(session, actor.user_id)  # of two at once the second finds the first one open
    now = clock.now()
    if any(one.until > now for one in glass_of(session, actor.user_id)):
        raise RuleBrokenError("One record at a time: another one is still open to you.")
    if found is None or not _may_open(found):
        _record(session, actor, Decision.REFUSED, ())
        return None
    scope = visible(actor, found.permission, now)
    if all(scope.admits(part) for part in found.parts):
        raise RuleBrokenError("This record is open to you anyway. Look for it in the list.")
    _open(session, actor, number, reason.strip(), found)
    return found.href


def glass_of(session: Session, user_id: UUID) -> tuple[Glass, ...]:
    """Return what is open to somebody in an emergency now."""
    query = (
        select(BreakGlass.id, BreakGlass.until, BreakGlassPart.record_id)
        .join(BreakGlassPart, BreakGlassPart.glass_id == BreakGlass.id)
        .where(BreakGlass.user_id == user_id, BreakGlass.until > clock.now())
    )
    found: dict[UUID, Glass] = {}
    for glass_id, until, record_id in session.execute(query):
        records = found[glass_id].records if glass_id in found else frozenset[UUID]()
        found[glass_id] = Glass(records | {record_id}, until)
    return tuple(found.values())


def is_open() -> ColumnElement[bool]:
    """Return the condition under which the user of a WebSession has an emergency at :now."""
    now = bindparam("now", type_=BreakGlass.until.type)
    return exists().where(BreakGlass.user_id == WebSession.user_id, BreakGlass.until > now)


def context_of(row: BreakGlass) -> Context:
    """Return where the document of an emergency rests."""
    return Context(row.society_code, BreakGlass.__tablename__, row.id, SCHEMA)


def seal(session: Session, row: BreakGlass, document: GlassDocument) -> None:
    """Seal what is known and said of an emergency."""
    row.sealed = keys.of(session).seal(row.key_id, context_of(row), encode(document))
    session.flush()


def _may_open(found: Behind) -> bool:
    return not any(part.is_sealed or part.is_erased for part in found.parts)


def _open(session: Session, actor: Actor, number: str, reason: str, found: Behind) -> None:
    now = clock.now()
    row = BreakGlass(
        id=uuid4(),
        society_code=actor.society,
        user_id=actor.user_id,
        state=GlassState.OPEN,
        opened_at=now,
        until=now + GLASS_LASTS,
        due_at=now + REVIEW_WITHIN,
        key_id=keys.of(session).new_record_key(actor.society),
        sealed=b"",
    )
    session.add(row)
    seal(session, row, GlassDocument(number, reason))
    parts = dict.fromkeys(part.id for part in found.parts)
    session.add_all(BreakGlassPart(glass_id=row.id, record_id=one) for one in parts)
    session.flush()
    _record(session, actor, Decision.ALLOWED, (row.id, *parts))


def _record(session: Session, actor: Actor, decision: Decision, subjects: tuple[UUID, ...]) -> None:
    audit.record(
        session,
        actor.user_id,
        Act.GLASS_BROKEN,
        societies=[actor.society],
        subjects=subjects,
        purpose=PURPOSE,
        decision=decision,
    )
