"""After a restore: what was erased before stays erased, whichever of the two databases is older.

The main database's register teaches the key store which keys are dead; the key store's tombstones
teach the main database which records are. So a copy from before an erasure restores without it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM
from rfl.erasure import service
from rfl.erasure.gathering import HEADS, gather
from rfl.erasure.models import Erasure, ErasureKey
from rfl.erasure.rules import EraseReason, Record, RecordKind
from rfl.exchange.models import Release
from rfl.jobs.service import Begin
from rfl.keys import erasing
from rfl.keys import service as keys
from rfl.keys.ring import IDS_PER_QUERY
from rfl.linking import enquirers, forgetting, index
from rfl.text import Text

NOTHING_APPROVED = b""

KINDS = (
    *(RecordKind.REQUEST, RecordKind.PERSON, RecordKind.CHILD, RecordKind.IMPORT),
    *(RecordKind.MESSAGE, RecordKind.DELIVERY, RecordKind.INCIDENT),
)
"""Cases first: their people go with them, and with those their messages."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a restore had to do over again."""

    keys: int
    records: int
    releases: int

    def sentence(self) -> Text:
        """Return it in words."""
        if not (self.keys or self.records or self.releases):
            return Text("Nothing that was erased came back.")
        return Text(
            "Erased again what was erased before: %(records)s records, %(releases)s releases, "
            "%(keys)s keys.",
            records=self.records,
            releases=self.releases,
            keys=self.keys,
        )


def dead_keys(begin: Begin) -> list[UUID]:
    """Return every key that must stay destroyed, as far as the two databases know."""
    with begin() as session:
        registered = session.scalars(select(ErasureKey.key_id)).all()
        ring = keys.of(session).ring
    return sorted({*registered, *erasing.tombstones(ring)})


def replay(begin: Begin, further: Collection[UUID] = ()) -> Replayed:
    """Erase again what was erased before; `further` are dead keys known from elsewhere.

    Safe to run again after being killed anywhere.
    """
    with begin() as session:
        store = keys.of(session)
        dead = {*further, *session.scalars(select(ErasureKey.key_id))}
    destroyed = erasing.destroy_many(store, dead)
    dead.update(erasing.tombstones(store.ring))
    records = releases = 0
    ordered = sorted(dead)
    for start in range(0, len(ordered), IDS_PER_QUERY):
        part = ordered[start : start + IDS_PER_QUERY]
        for kind in KINDS:
            records += _replay_records(begin, kind, part)
        with begin() as session:
            releases += _replay_releases(session, part)
    if records:
        with begin() as session:
            forgetting.drop_unborne(session)
    return Replayed(destroyed, records, releases)


def _replay_records(begin: Begin, kind: RecordKind, dead: Sequence[UUID]) -> int:
    table = HEADS[kind]
    with begin() as session:
        query = select(table.id).where(table.key_id.in_(dead), table.erased_at.is_(None))
        found = list(session.scalars(query))
    done = 0
    for record_id in found:
        with begin() as session:
            done += _erase_again(session, Record(kind, record_id))
    return done


def _erase_again(session: Session, record: Record) -> int:
    row = session.get_one(HEADS[record.kind], record.id)
    if row.erased_at is not None:  # it went with its case
        return 0
    parts, now = gather(session, record, is_replay=True), clock.now()
    erasure = Erasure(
        id=uuid4(),
        society_code=row.society_code,
        kind=record.kind,
        record_id=record.id,
        reason=EraseReason.RESTORED,
        asked_by=SYSTEM,
        asked_at=now,
    )
    known = set(session.scalars(select(ErasureKey.key_id).where(ErasureKey.key_id.in_(parts.keys))))
    parts.keys -= known
    session.add(erasure)
    audit.record(
        session,
        SYSTEM,
        service.ACTS[record.kind],
        societies=[row.society_code],
        subjects=list(dict.fromkeys([record.id, *parts.people])),
        purpose="erasure",
        detail={"erasure": str(erasure.id), "reason": erasure.reason},
    )
    index.remove(session, parts.people)
    enquirers.remove(session, parts.people)
    service.carry_out(session, erasure, parts, decided_by=SYSTEM, approved=NOTHING_APPROVED)
    return 1


def _replay_releases(session: Session, dead: Sequence[UUID]) -> int:
    """Mark releases as taken back whose key was destroyed when they were."""
    query = select(Release).where(Release.key_id.in_(dead), Release.withdrawn_at.is_(None))
    now, count = clock.now(), 0
    for row in session.scalars(query.where(Release.expires_at > now)):
        row.withdrawn_at, row.sealed = now, b""
        count += 1
    return count
