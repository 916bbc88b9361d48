"""Pages on which what is known in a case is changed: people, circumstances, consents."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.person_form import from_document, reads
from rfl.persons.rules import PURPOSE_WORDS
from rfl.tracing import changing, reading, taking_down
from rfl.tracing.blueprint import tracing
from rfl.tracing.case_forms import (
    ConsentsForm,
    EnquirerForm,
    SituationForm,
    SoughtForm,
    WithdrawForm,
)
from rfl.tracing.opening import NewSought
from rfl.tracing.opening_views import check_consent, fill_societies
from rfl.tracing.reading import Case
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.rows import ROW, change_rows
from rfl.web.transaction import transaction


@tracing.get("/requests/<uuid:request_id>/sought/new")
@requires(Permission.REQUEST_WRITE)
def add_sought_page(request_id: UUID) -> ResponseReturnValue:
    """Ask whom else the family looks for; with what both share, where that is asked for."""
    is_like = request.args.get("like") == "first"
    with transaction() as session:
        data = None
        if is_like:
            first = reading.read(session, current_actor(), request_id).sought[0]
            data = taking_down.data_shared(NewSought(first.person, first.search))
        form = SoughtForm(data=data)
        return _render(
            session, request_id, form, "tracing/sought.html", is_new=True, is_like=is_like
        )


@tracing.post("/requests/<uuid:request_id>/sought/new")
@requires(Permission.REQUEST_WRITE)
def add_sought(request_id: UUID) -> ResponseReturnValue:
    """Add a sought person."""
    form = SoughtForm()

    def do(session: Session) -> None:
        new = taking_down.new_sought(form)
        changing.add_sought(session, current_actor(), request_id, new)

    if _kept(form, do):
        return _back(request_id, _("Added. The search for them has begun."))
    return _page(request_id, form, "tracing/sought.html", is_new=True), _status()


@tracing.get("/requests/<uuid:request_id>/sought/<uuid:sought_id>")
@requires(Permission.REQUEST_WRITE)
def sought_page(request_id: UUID, sought_id: UUID) -> ResponseReturnValue:
    """Show what is known of a sought person, to be changed."""
    with transaction() as session:
        known = _sought(reading.read(session, current_actor(), request_id), sought_id)
        form = SoughtForm(data=taking_down.data_of_sought(known))
        return _render(session, request_id, form, "tracing/sought.html", is_new=False)


@tracing.post("/requests/<uuid:request_id>/sought/<uuid:sought_id>")
@requires(Permission.REQUEST_WRITE)
def change_sought(request_id: UUID, sought_id: UUID) -> ResponseReturnValue:
    """Change what is known of a sought person."""
    form = SoughtForm()

    def do(session: Session) -> None:
        earlier = _sought(reading.read(session, current_actor(), request_id), sought_id)
        new = taking_down.new_sought(form, earlier)
        changing.change_sought(session, current_actor(), request_id, sought_id, new)

    if _kept(form, do):
        return _back(request_id, _("Kept. The search goes on with what is known now."))
    return _page(request_id, form, "tracing/sought.html", is_new=False), _status()


@tracing.get("/requests/<uuid:request_id>/enquirer")
@requires(Permission.REQUEST_WRITE)
def enquirer_page(request_id: UUID) -> ResponseReturnValue:
    """Show what is known of the enquirer, to be changed."""
    with transaction() as session:
        known = reading.read(session, current_actor(), request_id).enquirer
        form = EnquirerForm(data={"person": from_document(known)})
        return _render(session, request_id, form, "tracing/enquirer.html")


@tracing.post("/requests/<uuid:request_id>/enquirer")
@requires(Permission.REQUEST_WRITE)
def change_enquirer(request_id: UUID) -> ResponseReturnValue:
    """Change what is known of the enquirer."""
    form = EnquirerForm()

    def do(session: Session) -> None:
        earlier = reading.read(session, current_actor(), request_id).enquirer
        person = taking_down.enquirer(form, earlier)
        changing.change_enquirer(session, current_actor(), request_id, person)

    if _kept(form, do):
        return _back(request_id, _("Kept."))
    return _page(request_id, form, "tracing/enquirer.html"), _status()


@tracing.get("/requests/<uuid:request_id>/edit")
@requires(Permission.REQUEST_WRITE)
def edit_page(request_id: UUID) -> ResponseReturnValue:
    """Show how contact was lost and how the family is reached, to be changed."""
    with transaction() as session:
        known = reading.read(session, current_actor(), request_id).document
        form = SituationForm(data=taking_down.data_of_situation(known))
        return _render(session, request_id, form, "tracing/edit.html")


@tracing.post("/requests/<uuid:request_id>/edit")
@requires(Permission.REQUEST_WRITE)
def edit(request_id: UUID) -> ResponseReturnValue:
    """Change how contact was lost and how the family is reached."""
    form = SituationForm()

    def do(session: Session) -> None:
        document = taking_down.situation(form)
        changing.change(session, current_actor(), request_id, document)

    if _kept(form, do):
        return _back(request_id, _("Kept."))
    return _page(request_id, form, "tracing/edit.html"), 422


@tracing.get("/requests/<uuid:request_id>/consents")
@requires(Permission.REQUEST_WRITE)
def consents_page(request_id: UUID) -> ResponseReturnValue:
    """Ask what the enquirer agrees to."""
    return _page(request_id, ConsentsForm(), "tracing/consents.html")


@tracing.post("/requests/<uuid:request_id>/consents")
@requires(Permission.REQUEST_WRITE)
def give_consents(request_id: UUID) -> ResponseReturnValue:
    """Write down what the enquirer agreed to."""
    form = ConsentsForm()

    def do(session: Session) -> None:
        consents = taking_down.consents(form)
        changing.give_consents(session, current_actor(), request_id, consents)

    with transaction() as session:
        fill_societies(session, form)
    if not form.consent.data:
        form.refuse(_("Tick this when the enquirer has agreed."), "consent")
    elif check_consent(form) and _kept(form, do):
        return _back(request_id, _("The consent is written down."))
    return _page(request_id, form, "tracing/consents.html"), 422


@tracing.get("/requests/<uuid:request_id>/consents/<uuid:consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw_page(request_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Ask whether a consent is taken back."""
    with transaction() as session:
        case = reading.read(session, current_actor(), request_id)
        consent = next((one for one in case.consents if one.id == consent_id), None)
        if consent is None:
            raise NotFoundError("consent")
        words = PURPOSE_WORDS[consent.purpose]
        return _render(
            session,
            request_id,
            WithdrawForm(),
            "tracing/withdraw.html",
            purpose=words,
            stops=consent.purpose == "tracing",
        )


