"""Registrations at rest, in the trail and in lists, on both kinds of database."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from rfl.db.base import Base
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons import records, registering, service
from rfl.persons.models import Person
from rfl.persons.queries import RegistrationFilter
from rfl.persons.rules import RegistrationKind
from rfl.societies import service as societies
from tests.persons.people import CANARY, CHILD, MOMODOU, register, rows, somebody


def listed(world, actor, **narrowed):
    with world.begin() as session:
        found = registering.list_registrations(
            session, actor, RegistrationFilter(**narrowed), limit=50, offset=0
        )
        assert len(found.rows) == min(found.total, 50)
        return {one.registration.id for one in found.rows}


def test_what_is_told_rests_sealed_and_is_read_back_whole(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    told = replace(MOMODOU, person=somebody(CANARY))
    registration_id = register(world, officer, told)
    with world.begin() as session:
        page = records.read(session, officer, registration_id)
        assert page.particulars == told.person
        assert page.document == told.document
        assert page.registration.number.startswith("GM-R-")
        stored = b"".join(
            str(value).encode() if not isinstance(value, bytes) else value
            for table in Base.metadata.sorted_tables
            for row in session.execute(sa.select(table))
            for value in row
        )
    assert b"Quenbyx" not in stored
    assert b"I am well" not in stored


def test_each_reading_is_in_the_trail_with_who_and_what(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    registration_id = register(world, officer)
    with world.begin() as session:
        records.read(session, officer, registration_id)
    _registration, person = rows(world, registration_id)
    trail = world.trail(registration_id, "GM")
    assert (trail[0], trail[-1]) == (Act.REGISTRATION_CREATED, Act.REGISTRATION_OPENED)
    assert Act.REGISTRATION_OPENED in world.trail(person.id, "GM")


def test_another_society_knows_nothing_of_a_registration(world):
    registration_id = register(world, world.colleague(Role.OFFICER, society="GM"))
    for role in (Role.OFFICER, Role.SUPERVISOR):
        stranger = world.colleague(role, society="SN")
        assert listed(world, stranger) == set()
        _registration, person = rows(world, registration_id)
        with world.begin() as session, pytest.raises(NotFoundError):
            records.read(session, stranger, registration_id)
        with world.begin() as session, pytest.raises(NotFoundError):
            service.read_person(session, stranger, person.id)


@pytest.mark.parametrize("new", [CHILD, replace(MOMODOU, kind=RegistrationKind.FOUND_CHILD)])
def test_a_child_is_restricted_from_the_first_save(world, new):
    mine = world.colleague(Role.OFFICER, society="GM")
    other = world.colleague(Role.OFFICER, society="GM")
    head = world.colleague(Role.SUPERVISOR, society="GM")
    registration_id = register(world, mine, new)
    registration, person = rows(world, registration_id)
    assert registration.sensitivity is person.sensitivity is Sensitivity.RESTRICTED
    assert listed(world, other) == set()
    with world.begin() as session, pytest.raises(NotFoundError):
        records.read(session, other, registration_id)
    for may in (mine, head):
        assert listed(world, may) == {registration_id}


def test_whoever_turns_out_to_be_a_child_is_restricted_then(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    registration_id = register(world, officer)
    with world.begin() as session:
        registering.change(session, officer, registration_id, CHILD.person, MOMODOU.document)
    registration, person = rows(world, registration_id)
    assert registration.sensitivity is person.sensitivity is Sensitivity.RESTRICTED


def test_a_sealed_record_is_known_to_those_named_and_to_nobody_else(world):
    mine = world.colleague(Role.OFFICER, society="GM")
    head = world.colleague(Role.SUPERVISOR, society="GM")
    named = world.colleague(Role.OFFICER, society="GM")
    registration_id, other_id = register(world, mine), register(world, mine)
    _registration, person = rows(world, registration_id)
    with world.begin() as session:
        service.seal_record(session, head, person.id, [named.user_id])
    for unnamed in (mine, head):
        assert listed(world, unnamed) == {other_id}
        with world.begin() as session, pytest.raises(NotFoundError):
            records.read(session, unnamed, registration_id)
        with world.begin() as session:
            people, total = service.list_people(session, unnamed, limit=9, offset=0)
            assert (len(people), total) == (1, 1)
    assert listed(world, named) == {registration_id, other_id}
    with world.begin() as session:
        assert records.read(session, named, registration_id).particulars == MOMODOU.person


def test_only_a_head_of_tracing_seals_and_names_colleagues(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    head = world.colleague(Role.SUPERVISOR, society="GM")
    stranger = world.colleague(Role.OFFICER, society="SN")
    _registration, person = rows(world, register(world, officer))
    with world.begin() as session:
        with pytest.raises(DeniedError):
            service.seal_record(session, officer, person.id, [officer.user_id])
        with pytest.raises(RuleBrokenError, match="at least one person"):
            service.seal_record(session, head, person.id, [])
        with pytest.raises(RuleBrokenError, match="your own society"):
            service.seal_record(session, head, person.id, [stranger.user_id])
        service.seal_record(session, head, person.id, [head.user_id])


def test_a_volunteer_sees_their_own_entries_for_72_hours(world):
    volunteer = world.colleague(Role.VOLUNTEER, society="GM")
    fresh, old = register(world, volunteer), register(world, volunteer)
    register(world, world.colleague(Role.VOLUNTEER, society="GM"))
    with world.begin() as session:
        registration, person = records.read(session, volunteer, old).registration, None
        person = session.get_one(Person, registration.person_id)
        registration.created_at = person.created_at = clock.now() - timedelta(hours=73)
    assert listed(world, volunteer) == {fresh}
    with world.begin() as session:
        with pytest.raises(NotFoundError):
            records.read(session, volunteer, old)
        with pytest.raises(DeniedError):
            service.list_people(session, volunteer, limit=9, offset=0)


def test_a_list_is_narrowed_by_kind_site_day_and_number(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    with world.begin() as session:
        site = societies.sites(session, "GM")[0].id
    patient = register(world, officer, kind=RegistrationKind.PATIENT, site_id=site)
    survivor = register(world, officer, met_on=clock.today(), kind=RegistrationKind.SURVIVOR)
    assert listed(world, officer) == {patient, survivor}
    assert listed(world, officer, kind=RegistrationKind.PATIENT) == {patient}
    assert listed(world, officer, site_id=site) == {patient}
    assert listed(world, officer, met_from=clock.now() - timedelta(days=2)) == {survivor}
    number = rows(world, survivor)[0].number
    assert listed(world, officer, number=number[-5:]) == {survivor}
    assert listed(world, officer, number="%") == set()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"met_on": clock.today() + timedelta(days=1)}, "lies in the future"),
        ({"person": somebody(" ")}, "at least one name"),
        ({"person": somebody(born=1700)}, "older than 120"),
    ],
)
def test_what_cannot_be_is_not_registered(world, changes, why):
    officer = world.colleague(Role.OFFICER, society="GM")
    with pytest.raises(RuleBrokenError, match=why):
        register(world, officer, **changes)
    assert listed(world, officer) == set()


def test_a_site_of_another_society_cannot_be_named(world):
    with world.begin() as session:
        foreign = societies.sites(session, "SN")[0].id
    with pytest.raises(RuleBrokenError, match="your society’s sites"):
        register(world, world.colleague(Role.OFFICER, society="GM"), site_id=foreign)


def test_many_are_registered_at_once_and_told_of_once(world, monkeypatch):
    officer = world.colleague(Role.OFFICER, society="GM")
    heard = world.saves(monkeypatch)
    many = [replace(MOMODOU, person=somebody(f"Person {n}"), consents=()) for n in range(40)]
    many += [replace(MOMODOU, person=somebody(f"Person {n}")) for n in range(40)]
    with world.begin() as session:
        made = registering.register_many(session, officer, many)
        numbers = {row.number for row in made}
    assert len(numbers) == 80
    assert [one.record_id for one in heard] == [row.id for row in made]
    assert [one.is_searched for one in heard] == [False] * 40 + [True] * 40
    assert listed(world, officer) < {row.id for row in made}
