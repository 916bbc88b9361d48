"""Reads of persons, registrations and consents."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl.access.filters import ever, where
from rfl.access.rules import Scope, Sensitivity
from rfl.db.rounds import Reading, all_of, ask
from rfl.persons.models import Consent, ExternalRecord, Person, Registration
from rfl.persons.refusals import PersonId, refused_elsewhere
from rfl.persons.rules import ALL_PARTNERS, ConsentDecision, Purpose, RegistrationKind
from rfl.societies.models import Site

T = TypeVar("T")

_STANDS: tuple[ColumnElement[bool], ...] = (
    Consent.decision == ConsentDecision.GIVEN,
    Consent.withdrawn_at.is_(None),
)


class ConsentShow(StrEnum):
    """Which consents a list shows."""

    ALL = "all"
    STANDING = "standing"
    TAKEN_BACK = "taken_back"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ConsentFilter:
    """What a list of consents is narrowed to; empty means all."""

    show: ConsentShow = ConsentShow.ALL
    purpose: Purpose | None = None
    recipient: str = ""
    """A society's code: consents that let it see the person, those for all societies too."""


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """What a list of registrations is narrowed to; empty means all."""

    number: str = ""
    kind: RegistrationKind | None = None
    site_id: UUID | None = None
    created_by: UUID | None = None
    met_from: datetime | None = None
    met_before: datetime | None = None
    owner_id: UUID | None = None
    is_unowned: bool = False
    review_before: datetime | None = None
    """With a day of review before this moment; they stand in the order of those days."""


