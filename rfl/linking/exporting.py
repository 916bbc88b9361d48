"""Links by ids, without names: for `rfl links list`."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Role, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.crypto.sealing import Sealed
from rfl.linking import queries
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.persons import registering
from rfl.persons.document import decode
from rfl.persons.models import Registration
from rfl.societies import service as societies
from rfl.tracing.cases import context_of
from rfl.tracing.document import RequestDocument
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
    requests = {request.id: request for _, request, _ in rows}
    registrations = {registration.id: registration for _, _, registration in rows}
    sealed = [Sealed(request.sealed, context_of(request)) for request in requests.values()]
    opened = reveal_many(session, receipt, sealed)
    own_ids = {
        request_id: decode(data, RequestDocument).external_id
        for request_id, data in zip(requests, opened, strict=True)
    }
    uuids = registering.external_ids(session, receipt, list(registrations.values()))
    ranks: defaultdict[UUID, int] = defaultdict(int)
    found: list[Row] = []
    for link, request, registration in rows:
        ranks[link.sought_id] += 1
        found.append(
            (
                own_ids[request.id] or request.number,
                uuids[registration.id] or registration.number,
                ranks[link.sought_id],
                f"{link.probability:.4f}",
                LinkState(link.state).value,
            )
        )
    return found
