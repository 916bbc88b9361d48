"""Reads of links and of what is compared. Consent, sensitivity and state are conditions here."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from rfl.access.filters import where
from rfl.access.rules import Scope, Sensitivity
from rfl.db.native import among, made_once, sent_ids
from rfl.linking import needing
from rfl.linking.models import Link
from rfl.linking.rules import LIKELY_PROBABILITY, TO_JUDGE, LinkState
from rfl.persons.models import Person, Registration
from rfl.persons.queries import consent_condition
from rfl.societies.models import Site
from rfl.tracing.handing import Handed
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import searched


class Place(NamedTuple):
    """One person to be opened for comparison, and where their particulars rest."""

    person_id: UUID
    record_id: UUID
    """Sought person or registration."""
    society: str
    sensitivity: Sensitivity
    sealed: bytes
    record_sealed: bytes
    owner_id: UUID | None
    request_id: UUID | None = None
    met_on: date | None = None
    site: str = ""


def findable_registrations(society: str) -> ColumnElement[bool]:
    """Return the condition on Person under which `society` may be told of a registration."""
    return and_(
        Person.erased_at.is_(None),
        Person.sensitivity != Sensitivity.SEALED,
        or_(Person.society_code == society, consent_condition(Person.id, society)),
    )


def findable_requests(person_id: UUID, society: str) -> ColumnElement[bool]:
    """Return the condition on Person under which a sought person may be told of `person_id`.

    `society` registered the person. Only running searches count, and sealed ones never.
    """
    return exists().where(
        SoughtPerson.person_id == Person.id,
        TracingRequest.id == SoughtPerson.request_id,
        searched(),
        or_(
            TracingRequest.society_code == society,
            consent_condition(person_id, TracingRequest.society_code),
        ),
    )


def registered_places(session: Session, person_ids: Collection[UUID]) -> list[Place]:
    """Return where the particulars of registered people rest, newest registration of each."""
    connection = session.connection()
    asked = sent_ids(connection, person_ids)
    rows = connection.execute(_registered(connection), asked).all()
    newest = {row[0]: row for row in rows}
    return [  # in the order of the columns
        Place._make((*told, None, met_on.date(), site)) for *told, met_on, site in newest.values()
    ]


@made_once
def _registered(connection: Connection) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id,
            Registration.id,
            Person.society_code,
            Person.sensitivity,
            Person.sealed,
            Registration.sealed,
            Person.owner_id,
            Registration.met_on.label("met_on"),
            func.coalesce(Site.name, "").label("site"),
        )
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(Site, Site.id == Registration.site_id)
        .where(among(connection, Person.id))
        .order_by(Registration.met_on)
    )


def sought_places(session: Session, person_ids: Collection[UUID]) -> list[Place]:
    """Return where the particulars of sought people rest, with their case and its owner."""
    connection = session.connection()
    asked = sent_ids(connection, person_ids)
    rows = connection.execute(_searched_for(connection), asked).all()
    return [  # in the order of the columns
        Place._make((*told[:3], stricter(told[3], of_case), *told[4:], None, ""))
        for *told, of_case in rows
    ]


@made_once
def _searched_for(connection: Connection) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id,
            SoughtPerson.id,
            TracingRequest.society_code,
            Person.sensitivity,
            Person.sealed,
            SoughtPerson.sealed,
            func.coalesce(TracingRequest.owner_id, TracingRequest.created_by),
            TracingRequest.id,
            TracingRequest.sensitivity.label("of_case"),
        )
        .join(SoughtPerson, SoughtPerson.person_id == Person.id)
        .join(TracingRequest, TracingRequest.id == SoughtPerson.request_id)
        .where(among(connection, Person.id))
    )


_RANK = {Sensitivity.NORMAL: 0, Sensitivity.RESTRICTED: 1, Sensitivity.SEALED: 2}


def stricter(one: Sensitivity, other: Sensitivity) -> Sensitivity:
    """Return the stricter of two."""
    return max(one, other, key=_RANK.__getitem__)


def readable(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a link may be known: in reach, and still allowed.

    A consent that was withdrawn takes the pair away from the other society at once. What a merge
    sets aside (linking.aside) is put to nobody.
    """
    record = aliased(Registration)
    allowed = (
        select(record.id)
        .join(Person, Person.id == record.person_id)
        .where(
            record.id == Link.registration_id,
            Person.erased_at.is_(None),
            Person.sensitivity != Sensitivity.SEALED,
            or_(
                record.society_code == Link.society_code,
                consent_condition(Person.id, scope.society),
            ),
        )
        .exists()
    )
    return and_(where(scope, Link), Link.is_aside.is_(False), allowed)


def links(
    session: Session, scope: Scope, states: Collection[LinkState], limit: int, offset: int
) -> Sequence[tuple[Link, TracingRequest, Registration]]:
    """Return links in one of `states`, likeliest first, with their case and registration."""
    query = (
        select(Link, TracingRequest, Registration)
        .join(TracingRequest, TracingRequest.id == Link.request_id)
        .join(Registration, Registration.id == Link.registration_id)
        .where(readable(scope), Link.state.in_(states))
        .order_by(Link.probability.desc(), Link.id)
        .limit(limit)
        .offset(offset)
    )
    return [(link, request, found) for link, request, found in session.execute(query)]


