"""Links by ids, without names: for `rfl links list`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Role, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.linking import queries
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.persons import registering
from rfl.persons.models import Registration
from rfl.societies import service as societies
from rfl.tracing.cases import open_requests
from rfl.tracing.models import TracingRequest

Row = tuple[str, str, int, str, str]
"""Request id, registration's id in its list, rank within the request, probability, state."""


def console_actors(session: Session) -> list[Actor]:
    """Return the console as a supervisor of each society: all of it, and nothing sealed."""
    return [
        Actor(SYSTEM, society.code, frozenset({Role.SUPERVISOR}))
        for society in societies.societies(session)
    ]


def export_links(session: Session, actor: Actor) -> list[Row]:
    """Return the links that `actor` may list, by case and rank. Lists' own ids where there are any.

    The act is audited with every link and record it names.
    """
    authorise(actor, Permission.LINK_LIST)
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    query = (
        select(Link, TracingRequest, Registration)
        .join(TracingRequest, TracingRequest.id == Link.request_id)
        .join(Registration, Registration.id == Link.registration_id)
        .where(queries.readable(scope))
        .order_by(TracingRequest.number, Link.sought_id, Link.probability.desc(), Link.id)
    )
    rows = session.execute(query).all()
    if not rows:
        return []
    receipt = audit.record(
        session,
        actor.user_id,
        Act.EXPORTED,
        societies=[actor.society],
        subjects=[link.id for link, _, _ in rows],
        fields=["external ids"],
        purpose="tracing",
    )
    registrations = {registration.id: registration for _, _, registration in rows}
    own_ids = _own_ids(session, receipt, {request.id: request for _, request, _ in rows})
    uuids = registering.external_ids(session, receipt, list(registrations.values()))
    ranks: defaultdict[UUID, Iterator[int]] = defaultdict(lambda: count(1))
    return [
        (
            own_ids[request.id] or request.number,
            uuids[registration.id] or registration.number,
            next(ranks[link.sought_id]),
            f"{link.probability:.4f}",
            LinkState(link.state).value,
        )
        for link, request, registration in rows
    ]


def _own_ids(
    session: Session, receipt: Receipt, requests: Mapping[UUID, TracingRequest]
) -> dict[UUID, str]:
    """Return the ids that cases had in the lists they came from, '' where there is none."""
    opened = open_requests(session, receipt, list(requests.values()))
    return {key: one.external_id for key, one in zip(requests, opened, strict=True)}
