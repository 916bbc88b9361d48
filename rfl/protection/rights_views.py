"""Pages of rights requests: the list, a new one, one with its records, and who asks."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import RuleBrokenError
from rfl.protection import deciding, erasing, requests, retention
from rfl.protection.blueprint import rights
from rfl.protection.document import text_of
from rfl.protection.forms import (
    AnswerForm,
    CorrectionForm,
    DecisionForm,
    IdentityForm,
    NewForm,
    RecordForm,
    SeenForm,
)
from rfl.protection.requests import RightsPage
from rfl.protection.rules import (
    IDENTITY_WORDS,
    RECORD_WORDS,
    RIGHT_NAMES,
    RIGHT_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    WAITING,
    IdentityCheck,
    RecordKind,
    Right,
    RightsState,
    is_due,
)
from rfl.text import N_
from rfl.web.choices import options
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

CHIPS: Mapping[str, tuple[str, frozenset[RightsState]]] = {
    "waiting": (N_("People wait"), WAITING),
    "second": (N_("For a second person"), frozenset({RightsState.DECIDED})),
    "ended": (N_("Ended"), frozenset({RightsState.ANSWERED, RightsState.DROPPED})),
}
"""The chips over the list: a word for the address, a word for people, and the states."""


@rights.get("")
@requires(Permission.RIGHTS_LIST)
def index() -> ResponseReturnValue:
    """List what people ask about their data, the most pressing first; no names."""
    asked = request.args.get("show", "")
    chosen = asked if asked in CHIPS else "waiting"
    number = asked_page()
    with transaction() as session:
        actor = current_actor()
        is_officer = may(actor, Permission.RIGHTS_WORK)
        rows, total = requests.list_requests(
            session, actor, CHIPS[chosen][1], limit=SIZE, offset=(number - 1) * SIZE
        )
        return render_template(
            "protection/rights.html",
            rows=rows,
            page=Page(number, total),
            chips=CHIPS,
            chosen=chosen,
            states=STATE_WORDS,
            names=RIGHT_NAMES,
            due={row.id for row in rows if is_pressing(row.state, row.due_on.date())},
            may_take=may(actor, Permission.RIGHTS_TAKE),
            is_officer=is_officer,
            erasures=erasing.count_waiting(session, actor) if is_officer else 0,
            cases_due=retention.count_due(session, actor) if is_officer else 0,
        )


@rights.get("/new")
@requires(Permission.RIGHTS_TAKE)
def new() -> ResponseReturnValue:
    """Show the form on which a request is taken down."""
    return render_template("protection/new.html", form=NewForm(formdata=None))


@rights.post("/new")
@requires(Permission.RIGHTS_TAKE)
def take_down() -> ResponseReturnValue:
    """Keep what a person asks."""
    form = NewForm()
    if not form.validate():
        return render_template("protection/new.html", form=form), 422
    actor = current_actor()
    with transaction() as session:
        document = requests.document_of(
            form.asker.data or "", form.words.data or "", form.reach.data or "", None, ""
        )
        row = requests.take_down(session, actor, Right(form.right.data), document)
        rights_id, number, day = row.id, row.number, row.due_on
    told = _("Kept as %(number)s. To be answered by %(day)s.", number=number, day=f"{day:%d.%m.%Y}")
    flash(told)
    if may(actor, Permission.RIGHTS_READ):
        return redirect(url_for("rights.show", rights_id=rights_id), code=303)
    return redirect(url_for("rights.new"), code=303)


@rights.get("/<uuid:rights_id>")
@requires(Permission.RIGHTS_READ)
def show(rights_id: UUID) -> ResponseReturnValue:
    """Show one request: who asks, which records are theirs, what was decided, what comes next."""
    return shown(rights_id)


@rights.post("/<uuid:rights_id>/identity")
@requires(Permission.RIGHTS_WORK)
def identify(rights_id: UUID) -> ResponseReturnValue:
    """Write down how it was made sure who asks."""
    form = IdentityForm()

    def do(session: Session) -> None:
        checked = IdentityCheck(form.identity.data)
        page = requests.read(session, current_actor(), rights_id)
        document = requests.document_of(
            "", page.document.words, "", checked, form.identity_words.data or ""
        )
        requests.change(session, current_actor(), rights_id, document)

    return acted(rights_id, form, do, identity_form=form)


@rights.post("/<uuid:rights_id>/records")
@requires(Permission.RIGHTS_WORK)
def add_record(rights_id: UUID) -> ResponseReturnValue:
    """Add a record that is the person's."""
    form = RecordForm()

    def do(session: Session) -> None:
        requests.add_record(
            session,
            current_actor(),
            rights_id,
            form.number.data or "",
            RecordKind(form.kind.data),
            form.nth.data or 1,
        )

    return acted(rights_id, form, do, record_form=form)