def people_of_sought(session: Session, sought_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, by sought person of a case, the person record."""
    query = select(SoughtPerson.id, SoughtPerson.person_id)
    return dict(session.execute(query.where(SoughtPerson.id.in_(set(sought_ids)))).all())


def waiting(
    session: Session, scope: Scope, mine: ColumnElement[bool], limit: int
) -> Sequence[tuple[Link, str]]:
    """Return readable links that wait for somebody (`mine`), likeliest first, with case numbers."""
    query = (
        select(Link, TracingRequest.number)
        .join(TracingRequest, TracingRequest.id == Link.request_id)
        .where(readable(scope), mine)
        .order_by(Link.probability.desc(), Link.id)
        .limit(limit)
    )
    return [(link, number) for link, number in session.execute(query)]


def own_likely(user_id: UUID) -> ColumnElement[bool]:
    """Return the condition under which a link waits for the owner of its case."""
    is_likely = and_(
        Link.state.in_((LinkState.SUGGESTED, LinkState.UNDER_REVIEW)),
        Link.probability >= LIKELY_PROBABILITY,
    )
    is_open = and_(Link.state == LinkState.MORE_NEEDED, needing.has_no_task())
    return and_(Link.owner_id == user_id, or_(is_likely, is_open))


def probable_of_others(user_id: UUID) -> ColumnElement[bool]:
    """Return the condition under which a link waits for somebody other than who judged it."""
    judged_by_another = or_(Link.judged_by.is_(None), Link.judged_by != user_id)
    return and_(Link.state == LinkState.PROBABLE, judged_by_another)


def counts(session: Session, scope: Scope) -> dict[LinkState, int]:
    """Return how many readable links are in each state."""
    query = select(Link.state, func.count()).where(readable(scope)).group_by(Link.state)
    return dict(session.execute(query).all())


def links_of_request(session: Session, scope: Scope, request_id: UUID) -> Sequence[Link]:
    """Return the readable links of one case, likeliest first."""
    query = select(Link).where(readable(scope), Link.request_id == request_id)
    return session.scalars(query.order_by(Link.probability.desc(), Link.id)).all()


def link(session: Session, scope: Scope, link_id: UUID) -> Link | None:
    """Return one readable link."""
    return session.scalar(select(Link).where(readable(scope), Link.id == link_id))


Around = tuple[TracingRequest, Registration, SoughtPerson, Person]
"""What a link ties together: the case, the registration, the sought person, and who asks."""


def around(session: Session, link: Link) -> Around:
    """Return what a link ties together, in one statement."""
    query = (
        select(TracingRequest, Registration, SoughtPerson, Person)
        .select_from(TracingRequest)
        .join(Registration, Registration.id == link.registration_id)
        .join(SoughtPerson, SoughtPerson.id == link.sought_id)
        .join(Person, Person.id == TracingRequest.enquirer_id)
        .where(TracingRequest.id == link.request_id)
    )
    case, registration, sought, asks = session.execute(query).one()
    return case, registration, sought, asks


def known_pairs(session: Session, sought_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Link]:
    """Return the links there are for `sought_ids`, by (sought, registration)."""
    query = select(Link).where(Link.sought_id.in_(sought_ids))
    return {(link.sought_id, link.registration_id): link for link in session.scalars(query)}


def searched_sought(session: Session, *conditions: ColumnElement[bool]) -> list[UUID]:
    """Return the person ids of everybody sought in a running, unsealed search."""
    query = (
        select(SoughtPerson.person_id)
        .join(TracingRequest, TracingRequest.id == SoughtPerson.request_id)
        .where(searched(), *conditions)
        .order_by(SoughtPerson.id)
    )
    return list(session.scalars(query))


def neighbours(session: Session, scope: Scope, here: Link) -> tuple[UUID | None, UUID | None]:
    """Return the pairs to judge before and after one, in the order of the list."""
    same = Link.probability == here.probability
    sides = (
        (
            or_(Link.probability > here.probability, and_(same, Link.id < here.id)),
            (Link.probability, Link.id.desc()),
        ),
        (
            or_(Link.probability < here.probability, and_(same, Link.id > here.id)),
            (Link.probability.desc(), Link.id),
        ),
    )
    waiting_there = select(Link.id).where(readable(scope), Link.state.in_(TO_JUDGE))
    found = [
        waiting_there.where(beyond).order_by(*order).limit(1).scalar_subquery()
        for beyond, order in sides
    ]
    row = session.execute(select(found[0], found[1])).one()
    return row[0], row[1]


def follow_owner(session: Session, handed: Handed) -> None:
    """Give the links of a case to its new owner (tracing.handing.Follower)."""
    session.execute(
        update(Link).where(Link.request_id == handed.request_id).values(owner_id=handed.owner_id)
    )


def confirmed_sought(session: Session, request_id: UUID) -> Sequence[UUID]:
    """Return who of a case's sought people was found, as two of us confirmed (closing.Finder)."""
    query = select(Link.sought_id).where(
        Link.request_id == request_id,
        Link.state == LinkState.CONFIRMED,
        Link.is_aside.is_(False),
        Link.erased_at.is_(None),
    )
    return session.scalars(query).all()
