"""Emptying the rows of an erased record. Ids, states and times stay, so that figures add up.

Everything personal lay in sealed documents; each is overwritten here, and its key destroyed after
the commit (shredding), so that copies made before cannot be read either.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rfl.access.models import NamedReader
from rfl.attachments.models import Attachment, AttachmentPage
from rfl.boards.models import Board, BoardLead, BoardPicture
from rfl.boards.rules import BoardState
from rfl.children.models import ChildEntry, ChildFile, ChildReview
from rfl.db.base import Base
from rfl.erasure.gathering import Parts
from rfl.exchange import releasing
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import ReleaseTimes
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.intake.models import BadRow, ImportChunk, ImportRun
from rfl.linking.models import Link
from rfl.messages.models import FamilyMessage, MessageDelivery, MessagePage
from rfl.persons.models import Consent, Person, PersonMerge, Registration
from rfl.referrals.models import Referral
from rfl.tasks.models import CaseTask
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.transfers.models import CaseOffer, OfferNote

IDS_PER_STATEMENT = 1_000

DELETED: tuple[type[Base], ...] = (
    *(ImportChunk, BadRow, MessagePage, AttachmentPage, BoardPicture),
)
"""Rows that are nothing but their document."""


Follower = Callable[[Session, Sequence[UUID]], None]
"""Called with whose records go; a domain above empties what it holds of them."""

_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have `follower` called in every erasure, and when one is replayed. Twice is once."""
    if follower not in _followers:
        _followers.append(follower)


def empty(session: Session, parts: Parts, now: datetime) -> None:
    """Overwrite all documents of `parts`, and take their rows out of everybody's reach."""
    _take_back(session, parts, now)
    session.flush()
    tables: Iterable[tuple[type[Any], list[UUID]]] = parts.rows.items()
    for table, ids in tables:
        for start in range(0, len(ids), IDS_PER_STATEMENT):
            _empty(session, table, ids[start : start + IDS_PER_STATEMENT], now)
    for follower in _followers:
        follower(session, parts.people)
    _unname(session, (row for _, row in parts.named()))


def _empty(session: Session, table: type[Any], ids: list[UUID], now: datetime) -> None:
    here = table.id.in_(ids)
    if table in DELETED:
        session.execute(delete(table).where(here))
    else:
        session.execute(update(table).where(here).values(**_values(table, now)))


def _values(table: type[Any], now: datetime) -> Mapping[str, Any]:
    """Return what the columns of an emptied row hold."""
    gone = {"sealed": b"", "erased_at": now}
    values: dict[type[Any], Mapping[str, Any]] = {
        Person: gone,
        Registration: gone,
        TracingRequest: gone,
        ImportRun: gone,
        Incident: gone,
        FamilyMessage: gone,
        MessageDelivery: {**gone, "work": b""},
        CaseOffer: {**gone, "delivered": b""},
        OfferNote: {"sealed": b""},
        Referral: {"sealed": b""},
        CaseTask: {"sealed": b""},
        IncidentTestimony: {"sealed": b""},
        IncidentSighting: {"sealed": b""},
        Attachment: {"sealed": b""},
        Board: {"sealed": b"", "state": BoardState.WITHDRAWN},
        BoardLead: {"sealed": b""},
        Link: {**gone, "sealed": None},
        ConfirmationRequest: {**gone, "delivered": None},
        # What nobody can read is no consent any more: no condition on it may hold again.
        Consent: {"sealed": b"", "withdrawn_at": func.coalesce(Consent.withdrawn_at, now)},
        # A pointer to nobody joins nothing any more (merging.forgetting).
        PersonMerge: {"sealed": b"", "parted_at": func.coalesce(PersonMerge.parted_at, now)},
        SoughtPerson: {"sealed": b""},
        ChildFile: {"erased_at": now},
        ChildEntry: {"sealed": b""},
        ChildReview: {"sealed": b""},
        CaseAction: {"sealed": b""},
        ConfirmationAnswer: {"sealed": b""},
        Release: {"sealed": b""},
    }
    return values[table]


def _take_back(session: Session, parts: Parts, now: datetime) -> None:
    """Take back what was released and can still be read, as the person's own word would.

    What was never released shows no sign: the asking side sees a search still under way.
    """
    erased = set(parts.rows.get(ConfirmationRequest, ()))
    query = select(Release).where(Release.id.in_(parts.rows.get(Release, ())))
    for row in session.scalars(query):
        is_readable = ReleaseTimes(row.expires_at, row.withdrawn_at).is_readable(now)
        if is_readable and row.ask_id not in erased:
            ask = session.get_one(ConfirmationRequest, row.ask_id)
            releasing.take_back(session, row, ask)


def _unname(session: Session, ids: Iterable[UUID]) -> None:
    wanted = list(ids)
    for start in range(0, len(wanted), IDS_PER_STATEMENT):
        part = wanted[start : start + IDS_PER_STATEMENT]
        session.execute(delete(NamedReader).where(NamedReader.record_id.in_(part)))