@rights.post("/<uuid:rights_id>/records/<uuid:record_id>/take-out")
@requires(Permission.RIGHTS_WORK)
def take_out(rights_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Take out a record that is somebody else's."""
    with transaction() as session:
        requests.take_out_record(session, current_actor(), rights_id, record_id)
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


def acted(
    rights_id: UUID, form: BaseForm, do: Callable[[Session], None], **forms: BaseForm
) -> ResponseReturnValue:
    """Do an act of a form; show the page again with what is wrong, or as it stands now."""
    if not form.validate():
        return shown(rights_id, **forms), 422
    try:
        with transaction() as session:
            do(session)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return shown(rights_id, **forms), 422
    return redirect(url_for("rights.show", rights_id=rights_id), code=303)


def shown(rights_id: UUID, **forms: BaseForm) -> str:
    """Return the page of one request, with the forms that were filled in."""
    with transaction() as session:
        actor = current_actor()
        page = requests.read(session, actor, rights_id)
        row = page.request
        names = access.staff_names(
            session, page.receipt, [row.created_by, row.decided_by, row.approved_by]
        )
        filled = {**_forms(page), **forms}
        filled["correction_form"]["record"].choices = record_choices(page)
        return render_template(
            "protection/request.html",
            page=page,
            row=row,
            document=page.document,
            names=names,
            forms=filled,
            may_work=may(actor, Permission.RIGHTS_WORK),
            may_approve=may(actor, Permission.RIGHTS_APPROVE) and row.decided_by != actor.user_id,
            is_identified=requests.is_identified(page.document, page.records),
            to_carry_out=deciding.is_to_carry_out(row),
            is_due=is_pressing(row.state, row.due_on.date()),
            words=WORDS,
            text_of=text_of,
            erasures=erasing.erasures_of(session, page.records),
            copies=erasing.copies_elsewhere(session, page.records),
        )


def is_pressing(state: RightsState, due: date) -> bool:
    """Tell whether somebody waits for an answer that is soon due, or late."""
    return state in WAITING and is_due(due, clock.today())


def _forms(page: RightsPage) -> dict[str, BaseForm]:
    document = page.document
    return {
        "identity_form": IdentityForm(
            formdata=None,
            identity=document.identity.value if document.identity else None,
            identity_words=document.identity_words,
        ),
        "record_form": RecordForm(formdata=None),
        "decision_form": DecisionForm(formdata=None),
        "seen_form": SeenForm(formdata=None, seen=deciding.seen_of(page.request)),
        "answer_form": AnswerForm(formdata=None),
        "correction_form": CorrectionForm(formdata=None),
    }


def record_choices(page: RightsPage) -> Any:
    """Return the records of a request, to choose from."""
    return options(
        (str(one.id), f"{one.number} ({_(RECORD_WORDS[one.kind])})") for one in page.records
    )


class _Words:
    """The tables of words that the templates of a request read."""

    right = RIGHT_WORDS
    name = RIGHT_NAMES
    state = STATE_WORDS
    verdict = VERDICT_WORDS
    identity = IDENTITY_WORDS
    record = RECORD_WORDS


WORDS = _Words()
