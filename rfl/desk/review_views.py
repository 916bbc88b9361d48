"""Pages on which unusual access is read and answered."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission
from rfl.accounts import role_review
from rfl.desk import keyholding, reviewing, service, watching
from rfl.desk.dates import weekday
from rfl.desk.forms import AnswerForm, today
from rfl.desk.key_views import secret
from rfl.desk.pictures import Heat, heat
from rfl.desk.reviewing import Review
from rfl.desk.rules import ACT_WORDS, ANSWERED, STATE_WORDS, WAITING, ReviewAct
from rfl.desk.service import PICTURE_DAYS
from rfl.desk.telling import MEANINGS, RULE_WORDS
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.i18n import say
from rfl.web.transaction import transaction

blueprint = Blueprint("reviews", __name__)


@blueprint.get("/access/reviews")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """List unusual accesses: those that wait, or those that were answered."""
    shows_answered = request.args.get("show") == "answered"
    with transaction() as session:
        actor = current_actor()
        watching.watch_if_due(session, actor.society)
        people = service.colleagues(session, actor)
        states = ANSWERED if shows_answered else WAITING
        return render_template(
            "desk/reviews.html",
            rows=reviewing.reviews(session, actor, people, states),
            shows_answered=shows_answered,
            state_words=STATE_WORDS,
            rule_words=RULE_WORDS,
            meanings=MEANINGS,
            roles_late_since=role_review.late_since(session, actor.society),
        )


@blueprint.get("/access/reviews/late")
@requires(Permission.REVIEW_OVERSEE)
def late() -> ResponseReturnValue:
    """Tell the data protection officer what waits too long, without names."""
    with transaction() as session:
        return render_template("desk/late.html", rows=reviewing.late(session, current_actor()))


@blueprint.get("/access/reviews/<uuid:review_id>")
@requires(Permission.AUDIT_READ)
def show(review_id: UUID) -> ResponseReturnValue:
    """Show one unusual access, what was said of it, and the colleague's days around it."""
    with transaction() as session:
        return _page(session, review_id, AnswerForm(formdata=None))


@blueprint.post("/access/reviews/<uuid:review_id>")
@requires(Permission.AUDIT_READ)
def answer(review_id: UUID) -> ResponseReturnValue:
    """Keep what a focal point says of an unusual access."""
    form, act = AnswerForm(), _act()
    if form.validate():
        try:
            with transaction() as session:
                reviewing.answer(session, current_actor(), review_id, act, form.words.data or "")
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)), "words")
        else:
            flash(_("Your answer is kept, with your name."))
            return redirect(url_for("reviews.index"), code=303)
    with transaction() as session:
        return _page(session, review_id, form), 422


def _page(session: Session, review_id: UUID, form: AnswerForm) -> str:
    actor = current_actor()
    people = service.colleagues(session, actor)
    keyholding.read_as(session, actor, secret())
    found = reviewing.review(session, actor, people, review_id)
    return render_template(
        "desk/review.html",
        one=found,
        form=form,
        act_words=ACT_WORDS,
        state_words=STATE_WORDS,
        picture=_picture(session, found),
        weekday=weekday,
        roles=ROLE_WORDS,
    )


def _picture(session: Session, found: Review) -> Heat | None:
    """Return the colleague's days up to a few days after, with the unusual hours framed."""
    if found.colleague is None:
        return None
    ends = min(to_user_timezone(found.until).date() + timedelta(days=3), today())
    read = service.opened_until(session, current_actor(), found.colleague, ends)
    moments = [to_user_timezone(at) for at in read]
    days = {at.date() for at in moments}
    kept = [to_user_timezone(at) for at in found.moments]
    moments += [at for at in kept if at.date() not in days]  # of a day that is sealed by now
    framed = (to_user_timezone(found.since), to_user_timezone(found.until))
    return heat(moments, ends, PICTURE_DAYS, framed=[framed])


def _act() -> ReviewAct:
    try:
        return ReviewAct(request.form.get("act", ""))
    except ValueError:
        raise NotFoundError("no such act") from None
