"""Pages on which a registered person's decisions are written down and taken back, and sealing."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons import deciding, queries, records, seal_pages, service, taking_down, unsealing
from rfl.persons.blueprint import registrations
from rfl.persons.forms import DecisionForm, SealForm, UnsealForm
from rfl.persons.records import RegistrationPage
from rfl.persons.sealing import Circle, circle
from rfl.persons.wording import WORDS
from rfl.societies import service as societies
from rfl.societies.names import country_name
from rfl.web.choices import options
from rfl.web.doing import tell
from rfl.web.i18n import say
from rfl.web.transaction import transaction


def partners(session: Session, own: str) -> Any:
    """Return the other societies, to choose from."""
    others = (one for one in societies.societies(session) if one.code != own)
    return options((one.code, country_name(one.code)) for one in others)


@registrations.get("/<uuid:registration_id>/consents/new")
@requires(Permission.REGISTRATION_WRITE)
def new_decision(registration_id: UUID) -> ResponseReturnValue:
    """Show the form on which one more decision is written down."""
    with transaction() as session:
        number = records.read(session, current_actor(), registration_id).registration.number
        return _decision_page(session, number, registration_id, DecisionForm(formdata=None))


@registrations.post("/<uuid:registration_id>/consents/new")
@requires(Permission.REGISTRATION_WRITE)
def decide(registration_id: UUID) -> ResponseReturnValue:
    """Write down one more decision; it acts at once."""
    form = DecisionForm()
    with transaction() as session:
        actor = current_actor()
        number = records.read(session, actor, registration_id).registration.number
        form.recipients.choices = partners(session, actor.society)
        if not form.validate():
            return _decision_page(session, number, registration_id, form), 422
        try:
            with session.begin_nested():
                for one in taking_down.decisions(form):
                    deciding.give_consent(session, actor, registration_id, one)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _decision_page(session, number, registration_id, form), 422
    flash(_("Kept. It holds from this moment."))
    return redirect(url_for("registrations.show", registration_id=registration_id), code=303)


@registrations.post("/<uuid:registration_id>/consents/<uuid:consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(registration_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Take a consent back at the person's word."""
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        if consent_id not in {one.id for one in page.consents}:
            raise NotFoundError("consent")
        deciding.withdraw_consent(session, current_actor(), consent_id)
    flash(_("Taken back. It opens nothing any more, here or elsewhere."))
    return redirect(url_for("registrations.show", registration_id=registration_id), code=303)


@registrations.get("/<uuid:registration_id>/seal")
@requires(Permission.REQUEST_DECIDE)
def choose_readers(registration_id: UUID) -> ResponseReturnValue:
    """Ask who may go on knowing of the record."""
    form = SealForm(formdata=None)
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        found = _circle(session, page)
        seal_pages.fill(form, found)
        seal_pages.begin(form, found)
        return _seal_page(page, form, found)


@registrations.post("/<uuid:registration_id>/seal")
@requires(Permission.REQUEST_DECIDE)
def seal(registration_id: UUID) -> ResponseReturnValue:
    """Seal the record: only those who are ticked know from then on that it exists."""
    form = SealForm()
    with transaction() as session:
        actor = current_actor()
        page = records.read(session, actor, registration_id)
        found = _circle(session, page)
        seal_pages.fill(form, found)
        if not form.validate():
            return _seal_page(page, form, found), 422
        readers, owner_id = seal_pages.readers_of(form), seal_pages.owner_of(form, found)
        try:
            with session.begin_nested():
                service.seal_record(session, actor, page.person.id, readers, owner_id)
        except RuleBrokenError as error:
            tell(form, error, "readers")
            return _seal_page(page, form, found), 422
        return render_template(
            "registrations/sealed.html",
            number=page.registration.number,
            told=seal_pages.told(found, readers, page.registration.owner_id),
            record=_address(registration_id) if actor.user_id in readers else "",
            around=(url_for("registrations.index"), _("People")),
        )


@registrations.get("/<uuid:registration_id>/unseal")
@requires(Permission.REQUEST_DECIDE)
def write_unseal(registration_id: UUID) -> ResponseReturnValue:
    """Ask why the seal may end."""
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        return _unseal_page(page, UnsealForm(formdata=None))


@registrations.post("/<uuid:registration_id>/unseal")
@requires(Permission.REQUEST_DECIDE)
def ask_unseal(registration_id: UUID) -> ResponseReturnValue:
    """Ask that the seal end; a safeguarding focal point decides."""
    form = UnsealForm()
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        if not form.validate():
            return _unseal_page(page, form), 422
        try:
            with session.begin_nested():
                unsealing.ask(session, current_actor(), registration_id, form.why.data or "")
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)), "why")
            return _unseal_page(page, form), 422
    flash(_("Asked. It stays sealed until a safeguarding focal point decides."))
    return redirect(url_for("approvals.index"), code=303)


def _decision_page(session: Session, number: str, registration_id: UUID, form: DecisionForm) -> str:
    form.recipients.choices = partners(session, current_actor().society)
    return render_template(
        "registrations/decision.html",
        form=form,
        number=number,
        registration_id=registration_id,
        words=WORDS,
    )


def _circle(session: Session, page: RegistrationPage) -> Circle:
    """Return who knows of the record now, on whichever of the person's rows."""
    others = queries.registrations_of(session, [page.person.id])
    rest = (row for row in others if row.id != page.registration.id)
    return circle(session, page.receipt, [page.registration, page.person, *rest])


def _address(registration_id: UUID) -> str:
    return url_for("registrations.show", registration_id=registration_id)


def _unseal_page(page: RegistrationPage, form: UnsealForm) -> str:
    return render_template("registrations/unseal.html", form=form, row=page.registration)


def _seal_page(page: RegistrationPage, form: SealForm, found: Circle) -> str:
    return render_template(
        "registrations/seal.html",
        form=form,
        row=page.registration,
        found=found,
        reasons=seal_pages.reasons(found),
    )
