"""What photos and documents show on a case's page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, may
from rfl.attachments.rules import KIND_WORDS, OVER, SHOWN_SMALL, AttachmentKind
from rfl.attachments.service import Opened, of_request, open_rows
from rfl.audit.service import Receipt
from rfl.persons.rules import SOURCE_WORDS, SourceKind
from rfl.text import Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Panel, Part


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    lines: Sequence[Opened]
    kinds: Mapping[AttachmentKind, str]
    sources: Mapping[SourceKind, str]
    shown_small: Collection[AttachmentKind]
    may_add: bool


def part(session: Session, actor: Actor, receipt: Receipt, request: TracingRequest) -> Part:
    """Return the photos and documents of a case, for those who work on it."""
    if not may(actor, Permission.REQUEST_WRITE):
        return Part()
    rows = of_request(session, request.id)
    shown = Shown(
        lines=open_rows(session, receipt, rows) if rows else (),
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
    )
    return Part(panel)
