"""The news of one user: found in the sources of My work, counted for the bell, seen, chosen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.notices.models import NewsSetting
from rfl.notices.rules import MailWish, Tally, is_new, mailed
from rfl.tracing import resting
from rfl.tracing.work import Found, counts

COUNT_HOLDS = timedelta(seconds=60)
"""How long the number on the bell is not counted again: each page asks for it."""

COUNTS_KEPT = 4_096

_SEEN = select(NewsSetting.seen_at)


@dataclass(frozen=True, slots=True)
class _Count:
    at: datetime
    seen_at: datetime | None
    number: int


_counts: dict[UUID, _Count] = {}


def setting(session: Session, user_id: UUID) -> NewsSetting:
    """Return what is kept of a user, or what holds for who has chosen nothing."""
    kept = session.get(NewsSetting, user_id)
    return kept or NewsSetting(user_id=user_id, mail=MailWish.NEVER)


def find(session: Session, actor: Actor) -> list[Found]:
    """Return what came to the actor since they last looked, most pressing first. Opens nothing."""
    seen_at = session.scalar(_SEEN.where(NewsSetting.user_id == actor.user_id))
    found = _new(actor, resting.find(session, actor).now, seen_at)
    if len(_counts) >= COUNTS_KEPT:
        _counts.clear()
    _counts[actor.user_id] = _Count(clock.now(), seen_at, len(found))
    return found


def count(session: Session, actor: Actor) -> int:
    """Return how many news there are, as they were found within the last minute."""
    return count_since(session, actor, session.scalar(ask_seen(actor)))


def ask_seen(actor: Actor) -> Select[datetime | None]:
    """Return the query of when the actor last looked, for the bell."""
    return _SEEN.where(NewsSetting.user_id == actor.user_id)


def count_since(session: Session, actor: Actor, seen_at: datetime | None) -> int:
    """Return the same, for who last looked at `seen_at`."""
    known = _counts.get(actor.user_id)
    if known and known.seen_at == seen_at and clock.now() - known.at < COUNT_HOLDS:
        return known.number
    return len(find(session, actor))


def open_news(session: Session, actor: Actor) -> Receipt:
    """Write to the trail that the actor opens their news, and return leave to open names."""
    authorise(actor, Permission.HOME)
    return audit.record(
        session,
        actor.user_id,
        Act.NEWS_LISTED,
        societies=[actor.society],
        fields=["names"],
        purpose="tracing",
    )


def mark_seen(session: Session, actor: Actor, until: datetime) -> None:
    """Keep that the actor has seen what came up to `until`, when their page was made."""
    authorise(actor, Permission.HOME)
    kept = _kept(session, actor)
    seen = min(until, clock.now())
    kept.seen_at = seen if kept.seen_at is None else max(kept.seen_at, seen)
    audit.record(session, actor.user_id, Act.NEWS_SEEN, societies=[actor.society])


def choose_mail(session: Session, actor: Actor, wish: MailWish) -> None:
    """Keep when the actor wants news by e-mail."""
    authorise(actor, Permission.HOME)
    _kept(session, actor).mail = wish
    audit.record(
        session,
        actor.user_id,
        Act.NEWS_CHOSEN,
        societies=[actor.society],
        subjects=[actor.user_id],
        detail={"mail": str(wish)},
    )


def tally(session: Session, actor: Actor, wish: MailWish) -> Tally:
    """Return how much waits for the actor: all of it, or what is late. Opens nothing."""
    found = resting.find(session, actor).now
    if wish is MailWish.LATE:
        found = [one for one in found if one.pending.urgent]
    return Tally(
        kinds=mailed(counts(found)),
        late=sum(1 for one in found if one.pending.urgent),
        new=len(_new(actor, found, setting(session, actor.user_id).seen_at)),
    )


def _new(actor: Actor, found: list[Found], seen_at: datetime | None) -> list[Found]:
    now = clock.now()
    return [one for one in found if is_new(one.pending, actor.user_id, seen_at, now)]


def _kept(session: Session, actor: Actor) -> NewsSetting:
    kept = setting(session, actor.user_id)
    session.add(kept)
    return kept