def registrations(
    session: Session, scope: Scope, narrowed: RegistrationFilter, limit: int, offset: int
) -> Sequence[Registration]:
    """Return registrations in `scope`, newest first; those to review by their day."""
    query = select(Registration).where(*_conditions(scope, narrowed))
    first = Registration.review_on if narrowed.review_before else Registration.met_on.desc()
    order = (first, Registration.number.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def counts_by_kind(
    session: Session, scope: Scope, narrowed: RegistrationFilter
) -> dict[RegistrationKind, int]:
    """Return how many registrations in `scope` there are of each kind, whatever kind is asked."""
    every = replace(narrowed, kind=None)
    query = select(Registration.kind, func.count()).where(*_conditions(scope, every))
    rows = session.execute(query.where(ever(Registration)).group_by(Registration.kind))
    return dict(rows.all())


def count_each(session: Session, scope: Scope, narrowed: Sequence[RegistrationFilter]) -> list[int]:
    """Return how many registrations in `scope` each filter leaves, in one statement."""
    counts = [
        select(func.count(Registration.id)).where(*_conditions(scope, one)).scalar_subquery()
        for one in narrowed
    ]
    return list(session.execute(select(*counts)).one()) if counts else []


def _conditions(scope: Scope, narrowed: RegistrationFilter) -> list[ColumnElement[bool]]:
    found = [where(scope, Registration), *_when(narrowed)]
    if narrowed.number:
        found.append(Registration.number.contains(narrowed.number.strip(), autoescape=True))
    if narrowed.kind:
        found.append(Registration.kind == narrowed.kind)
    if narrowed.site_id:
        found.append(Registration.site_id == narrowed.site_id)
    if narrowed.created_by:
        found.append(Registration.created_by == narrowed.created_by)
    if narrowed.owner_id:
        found.append(Registration.owner_id == narrowed.owner_id)
    if narrowed.is_unowned:
        found.append(Registration.owner_id.is_(None))
    return found


def _when(narrowed: RegistrationFilter) -> Iterator[ColumnElement[bool]]:
    if narrowed.met_from:
        yield Registration.met_on >= narrowed.met_from
    if narrowed.met_before:
        yield Registration.met_on < narrowed.met_before
    if narrowed.review_before:
        yield Registration.review_on < narrowed.review_before


def registration_of(session: Session, person_id: UUID) -> Registration | None:
    """Return the newest registration of a person."""
    return next(iter(registrations_of(session, [person_id])), None)


def registration_of_number(session: Session, society: str, number: str) -> Registration | None:
    """Return the registration of a society that bears this number."""
    query = select(Registration).where(
        Registration.society_code == society, Registration.number == number
    )
    return session.scalar(query)


def registrations_of(session: Session, person_ids: Collection[UUID]) -> Sequence[Registration]:
    """Return the registrations of people, newest first."""
    query = select(Registration).where(Registration.person_id.in_(set(person_ids)))
    return session.scalars(query.order_by(Registration.met_on.desc(), Registration.number)).all()


def registrations_within(session: Session, scope: Scope, person_id: UUID) -> Sequence[Registration]:
    """Return the registrations of a person that lie in `scope`, newest first."""
    # By their ids: SQLite would else go through all registrations of the society in their order.
    ids = [row.id for row in registrations_of(session, [person_id])]
    query = select(Registration).where(Registration.id.in_(ids), where(scope, Registration))
    return session.scalars(query.order_by(Registration.met_on.desc())).all()


def site_name(session: Session, site_id: UUID | None) -> str:
    """Return the name of a site, closed ones too; '' for none."""
    if site_id is None:
        return ""
    return session.scalar(select(Site.name).where(Site.id == site_id)) or ""


def persons(session: Session, scope: Scope, limit: int, offset: int) -> Sequence[Person]:
    """Return person records in `scope`, the last changed first."""
    query = select(Person).where(where(scope, Person), Person.erased_at.is_(None))
    order = (Person.changed_at.desc(), Person.id.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count_persons(session: Session, scope: Scope) -> int:
    """Return how many person records there are in `scope`."""
    query = select(func.count(Person.id)).where(where(scope, Person), Person.erased_at.is_(None))
    query = query.where(ever(Person))
    return session.scalar(query) or 0


def consents(session: Session, person_id: UUID) -> Sequence[Consent]:
    """Return what a person decided, purpose by purpose, newest first."""
    return ask(session, reading_consents(person_id))


def reading_consents(person_id: UUID) -> Reading[Sequence[Consent]]:
    """Read what a person decided, purpose by purpose, newest first."""
    query = select(Consent).where(Consent.person_id == person_id)
    return (yield from all_of(query, Consent.decided_at.desc(), Consent.purpose))


def standing(session: Session, person_id: UUID) -> Sequence[Consent]:
    """Return the consents of a person that stand: given, and not taken back."""
    query = select(Consent).where(Consent.person_id == person_id, *_STANDS)
    return session.scalars(query.order_by(Consent.decided_at)).all()


def consent_stands(
    person_id: PersonId,
    purpose: Purpose,
    recipient: InstrumentedAttribute[str] | str | None = None,
) -> ColumnElement[bool]:
    """Return the condition under which a person's consent for `purpose` stands.

    With `recipient` (a society's code, or a column of codes) it must have been given for that one,
    or for all. A refusal that stands on another record of the same person holds for this one too.
    """
    put = _stands.__wrapped__ if isinstance(person_id, UUID) else _stands  # no id stays in memory
    return put(person_id, purpose, recipient)


@lru_cache(maxsize=512)
def _stands(
    person_id: PersonId, purpose: Purpose, recipient: InstrumentedAttribute[str] | str | None
) -> ColumnElement[bool]:
    # Put into SQLAlchemy's terms once: every search, list and page of work asks it of a column.
    conditions = [Consent.person_id == person_id, Consent.purpose == purpose, *_STANDS]
    if recipient is not None:
        conditions.append(or_(Consent.recipient == ALL_PARTNERS, Consent.recipient == recipient))
    return and_(exists().where(*conditions), ~refused_elsewhere(person_id, purpose, recipient))


def consent_condition(
    person_id: PersonId,
    recipient: InstrumentedAttribute[str] | str,
) -> ColumnElement[bool]:
    """Return the condition under which a person may be shown to the society `recipient`.

    They agreed to the search and to sharing with that society; withdrawn is withdrawn.
    """
    return and_(
        consent_stands(person_id, Purpose.TRACING),
        consent_stands(person_id, Purpose.SHARE_SOCIETY, recipient),
    )


def shares_with(session: Session, person_ids: Collection[UUID], recipient: str) -> set[UUID]:
    """Return which of `person_ids` may be shown to the society `recipient`."""
    query = select(Person.id).where(
        Person.id.in_(set(person_ids)),
        Person.erased_at.is_(None),
        Person.sensitivity != Sensitivity.SEALED,
        consent_condition(Person.id, recipient),
    )
    return set(session.scalars(query))


def has_agreed(session: Session, person_id: UUID, purpose: Purpose) -> bool:
    """Tell whether a person's consent for `purpose` stands."""
    return bool(session.scalar(select(consent_stands(person_id, purpose))))


def consents_of_society(
    session: Session, scope: Scope, narrowed: ConsentFilter, limit: int, offset: int
) -> Sequence[tuple[Consent, str]]:
    """Return consents of registered people in `scope` with the registration's number."""
    query = (
        select(Consent, Registration.number)
        .join(Registration, Registration.person_id == Consent.person_id)
        .where(where(scope, Registration), *_of_filter(narrowed))
        .order_by(Consent.decided_at.desc(), Consent.id)
        .limit(limit)
        .offset(offset)
    )
    return [(consent, number) for consent, number in session.execute(query)]


def count_consents(session: Session, scope: Scope, narrowed: ConsentFilter) -> int:
    """Return how many consents `consents_of_society` has in all."""
    query = (
        select(func.count(Consent.id))
        .join(Registration, Registration.person_id == Consent.person_id)
        .where(where(scope, Registration), *_of_filter(narrowed))
    )
    return session.scalar(query) or 0


def _of_filter(narrowed: ConsentFilter) -> list[ColumnElement[bool]]:
    shown: dict[ConsentShow, tuple[ColumnElement[bool], ...]] = {
        ConsentShow.ALL: (),
        ConsentShow.STANDING: _STANDS,
        ConsentShow.TAKEN_BACK: (Consent.withdrawn_at.is_not(None),),
        ConsentShow.REFUSED: (Consent.decision == ConsentDecision.REFUSED,),
    }
    found = list(shown[narrowed.show])
    if narrowed.purpose:
        found.append(Consent.purpose == narrowed.purpose)
    if narrowed.recipient:
        found.append(Consent.purpose == Purpose.SHARE_SOCIETY)
        found.append(Consent.recipient.in_((narrowed.recipient, ALL_PARTNERS)))
    return found


def people(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return the rows of people by id."""
    return ask(session, reading_people(person_ids))


def reading_people(person_ids: Collection[UUID]) -> Reading[dict[UUID, Person]]:
    """Read the rows of people by id."""
    if not person_ids:
        return {}
    found = yield from all_of(select(Person).where(Person.id.in_(set(person_ids))))
    return {person.id: person for person in found}


def known_tags(session: Session, society: str, kind: str, tags: Collection[int]) -> set[int]:
    """Return which of `tags` (blind tags of foreign ids) a society has taken in already."""
    query = select(ExternalRecord.tag).where(
        ExternalRecord.society_code == society,
        ExternalRecord.kind == kind,
        ExternalRecord.tag.in_(tags),
    )
    return set(session.scalars(query))
