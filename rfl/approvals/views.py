"""The inbox of what takes two people."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.approvals import service
from rfl.approvals.forms import DecideForm
from rfl.approvals.rules import STATE_WORDS
from rfl.errors import RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("approvals", __name__)


@blueprint.get("/approvals")
@requires(Permission.APPROVAL_LIST)
def index() -> ResponseReturnValue:
    """List what waits for the reader, what they asked, and what was decided lately."""
    with transaction() as session:
        return _page(session, DecideForm(formdata=None))


@blueprint.post("/approvals/<uuid:approval_id>/approve")
@requires(Permission.APPROVAL_DECIDE)
def approve(approval_id: UUID) -> ResponseReturnValue:
    """Approve exactly what was on the page; it is done at once."""
    form = DecideForm()
    try:
        with transaction() as session:
            once = service.approve(session, current_actor(), approval_id, form.seen.data or "")
    except RuleBrokenError as error:
        return _refused(form, approval_id, error)
    if once:
        with transaction() as session:
            return _page(session, DecideForm(formdata=None), once=once)
    flash(_("Approved, and done."))
    return redirect(url_for("approvals.index"), code=303)


@blueprint.post("/approvals/<uuid:approval_id>/refuse")
@requires(Permission.APPROVAL_DECIDE)
def refuse(approval_id: UUID) -> ResponseReturnValue:
    """Refuse a wish; whoever asked reads why."""
    form = DecideForm()
    if not form.validate():
        with transaction() as session:
            return _page(session, form, approval_id), 422
    try:
        with transaction() as session:
            service.refuse(session, current_actor(), approval_id, form.words.data or "")
    except RuleBrokenError as error:
        return _refused(form, approval_id, error)
    flash(_("Refused. Whoever asked reads why."))
    return redirect(url_for("approvals.index"), code=303)


@blueprint.post("/approvals/<uuid:approval_id>/withdraw")
@requires(Permission.APPROVAL_LIST)
def withdraw(approval_id: UUID) -> ResponseReturnValue:
    """Take back what one asked."""
    with transaction() as session:
        service.withdraw(session, current_actor(), approval_id)
    flash(_("Taken back."))
    return redirect(url_for("approvals.index"), code=303)


def _refused(form: DecideForm, approval_id: UUID, error: RuleBrokenError) -> ResponseReturnValue:
    form.refuse(str(say(error.sentence)), "words")
    with transaction() as session:
        return _page(session, form, approval_id), 422


def _page(session: Session, form: DecideForm, refused: UUID | None = None, once: str = "") -> str:
    return render_template(
        "approvals/index.html",
        inbox=service.inbox(session, current_actor()),
        form=form,
        refused=refused,
        once=once,
        state_words=STATE_WORDS,
    )
