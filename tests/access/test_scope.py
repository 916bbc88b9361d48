"""What one record's decision says and what a list's filter says are the same."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from rfl import clock
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import GRANTS, Actor, Permission, Reach, Role, Sensitivity, decide, visible
from rfl.errors import DeniedError, NotFoundError
from rfl.persons.models import Person
from tests.tracing.world import COMPLETE

ALL_BOUND = [
    permission
    for permission in Permission
    if any(grants.get(permission) in (Reach.OWN, Reach.SOCIETY) for grants in GRANTS.values())
]


@pytest.fixture
def people(world):
    """Records of two societies and each sensitivity: old, fresh, owned, named or foreign."""
    makers = [
        world.colleague(Role.OFFICER, society="SN"),
        world.colleague(Role.VOLUNTEER, society="SN"),
        world.colleague(Role.OFFICER, society="GM"),
    ]
    for maker, sensitivity in product(makers, Sensitivity):
        world.case(maker, COMPLETE, sensitivity=sensitivity)
    with world.begin() as session:
        rows = session.scalars(select(Person).order_by(Person.id)).all()
        for place, row in enumerate(rows):
            if place % 3 == 0:
                row.created_at = clock.now() - timedelta(days=9)
            if place % 7 == 0:
                row.erased_at = clock.now()
            if place % 4 == 0:
                row.owner_id = makers[0].user_id
            if place % 5 == 0:
                access.name_reader(session, makers[0], row.id, makers[1].user_id)
    return makers


def test_a_list_shows_exactly_what_could_be_opened_one_by_one(world, people):
    now = clock.now()
    actors = [
        Actor(maker.user_id, society, frozenset({role}))
        for maker, society, role in product(people, ("SN", "GM", "ES"), Role)
    ]
    with world.begin() as session:
        rows = session.scalars(select(Person)).all()
        resources = {row.id: access.resource_of(session, row) for row in rows}
        for actor, permission in product(actors, ALL_BOUND):
            scope = visible(actor, permission, now)
            listed = set(session.scalars(select(Person.id).where(where(scope, Person))))
            opened = {
                person_id
                for person_id, resource in resources.items()
                if _opens(actor, permission, resource, now)
            }
            assert listed == opened, (actor.roles, permission)


def _opens(actor, permission, resource, now) -> bool:
    try:
        decide(actor, permission, resource, now)
    except (DeniedError, NotFoundError):
        return False
    return True
