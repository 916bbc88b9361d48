"""What photos and documents show on a case's page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, may, visible
from rfl.attachments.models import Attachment
from rfl.attachments.rules import KIND_WORDS, OVER, OWN_KIND_WORDS, SHOWN_SMALL, AttachmentKind
from rfl.attachments.service import Opened, open_rows, opening_rows, reading_attachments
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading
from rfl.persons import queries
from rfl.persons.models import Registration
from rfl.persons.rules import SOURCE_WORDS, SourceKind
from rfl.persons.sections import PersonSection
from rfl.text import Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Panel, Part


@dataclass(frozen=True, slots=True)
class OwnShown:
    """What the template of a registered person's section draws."""

    lines: Sequence[Opened]
    kinds: Mapping[AttachmentKind, str]
    sources: Mapping[SourceKind, str]
    shown_small: Collection[AttachmentKind]
    registration_id: UUID
    """To which a new one is added: their newest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    lines: Sequence[Opened]
    kinds: Mapping[AttachmentKind, str]
    sources: Mapping[SourceKind, str]
    shown_small: Collection[AttachmentKind]
    may_add: bool


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the photos and documents of a case, for those who work on it."""
    if not may(actor, Permission.REQUEST_WRITE):
        return Part()
    rows = yield from reading_attachments(request.id)
    shown = Shown(
        lines=(yield from opening_rows(receipt, rows)),
        kinds=KIND_WORDS,
        sources=SOURCE_WORDS,
        shown_small=SHOWN_SMALL,
        may_add=request.state not in OVER,
    )
    panel = Panel(
        anchor="attachments",
        title=Text("Photos and documents"),
        template="attachments/panel.html",
        data=shown,
        count=len(rows) or None,
        is_empty=not rows,
    )
    return Part(panel)


def section(
    session: Session, actor: Actor, receipt: Receipt, person_id: UUID
) -> PersonSection | None:
    """Return the photos and documents of a registered person, for those who may change it."""
    if not may(actor, Permission.REGISTRATION_WRITE):
        return None
    scope = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    # By their ids: SQLite would else go through all registrations of the society in their order.
    ids = [row.id for row in queries.registrations_of(session, [person_id])]
    query = (
        select(Registration.id, Attachment)
        .outerjoin(
            Attachment,
            and_(Attachment.registration_id == Registration.id, Attachment.sealed != b""),
        )
        .where(Registration.id.in_(ids), where(scope, Registration))
        .order_by(Registration.met_on.desc(), Attachment.created_at.desc())
    )
    found = session.execute(query).all()
    if not found:
        return None
    rows = list(filter(None, (one[1] for one in found)))
    shown = OwnShown(
        lines=open_rows(session, receipt, rows) if rows else (),
        kinds=OWN_KIND_WORDS,
        sources=SOURCE_WORDS,
        shown_small=SHOWN_SMALL,
        registration_id=found[0][0],
    )
    return PersonSection(
        "attachments", Text("Photos and documents"), "attachments/section.html", shown
    )
