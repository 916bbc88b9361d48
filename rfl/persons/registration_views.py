"""Pages of registrations: the list, taking one down, one with all that belongs to it."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, current_place, requires
from rfl.access.rules import Permission, Sensitivity, may
from rfl.drafts import keeping
from rfl.drafts.rules import FormKind
from rfl.errors import RuleBrokenError
from rfl.lists import kept
from rfl.lists.rules import OWNERS
from rfl.persons import (
    bulk_views,
    calendars,
    decision_views,
    likely,
    queries,
    records,
    registering,
    taking_down,
)
from rfl.persons.blueprint import registrations
from rfl.persons.consent_paper import consent_form
from rfl.persons.document import ConsentDocument, PersonDocument
from rfl.persons.forms import ChangeForm, RegistrationForm
from rfl.persons.likely import Known
from rfl.persons.models import Consent
from rfl.persons.narrowing import (
    DUES,
    KIND_CHIPS,
    MET_WITHIN_DAYS,
    chosen_of,
    filter_of,
    listing,
    words_of,
)
from rfl.persons.panels import parts_of
from rfl.persons.person_form import add_rows, from_document, reads
from rfl.persons.records import RegistrationPage
from rfl.persons.rules import Purpose, RegistrationKind
from rfl.persons.sealing import named_now
from rfl.persons.sections import sections_of
from rfl.persons.wording import WORDS
from rfl.societies import service as societies
from rfl.societies.names import society_words
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.papers import given
from rfl.web.tongues import TONGUES, asked
from rfl.web.transaction import transaction

rooms = (bulk_views, decision_views)
"""Imported for the pages that they hang on the blueprint."""


@registrations.get("/consent-form")
@requires(Permission.REGISTRATION_CREATE)
def print_consent_form() -> ResponseReturnValue:
    """Give an empty consent form, in the person's language and the reader's. It names nobody."""
    with transaction() as session:
        society = societies.society(session, current_actor().society).name
    paper = consent_form(society_words(society), asked(request.args.get("lang")))
    return given(paper, "consent")


@registrations.get("")
@requires(Permission.REGISTRATION_LIST)
def index() -> ResponseReturnValue:
    """List registrations, newest first; filters and page stand in the address."""
    actor, number, chosen = current_actor(), asked_page(), chosen_of(request.args)
    is_desk = may(actor, Permission.PERSON_LIST)
    with transaction() as session:
        found = registering.list_registrations(
            session, actor, filter_of(actor, chosen), limit=SIZE, offset=(number - 1) * SIZE
        )
        sites = {site.id: site.name for site in societies.sites(session, actor.society)}
        return render_template(
            "registrations/index.html",
            found=found,
            page=Page(number, found.total),
            words=WORDS,
            sites=sites,
            chosen=chosen,
            chip_words=KIND_CHIPS,
            totals={"": sum(found.counts.values()), **found.counts},
            owners=OWNERS,
            dues=DUES,
            met_within=MET_WITHIN_DAYS,
            kept=kept.views(session, actor, listing(sites)) if is_desk else (),
            combined=words_of(chosen, sites),
            is_narrowed=any(chosen.values()),
            tick_all=request.args.get("tick") == "all",
            describe=calendars.describe,
            is_desk=is_desk,
            may_share=may(actor, Permission.REQUEST_ASSIGN),
        )


@registrations.get("/new")
@requires(Permission.REGISTRATION_CREATE)
def new() -> ResponseReturnValue:
    """Show the form on which a person is registered."""
    asked = request.args.get("kind", "")
    kind = asked if asked in set(RegistrationKind) else RegistrationKind.WANTS_FAMILY_TO_KNOW.value
    draft_id = keeping.asked()
    with transaction() as session:
        typed = keeping.restored(session, FormKind.REGISTRATION, draft_id) if draft_id else None
        here = societies.site_at(session, current_actor().society, current_place())
        form = RegistrationForm(formdata=typed, met_on=clock.today(), kind=kind, site=here)
        return _new_page(session, form, draft_id)


@registrations.post("/new")
@requires(Permission.REGISTRATION_CREATE)
def create() -> ResponseReturnValue:
    """Register a person; or change the rows of the form, if one of their buttons was pressed."""
    form = RegistrationForm()
    if request.form.get("go") == keeping.KEEP:
        return _keep(form)
    with transaction() as session:
        if add_rows(form.person.form, request.form.get):
            return _new_page(session, form)
        _choose(session, form)
        if not form.validate():
            return _new_page(session, form), 422
        new = taking_down.new_registration(form)
        if found := _doubles(session, new.person):
            return _new_page(session, form, found=found)
        try:
            with session.begin_nested():
                row = registering.register(session, current_actor(), new)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _new_page(session, form), 422
        address, number = url_for("registrations.show", registration_id=row.id), row.number
    keeping.finished(form.once.data)
    flash(_("Kept as %(number)s, sealed.", number=number))
    return redirect(address, code=303)


def _doubles(session: Session, person: PersonDocument) -> Sequence[Known]:
    """Return who may be registered already, unless the form was sent once more all the same."""
    if request.form.get("sure"):
        return ()
    return likely.doubles(session, current_actor(), FormKind.REGISTRATION, person)


def _keep(form: RegistrationForm) -> ResponseReturnValue:
    """Keep what was typed, to go on with it later."""
    kept = keeping.kept(form, FormKind.REGISTRATION)
    if kept is None:
        with transaction() as session:
            return _new_page(session, form), 422
    flash(keeping.said())
    return redirect(url_for("registrations.new"), code=303)


@registrations.get("/<uuid:registration_id>")
@requires(Permission.REGISTRATION_READ)
def show(registration_id: UUID) -> ResponseReturnValue:
    """Show one registration with the person, every statement, and what they decided."""
    actor = current_actor()
    with transaction() as session:
        page = records.read(session, actor, registration_id)
        people = [page.registration.created_by, page.registration.owner_id]
        people += [*(one.recorded_by for one in page.consents)]
        people += [one.by for one in page.particulars.replaced if one.by]
        names = access.staff_names(session, page.receipt, people)
        return render_template(
            "registrations/show.html",
            page=page,
            row=page.registration,
            person=page.person,
            particulars=page.particulars,
            words=WORDS,
            describe=calendars.describe,
            site=queries.site_name(session, page.registration.site_id),
            names=names,
            staff=names,
            decided=_in_order(page),
            parts=parts_of(session, actor, page.person.id, page.particulars),
            sections=sections_of(session, actor, page.receipt, page.person.id),
            may_change=may(actor, Permission.REGISTRATION_WRITE),
            may_withdraw=may(actor, Permission.CONSENT_WITHDRAW),
            may_seal=may(actor, Permission.REQUEST_DECIDE),
            is_desk=may(actor, Permission.PERSON_LIST),
            named=_named(session, page),
        )


@registrations.get("/<uuid:registration_id>/edit")
@requires(Permission.REGISTRATION_WRITE)
def edit(registration_id: UUID) -> ResponseReturnValue:
    """Show the form on which a registered person is changed."""
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        form = ChangeForm(
            formdata=None,
            person=from_document(page.particulars),
            words=page.document.words,
            reach=page.document.reach,
            said_on=clock.today(),
        )
        return _edit_page(page.registration.number, registration_id, form)


@registrations.post("/<uuid:registration_id>/edit")
@requires(Permission.REGISTRATION_WRITE)
def change(registration_id: UUID) -> ResponseReturnValue:
    """Change what is known of a registered person."""
    form = ChangeForm()
    with transaction() as session:
        page = records.read(session, current_actor(), registration_id)
        number = page.registration.number
        if add_rows(form.person.form, request.form.get):
            return _edit_page(number, registration_id, form)
        if not form.validate():
            return _edit_page(number, registration_id, form), 422
        try:
            with session.begin_nested():
                is_changed = _change(session, form, page)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _edit_page(number, registration_id, form), 422
    flash(
        _("Kept. They are compared anew with everybody who is looked for.")
        if is_changed
        else _("Nothing was changed.")
    )
    return redirect(url_for("registrations.show", registration_id=registration_id), code=303)


def _change(session: Session, form: ChangeForm, page: RegistrationPage) -> bool:
    """Keep what a form changes, if it changes anything; tell whether it did."""
    person, document = taking_down.changed(form, page)
    if (person, document) == (page.particulars, page.document):
        return False
    registering.change(session, current_actor(), page.registration.id, person, document)
    return True


def _named(session: Session, page: RegistrationPage) -> list[str]:
    """Return the names of those for whom a record is sealed; none where it is not."""
    if page.registration.sensitivity is not Sensitivity.SEALED:
        return []
    return named_now(session, page.receipt, page.registration.id)


def _in_order(page: RegistrationPage) -> list[tuple[Consent, ConsentDocument]]:
    """Return decisions with the words that were read, purpose by purpose, the newest first."""
    order = list(Purpose)
    decided = zip(page.consents, page.consent_words, strict=True)
    return sorted(decided, key=lambda pair: order.index(pair[0].purpose))


def _choose(session: Session, form: RegistrationForm) -> None:
    """Give the form the sites and societies there are."""
    own = current_actor().society
    sites = societies.sites(session, own)
    form.site.choices = options(
        [("", _("Somewhere else")), *((str(site.id), site.name) for site in sites)]
    )
    form.recipients.choices = decision_views.partners(session, own)


def _new_page(
    session: Session,
    form: RegistrationForm,
    here: UUID | None = None,
    found: Sequence[Known] = (),
) -> str:
    _choose(session, form)
    return render_template(
        "registrations/form.html",
        form=form,
        reads=reads(form.person.form),
        words=WORDS,
        drafts=keeping.waiting(session, FormKind.REGISTRATION, here),
        tongues=TONGUES,
        found=found,
        may_search=may(current_actor(), Permission.SEARCH),
    )


def _edit_page(number: str, registration_id: UUID, form: ChangeForm) -> str:
    return render_template(
        "registrations/edit.html",
        form=form,
        number=number,
        registration_id=registration_id,
        reads=reads(form.person.form),
    )
