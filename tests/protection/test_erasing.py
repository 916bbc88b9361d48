"""Erasure at the person's wish: two people, nothing left, and a proof that stays."""

import inspect
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from rfl.access.rules import Sensitivity
from rfl.erasure import gathering
from rfl.erasure import service as erasure
from rfl.erasure.rules import EraseReason, Record
from rfl.erasure.rules import RecordKind as Erasable
from rfl.errors import RuleBrokenError
from rfl.persons.models import Person, Registration
from rfl.protection import deciding, erasing, requests
from rfl.protection.deciding import Decision
from rfl.protection.erasure_views import TABLE_WORDS
from rfl.protection.rules import RecordKind, Right, RightsVerdict
from tests.merging import joining
from tests.protection.desk import desk_of

YES = Decision(RightsVerdict.GRANTED)


def registered(world, gate) -> tuple[str, UUID]:
    registration_id = gate.register()
    with world.begin() as session:
        row = session.get_one(Registration, registration_id)
        return row.number, row.person_id


def test_a_registered_person_is_erased_by_two_people_and_the_proof_stays(world, gate, desk):
    number, person_id = registered(world, gate)
    copy_id = desk.asked(Right.ACCESS, (number, RecordKind.REGISTERED))
    desk.decided(copy_id)
    rights_id = desk.asked(Right.ERASURE, (number, RecordKind.REGISTERED))
    desk.decided(rights_id, YES)
    with world.begin() as session, pytest.raises(RuleBrokenError):
        erasing.erase(session, desk.marta, rights_id)
    desk.approved(rights_id)
    with world.begin() as session, pytest.raises(RuleBrokenError):
        deciding.answer(session, desk.marta, rights_id, "By telephone.")
    with world.begin() as session:
        erasing.erase(session, desk.marta, rights_id)
    with world.begin() as session:
        assert session.get_one(Person, person_id).sealed == b""
        page = requests.read(session, desk.marta, rights_id)
        assert page.document.asker == "Momodou Jallow"
        assert erasing.erasures_of(session, page.records)[0].unreadable_by is not None
        deciding.answer(session, desk.marta, rights_id, "By telephone.")
    assert desk.row(copy_id).prepared is None


def test_records_joined_as_one_person_are_given_and_go_together(world, gate, desk):
    """Not those that the officer may not know of: of a sealed one there is no sign."""
    number, one = registered(world, gate)
    other, third = registered(world, gate)[1], registered(world, gate)[1]
    team = joining.desk_of(world)
    for joined in (other, third):
        team.join(one, joined)
    with world.begin() as session:
        session.get_one(Person, third).sensitivity = Sensitivity.SEALED

    copy_id = desk.asked(Right.ACCESS, (number, RecordKind.REGISTERED))
    with world.begin() as session:
        holding = deciding.preview(session, desk.marta, copy_id).holding
    assert [one.title for one in holding.sections].count("Your registration") == 2

    rights_id = desk.asked(Right.ERASURE, (number, RecordKind.REGISTERED))
    desk.decided(rights_id, YES)
    desk.approved(rights_id)
    with world.begin() as session:
        erasing.erase(session, desk.marta, rights_id)
    with world.begin() as session:
        left = session.scalars(select(Person.id).where(Person.erased_at.is_(None))).all()
    assert third in left
    assert not {one, other} & set(left)


def test_every_table_that_goes_has_a_word():
    source = inspect.getsource(gathering)
    gathered = {getattr(gathering, name) for name in re.findall(r"parts\.add\(\s*(\w+),", source)}
    assert {one.__tablename__ for one in gathered} == set(TABLE_WORDS)


def test_a_prepared_copy_goes_with_the_record_whoever_erases_it(world, gate, desk):
    number, person_id = registered(world, gate)
    copy_id = desk.asked(Right.ACCESS, (number, RecordKind.REGISTERED))
    desk.decided(copy_id)
    assert desk.row(copy_id).prepared is not None
    with world.begin() as session:
        record = Record(Erasable.PERSON, person_id)
        erasure_id = erasure.ask(session, gate.haddy, record, EraseReason.OVER).id
    with world.begin() as session:
        erasure.erase(
            session, desk.marta, erasure_id, erasure.read(session, desk.marta, erasure_id).seen
        )

    assert desk.row(copy_id).prepared is None


def test_an_enquirer_is_erased_with_the_whole_case(world, gate):
    senegal = desk_of(world, "SN")
    request_id = gate.request()
    case = world.row(request_id)
    rights_id = senegal.asked(Right.ERASURE, (case.number, RecordKind.ENQUIRER))
    senegal.decided(rights_id, YES)
    senegal.approved(rights_id)
    with world.begin() as session:
        erasing.erase(session, senegal.marta, rights_id)
    with world.begin() as session:
        assert session.scalars(select(Person.sealed)).all() == [b"", b""]
    assert world.row(request_id).sealed == b""


def test_a_sought_person_cannot_have_an_enquirers_case_erased(world, gate):
    senegal = desk_of(world, "SN")
    number = world.row(gate.request()).number
    rights_id = senegal.asked(Right.ERASURE, (number, RecordKind.SOUGHT))
    with pytest.raises(RuleBrokenError, match="enquirer"):
        senegal.decided(rights_id, YES)


def test_a_refused_erasure_erases_nothing(world, gate, desk):
    number, person_id = registered(world, gate)
    rights_id = desk.asked(Right.ERASURE, (number, RecordKind.REGISTERED))
    desk.decided(rights_id, Decision(RightsVerdict.REFUSED, "A court asks us to keep it."))
    desk.approved(rights_id)
    with world.begin() as session, pytest.raises(RuleBrokenError):
        erasing.erase(session, desk.marta, rights_id)
    with world.begin() as session:
        assert session.get_one(Person, person_id).erased_at is None
