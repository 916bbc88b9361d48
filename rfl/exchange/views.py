"""Pages of the asking society: its confirmation requests, and what came back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import asking
from rfl.exchange.document import AskDocument, Question
from rfl.exchange.fields import FIELD_WORDS, USUAL
from rfl.exchange.forms import QUESTIONS, AskForm, GiveBackForm, SeenForm
from rfl.exchange.rules import VIEW_WORDS, AskState, View
from rfl.exchange.saying import sent_words
from rfl.persons.rules import RELATION_WORDS
from rfl.societies.names import country_name, country_names
from rfl.tracing.rules import WORKING
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

blueprint = Blueprint("exchange", __name__, url_prefix="/exchange")
blueprint.add_app_template_global(sent_words)


@blueprint.get("")
@requires(Permission.ASK_LIST)
def index() -> ResponseReturnValue:
    """List the confirmation requests of the actor's society."""
    with transaction() as session:
        actor = current_actor()
        page = Page(asked_page(), asking.count_asks(session, actor))
        rows = asking.list_asks(session, actor, limit=SIZE, offset=page.offset)
        return render_template(
            "exchange/index.html",
            rows=rows,
            page=page,
            words=VIEW_WORDS,
            countries=country_names(),
        )


@blueprint.get("/new/<uuid:link_id>")
@requires(Permission.ASK_DRAFT)
def new(link_id: UUID) -> ResponseReturnValue:
    """Show the form of a new confirmation request: the usual fields ticked, no more."""
    with transaction() as session:
        found = asking.askable_of(session, current_actor(), link_id)
        form = AskForm(fields=[name for name, _value in found.fields if name in USUAL])
        return _ask_form(form, found)


