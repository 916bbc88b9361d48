"""Reading side by side says what reading one after the other does, in one statement a round."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from rfl.access.rules import Role
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.db.rounds import all_of, ask, by_itself, rows_of, side_by_side, together, value_of
from rfl.persons.models import Person
from rfl.persons.service import opening_by_id
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.queries import reading_people
from tests.test_pace import statements


def readings(case: UUID):
    """Return entities, values, what is grouped, what is not there, and what is found in turn."""
    sought = select(SoughtPerson).where(SoughtPerson.request_id == case)
    case_of = TracingRequest.id == SoughtPerson.request_id
    last = select(func.max(CaseAction.created_at)).where(CaseAction.request_id == TracingRequest.id)

    def in_turn():
        (first,) = yield from all_of(sought)
        return (yield from all_of(select(Person).where(Person.id == first.person_id)))

    return [
        all_of(select(Person), Person.created_at.desc(), Person.id, most=3),
        rows_of(
            select(TracingRequest, last.scalar_subquery(), SoughtPerson, TracingRequest.state)
            .outerjoin(SoughtPerson, case_of)
            .where(TracingRequest.society_code == "SN"),
            TracingRequest.number.desc(),
        ),
        rows_of(
            select(TracingRequest.state, func.count()).group_by(TracingRequest.state),
            TracingRequest.state,
        ),
        value_of(select(func.count(Person.id))),
        all_of(select(CaseAction).where(CaseAction.request_id.is_(None))),
        in_turn(),
        by_itself(lambda session: session.get(TracingRequest, case)),
    ]


def test_reading_side_by_side_says_the_same_in_one_statement_a_round(world):
    awa = world.colleague(Role.OFFICER)
    case = world.case(awa)
    for _ in range(3):
        world.case(awa)
    with world.begin() as session:
        apart = [ask(session, one) for one in readings(case)]
        with statements() as said:
            joint = ask(session, side_by_side(readings(case)))
    assert joint == apart
    assert len(joint[0]) == 3
    assert len(joint[1]) == 4
    assert len(said) == 2  # the second round alone; the case is known


def test_what_is_opened_in_one_round_takes_one_look_at_the_keys_and_is_named(world):
    awa = world.colleague(Role.OFFICER)
    case = world.case(awa)
    with world.begin() as session:
        ids = sorted(person.id for person in ask(session, reading_people(case)))
        receipt = audit.record(session, awa.user_id, Act.PERSON_OPENED, societies=["SN"])
        with statements() as said:
            one, other = ask(
                session, together(*(opening_by_id(receipt, [person]) for person in ids))
            )
        assert len(said) == 2  # people, keys
        assert sorted(one | other) == ids
        assert ask(session, opening(receipt, [])) == []
    for person in ids:
        assert world.trail(person)


def test_an_error_of_one_reading_is_everybodys(world):
    def fails():
        yield from by_itself(lambda _session: None)
        raise LookupError

    with world.begin() as session, pytest.raises(LookupError):
        ask(session, side_by_side([fails(), value_of(select(func.count(Person.id)))]))
