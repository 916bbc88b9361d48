"""What waits for the data protection officer stands in their My work, and on their bell."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import SYSTEM, Act
from rfl.erasure import service as erasure
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason, ErasureState, Record, RecordKind
from rfl.errors import RuleBrokenError
from rfl.notices import service as news
from rfl.persons.models import Person, Registration
from rfl.protection import impact_review
from rfl.protection.impact_review import Standing
from rfl.protection.rules import Right
from rfl.tracing.work import WorkKind
from tests.access.doors import acts
from tests.tracing.web import words_of

SEEN = re.compile(r'name="seen"[^>]*value="([0-9a-f]{64})"')


def _asked(world, gate, registration_id):
    with world.begin() as session:
        row = session.get_one(Registration, registration_id)
        record = Record(RecordKind.PERSON, row.person_id)
        erasure.ask(session, gate.haddy, record, EraseReason.MISTAKE)
        return row.number, row.person_id


def test_it_finds_what_is_theirs_with_its_day_and_nothing_sealed(site, gate, desk, later):
    world = site.world
    gate.register("Binta Ceesay")
    later(days=3700)
    number, _person = _asked(world, gate, gate.register("Isatou Njie"))
    hidden, person_id = _asked(world, gate, gate.register("Fatou Bah"))
    desk.asked(Right.ACCESS)
    with world.begin() as session:
        session.get_one(Person, person_id).sensitivity = Sensitivity.SEALED
        session.add(
            Erasure(
                id=uuid4(),
                society_code="GM",
                kind=RecordKind.PERSON,
                record_id=uuid4(),
                reason=EraseReason.WISHED,
                state=ErasureState.DONE,
                asked_by=SYSTEM,
                asked_at=clock.now(),
                decided_at=clock.now() - timedelta(days=2),
            )
        )

    marta = site.as_(desk.marta)
    said = words_of(marta.get("/my-work"))

    wanted = (
        "The keys of 1 erased record are not destroyed yet",
        "A person asks: Access",
        "Erase registrations: 1 is due",
        "Read the impact assessment through",
        "Decide on an erasure: a registered person",
    )
    assert [one for one in wanted if one not in said] == []
    assert said.index(wanted[0]) < said.index(wanted[1])
    assert number in said
    assert hidden not in said
    assert hidden not in words_of(marta.get("/rights/erasures"))
    assert "New tracing request" not in said
    with world.begin() as session:
        found = news.find(session, desk.marta)
    assert {one.pending.kind for one in found} == {WorkKind.APPROVALS, WorkKind.DATA}
    assert "A person asks" not in words_of(site.as_(desk.elena).get("/my-work"))


def test_the_impact_assessment_is_read_through_once_a_year_and_when_it_changes(
    site, desk, later, monkeypatch
):
    marta, world = site.as_(desk.marta), site.world
    wanted = "Read the impact assessment through"
    seen = SEEN.search(marta.get("/processing/impact").text)
    assert seen
    marta.post("/processing/impact", {"seen": "00" * 32}, 422)
    marta.get("/processing/impact")
    marta.post("/processing/impact", {"seen": seen[1]})
    assert "Read through by Marta Ribas" in words_of(marta.get("/processing/impact"))
    assert wanted not in words_of(marta.get("/my-work"))
    assert Act.IMPACT_REVIEWED in acts(world, "GM")
    assert impact_review.EVERY > impact_review.AHEAD

    def near():
        with world.begin() as session:
            return impact_review.standing(session, "GM").is_near(clock.today())

    later(days=330)
    assert not near()
    later(days=10)
    assert near()
    later(days=-340)
    assert not near()
    monkeypatch.setattr(impact_review, "content_hash", lambda: b"another")
    assert near()
    with world.begin() as session:
        assert impact_review.standing(session, "GM").is_changed
        with pytest.raises(RuleBrokenError):
            impact_review.keep(session, desk.marta, seen[1])
    assert Standing().is_near(clock.today())
    head = site.as_(desk.elena)
    assert "it holds</button>" not in head.get("/processing/impact").text
    head.post("/processing/impact", {"seen": seen[1]}, 403)
    site.as_(world.colleague(Role.OFFICER)).get("/processing/impact", 403)
