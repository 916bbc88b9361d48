"""Pages for concerns: for anybody, without an account; and for those who read them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.access.throttle import limited, limiter
from rfl.access.ticket_forms import SayForm, TicketForm, kept_more, named_ticket, ticket_of
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.safeguarding import concerns
from rfl.safeguarding.concern_forms import ConcernForm
from rfl.safeguarding.concern_rules import KIND_WORDS, STATE_WORDS, ConcernKind
from rfl.safeguarding.concerns import NewConcern
from rfl.societies import service as societies
from rfl.societies.names import society_words
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.transaction import transaction, unmarked

blueprint = Blueprint("concern", __name__)
desk_blueprint = Blueprint("concerns", __name__)

PER_ADDRESS = "10 per hour"
"""Room for a camp behind one address; not for flooding a focal point."""


@blueprint.get("/concern")
def write() -> ResponseReturnValue:
    """Show the form on which anybody reports something in confidence."""
    return _form_page(ConcernForm(formdata=None))


@blueprint.post("/concern")
@limiter.limit(PER_ADDRESS)
def send() -> ResponseReturnValue:
    """Keep a concern; reference and secret are shown once."""
    form = ConcernForm()
    _offer(form)
    if not form.validate():
        return _form_page(form), 422
    new = NewConcern(
        society=form.society.data,
        kind=ConcernKind(form.kind.data),
        words=form.words.data or "",
        about=form.about.data or "",
        is_about_focal=bool(form.is_about_focal.data),
    )
    try:
        with unmarked() as session:
            ticket = concerns.raise_concern(session, new)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "words")
        return _form_page(form), 422
    return render_template("safeguarding/concern_kept.html", ticket=ticket)


@blueprint.get("/concern/again")
def again() -> ResponseReturnValue:
    """Ask for reference and secret."""
    return render_template("safeguarding/concern_again.html", form=TicketForm(formdata=None))


@blueprint.post("/concern/again")
@limited(named_ticket)
def show() -> ResponseReturnValue:
    """Show a concern to whoever reported it."""
    form = TicketForm()
    return _own_page(form, SayForm(formdata=None))


@blueprint.post("/concern/reply")
@limited(named_ticket)
def reply() -> ResponseReturnValue:
    """Keep what whoever reported it says more."""
    return kept_more(concerns.add, _own_page)


@desk_blueprint.get("/access/concerns")
@requires(Permission.CONCERN_READ)
def index() -> ResponseReturnValue:
    """List the concerns that the reader reads."""
    with unmarked() as session:
        return render_template(
            "safeguarding/concerns.html",
            rows=concerns.concerns(session, current_actor()),
            kind_words=KIND_WORDS,
            state_words=STATE_WORDS,
        )


@desk_blueprint.get("/access/concerns/<uuid:concern_id>")
@requires(Permission.CONCERN_READ)
def read(concern_id: UUID) -> ResponseReturnValue:
    """Show one concern and the talk about it."""
    with unmarked() as session:
        return _desk_page(session, concern_id, SayForm(formdata=None))


@desk_blueprint.post("/access/concerns/<uuid:concern_id>")
@requires(Permission.CONCERN_READ)
def answer(concern_id: UUID) -> ResponseReturnValue:
    """Answer whoever reported it, or close the matter with a last word."""
    form = SayForm()
    closes = request.form.get("act") == "close"
    speak = concerns.close if closes else concerns.answer
    try:
        with unmarked() as session:
            speak(session, current_actor(), concern_id, form.words.data or "")
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)), "words")
        with unmarked() as session:
            return _desk_page(session, concern_id, form), 422
    flash(_("Closed.") if closes else _("They can read your answer with their reference."))
    return redirect(url_for("concerns.read", concern_id=concern_id), code=303)


def _offer(form: ConcernForm) -> None:
    with transaction() as session:
        pairs = [(one.code, society_words(one.name)) for one in societies.societies(session)]
    form.society.choices = options([("", _("Choose one")), *pairs])


def _form_page(form: ConcernForm) -> str:
    _offer(form)
    return render_template("safeguarding/concern.html", form=form)


def _own_page(form: TicketForm, words: SayForm, status: int = 200) -> ResponseReturnValue:
    try:
        if not form.validate():
            return render_template("safeguarding/concern_again.html", form=form), 422
        with unmarked() as session:
            told = concerns.come_back(session, ticket_of(form))
            page = render_template(
                "safeguarding/concern_own.html",
                one=told,
                ticket=ticket_of(form),
                form=words,
                kind_words=KIND_WORDS,
                state_words=STATE_WORDS,
            )
    except NotFoundError:
        form.refuse(_("This reference and this secret do not belong together. Look once more."))
        return render_template("safeguarding/concern_again.html", form=form), 422
    return page, status


def _desk_page(session: Session, concern_id: UUID, form: SayForm) -> str:
    return render_template(
        "safeguarding/concern_desk.html",
        one=concerns.concern(session, current_actor(), concern_id),
        form=form,
        kind_words=KIND_WORDS,
        state_words=STATE_WORDS,
    )
