"""Pages of the asked society: the inbox, and the interview step by step."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.children import reading as child_files
from rfl.errors import RuleBrokenError
from rfl.exchange import answering, releasing
from rfl.exchange.crossing import release_document
from rfl.exchange.document import Decision
from rfl.exchange.fields import FIELD_WORDS
from rfl.exchange.forms import DecisionForm, FoundForm, GiveBackForm, ReadBackForm, SeenForm
from rfl.exchange.interview_paper import ALOUD, interview_sheet
from rfl.exchange.rules import ANSWER_WORDS, Allowed, AnswerState, AskState
from rfl.persons.rules import RELATION_WORDS, RelationKind
from rfl.societies.names import country_name, country_names, society_words
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.papers import given
from rfl.web.tongues import TONGUES, asked
from rfl.web.transaction import transaction

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")

SAFEGUARD_ONLY = Permission.INBOX_SAFEGUARD


@blueprint.get("")
@requires(Permission.INBOX_LIST)
def index() -> ResponseReturnValue:
    """List what other societies ask: what waits, or what is done; the most pressing first."""
    is_done = request.args.get("show") == "done"
    with transaction() as session:
        actor = current_actor()
        counts = answering.count_inbox(session, actor)
        page = Page(asked_page(), counts[is_done])
        rows = answering.inbox(session, actor, limit=SIZE, offset=page.offset, is_done=is_done)
        return render_template(
            "exchange/inbox.html",
            rows=rows,
            page=page,
            counts=counts,
            is_done=is_done,
            words=ANSWER_WORDS,
            countries=country_names(),
        )


@blueprint.get("/<uuid:ask_id>")
@requires(Permission.INBOX_READ)
def show(ask_id: UUID) -> ResponseReturnValue:
    """Show what is asked, and the next step of the interview."""
    return _page(ask_id)


@blueprint.get("/<uuid:ask_id>/sheet")
@requires(Permission.INBOX_ANSWER)
def print_sheet(ask_id: UUID) -> ResponseReturnValue:
    """Give the interview on paper, in the person's language and the reader's."""
    with transaction() as session:
        actor = current_actor()
        page = answering.printed(session, actor, ask_id)
        society = society_words(access.society_name(session, actor.society))
        sheet = interview_sheet(page, society, asked(request.args.get("lang")))
        return given(sheet, page.ask.number)


@blueprint.post("/<uuid:ask_id>/accept")
@requires(Permission.INBOX_ANSWER)
def accept(ask_id: UUID) -> ResponseReturnValue:
    """Take a request on."""
    with transaction() as session:
        answering.accept(session, current_actor(), ask_id)
    return _back(ask_id, _("Taken on. The other society sees ‘search in progress’, and no more."))


@blueprint.post("/<uuid:ask_id>/decline")
@requires(Permission.INBOX_ANSWER)
def decline(ask_id: UUID) -> ResponseReturnValue:
    """Say that the request cannot be taken on."""
    with transaction() as session:
        answering.decline(session, current_actor(), ask_id)
    return redirect(url_for("inbox.index"), code=303)


@blueprint.post("/<uuid:ask_id>/found")
@requires(Permission.INBOX_ANSWER)
def found(ask_id: UUID) -> ResponseReturnValue:
    """Write down that the person was found."""
    form = FoundForm()
    if not form.validate() or not isinstance(form.day.data, date):
        return _page(ask_id, form=form), 422
    with transaction() as session:
        answering.found(session, current_actor(), ask_id, form.day.data, form.how.data or "")
    return _back(ask_id, _("Kept. The other society does not see this."))


@blueprint.post("/<uuid:ask_id>/hear")
@requires(Permission.INBOX_ANSWER)
def hear(ask_id: UUID) -> ResponseReturnValue:
    """Write down the person's answers before the family's are shown."""
    heard = request.form.getlist("heard")
    try:
        with transaction() as session:
            answering.hear(session, current_actor(), ask_id, heard)
    except RuleBrokenError as error:
        return _page(ask_id, heard=heard, problem=str(say(error.sentence))), 422
    return _back(ask_id, _("Kept. Now compare with what the family says."))


@blueprint.post("/<uuid:ask_id>/identify")
@requires(Permission.INBOX_ANSWER)
def identify(ask_id: UUID) -> ResponseReturnValue:
    """Say which answers fit, and whether it is the person."""
    count = request.form.get("count", "0")
    numbers = range(int(count) if count.isdecimal() and len(count) < 3 else 0)  # noqa: PLR2004
    said = [request.form.get(f"fits{number}") for number in numbers]
    fits = [word == "yes" for word in said if word]  # one left out is no answer
    is_them = request.form.get("is_them") == "yes"
    try:
        with transaction() as session:
            answering.identify(session, current_actor(), ask_id, fits, is_them=is_them)
    except RuleBrokenError as error:
        return _page(ask_id, problem=str(say(error.sentence))), 422
    return _back(ask_id, _("Kept."))


@blueprint.post("/<uuid:ask_id>/decide")
@requires(Permission.INBOX_ANSWER)
def decide(ask_id: UUID) -> ResponseReturnValue:
    """Write down what the person decided."""
    form = DecisionForm()
    if not form.validate():
        return _page(ask_id, form=form), 422
    try:
        with transaction() as session:
            answering.decide(session, current_actor(), ask_id, _interview(form))
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return _page(ask_id, form=form), 422
    return _back(ask_id, _("Kept. The person may change their mind at any time."))


@blueprint.post("/<uuid:ask_id>/ask-release")
@requires(Permission.INBOX_ANSWER)
def ask_release(ask_id: UUID) -> ResponseReturnValue:
    """Put what the person allowed before a supervisor."""
    form = ReadBackForm()
    with transaction() as session:
        releasing.ask_release(session, current_actor(), ask_id, read_back=bool(form.read_back.data))
    return _back(ask_id, _("A head of tracing will release it."))


@blueprint.get("/<uuid:ask_id>/sign")
@requires(Permission.INBOX_SAFEGUARD)
def sign_page(ask_id: UUID) -> ResponseReturnValue:
    """Show a child's decision to the safeguarding focal point."""
    return _page(ask_id, permission=SAFEGUARD_ONLY)