@tracing.post("/requests/<uuid:request_id>/consents/<uuid:consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(request_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Take one of the enquirer's consents back."""
    with transaction() as session:
        changing.withdraw_consent(session, current_actor(), request_id, consent_id)
    return _back(request_id, _("Taken back. It opens nothing from this moment on."))


def _sought(case: Case, sought_id: UUID) -> NewSought:
    found = next((one for one in case.sought if one.row.id == sought_id), None)
    if found is None:
        raise NotFoundError("sought person")
    return NewSought(found.person, found.search)


def _kept(form: BaseForm, do: Callable[[Session], None]) -> bool:
    """Keep what was typed if the form is whole; a rule that forbids it is told, nothing is lost."""
    if asked := request.form.get(ROW):
        change_rows(form, asked)
        return False
    if not form.validate():
        return False
    try:
        with transaction() as session:
            do(session)
    except RuleBrokenError as error:
        form.refuse(str(say(error.sentence)))
        return False
    return True


def _status() -> int:
    """Return 200 where only a row more was asked for, else 422."""
    return 200 if request.form.get(ROW) else 422


def _back(request_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("tracing.show", request_id=request_id), code=303)


def _page(request_id: UUID, form: BaseForm, template: str, **more: object) -> str:
    with transaction() as session:
        return _render(session, request_id, form, template, **more)


def _render(
    session: Session, request_id: UUID, form: BaseForm, template: str, **more: object
) -> str:
    heading = reading.heading(session, current_actor(), request_id)
    if "recipients" in form:
        fill_societies(session, form)
    said = reads(form["person"].form) if "person" in form else None
    return render_template(template, heading=heading, form=form, reads=said, **more)
