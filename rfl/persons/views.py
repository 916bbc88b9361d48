"""Pages of registrations and consents, and the volunteer's first page."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Form

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.errors import RuleBrokenError
from rfl.persons import calendars, person_form, queries, registering
from rfl.persons.document import (
    ConsentDocument,
    PersonDocument,
    RegistrationDocument,
    Said,
)
from rfl.persons.forms import ChangeForm, RegistrationForm
from rfl.persons.queries import RegistrationFilter
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import (
    ALIVE_WORDS,
    NAME_ROLE_WORDS,
    PURPOSE_WORDS,
    REGISTRATION_WORDS,
    RELATION_WORDS,
    SEX_WORDS,
    SOURCE_WORDS,
    ConsentDecision,
    Purpose,
    RegistrationKind,
    SourceKind,
)
from rfl.societies import service as societies
from rfl.text import Text
from rfl.web.choices import options
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

registrations = Blueprint("registrations", __name__, url_prefix="/registrations")
consents = Blueprint("consents", __name__, url_prefix="/consents")
intake = Blueprint("intake", __name__, url_prefix="/intake")
blueprints = (registrations, consents, intake)

RECENT = 10


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of words that the templates of a person read."""

    sex = SEX_WORDS
    relation = RELATION_WORDS
    kind = REGISTRATION_WORDS
    purpose = PURPOSE_WORDS
    source = SOURCE_WORDS
    alive = ALIVE_WORDS
    name_role = NAME_ROLE_WORDS

    @property
    def countries(self) -> dict[str, str]:
        """Return the names of countries by code."""
        return societies.countries()


WORDS = Words()


@registrations.get("/")
@requires(Permission.REGISTRATION_LIST)
def index() -> ResponseReturnValue:
    """List registrations, newest first, narrowed by the address."""
    with transaction() as session:
        actor = current_actor()
        narrowed = _filter()
        number = asked_page()
        rows, total = registering.list_registrations(
            session, actor, narrowed, limit=SIZE, offset=(number - 1) * SIZE
        )
        return render_template(
            "registrations/index.html",
            rows=rows,
            page=Page(number, total),
            words=WORDS,
            sites=societies.sites(session, actor.society),
            narrowed=narrowed,
            describe=describe_births,
        )


@registrations.get("/new")
@requires(Permission.REGISTRATION_CREATE)
def new() -> ResponseReturnValue:
    """Show the form on which a person is registered."""
    with transaction() as session:
        return _new_page(session, RegistrationForm(met_on=clock.today()))


@registrations.post("/new")
@requires(Permission.REGISTRATION_CREATE)
def create() -> ResponseReturnValue:
    """Register a person; or add a row to the form, if its button was pressed."""
    form = RegistrationForm()
    with transaction() as session:
        form.site.choices = _site_choices(session)
        if person_form.add_rows(form.person.form, request.form.get):
            return _new_page(session, form)
        if not _agreed(form) or not form.validate():
            return _new_page(session, form), 422
        try:
            with session.begin_nested():
                row = registering.register(session, current_actor(), _registration(form))
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _new_page(session, form), 422
        address = url_for("registrations.show", registration_id=row.id)
    flash(_("Registered. Families who look for them can now be found."))
    return redirect(address, code=303)


@registrations.get("/<uuid:registration_id>")
@requires(Permission.REGISTRATION_READ)
def show(registration_id: UUID) -> ResponseReturnValue:
    """Show one registration with the person and their consents."""
    with transaction() as session:
        actor = current_actor()
        page = registering.read(session, actor, registration_id)
        names = access.staff_names(session, page.receipt, [page.registration.created_by])
        sites = {site.id: site.name for site in societies.sites(session, actor.society)}
        return render_template(
            "registrations/show.html",
            page=page,
            row=page.registration,
            words=WORDS,
            describe=calendars.describe,
            site=sites.get(page.registration.site_id, page.document.place)
            if page.registration.site_id
            else page.document.place,
            by=names.get(page.registration.created_by, ""),
            may_change=may(actor, Permission.REGISTRATION_WRITE),
            may_withdraw=may(actor, Permission.CONSENT_WITHDRAW),
        )


@registrations.get("/<uuid:registration_id>/edit")
@requires(Permission.REGISTRATION_WRITE)
def edit(registration_id: UUID) -> ResponseReturnValue:
    """Show the form on which a registered person is changed."""
    with transaction() as session:
        page = registering.read(session, current_actor(), registration_id)
        form = ChangeForm(
            person=person_form.from_document(page.particulars),
            words=page.document.words,
            reach=page.document.reach,
        )
        return _edit_page(page.registration.number, registration_id, form)


@registrations.post("/<uuid:registration_id>/edit")
@requires(Permission.REGISTRATION_WRITE)
def change(registration_id: UUID) -> ResponseReturnValue:
    """Change what is known of a registered person."""
    form = ChangeForm()
    with transaction() as session:
        actor = current_actor()
        page = registering.read(session, actor, registration_id)
        number = page.registration.number
        if person_form.add_rows(form.person.form, request.form.get):
            return _edit_page(number, registration_id, form)
        if not form.validate():
            return _edit_page(number, registration_id, form), 422
        said = Said(SourceKind.PERSON, clock.today())
        try:
            person = person_form.to_document(form.person.form, said, page.particulars)
            document = _changed(page.document, form)
            with session.begin_nested():
                registering.change(session, actor, registration_id, person, document)
        except RuleBrokenError as error:
            form.refuse(str(say(error.sentence)))
            return _edit_page(number, registration_id, form), 422
    flash(_("Kept, and compared anew."))
    return redirect(url_for("registrations.show", registration_id=registration_id), code=303)


