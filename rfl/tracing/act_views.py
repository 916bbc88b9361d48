"""Pages on which a case is carried on: acts, what was tried, owner, review."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import proving
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError
from rfl.lists import takers
from rfl.tracing import handing, preparing, reading, service
from rfl.tracing.acting import back, page
from rfl.tracing.blueprint import tracing
from rfl.tracing.dates import week_day
from rfl.tracing.document import ActionDocument
from rfl.tracing.forms import ActForm, ActionForm, OwnerForm, ReviewForm
from rfl.tracing.outcomes import FATE_WORDS, OUTCOME_WORDS, WHEREABOUTS_WORDS, in_words
from rfl.tracing.rules import (
    ACTS,
    BY_LIST,
    NEEDS_MORE,
    NEEDS_WORDS,
    OF_DEATH,
    OF_TRANSFER,
    REVIEW_DAYS,
    ActionKind,
    CaseAct,
)
from rfl.tracing.words import ASK_WORDS, DONE_WORDS, SAYINGS
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.transaction import transaction

ELSEWHERE = NEEDS_MORE | BY_LIST | OF_DEATH | OF_TRANSFER
"""Acts that are part of a larger one, on another page."""


@tracing.get("/requests/<uuid:request_id>/acts/<act>")
@requires(Permission.REQUEST_WRITE)
def act_page(request_id: UUID, act: str) -> ResponseReturnValue:
    """Ask for the words that an act needs."""
    return _act_page(request_id, _known(act), ActForm())


@tracing.post("/requests/<uuid:request_id>/acts/<act>")
@requires(Permission.REQUEST_WRITE)
def do_act(request_id: UUID, act: str) -> ResponseReturnValue:
    """Do an act to a case."""
    form, known = ActForm(), _known(act)
    proving.check(ACTS[known].permission)

    def do(session: Session) -> None:
        service.act(session, current_actor(), request_id, known, words=form.words.data or "")

    if done(form, do, "words"):
        return back(request_id, _(DONE_WORDS[known]))
    return _act_page(request_id, known, form), 422


@tracing.get("/requests/<uuid:request_id>/actions/new")
@requires(Permission.REQUEST_WRITE)
def action_page(request_id: UUID) -> ResponseReturnValue:
    """Ask what was tried."""
    form = ActionForm()
    form.day.data = form.day.data or clock.today()
    return page(request_id, "tracing/action.html", form)


@tracing.post("/requests/<uuid:request_id>/actions/new")
@requires(Permission.REQUEST_WRITE)
def log_action(request_id: UUID) -> ResponseReturnValue:
    """Write down what was tried."""
    form = ActionForm()

    def do(session: Session) -> None:
        document = ActionDocument(words=form.words.data or "", result=form.result.data or "")
        day = form.day.data or clock.today()
        kind = ActionKind(form.kind.data)
        service.log_action(session, current_actor(), request_id, kind, document, _noon(day))
        if form.again.data:
            service.set_review(session, current_actor(), request_id, form.again.data)

    if done(form, do, "day"):
        told = _("Written into the time line.")
        if form.again.data:
            again = week_day(form.again.data)
            told = _("Written into the time line. The case is looked at again: %(day)s.", day=again)
        return back(request_id, told)
    return page(request_id, "tracing/action.html", form), 422


@tracing.get("/requests/<uuid:request_id>/owner")
@requires(Permission.REQUEST_WRITE)
def owner_page(request_id: UUID) -> ResponseReturnValue:
    """Ask to whom the case goes."""
    return _owner_page(request_id, OwnerForm())


@tracing.post("/requests/<uuid:request_id>/owner")
@requires(Permission.REQUEST_WRITE)
def hand_over(request_id: UUID) -> ResponseReturnValue:
    """Hand the case to a colleague."""
    form = OwnerForm()
    form.owner.validate_choice = False  # the service knows who may own a case

    def do(session: Session) -> None:
        handing.hand_over(session, current_actor(), request_id, form.owner.data)

    if done(form, do, "owner"):
        return back(request_id, _("The case is handed over."))
    return _owner_page(request_id, form), 422


@tracing.get("/requests/<uuid:request_id>/review")
@requires(Permission.REQUEST_WRITE)
def review_page(request_id: UUID) -> ResponseReturnValue:
    """Ask when the case is looked at again."""
    form = ReviewForm()
    form.day.data = form.day.data or clock.today() + timedelta(days=REVIEW_DAYS)
    return page(request_id, "tracing/review.html", form)


@tracing.post("/requests/<uuid:request_id>/review")
@requires(Permission.REQUEST_WRITE)
def set_review(request_id: UUID) -> ResponseReturnValue:
    """Set the day of the next review."""
    form = ReviewForm()

    def do(session: Session) -> None:
        day = form.day.data or clock.today()
        service.set_review(session, current_actor(), request_id, day)

    if done(form, do, "day"):
        return back(request_id, _("The day of the next review is set."))
    return page(request_id, "tracing/review.html", form), 422


def _known(act: str) -> CaseAct:
    """Return the act of this word.

    Raises:
        NotFoundError: there is none that is done on a page of its own.

    """
    if act not in set(CaseAct) or CaseAct(act) not in ACTS or CaseAct(act) in ELSEWHERE:
        raise NotFoundError("act")
    return CaseAct(act)


def _act_page(request_id: UUID, act: CaseAct, form: ActForm) -> str:
    saying = SAYINGS.get(act)
    with transaction() as session:
        judged = preparing.judged(session, current_actor(), request_id, act)
        return render_template(
            "tracing/act.html",
            heading=judged.heading,
            judged=judged,
            in_words=in_words,
            reasons=OUTCOME_WORDS,
            fates=FATE_WORDS,
            places=WHEREABOUTS_WORDS,
            form=form,
            label=ACTS[act].label,
            why=saying.why if saying else "",
            ask=ASK_WORDS.get(act, ""),
            is_needed=act in NEEDS_WORDS,
        )


def _owner_page(request_id: UUID, form: OwnerForm) -> str:
    with transaction() as session:
        actor = current_actor()
        heading = reading.heading(session, actor, request_id)
        names = takers.colleagues(session, actor)
        form.owner.choices = options(sorted(names.items(), key=lambda one: one[1]))
        form.owner.data = form.owner.data or heading.request.owner_id or actor.user_id
        return render_template("tracing/owner.html", heading=heading, form=form, me=actor.user_id)


def _noon(day: date) -> datetime | None:
    """Return noon UTC of an earlier day; None for today, whose hour is now."""
    return None if day == clock.today() else datetime.combine(day, time(12), UTC)
