"""What one record's decision says and what a list's filter says are the same."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from rfl import clock
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import (
    GRANTS,
    Actor,
    Glass,
    Permission,
    Reach,
    Role,
    Scope,
    Sensitivity,
    decide,
    visible,
)
from rfl.errors import DeniedError, NotFoundError
from rfl.persons.models import Person
from tests.access.sharing import share_with
from tests.tracing.world import COMPLETE

ALL_BOUND = [
    permission
    for permission in Permission
    if any(grants.get(permission) in (Reach.OWN, Reach.SOCIETY) for grants in GRANTS.values())
]


@pytest.fixture
def people(world):
    """Records of two societies, each sensitivity: old, fresh, owned, named, shared or foreign."""
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
            _share(session, row.id, place, makers)
            if place % 5 == 0:
                access.name_reader(session, makers[0], row.id, makers[1].user_id)
    return makers


def _share(session, record_id, place, makers) -> None:
    """Share some records with one person, with a team, until yesterday, or no more."""
    changes: dict[int, dict[str, Any]] = {
        0: {},
        1: {"in_a_team": True},
        2: {"days": -1},
        3: {"is_ended": True},
        4: {"in_a_team": True, "days": -1},
    }
    if place % 6 in changes:
        share_with(session, record_id, makers[place % 2].user_id, **changes[place % 6])


def test_a_list_shows_exactly_what_could_be_opened_one_by_one(world, people):
    now = clock.now()
    actors = [
        Actor(maker.user_id, society, frozenset({role}))
        for maker, society, role in product(people, ("SN", "GM", "ES"), Role)
    ]
    with world.begin() as session:
        rows = session.scalars(select(Person).order_by(Person.id)).all()
        actors += _in_an_emergency(actors, [row.id for row in rows[::2]], now)
        resources = {row.id: access.resource_of(session, row) for row in rows}
        listed_in: dict[Scope, set[UUID]] = {}  # many may see the same: it is listed once
        for actor, permission in product(actors, ALL_BOUND):
            scope = visible(actor, permission, now)
            if scope not in listed_in:
                listed = session.scalars(select(Person.id).where(where(scope, Person)))
                listed_in[scope] = set(listed)
            opened = {
                person_id
                for person_id, resource in resources.items()
                if _opens(actor, permission, resource, now)
            }
            assert listed_in[scope] == opened, (actor.roles, permission)


def _in_an_emergency(actors, ids, now):
    """The same people, to whom some of the records are open in an emergency, or were until now."""
    glass = (
        Glass(frozenset(ids), now + timedelta(minutes=1)),
        Glass(frozenset(ids), now),
    )
    return [replace(actor, glass=(one,)) for actor, one in product(actors, glass)]


def test_an_emergency_opens_what_was_out_of_reach_to_be_read_and_no_more(world, people):
    now = clock.now()
    officer = Actor(world.colleague(Role.OFFICER).user_id, "SN", frozenset({Role.OFFICER}))
    with world.begin() as session:
        resources = [access.resource_of(session, row) for row in session.scalars(select(Person))]
    ids = frozenset(one.id for one in resources)
    urgent = replace(officer, glass=(Glass(ids, now + timedelta(minutes=1)),))
    more = [
        one for one in resources
        if _opens(urgent, Permission.PERSON_READ, one, now)
        and not _opens(officer, Permission.PERSON_READ, one, now)
    ]  # fmt: skip

    assert more
    assert {(one.society, one.sensitivity) for one in more} == {("SN", Sensitivity.RESTRICTED)}
    assert not any(_opens(urgent, Permission.PERSON_WRITE, one, now) for one in more)
    assert not any(_opens(urgent, Permission.PERSON_LIST, one, now) for one in more)
    assert {one for one in Permission if visible(urgent, one, now).broken} == {
        Permission.PERSON_READ,
        Permission.REGISTRATION_READ,
        Permission.REQUEST_READ,
        Permission.CHILD_READ,
    }
    over = replace(officer, glass=(Glass(ids, now),))
    assert not any(visible(over, one, now).broken for one in Permission)


def _opens(actor, permission, resource, now) -> bool:
    try:
        decide(actor, permission, resource, now)
    except (DeniedError, NotFoundError):
        return False
    return True
