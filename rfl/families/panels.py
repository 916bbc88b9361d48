"""What families add to a case's page: the way to the picture."""

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, may
from rfl.audit.service import Receipt
from rfl.text import Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Panel, Part


def part(session: Session, actor: Actor, receipt: Receipt, request: TracingRequest) -> Part:
    """Return the way to the family's page. Nothing is read for it."""
    del session, receipt
    if not may(actor, Permission.LINK_LIST):
        return Part()
    return Part(Panel("family", Text("The family"), "families/panel.html", request.id))