@consents.get("/")
@requires(Permission.CONSENT_LIST)
def consents_index() -> ResponseReturnValue:
    """List consents of the society's registered people by number; no names."""
    with transaction() as session:
        actor = current_actor()
        number = asked_page()
        rows = queries.consents_of_society(session, actor.society, SIZE + 1, (number - 1) * SIZE)
        registering.record_consents_listed(session, actor, [c.id for c, _number in rows])
        total = (number - 1) * SIZE + len(rows)
        return render_template(
            "registrations/consents.html",
            rows=rows[:SIZE],
            page=Page(number, total),
            words=WORDS,
            given=ConsentDecision.GIVEN,
        )


@consents.post("/<uuid:consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    """Take a consent back at the person's word."""
    with transaction() as session:
        actor = current_actor()
        consent = registering.withdraw_consent(session, actor, consent_id)
        registration = queries.registration_of(session, consent.person_id)
    flash(_("Taken back. It opens nothing any more, here or elsewhere."))
    if registration is None or not may(actor, Permission.REGISTRATION_READ):
        return redirect(url_for("consents.consents_index"), code=303)
    return redirect(url_for("registrations.show", registration_id=registration.id), code=303)


@intake.get("/")
@requires(Permission.REGISTRATION_CREATE)
def home() -> ResponseReturnValue:
    """Show the two large buttons and one's own newest entries."""
    with transaction() as session:
        actor = current_actor()
        rows, _total = registering.list_registrations(
            session, actor, RegistrationFilter(), limit=RECENT, offset=0
        )
        return render_template("registrations/intake.html", rows=rows, words=WORDS)


def describe_births(document: PersonDocument) -> list[Text]:
    """Return each birth as it was told, the surest first."""
    return [calendars.describe(birth) for birth in document.births]


def _filter() -> RegistrationFilter:
    args = request.args
    kind = args.get("kind", "")
    days = args.get("days", "")
    since = None
    if days.isdecimal() and len(days) < 5:  # noqa: PLR2004
        since = datetime.combine(clock.today() - timedelta(days=int(days)), time(0), UTC)
    try:
        site = UUID(args["site"]) if args.get("site") else None
    except ValueError:
        site = None
    return RegistrationFilter(
        number=args.get("number", "")[:30],
        kind=RegistrationKind(kind) if kind in set(RegistrationKind) else None,
        site_id=site,
        met_from=since,
    )


def _agreed(form: RegistrationForm) -> bool:
    """Tell whether the person agreed; without their word nothing is kept."""
    if form.agrees.data or form.attested.data:
        return True
    form.validate()
    form.refuse(_("Ask them first whether they agree to be registered, and tick it."), "agrees")
    return False


def _registration(form: RegistrationForm) -> NewRegistration:
    met_on = form.met_on.data
    said = Said(SourceKind.PERSON, met_on)
    attested = bool(form.attested.data)
    words = ConsentDocument(
        language=(form.language.data or "").strip(),
        attested_by=(form.attested_by.data or "").strip(),
    )
    share = ConsentDecision.GIVEN if form.share.data == "yes" else ConsentDecision.REFUSED
    return NewRegistration(
        kind=RegistrationKind(form.kind.data),
        met_on=met_on,
        person=person_form.to_document(form.person.form, said),
        document=RegistrationDocument(
            words=(form.words.data or "").strip(), reach=(form.reach.data or "").strip()
        ),
        consents=(
            NewConsent(Purpose.TRACING, attested=attested, document=words),
            NewConsent(Purpose.SHARE_SOCIETY, share, attested=attested, document=words),
        ),
        site_id=UUID(form.site.data) if form.site.data else None,
    )


def _changed(document: RegistrationDocument, form: ChangeForm) -> RegistrationDocument:
    return RegistrationDocument(
        words=(form.words.data or "").strip(),
        reach=(form.reach.data or "").strip(),
        place=document.place,
        country=document.country,
        external_id=document.external_id,
        submitted_by=document.submitted_by,
    )


def _site_choices(session: Session) -> Any:
    rows = societies.sites(session, current_actor().society)
    return options([("", _("Somewhere else")), *((str(site.id), site.name) for site in rows)])


def _new_page(session: Session, form: RegistrationForm) -> str:
    form.site.choices = _site_choices(session)
    return render_template("registrations/form.html", form=form, reads=_reads(form.person.form))


def _edit_page(number: str, registration_id: UUID, form: ChangeForm) -> str:
    return render_template(
        "registrations/edit.html",
        form=form,
        number=number,
        registration_id=registration_id,
        reads=_reads(form.person.form),
    )


def _reads(fields: Form) -> Text | None:
    return person_form.reads(fields)
