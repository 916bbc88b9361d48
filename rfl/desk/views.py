"""Pages of the safeguarding focal point. What is asked travels in forms, never in an address."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_translations, to_user_timezone, to_utc
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import ROLE_WORDS, Permission
from rfl.audit.reading import PAGE, Asking, reads_past
from rfl.audit.rules import Decision
from rfl.desk import keyholding, reviewing, service, watching
from rfl.desk.dates import weekday
from rfl.desk.forms import AskForm, today
from rfl.desk.key_views import secret
from rfl.desk.pictures import Heat, TimeLine, heat, time_line
from rfl.desk.rules import STATE_WORDS
from rfl.desk.service import PICTURE_DAYS, Answer, People, Subject
from rfl.desk.words import FIELD_WORDS
from rfl.errors import RuleBrokenError
from rfl.safeguarding import judging
from rfl.web.i18n import say
from rfl.web.paging import Page, asked_page
from rfl.web.transaction import installation, request_mark, transaction

blueprint = Blueprint("desk", __name__)

ODD_SHOWN = 5
"""Unusual accesses beside the question; the rest is one press away."""


@blueprint.get("/access")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """Show what is unusual and the newest entries of the society's log."""
    with transaction() as session:
        actor = current_actor()
        watching.watch_if_due(session, actor.society)
        people = service.colleagues(session, actor)
        keyholding.read_as(session, actor, secret())
        asking = Asking("access_review", page=asked_page())
        answer = service.newest(session, actor, people, asking)
        return _page(session, people, _form(people), answer)


@blueprint.post("/access")
@requires(Permission.AUDIT_READ)
def ask() -> ResponseReturnValue:
    """Answer who opened a record, or what a colleague did."""
    with transaction() as session:
        actor = current_actor()
        people = service.colleagues(session, actor)
        keyholding.read_as(session, actor, secret())
        form = _form(people)
        subject = _asked(session, form, people)
        if subject is None:
            return _page(session, people, form), 422
        asking = _asking(form)
        answer = service.look(session, actor, people, subject, asking)
        picture = _picture(session, people, subject, asking) if answer.page == 1 else None
        return _page(session, people, form, answer, subject, picture)


@blueprint.get("/access/integrity")
@requires(Permission.AUDIT_READ)
def integrity() -> ResponseReturnValue:
    """Say how much the log holds, and offer to check it."""
    with transaction() as session:
        held = service.extent(session, current_actor())
        return render_template("desk/integrity.html", held=held, report=None)


@blueprint.post("/access/integrity")
@requires(Permission.AUDIT_READ)
def verify() -> ResponseReturnValue:
    """Check every entry of the log and say how it was found."""
    actor = current_actor()
    report = service.check(installation(), request_mark(), actor)
    with transaction() as session:
        held = service.extent(session, actor)
        return render_template("desk/integrity.html", held=held, report=report)


def _form(people: People) -> AskForm:
    form = AskForm()
    form.offer(people)
    return form


def _asked(session: Session, form: AskForm, people: People) -> Subject | None:
    """Return what the form asks about, None with its errors told in the form."""
    if not form.validate() or not form.asks_one_thing():
        return None
    if form.colleague.data:
        colleague = people[UUID(form.colleague.data)]
        return Subject(colleague.name, colleague=colleague)
    try:
        return service.find(session, current_actor(), people, form.q.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "q")
        return None


def _asking(form: AskForm) -> Asking:
    until = form.until.data
    return Asking(
        purpose=form.why.data,
        since=_midnight(form.since.data),
        until=_midnight(until and until + timedelta(days=1)),
        page=form.page.data or 1,
    )


def _midnight(day: date | None) -> datetime | None:
    """Return when `day` begins where the reader is."""
    if day is None:
        return None
    found: datetime = to_utc(datetime.combine(day, time()))  # in UTC, but without saying so
    return found.replace(tzinfo=UTC)


def _picture(session: Session, people: People, subject: Subject, asking: Asking) -> Heat | None:
    """Return a colleague's last days, with what waits to be answered framed."""
    if subject.colleague is None:
        return None
    odd = reviewing.reviews(session, current_actor(), people)
    framed = [
        (to_user_timezone(one.since), to_user_timezone(one.until))
        for one in odd
        if one.colleague == subject.colleague
    ]
    moments = service.opened_until(
        session, current_actor(), subject.colleague, today(), asking.purpose
    )
    local = [to_user_timezone(at) for at in moments]
    return heat(local, today(), PICTURE_DAYS, framed=framed)


def _line(answer: Answer | None, subject: Subject | None) -> TimeLine | None:
    """Return who came to a record when; a colleague has the picture of their days."""
    if answer is None or subject is None or subject.colleague is not None:
        return None
    return time_line(
        [
            (one.who.render(get_translations()), one.at, one.decision is Decision.REFUSED)
            for one in answer.lines
        ]
    )


def _page(
    session: Session,
    people: People,
    form: AskForm,
    answer: Answer | None = None,
    subject: Subject | None = None,
    picture: Heat | None = None,
) -> str:
    odd = reviewing.reviews(session, current_actor(), people)
    return render_template(
        "desk/index.html",
        form=form,
        odd=odd[:ODD_SHOWN],
        odd_total=len(odd),
        urgent=judging.count_open(session, current_actor()),
        state_words=STATE_WORDS,
        held=service.extent(session, current_actor()),
        answer=answer,
        subject=subject,
        picture=picture,
        line=_line(answer, subject),
        page=Page(answer.page, answer.total, PAGE) if answer else None,
        standing=keyholding.standing(session, current_actor()),
        is_open=reads_past(session),
        roles=ROLE_WORDS,
        fields=FIELD_WORDS,
        weekday=weekday,
    )
