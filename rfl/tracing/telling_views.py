"""Pages on which a family is told, a death is written down, and the end of a case is asked for."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import proving
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import NotFoundError
from rfl.tracing import conversation, establishing, preparing, service
from rfl.tracing.acting import back, people
from rfl.tracing.blueprint import tracing
from rfl.tracing.delivery_rules import Establishes, News, Satisfaction, Support, check_source
from rfl.tracing.document import ActionDocument, DeathSource, Ending, Outcome
from rfl.tracing.forms import ActForm, ClosureForm, DeathForm, TellForm
from rfl.tracing.outcomes import leading
from rfl.tracing.preparing import Preparation
from rfl.tracing.rules import Fate, OutcomeReason, Whereabouts
from rfl.web.doing import done
from rfl.web.i18n import LANGUAGES, OWN_NAMES
from rfl.web.transaction import transaction

NOBODY = UUID(int=0)
"""In place of whom an ending is of, where one alone is sought or the form was changed by hand."""


@tracing.get("/requests/<uuid:request_id>/told")
@requires(Permission.REQUEST_WRITE)
def tell_page(request_id: UUID) -> ResponseReturnValue:
    """Ask what the family was told."""
    form = TellForm()
    form.is_result.data = request.args.get("result") == "1"
    news = request.args.get("news", "")
    if news in set(News):
        form.news.data = news
    elif form.is_result.data:
        form.news.data = None
    return _tell_page(request_id, form)


@tracing.post("/requests/<uuid:request_id>/told")
@requires(Permission.REQUEST_WRITE)
def tell(request_id: UUID) -> ResponseReturnValue:
    """Write down what the family was told; a result moves the case on."""
    form = TellForm()
    form.about.validate_choice = False  # the service knows who is sought

    def do(session: Session) -> None:
        is_result = bool(form.is_result.data)
        service.tell(session, current_actor(), request_id, _told(form), is_result=is_result)

    if done(form, do, "news"):
        return back(request_id, _("Written down. The family heard from us today."))
    return _tell_page(request_id, form), 422


@tracing.get("/requests/<uuid:request_id>/death")
@requires(Permission.REQUEST_WRITE)
def death_page(request_id: UUID) -> ResponseReturnValue:
    """Ask what an authority says of a death."""
    return _page(request_id, "tracing/death.html", DeathForm())


@tracing.post("/requests/<uuid:request_id>/death")
@requires(Permission.REQUEST_WRITE)
def write_death(request_id: UUID) -> ResponseReturnValue:
    """Write down what an authority says, and ask a second person to agree."""
    form = DeathForm()
    form.about.validate_choice = False  # the service knows who is sought

    def do(session: Session) -> None:
        sought_id = _uuid(form.about.data)
        establishing.ask(session, current_actor(), request_id, sought_id, _source(form))

    def also() -> None:
        check_source(
            authority=form.authority.data or "",
            paper=form.paper.data or "",
            paper_day=form.paper_day.data,
            identity=form.identity.data or "",
            today=clock.today(),
        )

    if done(form, do, "authority", also=also):
        return back(request_id, _("Written down. Nobody is told before a second person agrees."))
    return _page(request_id, "tracing/death.html", form), 422


@tracing.get("/requests/<uuid:request_id>/death/<uuid:sought_id>/untrue")
@requires(Permission.REQUEST_DECIDE)
def untrue_page(request_id: UUID, sought_id: UUID) -> ResponseReturnValue:
    """Ask why a death is not true."""
    return _page(request_id, "tracing/untrue.html", ActForm(), sought_id)


@tracing.post("/requests/<uuid:request_id>/death/<uuid:sought_id>/untrue")
@requires(Permission.REQUEST_DECIDE)
def untrue(request_id: UUID, sought_id: UUID) -> ResponseReturnValue:
    """Take back a death that is not true."""
    form = ActForm()
    proving.check(Permission.REQUEST_DECIDE)

    def do(session: Session) -> None:
        words = form.words.data or ""
        establishing.take_back(session, current_actor(), request_id, sought_id, words)

    if done(form, do, "words"):
        return back(request_id, _("Taken back. If the family was told, call them today."))
    return _page(request_id, "tracing/untrue.html", form, sought_id), 422


@tracing.get("/requests/<uuid:request_id>/death/<uuid:sought_id>/conversation")
@requires(Permission.REQUEST_WRITE)
def print_conversation(request_id: UUID, sought_id: UUID) -> ResponseReturnValue:
    """Give the sheet for the conversation on paper, in the family's language and the reader's."""
    asked = request.args.get("lang", "")
    with transaction() as session:
        talk = preparing.printed(session, current_actor(), request_id, sought_id)
        made = conversation.sheet(talk, asked if asked in LANGUAGES else LANGUAGES[0])
    return _pdf(made, talk.number)


@tracing.get("/requests/<uuid:request_id>/close")
@requires(Permission.REQUEST_WRITE)
def closure_page(request_id: UUID) -> ResponseReturnValue:
    """Ask how the case ends, beginning with what is established."""
    return _page(request_id, "tracing/close.html", ClosureForm())


@tracing.post("/requests/<uuid:request_id>/close")
@requires(Permission.REQUEST_WRITE)
def request_closure(request_id: UUID) -> ResponseReturnValue:
    """Ask a head of tracing to close the case."""
    form = ClosureForm()
    _ask_of(form, is_each=bool(form.each.entries))

    def do(session: Session) -> None:
        service.request_closure(session, current_actor(), request_id, _outcome(form))

    if done(form, do, "" if "each" in form else "reason"):
        return back(request_id, _("Asked. A head of tracing other than you closes the case."))
    return _page(request_id, "tracing/close.html", form), 422


def _told(form: TellForm) -> ActionDocument:
    return ActionDocument(
        words=form.words.data or "",
        told_how=form.how.data or "",
        told_by=form.by.data or "",
        news=News(form.news.data),
        sought_id=_uuid(form.about.data),
        beside=form.beside.data or "",
        from_afar=form.from_afar.data or "",
        support=Support(form.support.data) if form.support.data else None,
        support_words=form.support_words.data or "",
        is_prepared=bool(form.is_prepared.data),
    )


def _source(form: DeathForm) -> DeathSource:
    return DeathSource(
        kind=Establishes(form.kind.data),
        authority=form.authority.data or "",
        paper=form.paper.data or "",
        paper_day=form.paper_day.data,
        identity=form.identity.data or "",
        died_on=form.died_on.data,
        died_where=form.died_where.data or "",
        rests=form.rests.data or "",
    )


def _outcome(form: ClosureForm) -> Outcome:
    said = form.satisfaction.data
    each = tuple(_ending(one.form) for one in form.each) if "each" in form else ()
    lead = leading(each) if each else _ending(form)
    return Outcome(
        fate=lead.fate,
        whereabouts=lead.whereabouts,
        reason=lead.reason,
        authority=lead.authority,
        each=each,
        words=form.words.data or "",
        satisfaction=Satisfaction(said) if said else None,
        said=form.said.data or "",
        complaint_told=bool(form.complaint_told.data),
    )


def _ending(form: Any) -> Ending:
    sought = _uuid(form.sought.data) if "sought" in form else None
    return Ending(
        sought_id=sought or NOBODY,
        fate=Fate(form.fate.data),
        whereabouts=Whereabouts(form.whereabouts.data),
        reason=OutcomeReason(form.reason.data),
        authority=form.authority.data or "",
    )


def _ask_of(form: ClosureForm, *, is_each: bool) -> None:
    """Have the form ask of each person, or of the one who is sought."""
    for name in ("fate", "whereabouts", "reason", "authority") if is_each else ("each",):
        del form[name]


def _begin(form: ClosureForm, talk: Preparation) -> None:
    """Have the form begin with what is established of whom."""
    for sought_id in talk.sought_ids:
        known = talk.known_of(sought_id)
        begun = {"fate": known.fate, "reason": known.reason, "authority": known.authority}
        if len(talk.sought_ids) > 1:
            form.each.append_entry({"sought": str(sought_id), **begun})
        else:
            for name, value in begun.items():
                form[name].data = value
    _ask_of(form, is_each=len(talk.sought_ids) > 1)


def _tell_page(request_id: UUID, form: TellForm) -> str:
    return _page(request_id, "tracing/told.html", form)


def _page(request_id: UUID, template: str, form: Any, sought_id: UUID | None = None) -> str:
    with transaction() as session:
        actor = current_actor()
        talk = preparing.prepare(session, actor, request_id)
        if sought_id is not None and sought_id not in talk.deaths:
            raise NotFoundError("death")
        if isinstance(form, ClosureForm) and request.method == "GET":
            _begin(form, talk)
        if "about" in form:
            form.about.choices = people(talk.heading, talk.sought_ids)
        return render_template(
            template,
            heading=talk.heading,
            form=form,
            talk=talk,
            sought_id=sought_id,
            names={str(one): talk.name_of(one) for one in talk.sought_ids},
            languages=[(code, OWN_NAMES[code]) for code in LANGUAGES],
            may_decide=may(actor, Permission.REQUEST_DECIDE),
            concern_href=url_for("concern.write"),
        )


def _pdf(made: bytes, number: str) -> Response:
    return current_app.response_class(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={number}.pdf"},
    )


def _uuid(word: str | None) -> UUID | None:
    try:
        return UUID(word) if word else None
    except ValueError:
        return None
