"""Registrations on paper: opened for it with an entry each, and written as sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.lists.rules import check_printed
from rfl.persons import bulk, queries, records
from rfl.persons.models import Consent
from rfl.persons.paper_facts import facts_of
from rfl.persons.records import RegistrationPage
from rfl.persons.rules import (
    ALL_PARTNERS,
    PURPOSE_WORDS,
    REGISTRATION_WORDS,
    ConsentDecision,
    Purpose,
)
from rfl.societies import service as societies
from rfl.societies.names import country_name, society_words
from rfl.text import N_
from rfl.web.formats import comma, day, upper_first
from rfl.web.i18n import LANGUAGES
from rfl.web.papers import Fact, Paper


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes onto paper, and in whose hands it is first."""

    people: Sequence[tuple[RegistrationPage, str]]
    """Each with the name of the site where they were met, if it was one."""
    society: str
    """Its registered name, in English."""
    by: str
    """The name of whoever prints."""


def printed(session: Session, actor: Actor, ids: Sequence[UUID]) -> Printed:
    """Open the ticked registrations that the actor may change, for print.

    Raises:
        DeniedError: the actor has no list of people.
        RuleBrokenError: none is ticked, or more than one carries.

    """
    authorise(actor, Permission.PERSON_LIST)
    check_printed(len(set(ids)))
    pages = [records.read(session, actor, row.id) for row in bulk.reached(session, actor, ids)]
    for page in pages:
        audit.record(
            session,
            actor.user_id,
            Act.PRINTED,
            societies=[page.registration.society_code],
            subjects=[page.registration.id, page.person.id],
            fields=["all"],
            purpose="tracing",
        )
    return Printed(
        people=[(page, queries.site_name(session, page.registration.site_id)) for page in pages],
        society=societies.society(session, actor.society).name,
        by=access.own_staff(session, actor).name,
    )


def sheets(found: Printed) -> list[Paper]:
    """Return a sheet for each registration, in the reader's language."""
    foot = _(
        "Printed by %(name)s, %(count)s. It names people: keep it locked away, and destroy it "
        "afterwards.",
        name=found.by,
        count=ngettext("%(num)s person", "%(num)s people", len(found.people)),
    )
    return [_sheet(page, site, found.society, foot) for page, site in found.people]


def _sheet(page: RegistrationPage, site: str, society: str, foot: str) -> Paper:
    paper = Paper(
        title=_("Registration"),
        tongue=str(get_locale() or LANGUAGES[0]),
        society=society_words(society),
        number=page.registration.number,
        day=clock.today(),
        foot=foot,
    )
    heads = (_("What was asked"), _("What was told"))
    paper.facts(heads, _met(page, site), N_("How they were met"))
    paper.facts(heads, facts_of(page.particulars), N_("Who they are"))
    paper.facts(heads, _said(page), N_("In their words"))
    decided = (_decided(one) for one in page.consents)
    paper.facts((_("Purpose"), _("Decision")), decided, N_("What they decided"))
    return paper


def _met(page: RegistrationPage, site: str) -> Iterator[Fact]:
    row, document = page.registration, page.document
    country = country_name(document.country) if document.country else ""
    where = site or comma().join(part for part in (document.place, country) if part)
    yield _("Why registered"), upper_first(_(REGISTRATION_WORDS[row.kind]))
    yield _("Met"), day(row.met_on)
    yield _("Where"), where
    yield _("Next review"), day(row.review_on)


def _said(page: RegistrationPage) -> Iterator[Fact]:
    yield _("For the family"), page.document.words
    yield _("How to reach them"), page.document.reach


def _decided(consent: Consent) -> Fact:
    what = upper_first(_(PURPOSE_WORDS[consent.purpose]))
    if consent.purpose is Purpose.SHARE_SOCIETY and consent.recipient != ALL_PARTNERS:
        what = f"{what}: {country_name(consent.recipient)}"
    if consent.withdrawn_at:
        return what, comma().join((_("taken back"), day(consent.withdrawn_at)))
    answer = _("yes") if consent.decision is ConsentDecision.GIVEN else _("no")
    return what, comma().join((answer, day(consent.decided_at)))
