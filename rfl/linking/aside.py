"""Links that are put to nobody while records are merged: their state stays as it was.

A pair rejected on one record of a person is rejected for the person; and nobody is suggested to
themselves. What is set aside is made anew at each merge, parting and judgement, so that parting
gives every link back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from rfl.linking.models import Link
from rfl.linking.rules import OPEN_STATES, RETURN_BITS, LinkState
from rfl.persons import wholes
from rfl.persons.models import Registration, SamePerson
from rfl.tracing.models import SoughtPerson, TracingRequest


@dataclass(frozen=True, slots=True)
class Pair:
    """One link, and by whom it joins: the wholes of the sought, the registered, the enquirer."""

    link: Link
    sought: UUID
    registered: UUID
    enquirer: UUID


def settle(session: Session, person_ids: Collection[UUID]) -> None:
    """Set links of these people aside, or give them back, as merges and judgements stand now."""
    session.flush()
    rows = _rows(session, or_(*_touches(person_ids)))
    people = {one for row in rows for one in row[1:]}
    heads = wholes.wholes(session, people)
    _write([Pair(link, heads[a], heads[b], heads[c]) for link, a, b, c in rows])


def settle_after(session: Session, links: Iterable[Link]) -> None:
    """Settle what was just written or judged, where a record of theirs is merged."""
    session.flush()
    ids = [link.id for link in links]
    if not ids or session.scalar(select(SamePerson.person_id).limit(1)) is None:
        return
    rows = _rows(session, Link.id.in_(ids))
    people = {one for row in rows for one in row[1:3]}
    everybody = {one for who in people for one in wholes.members(session, who)}
    settle(session, everybody)


def _write(pairs: Sequence[Pair]) -> None:
    by_pair: defaultdict[tuple[UUID, UUID], list[Link]] = defaultdict(list)
    for pair in pairs:
        by_pair[pair.sought, pair.registered].append(pair.link)
    for pair in pairs:
        twins = by_pair[pair.sought, pair.registered]
        is_self = pair.registered in (pair.sought, pair.enquirer)
        pair.link.is_aside = pair.link.state in OPEN_STATES and (
            is_self or any(_holds(twin, pair.link) for twin in twins)
        )


def _holds(twin: Link, link: Link) -> bool:
    """Tell whether the rejection of `twin` holds for `link`: its evidence is not clearly more."""
    if twin.state is not LinkState.REJECTED or twin is link:
        return False
    return twin.rejected_bits is None or link.bits <= twin.rejected_bits + RETURN_BITS


def _touches(person_ids: Collection[UUID]) -> tuple[ColumnElement[bool], ...]:
    return (
        SoughtPerson.person_id.in_(person_ids),
        Registration.person_id.in_(person_ids),
        TracingRequest.enquirer_id.in_(person_ids),
    )


def _rows(session: Session, condition: ColumnElement[bool]) -> list[tuple[Link, UUID, UUID, UUID]]:
    query = (
        select(Link, SoughtPerson.person_id, Registration.person_id, TracingRequest.enquirer_id)
        .join(SoughtPerson, SoughtPerson.id == Link.sought_id)
        .join(Registration, Registration.id == Link.registration_id)
        .join(TracingRequest, TracingRequest.id == Link.request_id)
        .where(condition, Link.erased_at.is_(None))
    )
    return [(link, a, b, c) for link, a, b, c in session.execute(query)]
