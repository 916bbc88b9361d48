"""Somebody of a case is sent to a service: asked, told, asked after, and in no clear column."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from rfl.db.rounds import ask
from rfl.directory import service as directory
from rfl.directory.rules import HelpKind
from rfl.directory.service import NewEntry
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.protection.disclosing import disclosures
from rfl.protection.models import RightsRecord
from rfl.protection.rules import RecordKind as Whose
from rfl.referrals import panels, service
from rfl.referrals.models import Referral
from rfl.referrals.rules import ReferralAct, ReferralState
from rfl.referrals.service import NewReferral
from rfl.tracing import reading
from rfl.tracing.rules import ActionKind
from tests.tracing.web import words_of

DESK = NewEntry(HelpKind.GENDER_BASED_VIOLENCE, "House of women, Kolda", "beside the market")


def due(world, actor) -> list[str]:
    with world.begin() as session:
        return [one.case_no for one in ask(session, panels.find_work(actor))]


@pytest.fixture
def sent(world):
    """Return an officer, their case, and what is to be written down: a house whose name tells."""
    awa, head = world.colleague(Role.OFFICER), world.colleague(Role.SUPERVISOR)
    request_id = world.case(awa)
    enquirer = world.row(request_id).enquirer_id
    with world.begin() as session:
        entry_id = directory.keep(session, head, DESK).id
    told = "That she asks for shelter"
    return awa, request_id, NewReferral(enquirer, told, is_agreed=True, entry_id=entry_id)


def test_nobody_is_sent_unasked_and_what_names_a_survivor_is_held_closely(world, sent):
    awa, request_id, new = sent
    other = world.colleague(Role.OFFICER, society="GM")
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Ask the person first"):
        service.refer(session, awa, request_id, replace(new, is_agreed=False))
    with world.begin() as session, pytest.raises(NotFoundError):
        service.refer(session, other, request_id, new)
    with world.begin() as session:
        row = service.refer(session, awa, request_id, new)
        clear = session.execute(sa.select(Referral.__table__)).one()._mapping
        assert not any("omen" in str(value) or "violen" in str(value) for value in clear.values())
    assert world.row(request_id).sensitivity is Sensitivity.RESTRICTED
    whose = RightsRecord(kind=Whose.ENQUIRER, person_id=new.person_id, record_id=request_id)
    with world.begin() as session:
        page = reading.read(session, awa, request_id)
        told = disclosures(session, page.receipt, "SN", [whose])
    assert [str(one.what) for one in told][-1] == new.told
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, request_id))
        emptying.empty(session, parts, clock.now())
        assert session.get_one(Referral, row.id).sealed == b""


def test_a_referral_is_asked_after_on_its_day(world, sent):
    awa, request_id, new = sent
    with world.begin() as session:
        row = service.refer(session, awa, request_id, new)
    assert due(world, awa) == []
    with world.begin() as session:
        session.get_one(Referral, row.id).follow_up_at = clock.now() - timedelta(days=1)
    assert due(world, awa) == [world.row(request_id).number]
    with world.begin() as session:
        service.follow_up(session, awa, row.id, ReferralAct.LOOK_AGAIN, "No place yet")
    assert due(world, awa) == []
    with world.begin() as session:
        service.follow_up(session, awa, row.id, ReferralAct.HELP, "She sleeps there")
        page = service.read(session, awa, row.id)
        case = reading.read(session, awa, request_id)
    assert page.row.state is ReferralState.HELPED
    assert [one.words for one in page.document.follow_ups] == ["No place yet", "She sleeps there"]
    kinds = [one.row.kind for one in case.line if one.document.result == DESK.name]
    assert kinds.count(ActionKind.FOLLOW_UP) == 2
    assert kinds.count(ActionKind.REFERRAL) == 1
    assert world.trail(row.id).count(Act.REFERRAL_FOLLOWED) == 2


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_referral_goes_by_its_pages(site):
    world = site.world
    awa = site.as_(actor := world.colleague(Role.OFFICER))
    request_id = world.case(actor)
    assert "Nobody of this case was sent" in words_of(awa.get(f"/requests/{request_id}"))
    refer = f"/requests/{request_id}/refer"
    said = {"service": "Listening room", "told": "That she lost a son"}
    page = awa.fill(refer, said, 422)
    assert "Ask the person first" in words_of(page)
    assert "That she lost a son" in page.text
    page = awa.follow(awa.send(refer, {"is_agreed": "y"}))
    assert "Listening room" in words_of(page)
    path = next(part for part in page.text.split('"') if part.startswith("/referrals/"))
    awa.fill(path, {"act": "not_help"}, 422)
    page = words_of(awa.follow(awa.send(path, {"words": "No place before spring"})))
    assert "Not helped" in page
    assert "No place before spring" in words_of(awa.get(path))