@blueprint.post("/<uuid:ask_id>/sign")
@requires(Permission.INBOX_SAFEGUARD)
def sign(ask_id: UUID) -> ResponseReturnValue:
    """Sign, as focal point, that a child's decision may go to release."""
    form = SeenForm()
    with transaction() as session:
        releasing.safeguard(session, current_actor(), ask_id, form.seen.data or "")
    flash(_("Signed."))
    return redirect(url_for("inbox.sign_page", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/release")
@requires(Permission.RELEASE_APPROVE)
def release(ask_id: UUID) -> ResponseReturnValue:
    """Release exactly what was shown to the asking society."""
    form = SeenForm()
    with transaction() as session:
        releasing.release(session, current_actor(), ask_id, form.seen.data or "")
    return _back(ask_id, _("Released: exactly this list, and nothing beside it."))


@blueprint.post("/<uuid:ask_id>/give-back")
@requires(Permission.RELEASE_APPROVE)
def give_back(ask_id: UUID) -> ResponseReturnValue:
    """Give what waits for release back to whoever asked for it, who reads why."""
    form = GiveBackForm()

    def do(session: Session) -> None:
        releasing.give_back(session, current_actor(), ask_id, form.why.data or "")

    if not done(form, do, "why"):
        return _page(ask_id, form=form), 422
    return _back(
        ask_id, _("Given back. Whoever wrote it finds it in their work, with your reason.")
    )


@blueprint.post("/releases/<uuid:release_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(release_id: UUID) -> ResponseReturnValue:
    """Take a release back at the person's word."""
    with transaction() as session:
        ask_id = releasing.withdraw(session, current_actor(), release_id)
    return _back(ask_id, _("Taken back. From this moment the other society cannot read it."))


def _page(
    ask_id: UUID,
    *,
    permission: Permission = Permission.INBOX_READ,
    form: FoundForm | DecisionForm | GiveBackForm | None = None,
    heard: list[str] | None = None,
    problem: str = "",
) -> str:
    actor = current_actor()
    with transaction() as session:
        page = answering.read(session, actor, ask_id, permission)
        names = access.staff_names(session, page.receipt, _people(page))
        decision = page.work.decision
        return render_template(
            "exchange/interview.html",
            page=page,
            ask=page.ask,
            answer=page.answer,
            country=country_name(page.ask.society_code),
            relation=RELATION_WORDS[RelationKind(page.document.relation)],
            names=names,
            words=ANSWER_WORDS,
            field_words=FIELD_WORDS,
            states=AnswerState,
            ask_states=AskState,
            **_forms(page, form),
            read_back_form=ReadBackForm(formdata=None),
            seen_form=SeenForm(formdata=None, seen=page.seen),
            crossing=release_document(page.work, decision, "tracing") if decision else None,
            heard=heard or [],
            problem=problem,
            may_answer=may(actor, Permission.INBOX_ANSWER),
            may_release=may(actor, Permission.RELEASE_APPROVE),
            may_sign=permission is SAFEGUARD_ONLY,
            may_withdraw=may(actor, Permission.CONSENT_WITHDRAW),
            may_open=may(actor, Permission.REGISTRATION_READ),
            child_file=child_files.file_for(session, actor, page.registration.person_id),
            me=actor.user_id,
            aloud_words=ALOUD,
            tongues=TONGUES,
        )


def _forms(
    page: answering.AnswerPage, typed: FoundForm | DecisionForm | GiveBackForm | None
) -> dict[str, object]:
    """Return the forms of the page; the one that was sent as it was typed."""
    return {
        "found_form": typed
        if isinstance(typed, FoundForm)
        else FoundForm(formdata=None, day=clock.today()),
        "decision_form": typed
        if isinstance(typed, DecisionForm)
        else DecisionForm(formdata=None, data=_kept(page)),
        "give_back_form": typed if isinstance(typed, GiveBackForm) else GiveBackForm(formdata=None),
    }


def _people(page: answering.AnswerPage) -> list[UUID | None]:
    answer = page.answer
    return [answer.accepted_by, answer.interviewed_by, answer.safeguarded_by] if answer else []


def _kept(page: answering.AnswerPage) -> dict[str, object]:
    """Return what was kept of an earlier talk, so that it can be gone on with."""
    work, decision = page.work, page.work.decision
    kept: dict[str, object] = {
        "alone": work.alone,
        "language": work.language,
        "interpreter": work.interpreter,
        "guardian": work.guardian,
        "best_interest": work.best_interest,
        "child_view": work.child_view,
    }
    if decision is None:
        return kept
    allowed = set(decision.allowed)
    choices = {
        "alive": Allowed.ALIVE_ONLY,
        "send": Allowed.MESSAGE_ONLY,
        "telephone": Allowed.CONTACT_DETAILS,
        "place": Allowed.WHEREABOUTS,
    }
    kept |= {name: "yes" if value in allowed else "no" for name, value in choices.items()}
    kept["first"] = "nothing" if Allowed.TELL_NOTHING in allowed else "go_on"
    return kept | {
        "message": decision.message,
        "contact": decision.contact,
        "whereabouts": decision.whereabouts,
        "until": decision.until,
    }


def _interview(form: DecisionForm) -> answering.Interview:
    answers = (
        (form.alive, Allowed.ALIVE_ONLY),
        (form.send, Allowed.MESSAGE_ONLY),
        (form.telephone, Allowed.CONTACT_DETAILS),
        (form.place, Allowed.WHEREABOUTS),
    )
    allowed = tuple(value for field, value in answers if field.data == "yes")
    if form.first.data == "nothing":
        allowed = (Allowed.TELL_NOTHING,)
    decision = Decision(
        allowed=allowed,
        message=(form.message.data or "").strip(),
        message_language=(form.language.data or "").strip(),
        contact=(form.contact.data or "").strip(),
        whereabouts=(form.whereabouts.data or "").strip(),
        until=form.until.data,
    )
    return answering.Interview(
        alone=bool(form.alone.data),
        interpreter=(form.interpreter.data or "").strip(),
        language=(form.language.data or "").strip(),
        decision=decision,
        guardian=(form.guardian.data or "").strip(),
        best_interest=(form.best_interest.data or "").strip(),
        child_view=(form.child_view.data or "").strip(),
    )


def _back(ask_id: UUID, told: str) -> ResponseReturnValue:
    flash(told)
    return redirect(url_for("inbox.show", ask_id=ask_id), code=303)