@blueprint.post("/new/<uuid:link_id>")
@requires(Permission.ASK_DRAFT)
def draft(link_id: UUID) -> ResponseReturnValue:
    """Keep a new confirmation request as a draft."""
    form = AskForm()
    with transaction() as session:
        found = asking.askable_of(session, current_actor(), link_id)
        form.fields.choices = _choices(found)
        if not form.validate():
            return _ask_form(form, found), 422
        try:
            document = _document(form, found)
            ask = asking.draft(session, current_actor(), link_id, document, form.due.data)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _ask_form(form, found), 422
        ask_id = ask.id
    flash(_("Kept as a draft. Nothing has left your society."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.get("/<uuid:ask_id>")
@requires(Permission.ASK_READ)
def show(ask_id: UUID) -> ResponseReturnValue:
    """Show a confirmation request as its own society sees it."""
    return _show(ask_id, GiveBackForm(formdata=None))


def _show(ask_id: UUID, give_back_form: GiveBackForm) -> str:
    with transaction() as session:
        actor = current_actor()
        page = asking.read(session, actor, ask_id)
        names = access.staff_names(
            session, page.receipt, [page.ask.created_by, page.ask.approved_by]
        )
        return render_template(
            "exchange/show.html",
            page=page,
            ask=page.ask,
            country=country_name(page.ask.to_society),
            names=names,
            words=VIEW_WORDS,
            field_words=FIELD_WORDS,
            seen_form=SeenForm(formdata=None, seen=page.seen),
            give_back_form=give_back_form,
            may_approve=may(actor, Permission.ASK_APPROVE) and page.ask.created_by != actor.user_id,
            may_cancel=page.view in (View.DRAFT, View.SENT, View.IN_PROGRESS),
            is_draft=page.ask.state is AskState.DRAFT,
            may_draft=may(actor, Permission.ASK_DRAFT),
            may_write=may(actor, Permission.REQUEST_WRITE),
            is_sought=page.request.state in WORKING,
        )


@blueprint.get("/<uuid:ask_id>/edit")
@requires(Permission.ASK_DRAFT)
def edit(ask_id: UUID) -> ResponseReturnValue:
    """Show a draft, to be changed."""
    with transaction() as session:
        page, found = _changeable(session, ask_id)
        form = AskForm(formdata=None, **_typed(page))
        return _ask_form(form, found, ask_id)


@blueprint.post("/<uuid:ask_id>/edit")
@requires(Permission.ASK_DRAFT)
def change(ask_id: UUID) -> ResponseReturnValue:
    """Keep a draft as it was changed."""
    form = AskForm()
    with transaction() as session:
        _page, found = _changeable(session, ask_id)
        form.fields.choices = _choices(found)
        if not form.validate():
            return _ask_form(form, found, ask_id), 422
        try:
            document = _document(form, found)
            asking.change(session, current_actor(), ask_id, document, form.due.data)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _ask_form(form, found, ask_id), 422
    flash(_("Kept as a draft. Nothing has left your society."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/submit")
@requires(Permission.ASK_DRAFT)
def submit(ask_id: UUID) -> ResponseReturnValue:
    """Put a draft before a supervisor."""
    with transaction() as session:
        asking.submit(session, current_actor(), ask_id)
    flash(_("A head of tracing will read it before it is sent."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/approve")
@requires(Permission.ASK_APPROVE)
def approve(ask_id: UUID) -> ResponseReturnValue:
    """Approve exactly what was shown, and send it."""
    form = SeenForm()
    with transaction() as session:
        asking.approve(session, current_actor(), ask_id, form.seen.data or "")
    flash(_("Approved and sent."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/send-back")
@requires(Permission.ASK_APPROVE)
def send_back(ask_id: UUID) -> ResponseReturnValue:
    """Give a request back to its writer, who reads why."""
    form = GiveBackForm()

    def do(session: Session) -> None:
        asking.send_back(session, current_actor(), ask_id, form.why.data or "")

    if not done(form, do, "why"):
        return _show(ask_id, form), 422
    flash(_("Given back. Whoever wrote it finds it in their work, with your reason."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/cancel")
@requires(Permission.ASK_DRAFT)
def cancel(ask_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    with transaction() as session:
        asking.cancel(session, current_actor(), ask_id)
    flash(_("Taken back."))
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


@blueprint.post("/<uuid:ask_id>/acknowledge")
@requires(Permission.ASK_DRAFT)
def acknowledge(ask_id: UUID) -> ResponseReturnValue:
    """Write down that what was taken back is no longer used."""
    with transaction() as session:
        asking.acknowledge(session, current_actor(), ask_id)
    return redirect(url_for("exchange.show", ask_id=ask_id), code=303)


def _changeable(session: Session, ask_id: UUID) -> tuple[asking.AskPage, asking.Askable]:
    page = asking.read(session, current_actor(), ask_id)
    if page.ask.state is not AskState.DRAFT:
        raise NotFoundError("draft")
    return page, asking.askable_of(session, current_actor(), page.ask.link_id)


def _typed(page: asking.AskPage) -> dict[str, object]:
    """Return a draft as its form shows it."""
    document = page.document
    typed: dict[str, object] = {
        "fields": [name for name, _value in document.fields],
        "purpose": document.purpose,
        "due": page.ask.due_on.date(),
        "words": document.words,
    }
    for number, one in enumerate(document.questions, start=1):
        typed |= {f"question{number}": one.question, f"answer{number}": one.answer}
    return typed


def _ask_form(form: AskForm, found: asking.Askable, ask_id: UUID | None = None) -> str:
    form.fields.choices = _choices(found)
    return render_template(
        "exchange/ask_form.html",
        form=form,
        found=found,
        ask_id=ask_id,
        values=dict(found.fields),
        relation=RELATION_WORDS[found.relation],
    )


def _choices(found: asking.Askable) -> Any:
    return options((name, FIELD_WORDS[name]) for name, _value in found.fields)


def _document(form: AskForm, found: asking.Askable) -> AskDocument:
    chosen = set(form.fields.data or ())
    questions = []
    for number in range(1, QUESTIONS + 1):
        question = (form[f"question{number}"].data or "").strip()
        answer = (form[f"answer{number}"].data or "").strip()
        if bool(question) != bool(answer):
            raise RuleBrokenError("Write each question together with the family’s answer to it.")
        if question:
            questions.append(Question(question, answer))
    return AskDocument(
        purpose=form.purpose.data,
        relation=found.relation.value,
        fields=tuple((name, value) for name, value in found.fields if name in chosen),
        questions=tuple(questions),
        words=(form.words.data or "").strip(),
    )
