"""Pages around emergencies: for whoever has one, and for the focal points who judge it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.safeguarding import breaking, judging
from rfl.safeguarding.forms import EmergencyForm, JudgeForm
from rfl.safeguarding.rules import ACT_WORDS, STATE_WORDS, GlassAct, GlassState
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("emergency", __name__)
review_blueprint = Blueprint("emergencies", __name__)


@blueprint.get("/emergency")
@requires(Permission.GLASS_BREAK)
def index() -> ResponseReturnValue:
    """Show the form. Sending it asks for the second step each time (access.rules.GRAVE)."""
    return _page(EmergencyForm(formdata=None))


@blueprint.post("/emergency")
@requires(Permission.GLASS_BREAK)
def open_record() -> ResponseReturnValue:
    """Open one record for half an hour, and lead there."""
    form, actor = EmergencyForm(), current_actor()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction() as session:
            href = breaking.open_in_emergency(
                session, actor, form.number.data or "", form.reason.data or ""
            )
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(form), 422
    if not href:
        form.refuse(
            _("Your society has no record of this number that can be opened so. Check the number."),
            "number",
        )
        return _page(form), 422
    return redirect(href, code=303)


@review_blueprint.get("/access/emergencies")
@requires(Permission.AUDIT_READ)
def index_of_all() -> ResponseReturnValue:
    """List what was opened in emergencies: what waits for a judgement first."""
    with transaction() as session:
        return _review_page(session, JudgeForm(formdata=None))


@review_blueprint.post("/access/emergencies/<uuid:glass_id>")
@requires(Permission.AUDIT_READ)
def judge(glass_id: UUID) -> ResponseReturnValue:
    """Keep what a focal point found."""
    form = JudgeForm()
    try:
        act = GlassAct(request.form.get("act", ""))
    except ValueError:
        raise NotFoundError("no such act") from None
    try:
        with transaction() as session:
            judging.judge(session, current_actor(), glass_id, act, form.words.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "words")
        with transaction() as session:
            return _review_page(session, form, glass_id), 422
    flash(_("Your judgement is kept, with your name."))
    return redirect(url_for("emergencies.index_of_all"), code=303)


def _page(form: EmergencyForm) -> str:
    return render_template("safeguarding/emergency.html", form=form)


def _review_page(session: Session, form: JudgeForm, judged: UUID | None = None) -> str:
    actor = current_actor()
    return render_template(
        "safeguarding/emergencies.html",
        waiting=judging.emergencies(session, actor, [GlassState.OPEN]),
        judged=judging.emergencies(session, actor, [GlassState.UNJUSTIFIED, GlassState.JUSTIFIED]),
        form=form,
        refused=judged,
        state_words=STATE_WORDS,
        act_words=ACT_WORDS,
    )
