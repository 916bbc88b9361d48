"""Pages on what happens when a child came to a place: the handover, and visits afterwards."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.children import queries, reading, service
from rfl.children.blueprint import children
from rfl.children.document import (
    Afterwards,
    EntryDocument,
    Handover,
)
from rfl.children.forms import (
    FollowUpForm,
    HandoverForm,
)
from rfl.children.late import follow_up_from
from rfl.children.models import FollowUp
from rfl.children.pages import back, page
from rfl.children.reviewing import next_visit
from rfl.text import N_
from rfl.web.doing import done
from rfl.web.transaction import transaction


@children.get("/<uuid:child_id>/handover")
@requires(Permission.CHILD_WRITE)
def handover_page(child_id: UUID) -> ResponseReturnValue:
    """Ask how the child came to the family."""
    form = HandoverForm()
    form.day.data = form.day.data or clock.today()
    return _handover_page(child_id, form)


@children.post("/<uuid:child_id>/handover")
@requires(Permission.CHILD_WRITE)
def hand_over(child_id: UUID) -> ResponseReturnValue:
    """Write down how the child came to the family; three visits afterwards are planned."""
    form = HandoverForm()

    def do(session: Session) -> None:
        handover = Handover(
            form.received_by.data or "",
            form.identity.data or "",
            form.witness.data or "",
            form.place.data or "",
        )
        document = EntryDocument(words=form.words.data or "", handover=handover)
        day = form.day.data or clock.today()
        service.place(session, current_actor(), child_id, document, day)

    if done(form, do, "day"):
        return back(
            child_id, _("Written down. Visits are planned after one, three and six months.")
        )
    return _handover_page(child_id, form), 422


@children.get("/<uuid:child_id>/follow-ups")
@requires(Permission.CHILD_WRITE)
def follow_up_page(child_id: UUID) -> ResponseReturnValue:
    """Ask how the child was found afterwards."""
    form = FollowUpForm()
    form.day.data = form.day.data or clock.today()
    return _follow_up_page(child_id, form)


@children.post("/<uuid:child_id>/follow-ups")
@requires(Permission.CHILD_WRITE)
def follow_up(child_id: UUID) -> ResponseReturnValue:
    """Write down a visit afterwards; it counts as the one that is due if its time has come."""
    form = FollowUpForm()
    made: list[FollowUp | None] = []

    def do(session: Session) -> None:
        afterwards = Afterwards(form.wellbeing.data, form.seen.data or "")
        document = EntryDocument(words=form.words.data or "", afterwards=afterwards)
        day = form.day.data or clock.today()
        made.append(service.visit_afterwards(session, current_actor(), child_id, document, day))

    if done(form, do, "day"):
        early = _("The visit stands in the file, beside those that are due: it was before them.")
        return back(child_id, _("The visit stands in the file.") if any(made) else early)
    return _follow_up_page(child_id, form), 422


def _handover_page(child_id: UUID, form: HandoverForm) -> str:
    return page(
        child_id,
        "children/write.html",
        form,
        title=N_("How the child came to the family"),
        lead=N_(
            "Only what was decided and signed is done. Visits afterwards are planned from here."
        ),
    )


def _follow_up_page(child_id: UUID, form: FollowUpForm) -> str:
    with transaction() as session:
        row, child, _receipt = reading.heading(session, current_actor(), child_id)
        visit = next_visit(queries.follow_ups(session, row.id))
        return render_template(
            "children/follow_up.html",
            row=row,
            child=child,
            form=form,
            visit=visit,
            counts_from=follow_up_from(visit.due_on) if visit else None,
        )
