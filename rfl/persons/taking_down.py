"""From what was typed to what is kept: registrations and decisions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from flask_babel import gettext

from rfl.access.rules import Sensitivity
from rfl.persons.consenting import NewConsent
from rfl.persons.document import ConsentDocument, PersonDocument, RegistrationDocument, Said
from rfl.persons.forms import (
    ALL,
    FURTHER,
    NONE,
    ChangeForm,
    DecisionForm,
    HowAskedForm,
    RegistrationForm,
)
from rfl.persons.person_form import to_document
from rfl.persons.records import RegistrationPage
from rfl.persons.registering import NewRegistration
from rfl.persons.rules import ConsentDecision, Purpose, RegistrationKind, SourceKind
from rfl.persons.wording import ALOUD


def new_registration(form: RegistrationForm) -> NewRegistration:
    """Return the registration that a validated form tells."""
    met_on = form.met_on.data
    if met_on is None:
        raise ValueError("the form was not validated")
    said = Said(SourceKind(form.source.data), met_on)
    site = "" if _text(form.place) else form.site.data  # the form begins with the reader's own site
    return NewRegistration(
        kind=RegistrationKind(form.kind.data),
        met_on=met_on,
        person=to_document(form.person.form, said),
        document=RegistrationDocument(
            words=_text(form.words),
            reach=_text(form.reach),
            place="" if site else _text(form.place),
            country="" if site else form.country.data or "",
        ),
        consents=tuple(_consents(form)),
        site_id=UUID(site) if site else None,
        sensitivity=Sensitivity.RESTRICTED if form.closely.data else Sensitivity.NORMAL,
    )


def changed(
    form: ChangeForm, page: RegistrationPage
) -> tuple[PersonDocument, RegistrationDocument]:
    """Return the particulars of person and registration as a validated form changes them."""
    said = Said(SourceKind(form.source.data), form.said_on.data)
    person = to_document(form.person.form, said, page.particulars, is_slip=form.how.data == "slip")
    document = msgspec.structs.replace(
        page.document, words=_text(form.words), reach=_text(form.reach)
    )
    return person, document


def decisions(form: DecisionForm) -> list[NewConsent]:
    """Return what a validated form says was decided: one row a society, where some were named."""
    purpose = Purpose(form.purpose.data)
    is_given = form.decision.data == "yes"
    named = form.recipients.data if purpose is Purpose.SHARE_SOCIETY else ()
    return _decided(form, purpose, is_given=is_given, recipients=named or ())


def _consents(form: RegistrationForm) -> list[NewConsent]:
    """Return the search and the sharing, and whatever else was asked; a 'no' is kept too."""
    found = _decided(form, Purpose.TRACING, is_given=True)
    recipients = () if form.share.data in (ALL, NONE) else form.recipients.data or ()
    found += _decided(
        form, Purpose.SHARE_SOCIETY, is_given=form.share.data != NONE, recipients=recipients
    )
    for purpose in FURTHER:
        answer = form[purpose.value].data
        if answer:
            found += _decided(form, purpose, is_given=answer == "yes")
    return found


def _decided(
    form: HowAskedForm, purpose: Purpose, *, is_given: bool, recipients: Sequence[str] = ()
) -> list[NewConsent]:
    consent = NewConsent(
        purpose,
        ConsentDecision.GIVEN if is_given else ConsentDecision.REFUSED,
        attested=bool(form.attested.data),
        document=ConsentDocument(
            words=gettext(ALOUD[purpose]),
            language=_text(form.language),
            witness=_text(form.witness),
            attested_by=_text(form.attested_by),
        ),
    )
    if not recipients:
        return [consent]
    return [_to(consent, recipient) for recipient in recipients]


def _to(consent: NewConsent, recipient: str) -> NewConsent:
    return NewConsent(
        consent.purpose, consent.decision, recipient, consent.attested, consent.document
    )


def _text(field: Any) -> str:
    return (field.data or "").strip()
